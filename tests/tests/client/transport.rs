//! Custom transports, headers of one request, and support for tests of applications.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use twilio_calls::http::{HeaderMap, HeaderValue, Request, Response};
use twilio_calls::testing::{Canned, Failure, Kind, error, sample};
use twilio_calls::{
    Call, CallPage, CallStatus, Client, Error, Outcome, RetryPolicy, TransportError,
};
use twilio_calls_tests::listener::Listener;

use crate::support::{ACCOUNT, FROM, SID, TO, call, client, credentials, page, silent};

#[tokio::test]
async fn a_create_is_tested_without_a_socket_in_ten_lines() {
    let twilio = Canned::new().json(201, call(1, "queued"));
    let client = twilio.client().unwrap();
    let call = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .timeout(30)
        .await
        .unwrap();
    assert_eq!(call.status.as_str(), "queued");
    let request = &twilio.requests()[0];
    assert_eq!(request.method, "POST");
    assert!(request.uri.path().ends_with("/Calls.json"));
    assert_eq!(request.parameter("To").as_deref(), Some(TO));
    assert_eq!(request.parameter("Timeout").as_deref(), Some("30"));
}

#[tokio::test]
async fn requests_of_a_transport_are_those_of_the_http_client() {
    let listener = Listener::responding([crate::support::json("201 Created", call(1, "queued"))]);
    let listener = listener.unwrap();
    let canned = Canned::new().json(201, call(1, "queued"));
    let other = Client::builder(credentials())
        .base_url(listener.url())
        .transport(canned.transport())
        .build()
        .unwrap();
    for client in [client(&listener), other] {
        let create = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .header("X-Trace", "abc");
        create.await.unwrap();
    }
    let (ours, theirs) = (&canned.requests()[0], &listener.received()[0]);
    assert_eq!(ours.method.as_str(), theirs.method);
    assert_eq!(ours.uri.path_and_query().unwrap().as_str(), theirs.target);
    assert_eq!(ours.body, theirs.body.as_bytes());
    for name in [
        "authorization",
        "user-agent",
        "accept",
        "content-type",
        "x-trace",
    ] {
        assert_eq!(
            ours.headers.get(name).unwrap().to_str().unwrap(),
            theirs.header(name).unwrap(),
            "{name}"
        );
    }
    assert!(ours.headers["authorization"].is_sensitive());
}

#[tokio::test]
async fn lists_and_csv_come_through_a_transport() {
    let next = "/2010-04-01/Accounts/x/Calls.json?Page=1";
    let csv = Response::new(&b"Sid,Status\nCA1,queued\n"[..]);
    let twilio = Canned::new()
        .json(200, page(0..2, "/", Some(next)))
        .json(200, page(2..3, next, None))
        .response(csv.map(|body| body.to_vec()));
    let client = twilio.client().unwrap();
    let mut calls = client.list_calls().header("X-Trace", "abc").stream();
    let mut count = 0;
    while calls.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 3);
    let mut bytes = client.list_calls().csv_page().await.unwrap();
    assert_eq!(
        bytes.try_next().await.unwrap().unwrap(),
        "Sid,Status\nCA1,queued\n"
    );
    let traces = twilio
        .requests()
        .iter()
        .map(|it| it.headers.contains_key("x-trace"))
        .collect::<Vec<_>>();
    assert_eq!(
        traces,
        [true, true, false],
        "a header goes with all pages of its list"
    );
}

