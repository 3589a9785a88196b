//! Lossless: decoding an example and encoding it again gives the same JSON value.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use twilio_calls::{Call, CallPage, ErrorBody, Recording, RecordingPage};
use twilio_calls_tests::{examples, root};

fn again<T: Serialize + DeserializeOwned>(pointer: &str, value: &Value) -> Value {
    let read: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{pointer}: {error}"));
    serde_json::to_value(&read).unwrap()
}

#[test]
fn every_example_of_an_answer_survives() {
    let mut seen = 0;
    for (pointer, value) in examples() {
        let encoded = if pointer.contains("/components/responses/Error/") {
            again::<ErrorBody>(&pointer, &value)
        } else if !pointer.contains("/responses/2") || pointer.contains("text~1csv") {
            continue;
        } else if pointer.contains("Recordings.json") {
            again::<RecordingPage>(&pointer, &value)
        } else if pointer.contains("Calls.json/get") {
            again::<CallPage>(&pointer, &value)
        } else {
            again::<Call>(&pointer, &value)
        };
        assert_eq!(encoded, value, "{pointer}");
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} examples of answers were found");
}

/// Writes what the service leaves empty in its two ways, `null` and `""`, in the one way we have.
fn without_empty_texts(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() => *value = Value::Null,
        Value::Array(items) => items.iter_mut().for_each(without_empty_texts),
        Value::Object(members) => members.values_mut().for_each(without_empty_texts),
        _ => {}
    }
}

#[test]
fn every_shape_seen_live_survives() {
    let text =
        std::fs::read_to_string(root().join("tests/fixtures/live_payload_shapes.json")).unwrap();
    let shapes: Value = serde_json::from_str(&text).unwrap();
    let cases = shapes["cases"].as_array().unwrap();
    let mut seen = 0;
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let body = &case["body"];
        let mut wanted = body.clone();
        let encoded = if body.get("calls").is_some() {
            again::<CallPage>(id, body)
        } else if body.get("recordings").is_some() {
            again::<RecordingPage>(id, body)
        } else if body.get("call_sid").is_some() {
            again::<Recording>(id, body)
        } else if body.get("sid").is_some() {
            again::<Call>(id, body)
        } else {
            continue;
        };
        without_empty_texts(&mut wanted);
        // What is not there reads as nothing; what is not known is left out.
        for (key, value) in encoded.as_object().unwrap() {
            assert_eq!(
                wanted.get(key).unwrap_or(&Value::Null),
                value,
                "{id}: {key}"
            );
        }
        seen += 1;
    }
    assert!(seen >= 4, "only {seen} shapes were found");
}
