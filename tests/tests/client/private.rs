//! Invariant 9: no secrets and no personal data in `Debug`, `Display` or errors.

use std::error::Error as _;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use twilio_calls::{
    Call, CallLogPage, CallNotificationDetails, CallNotificationPage, CallPage, PageToken,
    Recording, RecordingPage,
};
use twilio_calls_tests::examples;
use twilio_calls_tests::listener::{Answer, Listener};

use crate::support::client;

/// What must not be seen: values of the spec's examples that are about people, and secrets.
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

fn shown<T: DeserializeOwned + Debug>(value: serde_json::Value) -> String {
    format!("{:#?}", serde_json::from_value::<T>(value).unwrap())
}

#[test]
fn no_secrets_no_personal_data_in_answers() {
    let mut seen = 0;
    for (pointer, value) in examples() {
        if !pointer.contains("/responses/200") && !pointer.contains("/responses/201")
            || value.is_string()
        {
            continue;
        }
        let shown = if pointer.contains("Recordings.json/get") {
            shown::<RecordingPage>(value)
        } else if pointer.contains("Recordings") {
            shown::<Recording>(value)
        } else if pointer.contains("Events.json") {
            shown::<CallLogPage>(value)
        } else if pointer.contains("Notifications.json") {
            shown::<CallNotificationPage>(value)
        } else if pointer.contains("Notifications~1") {
            shown::<CallNotificationDetails>(value)
        } else if pointer.contains("Calls.json/get") {
            shown::<CallPage>(value)
        } else {
            shown::<Call>(value)
        };
        assert_private(&pointer, &shown);
        assert!(!shown.contains("+1"), "a phone number is in {shown}");
        seen += 1;
    }
    assert!(seen >= 5);
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
    let refusal = r#"{"code":21211,"message":"The 'To' number +15550001111 is not valid","more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#;
    let listener = Listener::answering([Answer::json("400 Bad Request", refusal)]).unwrap();
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
    assert_eq!(
        error.api_error().and_then(|error| error.code()),
        Some(21211)
    );
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
    assert_private("a refused argument", &format!("{bad} {bad:?}"));
}
