//! Strings with a length, a pattern or a privacy mark; short ones are stored inline.

/// Conversions from strings into a type that is [`FromText`](super::FromText).
macro_rules! text_from_str {
    ($name:ident) => {
        impl ::core::str::FromStr for $name {
            type Err = $crate::scalar::InvalidValue;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::scalar::FromText::from_text(text)
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                $crate::scalar::FromText::from_text(text)
            }
        }

        impl ::core::convert::TryFrom<&::std::string::String> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(text: &::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                $crate::scalar::FromText::from_text(text)
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                $crate::scalar::FromText::from_owned(text)
            }
        }
    };
}
pub(crate) use text_from_str;

/// Conversions from strings into a type that is [`FromText`](super::FromText), and reading it with serde.
macro_rules! text_from {
    ($name:ident) => {
        $crate::scalar::text_from_str!($name);

        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                // Not `deserialize_str`: with that, serde_json rejects a number before the visitor sees it, and repeats it.
                deserializer.deserialize_any($crate::scalar::TextVisitor::<Self>::new())
            }
        }
    };
}
pub(crate) use text_from;

/// Looking a value up by its string. Only for types that hash and compare as their string does.
macro_rules! text_borrow {
    ($name:ident) => {
        impl ::core::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    };
}
pub(crate) use text_borrow;

/// Conversions of a type with `as_str` to its string, and writing it with serde.
macro_rules! text_view {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(value: $name) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use text_view;

/// The rules of a string type, as its declaration lists them.
macro_rules! text_rules {
    (min) => { 0 };
    (min $min:literal) => { $min };
    (max) => { ::core::option::Option::None };
    (max $max:literal) => { ::core::option::Option::Some($max) };
    ($name:ident, $shown:literal,
        $($pattern:literal in $table:path)?; $($expected:literal)?; $($min:literal)?; $($max:literal)?; $($xml:path)?) => {
        impl $name {
            $(
                /// The pattern every value matches.
                pub const PATTERN: &'static str = $pattern;
            )?
            $(
                /// The fewest characters a value has.
                pub const MIN_LENGTH: usize = $min;
            )?
            $(
                /// The most characters a value has.
                pub const MAX_LENGTH: usize = $max;
            )?
            const RULES: $crate::scalar::TextRules = $crate::scalar::TextRules::new(stringify!($name), $shown)
                .length($crate::scalar::text_rules!(min $($min)?), $crate::scalar::text_rules!(max $($max)?))
                $(.expected($expected))?
                $(.pattern($pattern, &$table))?
                $(.xml(&$xml))?;
        }
    };
}
pub(crate) use text_rules;

/// The methods and traits of every string type with rules; with `owned`, also those that secrets lack.
macro_rules! text_core {
    ($name:ident) => {
        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        $crate::scalar::text_from!($name);
        $crate::scalar::json_schema!($name, _generator => Self::RULES.schema());
    };
    ($name:ident, owned) => {
        $crate::scalar::text_core!($name);

        impl $name {
            /// Checks a string and keeps it; an owned string keeps its allocation where possible.
            ///
            /// # Errors
            ///
            /// Fails if the string does not satisfy the rules of this type.
            #[inline]
            pub fn new(
                value: impl ::core::convert::AsRef<str> + ::core::convert::Into<::std::boxed::Box<str>>,
            ) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::RULES.check(value.as_ref())?;
                Ok(Self($crate::scalar::ShortText::new(value)))
            }

            /// Returns the string.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl $crate::scalar::FromText for $name {
            const EXPECTED: &'static str = Self::RULES.description();

            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::new(text)
            }

            #[inline]
            fn from_owned(text: ::std::string::String) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::new(text)
            }
        }

        $crate::scalar::text_view!($name);
        $crate::scalar::text_borrow!($name);
    };
}
pub(crate) use text_core;

/// The constructor of a type of XML documents that allows unknown elements.
macro_rules! text_xml {
    ($name:ident, $xml:path) => {
        impl $name {
            /// Checks a string like [`new`](Self::new), but allows every element everywhere: the document only has to be
            /// well-formed and to have the right root. For elements that this version does not know.
            ///
            /// # Errors
            ///
            /// Fails if the string does not satisfy the rules of this type.
            #[inline]
            pub fn well_formed(
                value: &str,
            ) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::RULES.any_elements().check(value)?;
                Ok(Self(value.into()))
            }
        }
    };
}
pub(crate) use text_xml;

