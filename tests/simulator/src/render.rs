//! Calls and recordings as the API writes them: JSON, with the empty values that Twilio sends, and CSV.

use std::fmt::Write;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::call::{Call, CallStatus, Direction, Recording};
use crate::sid::Sid;

pub(crate) const API_VERSION: &str = "2010-04-01";

const SUBRESOURCES: [(&str, &str); 9] = [
    ("notifications", "Notifications"),
    ("recordings", "Recordings"),
    ("payments", "Payments"),
    ("events", "Events"),
    ("siprec", "Siprec"),
    ("streams", "Streams"),
    ("transcriptions", "Transcriptions"),
    (
        "user_defined_message_subscriptions",
        "UserDefinedMessageSubscriptions",
    ),
    ("user_defined_messages", "UserDefinedMessages"),
];

/// The path of a call, without a suffix for the representation.
pub(crate) fn call_path(account: Sid, call: Sid) -> String {
    format!("/{API_VERSION}/Accounts/{account}/Calls/{call}")
}

/// A party formatted for people: North American numbers with parentheses, everything else unchanged.
pub(crate) fn formatted(party: &str) -> String {
    let user = party
        .strip_prefix("sip:")
        .and_then(|rest| rest.split('@').next())
        .unwrap_or(party);
    match user.strip_prefix("+1") {
        Some(number) if number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("({}) {}-{}", &number[..3], &number[3..6], &number[6..])
        }
        _ => party.to_owned(),
    }
}

impl Call {
    /// The SID of the account's number in this call. It is derived from the number, so that it is always the same.
    fn phone_number_sid(&self) -> Option<Sid> {
        let own = if self.direction == Direction::Inbound {
            &self.to
        } else {
            &self.from
        };
        let digits: u64 = own.strip_prefix('+')?.parse().ok()?;
        Sid::of_kind("PN", &format!("PN{digits:032x}"))
    }

    /// The duration as Twilio sends it: `0` while the call rings, `None` while it is in progress or if it was not
    /// answered.
    fn shown_duration(&self) -> Option<String> {
        match self.status {
            CallStatus::Ringing => Some("0".to_owned()),
            CallStatus::Completed => self
                .duration()
                .map(|duration| duration.as_secs().to_string()),
            _ => None,
        }
    }

    fn shown_end(&self) -> Option<String> {
        self.ended
            .filter(|_| self.status == CallStatus::Completed)
            .map(|ended| ended.to_string())
    }

    /// The caller's name, which Twilio sends as `""` once the call has been dialed.
    fn caller_name(&self) -> Option<&'static str> {
        self.started.map(|_| "")
    }
}

impl Serialize for Call {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let path = call_path(self.account, self.sid);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("sid", &self.sid)?;
        map.serialize_entry("date_created", &self.created.to_string())?;
        map.serialize_entry("date_updated", &self.updated.to_string())?;
        map.serialize_entry("parent_call_sid", &self.parent)?;
        map.serialize_entry("account_sid", &self.account)?;
        map.serialize_entry("to", &*self.to)?;
        map.serialize_entry("to_formatted", &formatted(&self.to))?;
        map.serialize_entry("from", &*self.from)?;
        map.serialize_entry("from_formatted", &formatted(&self.from))?;
        map.serialize_entry("phone_number_sid", &self.phone_number_sid())?;
        map.serialize_entry("status", self.status.as_str())?;
        map.serialize_entry("start_time", &self.started.map(|moment| moment.to_string()))?;
        map.serialize_entry("end_time", &self.shown_end())?;
        map.serialize_entry("duration", &self.shown_duration())?;
        map.serialize_entry("price", &self.price())?;
        map.serialize_entry("price_unit", "USD")?;
        map.serialize_entry("direction", self.direction.as_str())?;
        map.serialize_entry("answered_by", &self.answered_by)?;
        map.serialize_entry("annotation", &())?;
        map.serialize_entry("api_version", API_VERSION)?;
        map.serialize_entry("forwarded_from", &())?;
        map.serialize_entry("stir_verstat", &())?;
        map.serialize_entry("group_sid", &())?;
        map.serialize_entry("caller_name", &self.caller_name())?;
        map.serialize_entry("queue_time", &self.queue_time.as_millis().to_string())?;
        // Twilio sends an empty string instead of null.
        map.serialize_entry("trunk_sid", "")?;
        map.serialize_entry("uri", &format_args!("{path}.json"))?;
        map.serialize_entry("subresource_uris", &Subresources(&path))?;
        map.end()
    }
}

