//! Integers with bounds.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};

use super::invalid::{Expected, Reason};
use super::rules::length_fault;
use super::{InvalidValue, Small};

/// A type that is made from an integer and checks it.
pub(crate) trait FromInteger: Sized {
    /// The name for messages.
    const NAME: &'static str;
    /// Whether the integer is sent as a string.
    const AS_TEXT: bool;

    /// Checks the bounds.
    fn from_wide(value: i128) -> Result<Self, InvalidValue>;

    /// Reads decimal digits, then checks the bounds.
    fn from_digits(text: &str) -> Result<Self, InvalidValue> {
        match parse(text) {
            Ok(value) => Self::from_wide(value).map_err(|error| error.showing(text)),
            Err(fault) => Err(reject_digits(Self::NAME, text, fault)),
        }
    }
}

/// Why a string is not an integer.
enum Fault {
    /// The position of the first wrong byte.
    At(usize),
    TooLong,
}

/// No integer of a primitive type has more characters, including its sign, so more digits than this are not read.
const LONGEST: usize = 40;

#[inline]
fn parse(text: &str) -> Result<i128, Fault> {
    let bytes = text.as_bytes();
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let digits = bytes.get(start..).unwrap_or_default();
    if digits.is_empty() {
        return Err(Fault::At(start));
    }
    if digits.len() > 18 {
        return parse_long(digits, negative);
    }
    let mut value = 0_i64;
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Fault::At(start + at));
        }
        value = value * 10 + i64::from(digit);
    }
    Ok(i128::from(if negative { -value } else { value }))
}

#[cold]
fn parse_long(digits: &[u8], negative: bool) -> Result<i128, Fault> {
    if digits.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let mut value = 0_i128;
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Fault::At(usize::from(negative) + at));
        }
        value = value.saturating_mul(10).saturating_add(i128::from(digit));
    }
    Ok(if negative { -value } else { value })
}

#[cold]
fn reject_digits(name: &'static str, text: &str, fault: Fault) -> InvalidValue {
    let reason = match fault {
        Fault::TooLong => length_fault(text, 0, Some(LONGEST)).unwrap_or(Reason::Mismatch),
        Fault::At(at) => Reason::at(text, at),
    };
    InvalidValue::new(name, reason, Expected::Description("an integer"), text)
}

impl InvalidValue {
    /// An integer outside its bounds.
    pub(crate) const fn out_of_range(
        name: &'static str,
        value: i128,
        bounds: &'static (i128, i128),
    ) -> Self {
        let mut bytes = [0; LONGEST];
        let mut start = bytes.len();
        let mut rest = value.unsigned_abs();
        loop {
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            start -= 1;
            bytes[start] = b'-';
        }
        let (_, digits) = bytes.split_at(start);
        let digits = match std::str::from_utf8(digits) {
            Ok(digits) => digits,
            Err(_) => "",
        };
        Self::new(name, Reason::Mismatch, Expected::Range(bounds), digits)
    }
}

/// Reads a [`FromInteger`] from a JSON number or from decimal digits.
pub(crate) struct IntegerVisitor<T>(PhantomData<T>);

impl<T> IntegerVisitor<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromInteger> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if T::AS_TEXT {
            "a string of digits"
        } else {
            "an integer"
        })
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_digits(text).map_err(E::custom)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::from_wide(i128::from(value)).map_err(E::custom)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::from_wide(i128::from(value)).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Err(E::invalid_type(Unexpected::Other("a fraction"), &self))
    }

    // Not called by serde_json, but by formats that have such integers.
    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        T::from_wide(value).map_err(E::custom)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        T::from_wide(i128::try_from(value).unwrap_or(i128::MAX)).map_err(E::custom)
    }
}

/// Writes an integer as a string of digits, without an allocation.
pub(crate) fn serialize_digits<S: serde::Serializer>(
    number: impl fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut digits = Small::<LONGEST>::new();
    write!(digits, "{number}").map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(digits.as_str())
}

