//! Follows calls by their status callbacks, with axum.
//!
//! ```text
//! TWILIO_AUTH_TOKEN=.. PUBLIC_URL=https://example.ngrok.app cargo run --example webhook_axum --features axum
//! ```
//!
//! Then create calls with the status callback `https://example.ngrok.app/hooks/call_status`.

use std::env;
use std::error::Error;

use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator, Verified};
use twilio_calls::{CallEvent, CallStatusCallback, RecordingStatusCallback};

/// What handlers share; the extractor takes its part of it.
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
            println!(
                "{} ended as {} after {:?} s",
                report.call_sid, report.call_status, report.call_duration
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
    let validator = SignatureValidator::new(env::var("TWILIO_AUTH_TOKEN")?)?;
    let receiver = Receiver::new(validator, PublicUrl::base(env::var("PUBLIC_URL")?)?);
    let hooks = Router::new()
        .route("/call_status", post(call_status).get(call_status))
        .route("/recording", post(recording).get(recording));
    let app = Router::new()
        .nest("/hooks", hooks)
        .with_state(Shared { receiver });
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
