//! Follows a call to its end, and hangs it up when it takes too long.
//!
//! ```text
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example follow_call -- CA..
//! ```
//!
//! With `TWILIO_BASE_URL=http://127.0.0.1:8080` it talks to a service that stands in for Twilio's.
//!
//! This asks again and again. An application that can be reached from outside hears of changes sooner and at no cost
//! by status callbacks: see the examples `webhook_axum` and `webhook_hyper`.

use std::env;
use std::error::Error;
use std::time::Duration;

use twilio_calls::{CallSid, CallStatus, Client, ClientBuilder, UpdateCallStatus};

fn client() -> Result<Client, twilio_calls::Error> {
    let mut builder = ClientBuilder::from_env()?;
    if let Ok(url) = env::var("TWILIO_BASE_URL") {
        builder = builder.base_url(url);
    }
    builder.build()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sid = env::args().nth(1).ok_or("usage: follow_call SID")?;
    let sid: CallSid = sid.parse()?;
    let client = client()?;
    eprintln!("talking to {}", client.base_url());

    let answered = client
        .wait_for_call(sid)
        .until(CallStatus::InProgress)
        .deadline(Duration::from_secs(120))
        .await?;
    println!("{sid} is {}", answered.status);

    let ended = client
        .wait_for_call(sid)
        .deadline(Duration::from_secs(300))
        .await;
    let call = match ended {
        Ok(call) => call,
        Err(error) if error.is_timeout() => {
            println!("{sid} takes too long, hanging up");
            client
                .update_call(sid)
                .status(UpdateCallStatus::Completed)
                .await?;
            client.wait_for_call(sid).await?
        }
        Err(error) => return Err(error.into()),
    };
    match call.duration {
        Some(duration) => println!("{sid} ended as {} after {duration} s", call.status),
        None => println!("{sid} ended as {}", call.status),
    }
    Ok(())
}
