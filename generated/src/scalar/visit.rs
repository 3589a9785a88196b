//! Reading a value from a string.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};

use super::InvalidValue;

/// The description of strings without one of their own.
pub(crate) const ANY_STRING: &str = "a string";

/// A type that is made from a string and checks it.
pub(crate) trait FromText: Sized {
    /// A description of the strings for messages, such as "a phone number".
    const EXPECTED: &'static str = ANY_STRING;

    /// Checks the string and keeps what it needs of it.
    fn from_text(text: &str) -> Result<Self, InvalidValue>;

    /// Like [`from_text`](Self::from_text), for a string that can be moved.
    fn from_owned(text: String) -> Result<Self, InvalidValue> {
        Self::from_text(&text)
    }
}

/// Reads a [`FromText`] from a string, without an allocation of its own.
pub(crate) struct TextVisitor<T>(PhantomData<T>);

impl<T> TextVisitor<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match T::EXPECTED {
            ANY_STRING => f.write_str(ANY_STRING),
            expected => write!(f, "a string: {expected}"),
        }
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }

    // serde's own messages would repeat the number, which can be somebody's phone number.
    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a number"), &self))
    }
}
