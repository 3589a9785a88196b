//! A request becomes a future when it is awaited, or through `send`.
use twilio_calls::{CallSid, Client};

fn spawn<F: Future + Send + 'static>(_: F) {}

fn fetch(client: Client, sid: CallSid) {
    spawn(client.fetch_call(sid));
}

fn main() {}
