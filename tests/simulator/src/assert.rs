//! Assertions for tests, whose failures tell the whole story of the call.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, CallStatus};
use crate::callback::{CallbackKind, CallbackRecord, Outcome};
use crate::log::RequestRecord;
use crate::simulator::{CallRef, Simulator};

/// What a test expects of a call. Every method panics with the story of the call when it is disappointed.
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
    /// Expects that there is a call with this identifier.
    ///
    /// # Panics
    ///
    /// When there is none; the message lists the calls that there are.
    #[track_caller]
    pub fn assert_call(&self, sid: impl CallRef) -> CallAssertion<'_> {
        let sid = sid.to_sid();
        if let Some(call) = sid.and_then(|sid| self.call(sid)) {
            return CallAssertion {
                simulator: self,
                call,
            };
        }
        let wanted = sid.map_or_else(
            || "something that is not a SID".to_owned(),
            |sid| sid.to_string(),
        );
        let mut message = format!("there is no call {wanted}; there are {}", self.call_count());
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

    /// Expects that every callback that was fired has been answered with success.
    ///
    /// # Panics
    ///
    /// When one was not; the message lists those.
    #[track_caller]
    pub fn assert_callbacks_delivered(&self) {
        let good = |record: &CallbackRecord| matches!(record.outcome, Outcome::Answered(200..=299));
        let bad: Vec<_> = self
            .callbacks()
            .into_iter()
            .filter(|record| !good(record))
            .collect();
        if !bad.is_empty() {
            let mut message = format!("{} callbacks were not delivered", bad.len());
            for record in bad.iter().take(20) {
                let _ = write!(message, "\n  {} {record}", record.call_sid);
            }
            fail(&message);
        }
    }

    /// Expects that no request was at odds with the spec document.
    ///
    /// # Panics
    ///
    /// When one was; the message lists those.
    #[track_caller]
    pub fn assert_requests_agree_with_spec(&self) {
        let odd: Vec<RequestRecord> = self
            .requests()
            .into_iter()
            .filter(|request| !request.remarks.is_empty())
            .collect();
        if !odd.is_empty() {
            let mut message = format!("{} requests are at odds with the spec", odd.len());
            for request in odd.iter().take(20) {
                let _ = write!(message, "\n  {request}");
            }
            fail(&message);
        }
    }
}

impl CallAssertion<'_> {
    /// The call has this status.
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

    /// The call has completed and lasted that long, to the second.
    #[track_caller]
    pub fn lasted(self, duration: Duration) -> Self {
        if self.call.duration() != Some(duration) {
            let really = self
                .call
                .duration()
                .map_or_else(|| "has no length".to_owned(), |is| format!("lasted {is:?}"));
            self.fail_with_history(&format!("expected a call of {duration:?}, but it {really}"));
        }
        self
    }

    /// These statuses were reported by status callbacks, in the order in which they were fired.
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

    /// The call itself, for expectations that have no method.
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
        let mut story = format!(
            "{message}\n  call {} to {} from {}",
            call.sid(),
            call.to(),
            call.from()
        );
        let _ = write!(story, "\n  created {}", call.created());
        for (what, moment) in [
            ("dialed", call.started()),
            ("answered", call.answered()),
            ("ended", call.ended()),
        ] {
            if let Some(moment) = moment {
                let _ = write!(story, "\n  {what} {moment}");
            }
        }
        let _ = write!(story, "\n  now {}", self.simulator.now());
        for request in self
            .simulator
            .requests()
            .iter()
            .filter(|request| request.call_sid == Some(call.sid()))
            .take(20)
        {
            let _ = write!(story, "\n  {} {request}", request.at);
        }
        for callback in self.callbacks().iter().take(20) {
            let _ = write!(story, "\n  {} {callback}", callback.fired);
        }
        fail(&story)
    }
}
