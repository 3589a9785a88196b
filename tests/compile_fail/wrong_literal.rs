//! A constant that is not a valid SID does not compile.
use twilio_calls::CallSid;

const SID: CallSid = CallSid::from_static("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2bX");

fn main() {
    println!("{SID}");
}
