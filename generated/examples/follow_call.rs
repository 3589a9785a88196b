//! Follows a call to its end, and hangs up if it takes too long.
//!
//! ```text
//! cargo run --example follow_call
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example follow_call -- CA..
//! ```
//!
//! Without credentials, the example places a call with a simulator and follows that.
//!
//! This sends a request every few seconds. If Twilio can reach the application, status callbacks report changes sooner
//! and without polling: see the examples `webhook_axum` and `webhook_hyper`.

mod service;

use std::env;
use std::error::Error;
use std::time::Duration;

use twilio_calls::{CallSid, CallStatus, UpdateCallStatus};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, simulator) = service::connect(|builder| builder).await?;
    let sid: CallSid = match env::args().nth(1) {
        Some(sid) => sid.parse()?,
        None if simulator.is_some() => {
            let create = client.create_call("+15558675310", "+15552223214");
            create.twiml("<Response/>").await?.sid
        }
        None => return Err("credentials are set, so a call is needed: follow_call SID".into()),
    };

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
