//! Limits shared by all requests of a client: the retry budget and the number of concurrent requests.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use twilio_calls::http::{Method, Request, Response, StatusCode};
use twilio_calls::{Client, ClientBuilder, Error, RetryPolicy, TransportError};
use twilio_calls_tests::listener::{Act, Listener};

use crate::support::{FROM, SID, TO, builder, call, client, credentials, json, nowhere, page};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_dead_twilio_sees_few_retries() {
    for act in [
        Act::from(json("503 Service Unavailable", "")),
        Act::Reset,
        Act::Raw(Vec::new()),
    ] {
        let listener = Listener::acting(move |_, _| act.clone()).unwrap();
        let client = client(&listener);
        for number in 0..1_000 {
            let error = match number % 2 {
                0 => client.fetch_call(SID).await.unwrap_err(),
                _ => client.delete_call(SID).await.unwrap_err(),
            };
            assert!(error.is_retryable());
        }
        let sent = listener.received().len();
        assert!((1_001..=1_100).contains(&sent), "{sent}");
    }
}

/// An address where nobody listens is not contacted over and over either, even though that is safe for a create.
#[tokio::test(start_paused = true)]
async fn nobody_is_called_on_again_and_again() {
    let nowhere = nowhere();
    let retries = Arc::new(AtomicUsize::new(0));
    let log = Arc::clone(&retries);
    let policy = RetryPolicy::default().on_retry(move |_| {
        log.fetch_add(1, Ordering::Relaxed);
    });
    let client = Client::builder(credentials()).base_url(nowhere.url());
    let client = client.retry(policy).build().unwrap();
    for _ in 0..1_000 {
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert!(error.is_connect() && error.is_retryable());
    }
    assert_eq!(retries.load(Ordering::Relaxed), 50);
}

/// Clones, accounts and policies of single requests share the same budget.
#[tokio::test(start_paused = true)]
async fn all_requests_share_the_budget() {
    let listener = Listener::acting(|_, _| json("503 Service Unavailable", "")).unwrap();
    let client = builder(&listener).retry_budget(3).build().unwrap();
    let policy = RetryPolicy::default().max_attempts(10);
    let other = client.for_account("ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5".parse().unwrap());
    let first = other.fetch_call(SID).await.unwrap_err();
    let second = client.clone().fetch_call(SID).retry(policy).await;
    let third = client.list_calls().await.unwrap_err();
    let attempts = |error: &Error| error.attempts();
    assert_eq!(attempts(&first), 3);
    assert_eq!(attempts(&second.unwrap_err()), 2);
    assert_eq!(attempts(&third), 1);
}

#[tokio::test(start_paused = true)]
async fn successes_and_rejections_refill_the_budget() {
    for status in ["200 OK", "404 Not Found", "400 Bad Request"] {
        let alive = Arc::new(AtomicUsize::new(0));
        let is_alive = Arc::clone(&alive);
        let listener = Listener::acting(move |_, _| match is_alive.load(Ordering::Relaxed) {
            0 => json("503 Service Unavailable", ""),
            _ => json(status, call(1, "ringing")),
        })
        .unwrap();
        let client = builder(&listener).retry_budget(1).build().unwrap();
        let fetch = || async { client.fetch_call(SID).await };
        assert_eq!(fetch().await.unwrap_err().attempts(), 2);
        assert_eq!(fetch().await.unwrap_err().attempts(), 1);
        alive.store(1, Ordering::Relaxed);
        for _ in 0..10 {
            let _ = fetch().await;
        }
        alive.store(0, Ordering::Relaxed);
        assert_eq!(fetch().await.unwrap_err().attempts(), 2, "{status}");
        assert_eq!(fetch().await.unwrap_err().attempts(), 1, "{status}");
    }
}

/// A 429 does not mean that Twilio is down, and without a budget only the policy applies.
#[tokio::test(start_paused = true)]
async fn some_retries_cost_nothing() {
    for (status, budget) in [
        ("429 Too Many Requests", Some(0)),
        ("503 Service Unavailable", None),
    ] {
        let listener = Listener::acting(move |_, _| json(status, "")).unwrap();
        let client = builder(&listener).retry_budget(budget).build().unwrap();
        for _ in 0..100 {
            assert_eq!(client.fetch_call(SID).await.unwrap_err().attempts(), 3);
        }
    }
}

