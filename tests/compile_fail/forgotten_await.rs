//! A request has no properties of the response before it is awaited.
use twilio_calls::{CallSid, Client};

async fn fetch(client: Client, sid: CallSid) {
    let call = client.fetch_call(sid);
    println!("{}", call.status);
}

fn main() {}
