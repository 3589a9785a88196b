//! There is one error type: it keeps everything and shows no private data.

use std::error::Error as _;
use std::time::Duration;

use tokio::time::Instant;
use twilio_calls::{Client, Error, ErrorCode, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{
    ACCOUNT, FROM, REQUEST_ID, SID, TO, builder, call, credentials, json, nowhere,
};

/// The error of a fetch with this response, without a second attempt.
async fn fetch(act: impl Into<Act>) -> Error {
    let act = act.into();
    let listener = Listener::acting(move |_, _| act.clone()).unwrap();
    let client = builder(&listener)
        .retry(RetryPolicy::never())
        .max_response_size(100_000);
    let error = client.build().unwrap().fetch_call(SID).await.unwrap_err();
    assert_eq!(error.operation(), Some("fetchCall"));
    assert_private(&error);
    error
}

/// Neither the error nor its sources show personal data or secrets from the responses of these tests.
#[track_caller]
fn assert_private(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        shown.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    for word in ["5550001111", "5558675310", "Jane", "not-a-real-token"] {
        assert!(!shown.contains(word), "`{word}` is in {shown}");
    }
}

#[tokio::test]
async fn the_service_says_what_is_wrong() {
    let error = fetch(json(
        "400 Bad Request",
        r#"{"code":21211,"message":"The phone number +15558675310 is not valid.","more_info":"https://www.twilio.com/docs/errors/21211","status":400,"details":{"name":"Jane"}}"#,
    ))
    .await;
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    let api = error.api_error().unwrap();
    assert_eq!(api.code(), Some(ErrorCode::INVALID_TO));
    assert_eq!(error.code(), api.code());
    assert_eq!(
        api.message(),
        Some("The phone number +15558675310 is not valid.")
    );
    assert_eq!(
        api.more_info(),
        Some("https://www.twilio.com/docs/errors/21211")
    );
    assert_eq!(api.details(), Some(r#"{"name":"Jane"}"#));
    let text = error.to_string();
    assert!(
        text.contains("400") && text.contains("21211") && text.contains("invalid `To`"),
        "{text}"
    );
}

/// A code or a message alone is an error of Twilio, too, and the missing one is not invented.
#[tokio::test]
async fn a_code_or_a_message_alone_is_understood() {
    let error = fetch(json("400 Bad Request", r#"{"code":"21211"}"#)).await;
    let api = error.api_error().unwrap();
    assert_eq!(
        (api.code(), api.message()),
        (Some(ErrorCode::INVALID_TO), None)
    );
    let error = fetch(json(
        "400 Bad Request",
        r#"{"error_description":"Jane Doe"}"#,
    ))
    .await;
    let api = error.api_error().unwrap();
    assert_eq!((api.code(), api.message()), (None, Some("Jane Doe")));
    assert_eq!(error.code(), None);
    let shown = format!("{api:?}");
    assert!(
        shown.contains("ApiError") && !shown.contains("Jane"),
        "{shown}"
    );
}

#[tokio::test]
async fn problem_details_are_understood() {
    let error = fetch(
        RawResponse::new("400 Bad Request")
            .header("Content-Type", "application/problem+json")
            .body(r#"{"type":"https://x.example/p","title":"Bad","status":400,"detail":"Jane Doe","code":20001,"errors":[{"a":1}]}"#),
    )
    .await;
    let api = error.api_error().unwrap();
    let code = Some(ErrorCode::UNKNOWN_PARAMETERS);
    assert_eq!((api.code(), api.message()), (code, Some("Jane Doe")));
    assert_eq!(api.more_info(), Some("https://x.example/p"));
    assert_eq!(api.details(), Some(r#"[{"a":1}]"#));
}

#[tokio::test]
async fn responses_that_are_not_json_keep_status_and_body() {
    for (status, number, body) in [
        ("502 Bad Gateway", 502, "<html>Jane Doe</html>"),
        ("503 Service Unavailable", 503, ""),
        ("451 Unavailable For Legal Reasons", 451, "text about Jane"),
        ("500 Internal Server Error", 500, r#"{"code":"#),
        ("500 Internal Server Error", 500, "null"),
        ("200 OK", 200, "<html>Jane Doe</html>"),
        ("200 OK", 200, ""),
        ("202 Accepted", 202, "Jane"),
    ] {
        let error = fetch(RawResponse::new(status).body(body)).await;
        assert_eq!(error.status(), Some(number));
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert!(error.api_error().is_none());
        assert!(error.to_string().contains(&number.to_string()), "{error}");
    }
}

/// Words in common messages are not taken for names and hidden, and a blank message is left out.
#[tokio::test]
async fn common_messages_are_readable() {
    for (status, body, shown) in [
        (
            "429 Too Many Requests",
            r#"{"code":20429,"message":"Too Many Requests"}"#,
            "fetchCall: Twilio responded with 429, error 20429 (too many requests): Too Many Requests",
        ),
        (
            "401 Unauthorized",
            r#"{"code":20003,"message":"Authentication Error - No credentials provided"}"#,
            "fetchCall: Twilio responded with 401, error 20003 (the credentials were rejected): Authentication Error - No \
             credentials provided",
        ),
        (
            "429 Too Many Requests",
            r#"{"code":20429,"message":" "}"#,
            "fetchCall: Twilio responded with 429, error 20429 (too many requests)",
        ),
        ("200 OK", "", "fetchCall: the response (200) has no body"),
        ("200 OK", " \n", "fetchCall: the response (200) has no body"),
    ] {
        let error = fetch(RawResponse::json(status, body)).await;
        assert_eq!(error.to_string(), shown);
    }
}

/// A proxy's HTML page is not taken for a response of Twilio; its media type or its beginning gives it away.
#[tokio::test]
async fn a_page_is_not_from_the_api() {
    for (kind, body, is_page) in [
        ("text/html; charset=utf-8", "Jane", true),
        ("text/plain", " <!DOCTYPE HTML><p>Jane</p>", true),
        ("text/plain", "\n<HTML>Jane</HTML>", true),
        ("text/plain", "Jane <html>", false),
        ("application/json", "{}", false),
    ] {
        let response = RawResponse::new("502 Bad Gateway").header("Content-Type", kind);
        let error = fetch(response.body(body)).await;
        let is_told = error.to_string().contains("HTML page");
        assert_eq!(is_told, is_page, "{kind} {body}: {error}");
    }
}

/// The status of an error response is reported even if its body never ends.
#[tokio::test(start_paused = true)]
async fn an_error_response_whose_body_stops_keeps_its_status() {
    let stalled = |status: &str| {
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: 99\r\n\r\nJane");
        Act::Stall(head.into_bytes())
    };
    let begun = Instant::now();
    let error = fetch(stalled("404 Not Found")).await;
    assert!(error.is_not_found() && !error.is_timeout());
    // Earlier than the time limit of a successful response.
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(error.raw_body(), Some(b"Jane".as_slice()));
    // A create was not carried out then, and is retried.
    let act = stalled("429 Too Many Requests");
    let listener = Listener::acting(move |number, _| match number {
        1 => act.clone(),
        _ => json("201 Created", call(1, "queued")).into(),
    })
    .unwrap();
    let client = builder(&listener).build().unwrap();
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(listener.received().len(), 2);
}

#[tokio::test]
async fn a_request_id_that_cannot_be_one_is_not_shown() {
    let long = "R".repeat(100_000);
    let error = fetch(RawResponse::new("400 Bad Request").header("Twilio-Request-Id", &long)).await;
    assert_eq!(error.request_id(), None);
    assert!(format!("{error:?}").len() < 200, "{error:?}");
    assert_eq!(error.headers().unwrap()["twilio-request-id"], long);
}

#[tokio::test]
async fn predicates_say_what_kind_it_is() {
    let error = fetch(json("404 Not Found", "{}")).await;
    assert!(error.is_not_found() && !error.is_retryable());
    for status in ["401 Unauthorized", "403 Forbidden"] {
        let error = fetch(json(status, "{}")).await;
        assert!(error.is_unauthorized() && !error.is_retryable());
    }
    let error = fetch(RawResponse::new("429 Too Many Requests").header("Retry-After", "7")).await;
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let error = fetch(Act::Reset).await;
    assert!(error.is_retryable() && !error.is_connect() && !error.is_timeout());
    assert_eq!((error.status(), error.raw_body()), (None, None));
    assert!(error.source().is_some());
    let error = fetch(json("200 OK", "x".repeat(100_001))).await;
    assert!(error.is_too_large());

    let nowhere = nowhere();
    let client = Client::builder(credentials())
        .base_url(nowhere.url())
        .retry(RetryPolicy::never());
    let error = client
        .build()
        .unwrap()
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert!(error.is_connect() && error.is_retryable());
    assert!(error.source().is_some());
    assert_private(&error);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_one() {
    let error = fetch(Act::Silent).await;
    assert!(error.is_timeout() && error.is_retryable());
}

#[tokio::test]
async fn what_cannot_be_decoded_is_named_by_its_path() {
    let error = fetch(json(
        "200 OK",
        call(1, "ringing").replace(ACCOUNT, "+15558675310"),
    ))
    .await;
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.json_path(), Some("account_sid"));
    assert!(error.raw_body().unwrap().starts_with(b"{\"sid\""));
    assert!(error.source().is_none(), "its message is the error's");

    let error = fetch(json(
        "200 OK",
        r#"{"sid":["Jane Doe, expected \"x\", expected "]}"#,
    ))
    .await;
    assert_eq!(error.json_path(), Some("sid"));
    let error = fetch(json("200 OK", r#""Jane Doe, +15558675310""#)).await;
    assert!(error.is_decode());

    // The content decides, not its declared type. If it is not JSON, the error mentions that it was not declared so.
    let declared = |kind: &str, body: String| {
        RawResponse::new("200 OK")
            .header("Content-Type", kind)
            .body(body)
    };
    let listener = Listener::responding([declared("text/plain", call(1, "ringing"))]).unwrap();
    let client = builder(&listener).build().unwrap();
    assert!(client.fetch_call(SID).await.is_ok());
    for (kind, is_json) in [
        ("text/plain", false),
        ("application/json; charset=utf-8", true),
        ("application/problem+JSON", true),
    ] {
        let error = fetch(declared(kind, "OK".to_owned())).await.to_string();
        let remark = "could not decode the response (200), which is not declared as JSON: ";
        assert_eq!(error.contains(remark), !is_json, "{error}");
    }

    // The path in invalid JSON consists of names that are not ours and can be anything.
    for (body, path) in [
        (r#"{"Jane +15558675310":[tru]}"#.to_owned(), ""),
        ("{\"a\\nb\":[1,}".to_owned(), ""),
        (format!(r#"{{"{}":[1,}}"#, "k".repeat(1000)), ""),
        (r#"{"jane_doe":[1e]}"#.to_owned(), ""),
        (r#"{"jane_doe":{"jane":"#.to_owned(), ""),
    ] {
        let error = fetch(json("200 OK", body)).await;
        assert_eq!(error.json_path(), Some(path));
        let shown = error.to_string();
        assert!(shown.len() < 200 && !shown.contains('\n'), "{shown}");
        assert!(!shown.contains("jane"), "{shown}");
        assert!(shown.contains(" at line 1 column "), "{shown}");
    }
}

/// Nothing was sent, so no connection broke.
#[tokio::test]
async fn what_cannot_be_sent_is_not_called_a_broken_connection() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let fetch = builder(&listener).build().unwrap().fetch_call(SID);
    let error = fetch
        .query_param("X", "x".repeat(100_000))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetchCall: the HTTP client cannot send the request"
    );
    assert!(!error.is_retryable() && error.attempts() == 1);
    assert!(listener.received().is_empty());
}

/// The URL of a request contains its filters, and reqwest's errors would show it.
#[tokio::test(start_paused = true)]
async fn addresses_are_not_shown() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{".to_vec();
    let acts = [Act::Reset, Act::Raw(Vec::new()), Act::Raw(cut), Act::Silent];
    for act in acts {
        let listener = Listener::acting(move |_, _| act.clone()).unwrap();
        let client = builder(&listener).retry(RetryPolicy::never());
        let list = client.build().unwrap().list_calls().to(TO);
        assert_private(&list.clone().await.unwrap_err());
        // The CSV breaks off later than the list.
        let outcome = match list.csv_page().await {
            Ok(mut csv) => loop {
                match csv.try_next().await {
                    Ok(piece) => assert!(piece.is_some(), "it ended"),
                    Err(error) => break error,
                }
            },
            Err(error) => error,
        };
        assert_private(&outcome);
    }
    let nowhere = nowhere();
    let client = Client::builder(credentials())
        .base_url(nowhere.url())
        .retry(RetryPolicy::never());
    let list = client.build().unwrap().list_calls().to(TO);
    assert_private(&list.await.unwrap_err());
}

/// A parsed SID, a rejected argument and a failed request work with the same `?`.
#[tokio::test]
async fn a_value_that_is_rejected_is_an_error_too() {
    fn parse(text: &str) -> Result<twilio_calls::CallSid, Error> {
        Ok(text.parse::<twilio_calls::CallSid>()?)
    }
    assert_eq!(parse(SID).unwrap().as_str(), SID);
    let error = parse("CAx").unwrap_err();
    assert!(error.is_invalid_argument());
    assert!(error.to_string().starts_with("too short"), "{error}");
    assert!(error.source().is_none(), "its message is the error's");
    assert_eq!(error.operation(), None);
}
