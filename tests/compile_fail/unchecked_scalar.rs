//! There is no way round the check of a value.
use twilio_calls::{PhoneNumber, Timeout};

fn main() {
    let _ = Timeout(601);
    let _ = PhoneNumber("nobody".into());
}
