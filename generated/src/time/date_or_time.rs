//! A day or a point in time, for the filters of lists.

use std::fmt::{self, Write as _};
use std::time::SystemTime;

use super::read;
use super::timestamp::{Timestamp, reject, write_rfc3339};
use crate::scalar::{
    FromText, InvalidValue, Small, json_schema, text_borrow, text_from, text_view,
};

/// A day in UTC or a point in time, to the second, for filters such as `StartTime`.
///
/// Sent as `2009-07-06` or `2009-07-06T10:00:00Z`: always in UTC, so that nothing depends on the time zone of a
/// machine. Strings are accepted in these two forms, and in RFC 3339 with any offset, which is converted. Fractions of
/// a second are dropped. Years range from 1900 to 9999.
///
/// ```
/// use std::time::SystemTime;
/// use twilio_calls::DateOrTime;
///
/// assert_eq!(DateOrTime::date(2009, 7, 6)?.as_str(), "2009-07-06");
/// assert_eq!(DateOrTime::try_from("2009-07-06T12:00:00+02:00")?.as_str(), "2009-07-06T10:00:00Z");
/// assert_eq!(DateOrTime::try_from(SystemTime::UNIX_EPOCH)?.as_str(), "1970-01-01T00:00:00Z");
/// assert!(DateOrTime::date(2009, 2, 29).is_err());
/// # Ok::<(), twilio_calls::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateOrTime(Small<20>);

impl DateOrTime {
    /// Creates a value for a day in UTC; months and days count from 1.
    ///
    /// # Errors
    ///
    /// Fails if there is no such day, or if it is outside the years 1900 to 9999.
    pub fn date(year: u16, month: u8, day: u8) -> Result<Self, InvalidValue> {
        let none = || InvalidValue::expecting("DateOrTime", "a day that exists, from 1900 to 9999");
        let mut text = Small::new();
        write!(text, "{year:04}-{month:02}-{day:02}").map_err(|_| none())?;
        read::date(text.as_str().as_bytes()).map_err(|_| none())?;
        Ok(Self(text))
    }

    /// A day that exists.
    pub(super) fn of_day(day: Small<10>) -> Self {
        let mut text = Small::new();
        // There is room for more than a day.
        let _ = text.write_str(day.as_str());
        Self(text)
    }

    /// Creates a value for a point in time; a fraction of a second is dropped.
    #[must_use]
    pub fn at(timestamp: Timestamp) -> Self {
        let mut text = Small::new();
        // Without a fraction, and with a year of four digits, the string has exactly as many bytes as there is room for.
        let _ = write_rfc3339(&mut text, timestamp.unix_seconds(), 0);
        Self(text)
    }

    /// Whether this is a whole day.
    #[must_use]
    pub fn is_date(&self) -> bool {
        self.as_str().len() == "2009-07-06".len()
    }

    /// The string that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromText for DateOrTime {
    const EXPECTED: &'static str = "a day such as 2009-07-06, or an RFC 3339 time";

    fn from_text(text: &str) -> Result<Self, InvalidValue> {
        let bytes = text.as_bytes();
        if bytes.len() <= "2009-07-06".len() {
            read::date(bytes).map_err(|fault| reject("DateOrTime", text, fault))?;
            return Small::of(text)
                .map(Self)
                .ok_or(InvalidValue::expecting("DateOrTime", "a day"));
        }
        let moment = read::rfc3339(bytes).map_err(|fault| reject("DateOrTime", text, fault))?;
        Timestamp::from_unix(moment.seconds, 0).map(Self::at)
    }
}

text_from!(DateOrTime);
text_view!(DateOrTime);
text_borrow!(DateOrTime);
json_schema!(DateOrTime, _generator => crate::scalar::schema::format("DateOrTime", "date-or-date-time"));

impl From<&Self> for DateOrTime {
    fn from(value: &Self) -> Self {
        *value
    }
}

impl From<Timestamp> for DateOrTime {
    fn from(value: Timestamp) -> Self {
        Self::at(value)
    }
}

impl From<&Timestamp> for DateOrTime {
    fn from(value: &Timestamp) -> Self {
        Self::at(*value)
    }
}

impl TryFrom<SystemTime> for DateOrTime {
    type Error = InvalidValue;

    fn try_from(time: SystemTime) -> Result<Self, InvalidValue> {
        Timestamp::try_from(time).map(Self::at)
    }
}

impl PartialEq for DateOrTime {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for DateOrTime {}

impl std::hash::Hash for DateOrTime {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for DateOrTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateOrTime").field(&self.as_str()).finish()
    }
}

impl fmt::Display for DateOrTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
