//! Callbacks: their parameters, and the record of their delivery.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, CallStatus, Recording, Step};
use crate::form::Pairs;
use crate::log::Part;
use crate::media::{Session, SessionKind};
use crate::moment::Moment;
use crate::random::Random;
use crate::redact::Redacted;
use crate::render::API_VERSION;
use crate::sid::Sid;
use crate::store::Seq;

/// The maximum length of a URL in a log line.
const MAX_URL: usize = 200;

/// The URL of a receiver, and the method.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) url: Arc<str>,
    /// With the parameters in the query instead of the body.
    pub(crate) get: bool,
}

impl Target {
    pub(crate) const fn method(&self) -> &'static str {
        if self.get { "GET" } else { "POST" }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?}", self.method(), Redacted(&self.url))
    }
}

/// What a callback is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallbackKind {
    /// A progress event of a call.
    Status,
    /// A change of a recording's status.
    Recording,
    /// The result of answering machine detection.
    Detection,
    /// A request for the instructions of a call.
    Voice,
    /// A request for fallback instructions, after those of [`Voice`](Self::Voice) could not be carried out.
    Fallback,
    /// A request for the next instructions after keys were pressed.
    Gathered,
    /// A request for the next instructions after a dialed call.
    Dialed,
    /// A request for what follows a recorded message.
    Recorded,
    /// A stream that starts or stops.
    Stream,
    /// A transcription that starts or stops.
    Transcription,
}

impl CallbackKind {
    /// The `operationId` of the spec.
    pub const fn operation(self) -> Option<&'static str> {
        match self {
            Self::Status => Some("onStatusCallback"),
            Self::Recording => Some("onRecordingStatusCallback"),
            Self::Detection => Some("onAsyncAmdStatusCallback"),
            Self::Voice => Some("onInstructions"),
            Self::Fallback => Some("onFallback"),
            Self::Gathered => Some("onGathered"),
            Self::Dialed => Some("onDialed"),
            Self::Recorded => Some("onRecorded"),
            Self::Stream => Some("onStreamStatusCallback"),
            Self::Transcription => Some("onTranscriptionStatusCallback"),
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Recording => "recording",
            Self::Detection => "detection",
            Self::Voice => "voice",
            Self::Fallback => "fallback",
            Self::Gathered => "gathered",
            Self::Dialed => "dialed",
            Self::Recorded => "recorded",
            Self::Stream => "stream",
            Self::Transcription => "transcription",
        }
    }

    /// Whether the response is the instructions of a call.
    pub(crate) const fn is_instructions(self) -> bool {
        matches!(
            self,
            Self::Voice | Self::Fallback | Self::Gathered | Self::Dialed | Self::Recorded
        )
    }
}

/// A callback on its way.
#[derive(Clone)]
pub(crate) struct Delivery {
    /// Its number among all callbacks, counted from 0.
    pub(crate) number: u64,
    pub(crate) kind: CallbackKind,
    pub(crate) seq: Seq,
    /// Which request for instructions it is, so that a late response to an old one is ignored.
    pub(crate) program: u32,
    pub(crate) token: Arc<str>,
    pub(crate) target: Target,
    pub(crate) parameters: Arc<Pairs>,
    /// The same for every attempt.
    pub(crate) idempotency: Sid,
    /// Whether the receiver is treated as if it failed.
    pub(crate) lost: bool,
    /// Whether the clock stops until it has ended.
    pub(crate) awaited: bool,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Delivery")
            .field("number", &self.number)
            .field("kind", &self.kind)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

/// The outcome of delivering a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is waiting for its turn or in flight.
    Pending,
    /// The receiver responded with this HTTP status; only 200 to 299 are a success.
    Responded(u16),
    /// It was not sent: the host is neither this machine nor allowed, or the URL is invalid.
    NotSent(String),
    /// It was sent, and no response arrived.
    Failed(String),
    /// It was not sent: [`CallbackFaults::lost`] made it fail.
    Lost,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => formatter.write_str("pending"),
            Self::Responded(status) => write!(formatter, "{status}"),
            Self::NotSent(reason) => write!(formatter, "not sent: {reason}"),
            Self::Failed(reason) => write!(formatter, "failed: {reason}"),
            Self::Lost => formatter.write_str("lost on purpose"),
        }
    }
}

/// A callback that the simulator sent or tried to send.
///
/// `Display` and `Debug` show neither user nor password nor query of the URL, and only those parameters that identify
/// its subject.
#[derive(Clone)]
#[non_exhaustive]
pub struct CallbackRecord {
    /// Its number among all callbacks, counted from 0 in the order in which they were fired.
    pub number: u64,
    /// What it is about.
    pub kind: CallbackKind,
    /// The call it is about.
    pub call_sid: Sid,
    /// The URL of the receiver.
    pub url: String,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The parameters, in the order in which they were written.
    pub parameters: Arc<Vec<(String, String)>>,
    /// When it was fired.
    pub fired: Moment,
    /// The number of attempts.
    pub attempts: u32,
    /// The outcome of the last attempt.
    pub outcome: Outcome,
}

