//! HTTP requests made for a call and their responses: the log that the API shows under `Events`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

use crate::form::Pairs;
use crate::history::Entry;
use crate::moment::Moment;
use crate::redact::Redacted;
use crate::render::ListItem;
use crate::sid::Sid;

/// The maximum size of a body in the log.
const MAX_BODY: usize = 16 * 1024;

/// The response to a request.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) headers: Pairs,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The same, with the body shortened to the maximum size.
    fn shortened(mut self) -> Self {
        let most = self.body.len().min(MAX_BODY);
        let mut ends = (0..=most).rev();
        let end = ends.find(|&end| self.body.is_char_boundary(end));
        self.body.truncate(end.unwrap_or_default());
        self
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Received")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A request made for a call, and its response.
pub(crate) struct Exchange {
    pub(crate) call: Sid,
    pub(crate) method: &'static str,
    pub(crate) url: Arc<str>,
    pub(crate) parameters: Arc<Pairs>,
    /// `None` if no response arrived.
    pub(crate) response: Option<Received>,
    pub(crate) at: Moment,
    pub(crate) took: Duration,
    /// Identifies it in page tokens.
    number: u64,
}

impl Exchange {
    pub(crate) fn new(
        call: Sid,
        (method, url): (&'static str, Arc<str>),
        parameters: Arc<Pairs>,
        response: Option<Received>,
        (at, took): (Moment, Duration),
        number: u64,
    ) -> Self {
        Self {
            call,
            method,
            url,
            parameters,
            response: response.map(Received::shortened),
            at,
            took,
            number,
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Exchange")
            .field("method", &self.method)
            .field("url", &Redacted(&self.url))
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}

impl Entry for Exchange {
    fn call(&self) -> Sid {
        self.call
    }

    fn size(&self) -> usize {
        let length = |pairs: &Pairs| -> usize {
            let lengths = pairs
                .iter()
                .map(|(name, value)| name.len() + value.len() + 48);
            lengths.sum()
        };
        let response = self.response.as_ref().map_or(0, |response| {
            response.body.len() + length(&response.headers) + 64
        });
        self.url.len() + length(&self.parameters) + response + 256
    }
}

impl ListItem for Exchange {
    const NAME: &'static str = "events";

    fn sid(&self) -> Sid {
        // Twilio does not show identifiers of events; any will do for page tokens.
        Sid::numbered(*b"EV", self.number)
    }
}

impl Serialize for Exchange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parameters: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in &*self.parameters {
            let joined = parameters.entry(name).or_default();
            if !joined.is_empty() {
                joined.push(',');
            }
            joined.push_str(value);
        }
        let request = json!({ "method": self.method, "url": &*self.url, "parameters": parameters });
        let response = self.response.as_ref().map(|response| {
            json!({
                "response_code": response.status,
                "request_duration": self.took.as_millis().try_into().unwrap_or(u32::MAX),
                "content_type": response.content_type,
                "response_body": response.body,
                "date_created": self.at.to_string(),
            })
        });
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("request", &request)?;
        map.serialize_entry("response", &response)?;
        map.end()
    }
}
