//! JSON objects that are kept as they came until somebody asks for a member.

use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Reads one JSON value without looking into it; it must be an object.
pub(crate) fn lazy_read<'de, D: Deserializer<'de>>(
    name: &'static str,
    deserializer: D,
) -> Result<Box<RawValue>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if raw.get().starts_with('{') {
        Ok(raw)
    } else {
        Err(D::Error::custom(format_args!("{name}: expected an object")))
    }
}

/// The text of a member; `None` when it is missing, `null` or anything but text. Of members that bear one name the last
/// counts.
pub(crate) fn lazy_member(raw: &RawValue, name: &str) -> Option<String> {
    let mut found = None;
    walk(raw, |member, text| {
        if member == name {
            found = text;
        }
    });
    found
}

/// The members that are text, in the order in which they came.
pub(crate) fn lazy_members(raw: &RawValue) -> Vec<(String, String)> {
    let mut members = Vec::new();
    walk(raw, |member, text| {
        if let Some(text) = text {
            members.push((member.to_owned(), text));
        }
    });
    members
}

/// Whether two objects say the same, whatever the order of their members and the space between them.
pub(crate) fn lazy_equal(left: &RawValue, right: &RawValue) -> bool {
    let parse = |raw: &RawValue| serde_json::from_str::<serde_json::Value>(raw.get());
    left.get() == right.get()
        || matches!((parse(left), parse(right)), (Ok(left), Ok(right)) if left == right)
}

fn walk(raw: &RawValue, see: impl FnMut(&str, Option<String>)) {
    // The text is JSON and an object, so nothing can fail but its nesting, in a part that is no member of ours.
    let _ = serde_json::Deserializer::from_str(raw.get()).deserialize_map(Members(see));
}

struct Members<F>(F);

impl<'de, F: FnMut(&str, Option<String>)> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let text = members.next_value_seed(Text)?;
            (self.0)(&name, text);
        }
        Ok(())
    }
}

/// Reads a string and passes over everything else.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(items).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(members).map(|_| None)
    }
}

/// A JSON object that is kept as it came, with a method for each member that the spec lists.
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
        $vis struct $name(::std::boxed::Box<::serde_json::value::RawValue>);

        impl $name {
            $(
                $(#[$member_attr])*
                #[must_use]
                pub fn $method(&self) -> ::core::option::Option<::std::string::String> {
                    self.member($member)
                }
            )*

            /// The text of a member; `None` when it is missing, `null` or anything but text.
            ///
            /// The object is searched at every call.
            #[must_use]
            pub fn member(&self, name: &str) -> ::core::option::Option<::std::string::String> {
                $crate::scalar::lazy_member(&self.0, name)
            }

            /// The names and texts of all members that are text, those included that have no method of their own.
            pub fn iter(&self) -> impl ::core::iter::Iterator<Item = (::std::string::String, ::std::string::String)> + use<> {
                $crate::scalar::lazy_members(&self.0).into_iter()
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::scalar::lazy_equal(&self.0, &other.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), " "))?;
                f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
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
