//! Documents in our own style, as JSON.

use codegen::{Source, load};

use super::{documents, files};

/// Fragments of documents.
pub const DICTIONARY: &[&str] = &[
    "\"$ref\": \"#/components/schemas/",
    "\"allOf\": [",
    "\"enum\": [\"a\"]",
    "\"pattern\": \"^a$\"",
    "\"minimum\": 1",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\u0000\"",
    "1e400",
    "-0",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
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

/// The same as for YAML. In addition, we accept what serde_json accepts, with the same result, unless a key is
/// repeated.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    documents::check(&Source::new("document.json", text));
}
