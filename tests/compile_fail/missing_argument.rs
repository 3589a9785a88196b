//! A call needs a caller and a called party.
use twilio_calls::Client;

async fn create(client: Client) {
    let _ = client.create_call("+15550001111").await;
}

fn main() {}
