//! Bad arguments are refused before anything is sent, bad answers keep what was received.

use twilio_calls::{CallStatus, Error};
use twilio_calls_tests::listener::{Answer, Listener};

use crate::support::{SID, client, silent};

/// The error names each parameter and reason, and nothing was sent.
#[track_caller]
fn assert_refused(listener: &Listener, error: &Error, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in `{text}`");
    }
    assert_eq!(listener.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn bad_arguments_are_named_all_at_once() {
    let listener = silent();
    let error = client(&listener)
        .create_call("not a number", "+15550002222")
        .timeout(601)
        .url("ftp://example.com")
        .send_digits("12x")
        .status_callback_event(["answered", "exploded"])
        .await
        .unwrap_err();
    assert_refused(
        &listener,
        &error,
        &[
            "`To`",
            "`Timeout`",
            "0..=600",
            "`Url`",
            "`SendDigits`",
            "`StatusCallbackEvent`",
            "answered",
        ],
    );
    assert!(!error.to_string().contains("not a number"), "{error}");
}

#[tokio::test]
async fn a_status_callback_needs_a_url() {
    let listener = silent();
    let error = client(&listener)
        .update_call(SID)
        .status_callback("https://example.com/a")
        .await
        .unwrap_err();
    assert_refused(&listener, &error, &["`StatusCallback`", "`Url`"]);
}

#[tokio::test]
async fn twiml_and_url_exclude_each_other() {
    let listener = silent();
    let error = client(&listener)
        .update_call(SID)
        .twiml("<Response/>")
        .url("https://example.com/voice.xml")
        .await
        .unwrap_err();
    assert_refused(&listener, &error, &["`Twiml`", "`Url`", "exclude"]);
}

#[tokio::test]
async fn what_the_service_ignores_is_not_refused() {
    let body = twilio_calls_tests::examples()
        .into_iter()
        .find(|(pointer, _)| pointer.contains("Calls.json/post/responses/201"))
        .unwrap()
        .1;
    let listener = Listener::answering([Answer::json("201 Created", body)]).unwrap();
    client(&listener)
        .create_call("+15550001111", "+15550002222")
        .twiml("<Response/>")
        .url("https://example.com/voice.xml")
        .machine_detection("Enable")
        .send_digits("1")
        .await
        .unwrap();
    assert_eq!(listener.requests().len(), 1);
}

#[tokio::test]
async fn a_bad_answer_names_the_path_and_keeps_the_body() {
    let page = r#"{"calls":[{"sid":"XX","account_sid":"ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","status":"queued"}]}"#;
    let listener = Listener::answering([Answer::json("200 OK", page)]).unwrap();
    let error = client(&listener).list_calls().await.unwrap_err();
    assert!(error.to_string().contains("calls[0].sid"), "{error}");
    assert_eq!(error.raw_body().unwrap(), page.as_bytes());
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn unknown_words_are_kept() {
    let mut body = twilio_calls_tests::examples()
        .into_iter()
        .find(|(pointer, _)| pointer.contains("{Sid}.json/get/responses/200"))
        .unwrap()
        .1;
    body["status"] = "on-hold".into();
    body["something_new"] = "x".into();
    body["trunk_sid"] = "".into();
    let listener = Listener::answering([Answer::json("200 OK", body)]).unwrap();
    let call = client(&listener).fetch_call(SID).await.unwrap();
    assert_eq!(call.status.as_str(), "on-hold");
    assert!(!call.status.is_known());
    assert_eq!(call.trunk_sid, None);
    assert!(
        "on-hold".parse::<CallStatus>().is_err(),
        "strict where we speak"
    );
}
