//! The generated client over real HTTP on loopback.

mod examples;
mod private;
mod refusals;
mod requests;
mod round_trips;
mod schemas;
