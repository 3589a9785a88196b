//! Calls and recordings as the simulator stores them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::callback::Target;
use crate::moment::Moment;
use crate::redact::Redacted;
use crate::sid::Sid;

/// The status of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallStatus {
    /// It waits in the queue, or is being dialed and does not ring yet.
    Queued,
    /// The other end rings.
    Ringing,
    /// Somebody answered.
    InProgress,
    /// It was answered and has ended.
    Completed,
    /// The other end was busy.
    Busy,
    /// It could not be connected.
    Failed,
    /// Nobody answered in time.
    NoAnswer,
    /// It was hung up before anybody answered.
    Canceled,
}

impl CallStatus {
    pub(crate) const ALL: [Self; 8] = [
        Self::Queued,
        Self::Ringing,
        Self::InProgress,
        Self::Completed,
        Self::Busy,
        Self::Failed,
        Self::NoAnswer,
        Self::Canceled,
    ];

    /// The value in the API, such as `in-progress`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
        }
    }

    /// Whether the call has ended.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Ringing | Self::InProgress)
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl fmt::Display for CallStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The direction of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Someone called the account.
    Inbound,
    /// An API request created it.
    OutboundApi,
    /// A `<Dial>` of another call created it.
    OutboundDial,
}

impl Direction {
    /// The value in the API, such as `outbound-api`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::OutboundApi => "outbound-api",
            Self::OutboundDial => "outbound-dial",
        }
    }
}

/// Who or what answers a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnsweredBy {
    /// A person.
    Human,
    /// An answering machine. It is reported as `machine_start`, or as `machine_end_beep` to those who wait for the end
    /// of the greeting.
    Machine,
    /// A fax machine.
    Fax,
    /// The detection is inconclusive.
    Unknown,
}

/// The options of a call, from the request that created or updated it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The receiver of status callbacks.
    pub(crate) status_callback: Option<Target>,
    /// The events that are reported.
    pub(crate) events: Events,
    /// The source of the instructions.
    pub(crate) instructions: Instructions,
    /// The source of fallback instructions, in case these cannot be carried out.
    pub(crate) fallback: Option<Target>,
    /// How long it rings.
    pub(crate) timeout: Duration,
    /// The maximum duration.
    pub(crate) time_limit: Duration,
    /// Answering machine detection.
    pub(crate) detection: Option<Detection>,
    /// Recording from answer to end.
    pub(crate) recording: Option<RecordingOptions>,
}

/// The progress events that status callbacks report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Events(u8);

impl Default for Events {
    fn default() -> Self {
        Self::of(["completed"])
    }
}

impl Events {
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            names
                .into_iter()
                .filter_map(Step::read)
                .fold(0, |set, step| set | (1 << step as u8)),
        )
    }

    pub(crate) const fn has(self, step: Step) -> bool {
        self.0 & (1 << step as u8) != 0
    }
}

/// A progress event of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Initiated,
    Ringing,
    Answered,
    Completed,
}

impl Step {
    fn read(name: &str) -> Option<Self> {
        Some(match name {
            "initiated" => Self::Initiated,
            "ringing" => Self::Ringing,
            "answered" => Self::Answered,
            "completed" => Self::Completed,
            _ => return None,
        })
    }
}

/// The source of a call's instructions.
#[derive(Clone, Default)]
pub(crate) enum Instructions {
    /// An application, which the simulator does not know, or no instructions.
    #[default]
    None,
    /// TwiML in the request.
    Twiml(Arc<str>),
    /// A URL that returns TwiML.
    Url(Target),
}

impl fmt::Debug for Instructions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("None"),
            Self::Twiml(twiml) => write!(formatter, "Twiml({} bytes)", twiml.len()),
            Self::Url(target) => target.fmt(formatter),
        }
    }
}

/// The options of answering machine detection.
#[derive(Clone, Debug)]
pub(crate) struct Detection {
    pub(crate) waits_for_end: bool,
    pub(crate) timeout: Duration,
    /// Detection in the background, and the receiver of its result.
    pub(crate) background: Option<Option<Target>>,
}

/// The options of a recording.
#[derive(Clone, Debug)]
pub(crate) struct RecordingOptions {
    pub(crate) channels: u8,
    pub(crate) track: Arc<str>,
    pub(crate) callback: Option<Target>,
    /// Which of `in-progress`, `completed` and `absent` are reported.
    pub(crate) events: Vec<Arc<str>>,
}

/// A call at one moment.
///
/// `Debug` shows no TwiML and no password of an address.
#[derive(Clone)]
pub struct Call {
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) parent: Option<Sid>,
    pub(crate) status: CallStatus,
    pub(crate) direction: Direction,
    pub(crate) to: Arc<str>,
    pub(crate) from: Arc<str>,
    pub(crate) answered_by: Option<&'static str>,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    pub(crate) started: Option<Moment>,
    pub(crate) answered: Option<Moment>,
    pub(crate) ended: Option<Moment>,
    /// In hundred-thousandths of the currency, negative for charges.
    pub(crate) price: Option<i64>,
    pub(crate) queue_time: Duration,
    pub(crate) options: Arc<Options>,
}

