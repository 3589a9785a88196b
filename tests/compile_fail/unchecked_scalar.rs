//! The validation of a value cannot be bypassed.
use twilio_calls::{PhoneNumber, Timeout};

fn main() {
    let _ = Timeout(601);
    let _ = PhoneNumber("nobody".into());
}
