//! What is retried, when, and how often.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use twilio_calls::{Client, Outcome, RetryPolicy, UpdateCallStatus};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{FROM, SID, TO, builder, call, client, credentials, json, nowhere};

/// Everything that can fail once, and whether a read is retried after it.
fn failures() -> Vec<(Act, bool)> {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"sid\":".to_vec();
    let status = |status| Act::from(json(status, "{}"));
    vec![
        (status("408 Request Timeout"), true),
        (status("429 Too Many Requests"), true),
        (status("500 Internal Server Error"), true),
        (status("502 Bad Gateway"), true),
        (status("503 Service Unavailable"), true),
        (status("599 Whatever"), true),
        (Act::Reset, true),
        (Act::Silent, true),
        (Act::Raw(cut), true),
        (Act::Raw(Vec::new()), true),
        (Act::Raw(b"garbage\r\n\r\n".to_vec()), true),
        (json("200 OK", "{\"sid\":").into(), false),
        (status("301 Moved Permanently"), false),
        (status("400 Bad Request"), false),
        (status("401 Unauthorized"), false),
        (status("404 Not Found"), false),
        (status("409 Conflict"), false),
    ]
}

fn is_rate_limit(act: &Act) -> bool {
    format!("{act:?}").contains("429")
}

#[tokio::test(start_paused = true)]
async fn reads_and_deletes_are_sent_again() {
    for (act, again) in failures() {
        let first = act.clone();
        let listener = Listener::acting(move |number, request| match number % 2 {
            1 => first.clone(),
            _ if request.method == "DELETE" => RawResponse::new("204 No Content").into(),
            _ => json("200 OK", call(1, "ringing")).into(),
        })
        .unwrap();
        let outcome = client(&listener).fetch_call(SID).await;
        assert_eq!(outcome.is_ok(), again, "{act:?} {outcome:?}");
        let sent = listener.received().len();
        assert_eq!(sent, 1 + usize::from(again), "{act:?}");
        if !again {
            continue;
        }
        client(&listener).delete_call(SID).await.unwrap();
        assert_eq!(listener.received().len(), 4, "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn creates_and_updates_are_not_when_the_service_may_have_acted() {
    for (act, _) in failures() {
        if is_rate_limit(&act) {
            continue;
        }
        let always = act.clone();
        let listener = Listener::acting(move |_, _| always.clone()).unwrap();
        let client = client(&listener);
        let create = client.create_call(TO, FROM).twiml("<Response/>").await;
        let update = client
            .update_call(SID)
            .status(UpdateCallStatus::Canceled)
            .await;
        for error in [create.unwrap_err(), update.unwrap_err()] {
            assert_eq!(error.attempts(), 1, "{act:?}");
            assert!(!error.is_retryable(), "{error:?}");
            let is_rejection =
                matches!(error.status(), Some(400..=499)) && error.status() != Some(408);
            let expected = if is_rejection {
                Outcome::Rejected
            } else {
                Outcome::Unknown
            };
            assert_eq!(error.outcome(), expected, "{act:?} {error:?}");
        }
        assert_eq!(listener.received().len(), 2, "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn creates_and_updates_are_when_it_cannot_have_acted() {
    let nowhere = nowhere();
    let client = Client::builder(credentials())
        .base_url(nowhere.url())
        .build()
        .unwrap();
    let create = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    let update = client.update_call(SID).time_limit(1).await.unwrap_err();
    for error in [create, update] {
        assert!(error.is_connect() && error.is_retryable());
        assert_eq!(error.attempts(), 3);
        assert_eq!(error.outcome(), Outcome::NoEffect);
    }
    let listener = Listener::acting(|number, _| match number {
        1 | 3 => json("429 Too Many Requests", r#"{"code":20429,"message":"x"}"#),
        2 => json("201 Created", call(1, "queued")),
        _ => json("200 OK", call(1, "completed")),
    })
    .unwrap();
    let client = crate::support::client(&listener);
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    client
        .update_call(SID)
        .status(UpdateCallStatus::Completed)
        .await
        .unwrap();
    assert_eq!(listener.received().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honored_and_the_hook_sees_every_attempt() {
    let listener = Listener::acting(|number, _| match number {
        1 | 2 => json("429 Too Many Requests", "{}").header("Retry-After", "7"),
        _ => json("201 Created", call(1, "queued")),
    })
    .unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let policy = RetryPolicy::default().on_retry(move |retry| {
        assert_eq!(retry.operation(), "createCall");
        assert!(retry.error().is_rate_limited());
        log.lock().unwrap().push((retry.attempt(), retry.delay()));
    });
    let started = Instant::now();
    let client = builder(&listener).retry(policy).build().unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    let seen = seen.lock().unwrap().clone();
    let attempts: Vec<u32> = seen.iter().map(|retry| retry.0).collect();
    assert_eq!(attempts, [1, 2]);
    let seven = Duration::from_secs(7);
    for (retry, jitter) in seen.iter().zip([500, 1000]) {
        assert!(
            (seven..=seven + Duration::from_millis(jitter)).contains(&retry.1),
            "{retry:?}"
        );
    }
    let waited: Duration = seen.iter().map(|retry| retry.1).sum();
    let took = started.elapsed();
    assert!(
        took >= waited && took < waited + Duration::from_millis(100),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_does_not_fit_ends_at_once() {
    for asked in [
        "100",
        "18446744073709551615",
        "Fri, 21 Oct 2211 07:28:00 GMT",
    ] {
        let listener = Listener::acting(move |_, _| {
            RawResponse::new("429 Too Many Requests").header("Retry-After", asked)
        })
        .unwrap();
        let started = Instant::now();
        let error = client(&listener).fetch_call(SID).await.unwrap_err();
        assert!(error.retry_after().unwrap() >= Duration::from_secs(100));
        assert!(started.elapsed() < Duration::from_secs(1));
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_and_time_are_bounded() {
    let listener = Listener::acting(|_, _| json("503 Service Unavailable", "")).unwrap();
    let client = client(&listener);
    for (attempts, expected) in [(0, 1), (1, 1), (2, 2), (10, 10)] {
        let policy = RetryPolicy::default().max_attempts(attempts);
        let error = client.fetch_call(SID).retry(policy).await.unwrap_err();
        assert_eq!(error.attempts(), expected);
    }
    let total = Duration::from_secs(20);
    let policy = RetryPolicy::default()
        .max_attempts(u32::MAX)
        .total_time(total);
    let started = Instant::now();
    let error = client.fetch_call(SID).retry(policy).await.unwrap_err();
    assert!(error.attempts() > 3 && error.status() == Some(503));
    assert!(started.elapsed() <= total, "{:?}", started.elapsed());
}

/// Every delay is drawn between zero and a bound that doubles, up to a maximum.
#[tokio::test(start_paused = true)]
async fn pauses_have_full_jitter() {
    let listener = Listener::acting(|_, _| json("500 Internal Server Error", "")).unwrap();
    let pauses = Arc::new(Mutex::new(vec![Vec::new(); 7]));
    let log = Arc::clone(&pauses);
    let policy = RetryPolicy::default()
        .max_attempts(7)
        .base_delay(Duration::from_millis(500))
        .max_delay(Duration::from_secs(4))
        .on_retry(move |retry| {
            log.lock().unwrap()[retry.attempt() as usize].push(retry.delay());
        });
    let builder = builder(&listener).retry(policy).retry_budget(None);
    let client = builder.build().unwrap();
    for _ in 0..40 {
        client.fetch_call(SID).await.unwrap_err();
    }
    let pauses = pauses.lock().unwrap();
    for (attempt, bound) in [
        (1, 500),
        (2, 1000),
        (3, 2000),
        (4, 4000),
        (5, 4000),
        (6, 4000),
    ] {
        let bound = Duration::from_millis(bound);
        let drawn = &pauses[attempt];
        assert_eq!(drawn.len(), 40);
        assert!(drawn.iter().all(|pause| *pause <= bound), "{drawn:?}");
        assert!(drawn.iter().any(|pause| *pause < bound / 2), "{drawn:?}");
        assert!(drawn.iter().any(|pause| *pause > bound / 2), "{drawn:?}");
    }
}

/// A dropped request is not retried.
#[tokio::test(start_paused = true)]
async fn dropping_a_request_ends_it() {
    let listener = Listener::acting(|_, _| json("503 Service Unavailable", "")).unwrap();
    let client = client(&listener);
    let policy = RetryPolicy::default()
        .base_delay(Duration::from_secs(60))
        .max_delay(Duration::from_secs(60));
    let waiting = client.fetch_call(SID).retry(policy).send();
    let cut = tokio::time::timeout(Duration::from_millis(1), waiting).await;
    let sent = listener.received().len();
    tokio::time::advance(Duration::from_secs(600)).await;
    assert!(cut.is_err());
    assert_eq!(listener.received().len(), sent);
}