struct Subresources<'p>(&'p str);

impl Serialize for Subresources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(SUBRESOURCES.len()))?;
        for (key, name) in SUBRESOURCES {
            map.serialize_entry(key, &format_args!("{}/{name}.json", self.0))?;
        }
        map.end()
    }
}

impl Serialize for Recording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let created = self.created.to_string();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("account_sid", &self.account)?;
        map.serialize_entry("api_version", API_VERSION)?;
        map.serialize_entry("call_sid", &self.call)?;
        map.serialize_entry("conference_sid", &())?;
        map.serialize_entry("date_created", &created)?;
        map.serialize_entry("date_updated", &self.updated.to_string())?;
        map.serialize_entry("start_time", &created)?;
        map.serialize_entry(
            "duration",
            &self.duration.map(|duration| duration.as_secs().to_string()),
        )?;
        map.serialize_entry("sid", &self.sid)?;
        map.serialize_entry("price", &self.price)?;
        map.serialize_entry("price_unit", "USD")?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry("channels", &self.channels)?;
        map.serialize_entry("source", self.source)?;
        map.serialize_entry("error_code", &(self.status == "absent").then_some(0))?;
        map.serialize_entry("track", &*self.track)?;
        let path = call_path(self.account, self.call);
        map.serialize_entry("uri", &format_args!("{path}/Recordings/{}.json", self.sid))?;
        map.serialize_entry("encryption_details", &())?;
        map.end()
    }
}

/// An item of a paged list.
pub(crate) trait ListItem: Serialize {
    /// The property of the page that contains the items.
    const NAME: &'static str;

    fn sid(&self) -> Sid;
}

impl ListItem for Call {
    const NAME: &'static str = "calls";

    fn sid(&self) -> Sid {
        self.sid
    }
}

impl ListItem for Recording {
    const NAME: &'static str = "recordings";

    fn sid(&self) -> Sid {
        self.sid
    }
}

const COLUMNS: &str = "Sid,DateCreated,DateUpdated,ParentCallSid,AccountSid,To,ToFormatted,From,FromFormatted,\
                       PhoneNumberSid,Status,StartTime,EndTime,Duration,Price,PriceUnit,Direction,AnsweredBy,\
                       Annotation,ApiVersion,ForwardedFrom,GroupSid,CallerName,Uri\n";

/// A header row and a row per call.
pub(crate) fn csv<'c>(calls: impl IntoIterator<Item = &'c Call>) -> String {
    let mut text = COLUMNS.to_owned();
    for call in calls {
        let optional = |value: Option<String>| value.unwrap_or_default();
        let fields = [
            call.sid.to_string(),
            call.created.to_string(),
            call.updated.to_string(),
            optional(call.parent.map(|sid| sid.to_string())),
            call.account.to_string(),
            call.to.to_string(),
            formatted(&call.to),
            call.from.to_string(),
            formatted(&call.from),
            optional(call.phone_number_sid().map(|sid| sid.to_string())),
            call.status.to_string(),
            optional(call.started.map(|moment| moment.to_string())),
            optional(call.shown_end()),
            optional(call.shown_duration()),
            optional(call.price()),
            "USD".to_owned(),
            call.direction.as_str().to_owned(),
            call.answered_by.unwrap_or_default().to_owned(),
            String::new(),
            API_VERSION.to_owned(),
            String::new(),
            String::new(),
            call.caller_name().unwrap_or_default().to_owned(),
            format!("{}.json", call_path(call.account, call.sid)),
        ];
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            quote(&mut text, field);
        }
        text.push('\n');
    }
    text
}

fn quote(text: &mut String, field: &str) {
    if field.contains([',', '"', '\n', '\r']) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\"{}\"", field.replace('"', "\"\""));
    } else {
        text.push_str(field);
    }
}
