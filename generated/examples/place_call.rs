//! Places one call that speaks a sentence. It rings a real phone and costs money, unless it is pointed elsewhere.
//!
//! ```text
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example place_call -- +15558675310 +15552223214
//! ```
//!
//! The first number is called, the second is one of the account's own. With `TWILIO_BASE_URL=http://127.0.0.1:8080`
//! it talks to a service that stands in for Twilio's. Numbers are not printed.

use std::env;
use std::error::Error;
use std::time::Duration;

use twilio_calls::{CallEvent, Client, ClientBuilder, RetryPolicy};

fn client() -> Result<Client, twilio_calls::Error> {
    let mut builder = ClientBuilder::from_env()?
        .user_agent_suffix("place_call/1.0")
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::default().total_time(Duration::from_secs(30)));
    if let Ok(url) = env::var("TWILIO_BASE_URL") {
        builder = builder.base_url(url);
    }
    builder.build()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [to, from] = &arguments[..] else {
        return Err("usage: place_call TO FROM".into());
    };
    let client = client()?;
    eprintln!("talking to {}", client.base_url());

    let mut create = client
        .create_call(to, from)
        .twiml("<Response><Say>Your table is ready.</Say></Response>")
        .timeout(Duration::from_secs(30))
        .time_limit(Duration::from_secs(60));
    // Where the service can reach the application, it tells how the call goes.
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
