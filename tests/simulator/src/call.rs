//! Calls as the simulator keeps them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::callback::Target;
use crate::moment::Moment;
use crate::sid::Sid;

/// Where a call stands, in the words of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallStatus {
    /// It waits for its turn, or is being dialed and does not ring yet.
    Queued,
    /// The other end rings.
    Ringing,
    /// Somebody answered.
    InProgress,
    /// It was answered and is over.
    Completed,
    /// The other end was busy.
    Busy,
    /// It could not be put through.
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

    /// The word of the API, such as `in-progress`.
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

    /// Whether the call is over for good.
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

/// Which way a call goes and what made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Somebody called the account.
    Inbound,
    /// A request to the API made it.
    OutboundApi,
    /// A `<Dial>` of another call made it.
    OutboundDial,
}

impl Direction {
    /// The word of the API, such as `outbound-api`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::OutboundApi => "outbound-api",
            Self::OutboundDial => "outbound-dial",
        }
    }
}

/// Who or what answers, in the words of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnsweredBy {
    /// A person.
    Human,
    /// An answering machine. It is reported as `machine_start`, or as `machine_end_beep` to those who wait for the end
    /// of the greeting.
    Machine,
    /// A fax machine.
    Fax,
    /// Nothing that the detection could judge.
    Unknown,
}

/// What a request asked for, fixed with the call unless it is changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Where progress is reported to.
    pub(crate) status_callback: Option<Target>,
    /// Which steps are reported.
    pub(crate) events: Events,
    /// Where the instructions come from.
    pub(crate) instructions: Instructions,
    /// How long it rings.
    pub(crate) timeout: Duration,
    /// How long it lasts at most.
    pub(crate) time_limit: Duration,
    /// Detection of answering machines.
    pub(crate) detection: Option<Detection>,
    /// Recording from answer to end.
    pub(crate) recording: Option<RecordingOptions>,
}

/// The steps that a status callback reports.
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

/// A step of a call that can be reported.
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

/// Where the instructions of a call come from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Instructions {
    /// An application that the simulator knows nothing of, or nothing at all.
    #[default]
    None,
    /// The text of the request.
    Twiml(Arc<str>),
    /// What a URL answers.
    Url(Target),
}

/// What was asked of the detection of answering machines.
#[derive(Clone, Debug)]
pub(crate) struct Detection {
    pub(crate) waits_for_end: bool,
    pub(crate) timeout: Duration,
    /// Detection in the background, and where its verdict is reported.
    pub(crate) background: Option<Option<Target>>,
}

/// What was asked of a recording.
#[derive(Clone, Debug)]
pub(crate) struct RecordingOptions {
    pub(crate) channels: u8,
    pub(crate) track: Arc<str>,
    pub(crate) callback: Option<Target>,
    /// Of `in-progress`, `completed` and `absent` those to report.
    pub(crate) events: Vec<Arc<str>>,
}

/// A call as it is at one moment.
#[derive(Clone, Debug)]
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
    /// The identifier, `CA` and 32 digits.
    pub const fn sid(&self) -> Sid {
        self.sid
    }

    /// The account that made the call.
    pub const fn account_sid(&self) -> Sid {
        self.account
    }

    /// The call that made this one by `<Dial>`.
    pub const fn parent_call_sid(&self) -> Option<Sid> {
        self.parent
    }

    /// Where the call stands.
    pub const fn status(&self) -> CallStatus {
        self.status
    }

    /// Which way the call goes.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The called party, as the request had it.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The calling party, as the request had it.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The verdict of the detection of answering machines, such as `human` or `machine_start`.
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

    /// When somebody answered.
    pub const fn answered(&self) -> Option<Moment> {
        self.answered
    }

    /// When the call ended, in whatever way.
    pub const fn ended(&self) -> Option<Moment> {
        self.ended
    }

    /// How long the call lasted from answer to end, in whole seconds; none before it has completed.
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

    /// What the call cost, as the API writes it (`-0.01400`); it arrives after the end.
    pub fn price(&self) -> Option<String> {
        self.price.map(|price| {
            let sign = if price < 0 { "-" } else { "" };
            let amount = price.unsigned_abs();
            format!("{sign}{}.{:05}", amount / 100_000, amount % 100_000)
        })
    }

    /// The estimate of its time in the queue that was made when the call was created.
    pub const fn queue_time(&self) -> Duration {
        self.queue_time
    }

    /// Started minutes, which is what is billed.
    pub(crate) fn minutes(&self) -> u64 {
        self.duration().unwrap_or_default().as_secs().div_ceil(60)
    }
}

/// A recording of a call.
#[derive(Clone, Debug)]
pub struct Recording {
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) call: Sid,
    pub(crate) status: &'static str,
    pub(crate) channels: u8,
    pub(crate) track: Arc<str>,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    pub(crate) duration: Option<Duration>,
    pub(crate) price: Option<&'static str>,
    pub(crate) options: RecordingOptions,
}

impl Recording {
    /// The identifier, `RE` and 32 digits.
    pub const fn sid(&self) -> Sid {
        self.sid
    }

    /// The call that is recorded.
    pub const fn call_sid(&self) -> Sid {
        self.call
    }

    /// `in-progress`, `processing`, `completed` or `absent`.
    pub const fn status(&self) -> &'static str {
        self.status
    }

    /// How long it is, in whole seconds; none until it is finished.
    pub const fn duration(&self) -> Option<Duration> {
        self.duration
    }
}
