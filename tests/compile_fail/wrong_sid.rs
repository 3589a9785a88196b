//! A recording's SID is not a call's.
use twilio_calls::{Client, RecordingSid};

async fn fetch(client: Client, sid: RecordingSid) {
    let _ = client.fetch_call(sid).await;
}

fn main() {}