impl CallbackRecord {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// Its size in the log.
    pub(crate) fn size(&self) -> usize {
        let reason = match &self.outcome {
            Outcome::NotSent(reason) | Outcome::Failed(reason) => reason.len(),
            Outcome::Pending | Outcome::Responded(_) | Outcome::Lost => 0,
        };
        let parameters = self.parameters.iter();
        let parameters: usize = parameters
            .map(|(name, value)| name.len() + value.len() + 48)
            .sum();
        self.url.len() + parameters + reason + 256
    }
}

impl fmt::Display for CallbackRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} callback {} {}",
            self.kind.as_str(),
            self.method,
            Part(&self.url, MAX_URL)
        )?;
        for name in [
            "CallStatus",
            "RecordingStatus",
            "AnsweredBy",
            "StreamEvent",
            "TranscriptionEvent",
            "SequenceNumber",
            "ErrorCode",
        ] {
            if let Some(value) = self.parameter(name) {
                write!(formatter, " {name}={value}")?;
            }
        }
        write!(
            formatter,
            " -> {}",
            Part(&self.outcome.to_string(), MAX_URL)
        )
    }
}

impl fmt::Debug for CallbackRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "CallbackRecord({self}, {} attempts)",
            self.attempts
        )
    }
}

/// Random faults of callbacks, drawn from the simulator's seed.
///
/// ```
/// use std::time::Duration;
/// use twilio_calls_simulator::CallbackFaults;
///
/// let faults = CallbackFaults::none().out_of_order(0.2).duplicated(0.1).delayed(Duration::from_secs(5)).lost(0.05);
/// # let _ = faults;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CallbackFaults {
    pub(crate) out_of_order: f64,
    pub(crate) duplicated: f64,
    pub(crate) delay: Duration,
    pub(crate) lost: f64,
}

impl CallbackFaults {
    /// No faults.
    pub const fn none() -> Self {
        Self {
            out_of_order: 0.0,
            duplicated: 0.0,
            delay: Duration::ZERO,
            lost: 0.0,
        }
    }

    /// Sends a status callback after the next one of its call, with this probability.
    #[must_use]
    pub const fn out_of_order(mut self, probability: f64) -> Self {
        self.out_of_order = probability;
        self
    }

    /// Sends a callback twice, with the same `I-Twilio-Idempotency-Token`, with this probability.
    #[must_use]
    pub const fn duplicated(mut self, probability: f64) -> Self {
        self.duplicated = probability;
        self
    }

    /// Delays every callback by a random time below this one.
    #[must_use]
    pub const fn delayed(mut self, at_most: Duration) -> Self {
        self.delay = at_most;
        self
    }

    /// Drops a callback as if its receiver failed, with this probability.
    #[must_use]
    pub const fn lost(mut self, probability: f64) -> Self {
        self.lost = probability;
        self
    }

    pub(crate) fn late_by(&self, random: &mut Random) -> Duration {
        random.below(self.delay)
    }
}

/// The status in callbacks, which have `initiated` in addition to those of the API.
pub(crate) const fn status_of(step: Step, call: &Call) -> &'static str {
    match step {
        Step::Initiated => "initiated",
        Step::Ringing => "ringing",
        Step::Answered => "in-progress",
        Step::Completed => call.status.as_str(),
    }
}

fn pair(name: &str, value: impl fmt::Display) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// The parameters that every callback about a call starts with, and that a request for instructions consists of.
pub(crate) fn common(call: &Call, status: &str) -> Pairs {
    let mut parameters = vec![
        pair("CallSid", call.sid),
        pair("AccountSid", call.account),
        pair("From", &call.from),
        pair("To", &call.to),
        pair("CallStatus", status),
        pair("ApiVersion", API_VERSION),
        pair("Direction", call.direction.as_str()),
    ];
    if let Some(parent) = call.parent {
        parameters.push(pair("ParentCallSid", parent));
    }
    if let Some(answered_by) = call.answered_by {
        parameters.push(pair("AnsweredBy", answered_by));
    }
    parameters
}

/// A request for fallback instructions, with the error of the first ones.
pub(crate) fn fallback(call: &Call, code: u32, url: Option<&str>) -> Pairs {
    let mut parameters = common(call, call.status.as_str());
    parameters.push(pair("ErrorCode", code));
    parameters.extend(url.map(|url| pair("ErrorUrl", url)));
    parameters
}

/// A request for the next instructions after `<Gather>`: the keys that were pressed, and the one that ended the
/// input.
pub(crate) fn gathered(call: &Call, keys: &str, finish: Option<char>) -> Pairs {
    let mut parameters = common(call, call.status.as_str());
    let ended = finish.and_then(|key| Some((keys.strip_suffix(key)?, key)));
    parameters.push(pair("Digits", ended.map_or(keys, |(digits, _)| digits)));
    parameters.extend(ended.map(|(_, key)| pair("FinishedOnKey", key)));
    parameters
}

