//! Writes the latest calls to a file as comma-separated values: one page, which is 1,000 calls at most.
//!
//! ```text
//! cargo run --example export_csv --features csv -- calls.csv
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example export_csv --features csv -- calls.csv 2026-06-01
//! ```
//!
//! The second argument is optional: only calls that started on this day (UTC) or later are written. The file contains
//! phone numbers; the output does not. Without credentials, the example uses a simulator.

mod service;

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::Write;

use twilio_calls::{CallRow, PageSize};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("usage: export_csv FILE [DAY]")?;
    let (client, _simulator) = service::connect(|builder| builder).await?;

    let mut list = client.list_calls();
    if let Some(day) = arguments.next() {
        list = list.start_time_after(day);
    }
    // Writes the bytes as they arrive, without parsing them.
    let mut file = File::create(&path)?;
    let mut length = 0;
    let mut bytes = list.clone().csv_page().await?;
    while let Some(piece) = bytes.try_next().await? {
        file.write_all(&piece)?;
        length += piece.len();
    }
    println!("{length} bytes are in {path}");

    // The same as typed rows, one at a time.
    let mut rows = list.csv_page().await?.rows::<CallRow>();
    let (mut calls, mut seconds) = (0_u64, 0_u64);
    while let Some(row) = rows.try_next().await? {
        calls += 1;
        seconds += row.duration.map_or(0, |duration| duration.get());
    }
    println!("{calls} calls, {seconds} seconds");
    if calls == u64::from(PageSize::MAX) {
        println!("the page is full, so there may be more calls: `stream` reads all pages");
    }
    Ok(())
}