/// How many nanoseconds a unit has.
macro_rules! unit_nanos {
    (milliseconds) => {
        1_000_000_u64
    };
    (seconds) => {
        1_000_000_000_u64
    };
    (minutes) => {
        60_000_000_000_u64
    };
}
pub(crate) use unit_nanos;

/// The whole number of units in a duration.
pub(crate) fn whole_units(
    name: &'static str,
    expected: &'static str,
    duration: std::time::Duration,
    nanos: u64,
) -> Result<i128, InvalidValue> {
    let total = duration.as_nanos();
    let nanos = u128::from(nanos);
    if !total.is_multiple_of(nanos) {
        return Err(InvalidValue::expecting(name, expected));
    }
    // A duration has fewer than 2^96 nanoseconds.
    Ok(i128::try_from(total / nanos).unwrap_or(i128::MAX))
}

/// `TryFrom` for each of these integer types.
macro_rules! integer_from {
    ($name:ident: $($primitive:ident)+) => {
        $(
            impl ::core::convert::TryFrom<$primitive> for $name {
                type Error = $crate::scalar::InvalidValue;

                #[inline]
                fn try_from(value: $primitive) -> ::core::result::Result<Self, Self::Error> {
                    $crate::scalar::FromInteger::from_wide(i128::try_from(value).unwrap_or(i128::MAX))
                }
            }
        )+
    };
}
pub(crate) use integer_from;

/// Comparisons with another type, both ways round.
macro_rules! compared {
    ($name:ident, $other:ty: $value:ident => $as_other:expr) => {
        impl ::core::cmp::PartialEq<$other> for $name {
            #[inline]
            fn eq(&self, other: &$other) -> bool {
                let $value = self;
                $as_other == *other
            }
        }

        impl ::core::cmp::PartialEq<$name> for $other {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                other == self
            }
        }

        impl ::core::cmp::PartialOrd<$other> for $name {
            #[inline]
            fn partial_cmp(&self, other: &$other) -> ::core::option::Option<::core::cmp::Ordering> {
                let $value = self;
                $as_other.partial_cmp(other)
            }
        }

        impl ::core::cmp::PartialOrd<$name> for $other {
            #[inline]
            fn partial_cmp(&self, other: &$name) -> ::core::option::Option<::core::cmp::Ordering> {
                other.partial_cmp(self).map(::core::cmp::Ordering::reverse)
            }
        }
    };
}
pub(crate) use compared;

/// The methods and traits of both kinds of integers.
macro_rules! integer_common {
    ($name:ident, $primitive:ident, $as_text:literal, $bounds:ident) => {
        impl $name {
            /// Returns the integer.
            #[must_use]
            #[inline]
            pub const fn get(self) -> $primitive {
                self.0
            }
        }

        impl $crate::scalar::FromInteger for $name {
            const NAME: &'static str = stringify!($name);
            const AS_TEXT: bool = $as_text;

            #[inline]
            fn from_wide(value: i128) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                const BOUNDS: (i128, i128) = ($bounds::MIN as i128, $bounds::MAX as i128);
                let (min, max) = BOUNDS;
                match <$primitive>::try_from(value) {
                    Ok(number) if min <= value && value <= max => Ok(Self(number)),
                    _ => Err($crate::scalar::InvalidValue::out_of_range(stringify!($name), value, &BOUNDS)),
                }
            }
        }

        $crate::scalar::integer_from!($name: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

        impl ::core::convert::From<$name> for $primitive {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        $crate::scalar::compared!($name, $primitive: value => value.0);

        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                *value
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::scalar::InvalidValue;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::scalar::FromInteger::from_digits(text)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_any($crate::scalar::IntegerVisitor::<Self>::new())
            }
        }
    };
}
pub(crate) use integer_common;