/// A request for the next instructions after `<Dial>`: how the dialed call ended.
pub(crate) fn dialed(call: &Call, child: &Call) -> Pairs {
    let mut parameters = common(call, call.status.as_str());
    parameters.push(pair("DialCallStatus", child.status));
    parameters.push(pair("DialCallSid", child.sid));
    let is_bridged = child.status == CallStatus::Completed;
    if let Some(duration) = child.duration().filter(|_| is_bridged) {
        parameters.push(pair("DialCallDuration", duration.as_secs()));
    }
    parameters.push(pair("DialBridged", is_bridged));
    parameters
}

/// A request for what follows `<Record>`: the recording, and the key that ended it, or `hangup`.
pub(crate) fn recorded(call: &Call, recording: &Recording, base: &str, ended_by: &str) -> Pairs {
    let mut parameters = common(call, call.status.as_str());
    parameters.push(pair(
        "RecordingUrl",
        recording_url(base, recording.account, recording.sid),
    ));
    parameters.push(pair("RecordingSid", recording.sid));
    let duration = recording.duration.unwrap_or_default();
    parameters.push(pair("RecordingDuration", duration.as_secs()));
    if !ended_by.is_empty() {
        parameters.push(pair("Digits", ended_by));
    }
    parameters
}

/// What the end of a call adds to its status callback.
pub(crate) struct Ending<'r> {
    pub(crate) sip: u16,
    pub(crate) recording: Option<(&'r str, Sid)>,
}

/// A step in the progress of a call.
pub(crate) fn progress(
    call: &Call,
    step: Step,
    now: Moment,
    sequence: u64,
    ending: Option<Ending<'_>>,
) -> Pairs {
    let mut parameters = common(call, status_of(step, call));
    if let Some(ending) = ending {
        // Twilio adds what it knows about the numbers, which is often nothing; empty values are signed like others.
        for (side, number) in [("Called", &call.to), ("Caller", &call.from)] {
            parameters.push(pair(side, number));
        }
        for side in ["To", "From", "Called", "Caller"] {
            for (detail, value) in [("City", ""), ("State", ""), ("Zip", ""), ("Country", "US")] {
                parameters.push(pair(&format!("{side}{detail}"), value));
            }
        }
        let seconds = call
            .duration()
            .filter(|_| call.status == CallStatus::Completed)
            .unwrap_or_default()
            .as_secs();
        parameters.push(pair(
            "Duration",
            if call.status == CallStatus::Completed {
                call.minutes()
            } else {
                0
            },
        ));
        parameters.push(pair("CallDuration", seconds));
        parameters.push(pair("SipResponseCode", ending.sip));
        if let Some((base, recording)) = ending.recording {
            parameters.push(pair(
                "RecordingUrl",
                recording_url(base, call.account, recording),
            ));
            parameters.push(pair("RecordingSid", recording));
            parameters.push(pair("RecordingDuration", seconds));
        }
    }
    parameters.push(pair("Timestamp", now));
    parameters.push(pair("CallbackSource", "call-progress-events"));
    parameters.push(pair("SequenceNumber", sequence));
    parameters
}

/// A change of a recording's status.
pub(crate) fn recording(recording: &Recording, base: &str) -> Pairs {
    let mut parameters = vec![
        pair("AccountSid", recording.account),
        pair("CallSid", recording.call),
        pair("RecordingSid", recording.sid),
        pair("RecordingStatus", recording.status),
        pair("RecordingSource", recording.source),
        pair("RecordingTrack", &recording.track),
    ];
    if recording.status != "absent" {
        parameters.push(pair(
            "RecordingUrl",
            recording_url(base, recording.account, recording.sid),
        ));
        parameters.push(pair("RecordingChannels", recording.channels));
        parameters.push(pair("RecordingStartTime", recording.created));
    }
    if let Some(duration) = recording.duration {
        parameters.push(pair("RecordingDuration", duration.as_secs()));
    }
    parameters
}

/// The result of answering machine detection.
pub(crate) fn detection(call: &Call, answered_by: &str, took: Duration) -> Pairs {
    vec![
        pair("CallSid", call.sid),
        pair("AccountSid", call.account),
        pair("AnsweredBy", answered_by),
        pair("MachineDetectionDuration", took.as_millis()),
    ]
}

/// The start or the end of a stream or a transcription.
pub(crate) fn session(session: &Session, now: Moment) -> Pairs {
    let event = if session.is_running {
        "started"
    } else {
        "stopped"
    };
    let mut parameters = vec![
        pair("AccountSid", session.account),
        pair("CallSid", session.call),
    ];
    if session.kind == SessionKind::Transcription {
        parameters.push(pair("TranscriptionSid", session.sid));
        parameters.push(pair(
            "TranscriptionEvent",
            format_args!("transcription-{event}"),
        ));
        parameters.push(pair("SequenceId", session.reported));
    } else {
        parameters.push(pair("StreamSid", session.sid));
        parameters.push(pair("StreamEvent", format_args!("stream-{event}")));
        if let Some(name) = &session.name {
            parameters.push(pair("StreamName", name));
        }
    }
    parameters.push(pair("Timestamp", now.iso()));
    parameters
}

fn recording_url(base: &str, account: Sid, recording: Sid) -> String {
    format!("{base}/{API_VERSION}/Accounts/{account}/Recordings/{recording}")
}
