//! Parameters as received.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::callback::{Callback, InvalidParameter, Reader};
use super::decode::{Pair, Span};
use super::shown_name::ShownName;

/// Names and values in the order received, including repeated names and empty values.
///
/// The field `extra` of a callback holds the parameters that its type has no field for. `verify::<Parameters>` reads
/// a request of Twilio for which this crate has no type. Prefer a type: its names are also needed to detect a request
/// that was split into other parameters.
///
/// Names and values are decoded. Bytes that are not UTF-8, which Twilio does not send, stay percent-encoded as
/// they came. `Debug` shows only the names, since values can be personal data; of a name that may contain data it
/// shows the length.
///
/// ```
/// use twilio_calls::webhook::{Parameters, parse_unverified};
///
/// let parameters: Parameters = parse_unverified("ToCity=&ToState=CA&Digits=1&Digits=2")?;
/// assert_eq!(parameters.get("ToState"), Some("CA"));
/// assert_eq!(parameters.get("ToCity"), Some(""));
/// assert_eq!(parameters.get_all("Digits").collect::<Vec<_>>(), ["1", "2"]);
/// assert_eq!(parameters.iter().next_back(), Some(("Digits", "2")));
/// # Ok::<(), twilio_calls::webhook::InvalidParameter>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    text: String,
    spans: Vec<Span>,
}

impl Parameters {
    /// The value of the first parameter with this name; an empty value is `Some("")`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(candidate, _)| *candidate == name)
            .map(|(_, value)| value)
    }

    /// The values of all parameters with this name.
    pub fn get_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.iter()
            .filter(move |(candidate, _)| *candidate == name)
            .map(|(_, value)| value)
    }

    /// All names and values.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> + ExactSizeIterator {
        self.spans.iter().map(|span| {
            // Spans lie between whole texts, so both parts are there.
            let name = self.text.get(span.start..span.middle).unwrap_or_default();
            let value = self.text.get(span.middle..span.end).unwrap_or_default();
            (name, value)
        })
    }

    /// The number of parameters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn of<'a>(pairs: impl Iterator<Item = Pair<'a>> + Clone) -> Self {
        let (mut length, mut count) = (0, 0);
        for pair in pairs.clone() {
            length += pair.len();
            count += 1;
        }
        let mut parameters = Self {
            text: String::with_capacity(length),
            spans: Vec::with_capacity(count),
        };
        for pair in pairs {
            let start = parameters.text.len();
            parameters.text.push_str(&pair.name_text());
            let middle = parameters.text.len();
            parameters.text.push_str(&pair.value_text());
            parameters.spans.push(Span {
                start,
                middle,
                end: parameters.text.len(),
                has_value: pair.has_value(),
            });
        }
        parameters
    }
}

/// Serializes as an array of pairs, since names can be repeated. Each pair is a name and its value, or `null` if there
/// was no `=`.
impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.iter().zip(&self.spans);
        serializer
            .collect_seq(pairs.map(|((name, value), span)| (name, span.has_value.then_some(value))))
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, Option<String>)>::deserialize(deserializer)?;
        let mut parameters = Self::default();
        for (name, value) in pairs {
            let start = parameters.text.len();
            parameters.text.push_str(&name);
            let middle = parameters.text.len();
            parameters
                .text
                .push_str(value.as_deref().unwrap_or_default());
            parameters.spans.push(Span {
                start,
                middle,
                end: parameters.text.len(),
                has_value: value.is_some(),
            });
        }
        Ok(parameters)
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parameters")?;
        let names = self.iter().zip(&self.spans);
        f.debug_list()
            .entries(names.map(|((name, _), span)| ShownName::new(name, span.has_value)))
            .finish()
    }
}

impl Callback for Parameters {
    fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
        Ok(reader.rest())
    }
}
