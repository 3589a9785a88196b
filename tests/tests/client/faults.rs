//! Invariant 10: the client never places a call twice, whatever the network and Twilio do.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;
use twilio_calls::{Client, ClientBuilder, Error, Outcome, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{FROM, SID, TO, builder, call, credentials, json, nowhere};

const WORKERS: u64 = 20;
const RUNS: u64 = 100;
const SEED: u64 = 0x5EED_CA11;

/// A deterministic pseudorandom number (splitmix64).
fn drawn(seed: u64, state: u64) -> u64 {
    let mut drawn = seed.wrapping_add(state.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    drawn ^ (drawn >> 31)
}

/// The number of kinds of faults; every other request is served properly.
const FAULTS: u64 = 37;

/// What the server does with a request it has read, and whether it carries it out.
fn fault(number: u64) -> (Act, bool) {
    let rejected = |status| (json(status, r#"{"code":20001}"#).into(), false);
    match number {
        0 => rejected("400 Bad Request"),
        1 => rejected("401 Unauthorized"),
        2 => rejected("404 Not Found"),
        3 => rejected("409 Conflict"),
        4..=8 => (limited(number), false),
        9..=21 => (broken(number), true),
        22..FAULTS => (unwelcome(number), true),
        _ => (created().into(), true),
    }
}

fn created() -> RawResponse {
    json("201 Created", call(1, "queued"))
}

/// Too many requests: nothing is carried out, and the client may try again.
fn limited(number: u64) -> Act {
    let limited = RawResponse::new("429 Too Many Requests");
    match number {
        4 => limited.into(),
        5 => limited.header("Retry-After", "0").into(),
        6 => limited.header("Retry-After", "1").into(),
        7 => limited.header("Retry-After", "3600").into(),
        _ => Act::Raw(b"HTTP/1.1 429 No\r\ncontent-length: 500\r\n\r\n{".to_vec()),
    }
}

/// A call was placed, but the connection breaks or no response arrives.
fn broken(number: u64) -> Act {
    let raw = |text: &str| Act::Raw(text.as_bytes().to_vec());
    match number {
        9 => Act::Reset,
        10 => Act::Silent,
        11 => raw(""),
        12 => raw("garbage\r\n\r\n"),
        13 => raw("HTTP/1.1 201 Crea"),
        14 => raw("HTTP/1.1 201 Created\r\ncontent-length: 900\r\n\r\n{"),
        15 => raw("HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
        16 => raw("HTTP/1.1 201 Created\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
        17 => raw("HTTP/1.1 100 Continue\r\n\r\n"),
        18 => raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n"),
        19 => Act::Stall(b"HTTP/1.1 201 Created\r\ncontent-length: 900\r\n\r\n{".to_vec()),
        20 => Act::Drip(
            b"HTTP/1.1 201 Created\r\ncontent-length: 900\r\n\r\n",
            b" ",
            Duration::from_millis(30),
        ),
        _ => Act::Endless(b"HTTP/1.1 201 Created\r\nx: ", vec![b'a'; 10_000]),
    }
}

/// A call was placed, but the response is wrong or late.
fn unwelcome(number: u64) -> Act {
    let slow = |millis| Act::After(Duration::from_millis(millis), Box::new(created().into()));
    match number {
        22 => slow(50),
        23 => slow(300),
        24 => json("201 Created", r#"{"sid":"#).into(),
        25 => RawResponse::new("201 Created").body("<html>").into(),
        26 => RawResponse::new("201 Created").into(),
        27 => created().header("Content-Encoding", "gzip").into(),
        28 => created().header("Connection", "close").into(),
        29 => json("200 OK", call(1, "queued")).into(),
        30 => RawResponse::new("204 No Content").into(),
        31 => RawResponse::new("307 Temporary Redirect")
            .header("Location", "/")
            .into(),
        32 => RawResponse::new("308 Permanent Redirect")
            .header("Location", "/")
            .into(),
        33 => json("408 Request Timeout", "").into(),
        34 => json("500 Internal Server Error", "<html>").into(),
        35 => json("502 Bad Gateway", "").into(),
        _ => json("503 Service Unavailable", "{}")
            .header("Retry-After", "0")
            .into(),
    }
}

/// The URL of a server that ends every connection before it has read a request, in various ways.
async fn slammed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0_u64.. {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(slam(stream, number))),
                // Keeps the listener, so that its port cannot be reused.
                Err(_) => tokio::task::yield_now().await,
            }
        }
    });
    url
}

async fn slam(mut stream: TcpStream, number: u64) {
    match number % 5 {
        0 => {}
        1 => drop(stream.read_u8().await),
        2 => drop(stream.shutdown().await),
        3 => drop(
            stream
                .write_all(b"HTTP/1.1 429 No\r\ncontent-length: 0\r\n\r\n")
                .await,
        ),
        _ => drop(
            stream
                .write_all(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n")
                .await,
        ),
    }
    if number.is_multiple_of(2) {
        drop(stream.set_zero_linger());
    }
}

/// The mark of a run, which every request of it contains in its form. Any process on this machine can send requests
/// to the listener, such as another run of this test whose listener had the port before, so only those with the name
/// of this trial count.
fn mark(body: &str, trial: u64) -> Option<String> {
    let prefix = format!("FallbackUrl=https%3A%2F%2Fexample.com%2F{trial}%2F");
    let pair = body.split('&').find(|pair| pair.starts_with(&prefix));
    pair.map(str::to_owned)
}

/// The mark of a run as it appears in the form.
fn marked(trial: u64, worker: u64, run: u64) -> String {
    format!("FallbackUrl=https%3A%2F%2Fexample.com%2F{trial}%2F{worker}%2F{run}")
}

/// Sends a request of an unrelated process, which must neither count nor do harm. It uses no client of ours: while the
/// clock is paused, their timeouts expire as soon as the system is slow to deliver.
async fn stranger(listener: &Listener) {
    let url = listener.url();
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"POST /Calls.json HTTP/1.1\r\ncontent-length: 3\r\n\r\nTo=";
    stream.write_all(request).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
}

/// How often the server carried out each run.
type Acted = Arc<Mutex<HashMap<String, u32>>>;

/// The result of a trial.
#[derive(Debug, Default)]
struct Counts {
    /// Runs that returned a value.
    fine: usize,
    /// Runs that failed, by the outcome that their errors report.
    failed: [usize; 3],
    /// Requests that arrived, and runs that were carried out.
    received: usize,
    acted: usize,
}

/// What all runs of a trial share.
#[derive(Clone)]
struct Clients {
    there: Client,
    gone: Client,
    slammed: Client,
}

impl Clients {
    fn settings(builder: ClientBuilder) -> Client {
        let policy = RetryPolicy::default()
            .base_delay(Duration::from_millis(10))
            .total_time(Duration::from_secs(1));
        let builder = builder
            .timeout(Duration::from_millis(100))
            .max_response_size(10_000)
            .retry(policy);
        builder.build().unwrap()
    }

    /// Sends a create, or an update to which the same rules apply. Returns its error.
    async fn run(&self, seed: u64, trial: u64, worker: u64, run: u64) -> Option<Error> {
        let (client, rejected) = match drawn(seed, 1 << 32 | worker << 16 | run) % 20 {
            0 => (&self.gone, true),
            1 => (&self.slammed, false),
            _ => (&self.there, false),
        };
        let url = format!("https://example.com/{trial}/{worker}/{run}");
        let started = Instant::now();
        let outcome = if run % 10 == 9 {
            client.update_call(SID).fallback_url(url).await
        } else {
            client
                .create_call(TO, FROM)
                .twiml("<Response/>")
                .fallback_url(url)
                .await
        };
        let took = started.elapsed();
        assert!(
            took <= Duration::from_millis(1_100),
            "{took:?}: {outcome:?}"
        );
        let error = outcome.err()?;
        // Any error will do: under load, the time may run out before the rejection is noticed.
        assert!(
            !rejected || error.outcome() == Outcome::NoEffect,
            "{error:?}"
        );
        Some(error)
    }
}

/// Performs the runs of all workers, and compares the outcomes that their errors report with what the server did.
async fn trial(seed: u64) -> Counts {
    let trial = RandomState::new().hash_one(seed);
    let acted = Acted::default();
    let log = Arc::clone(&acted);
    let listener = Listener::acting(move |number, request| {
        let Some(mark) = mark(&request.body, trial) else {
            return RawResponse::new("404 Not Found").into();
        };
        // About half of the requests encounter a fault.
        let (act, has_acted) = fault(drawn(seed, number as u64) % (2 * FAULTS));
        if has_acted {
            *log.lock().unwrap().entry(mark).or_default() += 1;
        }
        act
    })
    .unwrap();
    let nowhere = nowhere();
    let clients = Clients {
        there: Clients::settings(builder(&listener)),
        gone: Clients::settings(Client::builder(credentials()).base_url(nowhere.url())),
        slammed: Clients::settings(Client::builder(credentials()).base_url(slammed().await)),
    };
    stranger(&listener).await;

    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let clients = clients.clone();
        workers.spawn(async move {
            let mut failed = Vec::new();
            for run in 0..RUNS {
                let error = clients.run(seed, trial, worker, run).await;
                failed.extend(error.map(|error| (marked(trial, worker, run), error)));
            }
            failed
        });
    }
    let failed: Vec<(String, Error)> = workers.join_all().await.into_iter().flatten().collect();
    let acted = acted.lock().unwrap();
    compared(seed, &acted, &failed);
    Counts {
        fine: usize::try_from(WORKERS * RUNS).unwrap() - failed.len(),
        failed: [Outcome::NoEffect, Outcome::Rejected, Outcome::Unknown].map(|outcome| {
            let same = failed
                .iter()
                .filter(|(_, error)| error.outcome() == outcome);
            same.count()
        }),
        received: listener.received().len(),
        acted: acted.len(),
    }
}

/// Checks that no run was carried out twice, and that no error claims otherwise about a run that was carried out.
fn compared(seed: u64, acted: &HashMap<String, u32>, failed: &[(String, Error)]) {
    let twice: Vec<_> = acted.iter().filter(|entry| *entry.1 > 1).collect();
    assert!(twice.is_empty(), "seed {seed:#x}: {twice:?}");
    for (mark, error) in failed {
        let is_unknown = error.outcome() == Outcome::Unknown;
        assert!(
            is_unknown || !acted.contains_key(mark),
            "seed {seed:#x}: {error:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_never_placed_twice() {
    let counts = trial(SEED).await;
    // The faults had an effect: some runs failed, in each way, and some were retried and then succeeded.
    assert!(counts.fine > 0, "{counts:?}");
    assert!(counts.failed.iter().all(|count| *count > 0), "{counts:?}");
    assert!(counts.received > counts.acted, "{counts:?}");
}

/// `CREATES=1000000 cargo test -p twilio-calls-tests --test client -- --ignored --nocapture of_a_million`
#[tokio::test(start_paused = true)]
#[ignore = "takes as long as CREATES says: a million of them half an hour"]
async fn of_a_million_calls_none_is_placed_twice() {
    let creates = std::env::var("CREATES").map_or(1_000_000, |text| text.parse().unwrap());
    let seed = std::env::var("SEED").map_or(SEED, |text| text.parse().unwrap());
    let mut total = Counts::default();
    for number in 0..u64::div_ceil(creates, WORKERS * RUNS) {
        let counts = trial(seed + number).await;
        total.fine += counts.fine;
        total.received += counts.received;
        total.acted += counts.acted;
        for (total, count) in total.failed.iter_mut().zip(counts.failed) {
            *total += count;
        }
    }
    println!("seed {seed:#x}: {total:?}");
}

/// All kinds of faults are different.
#[test]
fn every_fault_is_another_one() {
    let mut faults: Vec<String> = (0..=FAULTS)
        .map(|number| format!("{:?}", fault(number)))
        .collect();
    faults.sort_unstable();
    faults.dedup();
    assert_eq!(faults.len() as u64, FAULTS + 1);
}
