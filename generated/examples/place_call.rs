//! Places one call that speaks a sentence.
//!
//! ```text
//! cargo run --example place_call
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example place_call -- +15558675310 +15552223214
//! ```
//!
//! Without credentials, the call is placed with a simulator; with credentials, it rings a real phone and costs money.
//! The first number is called, the second has to belong to the account. Numbers are not printed.

mod service;

use std::env;
use std::error::Error;
use std::time::Duration;

use twilio_calls::{CallEvent, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (client, simulator) = service::connect(|builder| {
        builder
            .user_agent_suffix("place_call/1.0")
            .timeout(Duration::from_secs(10))
            .retry(RetryPolicy::default().total_time(Duration::from_secs(30)))
    })
    .await?;
    let (to, from) = match &arguments[..] {
        [to, from] => (to.as_str(), from.as_str()),
        // Made-up numbers are enough for the simulator.
        [] if simulator.is_some() => ("+15558675310", "+15552223214"),
        _ => return Err("usage: place_call TO FROM; optional without credentials".into()),
    };

    let mut create = client
        .create_call(to, from)
        .twiml("<Response><Say>Your table is ready.</Say></Response>")
        .timeout(Duration::from_secs(30))
        .time_limit(Duration::from_secs(60));
    // Set `STATUS_CALLBACK` to a URL that Twilio can reach to have the progress of the call reported there.
    if let Ok(url) = env::var("STATUS_CALLBACK") {
        create = create
            .status_callback(url)
            .status_callback_event(CallEvent::ALL);
    }
    let response = create.response().await?;
    let id = response.request_id().unwrap_or("none").to_owned();
    let call = response.into_value();
    println!("{} is {} (request {id})", call.sid, call.status);
    Ok(())
}
