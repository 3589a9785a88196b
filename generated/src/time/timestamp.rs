//! Points in time as Twilio writes them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::civil::{Civil, FIRST_SECOND, LAST_SECOND, MONTHS, WEEKDAYS};
use super::read::{self, Moment, USUAL};
use crate::scalar::{
    Expected, FromText, InvalidValue, Reason, Small, json_schema, length_fault, text_from,
};

/// The maximum length: the usual forms have 20 to 37 bytes, and with this maximum a `Timestamp` takes 56 bytes.
const MAX_LENGTH: usize = 41;

/// A point in time, from 1900 to 9999, that keeps the string it was parsed from.
///
/// It parses RFC 2822 (`Tue, 31 Aug 2010 20:36:28 +0000`), including its obsolete forms: no weekday, no seconds, short
/// years, zones by name, comments; and RFC 3339 (`2010-08-31T20:36:28Z`). A weekday that does not match the date is
/// ignored; a day that does not exist and a zone without a defined offset are rejected. Second 60 is the second after
/// second 59. At most 41 characters are accepted.
///
/// Values are compared and hashed by the instant, whatever their string: `20:36 +0000` equals `22:36 +0200`.
///
/// ```
/// use std::time::SystemTime;
/// use twilio_calls::Timestamp;
///
/// let start = Timestamp::new("Tue, 31 Aug 2010 22:36:28 +0200")?;
/// assert_eq!(start.to_string(), "Tue, 31 Aug 2010 22:36:28 +0200");
/// assert_eq!(start.to_rfc3339(), "2010-08-31T20:36:28Z");
/// assert_eq!(start.unix_seconds(), 1_283_286_988);
/// assert_eq!(start.offset_minutes(), 120);
/// assert!(SystemTime::from(start) < SystemTime::now());
/// # Ok::<(), twilio_calls::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
    offset: i16,
    text: Small<MAX_LENGTH>,
}

impl Timestamp {
    /// Parses a point in time.
    ///
    /// # Errors
    ///
    /// Fails if the string is neither RFC 2822 nor RFC 3339, if the day or the time does not exist or is outside the
    /// years 1900 to 9999, or if it has more than 41 characters.
    #[inline]
    pub fn new(value: &str) -> Result<Self, InvalidValue> {
        if let Ok(bytes) = <&[u8; USUAL]>::try_from(value.as_bytes())
            && let Some(moment) = read::usual(bytes)
        {
            // The string is ASCII, or it would not have been parsed.
            return Ok(Self::with(moment, Small::of_ascii(bytes)));
        }
        Self::unusual(value)
    }

    #[cold]
    fn unusual(value: &str) -> Result<Self, InvalidValue> {
        let Some(text) = Small::of(value) else {
            let reason = length_fault(value, 0, Some(MAX_LENGTH)).unwrap_or(Reason::Mismatch);
            let expected = Expected::Description("ASCII characters");
            return Err(InvalidValue::new("Timestamp", reason, expected, value));
        };
        match read::read(value.as_bytes()) {
            Ok(moment) => Ok(Self::with(moment, text)),
            Err(fault) => Err(reject("Timestamp", value, fault)),
        }
    }

    const fn with(
        Moment {
            seconds,
            nanos,
            offset,
        }: Moment,
        text: Small<MAX_LENGTH>,
    ) -> Self {
        Self {
            seconds,
            nanos,
            offset,
            text,
        }
    }

    /// The instant this many seconds and nanoseconds after the Unix epoch.
    pub(super) fn from_unix(seconds: i64, nanos: u32) -> Result<Self, InvalidValue> {
        if !(FIRST_SECOND..=LAST_SECOND).contains(&seconds) {
            return Err(InvalidValue::expecting(
                "Timestamp",
                "an instant from 1900 to 9999",
            ));
        }
        let mut text = Small::new();
        // Fails only if the string does not fit, and neither form is that long.
        let written = if nanos == 0 {
            write_rfc2822(&mut text, seconds)
        } else {
            write_rfc3339(&mut text, seconds, nanos)
        };
        written
            .map_err(|_| InvalidValue::expecting("Timestamp", "an instant that can be written"))?;
        Ok(Self {
            seconds,
            nanos,
            offset: 0,
            text,
        })
    }

