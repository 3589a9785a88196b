//! The JSON Schemas of the generated types match the spec's components.

use schemars::{JsonSchema, schema_for};
use serde_json::Value;
use twilio_calls_tests::spec_document;

/// A component of the spec as JSON.
fn component(name: &str) -> Value {
    let document = spec_document();
    document
        .node(&format!("/components/schemas/{name}"))
        .unwrap()
        .to_json()
}

#[track_caller]
fn assert_agrees<T: JsonSchema>(keywords: &[&str]) {
    let schema = schema_for!(T).to_value();
    let name = T::schema_name();
    let component = component(&name);
    assert!(!keywords.is_empty());
    for keyword in keywords {
        assert!(
            component.get(keyword).is_some(),
            "`{name}` of the spec has no `{keyword}`"
        );
        assert_eq!(
            schema.get(keyword),
            component.get(keyword),
            "`{keyword}` of `{name}`: {schema}"
        );
    }
}

#[test]
fn scalars_have_the_rules_of_the_spec() {
    use twilio_calls::*;

    assert_agrees::<AccountSid>(&["type", "pattern"]);
    assert_agrees::<ApplicationSid>(&["type", "pattern"]);
    assert_agrees::<ByocTrunkSid>(&["type", "pattern"]);
    assert_agrees::<CallSid>(&["type", "pattern"]);
    assert_agrees::<ConferenceSid>(&["type", "pattern"]);
    assert_agrees::<GroupSid>(&["type", "pattern"]);
    assert_agrees::<PhoneNumberSid>(&["type", "pattern"]);
    assert_agrees::<RecordingSid>(&["type", "pattern"]);
    assert_agrees::<TrunkSid>(&["type", "pattern"]);
    assert_agrees::<Currency>(&["type", "pattern"]);
    assert_agrees::<PhoneNumber>(&["type", "pattern"]);
    assert_agrees::<CallbackUrl>(&["type", "pattern", "maxLength"]);
    assert_agrees::<Twiml>(&["type", "pattern", "maxLength"]);
    assert_agrees::<SendDigits>(&["type", "pattern", "maxLength"]);
    assert_agrees::<Timeout>(&["type", "minimum", "maximum"]);
    assert_agrees::<PageSize>(&["type", "minimum", "maximum"]);
    assert_agrees::<MachineDetectionSpeechThreshold>(&["type", "minimum", "maximum"]);
    assert_agrees::<MachineDetectionSpeechEndThreshold>(&["type", "minimum", "maximum"]);
    assert_agrees::<MachineDetectionSilenceTimeout>(&["type", "minimum", "maximum"]);
    assert_agrees::<TimeLimit>(&["type", "minimum", "maximum"]);
    assert_agrees::<HttpMethod>(&["type", "enum"]);
    assert_agrees::<CallEvent>(&["type", "enum"]);
    assert_agrees::<UpdateCallStatus>(&["type", "enum"]);
}

/// An open enum lists the values of the spec and allows others.
#[test]
fn open_enums_stay_open() {
    let schema = schema_for!(twilio_calls::CallStatus).to_value();
    let text = schema.to_string();
    let component = component("CallStatus");
    for word in component["enum"].as_array().unwrap() {
        assert!(text.contains(&word.to_string()), "{word} is not in {text}");
    }
    assert!(
        schema.get("enum").is_none(),
        "the words are all that is allowed: {text}"
    );
}

/// The properties of a struct, and which of them are required.
#[test]
fn structs_have_the_properties_of_the_spec() {
    fn names(value: &Value, key: &str) -> Vec<String> {
        let mut names: Vec<String> = match value.get(key) {
            Some(Value::Object(members)) => members.keys().cloned().collect(),
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        };
        names.sort();
        names
    }
    for (name, schema) in [
        ("Call", schema_for!(twilio_calls::Call).to_value()),
        ("CallPage", schema_for!(twilio_calls::CallPage).to_value()),
        ("Recording", schema_for!(twilio_calls::Recording).to_value()),
        (
            "RecordingPage",
            schema_for!(twilio_calls::RecordingPage).to_value(),
        ),
        ("ErrorBody", schema_for!(twilio_calls::ErrorBody).to_value()),
    ] {
        let component = component(name);
        for key in ["properties", "required"] {
            assert_eq!(
                names(&schema, key),
                names(&component, key),
                "`{key}` of `{name}`"
            );
        }
    }
}
