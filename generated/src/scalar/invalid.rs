//! The error of every type for a single value.

use std::convert::Infallible;
use std::fmt;

use crate::xml::{Place, Problem};

/// A value that does not satisfy the rules of its type.
///
/// The message says what is wrong and what was expected, and repeats at most the first four characters of the value; of
/// personal data and secrets it repeats nothing.
///
/// ```
/// use twilio_calls::{CallSid, PhoneNumber};
///
/// let error = CallSid::new("CAb2").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "too short (4 characters, at least 34 needed); expected `CA` and 32 hexadecimal digits, got \"CAb2\"",
/// );
/// let error = PhoneNumber::new("555 0100").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "invalid character at position 1; expected a phone number such as +15551234567",
/// );
/// ```
///
/// It is small and holds no allocation, so that rejecting a value costs little more than accepting one, and so that constructors can
/// be `const`.
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidValue {
    type_name: &'static str,
    reason: Reason,
    expected: Expected,
    shown: Option<Shown>,
}

impl InvalidValue {
    /// The name of the type that rejected the value, such as `CallSid`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Why the value was rejected and what was expected, without any of the value.
    #[must_use]
    pub fn reason(&self) -> impl fmt::Display + '_ {
        Explanation(self)
    }

    /// Where the first wrong character is, counted in characters from 1; `None` if the reason has no position, such as
    /// a value that is too long or a number out of range.
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        match self.reason {
            Reason::Character { position } | Reason::EndsEarly { position } => Some(position),
            _ => None,
        }
    }

    /// The line and the column of what is wrong in an XML document, both counted from 1; `None` for other values.
    #[must_use]
    pub const fn line_and_column(&self) -> Option<(usize, usize)> {
        match self.reason {
            Reason::Xml { place, .. } => Some((place.line as usize, place.column as usize)),
            _ => None,
        }
    }

    /// An error that repeats the first characters of `text`.
    pub(crate) const fn new(
        type_name: &'static str,
        reason: Reason,
        expected: Expected,
        text: &str,
    ) -> Self {
        Self {
            type_name,
            reason,
            expected,
            shown: Some(Shown::of(text)),
        }
    }

    /// The same error, repeating the first characters of `text` instead.
    pub(crate) const fn showing(self, text: &str) -> Self {
        Self::new(self.type_name, self.reason, self.expected, text)
    }

    /// An error that repeats nothing of the value.
    pub(crate) const fn hidden(
        type_name: &'static str,
        reason: Reason,
        expected: Expected,
    ) -> Self {
        Self {
            type_name,
            reason,
            expected,
            shown: None,
        }
    }

    /// An error that says no more than what was expected.
    pub(crate) const fn expecting(type_name: &'static str, description: &'static str) -> Self {
        Self::hidden(
            type_name,
            Reason::Mismatch,
            Expected::Description(description),
        )
    }
}

/// The message without the value.
struct Explanation<'e>(&'e InvalidValue);

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InvalidValue {
            reason, expected, ..
        } = self.0;
        write!(f, "{reason}")?;
        if matches!(expected, Expected::Nothing) {
            return Ok(());
        }
        if !matches!(reason, Reason::Mismatch) {
            f.write_str("; ")?;
        }
        write!(f, "expected {expected}")
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Explanation(self).fmt(f)?;
        match &self.shown {
            Some(shown) if shown.length == 0 => Ok(()),
            Some(shown) if shown.whole => write!(f, ", got {:?}", shown.as_str()),
            Some(shown) => write!(f, ", got {:?}...", shown.as_str()),
            None => Ok(()),
        }
    }
}

/// The message on one line, however it is printed.
impl fmt::Debug for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidValue({}: {self})", self.type_name)
    }
}

impl std::error::Error for InvalidValue {}

