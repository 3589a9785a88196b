//! Fetches one call from the URL given as the argument and prints the result, with the causes of an error.

use std::error::Error as _;
use std::process::ExitCode;

use twilio_calls::{CallSid, Client, Credentials, Error};

const SID: CallSid = CallSid::from_static("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2");

fn main() -> ExitCode {
    let base_url = std::env::args().nth(1).unwrap_or_default();
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(fetch(&base_url)) {
        Ok(()) => println!("fetched"),
        Err(error) => {
            println!("status: {:?}", error.status());
            println!("is_connect: {}", error.is_connect());
            println!("{error}");
            let mut source = error.source();
            while let Some(error) = source {
                println!("caused by: {error}");
                source = error.source();
            }
        }
    }
    ExitCode::SUCCESS
}

async fn fetch(base_url: &str) -> Result<(), Error> {
    let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
    let client = Client::builder(credentials)
        .base_url(base_url)
        .retry(twilio_calls::RetryPolicy::never())
        .configure_http(|http| http.no_proxy())
        .build()?;
    client.fetch_call(SID).await.map(|_| ())
}