/// A type of bounded integers, and their unit if there is one.
///
/// ```text
/// integer! {
///     /// How long to let it ring.
///     pub struct Timeout(u16) = 0..=600, seconds;
/// }
/// ```
macro_rules! integer {
    ($(#[$attr:meta])* $vis:vis struct $name:ident($primitive:ident) = $min:literal..=$max:literal $(, $unit:ident)?;) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($primitive);

        $crate::scalar::integer_common!($name, $primitive, false, $name);
        $($crate::scalar::unit!($name, $primitive, $unit);)?

        impl $name {
            /// The smallest value.
            pub const MIN: $primitive = $min;
            /// The largest value.
            pub const MAX: $primitive = $max;

            /// Checks an integer.
            ///
            /// # Errors
            ///
            /// Fails if it is outside [`MIN`](Self::MIN)`..=`[`MAX`](Self::MAX).
            #[inline]
            pub const fn new(value: $primitive) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                const BOUNDS: (i128, i128) = ($name::MIN as i128, $name::MAX as i128);
                let wide = value as i128;
                if BOUNDS.0 <= wide && wide <= BOUNDS.1 {
                    Ok(Self(value))
                } else {
                    Err($crate::scalar::InvalidValue::out_of_range(stringify!($name), wide, &BOUNDS))
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        $crate::scalar::json_schema!($name, _generator => $crate::scalar::schema::integer(
            stringify!($name), i128::from(Self::MIN), i128::from(Self::MAX)));
    };
}
pub(crate) use integer;

/// A type of integers that are sent as a string of digits; a JSON number is read too.
///
/// ```text
/// integer_text! {
///     /// How long a call lasted.
///     pub struct CallDuration(u64), seconds;
/// }
/// ```
macro_rules! integer_text {
    ($(#[$attr:meta])* $vis:vis struct $name:ident($primitive:ident) $(, $unit:ident)?;) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($primitive);

        $crate::scalar::integer_common!($name, $primitive, true, $primitive);
        $($crate::scalar::unit!($name, $primitive, $unit);)?

        impl $name {
            /// Creates a value from an integer; every integer is valid.
            #[must_use]
            #[inline]
            pub const fn new(value: $primitive) -> Self {
                Self(value)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::scalar::serialize_digits(self.0, serializer)
            }
        }

        $crate::scalar::json_schema!($name, _generator => $crate::scalar::schema::digits(
            stringify!($name), <$primitive>::MIN == 0, <$primitive>::BITS));
    };
}
pub(crate) use integer_text;

/// Conversions between a number of units and a duration.
macro_rules! unit {
    ($name:ident, $primitive:ident, $unit:ident) => {
        impl $name {
            #[doc = concat!("The duration of this many ", stringify!($unit), ".")]
            #[must_use]
            #[inline]
            pub const fn as_duration(self) -> ::core::time::Duration {
                const NANOS: u64 = $crate::scalar::unit_nanos!($unit);
                const SECOND: u64 = 1_000_000_000;
                let count = self.0 as u64;
                if NANOS >= SECOND {
                    // More than a `Duration` can hold becomes the longest one.
                    ::core::time::Duration::from_secs(count.saturating_mul(NANOS / SECOND))
                } else {
                    ::core::time::Duration::from_millis(count)
                }
            }
        }

        $crate::scalar::compared!($name, ::core::time::Duration: value => value.as_duration());

        impl ::core::convert::From<$name> for ::core::time::Duration {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_duration()
            }
        }

        impl ::core::convert::TryFrom<::core::time::Duration> for $name {
            type Error = $crate::scalar::InvalidValue;

            #[inline]
            fn try_from(
                duration: ::core::time::Duration,
            ) -> ::core::result::Result<Self, Self::Error> {
                let count = $crate::scalar::whole_units(
                    stringify!($name),
                    concat!("a whole number of ", stringify!($unit)),
                    duration,
                    $crate::scalar::unit_nanos!($unit),
                )?;
                $crate::scalar::FromInteger::from_wide(count)
            }
        }
    };
}
pub(crate) use unit;
