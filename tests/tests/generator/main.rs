//! The generator, from documents to files.

mod bad;
mod determinism;
mod fixtures;
mod freshness;
mod invariants;
mod outline;
mod wire_names;
