//! Notifications: errors on a call, as the API shows them.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::callback::Target;
use crate::exchange::Received;
use crate::form::{self, Pairs};
use crate::history::Entry;
use crate::moment::Moment;
use crate::redact::Redacted;
use crate::render::{API_VERSION, ListItem, call_path};
use crate::sid::Sid;

/// Twilio's error codes.
pub(crate) mod code {
    /// The response is not a success, or there was none in time.
    pub(crate) const NOT_FETCHED: u32 = 11200;
    /// No connection to the host.
    pub(crate) const NOT_REACHED: u32 = 11205;
    /// The document is not XML.
    pub(crate) const NOT_XML: u32 = 12100;
    /// The document is XML, but not TwiML.
    pub(crate) const NOT_TWIML: u32 = 12200;
    /// The document has a content type that is neither TwiML nor speech nor audio.
    pub(crate) const CONTENT_TYPE: u32 = 12300;
    /// The response to a status callback is not a success.
    pub(crate) const CALLBACK: u32 = 15003;
}

/// The severity of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
}

impl Level {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "0",
            Self::Warning => "1",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Warning => "WARN",
        }
    }
}

/// The request that a notification is about.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) target: Target,
    pub(crate) parameters: Arc<Pairs>,
    pub(crate) response: Option<Received>,
}

/// An error on a call.
#[derive(Clone, Debug)]
pub(crate) struct Notification {
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) call: Sid,
    pub(crate) level: Level,
    pub(crate) code: u32,
    pub(crate) text: Text,
    pub(crate) at: Moment,
    pub(crate) cause: Option<Cause>,
}

/// The text of a notification, which contains URLs.
#[derive(Clone)]
pub(crate) struct Text(String);

impl Text {
    /// Encodes the text as a form. `about` is the parameter with the URL.
    pub(crate) fn new(about: Option<(&str, &str)>, code: u32, level: Level, message: &str) -> Self {
        let code = code.to_string();
        let rest = [
            ("ErrorCode", &*code),
            ("LogLevel", level.name()),
            ("Msg", message),
        ];
        Self(form::write(about.into_iter().chain(rest)))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(&self.0).fmt(formatter)
    }
}

impl Notification {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let at = self.at.to_string();
        let path = call_path(self.account, self.call);
        let method = self.cause.as_ref().map(|cause| cause.target.method());
        let url = self.cause.as_ref().map(|cause| &*cause.target.url);
        map.serialize_entry("sid", &self.sid)?;
        map.serialize_entry("account_sid", &self.account)?;
        map.serialize_entry("call_sid", &self.call)?;
        map.serialize_entry("log", self.level.as_str())?;
        map.serialize_entry("error_code", &self.code.to_string())?;
        map.serialize_entry("message_date", &at)?;
        map.serialize_entry("message_text", &self.text.0)?;
        let more = format!("https://www.twilio.com/docs/errors/{}", self.code);
        map.serialize_entry("more_info", &more)?;
        map.serialize_entry("request_method", &method)?;
        map.serialize_entry("request_url", url.unwrap_or_default())?;
        map.serialize_entry("api_version", API_VERSION)?;
        map.serialize_entry("date_created", &at)?;
        map.serialize_entry("date_updated", &at)?;
        let uri = format!("{path}/Notifications/{}.json", self.sid);
        map.serialize_entry("uri", &uri)
    }
}

impl Serialize for Notification {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

/// A notification with the request and the response that it is about.
pub(crate) struct Details<'n>(pub(crate) &'n Notification);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = |pairs: &Pairs| form::write(pairs.iter().map(|(name, value)| (name, value)));
        let cause = self.0.cause.as_ref();
        let response = cause.and_then(|cause| cause.response.as_ref());
        let variables = cause.map(|cause| written(&cause.parameters));
        let headers = response.map(|response| written(&response.headers));
        let body = response.map(|response| response.body.as_str());
        let mut map = serializer.serialize_map(None)?;
        self.0.entries(&mut map)?;
        map.serialize_entry("request_variables", &variables.unwrap_or_default())?;
        map.serialize_entry("response_headers", &headers.unwrap_or_default())?;
        map.serialize_entry("response_body", body.unwrap_or_default())?;
        map.end()
    }
}

impl Entry for Notification {
    fn call(&self) -> Sid {
        self.call
    }

    fn size(&self) -> usize {
        let cause = self.cause.as_ref().map_or(0, |cause| {
            let body = cause
                .response
                .as_ref()
                .map_or(0, |response| response.body.len());
            cause.target.url.len() + body + 1024
        });
        self.text.0.len() + cause + 256
    }
}

impl ListItem for Notification {
    const NAME: &'static str = "notifications";

    fn sid(&self) -> Sid {
        self.sid
    }
}
