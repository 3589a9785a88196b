//! Responses inside the application's own types, where serde reads into a buffer first.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilio_calls::Call;
use twilio_calls_tests::examples;

use crate::support::for_each_response;

/// A type with `#[serde(flatten)]` or one of the representations of enums.
#[derive(Serialize, Deserialize)]
struct Flattened<T> {
    note: String,
    #[serde(flatten)]
    inner: T,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Number(u64),
    Inner(T),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internally<T> {
    Inner(T),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "content")]
enum Adjacently<T> {
    Inner(T),
}

#[derive(Serialize, Deserialize)]
enum Externally<T> {
    Inner(T),
}

/// Reads JSON in every possible way, and writes it again.
fn read_and_written<T: Serialize + DeserializeOwned>(value: &Value) -> Vec<Value> {
    let text = value.to_string();
    vec![
        serde_json::to_value(serde_json::from_str::<T>(&text).unwrap()).unwrap(),
        serde_json::to_value(serde_json::from_reader::<_, T>(text.as_bytes()).unwrap()).unwrap(),
        serde_json::to_value(serde_json::from_value::<T>(value.clone()).unwrap()).unwrap(),
        serde_json::to_value(T::deserialize(value).unwrap()).unwrap(),
    ]
}

fn with(value: &Value, name: &str, member: &str) -> Value {
    let mut value = value.clone();
    value[name] = json!(member);
    value
}

fn survives_everywhere<T: Serialize + DeserializeOwned>(_: &str, value: &Value) {
    for written in read_and_written::<T>(value) {
        assert_eq!(&written, value);
    }
    let flat = with(value, "note", "x");
    for written in read_and_written::<Flattened<T>>(&flat) {
        assert_eq!(written, flat);
    }
    for written in read_and_written::<Untagged<T>>(value) {
        assert_eq!(&written, value);
    }
    let internal = with(value, "kind", "Inner");
    for written in read_and_written::<Internally<T>>(&internal) {
        assert_eq!(written, internal);
    }
    // If the content comes before the tag, it has to be buffered.
    let text = format!(r#"{{"content":{value},"kind":"Inner"}}"#);
    let Adjacently::Inner(inner) = serde_json::from_str::<Adjacently<T>>(&text).unwrap();
    assert_eq!(&serde_json::to_value(inner).unwrap(), value);
    let adjacent = json!({ "kind": "Inner", "content": value });
    for written in read_and_written::<Adjacently<T>>(&adjacent) {
        assert_eq!(written, adjacent);
    }
    let external = json!({ "Inner": value });
    for written in read_and_written::<Externally<T>>(&external) {
        assert_eq!(written, external);
    }
    // A buffer inside another.
    let nested = with(&with(value, "note", "x"), "kind", "Inner");
    for written in read_and_written::<Untagged<Internally<Flattened<T>>>>(&nested) {
        assert_eq!(written, nested);
    }
}

#[test]
fn every_response_can_be_part_of_other_types() {
    for_each_response!(survives_everywhere);
}

/// Unknown properties are preserved wherever the known ones are.
#[test]
fn unknown_properties_can_be_part_of_other_types() {
    for unknown in [
        json!(null),
        json!(""),
        json!(-1.5),
        json!({"a": [1, {"b": "c"}]}),
        json!([]),
    ] {
        let mut call = json!({"sid": "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2", "status": "busy"});
        let known: Value = serde_json::to_value(Call::deserialize(&call).unwrap()).unwrap();
        call.clone_from(&known);
        call["brand_new"] = unknown.clone();
        call["another \"one\""] = unknown.clone();
        survives_everywhere::<Call>("", &call);
        let kept: Flattened<Call> = serde_json::from_value(with(&call, "note", "x")).unwrap();
        assert_eq!(kept.inner.extra.get("brand_new"), Some(unknown));
        assert_eq!(kept.inner.extra.iter().len(), 2, "{:?}", kept.inner.extra);
    }
}

/// A call as an application might store it, next to data of its own.
#[test]
fn the_members_of_an_embedded_call_are_there() {
    let text = r#"{"note":"x","sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","status":"new-status","duration":"15",
        "trunk_sid":"","price":-0.03,"subresource_uris":{"recordings":"/r.json","n":1}}"#;
    let kept: Flattened<Call> = serde_json::from_str(text).unwrap();
    let call = kept.inner;
    assert_eq!(call.status.as_str(), "new-status");
    assert_eq!(call.duration.map(|it| it.get()), Some(15));
    assert_eq!(
        call.price.map(|it| it.to_string()).as_deref(),
        Some("-0.03")
    );
    assert_eq!(call.trunk_sid, None);
    let uris = call.subresource_uris.unwrap();
    assert_eq!(uris.recordings().as_deref(), Some("/r.json"));
}

#[test]
fn a_response_is_an_object_in_another_format_too() {
    let mut seen = 0;
    for (pointer, value) in examples() {
        if pointer.contains("/responses/2") && value.get("subresource_uris").is_some() {
            let value = with(&value, "brand_new", "x");
            let call = Call::deserialize(&value).unwrap();
            let table = toml::Table::try_from(&call).unwrap();
            assert!(
                table["subresource_uris"]["recordings"].is_str(),
                "{table:?}"
            );
            assert_eq!(Call::deserialize(table.clone()).unwrap(), call);
            let kept: Untagged<Call> = table.try_into().unwrap();
            assert!(matches!(kept, Untagged::Inner(kept) if kept == call));
            seen += 1;
        }
    }
    assert!(seen > 0);
}
