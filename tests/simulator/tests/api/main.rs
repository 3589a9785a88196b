//! The simulator from outside: plain HTTP with a client that knows nothing of the generated one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers stop their test when something is not there"
)]

mod callbacks;
mod course;
mod library;
mod operations;
mod rough;
mod support;
mod trouble;
