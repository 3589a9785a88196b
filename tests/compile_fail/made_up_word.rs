//! A known value cannot be passed as an unrecognized one.
use twilio_calls::{CallStatus, UnknownValue};

fn main() {
    let _ = CallStatus::Unrecognized(UnknownValue("completed".into()));
}
