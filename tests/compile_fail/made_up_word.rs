//! A known word cannot hide among the unknown ones.
use twilio_calls::{CallStatus, UnknownValue};

fn main() {
    let _ = CallStatus::Unrecognized(UnknownValue("completed".into()));
}