impl Call {
    /// The SID, `CA` and 32 hexadecimal digits.
    pub const fn sid(&self) -> Sid {
        self.sid
    }

    /// The account of the call.
    pub const fn account_sid(&self) -> Sid {
        self.account
    }

    /// The call whose `<Dial>` created this one.
    pub const fn parent_call_sid(&self) -> Option<Sid> {
        self.parent
    }

    /// The status.
    pub const fn status(&self) -> CallStatus {
        self.status
    }

    /// The direction.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The called party, as in the request.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The calling party, as in the request.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The result of answering machine detection, such as `human` or `machine_start`.
    pub const fn answered_by(&self) -> Option<&'static str> {
        self.answered_by
    }

    /// When the call was created.
    pub const fn created(&self) -> Moment {
        self.created
    }

    /// When the call was dialed; none while it waits in the queue.
    pub const fn started(&self) -> Option<Moment> {
        self.started
    }

    /// When the call was answered.
    pub const fn answered(&self) -> Option<Moment> {
        self.answered
    }

    /// When the call ended.
    pub const fn ended(&self) -> Option<Moment> {
        self.ended
    }

    /// The time from answer to end, in whole seconds rounded up; `None` before the call has completed.
    pub fn duration(&self) -> Option<Duration> {
        let (answered, ended) = self.answered.zip(self.ended)?;
        Some(Duration::from_secs(
            ended
                .since(answered)
                .as_millis()
                .div_ceil(1000)
                .try_into()
                .unwrap_or(u64::MAX),
        ))
    }

    /// The price as the API writes it (`-0.01400`); it arrives some time after the end.
    pub fn price(&self) -> Option<String> {
        self.price.map(|price| {
            let sign = if price < 0 { "-" } else { "" };
            let amount = price.unsigned_abs();
            format!("{sign}{}.{:05}", amount / 100_000, amount % 100_000)
        })
    }

    /// The estimated time in the queue, made when the call was created.
    pub const fn queue_time(&self) -> Duration {
        self.queue_time
    }

    /// The number of billed minutes, rounded up.
    pub(crate) fn minutes(&self) -> u64 {
        self.duration().unwrap_or_default().as_secs().div_ceil(60)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("sid", &self.sid)
            .field("account", &self.account)
            .field("parent", &self.parent)
            .field("status", &self.status)
            .field("direction", &self.direction)
            .field("to", &Redacted(&self.to))
            .field("from", &Redacted(&self.from))
            .field("answered_by", &self.answered_by)
            .field("created", &self.created)
            .field("started", &self.started)
            .field("answered", &self.answered)
            .field("ended", &self.ended)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A recording of a call.
#[derive(Clone, Debug)]
pub struct Recording {
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) call: Sid,
    pub(crate) status: &'static str,
    pub(crate) source: &'static str,
    pub(crate) channels: u8,
    pub(crate) track: Arc<str>,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    /// The length recorded so far, up to the last start or pause.
    pub(crate) recorded: Duration,
    /// When it was last started, or when the silence in place of a pause started.
    pub(crate) running_since: Option<Moment>,
    pub(crate) duration: Option<Duration>,
    pub(crate) price: Option<&'static str>,
    pub(crate) options: RecordingOptions,
}

impl Recording {
    /// The SID, `RE` and 32 hexadecimal digits.
    pub const fn sid(&self) -> Sid {
        self.sid
    }

    /// The call that is recorded.
    pub const fn call_sid(&self) -> Sid {
        self.call
    }

    /// `in-progress`, `paused`, `stopped`, `processing`, `completed` or `absent`.
    pub const fn status(&self) -> &'static str {
        self.status
    }

    /// The duration in whole seconds; none until the recording is processed.
    pub const fn duration(&self) -> Option<Duration> {
        self.duration
    }

    /// Whether it can no longer be changed.
    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.status, "in-progress" | "paused")
    }

    /// The length at a moment.
    pub(crate) fn recorded_by(&self, now: Moment) -> Duration {
        let running = self.running_since.map(|since| now.since(since));
        self.recorded + running.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::CallStatus;

    /// A status that the simulator does not know would be ignored as a filter, and never be reached.
    #[test]
    fn the_statuses_are_those_of_the_spec() {
        let spec = twilio_calls::CallStatus::ALL.iter();
        let unknown: Vec<&str> = spec
            .map(twilio_calls::CallStatus::as_str)
            .filter(|status| CallStatus::read(status).is_none())
            .collect();
        assert!(unknown.is_empty(), "add to the simulator: {unknown:?}");
        assert_eq!(CallStatus::ALL.len(), twilio_calls::CallStatus::ALL.len());
    }
}
