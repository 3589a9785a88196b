//! Invariant 9: no secrets and no personal data in `Debug`, `Display` or errors.

use std::error::Error as _;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde_json::Value;
use twilio_calls::{ErrorCode, PageToken, TransportError};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{REQUEST_ID, SID, call, client, for_each_response, json};

/// What must not be shown: personal data and secrets from the spec's examples.
const PRIVATE: [&str; 16] = [
    "5550001111",
    "5550002222",
    "not-a-real-password",
    "not-a-real-call-token",
    "not-a-real-token",
    "1234#",
    "hush.example.com",
    "Say something private",
    "reception",
    "example.com/private",
    "charlie",
    "pbx.example",
    "Your parcel",
    "greeting.xml",
    "Down for repairs",
    "555) 000",
];

#[track_caller]
fn assert_private(what: &str, text: &str) {
    for word in PRIVATE {
        assert!(!text.contains(word), "{what} shows `{word}`: {text}");
    }
}

fn shows_nothing_private<T: DeserializeOwned + Debug>(pointer: &str, value: &Value) {
    let shown = format!("{:#?}", T::deserialize(value).unwrap());
    assert_private(pointer, &shown);
    assert!(!shown.contains("+1"), "a phone number is in {shown}");
}

#[test]
fn no_secrets_no_personal_data_in_responses() {
    for_each_response!(shows_nothing_private);
}

#[tokio::test]
async fn a_response_shows_its_status_and_its_request_id() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "queued"))).unwrap();
    let response = client(&listener).fetch_call(SID).response().await.unwrap();
    let shown = format!("{response:?}");
    let expected = format!("Response {{ status: 200, request_id: Some(\"{REQUEST_ID}\"), .. }}");
    assert_eq!(shown, expected);
}

#[test]
fn an_error_of_a_transport_shows_its_cause_and_whether_it_was_sent() {
    let cause = || std::io::Error::other("no route");
    let before = format!("{:?}", TransportError::before_sending(cause()));
    let after = format!("{:?}", TransportError::after_sending(cause()));
    assert!(
        before.contains("no route") && after.contains("no route"),
        "{before}"
    );
    assert_ne!(before, after);
}

#[test]
fn no_part_of_a_page_token_is_shown() {
    let token = PageToken::new("charlie").unwrap();
    assert_private("the token", &format!("{token:?}"));
    assert_eq!(token.as_str(), "charlie");
    let error = PageToken::new("pbx.example x").unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("pbx"), "{shown}");
}

#[tokio::test]
async fn no_secrets_no_personal_data_in_requests_and_errors() {
    let rejection = r#"{"code":21211,"message":"The 'To' number +15550001111 is not valid","more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#;
    let listener = Listener::responding([RawResponse::json("400 Bad Request", rejection)]).unwrap();
    let client = client(&listener);
    let request = client
        .create_call("+15550001111", "+15550002222")
        .sip_auth_username("reception")
        .sip_auth_password("not-a-real-password")
        .call_token("not-a-real-call-token")
        .passports("not-a-real-passport")
        .send_digits("1234#")
        .call_reason("Your parcel")
        .twiml("<Response><Say>Say something private</Say></Response>")
        .status_callback("https://user:hush@hush.example.com/private")
        .caller_id("client:charlie")
        .form_param("Nickname", "charlie");
    assert_private("the request", &format!("{request:?}"));
    assert_private("the client", &format!("{client:?}"));

    let error = request.await.unwrap_err();
    assert_private("Display", &error.to_string());
    assert_private("Debug", &format!("{error:?} {error:#?}"));
    let mut source = error.source();
    while let Some(cause) = source {
        assert_private("a cause", &format!("{cause} {cause:?}"));
        source = cause.source();
    }
    assert_eq!(error.code(), Some(ErrorCode::INVALID_TO));
    assert!(
        error
            .api_error()
            .unwrap()
            .message()
            .unwrap()
            .contains("+15550001111"),
        "asked for, it is there"
    );

    let bad = client
        .create_call("pbx.example.com x", "client:charlie with spaces")
        .send_digits("1234#x")
        .twiml("Say something private\u{0}")
        .await
        .unwrap_err();
    assert_private("a rejected argument", &format!("{bad} {bad:?}"));
}
