//! What can go wrong with a call, and what to do about it.
//!
//! ```text
//! cargo run --example handle_errors
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example handle_errors -- +15558675310 +15552223214
//! ```
//!
//! Without credentials, the example provokes one fault after another in a simulator. With credentials, it places one
//! call, which rings a real phone and costs money: the first number is called, the second has to belong to the account.
//! It prints no phone numbers, and Twilio's messages only masked, unless `SHOW_DETAILS` is set.

mod service;

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use twilio_calls::{Client, Error, Outcome, RetryPolicy};
use twilio_calls_simulator::Fault;

/// The calls to rehearse: what goes wrong, the called number, and the fault of the request, if any.
const REHEARSED: [(&str, &str, Option<Fault>); 5] = [
    ("an invalid number", "15558675310 or so", None),
    (
        "too many requests",
        "+15558675310",
        Some(Fault::TooManyRequests {
            retry_after: Some(Duration::from_secs(1)),
        }),
    ),
    (
        "a proxy that cannot reach Twilio",
        "+15558675310",
        Some(Fault::Html(502)),
    ),
    (
        "a server error",
        "+15558675310",
        Some(Fault::ServerError(503)),
    ),
    (
        "a connection that breaks after the call was placed",
        "+15558675310",
        Some(Fault::ResetAfter),
    ),
];

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = service::connect(|builder| {
        // A hook sees every attempt that failed and will be followed by another.
        builder.retry(RetryPolicy::default().on_retry(|retry| {
            eprintln!(
                "attempt {} failed ({}), the next in {:?}",
                retry.attempt(),
                retry.error(),
                retry.delay()
            );
        }))
    })
    .await;
    let (client, simulator) = match outcome {
        Ok(connected) => connected,
        Err(error) => {
            match error.downcast_ref::<Error>() {
                Some(error) => explain(error),
                None => eprintln!("{error}"),
            }
            return ExitCode::FAILURE;
        }
    };
    let arguments: Vec<String> = env::args().skip(1).collect();
    match (&arguments[..], simulator) {
        ([to, from], _) => place(&client, to, from).await,
        ([], Some(simulator)) => {
            for (what, to, fault) in REHEARSED {
                eprintln!("\n{what}:");
                simulator.script_faults(fault.map(Some));
                place(&client, to, "+15552223214").await;
            }
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: handle_errors TO FROM; optional without credentials");
            ExitCode::from(2)
        }
    }
}

async fn place(client: &Client, to: &str, from: &str) -> ExitCode {
    let create = client
        .create_call(to, from)
        .twiml("<Response><Say>Hello.</Say></Response>");
    match create.await {
        Ok(call) => {
            println!("{} is {}", call.sid, call.status);
            ExitCode::SUCCESS
        }
        Err(error) => {
            explain(&error);
            ExitCode::FAILURE
        }
    }
}

/// `Display` and `Debug` of an error can be logged as they are; personal data is only returned by other methods.
fn explain(error: &Error) {
    eprintln!("{error}");
    if error.is_configuration() {
        eprintln!("set the environment variables: see the top of examples/handle_errors.rs");
    } else if error.is_invalid_argument() {
        for argument in error.invalid_arguments() {
            eprintln!("fix {}: nothing was sent", argument.parameter());
        }
    } else if error.is_unauthorized() {
        eprintln!("Twilio does not accept the credentials");
    } else if error.is_connect() {
        eprintln!("Twilio was not reached: no call was placed");
    } else if error.is_rate_limited() {
        eprintln!(
            "too many requests, even after {} attempts",
            error.attempts()
        );
    } else if let Some(sid) = error.created_sid() {
        eprintln!("the call was placed anyway: {sid}");
    } else if error.outcome() == Outcome::Unknown {
        // This is why the request was not sent again: only Twilio knows whether it was carried out.
        eprintln!("the call may have been placed anyway: look for it before trying again");
    } else if let Some(code) = error.code() {
        eprintln!("see https://www.twilio.com/docs/api/errors/{code}");
    }
    if env::var_os("SHOW_DETAILS").is_some() {
        if let Some(message) = error.api_error().and_then(|api| api.message()) {
            eprintln!("Twilio says: {message}");
        } else if let Some(body) = error.raw_body() {
            eprintln!("the response was: {}", String::from_utf8_lossy(body));
        }
    }
}
