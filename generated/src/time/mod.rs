//! Points in time: as Twilio writes them, and as the filters of lists take them.
//!
//! No date library is needed. With the features `jiff`, `chrono` and `time`, the types convert from and to those of the
//! crate of the same name.

mod civil;
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
mod convert;
mod date_or_time;
mod read;
mod rfc3339;
#[cfg(test)]
mod tests;
mod timestamp;

pub use date_or_time::DateOrTime;
pub use rfc3339::{Date, DateTime};
pub use timestamp::Timestamp;
