//! Text whose pattern is a fixed sequence of literals and classes, kept inline.

use super::InvalidValue;
use super::invalid::{Expected, Reason};
use super::rules::{character_at, length_fault};

/// The error for a text that is not of the fixed form. `fits(at, byte)` tells whether a byte may stand at a place.
#[cold]
#[inline(never)]
pub(crate) fn refuse_fixed(
    name: &'static str,
    pattern: &'static str,
    length: usize,
    text: &str,
    fits: impl Fn(usize, u8) -> bool,
) -> InvalidValue {
    let reason = length_fault(text, length, Some(length)).unwrap_or_else(|| {
        let wrong = text
            .bytes()
            .enumerate()
            .position(|(at, byte)| at >= length || !fits(at, byte));
        let (position, _) = character_at(text, wrong.unwrap_or(text.len()));
        Reason::Character {
            position,
            expected: Expected::Pattern(pattern),
        }
    });
    InvalidValue::new(name, reason, text)
}

/// Gives a type of fixed text (`struct Name([u8; N])` with `PATTERN`, `SAMPLE` and `matches`) its constructors and
/// traits.
macro_rules! fixed_text {
    ($name:ident, $length:literal) => {
        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            ///
            /// When the text does not match [`PATTERN`](Self::PATTERN).
            #[inline]
            pub fn new(value: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                if let Ok(bytes) = <&[u8; $length]>::try_from(value.as_bytes())
                    && Self::matches(bytes)
                {
                    return Ok(Self(*bytes));
                }
                Err($crate::scalar::refuse_fixed(stringify!($name), Self::PATTERN, $length, value, |at, byte| {
                    let mut sample = *Self::SAMPLE;
                    sample[at] = byte;
                    Self::matches(&sample)
                }))
            }

            /// Checks a literal, at compile time when it is used in a `const`.
            ///
            /// # Panics
            ///
            /// When the text does not match [`PATTERN`](Self::PATTERN); in a `const` that is an error of the compiler.
            /// For text that is not known beforehand there is [`new`](Self::new).
            #[must_use]
            pub const fn from_static(value: &'static str) -> Self {
                let text = value.as_bytes();
                let mut bytes = [0; $length];
                assert!(
                    text.len() == $length,
                    concat!(stringify!($name), ": the text must have exactly ", $length, " characters")
                );
                let mut at = 0;
                while at < $length {
                    bytes[at] = text[at];
                    at += 1;
                }
                assert!(Self::matches(&bytes), concat!(stringify!($name), ": the text does not match ", stringify!($name), "::PATTERN"));
                Self(bytes)
            }

            /// The text.
            #[must_use]
            pub const fn as_str(&self) -> &str {
                // A value is ASCII, so the check cannot fail; without it this would have to be `unsafe`.
                match ::core::str::from_utf8(&self.0) {
                    Ok(text) => text,
                    Err(_) => "",
                }
            }
        }

        impl $crate::scalar::FromText for $name {
            const NAME: &'static str = stringify!($name);

            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::new(text)
            }
        }

        impl ::core::convert::From<&Self> for $name {
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
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl ::core::fmt::Display for $name {
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
