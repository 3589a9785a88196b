//! Properties that the spec does not know.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::lazy::{FirstKey, Json, RAW_VALUE, lazy_equal};

/// The properties of a response that this version of the crate does not know.
///
/// They are kept as received, need no allocation if there are none, and are serialized with the other properties.
/// `Debug` shows their names alone, since values can be personal data.
///
/// If your own struct contains a response type with `#[serde(flatten)]`, every property for which neither of the two
/// has a field counts as unknown. If it flattens a second type as well, declare that field before the one with the
/// response type; otherwise the properties of the second type appear here too.
///
/// ```
/// # fn main() -> Result<(), serde_json::Error> {
/// use twilio_calls::Call;
///
/// let json = r#"{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","status":"completed","mood":{"score":0.9}}"#;
/// let call: Call = serde_json::from_str(json)?;
/// assert_eq!(call.extra.json("mood"), Some(r#"{"score":0.9}"#));
/// assert_eq!(call.extra.get("mood").map(|mood| mood["score"] == 0.9), Some(true));
/// assert!(serde_json::to_string(&call)?.contains(r#""mood":{"score":0.9}"#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Extra(Option<Box<str>>);

impl Extra {
    /// Whether there are no unknown properties.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value of a property.
    ///
    /// `None` also for the rare value that [`Value`] cannot hold, such as one that is nested too deeply;
    /// [`json`](Self::json) returns it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        serde_json::from_str(self.json(name)?).ok()
    }

    /// The value of a property as JSON, as received. If a name is repeated, the last value counts.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<&str> {
        let members = self.members().into_iter().rev();
        let mut members = members.filter(|(found, _)| found == name);
        members.next().map(|(_, value)| value.get())
    }

    /// The names of all properties and their values as JSON, in the order received.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Cow<'_, str>, &str)> {
        let members = self.members().into_iter();
        members.map(|(name, value)| (name, value.get()))
    }

    fn text(&self) -> &str {
        self.0.as_deref().unwrap_or("{}")
    }

    fn members(&self) -> Vec<(Cow<'_, str>, &RawValue)> {
        // The JSON is always an object, so this does not fail.
        serde_json::from_str::<Members<'_>>(self.text()).map_or_else(|_| Vec::new(), |it| it.0)
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        lazy_equal(self.text(), other.text())
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extra ")?;
        f.debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.members();
        let mut object = serializer.serialize_map(Some(members.len()))?;
        for (name, value) in members {
            // As a `Value` where that is possible, so that serializers that are not for JSON can write it.
            match serde_json::from_str::<Value>(value.get()) {
                Ok(value) => object.serialize_entry(&name, &value)?,
                Err(_) => object.serialize_entry(&name, value)?,
            }
        }
        object.end()
    }
}

super::json_schema!(Extra, _generator => schemars::json_schema!({ "type": "object" }));

/// The members of an object and their JSON.
struct Members<'j>(Vec<(Cow<'j, str>, &'j RawValue)>);

impl<'j> Deserialize<'j> for Members<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyObject;

        impl<'j> Visitor<'j> for AnyObject {
            type Value = Members<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'j>>(self, mut members: A) -> Result<Members<'j>, A::Error> {
                let mut found = Vec::new();
                while let Some(name) = members.next_key::<String>()? {
                    found.push((Cow::Owned(name), members.next_value()?));
                }
                Ok(Members(found))
            }
        }

        deserializer.deserialize_map(AnyObject)
    }
}

/// Collects the members of an object that no field is for.
#[derive(Default)]
pub(crate) struct Unknown(String);

impl Unknown {
    /// Adds a name. Its value has to follow.
    #[cold]
    pub(crate) fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        // Writing to a string does not fail.
        let _ = write!(self.0, "{}:", Value::from(name));
    }

    /// Adds the value of the last name.
    #[cold]
    pub(crate) fn value<'de, A: MapAccess<'de>>(
        &mut self,
        members: &mut A,
    ) -> Result<(), A::Error> {
        let json = members.next_value_seed(AnyJson)?;
        self.0.push_str(&json);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Extra {
        if self.0.is_empty() {
            return Extra(None);
        }
        self.0.push('}');
        Extra(Some(self.0.into_boxed_str()))
    }
}

/// Reads any value as its JSON, without looking into it where the deserializer has it at hand.
struct AnyJson;

impl<'de> DeserializeSeed<'de> for AnyJson {
    type Value = Box<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<str>, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, self)
    }
}

impl<'de> Visitor<'de> for AnyJson {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Box<str>, A::Error> {
        let mut object = Map::new();
        match members.next_key_seed(FirstKey)? {
            Some(None) => return members.next_value_seed(Json),
            Some(Some(name)) => {
                object.insert(name, members.next_value()?);
            }
            None => {}
        }
        while let Some((name, value)) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(Value::Object(object).to_string().into())
    }

    // The error is our own, because that of the deserializer may repeat the value.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Box<str>, D::Error> {
        let value = Value::deserialize(deserializer)
            .map_err(|_| D::Error::custom("expected a value that JSON can hold"))?;
        Ok(value.to_string().into())
    }
}
