//! How much the simulator takes: creates in a second with callbacks on, and the time of a page among a million calls.
//!
//! `cargo run --release -p twilio-calls-simulator --example load`, with nothing else running. The driver, the simulator
//! and the receiver of callbacks share two threads. It exits with 1 when a number is missed.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use twilio_calls_simulator::{Moment, Outcome, Pace, PastCall, Scenario, Simulator};

type Failure = Box<dyn Error + Send + Sync>;

const CREATES: usize = 20_000;
const CLIENTS: usize = 16;
const WANTED_PER_SECOND: f64 = 2_000.0;
const STORED: i64 = 1_000_000;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let outcome = runtime
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(measure()));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<bool, Failure> {
    let creates = creates().await?;
    let pages = pages().await?;
    Ok(creates && pages)
}

/// Creates calls from several clients at a time; every call reports all four of its steps.
async fn creates() -> Result<bool, Failure> {
    let received = Arc::new(AtomicUsize::new(0));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let hook = format!("http://{}/status", listener.local_addr()?);
    let count = |State(received): State<Arc<AtomicUsize>>| async move {
        received.fetch_add(1, Ordering::Relaxed);
    };
    let router = Router::new().fallback(count).with_state(received.clone());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let quick = Duration::from_millis(100);
    let scenario = Scenario::answered()
        .rings_after(quick)
        .rings_for(quick)
        .talks_for(quick)
        .price_after(quick);
    let simulator = Simulator::builder()
        .pace(Pace::Real)
        .calls_per_second(1_000_000)
        .scenario(scenario)
        .start()
        .await?;
    let url = format!(
        "{}/2010-04-01/Accounts/{}/Calls.json",
        simulator.base_url(),
        simulator.credentials().account_sid()
    );
    let form = [
        ("To", "+15550001111"),
        ("From", "+15550002222"),
        ("Twiml", "<Response><Say>Ahoy there!</Say></Response>"),
        ("StatusCallback", &hook),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
    ];
    let http = reqwest::Client::new();
    let credentials = simulator.credentials();
    let request = http
        .post(url)
        .form(&form)
        .basic_auth(credentials.username(), Some(credentials.password()))
        .build()?;
    let began = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let (http, request) = (
            http.clone(),
            request.try_clone().ok_or("the form cannot be sent twice")?,
        );
        clients.spawn(async move {
            for _ in 0..CREATES / CLIENTS {
                let answer = http
                    .execute(request.try_clone().ok_or("the form cannot be sent twice")?)
                    .await?;
                if answer.status() != 201 {
                    return Err(Failure::from(format!(
                        "a create was answered with {}",
                        answer.status()
                    )));
                }
                answer.bytes().await?;
            }
            Ok(())
        });
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    let creating = began.elapsed();
    while received.load(Ordering::Relaxed) < CREATES * 4 {
        if began.elapsed() > Duration::from_secs(120) {
            return Err(format!(
                "only {} callbacks arrived",
                received.load(Ordering::Relaxed)
            )
            .into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let delivering = began.elapsed();
    let undelivered = simulator
        .callbacks()
        .iter()
        .filter(|record| record.outcome != Outcome::Answered(200))
        .count();
    server.abort();
    let rate = CREATES as f64 / creating.as_secs_f64();
    let rate_with_callbacks = CREATES as f64 / delivering.as_secs_f64();
    println!(
        "creates: {rate:.0} a second ({WANTED_PER_SECOND:.0} wanted); {rate_with_callbacks:.0} a second until the last of \
         {} callbacks had arrived; {undelivered} of those remembered not answered",
        CREATES * 4
    );
    Ok(rate_with_callbacks >= WANTED_PER_SECOND)
}

/// Lists a million calls page by page, and looks whether late pages take longer than early ones.
async fn pages() -> Result<bool, Failure> {
    let simulator = Simulator::builder().log_capacity(100).start().await?;
    let day = Moment::from_unix_seconds(1_781_049_600);
    simulator.add_history((0..STORED).map(|index| {
        let created = day.plus(Duration::from_millis(50 * index.unsigned_abs()));
        PastCall::new(
            if index % 10 == 0 {
                "+15550003333"
            } else {
                "+15550001111"
            },
            "+15550002222",
            created,
        )
    }));
    let account = simulator.credentials().account_sid();
    let mut good = true;
    for (name, filter, expected) in [
        ("all calls", "", STORED),
        ("one number of ten", "To=%2B15550003333&", STORED / 10),
    ] {
        let mut path = format!("/2010-04-01/Accounts/{account}/Calls.json?{filter}PageSize=1000");
        let (mut times, mut listed) = (Vec::new(), 0);
        let http = reqwest::Client::new();
        let credentials = simulator.credentials();
        loop {
            let request = http.get(format!("{}{path}", simulator.base_url()));
            let began = Instant::now();
            let answer = request
                .basic_auth(credentials.username(), Some(credentials.password()))
                .send()
                .await?;
            let body = answer.bytes().await?;
            times.push(began.elapsed());
            let page: serde_json::Value = serde_json::from_slice(&body)?;
            listed += page["calls"].as_array().map_or(0, Vec::len);
            match page["next_page_uri"].as_str() {
                Some(next) => path = next.to_owned(),
                None => break,
            }
        }
        if listed as i64 != expected {
            return Err(format!("{listed} of {expected} calls were listed").into());
        }
        let tenth = (times.len() / 10).max(1);
        let early = median(&times[..tenth]);
        let late = median(&times[times.len() - tenth..]);
        println!(
            "{name}: {listed} calls on {} pages of 1000, each once; median of the first tenth {early:?}, of the last tenth \
             {late:?}, slowest {:?}",
            times.len(),
            times.iter().max().copied().unwrap_or_default()
        );
        good &= late < early * 2;
    }
    for number in [0, 100_000, 499_999] {
        let http = reqwest::Client::new();
        let url = format!(
            "{}/2010-04-01/Accounts/{account}/Calls.json?PageSize=2&Page={number}",
            simulator.base_url()
        );
        let credentials = simulator.credentials();
        let mut times = Vec::new();
        for _ in 0..20 {
            let began = Instant::now();
            let request = http
                .get(&url)
                .basic_auth(credentials.username(), Some(credentials.password()));
            request.send().await?.bytes().await?;
            times.push(began.elapsed());
        }
        println!(
            "page {number} of 2 calls by its number alone: median {:?}",
            median(&times)
        );
    }
    Ok(good)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
