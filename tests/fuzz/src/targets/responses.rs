//! JSON responses.

use serde::Serialize;
use serde::de::DeserializeOwned;
use twilio_calls::testing::{Canned, sample_json};
use twilio_calls::{Call, CallPage};

use super::{ACCOUNT, CALL, runtime};

/// Fragments of responses, in addition to those of any JSON.
pub const DICTIONARY: &[&str] = &[
    "\"sid\":",
    "\"status\":",
    "\"price\":",
    "\"duration\":",
    "\"to\":",
    "\"extra\":",
    "\"next_page_uri\":",
    "\"date_created\":",
    "\"queued\"",
    "\"code\":",
    "\"message\":",
    "\"unknown\":1",
];

/// A call, a page and an error; the first byte is the status.
pub fn seeds() -> Vec<Vec<u8>> {
    let call = sample_json::<Call>(
        serde_json::json!({ "sid": CALL, "price": "-0.0300", "new": { "a": [1.50] } }),
    );
    let page = format!(
        r#"{{"calls":[{call}],"uri":"/a","next_page_uri":"/b","page":0,"page_size":50,"start":0,"end":0,"first_page_uri":"/a"}}"#
    );
    let error =
        r#"{"code":21211,"message":"Invalid","more_info":"https://example.com","status":400}"#;
    [
        ("0", call.as_str()),
        ("0", &page),
        ("1", error),
        ("2", error),
        ("3", "<html>"),
    ]
    .map(|(status, body)| [status, body].concat().into_bytes())
    .to_vec()
}

/// A parsed response survives serialization, and an unreadable one results in an error with the body.
#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
pub fn run(input: &[u8]) {
    let Some((status, body)) = input.split_first() else {
        return;
    };
    again::<Call>(body);
    again::<CallPage>(body);
    let Ok(body) = String::from_utf8(body.to_vec()) else {
        return;
    };
    let status = [200, 400, 429, 500][usize::from(status % 4)];
    let twilio = Canned::new()
        .json(status, body.clone())
        .json(status, body.clone());
    let client = twilio.client().expect("a client");
    runtime().block_on(async {
        let errors = [
            client.fetch_call(CALL).await.err(),
            client.list_calls().await.err(),
        ];
        for error in errors.into_iter().flatten() {
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
            assert!(!format!("{error} {error:?}").contains(ACCOUNT));
        }
    });
}

#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
fn again<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(body: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<T>(body) {
        let written = serde_json::to_string(&value).expect("what was read can be written");
        let read: T = serde_json::from_str(&written).expect("what was written can be read");
        assert_eq!(read, value, "{written}");
        assert_eq!(serde_json::to_string(&read).expect("written"), written);
    }
}
