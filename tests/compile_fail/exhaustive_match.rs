//! Twilio may add values in the future.
use twilio_calls::CallStatus;

fn over(status: CallStatus) -> bool {
    match status {
        CallStatus::Queued | CallStatus::Ringing | CallStatus::InProgress => false,
        CallStatus::Completed
        | CallStatus::Busy
        | CallStatus::Failed
        | CallStatus::NoAnswer
        | CallStatus::Canceled
        | CallStatus::Unrecognized(_) => true,
    }
}

fn main() {}
