//! Documents in the official style.

use codegen::{Source, generate_official};

use super::{documents, files, json_documents};

/// Fragments of documents.
pub const DICTIONARY: &[&str] = json_documents::DICTIONARY;

/// Documents of that style.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = files("tests/fixtures/official", "json");
    // The largest ones would take nearly all of the time.
    seeds.retain(|seed| seed.len() < 60_000);
    seeds
}

/// A document is normalized, checked and generated, or rejected with findings.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    match generate_official(&Source::new("document.json", text)) {
        Ok(output) => documents::reported(&output.warnings),
        Err(report) => {
            assert!(report.has_errors());
            documents::reported(&report);
        }
    }
}
