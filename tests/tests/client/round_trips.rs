//! Lossless: decoding an example and encoding it again gives the same JSON value.

use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};
use serde_json::{Value, json};
use twilio_calls::{
    Call, CallLogEvent, CallLogPage, CallNotification, CallNotificationDetails,
    CallNotificationPage, CallPage, CallPayment, CallSiprec, CallStream, CallTranscription,
    EncryptionDetails, ErrorBody, LoggedRequest, LoggedResponse, Recording, RecordingPage,
    UserDefinedMessage, UserDefinedMessageSubscription,
};
use twilio_calls_tests::{examples, root};

fn again<T: Serialize + DeserializeOwned>(pointer: &str, value: &Value) -> Value {
    let read: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{pointer}: {error}"));
    serde_json::to_value(&read).unwrap()
}

/// What is below a call, beside its recordings.
fn below(pointer: &str, value: &Value) -> Value {
    let is = |path: &str| pointer.contains(&format!("{{CallSid}}~1{path}"));
    if is("Streams") {
        again::<CallStream>(pointer, value)
    } else if is("Siprec") {
        again::<CallSiprec>(pointer, value)
    } else if is("Transcriptions") {
        again::<CallTranscription>(pointer, value)
    } else if is("Payments") {
        again::<CallPayment>(pointer, value)
    } else if is("UserDefinedMessages.") {
        again::<UserDefinedMessage>(pointer, value)
    } else {
        again::<UserDefinedMessageSubscription>(pointer, value)
    }
}

#[test]
fn every_example_of_an_answer_survives() {
    let mut seen = 0;
    for (pointer, value) in examples() {
        let encoded = if pointer.contains("/components/responses/Error/") {
            again::<ErrorBody>(&pointer, &value)
        } else if !pointer.contains("/responses/2") || pointer.contains("text~1csv") {
            continue;
        } else if pointer.contains("Recordings.json/get") {
            again::<RecordingPage>(&pointer, &value)
        } else if pointer.contains("Events.json") {
            again::<CallLogPage>(&pointer, &value)
        } else if pointer.contains("Notifications.json") {
            again::<CallNotificationPage>(&pointer, &value)
        } else if pointer.contains("Notifications~1") {
            again::<CallNotificationDetails>(&pointer, &value)
        } else if pointer.contains("Recordings") {
            again::<Recording>(&pointer, &value)
        } else if pointer.contains("Calls.json/get") {
            again::<CallPage>(&pointer, &value)
        } else if pointer.contains("{CallSid}~1") {
            below(&pointer, &value)
        } else {
            again::<Call>(&pointer, &value)
        };
        assert_eq!(encoded, value, "{pointer}");
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} examples of answers were found");
}

/// An object with more properties than the crate knows, as JSON.
fn with_more(value: &Value) -> String {
    let text = value.to_string();
    let rest = text.strip_prefix('{').unwrap();
    let comma = if rest == "}" { "" } else { "," };
    format!(
        r#"{{"mood":"good","Na\"me":{{ "a" : [0.10, 1e2] }},"empty":"","gone":null{comma}{rest}"#
    )
}

fn keeps_more<T: Serialize + DeserializeOwned + std::fmt::Debug>(
    pointer: &str,
    value: &Value,
) -> T {
    let text = with_more(value);
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{pointer}: {error}"));
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, text.parse::<Value>().unwrap(), "{pointer}");
    let shown = format!("{read:?}");
    assert!(
        shown.contains(r#"extra: Extra {"mood", "Na\"me", "empty", "gone"}"#)
            && !shown.contains("good"),
        "{shown}"
    );
    read
}

