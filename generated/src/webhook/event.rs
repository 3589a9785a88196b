//! Which event a report is about.

use crate::{CallEvent, CallStatusCallback, CallbackCallStatus};

impl CallStatusCallback {
    /// The event that was reported.
    ///
    /// The service sends the status of the call rather than the name of the event, and these differ: `answered` shows
    /// as the status `in-progress`, and `completed` as any of the final statuses, so that a call which nobody took
    /// ends with `completed` as well. `None` for a status that belongs to no event, or that this version of the crate
    /// does not know.
    ///
    /// ```
    /// use twilio_calls::webhook::parse_unverified;
    /// use twilio_calls::{CallEvent, CallStatusCallback};
    ///
    /// let report: CallStatusCallback = parse_unverified(
    ///     "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=busy",
    /// )?;
    /// assert_eq!(report.event(), Some(CallEvent::Completed));
    /// # Ok::<(), twilio_calls::webhook::InvalidParameter>(())
    /// ```
    #[must_use]
    pub fn event(&self) -> Option<CallEvent> {
        match &self.call_status {
            CallbackCallStatus::Initiated => Some(CallEvent::Initiated),
            CallbackCallStatus::Ringing => Some(CallEvent::Ringing),
            CallbackCallStatus::InProgress => Some(CallEvent::Answered),
            CallbackCallStatus::Completed
            | CallbackCallStatus::Busy
            | CallbackCallStatus::Failed
            | CallbackCallStatus::NoAnswer
            | CallbackCallStatus::Canceled => Some(CallEvent::Completed),
            // The service's own description of the event spells this status with two letters `l`.
            CallbackCallStatus::Unrecognized(status) if status.as_str() == "cancelled" => {
                Some(CallEvent::Completed)
            }
            CallbackCallStatus::Queued | CallbackCallStatus::Unrecognized(_) => None,
        }
    }
}
