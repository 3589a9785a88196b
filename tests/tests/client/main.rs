//! The generated client over real HTTP on loopback.

mod builder;
mod credentials;
mod csv;
mod errors;
mod examples;
mod faults;
mod hostile_answers;
mod options;
mod pace;
mod paging;
mod private;
mod refusals;
mod requests;
mod retries;
mod round_trips;
mod schemas;
mod setters;
mod support;
mod waiting;
