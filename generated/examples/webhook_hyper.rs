//! Follows calls by their status callbacks, with hyper alone. A framework for which there is no extractor needs the
//! same few lines.
//!
//! ```text
//! cargo run --example webhook_hyper
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. PUBLIC_URL=https://example.ngrok.app \
//!     cargo run --example webhook_hyper
//! ```
//!
//! Without credentials, the example follows one call in a simulator. With credentials, it listens on port 3000 for
//! requests to `PUBLIC_URL`: create calls with this URL as the status callback.

mod service;

use std::convert::Infallible;
use std::env;
use std::error::Error;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator};
use twilio_calls::{CallEvent, CallStatusCallback};

async fn call_status(
    receiver: &Receiver,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, text) = match receiver
        .receive::<CallStatusCallback, _>(request, None)
        .await
    {
        Ok(report) => {
            println!("{} is {}", report.call_sid, report.call_status);
            (StatusCode::NO_CONTENT, Bytes::new())
        }
        Err(rejection) => (rejection.status(), rejection.to_string().into()),
    };
    let mut response = Response::new(Full::new(text));
    *response.status_mut() = status;
    Ok(response)
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
    let validator = SignatureValidator::new(token)?;
    let receiver = Receiver::new(validator, PublicUrl::base(&public_url)?);
    println!("listening on {}", listener.local_addr()?);
    let serving = tokio::spawn(serve(listener, receiver));
    let Some(simulator) = simulator else {
        return Ok(serving.await??);
    };
    let create = client
        .create_call("+15558675310", "+15552223214")
        .twiml("<Response/>")
        .status_callback(public_url)
        .status_callback_event(CallEvent::ALL);
    client.wait_for_call(create.await?.sid).await?;
    simulator.settle().await;
    Ok(())
}

async fn serve(listener: TcpListener, receiver: Receiver) -> std::io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let receiver = receiver.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| call_status(&receiver, request));
            if let Err(error) = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await
            {
                eprintln!("a connection broke: {error}");
            }
        });
    }
}