/// A type of strings with rules; short ones are stored inline. `Debug` and `Display` show the value.
///
/// ```text
/// text! {
///     /// Keys to press.
///     pub struct SendDigits {
///         PATTERN = "^[0-9]*$" in patterns::SEND_DIGITS;
///         EXPECTED = "digits";
///         MAX_LENGTH = 32;
///     }
/// }
/// ```
///
/// All of them can be left out. After `in` comes the automaton that the pattern was compiled to. `EXPECTED` describes the
/// strings in messages. `XML = xml::TWIML;` at the end makes the string a document with that vocabulary.
macro_rules! text {
    ($(#[$attr:meta])* $vis:vis struct $name:ident {
        $(PATTERN = $pattern:literal in $table:path;)?
        $(EXPECTED = $expected:literal;)?
        $(MIN_LENGTH = $min:literal;)?
        $(MAX_LENGTH = $max:literal;)?
        $(XML = $xml:path;)?
    }) => {
        $(#[$attr])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($crate::scalar::ShortText);

        $crate::scalar::text_rules!($name, true, $($pattern in $table)?; $($expected)?; $($min)?; $($max)?; $($xml)?);
        $crate::scalar::text_core!($name, owned);
        $($crate::scalar::text_xml!($name, $xml);)?

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&self.as_str())
                    .finish()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use text;

/// Like `text!` for personal data: `Debug` shows nothing of the value and there is no `Display`.
macro_rules! private_text {
    ($(#[$attr:meta])* $vis:vis struct $name:ident {
        $(PATTERN = $pattern:literal in $table:path;)?
        $(EXPECTED = $expected:literal;)?
        $(MIN_LENGTH = $min:literal;)?
        $(MAX_LENGTH = $max:literal;)?
        $(XML = $xml:path;)?
    }) => {
        $(#[$attr])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($crate::scalar::ShortText);

        $crate::scalar::text_rules!($name, false, $($pattern in $table)?; $($expected)?; $($min)?; $($max)?; $($xml)?);
        $crate::scalar::text_core!($name, owned);
        $($crate::scalar::text_xml!($name, $xml);)?

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}
pub(crate) use private_text;

/// Like `private_text!` for secrets: in addition the memory is overwritten when the value is dropped, and `expose` is
/// the only way to the string, so that every place that reads a secret can be found.
macro_rules! secret_text {
    ($(#[$attr:meta])* $vis:vis struct $name:ident {
        $(PATTERN = $pattern:literal in $table:path;)?
        $(EXPECTED = $expected:literal;)?
        $(MIN_LENGTH = $min:literal;)?
        $(MAX_LENGTH = $max:literal;)?
        $(XML = $xml:path;)?
    }) => {
        $(#[$attr])*
        #[derive(Clone)]
        $vis struct $name(::std::boxed::Box<str>);

        $crate::scalar::text_rules!($name, false, $($pattern in $table)?; $($expected)?; $($min)?; $($max)?; $($xml)?);
        $crate::scalar::text_core!($name);
        $($crate::scalar::text_xml!($name, $xml);)?

        impl $name {
            /// Checks a string and keeps a copy of it.
            ///
            /// # Errors
            ///
            /// Fails if the string does not satisfy the rules of this type; the error shows nothing of it.
            #[inline]
            pub fn new(value: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::RULES.check(value)?;
                Ok(Self(::std::boxed::Box::from(value)))
            }

            /// Returns the secret. Nothing protects the returned string, so take care where it is copied or logged.
            #[must_use]
            #[inline]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl ::core::ops::Drop for $name {
            #[inline]
            fn drop(&mut self) {
                ::zeroize::Zeroize::zeroize(&mut self.0);
            }
        }

        impl $crate::scalar::FromText for $name {
            const EXPECTED: &'static str = Self::RULES.description();

            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::new(text)
            }

            #[inline]
            fn from_owned(
                mut text: ::std::string::String,
            ) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                // A `String` may move when it becomes a `Box<str>` and leave a copy behind, so it is copied and wiped.
                let result = Self::new(&text);
                ::zeroize::Zeroize::zeroize(&mut text);
                result
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.expose())
            }
        }
    };
}
pub(crate) use secret_text;
