//! Lists the latest calls of an account, without phone numbers.
//!
//! ```text
//! cargo run --example list_calls
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example list_calls -- completed 2026-06-01
//! ```
//!
//! Both arguments are optional: the status of the calls, and the first day (UTC) on which they started. Without
//! credentials, the example uses a simulator.

mod service;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;

/// The maximum number of calls to list: more than fit on one page.
const MOST: usize = 2000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (client, _simulator) = service::connect(|builder| builder).await?;

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
