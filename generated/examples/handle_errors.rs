//! What can go wrong with a call, and what to do about each of it.
//!
//! ```text
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example handle_errors -- +15558675310 +15552223214
//! ```
//!
//! The first number is called, the second is one of the account's own: it rings a real phone and costs money. With
//! `TWILIO_BASE_URL=http://127.0.0.1:8080` it talks to a service that stands in for Twilio's. Neither numbers nor
//! what the service says about them are printed, unless `SHOW_DETAILS` is set.

use std::env;
use std::process::ExitCode;

use twilio_calls::{Client, ClientBuilder, Error, RetryPolicy};

fn client() -> Result<Client, Error> {
    // A hook sees every attempt that failed and will be followed by another.
    let policy = RetryPolicy::default().on_retry(|retry| {
        eprintln!(
            "attempt {} failed ({}), the next in {:?}",
            retry.attempt(),
            retry.error(),
            retry.delay()
        );
    });
    let mut builder = ClientBuilder::from_env()?.retry(policy);
    if let Ok(url) = env::var("TWILIO_BASE_URL") {
        builder = builder.base_url(url);
    }
    builder.build()
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [to, from] = &arguments[..] else {
        eprintln!("usage: handle_errors TO FROM");
        return ExitCode::from(2);
    };
    match place(to, from).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            explain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn place(to: &str, from: &str) -> Result<(), Error> {
    let client = client()?;
    eprintln!("talking to {}", client.base_url());
    let create = client
        .create_call(to, from)
        .twiml("<Response><Say>Hello.</Say></Response>");
    let call = create.await?;
    println!("{} is {}", call.sid, call.status);
    Ok(())
}

/// `Display` and `Debug` of an error can be logged as they are; what is personal has to be asked for.
fn explain(error: &Error) {
    eprintln!("{error}");
    if error.is_configuration() {
        eprintln!("set the environment variables as the first lines of this file say");
    } else if error.is_invalid_argument() {
        for argument in error.invalid_arguments() {
            eprintln!("mend {}: nothing was sent", argument.parameter());
        }
    } else if error.is_unauthorized() {
        eprintln!("the service does not accept the credentials");
    } else if error.is_connect() {
        eprintln!("the service was not reached: no call was placed");
    } else if error.is_rate_limited() {
        eprintln!(
            "too many requests, even after {} attempts",
            error.attempts()
        );
    } else if error.is_timeout() || error.status().is_none_or(|status| status >= 500) {
        // This is why it was not sent again: nobody but the service knows.
        eprintln!("the call may have been placed nevertheless: look for it before trying again");
    } else if let Some(code) = error.api_error().and_then(|api| api.code()) {
        eprintln!("see https://www.twilio.com/docs/api/errors/{code}");
    }
    if env::var_os("SHOW_DETAILS").is_some() {
        if let Some(message) = error.api_error().and_then(|api| api.message()) {
            eprintln!("the service says: {message}");
        } else if let Some(body) = error.raw_body() {
            eprintln!("the answer was: {}", String::from_utf8_lossy(body));
        }
    }
}