#[tokio::test]
async fn failures_of_a_transport_say_what_is_known() {
    let twilio = Canned::new()
        .not_sent()
        .lost()
        .json(400, r#"{"code": 21211, "message": "Jane", "status": 400}"#)
        .json(503, "");
    let client = twilio.client().unwrap();
    for (outcome, retryable, message) in [
        (
            Outcome::NoEffect,
            true,
            "createCall: the transport failed before the request was sent",
        ),
        (Outcome::Unknown, false, "createCall: the transport failed"),
        (
            Outcome::Rejected,
            false,
            "createCall: Twilio responded with 400, error 21211 (invalid `To`): ***",
        ),
        (
            Outcome::Unknown,
            false,
            "createCall: Twilio responded with 503",
        ),
        (
            Outcome::NoEffect,
            true,
            "createCall: the transport failed before the request was sent",
        ),
    ] {
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_eq!(error.outcome(), outcome, "{error}");
        assert_eq!(error.is_retryable(), retryable, "{error}");
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(twilio.requests().len(), 5);
}

/// Only retries what was not sent, as with the HTTP client.
#[tokio::test(start_paused = true)]
async fn a_create_is_repeated_only_if_the_transport_did_not_send_it() {
    for (unsent, sent) in [(true, 3), (false, 1)] {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let transport = move |_: Request<_>| {
            counted.fetch_add(1, Ordering::Relaxed);
            let failure = if unsent {
                TransportError::before_sending("no")
            } else {
                TransportError::after_sending("no")
            };
            async move { Err::<Response<_>, _>(failure) }
        };
        let client = Client::builder(credentials())
            .transport(transport)
            .build()
            .unwrap();
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_eq!(error.attempts(), sent, "{error}");
        assert_eq!(
            count.load(Ordering::Relaxed),
            usize::try_from(sent).unwrap()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_hangs_ends_with_the_timeout() {
    let transport = |_: Request<_>| async {
        std::future::pending::<Result<Response<_>, std::io::Error>>().await
    };
    let client = Client::builder(credentials())
        .transport(transport)
        .timeout(Duration::from_secs(2))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[test]
fn a_transport_excludes_an_http_client() {
    let error = Client::builder(credentials())
        .http_client(twilio_calls::reqwest::Client::new())
        .transport(Canned::new().transport())
        .build()
        .unwrap_err();
    assert!(error.is_configuration(), "{error}");
}

#[tokio::test]
async fn headers_of_the_client_cannot_be_replaced() {
    let listener = silent();
    for name in [
        "Authorization",
        "host",
        "Content-Type",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Accept",
        "user-agent",
    ] {
        let error = client(&listener)
            .fetch_call(SID)
            .header(name, "secret")
            .await
            .unwrap_err();
        let name = name.to_ascii_lowercase();
        assert_eq!(
            error.to_string(),
            format!("fetchCall: nothing was sent: `{name}`: the client sets this header itself")
        );
        assert_eq!(error.invalid_arguments()[0].parameter(), name);
    }
    for (name, value, message) in [
        (
            "a b",
            "x",
            "`header`: the name contains characters that are not allowed in a header name",
        ),
        (
            "",
            "x",
            "`header`: the name contains characters that are not allowed in a header name",
        ),
        (
            "X-Name",
            "Jane\r\nX: y",
            "`x-name`: the value contains characters that cannot be sent in a header",
        ),
    ] {
        let error = client(&listener)
            .fetch_call(SID)
            .header(name, value)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("fetchCall: nothing was sent: {message}")
        );
    }
}

#[tokio::test]
async fn the_last_header_of_a_name_counts_and_a_sensitive_one_stays_so() {
    let twilio = Canned::new().json(200, call(1, "queued"));
    let mut secret = HeaderValue::from_static("Jane");
    secret.set_sensitive(true);
    let fetch = twilio
        .client()
        .unwrap()
        .fetch_call(SID)
        .header("X-Name", "bad\n")
        .header("x-name", "first")
        .header("x-name", secret);
    assert!(!format!("{fetch:?}").contains("Jane"));
    fetch.await.unwrap();
    let headers: &HeaderMap = &twilio.requests()[0].headers;
    assert_eq!(headers.get_all("x-name").iter().count(), 1);
    assert!(headers["x-name"].is_sensitive());
    assert!(!format!("{twilio:?} {:?}", twilio.requests()).contains(ACCOUNT));
}

#[test]
fn errors_are_made_for_tests() {
    let rejected = |status, code| Failure::Rejected {
        status,
        code,
        message: "Jane".to_owned(),
    };
    let limited: Error = error(Kind::Create, rejected(429, 20429));
    assert!(limited.is_rate_limited() && limited.is_retryable());
    assert_eq!(limited.outcome(), Outcome::Rejected);
    assert!(!format!("{limited} {limited:?}").contains("Jane"));
    assert_eq!(limited.api_error().unwrap().message(), Some("Jane"));
    let gone = error(Kind::Read, rejected(404, 20404));
    assert!(gone.is_not_found());
    assert_eq!(
        error(Kind::Create, Failure::NotSent).outcome(),
        Outcome::NoEffect
    );
    assert_eq!(
        error(Kind::Create, Failure::Lost).outcome(),
        Outcome::Unknown
    );
    assert_eq!(
        error(Kind::Read, Failure::Lost).outcome(),
        Outcome::NoEffect
    );
}

#[tokio::test]
async fn responses_are_made_for_tests() {
    let call: Call = sample(json!({ "status": "busy", "price": null })).unwrap();
    assert_eq!((call.status, call.price), (CallStatus::Busy, None));
    let wrong = sample::<Call>(json!({ "sid": "CA1" })).unwrap_err();
    assert!(wrong.to_string().contains("`CA` and 32"), "{wrong}");
    let twilio = Canned::new()
        .sample::<Call>(200, json!({ "status": "busy" }))
        .sample::<CallPage>(200, json!({ "next_page_uri": null }));
    let client = twilio.client().unwrap();
    let call = client.fetch_call(SID).await.unwrap();
    assert_eq!(call.status, CallStatus::Busy);
    assert!(!client.list_calls().await.unwrap().calls.is_empty());
}
