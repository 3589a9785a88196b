//! `application/x-www-form-urlencoded`, for forms and queries.
//!
//! An array is written by repeating its name; `None` and an empty array are not written at all. The structs in an array are
//! numbered: `Parameter1.Name`, `Parameter1.Value`, `Parameter2.Name`.

#[cfg(test)]
mod tests;

use std::fmt::{self, Display, Write as _};

use serde::ser::{
    self, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// A value that a form cannot contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormError(String);

impl FormError {
    fn unsupported(kind: &str) -> Self {
        Self(format!("a form cannot contain {kind}"))
    }
}

impl Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FormError {}

impl ser::Error for FormError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Encodes a struct whose fields are optional values or arrays of values.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, FormError> {
    let mut writer = Writer::new();
    value.serialize(Fields(&mut writer))?;
    Ok(writer.finish())
}

/// How much is set aside for a form or query that is not empty: most fit, and need not grow.
const USUAL: usize = 256;

/// Writes pairs of a name and a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    /// Always ASCII, since everything else is encoded.
    out: Vec<u8>,
}

impl Writer {
    /// An empty form.
    pub(crate) const fn new() -> Self {
        Self { out: Vec::new() }
    }

    /// Adds a pair.
    pub(crate) fn pair(&mut self, name: &str, value: &str) {
        self.begin(name);
        encode(&mut self.out, value);
    }

    /// Adds a value under a name: nothing for `None`, one pair for a single value, one pair per item for an array.
    #[inline]
    pub(crate) fn append<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), FormError> {
        value.serialize(Value {
            writer: self,
            name,
            item: 0,
        })
    }

    /// The encoded string.
    pub(crate) fn finish(self) -> String {
        String::from_utf8(self.out).unwrap_or_default()
    }

    fn begin(&mut self, name: &str) {
        if self.out.is_empty() {
            self.out.reserve(USUAL);
        } else {
            self.out.push(b'&');
        }
        encode(&mut self.out, name);
        self.out.push(b'=');
    }
}

/// The bytes that are not escaped.
const UNESCAPED: [bool; 256] = {
    let mut unescaped = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        unescaped[byte] =
            letter.is_ascii_alphanumeric() || matches!(letter, b'*' | b'-' | b'.' | b'_');
        byte += 1;
    }
    unescaped
};

const HEX: &[u8; 16] = b"0123456789ABCDEF";

fn encode(out: &mut Vec<u8>, text: &str) {
    for &byte in text.as_bytes() {
        if UNESCAPED[usize::from(byte)] {
            out.push(byte);
        } else if byte == b' ' {
            out.push(b'+');
        } else {
            let [high, low] = [byte >> 4, byte & 15].map(|digit| HEX[usize::from(digit)]);
            out.extend_from_slice(&[b'%', high, low]);
        }
    }
}

/// Encodes what is formatted, without an intermediate string.
struct Encoder<'a>(&'a mut Vec<u8>);

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        encode(self.0, text);
        Ok(())
    }
}

/// Methods that reject a kind of value.
macro_rules! unsupported {
    ($($method:ident($($arg:ident: $type:ty),*) -> $ok:ty = $kind:literal;)+) => {
        $(
            fn $method(self, $($arg: $type),*) -> Result<$ok, FormError> {
                $(let _ = $arg;)*
                Err(FormError::unsupported($kind))
            }
        )+
    };
}

/// Methods that reject a single value, because it has no name.
macro_rules! unnamed {
    ($($method:ident: $type:ty,)+) => {
        $(
            fn $method(self, _: $type) -> Result<(), FormError> {
                Err(FormError::unsupported("a value without a name"))
            }
        )+
    };
}

/// Serializes a form: a struct.
struct Fields<'a>(&'a mut Writer);

