//! Invariant 10: a call is never placed twice by us, whatever the network and the service do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::Instant;
use twilio_calls::{Client, Error, Outcome, RetryPolicy};
use twilio_calls_tests::listener::{Act, Answer, Listener};

use crate::support::{FROM, SID, builder, call, credentials, json, nowhere};

const WORKERS: u64 = 20;
const RUNS: u64 = 100;
const SEED: u64 = 0x5EED_CA11;

/// A number that looks random and is the same every time (splitmix64).
fn drawn(state: u64) -> u64 {
    let mut drawn = SEED.wrapping_add(state.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    drawn ^ (drawn >> 31)
}

/// What the service does about a request it has read, and whether it has acted on it.
fn fault(number: u64) -> (Act, bool) {
    let created = || json("201 Created", call(1, "queued"));
    let slow = |millis| Act::After(Duration::from_millis(millis), Box::new(created().into()));
    let limited = || Answer::new("429 Too Many Requests");
    let act = match drawn(number) % 20 {
        0 => Act::Reset,
        1 => Act::Silent,
        2 => slow(50),
        3 => slow(300),
        4 => json("201 Created", r#"{"sid":"#).into(),
        5 => Answer::new("201 Created").body("<html>").into(),
        6 => json("500 Internal Server Error", "<html>").into(),
        7 => json("503 Service Unavailable", "{}")
            .header("Retry-After", "0")
            .into(),
        8 => json("408 Request Timeout", "").into(),
        9 => Act::Raw(b"HTTP/1.1 201 Created\r\ncontent-length: 900\r\n\r\n{".to_vec()),
        10 => Act::Raw(b"garbage\r\n\r\n".to_vec()),
        11 => Act::Raw(Vec::new()),
        12 => Answer::new("307 Temporary Redirect")
            .header("Location", "/")
            .into(),
        13 => return (limited().into(), false),
        14 => return (limited().header("Retry-After", "0").into(), false),
        15 => return (limited().header("Retry-After", "1").into(), false),
        16 => return (limited().header("Retry-After", "3600").into(), false),
        _ => created().into(),
    };
    (act, true)
}

/// The address of a service that resets every connection before it has read anything.
async fn slammed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_zero_linger().unwrap();
        }
    });
    url
}

/// The mark of a run that every request of it carries.
fn mark(body: &str) -> String {
    let pair = body
        .split('&')
        .find(|pair| pair.starts_with("FallbackUrl="));
    pair.unwrap().to_owned()
}

/// The mark of a run, as it is in the form.
fn marked(worker: u64, run: u64) -> String {
    format!("FallbackUrl=https%3A%2F%2Fexample.com%2F{worker}%2F{run}")
}

#[tokio::test(start_paused = true)]
async fn a_call_is_never_placed_twice() {
    let acted: Arc<Mutex<HashMap<String, u32>>> = Arc::default();
    let log = Arc::clone(&acted);
    let listener = Listener::acting(move |number, request| {
        let (act, has_acted) = fault(number as u64);
        if has_acted {
            *log.lock().unwrap().entry(mark(&request.body)).or_default() += 1;
        }
        act
    })
    .unwrap();
    let policy = RetryPolicy::default()
        .base_delay(Duration::from_millis(10))
        .total_time(Duration::from_secs(1));
    let settings = |builder: twilio_calls::ClientBuilder| {
        let builder = builder
            .timeout(Duration::from_millis(100))
            .retry(policy.clone());
        builder.build().unwrap()
    };
    let there = settings(builder(&listener));
    let nowhere = nowhere();
    let gone = settings(Client::builder(credentials()).base_url(nowhere.url()));
    let slammed = settings(Client::builder(credentials()).base_url(slammed().await));

    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let (there, gone, slammed) = (there.clone(), gone.clone(), slammed.clone());
        workers.spawn(async move {
            let (mut fine, mut failed) = (0_u64, Vec::new());
            for run in 0..RUNS {
                let (client, refused) = match drawn(1 << 32 | worker << 16 | run) % 20 {
                    0 => (&gone, true),
                    1 => (&slammed, false),
                    _ => (&there, false),
                };
                let url = format!("https://example.com/{worker}/{run}");
                let begun = Instant::now();
                // Every tenth is an update, for which the same holds.
                let outcome = if run % 10 == 9 {
                    client.update_call(SID).fallback_url(url).await
                } else {
                    client
                        .create_call("+15550001111", FROM)
                        .fallback_url(url)
                        .await
                };
                let took = begun.elapsed();
                assert!(
                    took <= Duration::from_millis(1_100),
                    "{took:?}: {outcome:?}"
                );
                match outcome {
                    Ok(_) => fine += 1,
                    Err(error) => {
                        // By whatever error: under load, time can be up before the refusal is noticed.
                        assert!(
                            !refused || error.outcome() == Outcome::NoEffect,
                            "{error:?}"
                        );
                        failed.push((marked(worker, run), error));
                    }
                }
            }
            (fine, failed)
        });
    }
    let (fine, failed): (Vec<u64>, Vec<_>) = workers.join_all().await.into_iter().unzip();
    let failed: Vec<(String, Error)> = failed.into_iter().flatten().collect();
    let fine = usize::try_from(fine.iter().sum::<u64>()).unwrap();
    assert_eq!(
        fine + failed.len(),
        usize::try_from(WORKERS * RUNS).unwrap()
    );
    let acted = acted.lock().unwrap();
    let twice: Vec<_> = acted.iter().filter(|entry| *entry.1 > 1).collect();
    assert!(twice.is_empty(), "seed {SEED:#x}: {twice:?}");
    // Whatever the service has acted on, no error says that it has not.
    for (mark, error) in &failed {
        let is_unknown = error.outcome() == Outcome::Unknown;
        assert!(
            is_unknown || !acted.contains_key(mark),
            "seed {SEED:#x}: {error:?}"
        );
    }
    // The faults were of use: some runs failed, each in its way, and some were sent again and then went well.
    assert!(fine > 0, "{failed:?}");
    for outcome in [Outcome::NoEffect, Outcome::Rejected, Outcome::Unknown] {
        assert!(
            failed.iter().any(|(_, error)| error.outcome() == outcome),
            "{outcome:?}"
        );
    }
    assert!(listener.received().len() > acted.len());
}
