//! The simulator from outside: plain HTTP with a client that is independent of the generated one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers stop their test when something is not there"
)]

mod actions;
mod bad_input;
mod callbacks;
mod failures;
mod faults;
mod library;
mod lifecycle;
mod media;
mod operations;
mod private;
mod recordings;
mod silence;
mod support;