impl From<Infallible> for InvalidValue {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Why a value was rejected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It does not match, without a more specific reason.
    Mismatch,
    /// More characters than allowed.
    TooLong { length: usize, max: usize },
    /// More bytes than a string of `max` characters can have; the characters were not counted.
    FarTooLong { bytes: usize, max: usize },
    /// Fewer characters than needed.
    TooShort { length: usize, min: usize },
    /// A character that is not allowed at its position.
    Character { position: usize },
    /// Every character is right, but more must follow.
    EndsEarly { position: usize },
    /// An XML document that is not well-formed, or that contains what its vocabulary does not allow.
    Xml { place: Place, problem: Problem },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch => Ok(()),
            Self::TooShort { length: 0, .. } | Self::EndsEarly { position: 1 } => {
                f.write_str("the value is empty")
            }
            Self::TooLong { length, max } => {
                write!(f, "too long ({length} characters, at most {max} allowed)")
            }
            Self::FarTooLong { bytes, max } => write!(
                f,
                "too long ({bytes} bytes, at most {max} characters allowed)"
            ),
            Self::TooShort { length: 1, min } => {
                write!(f, "too short (1 character, at least {min} needed)")
            }
            Self::TooShort { length, min } => {
                write!(f, "too short ({length} characters, at least {min} needed)")
            }
            Self::Character { position } => write!(f, "invalid character at position {position}"),
            Self::EndsEarly { position: 2 } => f.write_str("incomplete after 1 character"),
            Self::EndsEarly { position } => {
                write!(f, "incomplete after {} characters", position - 1)
            }
            Self::Xml {
                place: Place { line, column },
                problem,
            } => write!(f, "line {line}, column {column}: {problem}"),
        }
    }
}

/// What a value was compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The reason says it already, or no description is known.
    Nothing,
    /// A description, such as "a phone number such as +15551234567".
    Description(&'static str),
    /// An integer within these bounds.
    Range(&'static (i128, i128)),
    /// One of these values.
    Values(&'static [&'static str]),
    /// One of these values, which are numbers, and the names of their variants.
    Numbers(&'static [(&'static str, &'static str)]),
    /// A string of one of these descriptions.
    AnyOf(&'static [&'static str]),
}

impl Expected {
    /// The description; an empty one stands for none.
    pub(crate) const fn described(description: &'static str) -> Self {
        if description.is_empty() {
            Self::Nothing
        } else {
            Self::Description(description)
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Description(description) => f.write_str(description),
            Self::Range((min, max)) => write!(f, "an integer from {min} to {max}"),
            Self::Values([value]) => write!(f, "`{value}`"),
            Self::Values(values) => {
                f.write_str("one of ")?;
                alternatives(f, values, |f, value| write!(f, "`{value}`"))
            }
            Self::Numbers(values) => {
                f.write_str("one of ")?;
                alternatives(f, values, |f, (value, variant)| {
                    write!(f, "`{value}` (`{variant}`)")
                })
            }
            Self::AnyOf(descriptions) => {
                alternatives(f, descriptions, |f, description| f.write_str(description))
            }
        }
    }
}

/// The items as `a, b or c`.
fn alternatives<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    write: fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == items.len() => " or ",
            _ => ", ",
        };
        f.write_str(separator)?;
        write(f, item)?;
    }
    Ok(())
}

/// How many characters of a value an error repeats.
const SHOWN_CHARACTERS: usize = 4;
/// A character has at most four bytes.
const SHOWN_BYTES: usize = SHOWN_CHARACTERS * 4;

/// The first characters of a rejected value.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    bytes: [u8; SHOWN_BYTES],
    length: u8,
    whole: bool,
}

impl Shown {
    const fn of(text: &str) -> Self {
        let text = text.as_bytes();
        let mut bytes = [0; SHOWN_BYTES];
        let mut length = 0;
        let mut characters = 0;
        while length < text.len() {
            let starts_character = text[length] & 0xC0 != 0x80;
            if starts_character && characters == SHOWN_CHARACTERS {
                break;
            }
            if starts_character {
                characters += 1;
            }
            bytes[length] = text[length];
            length += 1;
        }
        Self {
            bytes,
            length: length as u8,
            whole: length == text.len(),
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

/// Implements `schemars::JsonSchema` when that feature is on; the name is the type's own, and so is the title.
macro_rules! json_schema {
    ($name:ident, $generator:ident => $schema:expr) => {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema($generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                $schema
            }
        }
    };
}
pub(crate) use json_schema;
