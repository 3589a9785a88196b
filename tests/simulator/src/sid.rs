//! SIDs: two letters for the kind and 32 hexadecimal digits, stored as 16 bytes.

use std::fmt;

use crate::random::Random;

/// The SID of a resource, such as a call (`CA...`) or an account (`AC...`).
///
/// SIDs are compared by value: `CAb2...` and `CAB2...` are equal.
///
/// ```
/// use twilio_calls_simulator::Sid;
///
/// let sid: Sid = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2".parse()?;
/// assert_eq!(sid.kind(), "CA");
/// assert_eq!(sid.to_string(), "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2");
/// assert!("CA123".parse::<Sid>().is_err());
/// # Ok::<(), twilio_calls_simulator::InvalidSid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sid {
    kind: [u8; 2],
    id: u128,
}

impl Sid {
    pub(crate) const fn random(kind: [u8; 2], random: &mut Random) -> Self {
        Self {
            kind,
            id: ((random.next() as u128) << 64) | random.next() as u128,
        }
    }

    /// The SID with this number, for resources that have no SID at Twilio.
    pub(crate) const fn numbered(kind: [u8; 2], number: u64) -> Self {
        Self {
            kind,
            id: number as u128,
        }
    }

    /// The two capital letters at the start.
    pub fn kind(&self) -> &str {
        std::str::from_utf8(&self.kind).unwrap_or("")
    }

    /// Parses a SID of one kind.
    pub(crate) fn of_kind(kind: &str, text: &str) -> Option<Self> {
        text.parse::<Self>().ok().filter(|sid| sid.kind() == kind)
    }
}

impl std::str::FromStr for Sid {
    type Err = InvalidSid;

    fn from_str(text: &str) -> Result<Self, InvalidSid> {
        let bytes: &[u8; 34] = text.as_bytes().try_into().map_err(|_| InvalidSid)?;
        let kind = [bytes[0], bytes[1]];
        let digits = std::str::from_utf8(&bytes[2..]).map_err(|_| InvalidSid)?;
        // `from_str_radix` alone would accept a sign.
        if !kind.iter().all(u8::is_ascii_uppercase)
            || !digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        {
            return Err(InvalidSid);
        }
        let id = u128::from_str_radix(digits, 16).map_err(|_| InvalidSid)?;
        Ok(Self { kind, id })
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{:032x}", self.kind(), self.id)
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl serde::Serialize for Sid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The string is not two capital letters and 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSid;

impl fmt::Display for InvalidSid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a SID consists of two capital letters and 32 hexadecimal digits")
    }
}

impl std::error::Error for InvalidSid {}
