//! The log of requests and callbacks, for tests and people; bounded in number and size.

use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::callback::{CallbackRecord, Outcome};
use crate::fault::Fault;
use crate::moment::Moment;
use crate::redact::redacted;
use crate::sid::Sid;

/// The oldest requests are dropped beyond this size, and likewise the oldest callbacks.
const MAX_BYTES: usize = 64 << 20;
/// The maximum number of characters of a name or value in a line.
const MAX_PART: usize = 60;
const MAX_PATH: usize = 200;
/// The maximum number of parameters of a request in a line; no form of the spec has as many.
const MAX_WRITTEN: usize = 50;

/// The start of a text, without users, passwords and queries of URLs, and escaped so that it can neither start a new
/// line nor move the cursor.
pub(crate) struct Part<'t>(pub(crate) &'t str, pub(crate) usize);

impl Part<'_> {
    pub(crate) const fn new(text: &str) -> Part<'_> {
        Part(text, MAX_PART)
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in redacted(self.0)
            .chars()
            .take(self.1)
            .flat_map(char::escape_debug)
        {
            formatter.write_char(character)?;
        }
        Ok(())
    }
}

/// A request that the simulator received.
///
/// `Display` and `Debug` show the parameters, but no values that are secret or private, such as TwiML, the password
/// of a SIP address or a token. Of URLs they show neither user nor password nor query.
#[derive(Clone)]
#[non_exhaustive]
pub struct RequestRecord {
    /// Its number, counted from 0 in the order of the responses.
    pub number: u64,
    /// When the response was sent, on the simulator's clock.
    pub at: Moment,
    /// The HTTP method.
    pub method: String,
    /// The path and query as received.
    pub target: String,
    /// The `operationId` in the spec; `None` if the path has no operation.
    pub operation: Option<String>,
    /// The decoded parameters of the query or the form, in the order received.
    pub parameters: Vec<(String, String)>,
    /// The names of parameters whose values are not shown: secret or private ones, and those that the spec does not
    /// declare.
    pub secrets: Vec<String>,
    /// The HTTP status of the response; `None` if the connection was reset.
    pub status: Option<u16>,
    /// The error code of the response, such as 21211.
    pub code: Option<u32>,
    /// The fault that was injected.
    pub fault: Option<Fault>,
    /// Whether the request was carried out, whatever the response.
    pub acted: bool,
    /// The call that was created, read, changed or deleted.
    pub call_sid: Option<Sid>,
    /// Deviations from the spec that were tolerated, such as an unknown parameter.
    pub remarks: Vec<String>,
    /// How long the response took, in real time.
    pub took: Duration,
}

impl RequestRecord {
    /// The last value of a parameter, which is the effective one.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .rev()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    fn size(&self) -> usize {
        let parameters: usize = self
            .parameters
            .iter()
            .map(|(name, value)| name.len() + value.len() + 48)
            .sum();
        let texts = self.secrets.iter().chain(&self.remarks);
        let texts: usize = texts.map(|text| text.len() + 24).sum();
        self.method.len() + self.target.len() + texts + parameters + 256
    }
}

impl fmt::Display for RequestRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(
            formatter,
            "{} {}",
            Part::new(&self.method),
            Part(path, MAX_PATH)
        )?;
        for (name, value) in self.parameters.iter().take(MAX_WRITTEN) {
            let value = if self.secrets.contains(name) {
                "***"
            } else {
                value
            };
            write!(formatter, " {}={}", Part::new(name), Part::new(value))?;
        }
        if let Some(more) = self.parameters.len().checked_sub(MAX_WRITTEN + 1) {
            write!(formatter, " and {} more", more + 1)?;
        }
        match self.status {
            Some(status) => write!(formatter, " -> {status}")?,
            None => formatter.write_str(" -> reset")?,
        }
        if let Some(code) = self.code {
            write!(formatter, " (error {code})")?;
        }
        if let Some(fault) = self.fault {
            write!(formatter, " [{}]", fault.name())?;
        }
        if let Some(sid) = self.call_sid {
            write!(formatter, " {sid}")?;
        }
        for remark in &self.remarks {
            write!(formatter, "; {}", Part(remark, MAX_PATH))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RequestRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RequestRecord({self})")
    }
}

