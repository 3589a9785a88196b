//! Assertions for tests. Their failures show the history of the call.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, CallStatus};
use crate::callback::{CallbackKind, CallbackRecord, Outcome};
use crate::log::RequestRecord;
use crate::simulator::{CallRef, Simulator};

/// Assertions on a call. A method whose assertion fails panics with the history of the call.
#[derive(Debug)]
pub struct CallAssertion<'s> {
    simulator: &'s Simulator,
    call: Arc<Call>,
}

#[track_caller]
#[expect(clippy::panic, reason = "assertions of tests fail by panicking")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}

impl Simulator {
    /// Asserts that a call with this SID exists.
    ///
    /// # Panics
    ///
    /// Panics if no such call exists; the message lists the newest calls.
    #[track_caller]
    pub fn assert_call(&self, sid: impl CallRef) -> CallAssertion<'_> {
        let sid = sid.to_sid();
        if let Some(call) = sid.and_then(|sid| self.call(sid)) {
            return CallAssertion {
                simulator: self,
                call,
            };
        }
        let expected = sid.map_or_else(
            || "with this text, which is not a SID".to_owned(),
            |sid| sid.to_string(),
        );
        let mut message = format!(
            "there is no call {expected}; of {} calls, the newest are",
            self.call_count()
        );
        for call in self.calls().iter().rev().take(10) {
            let _ = write!(
                message,
                "\n  {} {} to {}",
                call.sid(),
                call.status(),
                call.to()
            );
        }
        fail(&message)
    }

    /// Asserts that every fired callback got a response with a status from 200 to 299.
    ///
    /// # Panics
    ///
    /// Panics if at least one did not; the message lists them.
    #[track_caller]
    pub fn assert_callbacks_delivered(&self) {
        let good =
            |record: &CallbackRecord| matches!(record.outcome, Outcome::Responded(200..=299));
        let bad: Vec<_> = self
            .callbacks()
            .into_iter()
            .filter(|record| !good(record))
            .collect();
        if !bad.is_empty() {
            let mut message = format!("callbacks that were not delivered: {}", bad.len());
            for record in bad.iter().take(20) {
                let _ = write!(message, "\n  {} {record}", record.call_sid);
            }
            fail(&message);
        }
    }

    /// Asserts that every request agreed with the spec.
    ///
    /// # Panics
    ///
    /// Panics if at least one did not; the message lists them.
    #[track_caller]
    pub fn assert_requests_agree_with_spec(&self) {
        let bad: Vec<RequestRecord> = self
            .requests()
            .into_iter()
            .filter(|request| !request.remarks.is_empty())
            .collect();
        if !bad.is_empty() {
            let mut message = format!("requests that do not agree with the spec: {}", bad.len());
            for request in bad.iter().take(20) {
                let _ = write!(message, "\n  {request}");
            }
            fail(&message);
        }
    }
}

impl CallAssertion<'_> {
    /// Asserts the status.
    #[track_caller]
    pub fn is(self, status: CallStatus) -> Self {
        if self.call.status() != status {
            self.fail_with_history(&format!(
                "expected {status}, but the call is {}",
                self.call.status()
            ));
        }
        self
    }

    /// Asserts that the call completed and lasted this long, in whole seconds.
    #[track_caller]
    pub fn lasted(self, duration: Duration) -> Self {
        if self.call.duration() != Some(duration) {
            let actual = self.call.duration().map_or_else(
                || "has no duration".to_owned(),
                |is| format!("lasted {is:?}"),
            );
            self.fail_with_history(&format!("expected a call of {duration:?}, but it {actual}"));
        }
        self
    }

    /// Asserts which statuses the status callbacks reported, in the order in which they were fired.
    #[track_caller]
    pub fn reported<'n>(self, statuses: impl IntoIterator<Item = &'n str>) -> Self {
        let expected: Vec<&str> = statuses.into_iter().collect();
        let callbacks = self.callbacks();
        let mut reported: Vec<_> = callbacks
            .iter()
            .filter(|record| record.kind == CallbackKind::Status)
            .collect();
        reported.sort_by_key(|record| record.number);
        let reported: Vec<&str> = reported
            .iter()
            .filter_map(|record| record.parameter("CallStatus"))
            .collect();
        if reported != expected {
            self.fail_with_history(&format!(
                "expected reports of {expected:?}, but there were {reported:?}"
            ));
        }
        self
    }

    /// The call itself, for assertions that have no method here.
    pub fn call(&self) -> &Call {
        &self.call
    }

    fn callbacks(&self) -> Vec<CallbackRecord> {
        let mut callbacks = self.simulator.callbacks();
        callbacks.retain(|record| record.call_sid == self.call.sid());
        callbacks
    }

    #[track_caller]
    fn fail_with_history(&self, message: &str) -> ! {
        let call = &self.call;
        let mut history = format!(
            "{message}\n  call {} to {} from {}",
            call.sid(),
            call.to(),
            call.from()
        );
        let _ = write!(history, "\n  created {}", call.created());
        for (what, moment) in [
            ("dialed", call.started()),
            ("answered", call.answered()),
            ("ended", call.ended()),
        ] {
            if let Some(moment) = moment {
                let _ = write!(history, "\n  {what} {moment}");
            }
        }
        let _ = write!(history, "\n  now {}", self.simulator.now());
        for request in self
            .simulator
            .requests()
            .iter()
            .filter(|request| request.call_sid == Some(call.sid()))
            .take(20)
        {
            let _ = write!(history, "\n  {} {request}", request.at);
        }
        for callback in self.callbacks().iter().take(20) {
            let _ = write!(history, "\n  {} {callback}", callback.fired);
        }
        fail(&history)
    }
}
