//! Lossless: decoding an example and encoding it again yields the same JSON value.

use serde::de::DeserializeOwned;
use serde::{Deserialize as _, Serialize};
use serde_json::{Value, json};
use twilio_calls::{
    Call, CallLogEvent, CallNotification, CallNotificationDetails, CallPage, EncryptionDetails,
    LoggedRequest, LoggedResponse, Recording, RecordingPage,
};
use twilio_calls_tests::root;

use crate::support::{for_each_response, responses};

fn again<T: Serialize + DeserializeOwned>(pointer: &str, value: &Value) -> Value {
    let read = T::deserialize(value).unwrap_or_else(|error| panic!("{pointer}: {error}"));
    serde_json::to_value(&read).unwrap()
}

fn survives<T: Serialize + DeserializeOwned>(pointer: &str, value: &Value) {
    assert_eq!(&again::<T>(pointer, value), value, "{pointer}");
}

#[test]
fn every_example_of_a_response_survives() {
    for_each_response!(survives);
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

fn keeps_more<T: Serialize + DeserializeOwned + std::fmt::Debug>(pointer: &str, value: &Value) {
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
}

#[test]
fn unknown_properties_of_every_response_are_kept() {
    for_each_response!(keeps_more);
    let mut encrypted = 0;
    for (_, pointer, value) in responses() {
        let items = |name: &str| value[name].as_array().cloned().unwrap_or_default();
        for recording in items("recordings") {
            keeps_more::<Recording>(&pointer, &recording);
            if recording["encryption_details"].is_object() {
                keeps_more::<EncryptionDetails>(&pointer, &recording["encryption_details"]);
                encrypted += 1;
            }
        }
        for event in items("events") {
            keeps_more::<CallLogEvent>(&pointer, &event);
            keeps_more::<LoggedRequest>(&pointer, &event["request"]);
            if event["response"].is_object() {
                keeps_more::<LoggedResponse>(&pointer, &event["response"]);
            }
        }
        for notification in items("notifications") {
            keeps_more::<CallNotification>(&pointer, &notification);
        }
    }
    assert!(encrypted > 0);
}

#[test]
fn unknown_properties_are_kept_as_they_were_written() {
    let (_, _, value) = responses().into_iter().find(|it| it.0 == "Call").unwrap();
    let call: Call = serde_json::from_str(&with_more(&value)).unwrap();
    assert_eq!(call.extra.json("Na\"me"), Some(r#"{ "a" : [0.10, 1e2] }"#));
    assert_eq!(call.extra.get("mood"), Some(json!("good")));
    assert_eq!(call.extra.get("sid"), None);
    assert!(!call.extra.is_empty());
    let without = Call::deserialize(&value).unwrap();
    assert!(without.extra.is_empty());
    // They count when calls are compared.
    assert_ne!(call.extra, without.extra);
}

/// Parameters that no spec can list are values of one type.
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

/// Twilio writes `""` for the request of a notification that has none.
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

/// An unknown property must never prevent the response to a placed call from being read.
#[test]
fn an_unknown_property_never_makes_a_response_unreadable() {
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

/// Writes the two forms in which Twilio leaves values empty, `null` and `""`, as the single one that we write.
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
        // A missing value reads as `None`.
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
