//! Measures the capacity of the simulator: creates per second with callbacks enabled, and the time of a page among a
//! million calls.
//!
//! `cargo run --release -p twilio-calls-simulator --example load`, with nothing else running. The driver, the
//! simulator and the receiver of callbacks share two threads. It exits with 1 if a requirement is not met. `creates`
//! or `pages` as an argument measures one of the two.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use twilio_calls_simulator::{ClockMode, Moment, PastCall, Scenario, Simulator};

type Failure = Box<dyn Error + Send + Sync>;

const CREATES: usize = 20_000;
const CLIENTS: usize = 16;
const WANTED_PER_SECOND: f64 = 2_000.0;
const STORED: usize = 1_000_000;

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
    let only = std::env::args().nth(1);
    let wanted = |name| only.as_deref().is_none_or(|only| only == name);
    let creates = !wanted("creates") || creates().await?;
    let pages = !wanted("pages") || pages().await?;
    Ok(creates && pages)
}

/// A client that only sends requests.
#[derive(Clone)]
struct Plain {
    http: Client<HttpConnector, Full<Bytes>>,
    authorization: String,
    calls: String,
}

impl Plain {
    fn new(simulator: &Simulator) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let (base, credentials) = (simulator.base_url(), simulator.credentials());
        Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            authorization: format!("Basic {}", STANDARD.encode(credentials.to_string())),
            calls: format!(
                "{base}/2010-04-01/Accounts/{}/Calls.json",
                credentials.account_sid()
            ),
        }
    }

    async fn send(&self, method: &str, url: &str, body: Bytes) -> Result<(u16, Bytes), Failure> {
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header("authorization", &self.authorization)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(body))?;
        let response = self.http.request(request).await?;
        let status = response.status().as_u16();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }
}

/// Creates calls from several clients concurrently; every call reports all four of its steps.
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
        .clock(ClockMode::Real)
        .calls_per_second(1_000_000)
        .scenario(scenario)
        .start()
        .await?;
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("To", "+15550001111")
        .append_pair("From", "+15550002222")
        .append_pair("Twiml", "<Response><Say>Ahoy there!</Say></Response>")
        .append_pair("StatusCallback", &hook)
        .append_pair("StatusCallbackEvent", "initiated")
        .append_pair("StatusCallbackEvent", "ringing")
        .append_pair("StatusCallbackEvent", "answered")
        .append_pair("StatusCallbackEvent", "completed")
        .finish();
    let (plain, form) = (Plain::new(&simulator), Bytes::from(form));
    let began = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let (plain, form) = (plain.clone(), form.clone());
        clients.spawn(async move {
            for _ in 0..CREATES / CLIENTS {
                let (status, _) = plain.send("POST", &plain.calls, form.clone()).await?;
                if status != 201 {
                    return Err(Failure::from(format!(
                        "a create returned the status {status}"
                    )));
                }
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
    server.abort();
    let rate = CREATES as f64 / creating.as_secs_f64();
    let with_callbacks = CREATES as f64 / delivering.as_secs_f64();
    println!(
        "creates: {rate:.0} per second; {with_callbacks:.0} per second until all {} callbacks had arrived \
         (required: {WANTED_PER_SECOND:.0})",
        CREATES * 4
    );
    Ok(with_callbacks >= WANTED_PER_SECOND)
}

/// Lists a million calls page by page, and checks whether late pages take longer than early ones.
async fn pages() -> Result<bool, Failure> {
    let simulator = Simulator::builder().log_capacity(100).start().await?;
    let day = Moment::from_unix_seconds(1_781_049_600);
    simulator.add_history((0..STORED as u64).map(|index| {
        let to = if index % 10 == 0 {
            "+15550003333"
        } else {
            "+15550001111"
        };
        PastCall::new(
            to,
            "+15550002222",
            day.plus(Duration::from_millis(50 * index)),
        )
    }));
    let plain = Plain::new(&simulator);
    let mut good = true;
    for (name, filter, expected) in [
        ("all calls", "", STORED),
        ("one number of ten", "To=%2B15550003333&", STORED / 10),
    ] {
        good &= walk(&simulator, &plain, name, filter, expected).await?;
    }
    for number in [0, 100_000, 499_999] {
        let url = format!("{}?PageSize=2&Page={number}", plain.calls);
        let mut times = Vec::new();
        for _ in 0..20 {
            let began = Instant::now();
            plain.send("GET", &url, Bytes::new()).await?;
            times.push(began.elapsed());
        }
        println!(
            "page {number} of 2 calls by page number only: median {:?}",
            median(&times)
        );
    }
    Ok(good)
}

/// Follows the pages of a list to its end.
async fn walk(
    simulator: &Simulator,
    plain: &Plain,
    name: &str,
    filter: &str,
    expected: usize,
) -> Result<bool, Failure> {
    let mut url = format!("{}?{filter}PageSize=1000", plain.calls);
    let (mut times, mut listed) = (Vec::new(), 0);
    loop {
        let began = Instant::now();
        let (_, body) = plain.send("GET", &url, Bytes::new()).await?;
        times.push(began.elapsed());
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        listed += page["calls"].as_array().map_or(0, Vec::len);
        match page["next_page_uri"].as_str() {
            Some(next) => url = format!("{}{next}", simulator.base_url()),
            None => break,
        }
    }
    if listed != expected {
        return Err(format!("{listed} of {expected} calls were listed").into());
    }
    let tenth = times.len().div_ceil(10);
    let early = median(&times[..tenth]);
    let late = median(&times[times.len() - tenth..]);
    println!(
        "{name}: {listed} calls on {} pages; median of the first tenth {early:?}, of the last tenth {late:?}",
        times.len()
    );
    Ok(late < early * 2)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
