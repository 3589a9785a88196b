//! What an error says about what Twilio may have done, for every kind of failure.

use std::sync::mpsc::channel;
use std::time::Duration;

use twilio_calls::{Client, Credentials, Error, Outcome, RetryPolicy, UpdateCallStatus};
use twilio_calls_tests::listener::{Act, Listener, RawResponse, Received};

use crate::support::{
    ACCOUNT, FROM, SID, TO, builder, call, credentials, full_house, json, nowhere, sid,
};

/// The errors of a create, an update, a delete and a read.
struct Errors {
    writes: [Error; 3],
    read: Error,
}

impl Errors {
    async fn of(client: &Client) -> Self {
        let update = client.update_call(SID).status(UpdateCallStatus::Completed);
        Self {
            writes: [
                client
                    .create_call(TO, FROM)
                    .twiml("<Response/>")
                    .await
                    .unwrap_err(),
                update.await.unwrap_err(),
                client.delete_call(SID).await.unwrap_err(),
            ],
            read: client.fetch_call(SID).await.unwrap_err(),
        }
    }

    #[track_caller]
    fn are(&self, what: &dyn std::fmt::Debug, writes: Outcome, read: Outcome) {
        for error in &self.writes {
            assert_eq!(error.outcome(), writes, "{what:?}: {error:?}");
        }
        assert_eq!(self.read.outcome(), read, "{what:?}: {:?}", self.read);
    }
}

/// The errors of requests to a server that treats all of them alike.
async fn errors(act: impl Fn(&Received) -> Act + Send + Sync + 'static) -> Errors {
    let listener = Listener::acting(move |_, request| act(request)).unwrap();
    let client = builder(&listener)
        .max_response_size(10_000)
        .retry(RetryPolicy::never());
    Errors::of(&client.build().unwrap()).await
}

/// The status of a successful response to an operation.
fn success(request: &Received) -> &'static str {
    match (&*request.method, request.target.ends_with("Calls.json")) {
        ("POST", true) => "201 Created",
        ("DELETE", _) => "204 No Content",
        _ => "200 OK",
    }
}

fn raw(request: &Received, rest: &str) -> Vec<u8> {
    // An empty body is what a delete expects, so it gets something else.
    let status = success(request).replace("204 No Content", "200 OK");
    format!("HTTP/1.1 {status}\r\n{rest}").into_bytes()
}

