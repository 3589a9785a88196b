//! A status that a call can have is not one that an update can set.
use twilio_calls::{CallSid, CallStatus, Client};

async fn hang_up(client: Client, sid: CallSid) {
    let _ = client.update_call(sid).status(CallStatus::Completed).await;
}

fn main() {}
