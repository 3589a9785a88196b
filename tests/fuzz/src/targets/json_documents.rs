//! Documents by the rules of our own, in JSON.

use codegen::{Source, load};
use serde_json::Value;

use super::{documents, files};

/// What documents are made of, besides what all JSON is made of.
pub const DICTIONARY: &[&str] = &[
    "\"$ref\": \"#/components/schemas/",
    "\"allOf\": [",
    "\"enum\": [\"a\"]",
    "\"pattern\": \"^a$\"",
    "\"minimum\": 1",
    "//",
    "/*",
];

/// The fixtures, written as JSON.
pub fn seeds() -> Vec<Vec<u8>> {
    let fixtures = files("tests/fixtures", "yaml").into_iter();
    fixtures
        .filter_map(|text| String::from_utf8(text).ok())
        .filter_map(|text| load(&Source::new("fixture.yaml", text)).ok())
        .filter_map(|document| serde_json::to_vec_pretty(&document.root().to_json()).ok())
        .collect()
}

/// The same as for YAML. What serde_json reads, we read too, and the same, as long as nothing is wrong with its layout.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let source = Source::new("document.json", text);
    documents::check(&source);
    if let (Ok(theirs), Ok(ours)) = (serde_json::from_str::<Value>(text), load(&source)) {
        let report = codegen::findings(&source);
        // Of a repeated key the first value counts here, and the last one there.
        let is_repeated = report
            .findings()
            .iter()
            .any(|it| it.rule == "duplicate-key");
        assert!(is_repeated || ours.root().to_json() == theirs, "{text}");
    }
}
