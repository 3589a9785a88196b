//! What handles of resources keep.

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

/// Makes what was given for an identifier an argument of that type.
macro_rules! given {
    ($identifier:ident) => {
        impl TryFrom<$crate::handle::Given<$identifier>> for $identifier {
            type Error = $crate::InvalidValue;

            fn try_from(given: $crate::handle::Given<Self>) -> Result<Self, Self::Error> {
                given.0
            }
        }
    };
}
pub(crate) use given;
