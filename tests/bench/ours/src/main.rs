//! The same tasks as in "plain", with twilio-calls: `decode FILE TIMES`, `create URL TIMES`, `crowd URL TIMES`,
//! `walk URL`, `sid TIMES`.
//!
//! `prefetch URL` pages through the list with prefetch, on a multi-threaded runtime, like an application.

use std::error::Error;
use std::hint::black_box;

use tokio::runtime::Builder;
use tokio::task::JoinSet;
use twilio_calls::{CallPage, CallSid, Client, Credentials};

/// How many requests are on their way at the same time in a crowd.
const CROWD: usize = 64;

const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

fn client(url: &str) -> Result<Client, twilio_calls::Error> {
    Client::builder(Credentials::auth_token(ACCOUNT, "token")?)
        .base_url(url)
        .build()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = match arguments[..] {
        ["prefetch", _] => Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?,
        _ => Builder::new_current_thread().enable_all().build()?,
    };
    match arguments[..] {
        ["decode", file, times] => decode(file, times.parse()?)?,
        ["create", url, times] => runtime.block_on(create(url, times.parse()?, 1))?,
        ["crowd", url, times] => runtime.block_on(create(url, times.parse()?, CROWD))?,
        ["walk", url] => runtime.block_on(walk(url, false))?,
        ["prefetch", url] => runtime.block_on(walk(url, true))?,
        ["sid", times] => validate(times.parse()?)?,
        _ => return Err("what shall be done?".into()),
    }
    Ok(())
}

/// Decodes like the client itself, which checks that a whole body is UTF-8, whereas "plain" leaves that to serde_json.
fn decode(file: &str, times: usize) -> Result<(), Box<dyn Error>> {
    let body = std::fs::read(file)?;
    for _ in 0..times {
        let json = std::str::from_utf8(black_box(&body))?;
        black_box(serde_json::from_str::<CallPage>(json)?);
    }
    Ok(())
}

/// Places `times` calls, in `at_a_time` concurrent tasks.
async fn create(url: &str, times: usize, at_a_time: usize) -> Result<(), Box<dyn Error>> {
    let client = client(url)?;
    let mut tasks = JoinSet::new();
    for _ in 0..at_a_time {
        let client = client.clone();
        tasks.spawn(async move {
            for _ in 0..times / at_a_time {
                let call = client
                    .create_call("+15558675310", "+15552223214")
                    .twiml("<Response><Say>Ahoy there!</Say></Response>")
                    .status_callback("https://example.com/events")
                    .timeout(30)
                    .await?;
                black_box(call);
            }
            Ok::<_, twilio_calls::Error>(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}

async fn walk(url: &str, prefetch: bool) -> Result<(), Box<dyn Error>> {
    let mut list = client(url)?.list_calls().page_size(1000);
    if prefetch {
        list = list.prefetch();
    }
    let mut stream = list.stream();
    let mut calls = 0;
    while let Some(call) = stream.try_next().await? {
        black_box(call);
        calls += 1;
    }
    println!("{calls}\n{}", peak_memory()?);
    Ok(())
}

/// The peak memory of this process, in KB.
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
    Ok(peak.ok_or("no peak is known")?.parse()?)
}

fn validate(times: usize) -> Result<(), Box<dyn Error>> {
    for _ in 0..times {
        let text = black_box("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2");
        black_box(CallSid::new(text)?);
    }
    Ok(())
}
