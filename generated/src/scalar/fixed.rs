//! Strings whose pattern is a fixed sequence of literals and classes, stored inline.

use super::InvalidValue;
use super::invalid::{Expected, Reason};
use super::rules::length_fault;

/// The error for a string that does not have the fixed form. Each of `forms` returns whether a byte is allowed at a
/// position; the one that matches the longest prefix determines the position of the error.
#[cold]
#[inline(never)]
pub(crate) fn reject_fixed(
    name: &'static str,
    expected: &'static str,
    length: usize,
    text: &str,
    forms: &[fn(usize, u8) -> bool],
) -> InvalidValue {
    let reason = length_fault(text, length, Some(length)).unwrap_or_else(|| {
        let wrong = |fits: &fn(usize, u8) -> bool| {
            let mut bytes = text.bytes().enumerate();
            bytes.position(|(at, byte)| !fits(at, byte))
        };
        let wrong = forms.iter().filter_map(wrong).max();
        Reason::at(text, wrong.unwrap_or(text.len()))
    });
    InvalidValue::new(name, reason, Expected::described(expected), text)
}

/// A type of strings of fixed length with one class of ASCII characters at every position.
///
/// ```text
/// fixed_text! {
///     /// The identifier of a call.
///     pub struct CallSid([u8; 34]) = "^CA[0-9a-fA-F]{32}$", "`CA` and 32 hexadecimal digits",
///         [1 * b'C', 1 * b'A', 32 * b'0'..=b'9' | b'A'..=b'F' | b'a'..=b'f'];
/// }
/// ```
///
/// The pattern is for schemas; the description, which may be empty, is for messages. What is checked is the array at
/// the end: how many characters of which class. Several arrays with `|` between them are alternatives, such as one for
/// each prefix of a SID. Every position is checked whatever the result of the others, so that the loops have no
/// branches and vectorize.
macro_rules! fixed_text {
    ($(#[$attr:meta])* $vis:vis struct $name:ident([u8; $length:literal]) = $pattern:literal, $expected:literal,
        $([$($count:literal * $($class:pat_param)|+),+])|+;) => {
        $(#[$attr])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $vis struct $name([u8; $length]);

        impl $name {
            /// The pattern every value matches.
            pub const PATTERN: &'static str = $pattern;

            #[inline]
            const fn matches(text: &[u8; $length]) -> bool {
                false $(| {
                    let mut ok = true;
                    let mut at = 0;
                    $(
                        let end = at + $count;
                        while at < end {
                            ok &= $(matches!(text[at], $class))|+;
                            at += 1;
                        }
                    )+
                    ok & (at == $length)
                })+
            }

            /// Whether a byte may stand at a position, for each of the alternatives.
            const FORMS: &'static [fn(usize, u8) -> bool] = &[$({
                #[inline]
                fn fits(place: usize, byte: u8) -> bool {
                    let mut end = 0;
                    $(
                        end += $count;
                        if place < end {
                            return $(matches!(byte, $class))|+;
                        }
                    )+
                    false
                }
                fits
            }),+];
        }

        impl $name {
            /// Checks a string.
            ///
            /// # Errors
            ///
            /// Fails if the string does not match [`PATTERN`](Self::PATTERN).
            #[inline]
            pub fn new(value: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                if let Ok(bytes) = <&[u8; $length]>::try_from(value.as_bytes())
                    && Self::matches(bytes)
                {
                    return Ok(Self(*bytes));
                }
                Err($crate::scalar::reject_fixed(stringify!($name), $expected, $length, value, Self::FORMS))
            }

            /// Checks a literal, at compile time when it is used in a `const`.
            ///
            /// # Panics
            ///
            /// Panics if the string does not match [`PATTERN`](Self::PATTERN); in a `const` that is a compile error.
            /// For strings that are not known at compile time use [`new`](Self::new).
            #[must_use]
            #[inline]
            pub const fn from_static(value: &'static str) -> Self {
                let text = value.as_bytes();
                let mut bytes = [0; $length];
                assert!(
                    text.len() == $length,
                    concat!(stringify!($name), ": the string must have exactly ", $length, " characters")
                );
                let mut at = 0;
                while at < $length {
                    bytes[at] = text[at];
                    at += 1;
                }
                assert!(Self::matches(&bytes), concat!(stringify!($name), ": the string does not match ", stringify!($name), "::PATTERN"));
                Self(bytes)
            }

            /// Returns the string.
            #[must_use]
            #[inline]
            pub const fn as_str(&self) -> &str {
                // A value is ASCII, so the check cannot fail; without it this would have to be `unsafe`.
                match ::core::str::from_utf8(&self.0) {
                    Ok(text) => text,
                    Err(_) => "",
                }
            }
        }

        impl $crate::scalar::FromText for $name {
            const EXPECTED: &'static str = $expected;

            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::new(text)
            }
        }

        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                *value
            }
        }

        // As `str` hashes, because of `Borrow<str>`.
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::scalar::text_from!($name);
        $crate::scalar::text_view!($name);
        $crate::scalar::text_borrow!($name);
        $crate::scalar::json_schema!($name, _generator =>
            $crate::scalar::schema::text(stringify!($name), Some(Self::PATTERN), 0, None));
    };
}
pub(crate) use fixed_text;