    /// The same instant, written in RFC 3339: in UTC, unless it is written so already.
    pub(super) fn in_rfc3339(self) -> Self {
        if self.as_str().as_bytes().get(4) == Some(&b'-') {
            return self;
        }
        let mut text = Small::new();
        // Fails only if the string does not fit, and this form is never that long.
        let _ = write_rfc3339(&mut text, self.seconds, self.nanos);
        Self {
            offset: 0,
            text,
            ..self
        }
    }

    /// The string it was parsed from. If it was converted from another type, it is in RFC 2822 or, if it has a fraction
    /// of a second, in RFC 3339.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The seconds since the Unix epoch, rounded down; negative before.
    #[must_use]
    pub const fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// The nanoseconds after [`unix_seconds`](Self::unix_seconds), 0 to 999,999,999; always 0 for RFC 2822.
    #[must_use]
    pub const fn subsec_nanos(&self) -> u32 {
        self.nanos
    }

    /// The offset from UTC in the string, in minutes east.
    #[must_use]
    pub const fn offset_minutes(&self) -> i16 {
        self.offset
    }

    /// The instant in RFC 3339, in UTC.
    #[must_use]
    pub fn to_rfc3339(&self) -> String {
        let mut text = String::with_capacity(30);
        // Writing to a `String` does not fail.
        let _ = write_rfc3339(&mut text, self.seconds, self.nanos);
        text
    }
}

/// The error for a string that cannot be parsed.
#[cold]
pub(super) fn reject(name: &'static str, text: &str, fault: read::Fault) -> InvalidValue {
    let expected = Expected::Description(fault.expected);
    InvalidValue::new(name, Reason::at(text, fault.at), expected, text)
}

fn write_rfc2822(out: &mut impl fmt::Write, seconds: i64) -> fmt::Result {
    let Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
    } = Civil::of(seconds);
    let weekday = WEEKDAYS.get(weekday).ok_or(fmt::Error)?;
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .ok_or(fmt::Error)?;
    write!(
        out,
        "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} +0000"
    )
}

/// Writes the instant in UTC; a fraction has no trailing zeros.
pub(super) fn write_rfc3339(out: &mut impl fmt::Write, seconds: i64, nanos: u32) -> fmt::Result {
    let Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = Civil::of(seconds);
    write!(
        out,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    )?;
    if nanos > 0 {
        let (mut fraction, mut width) = (nanos, 9);
        while fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        write!(out, ".{fraction:0width$}")?;
    }
    out.write_char('Z')
}

impl FromText for Timestamp {
    const EXPECTED: &'static str = "an RFC 2822 or RFC 3339 time";

    #[inline]
    fn from_text(text: &str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

text_from!(Timestamp);
json_schema!(Timestamp, _generator => crate::scalar::schema::format("Timestamp", "date-time-rfc-2822"));

impl From<&Self> for Timestamp {
    fn from(value: &Self) -> Self {
        *value
    }
}

impl From<Timestamp> for String {
    fn from(value: Timestamp) -> Self {
        Self::from(value.as_str())
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanos).hash(state);
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Timestamp").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Timestamp> for SystemTime {
    fn from(value: Timestamp) -> Self {
        let whole = Duration::from_secs(value.seconds.unsigned_abs());
        // The years 1900 to 9999 are within the range of `SystemTime` on all systems.
        let base = if value.seconds < 0 {
            UNIX_EPOCH - whole
        } else {
            UNIX_EPOCH + whole
        };
        base + Duration::from_nanos(u64::from(value.nanos))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = InvalidValue;

    fn try_from(time: SystemTime) -> Result<Self, InvalidValue> {
        let whole = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::from_unix(whole(after), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                match before.subsec_nanos() {
                    0 => Self::from_unix(-whole(before), 0),
                    nanos => Self::from_unix(-whole(before) - 1, 1_000_000_000 - nanos),
                }
            }
        }
    }
}
