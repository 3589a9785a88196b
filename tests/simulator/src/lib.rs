//! A stand-in for the Calls API.
mod contract;
mod form;
mod moment;
mod random;
mod sid;
mod signature;
pub use contract::{Contract, SpecError};
pub use moment::Moment;
pub use sid::{InvalidSid, Sid};
