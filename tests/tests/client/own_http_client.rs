//! HTTP clients of the application that retry requests themselves.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use twilio_calls::reqwest::{self, retry};
use twilio_calls::{Client, Outcome, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse, Received};

use crate::support::{FROM, SID, TO, builder, call, credentials, json, nowhere, page};

/// A client that retries everything it can, three times.
fn retrying() -> reqwest::Client {
    let policy = retry::for_host("127.0.0.1")
        .no_budget()
        .max_retries_per_request(3)
        .classify_fn(|attempt| attempt.retryable());
    let builder = reqwest::Client::builder().no_proxy().retry(policy);
    builder.build().unwrap()
}

/// A client that follows redirects, as reqwest does by default.
fn following() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

fn posts(listener: &Listener) -> usize {
    let is_post = |request: &&Received| request.method == "POST";
    listener.received().iter().filter(is_post).count()
}

#[tokio::test]
async fn creates_and_updates_are_not_sent_again_by_a_client_that_retries() {
    for act in [
        Act::from(json("503 Service Unavailable", "")),
        Act::from(json("201 Created", call(1, "queued"))),
        Act::Reset,
        Act::Raw(Vec::new()),
    ] {
        let always = act.clone();
        let listener = Listener::acting(move |_, _| always.clone()).unwrap();
        let client = builder(&listener)
            .http_client(retrying())
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        drop(client.create_call(TO, FROM).twiml("<Response/>").await);
        assert_eq!(listener.received().len(), 1, "{act:?}");
        drop(client.update_call(SID).time_limit(1).await);
        assert_eq!(listener.received().len(), 2, "{act:?}");
        // The client does retry what it can.
        drop(client.fetch_call(SID).await);
        assert_eq!(listener.received().len(), 6, "{act:?}");
    }
}

fn redirect(status: &'static str, target: &str) -> RawResponse {
    RawResponse::new(status).header("Location", target)
}

#[tokio::test]
async fn creates_are_not_sent_again_to_where_a_redirect_leads() {
    for status in ["307 Temporary Redirect", "308 Permanent Redirect"] {
        let listener = Listener::acting(move |_, request| redirect(status, &request.target));
        let listener = listener.unwrap();
        let client = builder(&listener).http_client(following()).build().unwrap();
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert!(error.to_string().contains("redirect"), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(listener.received().len(), 1, "{status}");
    }
}

/// The response at the target of a redirect says nothing about the create.
#[tokio::test]
async fn the_response_of_another_place_is_not_taken_for_that_to_a_create() {
    for status in ["301 Moved Permanently", "302 Found", "303 See Other"] {
        for elsewhere in [
            json("200 OK", call(1, "queued")),
            json("201 Created", call(1, "queued")),
            json("404 Not Found", "{}"),
            json("429 Too Many Requests", "{}"),
        ] {
            let response = elsewhere.clone();
            let listener = Listener::acting(move |_, request| match &*request.method {
                "POST" => redirect(status, "/elsewhere"),
                _ => response.clone(),
            })
            .unwrap();
            let client = builder(&listener).http_client(following()).build().unwrap();
            let error = client
                .create_call(TO, FROM)
                .twiml("<Response/>")
                .await
                .unwrap_err();
            assert!(error.is_configuration(), "{status} {elsewhere:?} {error:?}");
            assert_eq!(error.outcome(), Outcome::Unknown);
            assert!(!error.is_retryable() && !error.is_not_found());
            assert_eq!(posts(&listener), 1);
        }
    }
}

/// An unreachable redirect target does not mean that nobody received the request.
#[tokio::test]
async fn a_redirect_to_nowhere_is_not_a_connection_that_was_never_made() {
    let nowhere = nowhere();
    for target in [nowhere.url(), "ftp://example.com/".into(), "?".into()] {
        let listener = Listener::acting(move |_, _| redirect("302 Found", &target)).unwrap();
        let client = builder(&listener).http_client(following()).build().unwrap();
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
        assert!(!error.is_connect() && !error.is_retryable(), "{error:?}");
        assert!(error.to_string().contains("redirect"), "{error}");
        assert_eq!(posts(&listener), 1);
        let error = client.delete_call(SID).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
        assert!(!error.is_connect(), "{error:?}");
    }
}

/// A list at the same URL cannot be recognized as the response to another request, and its calls were not created by
/// this one.
#[tokio::test]
async fn a_redirect_to_the_same_url_does_not_name_a_call() {
    let listener = Listener::acting(|_, request| match &*request.method {
        "POST" => redirect("303 See Other", &request.target),
        _ => json("200 OK", page(7..8, "/", None)),
    })
    .unwrap();
    let client = builder(&listener).http_client(following()).build().unwrap();
    let error = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
    assert_eq!(error.created_sid(), None);
}

/// A delete that the HTTP client retries may have arrived before the connection failed.
#[tokio::test]
async fn a_delete_that_a_client_repeats_is_uncertain() {
    let nowhere = nowhere();
    let listener = nowhere.listen();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        drop(listener);
        stream.read_u8().await.unwrap();
        let response = b"HTTP/1.1 503 x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(response).await.unwrap();
        drop(stream.read_to_end(&mut Vec::new()).await);
    });
    let client = Client::builder(credentials())
        .base_url(nowhere.url())
        .http_client(retrying())
        .retry(RetryPolicy::never());
    let error = client.build().unwrap().delete_call(SID).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
}
