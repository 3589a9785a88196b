//! One value of a form, for serde.

use std::fmt::{self, Display};
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

/// A value that its type does not allow; says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable(Box<str>);

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string().into())
    }

    // serde's own messages would repeat the value.
    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("expected {expected}").into())
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("expected {expected}").into())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(format!("expected one of {}", expected.join(", ")).into())
    }
}

/// The text of a value. Numbers and `true` and `false` are read where the type asks for them.
pub(super) struct Value<'a>(pub(super) &'a str);

impl Value<'_> {
    fn parse<T: FromStr>(&self, expected: &'static str) -> Result<T, Unreadable> {
        self.0
            .parse()
            .map_err(|_| Unreadable(format!("expected {expected}").into()))
    }
}

/// Primitive types, which are read from their text.
macro_rules! parse {
    ($($method:ident => $visit:ident, $expected:literal;)+) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
                visitor.$visit(self.parse($expected)?)
            }
        )+
    };
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(de::value::StrDeserializer::new(self.0))
    }

    parse! {
        deserialize_bool => visit_bool, "true or false";
        deserialize_i8 => visit_i8, "an integer";
        deserialize_i16 => visit_i16, "an integer";
        deserialize_i32 => visit_i32, "an integer";
        deserialize_i64 => visit_i64, "an integer";
        deserialize_u8 => visit_u8, "an integer";
        deserialize_u16 => visit_u16, "an integer";
        deserialize_u32 => visit_u32, "an integer";
        deserialize_u64 => visit_u64, "an integer";
        deserialize_f32 => visit_f32, "a number";
        deserialize_f64 => visit_f64, "a number";
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