impl<'a> Serializer for Fields<'a> {
    type Ok = ();
    type Error = FormError;
    type SerializeSeq = Impossible<(), FormError>;
    type SerializeTuple = Impossible<(), FormError>;
    type SerializeTupleStruct = Impossible<(), FormError>;
    type SerializeTupleVariant = Impossible<(), FormError>;
    type SerializeMap = Impossible<(), FormError>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Impossible<(), FormError>;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, FormError> {
        Ok(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), FormError> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), FormError> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), FormError> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), FormError> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), FormError> {
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), FormError> {
        Err(FormError::unsupported("a variant"))
    }

    unnamed! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    unsupported! {
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> () = "a value without a name";
        serialize_seq(length: Option<usize>) -> Self::SerializeSeq = "an array without a name";
        serialize_tuple(length: usize) -> Self::SerializeTuple = "an array without a name";
        serialize_tuple_struct(name: &'static str, length: usize) -> Self::SerializeTupleStruct = "an array without a name";
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeTupleVariant = "a variant";
        serialize_map(length: Option<usize>) -> Self::SerializeMap = "a map";
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeStructVariant = "a variant";
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = FormError;

    // Most parameters of a form are absent: inlined, each of those costs hardly more than a comparison.
    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), FormError> {
        self.0.append(name, value)
    }

    fn end(self) -> Result<(), FormError> {
        Ok(())
    }
}

/// The value under a name.
struct Value<'a> {
    writer: &'a mut Writer,
    name: &'a str,
    /// Which item of an array it is, counted from 1; 0 outside of arrays.
    item: usize,
}

impl Value<'_> {
    fn display(self, value: impl Display) -> Result<(), FormError> {
        self.writer.begin(self.name);
        write!(Encoder(&mut self.writer.out), "{value}")
            .map_err(|_| FormError::unsupported("a value that cannot be displayed"))
    }
}

/// Methods that write a value as it is displayed.
macro_rules! display {
    ($($method:ident: $type:ty,)+) => {
        $(
            fn $method(self, value: $type) -> Result<(), FormError> {
                self.display(value)
            }
        )+
    };
}

impl<'a> Serializer for Value<'a> {
    type Ok = ();
    type Error = FormError;
    type SerializeSeq = Value<'a>;
    type SerializeTuple = Value<'a>;
    type SerializeTupleStruct = Impossible<(), FormError>;
    type SerializeTupleVariant = Impossible<(), FormError>;
    type SerializeMap = Impossible<(), FormError>;
    type SerializeStruct = Value<'a>;
    type SerializeStructVariant = Impossible<(), FormError>;

    fn serialize_str(self, text: &str) -> Result<(), FormError> {
        self.writer.pair(self.name, text);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), FormError> {
        self.display(value)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), FormError> {
        self.serialize_str(variant)
    }

    fn serialize_none(self) -> Result<(), FormError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), FormError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), FormError> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, FormError> {
        if self.item > 0 {
            Err(FormError::unsupported("an array in an array"))
        } else {
            Ok(self)
        }
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, FormError> {
        if self.item == 0 {
            Err(FormError::unsupported("a struct in a struct"))
        } else {
            Ok(self)
        }
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, FormError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), FormError> {
        Err(FormError::unsupported("a variant"))
    }

    display! {
        serialize_bool: bool, serialize_char: char,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64,
    }

    unsupported! {
        serialize_bytes(bytes: &[u8]) -> () = "bytes";
        serialize_unit() -> () = "a unit";
        serialize_unit_struct(name: &'static str) -> () = "a unit";
        serialize_tuple_struct(name: &'static str, length: usize) -> Self::SerializeTupleStruct = "a struct in a struct";
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeTupleVariant = "a variant";
        serialize_map(length: Option<usize>) -> Self::SerializeMap = "a map";
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeStructVariant = "a variant";
    }
}

impl SerializeSeq for Value<'_> {
    type Ok = ();
    type Error = FormError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FormError> {
        self.item += 1;
        value.serialize(Value {
            writer: self.writer,
            name: self.name,
            item: self.item,
        })
    }

    fn end(self) -> Result<(), FormError> {
        Ok(())
    }
}

impl SerializeTuple for Value<'_> {
    type Ok = ();
    type Error = FormError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FormError> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), FormError> {
        Ok(())
    }
}

/// The parts of a numbered item.
impl SerializeStruct for Value<'_> {
    type Ok = ();
    type Error = FormError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        part: &'static str,
        value: &T,
    ) -> Result<(), FormError> {
        let name = format!("{}{}.{part}", self.name, self.item);
        self.writer.append(&name, value)
    }

    fn end(self) -> Result<(), FormError> {
        Ok(())
    }
}
