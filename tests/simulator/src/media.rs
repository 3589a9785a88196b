//! Additions to a call: streams, SIPREC sessions, transcriptions, payments, messages and subscriptions.

use std::collections::HashMap;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::callback::Target;
use crate::moment::Moment;
use crate::render::call_path;
use crate::sid::Sid;

/// The kinds of sessions that receive the audio of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionKind {
    Stream,
    Siprec,
    Transcription,
}

impl SessionKind {
    pub(crate) const fn prefix(self) -> [u8; 2] {
        match self {
            Self::Stream => *b"MZ",
            Self::Siprec => *b"SR",
            Self::Transcription => *b"GT",
        }
    }

    const fn collection(self) -> &'static str {
        match self {
            Self::Stream => "Streams",
            Self::Siprec => "Siprec",
            Self::Transcription => "Transcriptions",
        }
    }
}

/// A stream, a SIPREC session or a transcription.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) kind: SessionKind,
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) call: Sid,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) is_running: bool,
    pub(crate) updated: Moment,
    /// The receiver of its callbacks.
    pub(crate) target: Option<Target>,
    /// The number of callbacks so far.
    pub(crate) reported: u64,
}

impl Serialize for Session {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let status = if self.is_running {
            "in-progress"
        } else {
            "stopped"
        };
        let path = call_path(self.account, self.call);
        let collection = self.kind.collection();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("sid", &self.sid)?;
        map.serialize_entry("account_sid", &self.account)?;
        map.serialize_entry("call_sid", &self.call)?;
        map.serialize_entry("name", &self.name.as_deref())?;
        map.serialize_entry("status", status)?;
        map.serialize_entry("date_updated", &self.updated.to_string())?;
        map.serialize_entry(
            "uri",
            &format_args!("{path}/{collection}/{}.json", self.sid),
        )?;
        map.end()
    }
}

/// The kinds of items that a request adds to a call, once per idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Payment,
    Message,
    Subscription,
}

impl EntryKind {
    pub(crate) const fn prefix(self) -> [u8; 2] {
        match self {
            Self::Payment => *b"PK",
            Self::Message => *b"KX",
            Self::Subscription => *b"ZY",
        }
    }
}

/// A payment session, a message or a subscription.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) kind: EntryKind,
    pub(crate) sid: Sid,
    pub(crate) account: Sid,
    pub(crate) call: Sid,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    /// The idempotency keys of the requests that created and changed it.
    pub(crate) keys: Vec<Arc<str>>,
    /// Whether a payment session was completed or canceled.
    pub(crate) is_over: bool,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let path = call_path(self.account, self.call);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("sid", &self.sid)?;
        map.serialize_entry("account_sid", &self.account)?;
        map.serialize_entry("call_sid", &self.call)?;
        map.serialize_entry("date_created", &self.created.to_string())?;
        let collection = match self.kind {
            EntryKind::Payment => {
                map.serialize_entry("date_updated", &self.updated.to_string())?;
                "Payments"
            }
            // Messages have no URI.
            EntryKind::Message => return map.end(),
            EntryKind::Subscription => "UserDefinedMessageSubscriptions",
        };
        map.serialize_entry(
            "uri",
            &format_args!("{path}/{collection}/{}.json", self.sid),
        )?;
        map.end()
    }
}

/// The media of one call.
#[derive(Debug, Default)]
pub(crate) struct CallMedia {
    pub(crate) sessions: Vec<Session>,
    pub(crate) entries: Vec<Entry>,
}

impl CallMedia {
    /// The session with this SID, or the newest one with this name.
    pub(crate) fn session(&mut self, kind: SessionKind, id: &str) -> Option<&mut Session> {
        let mut sessions = self.sessions.iter_mut().rev();
        sessions.find(|session| {
            let is_named = session.name.as_deref() == Some(id);
            session.kind == kind && (is_named || id.parse() == Ok(session.sid))
        })
    }

    /// Whether a running session has this name.
    pub(crate) fn is_taken(&self, kind: SessionKind, name: &str) -> bool {
        self.sessions.iter().any(|session| {
            session.kind == kind && session.is_running && session.name.as_deref() == Some(name)
        })
    }

    /// The entry that the request with this key created.
    pub(crate) fn created_by(&self, kind: EntryKind, key: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| {
            entry.kind == kind && entry.keys.first().map(|first| &**first) == Some(key)
        })
    }

    pub(crate) fn entry(&mut self, kind: EntryKind, id: &str) -> Option<&mut Entry> {
        let mut entries = self.entries.iter_mut();
        entries.find(|entry| entry.kind == kind && id.parse() == Ok(entry.sid))
    }
}

/// The media of all calls.
pub(crate) type Media = HashMap<Sid, CallMedia>;
