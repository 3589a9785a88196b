//! Follows calls by their status callbacks, with axum.
//!
//! ```text
//! cargo run --example webhook_axum --features axum
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. PUBLIC_URL=https://example.ngrok.app \
//!     cargo run --example webhook_axum --features axum
//! ```
//!
//! If Twilio signs the account's webhooks with a shared key, set `WEBHOOK_KEY_ID` and `WEBHOOK_KEY_SECRET` to its ID
//! and secret; signatures with the auth token are then rejected.
//!
//! Without credentials, the example follows one call in a simulator. With credentials, it listens on port 3000 for
//! requests to `PUBLIC_URL`: create calls with the status callback `https://example.ngrok.app/hooks/call_status`.

mod service;

use std::env;
use std::error::Error;

use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use twilio_calls::webhook::{
    PublicUrl, Receiver, SharedKey, SignatureAlgorithm, SignatureValidator, Verified,
};
use twilio_calls::{CallEvent, CallStatusCallback, RecordingStatusCallback};

/// The state of the handlers, which contains that of the extractor.
#[derive(Clone)]
struct Shared {
    receiver: Receiver,
}

impl FromRef<Shared> for Receiver {
    fn from_ref(shared: &Shared) -> Self {
        shared.receiver.clone()
    }
}

async fn call_status(Verified(report): Verified<CallStatusCallback>) -> StatusCode {
    match report.event() {
        Some(CallEvent::Completed) => {
            let seconds = report.call_duration.map_or(0, |duration| duration.get());
            println!(
                "{} ended as {} after {seconds} s",
                report.call_sid, report.call_status
            );
        }
        Some(event) => println!("{}: {event}", report.call_sid),
        None => println!("{} is {}", report.call_sid, report.call_status),
    }
    StatusCode::NO_CONTENT
}

async fn recording(Verified(report): Verified<RecordingStatusCallback>) -> StatusCode {
    println!(
        "{} of {} is {}",
        report.recording_sid, report.call_sid, report.recording_status
    );
    StatusCode::NO_CONTENT
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, simulator) = service::connect(|builder| builder).await?;
    let port = if simulator.is_some() { 0 } else { 3000 };
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let (token, public_url) = match &simulator {
        Some(simulator) => (
            simulator.credentials().password().to_owned(),
            format!("http://{}", listener.local_addr()?),
        ),
        None => (
            env::var("TWILIO_AUTH_TOKEN")?,
            env::var("PUBLIC_URL").map_err(|_| "PUBLIC_URL is not set")?,
        ),
    };
    let validator = match env::var("WEBHOOK_KEY_ID") {
        Ok(id) => {
            let secret = env::var("WEBHOOK_KEY_SECRET")?;
            let key = SharedKey::new(id, secret, [SignatureAlgorithm::HmacSha256])?;
            SignatureValidator::with_key(key)
        }
        Err(_) => SignatureValidator::new(token)?,
    };
    let receiver = Receiver::new(validator, PublicUrl::base(&public_url)?);
    let hooks = Router::new()
        .route("/call_status", post(call_status))
        .route("/recording", post(recording));
    let app = Router::new()
        .nest("/hooks", hooks)
        .with_state(Shared { receiver });
    println!("listening on {}", listener.local_addr()?);
    let serving = tokio::spawn(axum::serve(listener, app).into_future());
    let Some(simulator) = simulator else {
        return Ok(serving.await??);
    };
    let create = client
        .create_call("+15558675310", "+15552223214")
        .twiml("<Response/>")
        .record(true)
        .recording_status_callback(format!("{public_url}/hooks/recording"))
        .status_callback(format!("{public_url}/hooks/call_status"))
        .status_callback_event(CallEvent::ALL);
    client.wait_for_call(create.await?.sid).await?;
    simulator.settle().await;
    Ok(())
}
