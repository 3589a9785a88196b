//! One type of each kind, written as the emitted code is.
#![expect(unreachable_pub, reason = "emitted types are public")]

use crate::scalar::{Dfa, TextRules, byte_classes};

static SEND_DIGITS_PATTERN: Dfa = Dfa {
    pattern: SendDigits::PATTERN,
    classes: &DIGITS,
    width: 2,
    next: &[0, 0, 0, 1],
    accept: &[false, true],
};
static LABEL_PATTERN: Dfa = Dfa {
    pattern: "^[^\\x00-\\x1F\\x7F]*$",
    classes: &PRINT,
    width: 2,
    next: &[0, 0, 0, 1],
    accept: &[false, true],
};
static PHONE_NUMBER_PATTERN: Dfa = Dfa {
    pattern: r"^\+[0-9]+$",
    classes: &PHONE,
    width: 3,
    next: &[0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 3],
    accept: &[false, false, false, true],
};
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallSid([u8; 34]);
impl CallSid {
    pub const PATTERN: &'static str = "^CA[0-9a-fA-F]{32}$";
    const SAMPLE: &'static [u8; 34] = b"CA00000000000000000000000000000000";
    const fn matches(text: &[u8; 34]) -> bool {
        let mut ok = (text[0] == b'C') & (text[1] == b'A');
        let mut at = 2;
        while at < 34 {
            let c = text[at];
            ok &= (c.wrapping_sub(b'0') <= 9) | ((c | 0x20).wrapping_sub(b'a') <= 5);
            at += 1;
        }
        ok
    }
}
crate::scalar::fixed_text!(CallSid, 34);
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency([u8; 3]);
impl Currency {
    pub const PATTERN: &'static str = "^[A-Za-z]{3}$";
    const SAMPLE: &'static [u8; 3] = b"AAA";
    const fn matches(text: &[u8; 3]) -> bool {
        let mut ok = true;
        let mut at = 0;
        while at < 3 {
            let c = text[at];
            ok &= c.is_ascii_alphabetic();
            at += 1;
        }
        ok
    }
}
crate::scalar::fixed_text!(Currency, 3);

const DIGITS: [u8; 256] = byte_classes(&[
    (b'0', b'9', 1),
    (b'#', b'#', 1),
    (b'*', b'*', 1),
    (b'A', b'D', 1),
    (b'W', b'W', 1),
    (b'w', b'w', 1),
]);
/// Every byte but the control characters.
const PRINT: [u8; 256] = byte_classes(&[(0x20, 0x7E, 1), (0x80, 0xFF, 1)]);
const PHONE: [u8; 256] = byte_classes(&[(b'+', b'+', 1), (b'0', b'9', 2)]);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SendDigits(Box<str>);
impl SendDigits {
    pub const PATTERN: &'static str = "^[0-9#*wWA-D]*$";
    pub const MAX_LENGTH: usize = 32;
    const RULES: TextRules = TextRules::new("SendDigits")
        .max(32)
        .pattern(&SEND_DIGITS_PATTERN);
}
crate::scalar::text!(SendDigits);
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Box<str>);
impl Label {
    const RULES: TextRules = TextRules::new("Label")
        .length(2, Some(5))
        .pattern(&LABEL_PATTERN);
}
crate::scalar::text!(Label);
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party(Box<str>);
impl Party {
    const RULES: TextRules = TextRules::new("Party").hidden();
}
crate::scalar::private_text!(Party);
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(Box<str>);
impl PhoneNumber {
    const RULES: TextRules = TextRules::new("PhoneNumber")
        .hidden()
        .length(2, Some(16))
        .pattern(&PHONE_NUMBER_PATTERN);
}
crate::scalar::private_text!(PhoneNumber);
#[derive(Clone)]
pub struct SipAuthPassword(Box<str>);
impl SipAuthPassword {
    const RULES: TextRules = TextRules::new("SipAuthPassword")
        .hidden()
        .length(1, Some(64));
}
crate::scalar::secret_text!(SipAuthPassword);
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    PhoneNumber(PhoneNumber),
    SendDigits(SendDigits),
    CallSid(CallSid),
}
crate::scalar::text_union!(Endpoint {
    PhoneNumber,
    SendDigits,
    CallSid
});
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timeout(u16);
impl Timeout {
    pub const MIN: u16 = 0;
    pub const MAX: u16 = 600;
}
crate::scalar::integer!(Timeout, u16);
crate::scalar::unit!(Timeout, u16, seconds);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(i32);
impl Offset {
    pub const MIN: i32 = -12;
    pub const MAX: i32 = i32::MAX;
}
crate::scalar::integer!(Offset, i32);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallDuration(u64);
crate::scalar::integer_text!(CallDuration, u64);
crate::scalar::unit!(CallDuration, u64, minutes);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueTime(u32);
crate::scalar::integer_text!(QueueTime, u32);
crate::scalar::unit!(QueueTime, u32, milliseconds);
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CallStatus {
    Queued,
    InProgress,
    /// A value this version of the crate does not know; its text is kept.
    Unrecognized(crate::scalar::UnknownValue),
}
impl CallStatus {
    pub const ALL: &'static [Self] = &[Self::Queued, Self::InProgress];
    const NAMES: &'static [&'static str] = &["queued", "in-progress"];
    pub fn as_str(&self) -> &str {
        match self {
            Self::Queued => "queued",
            Self::InProgress => "in-progress",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}
crate::scalar::open_enum!(CallStatus);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallEvent {
    Initiated,
    Answered,
}
impl CallEvent {
    pub const ALL: &'static [Self] = &[Self::Initiated, Self::Answered];
    const NAMES: &'static [&'static str] = &["initiated", "answered"];
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initiated => "initiated",
            Self::Answered => "answered",
        }
    }
}
crate::scalar::closed_enum!(CallEvent);
#[derive(Clone)]
pub struct SubresourceUris(Box<serde_json::value::RawValue>);
impl SubresourceUris {
    pub fn recordings(&self) -> Option<String> {
        self.member("recordings")
    }
}
crate::scalar::lazy_object!(SubresourceUris);
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Sample {
    pub sid: CallSid,
    #[serde(default, deserialize_with = "crate::scalar::empty_as_none")]
    pub parent: Option<CallSid>,
    #[serde(default, deserialize_with = "crate::scalar::empty_as_none")]
    pub duration: Option<CallDuration>,
    pub status: CallStatus,
    pub uris: SubresourceUris,
}
