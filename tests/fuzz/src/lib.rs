//! Fuzz targets: functions that take any bytes and panic if something does not hold.
//!
//! Two drivers call them. `cargo fuzz` makes programs of `fuzz_targets/`, which needs a nightly toolchain; the seeded
//! [`driver`] runs on stable, as a test of the workspace and, with `FUZZ_SECONDS`, for as long as one likes. Both begin
//! with the inputs in `corpus/` and those that a target makes or finds in the repository ([`Target::seeds`]).

pub mod driver;
pub mod targets;

use targets::{
    callbacks, csv, decimals, descriptions, diff, documents, forms, forwarded, json_documents,
    official_documents, patterns, responses, sids, signatures, simulator, timestamps, twiml,
};

/// Something that is fuzzed.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its module, its program and its folder in `corpus/`.
    pub name: &'static str,
    /// Takes an input, and panics if something does not hold.
    pub run: fn(&[u8]),
    /// Inputs to begin with, besides those in `corpus/`.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Pieces that inputs are made of: those of the target, and those of its language.
    pub dictionary: &'static [&'static [&'static str]],
    /// How many changed inputs the test of the workspace tries.
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
