//! `application/x-www-form-urlencoded`, as forms and as queries.
//!
//! A list is written by repeating its name; `None` and an empty list are not written at all.

#[cfg(test)]
mod tests;

use std::fmt::{self, Display, Write as _};

use serde::ser::{
    self, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// A value that a form cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormError(String);

impl FormError {
    fn unsupported(kind: &str) -> Self {
        Self(format!("a form cannot hold {kind}"))
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

/// The form of a struct whose fields are optional single values and lists of them.
pub(crate) fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, FormError> {
    let mut writer = Writer::new();
    value.serialize(Fields(&mut writer))?;
    Ok(writer.finish())
}

/// Writes names and values one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    /// An empty form.
    pub(crate) const fn new() -> Self {
        Self { out: String::new() }
    }

    /// Adds one name and its value.
    pub(crate) fn pair(&mut self, name: &str, value: &str) {
        self.begin(name);
        encode(&mut self.out, value);
    }

    /// Adds a value under a name: nothing for `None`, once for a single value, once an item for a list.
    pub(crate) fn append<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), FormError> {
        value.serialize(Value {
            writer: self,
            name,
            in_list: false,
        })
    }

    /// The encoded text.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    fn begin(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        encode(&mut self.out, name);
        self.out.push('=');
    }
}

/// Which bytes stand for themselves.
const BARE: [bool; 256] = {
    let mut bare = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        bare[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'*' | b'-' | b'.' | b'_');
        byte += 1;
    }
    bare
};

const HEX: [char; 16] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
];

fn encode(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let bytes = rest.as_bytes();
        let plain = bytes
            .iter()
            .position(|byte| !BARE[usize::from(*byte)])
            .unwrap_or(bytes.len());
        // The bytes before `plain` are ASCII, so it is the boundary of a character.
        let (before, after) = rest.split_at(plain);
        out.push_str(before);
        let Some(character) = after.chars().next() else {
            return;
        };
        let (special, after) = after.split_at(character.len_utf8());
        for byte in special.bytes() {
            if byte == b' ' {
                out.push('+');
            } else {
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
        rest = after;
    }
}

/// Encodes what is formatted, without an intermediate text.
struct Encoder<'a>(&'a mut String);

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        encode(self.0, text);
        Ok(())
    }
}

/// Kinds of values that are refused alike.
macro_rules! refuse {
    ($($method:ident($($arg:ident: $type:ty),*) -> $ok:ty = $kind:literal;)+) => {
        $(
            fn $method(self, $($arg: $type),*) -> Result<$ok, FormError> {
                $(let _ = $arg;)*
                Err(FormError::unsupported($kind))
            }
        )+
    };
}

/// Single values of one kind that are refused alike.
macro_rules! refuse_plain {
    ($($method:ident: $type:ty,)+) => {
        $(
            fn $method(self, _: $type) -> Result<(), FormError> {
                Err(FormError::unsupported("a value without a name"))
            }
        )+
    };
}

/// The whole form: a struct.
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

    refuse_plain! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    refuse! {
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> () = "a value without a name";
        serialize_seq(length: Option<usize>) -> Self::SerializeSeq = "a list without a name";
        serialize_tuple(length: usize) -> Self::SerializeTuple = "a list without a name";
        serialize_tuple_struct(name: &'static str, length: usize) -> Self::SerializeTupleStruct = "a list without a name";
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

/// What stands under one name.
struct Value<'a> {
    writer: &'a mut Writer,
    name: &'a str,
    in_list: bool,
}

impl Value<'_> {
    fn plain(self, value: impl Display) -> Result<(), FormError> {
        self.writer.begin(self.name);
        write!(Encoder(&mut self.writer.out), "{value}")
            .map_err(|_| FormError::unsupported("a value that does not print"))
    }
}

/// Single values that are written as they print.
macro_rules! print_plain {
    ($($method:ident: $type:ty,)+) => {
        $(
            fn $method(self, value: $type) -> Result<(), FormError> {
                self.plain(value)
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
    type SerializeStruct = Impossible<(), FormError>;
    type SerializeStructVariant = Impossible<(), FormError>;

    fn serialize_str(self, text: &str) -> Result<(), FormError> {
        self.writer.pair(self.name, text);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), FormError> {
        self.plain(value)
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
        if self.in_list {
            Err(FormError::unsupported("a list in a list"))
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

    print_plain! {
        serialize_bool: bool, serialize_char: char,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64,
    }

    refuse! {
        serialize_bytes(bytes: &[u8]) -> () = "bytes";
        serialize_unit() -> () = "a unit";
        serialize_unit_struct(name: &'static str) -> () = "a unit";
        serialize_tuple_struct(name: &'static str, length: usize) -> Self::SerializeTupleStruct = "a struct in a struct";
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeTupleVariant = "a variant";
        serialize_map(length: Option<usize>) -> Self::SerializeMap = "a map";
        serialize_struct(name: &'static str, length: usize) -> Self::SerializeStruct = "a struct in a struct";
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize)
            -> Self::SerializeStructVariant = "a variant";
    }
}

impl SerializeSeq for Value<'_> {
    type Ok = ();
    type Error = FormError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), FormError> {
        value.serialize(Value {
            writer: self.writer,
            name: self.name,
            in_list: true,
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
