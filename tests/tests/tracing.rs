//! The feature `tracing`, in a separate process: other tests would affect which events are enabled.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing_subscriber::fmt::format::FmtSpan;
use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
use twilio_calls::{CallStatusCallback, Client, Credentials, RetryPolicy};
use twilio_calls_tests::listener::{Listener, RawResponse};

const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().map_err(|_| std::io::ErrorKind::Other)?;
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes all events of this thread to the log.
fn subscriber(log: &Log) -> impl tracing::Subscriber + Send + Sync + 'static {
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(move || writer.clone())
        .finish()
}

#[tokio::test]
async fn a_rejected_webhook_shows_which_origin_was_checked() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(subscriber(&log));
    let validator = SignatureValidator::new("not-a-real-token").unwrap();
    let base = PublicUrl::base("https://user:hunter2@example.com/twilio").unwrap();
    let request = axum::http::Request::post("/hooks?From=%2B15550002222")
        .header(SIGNATURE_HEADER, validator.sign("https://example.org/", ""))
        .body("CallSid=secret".to_owned())
        .unwrap();
    let read = Receiver::new(validator, base)
        .receive::<CallStatusCallback, _>(request, None)
        .await;
    read.unwrap_err();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for part in [
        "origin=\"https://example.com\"",
        "the signature is wrong",
        "DEBUG",
    ] {
        assert!(text.contains(part), "`{part}` is not in {text}");
    }
    for word in [
        "hunter2",
        "user:",
        "hooks",
        "555000",
        "secret",
        "not-a-real",
    ] {
        assert!(!text.contains(word), "`{word}` is in {text}");
    }
}

#[tokio::test]
async fn every_rejected_webhook_is_an_event() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(subscriber(&log));
    let request = || {
        axum::http::Request::get("/hooks")
            .body(String::new())
            .unwrap()
    };
    let receiver = Receiver::new(
        SignatureValidator::new("not-a-real-token").unwrap(),
        PublicUrl::https(),
    );
    let handshake = receiver.verify_handshake(&request(), None);
    let form = receiver.receive::<CallStatusCallback, _>(request(), None);
    let query = receiver.receive_query::<CallStatusCallback, _>(request(), None);
    let bytes = receiver.receive_bytes(request(), None);
    handshake.unwrap_err();
    form.await.unwrap_err();
    query.await.unwrap_err();
    bytes.await.unwrap_err();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let events: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_once(": webhook rejected "))
        .map(|(_, fields)| fields)
        .collect();
    assert_eq!(
        events,
        [
            "status=400 error=the request names no host",
            "status=405 error=the callback is expected with the method POST",
            "status=400 error=the request names no host",
            "status=405 error=the callback is expected with the method POST",
        ]
    );
}

/// It is expected that Twilio does not know a new call yet, but not that it never does.
#[tokio::test(start_paused = true)]
async fn a_tolerated_404_is_no_warning() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(subscriber(&log));
    let call = format!(
        r#"{{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","account_sid":"{ACCOUNT}","status":"completed","subresource_uris":{{}}}}"#
    );
    let listener = Listener::acting(move |number, _| match number {
        2 => RawResponse::json("200 OK", call.clone()),
        _ => RawResponse::json("404 Not Found", "{}"),
    })
    .unwrap();
    let client = Client::builder(Credentials::auth_token(ACCOUNT, "not-a-real-token").unwrap())
        .base_url(listener.url())
        .build()
        .unwrap();
    let warnings = || {
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let warnings = text.lines().filter(|line| line.contains("WARN"));
        (warnings.count(), text.matches("status=404").count())
    };
    client
        .wait_for_call("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await
        .unwrap();
    assert_eq!(warnings(), (0, 1));
    let missing = client
        .wait_for_call("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await;
    assert!(missing.unwrap_err().is_not_found());
    assert_eq!(warnings().0, 1, "the last one is an error");
    client
        .fetch_call("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await
        .unwrap_err();
    assert_eq!(warnings().0, 2);
}

#[tokio::test(start_paused = true)]
async fn a_request_is_one_span_without_personal_data() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(subscriber(&log));
    let call = format!(
        r#"{{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","account_sid":"{ACCOUNT}","status":"queued","subresource_uris":{{}}}}"#
    );
    let listener = Listener::responding([
        RawResponse::json("429 Too Many Requests", "{}").header("Retry-After", "1"),
        RawResponse::json("201 Created", call).header("Twilio-Request-Id", "RQ0123"),
        RawResponse::json(
            "400 Bad Request",
            r#"{"code":21211,"message":"+15550001111 of Jane is not valid"}"#,
        ),
    ])
    .unwrap();
    let client = Client::builder(Credentials::auth_token(ACCOUNT, "not-a-real-token").unwrap())
        .base_url(listener.url())
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let create = client
        .create_call("+15550001111", "+15550002222")
        .twiml("<Response/>");
    let create = create.twiml("<Response><Say>Your parcel</Say></Response>");
    create.clone().await.unwrap();
    create.await.unwrap_err();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let closed: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("twilio_calls") && line.contains("close"))
        .collect();
    assert_eq!(closed.len(), 2, "{text}");
    for part in [
        "operation=\"createCall\"",
        "attempt=2",
        "status=201",
        "request_id=\"RQ0123\"",
        "elapsed_ms=",
    ] {
        assert!(closed[0].contains(part), "`{part}` is not in {}", closed[0]);
    }
    for part in ["attempt=1", "status=400", "code=21211"] {
        assert!(closed[1].contains(part), "`{part}` is not in {}", closed[1]);
    }
    let ours: String = text
        .lines()
        .filter(|line| line.contains("twilio_calls"))
        .collect();
    for word in ["555000", "Jane", "parcel"] {
        assert!(!ours.contains(word), "`{word}` is in {ours}");
    }
    // Not even the code that sends the credentials sees them: the header is marked as sensitive.
    for word in ["not-a-real", "Basic", "QUNhMWEx"] {
        assert!(!text.contains(word), "`{word}` is in {text}");
    }
}
