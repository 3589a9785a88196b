//! Follows calls by their status callbacks, with hyper alone: what a framework without an extractor needs.
//!
//! ```text
//! TWILIO_AUTH_TOKEN=.. PUBLIC_URL=https://example.ngrok.app cargo run --example webhook_hyper
//! ```

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
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator};

async fn call_status(
    receiver: &Receiver,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, answer) = match receiver
        .receive::<CallStatusCallback, _>(request, None)
        .await
    {
        Ok(report) => {
            println!("{} is {}", report.call_sid, report.call_status);
            (StatusCode::NO_CONTENT, Bytes::new())
        }
        Err(rejection) => (rejection.status(), rejection.to_string().into()),
    };
    let mut response = Response::new(Full::new(answer));
    *response.status_mut() = status;
    Ok(response)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let validator = SignatureValidator::new(env::var("TWILIO_AUTH_TOKEN")?)?;
    let receiver = Receiver::new(validator, PublicUrl::base(env::var("PUBLIC_URL")?)?);
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
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
