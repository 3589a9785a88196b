//! The simulator from outside: plain HTTP with a client that knows nothing of the generated one.

mod callbacks;
mod course;
mod library;
mod operations;
mod rough;
mod support;
mod trouble;
