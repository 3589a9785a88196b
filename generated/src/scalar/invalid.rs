//! The error of every type for a single value.

use std::convert::Infallible;
use std::fmt;

use crate::xml::{Place, Problem};

/// A value that does not satisfy the rules of its type.
///
/// The message names the type, the reason and the position, and repeats at most the first four characters of the
/// value; of personal data and secrets it repeats nothing.
///
/// It holds no allocation, so that rejecting a value costs little more than accepting one, and so that constructors can
/// be `const`.
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidValue {
    type_name: &'static str,
    reason: Reason,
    shown: Option<Shown>,
}

impl InvalidValue {
    /// The name of the type that rejected the value, such as `CallSid`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Why the value was rejected, without the name of the type and without any of the value.
    #[must_use]
    pub fn reason(&self) -> impl fmt::Display + '_ {
        &self.reason
    }

    /// Where the first wrong character is, counted in characters from 1; `None` if the reason has no position, such as
    /// a value that is too long or a number out of range.
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        match self.reason {
            Reason::Character { position, .. } | Reason::EndsEarly { position, .. } => {
                Some(position)
            }
            _ => None,
        }
    }

    /// The line and the column of what is wrong in an XML document, both counted from 1; `None` for other values.
    #[must_use]
    pub const fn line_and_column(&self) -> Option<(usize, usize)> {
        match self.reason {
            Reason::Xml { place, .. } => Some((place.line, place.column)),
            _ => None,
        }
    }

    /// An error that repeats the first characters of `text`.
    pub(crate) const fn new(type_name: &'static str, reason: Reason, text: &str) -> Self {
        Self {
            type_name,
            reason,
            shown: Some(Shown::of(text)),
        }
    }

    /// The same error, repeating the first characters of `text` instead.
    pub(crate) const fn showing(self, text: &str) -> Self {
        Self::new(self.type_name, self.reason, text)
    }

    /// A value that is not in the enum.
    pub(crate) const fn not_one_of(
        type_name: &'static str,
        words: &'static [&'static str],
        text: &str,
    ) -> Self {
        Self::new(type_name, Reason::NotOneOf(words), text)
    }

    /// A string that has none of the forms, which are named by their types.
    pub(crate) const fn no_form(type_name: &'static str, names: &'static [&'static str]) -> Self {
        Self::hidden(type_name, Reason::NoForm(names))
    }

    /// An error that repeats nothing of the value.
    pub(crate) const fn hidden(type_name: &'static str, reason: Reason) -> Self {
        Self {
            type_name,
            reason,
            shown: None,
        }
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.type_name, self.reason)?;
        match &self.shown {
            None => Ok(()),
            Some(shown) if shown.length == 0 => f.write_str(", the value is empty"),
            Some(shown) if shown.whole => write!(f, ", the value is {:?}", shown.as_str()),
            Some(shown) => write!(f, ", the value starts with {:?}", shown.as_str()),
        }
    }
}

/// The message on one line, however it is printed.
impl fmt::Debug for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidValue({self})")
    }
}

impl std::error::Error for InvalidValue {}

impl From<Infallible> for InvalidValue {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Why a value was rejected.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// More characters than allowed.
    TooLong { length: usize, max: usize },
    /// More bytes than a string of `max` characters can have; the characters were not counted.
    FarTooLong { bytes: usize, max: usize },
    /// Fewer characters than needed.
    TooShort { length: usize, min: usize },
    /// A character that is not allowed at its position.
    Character { position: usize, expected: Expected },
    /// Every character is right, but more must follow.
    EndsEarly { position: usize, expected: Expected },
    /// An XML document that is not well-formed, or not what such documents are.
    Xml { place: Place, problem: Problem },
    /// A number outside its bounds.
    Range { min: i128, max: i128 },
    /// None of the values that are allowed.
    NotOneOf(&'static [&'static str]),
    /// None of the forms that are allowed, which are named by their types.
    NoForm(&'static [&'static str]),
    /// Anything else, with what was expected.
    Expected(&'static str),
}

/// What a character was compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A regular expression, as the spec writes it.
    Pattern(&'static str),
    /// A description.
    Description(&'static str),
}

/// A longer pattern would make an error message unreadable.
const LONGEST_SHOWN_PATTERN: usize = 100;

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) if pattern.len() <= LONGEST_SHOWN_PATTERN => {
                write!(f, "expected the pattern {pattern}")
            }
            Self::Pattern(_) => f.write_str("see the type's PATTERN"),
            Self::Description(text) => write!(f, "expected {text}"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length, max } => {
                write!(f, "too long ({length} characters, at most {max} allowed)")
            }
            Self::FarTooLong { bytes, max } => write!(
                f,
                "too long ({bytes} bytes, at most {max} characters allowed)"
            ),
            Self::TooShort { length, min } => {
                write!(f, "too short ({length} characters, at least {min} needed)")
            }
            Self::Character { position, expected } => {
                write!(f, "wrong character at position {position} ({expected})")
            }
            Self::EndsEarly { position, expected } => {
                write!(f, "more must follow at position {position} ({expected})")
            }
            Self::Xml {
                place: Place { line, column },
                problem,
            } => write!(f, "line {line}, column {column}: {problem}"),
            Self::Range { min, max } => write!(f, "outside {min}..={max}"),
            Self::NotOneOf(words) => {
                f.write_str("not one of ")?;
                list(f, words)
            }
            Self::NoForm(names) => {
                f.write_str("none of the allowed forms: ")?;
                list(f, names)
            }
            Self::Expected(what) => write!(f, "expected {what}"),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, items: &[&str]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        f.write_str(item)?;
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
    length: usize,
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
            length,
            whole: length == text.len(),
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
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
