//! Which values convert to the type of a parameter, and which are requests that someone forgot to await.
//!
//! The compiler rejects a request in place of an identifier in any case. A request implements [`Converts`] only for the
//! sake of the message, and its stage is not [`Convertible`]: the compiler reports the first condition that does not
//! hold.

#![allow(
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use crate::scalar::InvalidValue;

/// A value that converts to `T`, or a request whose response has a `T` that identifies the resource.
pub trait Converts<T> {
    /// [`Value`], or a reference to the request: with the request itself, the compiler would print the message of
    /// [`Argument`](crate::Argument) instead.
    type Stage;
}

/// The stage of everything but requests.
pub struct Value;

/// The stage in which a `V` can be converted to a `T`: that of values, not of requests.
#[diagnostic::on_unimplemented(
    message = "`{V}` is a request that was not sent: add `.await?.sid`",
    label = "this is a request, not its response"
)]
pub trait Convertible<T, V> {
    fn convert(value: V) -> Result<T, InvalidValue>;
}

#[diagnostic::do_not_recommend]
impl<T, V> Converts<T> for V
where
    V: TryInto<T>,
    V::Error: Into<InvalidValue>,
{
    type Stage = Value;
}

#[diagnostic::do_not_recommend]
impl<T, V> Convertible<T, V> for Value
where
    V: TryInto<T>,
    V::Error: Into<InvalidValue>,
{
    #[inline]
    fn convert(value: V) -> Result<T, InvalidValue> {
        value.try_into().map_err(Into::into)
    }
}

/// Requests whose responses have the identifier in brackets as their `sid`: `unsent!([CallSid] CreateCall FetchCall)`.
macro_rules! unsent {
    ([$sid:ident] $($request:ident)+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl $crate::conversion::Converts<$sid> for $request {
                type Stage = &'static Self;
            }
        )+
    };
}
pub(crate) use unsent;
