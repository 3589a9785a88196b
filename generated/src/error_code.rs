//! Error codes of Twilio.

#![allow(
    unused_macros,
    unused_imports,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::api::service::ERROR_CODES;

/// An error code of Twilio: what it is called, what it means, and whether a retry can help.
///
/// [`Error::code`](crate::Error::code) returns it, and the error codes of callbacks and recordings convert to it. Codes
/// that this crate has no name for are kept. Twilio adds codes, and sometimes reports a different code for the same
/// error. So prefer the predicates of an [`Error`](crate::Error), such as [`is_retryable`](crate::Error::is_retryable),
/// where they are enough.
///
/// ```
/// use twilio_calls::ErrorCode;
///
/// let code = ErrorCode::new(20429);
/// assert_eq!(code.meaning(), Some("too many requests"));
/// assert!(code == 20429);
/// assert_eq!(ErrorCode::new(99999).name(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorCode(u32);

impl ErrorCode {
    /// The error code with this number.
    #[must_use]
    pub const fn new(code: u32) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The name of its constant, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.known()?.1.map(|(name, _)| name)
    }

    /// What the code means, in this crate's own words, which contain no personal data.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        self.known()
            .map(|(_, _, meaning)| *meaning)
            .or_else(|| general_meaning(self.0))
    }

    /// Whether the same request may succeed later without a change; `None` if the code has no [`name`](Self::name).
    ///
    /// This does not mean that the request can safely be sent again: see
    /// [`Error::is_retryable`](crate::Error::is_retryable).
    #[must_use]
    pub fn retry_may_help(self) -> Option<bool> {
        self.known()?.1.map(|(_, retry)| retry)
    }

    /// All codes that have a name, in ascending order.
    pub fn named() -> impl Iterator<Item = Self> {
        let has_name = |known: &&KnownCode| known.1.is_some();
        ERROR_CODES
            .iter()
            .filter(has_name)
            .map(|(code, ..)| Self(*code))
    }

    fn known(self) -> Option<&'static KnownCode> {
        let at = ERROR_CODES
            .binary_search_by_key(&self.0, |(code, ..)| *code)
            .ok()?;
        ERROR_CODES.get(at)
    }
}

/// What is known about codes, in their order; of those with a name also whether a retry can help.
///
/// ```text
/// error_codes! {
///     20429 TOO_MANY_REQUESTS true "too many requests";
///     99999 "something else";
/// }
/// ```
macro_rules! error_codes {
    ($($code:literal $($name:ident $retry:literal)? $meaning:literal;)*) => {
        /// What is known about error codes, in their order.
        pub(crate) static ERROR_CODES: &[$crate::error_code::KnownCode] = &[
            $(($code, $crate::error_code::error_codes!(@named $($name $retry)?), $meaning),)*
        ];

        /// The codes that Twilio documents.
        impl $crate::ErrorCode {
            $($(
                #[doc = concat!($code, ": ", $meaning, ".")]
                pub const $name: Self = Self::new($code);
            )?)*
        }
    };
    (@named $name:ident $retry:literal) => { Some((stringify!($name), $retry)) };
    (@named) => { None };
}
pub(crate) use error_codes;

/// A row of the table: the code, its name and whether a retry can help, and the meaning.
pub(crate) type KnownCode = (u32, Option<(&'static str, bool)>, &'static str);

/// The codes that every part of Twilio uses.
fn general_meaning(code: u32) -> Option<&'static str> {
    Some(match code {
        20003 => "the credentials were rejected",
        20004 => "method not allowed",
        20005 => "the account is not active",
        20006 => "access denied",
        20007 => "the page size is too large",
        20008 => "not available with test credentials",
        20404 => "not found",
        20429 => "too many requests",
        20500 => "internal server error",
        20503 => "Twilio is unavailable",
        _ => return None,
    })
}

/// The number.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "ErrorCode({}, {name})", self.0),
            None => write!(f, "ErrorCode({})", self.0),
        }
    }
}

impl From<u32> for ErrorCode {
    fn from(code: u32) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for u32 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl PartialEq<u32> for ErrorCode {
    fn eq(&self, other: &u32) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::{ERROR_CODES, ErrorCode, general_meaning};

    #[test]
    fn every_code_of_the_table_is_found() {
        assert!(ERROR_CODES.is_sorted_by(|(one, ..), (other, ..)| one < other));
        for (code, named, meaning) in ERROR_CODES {
            let code = ErrorCode::new(*code);
            assert_eq!(code.meaning(), Some(*meaning));
            assert_eq!(code.name().zip(code.retry_may_help()), *named);
        }
        assert!(ErrorCode::named().count() <= ERROR_CODES.len());
    }

    #[test]
    fn codes_of_every_part_of_twilio_have_a_meaning() {
        for code in [
            20003, 20004, 20005, 20006, 20007, 20008, 20404, 20429, 20500, 20503,
        ] {
            assert!(general_meaning(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_code_is_compared_with_a_number() {
        let code = ErrorCode::new(20_429);
        assert!(code == 20_429 && code != 20_404);
    }

    #[test]
    fn a_code_without_a_row_is_kept() {
        let code = ErrorCode::from(4_294_967_295);
        assert_eq!((code.name(), code.meaning()), (None, None));
        assert_eq!(code.retry_may_help(), None);
        assert_eq!(
            format!("{code} {code:?}"),
            "4294967295 ErrorCode(4294967295)"
        );
    }
}
