//! A request that is not awaited is not sent.
#![deny(unused_must_use)]
use twilio_calls::{CallSid, Client};

async fn delete(client: Client, sid: CallSid) {
    client.delete_call(sid);
}

fn main() {}
