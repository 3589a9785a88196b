//! Documents in our own style, as JSON.

use codegen::{Source, load};
use serde_json::Value;

use super::{documents, files};

/// Fragments of documents, in addition to those of any JSON.
pub const DICTIONARY: &[&str] = &[
    "\"$ref\": \"#/components/schemas/",
    "\"allOf\": [",
    "\"enum\": [\"a\"]",
    "\"pattern\": \"^a$\"",
    "\"minimum\": 1",
    "//",
    "/*",
];

/// The fixtures as JSON.
pub fn seeds() -> Vec<Vec<u8>> {
    let fixtures = files("tests/fixtures", "yaml").into_iter();
    fixtures
        .filter_map(|text| String::from_utf8(text).ok())
        .filter_map(|text| load(&Source::new("fixture.yaml", text)).ok())
        .filter_map(|document| serde_json::to_vec_pretty(&document.root().to_json()).ok())
        .collect()
}

/// The same as for YAML. In addition, we accept what serde_json accepts, with the same result, unless the layout of
/// the document is faulty.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let source = Source::new("document.json", text);
    documents::check(&source);
    if let (Ok(theirs), Ok(ours)) = (serde_json::from_str::<Value>(text), load(&source)) {
        let report = codegen::findings(&source);
        // Of a repeated key the first value counts here, and the last one there. A control character is left out here;
        // JSON allows U+007F. An integer that does not fit in 64 bits stays text here, and is rounded there.
        let is_faulty = report
            .findings()
            .iter()
            .any(|it| ["duplicate-key", "control-character", "number"].contains(&it.rule));
        let ours = with_plain_zeros(ours.root().to_json());
        assert!(is_faulty || ours == with_plain_zeros(theirs), "{text}");
    }
}

/// The value with 0 for every zero: `-0` is an integer here, and a floating-point number with a sign there.
fn with_plain_zeros(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_f64() == Some(0.0) => Value::from(0),
        Value::Array(items) => items.into_iter().map(with_plain_zeros).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, with_plain_zeros(value)))
            .collect(),
        other => other,
    }
}
