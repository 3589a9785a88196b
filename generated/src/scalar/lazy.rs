//! JSON objects that are kept as received until a member is read.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The name by which serde_json recognizes a type that keeps its JSON unparsed. Other deserializers, such as that of a
/// buffered value, consider it the name of a newtype; then the object is parsed and serialized again.
pub(super) const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Reads one object and keeps its JSON, without looking into it where the deserializer has it at hand.
pub(crate) fn lazy_read<'de, D: Deserializer<'de>>(
    name: &'static str,
    deserializer: D,
) -> Result<Box<str>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW_VALUE, Object(name))
}

/// Writes the members, so that a serializer that is not for JSON gets an object too.
pub(crate) fn lazy_write<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<Pairs>(json) {
        Ok(pairs) => pairs.serialize(serializer),
        // Nested too deeply, or with a number that is too large: JSON that can only be passed on.
        Err(_) => serde_json::from_str::<&RawValue>(json)
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer),
    }
}

/// Reads an object as its JSON.
struct Object(&'static str);

impl Object {
    fn wrong<E: Error>(&self) -> E {
        E::custom(format_args!("{}: expected an object", self.0))
    }

    fn written<E: Error>(&self, pairs: Pairs) -> Result<Box<str>, E> {
        let json = serde_json::to_string(&pairs).map_err(E::custom)?;
        Ok(json.into())
    }
}

impl<'de> Visitor<'de> for Object {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as an object", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Box<str>, A::Error> {
        match members.next_key_seed(FirstKey)? {
            Some(None) => {
                let json = members.next_value_seed(Json)?;
                if json.starts_with('{') {
                    Ok(json)
                } else {
                    Err(self.wrong())
                }
            }
            Some(Some(name)) => {
                let first = (name, members.next_value()?);
                self.written(Pairs::read(vec![first], members)?)
            }
            None => self.written(Pairs(Vec::new())),
        }
    }

    // The error is our own, because that of the deserializer may repeat the value.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Box<str>, D::Error> {
        let pairs = Pairs::deserialize(deserializer).map_err(|_| self.wrong())?;
        self.written(pairs)
    }
}

/// Distinguishes serde_json's key of unread JSON, which is `None`, from the name of a member.
pub(super) struct FirstKey;

impl<'de> DeserializeSeed<'de> for FirstKey {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FirstKey {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok((name != RAW_VALUE).then(|| name.to_owned()))
    }
}

/// Copies unread JSON, which arrives as a string.
pub(super) struct Json;

impl<'de> DeserializeSeed<'de> for Json {
    type Value = Box<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Json {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: Error>(self, json: &str) -> Result<Self::Value, E> {
        Ok(Box::from(json))
    }

    fn visit_string<E: Error>(self, json: String) -> Result<Self::Value, E> {
        Ok(json.into())
    }
}

/// The members of an object, in their order.
struct Pairs(Vec<(String, Value)>);

impl Pairs {
    fn read<'de, A: MapAccess<'de>>(
        mut pairs: Vec<(String, Value)>,
        mut members: A,
    ) -> Result<Self, A::Error> {
        while let Some(pair) = members.next_entry()? {
            pairs.push(pair);
        }
        Ok(Self(pairs))
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyObject;

        impl<'de> Visitor<'de> for AnyObject {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Pairs, A::Error> {
                Pairs::read(Vec::new(), members)
            }
        }

        deserializer.deserialize_map(AnyObject)
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// The string of a member; `None` if it is missing, `null` or anything but a string. If a name is
/// repeated, the last value counts.
pub(crate) fn lazy_member(json: &str, name: &str) -> Option<String> {
    let mut found = None;
    walk(json, |member, text| {
        if member == name {
            found = text;
        }
    });
    found
}

/// The members that are strings, in the order received.
pub(crate) fn lazy_members(json: &str) -> Vec<(String, String)> {
    let mut members = Vec::new();
    walk(json, |member, text| {
        if let Some(text) = text {
            members.push((member.to_owned(), text));
        }
    });
    members
}

/// Whether two objects are equal, whatever the order of their members and the space between them.
pub(crate) fn lazy_equal(left: &str, right: &str) -> bool {
    let parse = |json: &str| serde_json::from_str::<Value>(json);
    left == right || matches!((parse(left), parse(right)), (Ok(left), Ok(right)) if left == right)
}

fn walk(json: &str, see: impl FnMut(&str, Option<String>)) {
    // The JSON is a valid object, and its values are not parsed: this does not fail.
    let _ = serde_json::Deserializer::from_str(json).deserialize_map(Members(see));
}

struct Members<F>(F);

impl<'de, F: FnMut(&str, Option<String>)> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value::<&RawValue>()?.get();
            let text = value.starts_with('"').then(|| serde_json::from_str(value));
            (self.0)(&name, text.and_then(Result::ok));
        }
        Ok(())
    }
}

/// A JSON object that is kept as received, with a method for each member that the spec lists.
///
/// ```text
/// lazy_object! {
///     /// The URIs of what belongs to a call.
///     pub struct SubresourceUris {
///         /// Recordings of the call.
///         pub recordings = "recordings";
///     }
/// }
/// ```
macro_rules! lazy_object {
    ($(#[$attr:meta])* $vis:vis struct $name:ident {
        $($(#[$member_attr:meta])* pub $method:ident = $member:literal;)*
    }) => {
        $(#[$attr])*
        #[derive(Clone)]
        $vis struct $name(::std::boxed::Box<str>);

        impl $name {
            $(
                $(#[$member_attr])*
                #[must_use]
                pub fn $method(&self) -> ::core::option::Option<::std::string::String> {
                    self.member($member)
                }
            )*

            /// Returns the string of a member; `None` if it is missing, `null` or anything but a string.
            ///
            /// The object is searched at every call.
            #[must_use]
            #[inline]
            pub fn member(&self, name: &str) -> ::core::option::Option<::std::string::String> {
                $crate::scalar::lazy_member(&self.0, name)
            }

            /// Returns the names and values of all members that are strings, including those without a method.
            #[inline]
            pub fn iter(&self) -> impl ::core::iter::Iterator<Item = (::std::string::String, ::std::string::String)> + use<> {
                $crate::scalar::lazy_members(&self.0).into_iter()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::scalar::lazy_equal(&self.0, &other.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), " "))?;
                f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::scalar::lazy_write(&self.0, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::scalar::lazy_read(stringify!($name), deserializer).map(Self)
            }
        }

        $crate::scalar::json_schema!($name, _generator => $crate::scalar::schema::members(stringify!($name)));
    };
}
pub(crate) use lazy_object;