/// A server that processes each request for a second, and rejects those beyond a number of concurrent ones.
#[derive(Clone)]
struct Busy {
    allowed: usize,
    now: Arc<AtomicUsize>,
    /// The peak of concurrent requests, the number of rejections, and the paths in order.
    peak: Arc<AtomicUsize>,
    rejected: Arc<AtomicUsize>,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Busy {
    fn new(allowed: usize) -> Self {
        Self {
            allowed,
            now: Arc::default(),
            peak: Arc::default(),
            rejected: Arc::default(),
            paths: Arc::default(),
        }
    }

    /// Processes a request; returns the status, the number of concurrent requests, and the body.
    async fn process(self, method: &Method, path: String) -> (StatusCode, usize, String) {
        struct Leaves(Arc<AtomicUsize>);
        impl Drop for Leaves {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        // The latency of the request.
        tokio::time::sleep(SECOND / 100).await;
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        let _leaves = Leaves(Arc::clone(&self.now));
        self.peak.fetch_max(now, Ordering::Relaxed);
        self.paths.lock().unwrap().push(path.clone());
        if now > self.allowed {
            self.rejected.fetch_add(1, Ordering::Relaxed);
            return (
                StatusCode::TOO_MANY_REQUESTS,
                now,
                r#"{"code":20429}"#.to_owned(),
            );
        }
        tokio::time::sleep(SECOND).await;
        if method == Method::POST {
            return (StatusCode::CREATED, now, call(1, "queued"));
        }
        let body = if path.contains("/Calls.json") {
            let at = path
                .rsplit_once("&at=")
                .map_or(0, |(_, at)| at.parse().unwrap());
            let next = format!("/2010-04-01/Accounts/x/Calls.json?Page=1&at={}", at + 2);
            page(at..at + 2, "/", Some(&next))
        } else {
            call(1, "ringing")
        };
        (StatusCode::OK, now, body)
    }

    fn client(&self, settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let busy = self.clone();
        let builder = Client::builder(credentials()).base_url("http://127.0.0.1:1");
        let builder = builder.transport(move |request: Request<_>| {
            let busy = busy.clone();
            async move {
                let path = request.uri().to_string();
                let (status, seen, body) = busy.process(request.method(), path).await;
                let mut response = Response::new(body.into());
                *response.status_mut() = status;
                response
                    .headers_mut()
                    .insert("Twilio-Concurrent-Requests", seen.into());
                Ok::<_, TransportError>(response)
            }
        });
        settings(builder).build().unwrap()
    }

    fn peak(&self) -> usize {
        self.peak.swap(0, Ordering::Relaxed)
    }
}

/// Sends numbered requests concurrently, in order.
fn fetch_all(client: &Client, count: usize) -> JoinSet<Result<(), Error>> {
    let mut tasks = JoinSet::new();
    for number in 0..count {
        let fetch = client.fetch_call(crate::support::sid(number));
        tasks.spawn(async move { fetch.await.map(|_| ()) });
    }
    tasks
}

#[tokio::test(start_paused = true)]
async fn a_set_limit_is_never_exceeded_and_serves_in_order() {
    let busy = Busy::new(usize::MAX);
    let client = busy.client(|builder| builder.max_concurrent_requests(3));
    let started = Instant::now();
    let outcomes = fetch_all(&client, 10).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(busy.peak(), 3);
    assert_eq!(started.elapsed().as_secs(), 4);
    let paths = busy.paths.lock().unwrap().clone();
    let mut sorted = paths.clone();
    sorted.sort();
    assert_eq!(paths, sorted, "first come, first served");
}

/// Until Twilio rejects a request, nothing is delayed; afterwards few are rejected, and the capacity is used.
#[tokio::test(start_paused = true)]
async fn the_limit_is_learned_from_rejections() {
    let busy = Busy::new(20);
    let policy = RetryPolicy::default().max_attempts(20);
    let client = busy.client(|builder| builder.max_concurrent_requests(100).retry(policy));
    let outcomes = fetch_all(&client, 20).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(busy.peak(), 20, "nothing is learned yet");
    // 60 at once: 40 are rejected, and 30 is tried next.
    let outcomes = fetch_all(&client, 60).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    let first = busy.rejected.swap(0, Ordering::Relaxed);
    let outcomes = fetch_all(&client, 1_000).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    let later = busy.rejected.load(Ordering::Relaxed);
    assert!(first >= 40 && later < 60, "{first} {later}");
    busy.peak();
    let started = Instant::now();
    let outcomes = fetch_all(&client, 200).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    let took = started.elapsed().as_secs();
    assert!((10..=20).contains(&took), "10 s at 20 at a time: {took}");
}

/// Other clients may use up most of the account's limit: the requests that Twilio handled count, not those sent.
#[tokio::test(start_paused = true)]
async fn the_limit_follows_what_twilio_has_seen() {
    let busy = Busy::new(2);
    let client = busy.client(|builder| {
        builder
            .max_concurrent_requests(8)
            .retry(RetryPolicy::never())
    });
    let outcomes = fetch_all(&client, 8).join_all().await;
    // The third was the first to be rejected, when Twilio saw three.
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 2);
    busy.peak();
    let outcomes = fetch_all(&client, 4).join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(busy.peak(), 1);
}

/// A rejected create is retried if and only if the policy says so.
#[tokio::test(start_paused = true)]
async fn the_limit_repeats_nothing() {
    let busy = Busy::new(1);
    let client = busy.client(|builder| {
        builder
            .max_concurrent_requests(9)
            .retry(RetryPolicy::never())
    });
    let (first, second) = tokio::join!(
        client.create_call(TO, FROM).twiml("<Response/>").send(),
        client.create_call(TO, FROM).twiml("<Response/>").send()
    );
    assert!(first.is_ok() != second.is_ok());
    assert!(first.or(second).is_ok() && busy.rejected.load(Ordering::Relaxed) == 1);
    assert_eq!(busy.paths.lock().unwrap().len(), 2);
    // One at a time from now on.
    let (first, second) = tokio::join!(
        client.create_call(TO, FROM).twiml("<Response/>").send(),
        client.create_call(TO, FROM).twiml("<Response/>").send()
    );
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(busy.paths.lock().unwrap().len(), 4);
}

/// A dropped request passes its slot to the next one, whether it was waiting or in flight.
#[tokio::test(start_paused = true)]
async fn leaving_makes_room() {
    let busy = Busy::new(usize::MAX);
    let client = busy.client(|builder| builder.max_concurrent_requests(1));
    let mut handles = Vec::new();
    for number in 0..5 {
        let fetch = client.fetch_call(crate::support::sid(number));
        handles.push(tokio::spawn(async move { fetch.await.map(|_| ()) }));
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(SECOND / 2).await;
    let started = Instant::now();
    handles[0].abort();
    handles[1].abort();
    handles[3].abort();
    assert!(handles.remove(4).await.unwrap().is_ok());
    assert!(handles.remove(2).await.unwrap().is_ok());
    assert_eq!(started.elapsed().as_secs(), 2);
    assert_eq!(busy.paths.lock().unwrap().len(), 3);
}

/// A stream holds no slot between its pages, with or without prefetch, so that requests can be made while processing
/// an item.
#[tokio::test(start_paused = true)]
async fn streams_hold_no_slot() {
    let busy = Busy::new(usize::MAX);
    let client = busy.client(|builder| builder.max_concurrent_requests(1));
    for list in [client.list_calls(), client.list_calls().prefetch()] {
        let mut calls = list.limit(5).stream();
        let started = Instant::now();
        while let Some(call) = calls.try_next().await.unwrap() {
            client.fetch_call(call.sid).await.unwrap();
        }
        assert!(started.elapsed() < 15 * SECOND, "{:?}", started.elapsed());
    }
    assert_eq!(busy.peak(), 1);
}

/// A request that is no longer polled delays the next one for at most as long as a request can take.
#[tokio::test(start_paused = true)]
async fn a_forgotten_request_blocks_nobody_for_ever() {
    let busy = Busy::new(usize::MAX);
    let client = busy.client(|builder| builder.max_concurrent_requests(1));
    let mut in_flight = Box::pin(client.fetch_call(SID).send());
    let mut queued = Box::pin(client.fetch_call(SID).send());
    for forgotten in [&mut in_flight, &mut queued] {
        let poll = tokio::time::timeout(SECOND / 4, forgotten).await;
        assert!(poll.is_err());
    }
    for _ in 0..2 {
        let started = Instant::now();
        client.fetch_call(SID).await.unwrap();
        assert_eq!(started.elapsed().as_secs(), 31);
    }
    assert!(in_flight.await.is_ok() && queued.await.is_ok(), "late");
    let started = Instant::now();
    client.fetch_call(SID).await.unwrap();
    assert_eq!(started.elapsed().as_secs(), 1);
}

#[test]
fn a_limit_of_nothing_is_rejected() {
    let builder = Client::builder(credentials()).base_url("http://127.0.0.1:1");
    let error = builder.max_concurrent_requests(0).build().unwrap_err();
    assert!(error.is_configuration());
    assert!(error.to_string().contains("concurrent requests"), "{error}");
}
