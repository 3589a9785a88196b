//! Lists the latest calls of an account, without the numbers of those who took part.
//!
//! ```text
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example list_calls -- completed 2026-06-01
//! ```
//!
//! Both arguments may be left out: the status of the calls, and the day since when they were started (UTC). With
//! `TWILIO_BASE_URL=http://127.0.0.1:8080` it talks to a service that stands in for Twilio's.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;

use twilio_calls::{Client, ClientBuilder};

/// More than one page, and no more than anybody reads.
const MOST: usize = 2000;

fn client() -> Result<Client, twilio_calls::Error> {
    let mut builder = ClientBuilder::from_env()?;
    if let Ok(url) = env::var("TWILIO_BASE_URL") {
        builder = builder.base_url(url);
    }
    builder.build()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let client = client()?;
    eprintln!("talking to {}", client.base_url());

    let mut list = client.list_calls().limit(MOST).prefetch();
    if let Some(status) = arguments.next() {
        list = list.status(status);
    }
    if let Some(day) = arguments.next() {
        list = list.start_time_after(day);
    }
    let mut calls = list.stream();
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(call) = calls.try_next().await? {
        let started = call.start_time.map(|time| time.to_rfc3339().to_string());
        let started = started.unwrap_or_else(|| "not started".to_owned());
        println!("{} {started} {}", call.sid, call.status);
        *statuses.entry(call.status.to_string()).or_default() += 1;
    }
    for (status, calls) in statuses {
        println!("{calls} {status}");
    }
    Ok(())
}
