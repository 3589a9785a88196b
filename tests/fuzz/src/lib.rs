//! Fuzz targets: functions that accept arbitrary bytes and panic if a property is violated.
//!
//! There are two drivers. `cargo fuzz` builds the programs in `fuzz_targets/`, which requires a nightly toolchain;
//! the seeded [`driver`] runs on stable, as a test of the workspace and, with `FUZZ_SECONDS`, for any length of time.
//! Both start with the inputs in `corpus/` and those that a target generates or finds in the repository
//! ([`Target::seeds`]).

pub mod driver;
pub mod targets;

use targets::{
    callbacks, csv, decimals, descriptions, diff, documents, forms, forwarded, json_documents,
    official_documents, patterns, responses, sids, signatures, simulator, timestamps, twiml,
};

/// A fuzz target.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its module, of its program and of its folder in `corpus/`.
    pub name: &'static str,
    /// Processes an input, and panics if a property is violated.
    pub run: fn(&[u8]),
    /// Initial inputs, in addition to those in `corpus/`.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Fragments that are inserted into inputs: those of the target, and those of its language.
    pub dictionary: &'static [&'static [&'static str]],
    /// The number of mutated inputs in the test of the workspace.
    pub tries: u32,
}

macro_rules! targets {
    ($($name:ident $tries:literal $(of $language:ident)?),* $(,)?) => {
        /// All targets.
        pub const TARGETS: &[Target] = &[$(Target {
            name: stringify!($name),
            run: $name::run,
            seeds: $name::seeds,
            dictionary: &[$name::DICTIONARY $(, targets::$language)?],
            tries: $tries,
        }),*];
    };
}

targets! {
    callbacks 4000,
    csv 500,
    decimals 10_000,
    descriptions 3,
    diff 20,
    documents 30,
    forms 3000,
    forwarded 4000,
    json_documents 30 of JSON,
    official_documents 1 of JSON,
    patterns 300,
    responses 500 of JSON,
    sids 1000,
    signatures 1500,
    simulator 150,
    timestamps 10_000,
    twiml 4000,
}
