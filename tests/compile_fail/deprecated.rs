//! What the spec calls deprecated, the compiler does too.
#![deny(deprecated)]
use twilio_calls::Client;

fn list(client: &Client) {
    let _ = client.list_calls().page(2);
}

fn main() {}
