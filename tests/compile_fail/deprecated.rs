//! What is deprecated in the spec is deprecated for the compiler, too.
#![deny(deprecated)]
use twilio_calls::Client;

fn list(client: &Client) {
    let _ = client.list_calls().page(2);
}

fn main() {}
