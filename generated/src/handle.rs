//! What handles of resources keep.

#![allow(dead_code, reason = "a document may have no handles")]

use crate::argument::Argument;
use crate::scalar::InvalidValue;

/// An argument that was given to a handle and is passed on to its requests, or why it is invalid.
///
/// It is an argument itself, so a request that is sent with an invalid one fails and says why.
#[derive(Clone, Debug)]
pub(crate) struct Given<T>(pub(crate) Result<T, InvalidValue>);

impl<T> Given<T> {
    pub(crate) fn new(argument: impl Argument<T>) -> Self {
        Self(argument.into_argument())
    }
}
