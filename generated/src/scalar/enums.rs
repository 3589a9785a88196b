//! Enums: values of a fixed set, and values that are kept although they are not in it.

use std::fmt;

/// A value of an enum that this version of the crate does not know, in the variant `Unrecognized`.
///
/// It is created only when a response or a callback is read, and by `from_wire`, so it is never a known value.
///
/// ```
/// use twilio_calls::CallStatus;
///
/// let status = CallStatus::from_wire("humming");
/// assert!(matches!(&status, CallStatus::Unrecognized(value) if value.as_str() == "humming"));
/// assert!(!status.is_known());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Keeps a value. The caller has made sure that it is not a known one.
    pub(crate) fn new(text: &str) -> Self {
        Self(Box::from(text))
    }

    /// Returns the value as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether all values begin with a digit.
pub(crate) const fn are_numbers(values: &[&str]) -> bool {
    let mut index = 0;
    while index < values.len() {
        if !matches!(values[index].as_bytes(), [b'0'..=b'9', ..]) {
            return false;
        }
        index += 1;
    }
    true
}

/// What open and closed enums share, beside the enum and `as_str`.
macro_rules! enum_common {
    ($name:ident: $($variant:ident $value:literal)+) => {
        impl $name {
            const NAMES: &'static [&'static str] = &[$($value),+];

            /// The values in error messages. Numbers would say nothing without the names of their variants.
            const EXPECTED: $crate::scalar::Expected = if $crate::scalar::are_numbers(Self::NAMES) {
                $crate::scalar::Expected::Numbers(&[$(($value, stringify!($variant))),+])
            } else {
                $crate::scalar::Expected::Values(Self::NAMES)
            };

            /// The known value with this name.
            #[inline]
            fn named(text: &str) -> ::core::option::Option<Self> {
                let index = Self::NAMES.iter().position(|name| *name == text)?;
                Self::ALL.get(index).cloned()
            }

            /// Looks up a value by its exact spelling.
            #[inline]
            fn strict(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::named(text).ok_or_else(|| {
                    $crate::scalar::InvalidValue::new(
                        stringify!($name),
                        $crate::scalar::Reason::Mismatch,
                        Self::EXPECTED,
                        text,
                    )
                })
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::scalar::InvalidValue;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::strict(text)
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::strict(text)
            }
        }

        impl ::core::convert::TryFrom<&::std::string::String> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(
                text: &::std::string::String,
            ) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::strict(text)
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(
                text: ::std::string::String,
            ) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::strict(&text)
            }
        }

        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(value: $name) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
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
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_any($crate::scalar::TextVisitor::<Self>::new())
            }
        }
    };
}
pub(crate) use enum_common;

/// An enum that Twilio may add values to: a value that is not listed becomes `Unrecognized`.
///
/// ```text
/// open_enum! {
///     /// Where a call stands.
///     pub enum CallStatus {
///         /// It waits.
///         Queued = "queued",
///     }
/// }
/// ```
///
/// `Deserialize` and `from_wire` keep a value that is not listed; `FromStr` and `TryFrom`, which arguments go through,
/// reject it. `ALL` lists the variants, `as_str` is the value on the wire.
macro_rules! open_enum {
    ($(#[$attr:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_attr:meta])* $variant:ident = $value:literal,)+
    }) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_attr])* $variant,)+
            /// A value that this version of the crate does not know; its string is kept.
            Unrecognized($crate::scalar::UnknownValue),
        }

        impl $name {
            /// All values that this version of the crate knows.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unrecognized(value) => value.as_str(),
                }
            }

            /// Whether this version of the crate knows the value.
            #[must_use]
            #[inline]
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::Unrecognized(_))
            }

            /// Reads a value that Twilio sent, or that [`as_str`](Self::as_str) returned. A value that this version
            /// of the crate does not know is kept as `Unrecognized`, as in responses and callbacks.
            ///
            /// `parse` and `TryFrom` accept only known values, so that a misspelled argument is an error and is not
            /// sent.
            #[must_use]
            #[inline]
            pub fn from_wire(text: &str) -> Self {
                Self::named(text).unwrap_or_else(|| Self::Unrecognized($crate::scalar::UnknownValue::new(text)))
            }
        }

        impl $crate::scalar::FromText for $name {
            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Ok(Self::from_wire(text))
            }
        }

        $crate::scalar::enum_common!($name: $($variant $value)+);
        $crate::scalar::json_schema!($name, _generator => $crate::scalar::schema::open(stringify!($name), Self::NAMES));
    };
}
pub(crate) use open_enum;

/// Conversions between two open enums, of which the first has all the values of the second and more.
///
/// ```text
/// extends!(CallbackCallStatus, CallStatus);
/// ```
macro_rules! extends {
    ($wide:ident, $narrow:ident) => {
        /// A value that neither of the two knows is kept.
        impl ::core::convert::From<$narrow> for $wide {
            #[inline]
            fn from(value: $narrow) -> Self {
                Self::from_wire(value.as_str())
            }
        }

        /// A value that neither of the two knows is kept.
        impl ::core::convert::From<&$narrow> for $wide {
            #[inline]
            fn from(value: &$narrow) -> Self {
                Self::from_wire(value.as_str())
            }
        }

        #[doc = concat!("Fails for a value that only `", stringify!($wide), "` has; one that neither of the two knows is kept.")]
        impl ::core::convert::TryFrom<$wide> for $narrow {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(value: $wide) -> ::core::result::Result<Self, Self::Error> {
                Self::try_from(&value)
            }
        }

        #[doc = concat!("Fails for a value that only `", stringify!($wide), "` has; one that neither of the two knows is kept.")]
        impl ::core::convert::TryFrom<&$wide> for $narrow {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(value: &$wide) -> ::core::result::Result<Self, Self::Error> {
                if value.is_known() {
                    Self::strict(value.as_str())
                } else {
                    Ok(Self::from_wire(value.as_str()))
                }
            }
        }
    };
}
pub(crate) use extends;

/// An enum of values that only requests carry: nothing but the listed values is accepted.
///
/// It is written like an [`open_enum!`].
macro_rules! closed_enum {
    ($(#[$attr:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_attr:meta])* $variant:ident = $value:literal,)+
    }) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_attr])* $variant,)+
        }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value on the wire.
            #[must_use]
            #[inline]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)+
                }
            }
        }

        impl $crate::scalar::FromText for $name {
            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                Self::strict(text)
            }
        }

        $crate::scalar::enum_common!($name: $($variant $value)+);
        $crate::scalar::json_schema!($name, _generator => $crate::scalar::schema::closed(stringify!($name), Self::NAMES));
    };
}
pub(crate) use closed_enum;
