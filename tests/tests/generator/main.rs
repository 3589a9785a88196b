//! The generator, from documents to files.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test, as the tests themselves do"
)]

mod bad;
mod clients;
mod determinism;
mod dialect;
mod doc_examples;
mod documentation;
mod error_codes;
mod fixes;
mod fixtures;
mod freshness;
mod invariants;
mod json_body;
mod large;
mod outline;
mod rules;
mod runtime;
mod single_mistakes;
mod wire_names;