/// A line of the log of a running simulator.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Line<'l> {
    /// A request got its response.
    Request(&'l RequestRecord),
    /// An attempt to deliver a callback ended.
    Callback(&'l CallbackRecord),
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(request) => write!(formatter, "{}  {request}", request.at),
            Self::Callback(callback) => write!(formatter, "{}  {callback}", callback.fired),
        }
    }
}

pub(crate) type Observer = Arc<dyn Fn(Line<'_>) + Send + Sync>;

/// The newest requests and callbacks.
pub(crate) struct Log {
    requests: VecDeque<RequestRecord>,
    callbacks: VecDeque<CallbackRecord>,
    capacity: usize,
    request_bytes: usize,
    callback_bytes: usize,
    responded: u64,
    observer: Option<Observer>,
}

impl Log {
    pub(crate) const fn new(capacity: usize, observer: Option<Observer>) -> Self {
        Self {
            requests: VecDeque::new(),
            callbacks: VecDeque::new(),
            capacity,
            request_bytes: 0,
            callback_bytes: 0,
            responded: 0,
            observer,
        }
    }

    pub(crate) const fn requests(&self) -> &VecDeque<RequestRecord> {
        &self.requests
    }

    pub(crate) const fn callbacks(&self) -> &VecDeque<CallbackRecord> {
        &self.callbacks
    }

    /// The number of requests that received a response, including those that were dropped from the log.
    pub(crate) const fn responded(&self) -> u64 {
        self.responded
    }

    pub(crate) fn request(&mut self, mut record: RequestRecord) {
        record.number = self.responded;
        self.responded += 1;
        if let Some(observer) = &self.observer {
            observer(Line::Request(&record));
        }
        self.request_bytes += record.size();
        self.requests.push_back(record);
        while self.requests.len() > self.capacity || self.request_bytes > MAX_BYTES {
            let Some(oldest) = self.requests.pop_front() else {
                break;
            };
            self.request_bytes -= oldest.size();
        }
    }

    /// Adds a callback that was fired.
    pub(crate) fn callback(&mut self, record: CallbackRecord) {
        self.callback_bytes += record.size();
        self.callbacks.push_back(record);
        while self.callbacks.len() > self.capacity || self.callback_bytes > MAX_BYTES {
            let Some(oldest) = self.callbacks.pop_front() else {
                break;
            };
            self.callback_bytes -= oldest.size();
        }
    }

    /// Records the outcome of an attempt to deliver a callback.
    pub(crate) fn attempted(&mut self, number: u64, outcome: Outcome) {
        // Callbacks are numbered without gaps, so the position is known.
        let first = self.callbacks.front().map_or(0, |record| record.number);
        let at = number
            .checked_sub(first)
            .and_then(|at| usize::try_from(at).ok());
        if let Some(record) = at.and_then(|at| self.callbacks.get_mut(at)) {
            self.callback_bytes -= record.size();
            record.attempts += 1;
            record.outcome = outcome;
            self.callback_bytes += record.size();
            if let Some(observer) = &self.observer {
                observer(Line::Callback(record));
            }
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Log")
            .field("responded", &self.responded)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callback::CallbackKind;
    use crate::random::Random;

    #[test]
    fn callbacks_are_dropped_when_they_take_too_much() {
        let mut log = Log::new(usize::MAX, None);
        let call_sid = Sid::random(*b"CA", &mut Random::new(1));
        let large = "x".repeat(1 << 20);
        for number in 0..100 {
            log.callback(CallbackRecord {
                number,
                kind: CallbackKind::Status,
                call_sid,
                url: large.clone(),
                method: "POST",
                parameters: Arc::default(),
                fired: Moment::from_unix_seconds(0),
                attempts: 0,
                outcome: Outcome::Pending,
            });
            log.attempted(number, Outcome::NotSent(large.clone()));
        }
        // Each contains two strings of one mebibyte; the second one of the last was added after the last drop.
        assert_eq!(log.callbacks().len(), 32);
        assert_eq!(log.callbacks().back().unwrap().number, 99);
    }
}
