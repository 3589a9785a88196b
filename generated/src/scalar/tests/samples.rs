//! One type of each kind, declared as the emitted code does it.
#![expect(dead_code, unreachable_pub, reason = "emitted types are public")]

mod patterns {
    use crate::scalar::{Dfa, byte_classes, states};

    pub(super) static SEND_DIGITS: Dfa = Dfa {
        classes: &byte_classes("23:1 2a:1 30-39:1 41-44:1 57:1 77:1"),
        width: 2,
        next: &states::<4>("0*3 1"),
        accept: b"ny",
    };

    /// Every byte but the control characters.
    pub(super) static LABEL: Dfa = Dfa {
        classes: &byte_classes("20-7e:1 80-ff:1"),
        width: 2,
        next: &states::<4>("0*3 1"),
        accept: b"ny",
    };

    pub(super) static PHONE_NUMBER: Dfa = Dfa {
        classes: &byte_classes("2b:1 30-39:2"),
        width: 3,
        next: &states::<12>("0*4 2 0*3 3 0*2 3"),
        accept: b"nnny",
    };
}

crate::scalar::fixed_text! {
    pub struct CallSid([u8; 34]) = "^CA[0-9a-fA-F]{32}$", "`CA` and 32 hexadecimal digits",
        [1 * b'C', 1 * b'A', 32 * b'0'..=b'9' | b'A'..=b'F' | b'a'..=b'f'];
}

crate::scalar::fixed_text! {
    pub struct Currency([u8; 3]) = "^[A-Za-z]{3}$", "", [3 * b'A'..=b'Z' | b'a'..=b'z'];
}

crate::scalar::fixed_text! {
    pub struct MessageSid([u8; 4]) = "^(?:SM|MM)[0-9]{2}$", "",
        [1 * b'S', 1 * b'M', 2 * b'0'..=b'9'] | [2 * b'M', 2 * b'0'..=b'9'];
}

crate::scalar::text! {
    pub struct SendDigits {
        PATTERN = "^[0-9#*wWA-D]*$" in patterns::SEND_DIGITS;
        EXPECTED = "keys to press";
        MAX_LENGTH = 32;
    }
}

crate::scalar::text! {
    pub struct Label {
        PATTERN = "^[^\\x00-\\x1F\\x7F]*$" in patterns::LABEL;
        MIN_LENGTH = 2;
        MAX_LENGTH = 5;
    }
}

crate::scalar::private_text! {
    pub struct Party {}
}

crate::scalar::private_text! {
    pub struct PhoneNumber {
        PATTERN = r"^\+[0-9]+$" in patterns::PHONE_NUMBER;
        EXPECTED = "a phone number";
        MIN_LENGTH = 2;
        MAX_LENGTH = 16;
    }
}

crate::scalar::secret_text! {
    pub struct SipAuthPassword {
        MIN_LENGTH = 1;
        MAX_LENGTH = 64;
    }
}

crate::scalar::text_union! {
    pub enum Endpoint {
        PhoneNumber,
        SendDigits,
        CallSid,
    }
}

crate::scalar::integer! {
    pub struct Timeout(u16) = 0..=600, seconds;
}

crate::scalar::integer! {
    pub struct Offset(i32) = -12..=2147483647;
}

crate::scalar::integer_text! {
    pub struct CallDuration(u64), minutes;
}

crate::scalar::integer_text! {
    pub struct QueueTime(u32), milliseconds;
}

crate::scalar::open_enum! {
    pub enum CallStatus {
        Queued = "queued",
        InProgress = "in-progress",
    }
}

crate::scalar::open_enum! {
    pub enum CallbackStatus {
        Initiated = "initiated",
        Queued = "queued",
        InProgress = "in-progress",
    }
}

crate::scalar::extends!(CallbackStatus, CallStatus);

crate::scalar::closed_enum! {
    pub enum CallEvent {
        Initiated = "initiated",
        Answered = "answered",
    }
}

crate::scalar::lazy_object! {
    pub struct SubresourceUris {
        pub recordings = "recordings";
    }
}

#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Sample {
    pub sid: CallSid,
    pub parent: Option<CallSid>,
    pub duration: Option<CallDuration>,
    pub status: CallStatus,
    pub uris: SubresourceUris,
    #[serde(flatten)]
    pub extra: crate::scalar::Extra,
}

crate::scalar::properties! {
    Sample {
        sid = required "sid",
        parent = optional "parent",
        duration = optional "duration",
        status = required "status",
        uris = required "uris",
    }
}