#[test]
fn unknown_properties_of_every_answer_are_kept() {
    let mut seen = [0; 9];
    for (pointer, value) in examples() {
        let place = if pointer.contains("/components/responses/Error/") {
            keeps_more::<ErrorBody>(&pointer, &value);
            0
        } else if !pointer.contains("/responses/2") || pointer.contains("text~1csv") {
            continue;
        } else if pointer.contains("Recordings") && !pointer.contains("Recordings.json/get") {
            keeps_more::<Recording>(&pointer, &value);
            4
        } else if pointer.contains("Recordings.json") {
            for recording in value["recordings"].as_array().unwrap() {
                keeps_more::<Recording>(&pointer, recording);
                if recording["encryption_details"].is_object() {
                    keeps_more::<EncryptionDetails>(&pointer, &recording["encryption_details"]);
                    seen[5] += 1;
                }
                seen[4] += 1;
            }
            keeps_more::<RecordingPage>(&pointer, &value);
            1
        } else if pointer.contains("Events.json") {
            for event in value["events"].as_array().unwrap() {
                keeps_more::<CallLogEvent>(&pointer, event);
                keeps_more::<LoggedRequest>(&pointer, &event["request"]);
                if event["response"].is_object() {
                    keeps_more::<LoggedResponse>(&pointer, &event["response"]);
                }
            }
            keeps_more::<CallLogPage>(&pointer, &value);
            6
        } else if pointer.contains("Notifications.json") {
            for notification in value["notifications"].as_array().unwrap() {
                keeps_more::<CallNotification>(&pointer, notification);
            }
            keeps_more::<CallNotificationPage>(&pointer, &value);
            7
        } else if pointer.contains("Notifications~1") {
            keeps_more::<CallNotificationDetails>(&pointer, &value);
            8
        } else if pointer.contains("Calls.json/get") {
            keeps_more::<CallPage>(&pointer, &value);
            2
        } else if pointer.contains("{CallSid}~1Streams") {
            keeps_more::<CallStream>(&pointer, &value);
            3
        } else if pointer.contains("{CallSid}~1") {
            continue;
        } else {
            let call = keeps_more::<Call>(&pointer, &value);
            assert_eq!(call.extra.json("Na\"me"), Some(r#"{ "a" : [0.10, 1e2] }"#));
            assert_eq!(call.extra.get("mood"), Some(json!("good")));
            assert_eq!(call.extra.get("sid"), None);
            assert!(Call::deserialize(&value).unwrap().extra.is_empty());
            3
        };
        seen[place] += 1;
    }
    assert!(seen.iter().all(|seen| *seen > 0), "{seen:?}");
}

/// Parameters that no spec could list are values of one type.
#[test]
fn the_parameters_of_a_logged_request_are_a_map() {
    let request = |parameters: Value| {
        serde_json::from_value::<LoggedRequest>(json!({ "parameters": parameters }))
    };
    let read = request(json!({"To": "+15550001111", "empty": ""})).unwrap();
    let parameters = read.parameters.as_ref().unwrap();
    assert_eq!(parameters["To"].as_str(), "+15550001111");
    assert_eq!(parameters["empty"].as_str(), "");
    let shown = format!("{read:?}");
    assert!(shown.contains("To") && !shown.contains("555"), "{shown}");
    assert_eq!(request(Value::Null).unwrap().parameters, None);
    let error = request(json!({"To": {"deep": 5550001111_u64}})).unwrap_err();
    assert!(!error.to_string().contains("555"), "{error}");
}

/// Twilio writes `""` for the request that a notification is not about.
#[test]
fn a_notification_without_a_request_has_none() {
    let notification = serde_json::from_value::<CallNotificationDetails>(json!({
        "sid": "NO4e4e4e4e4e4e4e4e4e4e4e4e4e4e4e4e", "log": "1", "error_code": "15003",
        "request_method": null, "request_url": "", "request_variables": "",
        "response_headers": "", "response_body": "",
    }));
    let notification = notification.unwrap();
    assert_eq!(notification.request_url, None);
    assert_eq!(notification.request_variables, None);
    assert_eq!(notification.response_body, None);
}

/// What is not known must never be why a call that was placed cannot be read.
#[test]
fn an_unknown_property_never_makes_an_answer_unreadable() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for unknown in [
        "1e400",
        deep.as_str(),
        "\"\\ud83d\\ude00\"",
        "18446744073709551616",
    ] {
        let text = format!(
            r#"{{"x":{unknown},"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","status":"busy","x":{unknown}}}"#
        );
        let call: Call = serde_json::from_str(&text).unwrap();
        assert_eq!(call.extra.json("x"), Some(unknown));
        let written = serde_json::to_string(&call).unwrap();
        if serde_json::from_str::<Value>(unknown).is_err() {
            assert!(written.contains(unknown), "it is passed on");
            assert_eq!(call.extra.get("x"), None);
        }
        assert_eq!(serde_json::from_str::<Call>(&written).unwrap(), call);
    }
    for broken in ["01", "[1,]", "\"\u{1}\"", "nul"] {
        let text = format!(
            r#"{{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","x":{broken},"status":"busy"}}"#
        );
        assert!(serde_json::from_str::<Call>(&text).is_err(), "{broken}");
    }
}

#[test]
fn a_known_property_is_read_once() {
    let sid = r#""sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2""#;
    for (text, message) in [
        (
            format!(r#"{{{sid},{sid},"status":"busy"}}"#),
            "duplicate field `sid`",
        ),
        (
            format!(r#"{{{sid},"status":"busy","to":null,"to":""}}"#),
            "duplicate field `to`",
        ),
        (r#"{"status":"busy"}"#.to_owned(), "missing field `sid`"),
        (r#"["CA"]"#.to_owned(), "expected Call as an object"),
    ] {
        let error = serde_json::from_str::<Call>(&text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
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
        let mut encoded = encoded;
        without_empty_texts(&mut wanted);
        without_empty_texts(&mut encoded);
        // What is not there reads as nothing.
        for (key, value) in encoded.as_object().unwrap() {
            assert_eq!(
                wanted.get(key).unwrap_or(&Value::Null),
                value,
                "{id}: {key}"
            );
        }
        for key in body.as_object().unwrap().keys() {
            assert!(encoded.get(key).is_some(), "{id}: {key} is lost");
        }
        seen += 1;
    }
    assert!(seen >= 4, "only {seen} shapes were found");
}