#[tokio::test(start_paused = true)]
async fn a_status_tells_what_was_done() {
    for (statuses, writes, read) in [
        (
            &[
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "407 Proxy Authentication Required",
                "409 Conflict",
                "429 Too Many Requests",
                "499 Whatever",
            ] as &[&'static str],
            Outcome::Rejected,
            Outcome::Rejected,
        ),
        (
            &[
                "408 Request Timeout",
                "500 Internal Server Error",
                "502 Bad Gateway",
                "503 Service Unavailable",
                "599 Whatever",
            ],
            Outcome::Unknown,
            Outcome::Rejected,
        ),
        (
            &[
                "202 Accepted",
                "206 Partial Content",
                "301 Moved Permanently",
                "303 See Other",
                "304 Not Modified",
                "307 Temporary Redirect",
                "600 Whatever",
            ],
            Outcome::Unknown,
            Outcome::NoEffect,
        ),
    ] {
        for status in statuses {
            let errors = errors(|_| json(status, "{}").into()).await;
            errors.are(status, writes, read);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_complete_response_nobody_knows() {
    for act in [
        Act::Reset,
        Act::Silent,
        Act::Raw(Vec::new()),
        Act::Raw(b"garbage\r\n\r\n".to_vec()),
        Act::Raw(b"HTTP/1.1 201".to_vec()),
        Act::After(Duration::from_secs(31), Box::new(Act::Reset)),
    ] {
        let always = act.clone();
        let errors = errors(move |_| always.clone()).await;
        errors.are(&act, Outcome::Unknown, Outcome::NoEffect);
    }
    let cut = "content-length: 500\r\n\r\n{\"sid\":";
    let cut_off = errors(move |request| Act::Raw(raw(request, cut))).await;
    cut_off.are(&"cut off", Outcome::Unknown, Outcome::NoEffect);
    let stalled = errors(move |request| Act::Stall(raw(request, cut))).await;
    stalled.are(&"stalled", Outcome::Unknown, Outcome::NoEffect);
    assert!(stalled.writes.iter().all(Error::is_timeout));
    for length in ["content-length: 10001", "connection: close"] {
        let head = format!("{length}\r\n\r\n{}", " ".repeat(10_001));
        let large = errors(move |request| Act::Raw(raw(request, &head))).await;
        large.are(&length, Outcome::Unknown, Outcome::NoEffect);
        assert!(large.writes.iter().all(Error::is_too_large));
    }
}

#[tokio::test]
async fn what_cannot_be_decoded_may_have_been_done() {
    for body in ["", "<html>", "{", r#"{"sid":"CAx"}"#] {
        let listener = Listener::acting(move |_, request| json(success(request), body)).unwrap();
        let client = builder(&listener).build().unwrap();
        let update = client.update_call(SID).status(UpdateCallStatus::Completed);
        let create = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        for error in [create, update.await.unwrap_err()] {
            assert!(error.is_decode());
            assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
        }
        let read = client.fetch_call(SID).await.unwrap_err();
        assert_eq!(read.outcome(), Outcome::NoEffect);
        let list = client.list_calls().await.unwrap_err();
        assert_eq!(list.outcome(), Outcome::NoEffect);
    }
}

#[tokio::test]
async fn what_was_not_sent_has_no_effect() {
    let nowhere = nowhere();
    let once = RetryPolicy::never();
    let client = Client::builder(credentials())
        .base_url(nowhere.url())
        .retry(once.clone());
    let rejected = Errors::of(&client.build().unwrap()).await;
    rejected.are(&"no connection", Outcome::NoEffect, Outcome::NoEffect);

    let listener = Listener::acting(|_, _| json("503 Service Unavailable", "")).unwrap();
    let client = builder(&listener).build().unwrap();
    let invalid = client
        .create_call("x x", FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    let too_long = client
        .delete_call(SID)
        .query_param("X", "x".repeat(100_000))
        .await
        .unwrap_err();
    let oauth = Credentials::client_credentials(ACCOUNT, "id", "secret").unwrap();
    let oauth = Client::builder(oauth)
        .base_url(listener.url())
        .retry(once)
        .build()
        .unwrap();
    let token = oauth
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    for error in [invalid, too_long, token] {
        assert_eq!(error.outcome(), Outcome::NoEffect, "{error:?}");
    }
    assert!(
        listener
            .received()
            .iter()
            .all(|request| request.target == "/v2/token")
    );

    let configuration = Client::builder(credentials()).base_url("x").build();
    let value: Error = "x".parse::<twilio_calls::CallSid>().unwrap_err().into();
    for error in [configuration.unwrap_err(), value] {
        assert_eq!(error.outcome(), Outcome::NoEffect, "{error:?}");
    }
}

/// The time of an attempt may run out while the connection is still being established.
#[tokio::test(start_paused = true)]
async fn time_that_is_up_before_sending_has_no_effect() {
    let (url, _listener, _waiting) = full_house().await;
    let client = Client::builder(credentials())
        .base_url(url)
        .timeout(Duration::from_secs(3))
        .build()
        .unwrap();
    let error = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NoEffect);
    assert_eq!(error.attempts(), 3, "it was tried again");
    // A delete has no body that would tell.
    let error = client.delete_call(SID).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}

/// Deletes are always retried, so a response to the last attempt says nothing about the first.
#[tokio::test(start_paused = true)]
async fn an_earlier_attempt_is_not_forgotten() {
    let unavailable = || Act::from(json("503 Service Unavailable", ""));
    let limited = || Act::from(json("429 Too Many Requests", "{}"));
    for (first, outcome) in [
        (Act::Silent, Outcome::Unknown),
        (Act::Reset, Outcome::Unknown),
        (unavailable(), Outcome::Unknown),
        (limited(), Outcome::Rejected),
    ] {
        let act = first.clone();
        let listener = Listener::acting(move |number, _| match number {
            1 => act.clone(),
            _ => json("404 Not Found", "{}").into(),
        })
        .unwrap();
        let client = builder(&listener).build().unwrap();
        let error = client.delete_call(SID).await.unwrap_err();
        assert!(error.is_not_found() && error.attempts() == 2, "{error:?}");
        assert_eq!(error.outcome(), outcome, "{first:?}");
    }
}

/// An observer of the retries learns the same.
#[tokio::test(start_paused = true)]
async fn an_observer_learns_of_an_earlier_attempt_too() {
    let listener = Listener::acting(|number, _| match number {
        1 => json("503 Service Unavailable", ""),
        2 => json("429 Too Many Requests", "{}"),
        _ => RawResponse::new("204 No Content"),
    })
    .unwrap();
    let (sender, outcomes) = channel();
    let policy = RetryPolicy::default().on_retry(move |retry| {
        sender.send(retry.error().outcome()).unwrap();
    });
    let client = builder(&listener).retry(policy).build().unwrap();
    client.delete_call(SID).await.unwrap();
    drop(client);
    let outcomes: Vec<Outcome> = outcomes.iter().collect();
    assert_eq!(outcomes, [Outcome::Unknown, Outcome::Unknown]);
}

/// The error of a create whose response is this status, followed by `rest`, byte by byte.
async fn create(act: fn(Vec<u8>) -> Act, status: &str, rest: &str) -> Error {
    let act = act(format!("HTTP/1.1 {status}\r\n{rest}").into_bytes());
    let listener = Listener::acting(move |_, _| act.clone()).unwrap();
    let client = builder(&listener).max_response_size(10_000);
    let client = client.build().unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_response_that_cannot_be_read_still_names_the_call() {
    const CREATED: &str = "201 Created";
    let whole = call(7, "queued");
    let wrong = whole.replace("\"queued\"", "5");
    let long = format!("{wrong}{}", " ".repeat(10_000));
    let announced = |length: usize, body: &str| format!("content-length: {length}\r\n\r\n{body}");
    let exact = |body: &str| announced(body.len(), body);
    let open = |body: &str| format!("connection: close\r\n\r\n{body}");
    let mut last = None;
    for (act, status, rest) in [
        (Act::Raw as fn(_) -> _, CREATED, exact(&wrong)),
        (Act::Raw, CREATED, announced(500, &whole[..60])),
        (Act::Raw, CREATED, open(&whole[..60])),
        (Act::Raw, CREATED, exact(&long)),
        (Act::Raw, CREATED, open(&long)),
        (Act::Raw, "200 OK", exact(&whole)),
        (Act::Raw, "202 Accepted", exact(&whole)),
        (Act::Stall, CREATED, announced(500, &whole)),
    ] {
        let error = create(act, status, &rest).await;
        assert_eq!(error.created_sid(), Some(&*sid(7)), "{error:?}");
        assert_eq!(error.outcome(), Outcome::Unknown);
        last = Some(error);
    }
    // The stalled one.
    let error = last.unwrap();
    assert!(error.is_timeout());
    assert_eq!(error.status(), Some(201));
    assert_eq!(
        error.to_string(),
        "createCall: no complete response body (201) within 30s"
    );

    for (status, rest) in [
        (CREATED, announced(500, &whole[..30])),
        (CREATED, exact(&whole.replace("CA0", "XX0"))),
        (
            CREATED,
            exact(r#"{"parent_call_sid":"CA00000000000000000000000000000007"}"#),
        ),
        (CREATED, exact("<html>")),
        (CREATED, announced(500, "")),
        ("500 Internal Server Error", exact(&whole)),
        ("400 Bad Request", exact(&whole)),
        ("302 Found", exact(&whole)),
    ] {
        let error = create(Act::Raw, status, &rest).await;
        assert_eq!(error.created_sid(), None, "{rest}");
    }
}

/// Resources in the responses to other operations were not created by them.
#[tokio::test]
async fn only_creates_name_what_they_created() {
    let wrong = call(7, "queued").replace("\"queued\"", "5");
    let listener = Listener::acting(move |_, _| json("200 OK", &wrong)).unwrap();
    let client = builder(&listener).build().unwrap();
    let update = client.update_call(SID).time_limit(1).await.unwrap_err();
    let fetch = client.fetch_call(SID).await.unwrap_err();
    assert_eq!((update.created_sid(), fetch.created_sid()), (None, None));
}
