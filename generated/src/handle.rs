//! What handles of resources keep.

#![allow(dead_code, reason = "a document may have no handles")]

use crate::argument::Argument;
use crate::scalar::InvalidValue;

/// An argument that was given before the request for which it is meant, or why it is invalid.
///
/// It is an argument itself, so the request reports what is wrong with it when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Given<T>(pub(crate) Result<T, InvalidValue>);

impl<T> Given<T> {
    pub(crate) fn new(argument: impl Argument<T>) -> Self {
        Self(argument.into_argument())
    }
}
