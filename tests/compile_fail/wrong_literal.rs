//! A constant that is no SID does not get as far as a test.
use twilio_calls::CallSid;

const SID: CallSid = CallSid::from_static("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2bX");

fn main() {
    println!("{SID}");
}
