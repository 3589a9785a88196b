//! Which values convert to the type of a parameter, and which are requests that someone forgot to await.
//!
//! A request in the place of an identifier is rejected by the compiler in any case. That it *converts*, and only was not
//! sent, is for the message: the compiler reports the first condition that does not hold.

#![allow(
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use crate::scalar::InvalidValue;

/// A value that converts to `T`, or a request whose response has a `T` that identifies the resource.
pub trait Converts<T> {
    /// [`Value`], or a reference to the request. Of the request itself, the compiler would print the message of
    /// [`Argument`](crate::Argument).
    type Stage;
}

/// The stage of everything but requests.
pub struct Value;

/// The stage in which a `V` can be converted to a `T`: that of a value, and of no request.
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
