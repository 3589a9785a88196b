//! Days and points in time as most APIs write them, by RFC 3339.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use super::date_or_time::DateOrTime;
use super::read;
use super::timestamp::{Timestamp, reject};
use crate::scalar::{
    FromText, InvalidValue, Small, json_schema, text_borrow, text_from, text_view,
};

/// A point in time, from 1900 to 9999, that is written in RFC 3339: `2010-08-31T20:36:28Z`.
///
/// It keeps the string it was parsed from, with its offset and its fraction. Values are compared and hashed by the
/// instant. Convert the times of other crates through [`Timestamp`].
///
/// ```
/// use twilio_calls::{DateTime, Timestamp};
///
/// let time: DateTime = "2010-08-31T20:36:28Z".parse()?;
/// assert_eq!(time.timestamp().unix_seconds(), 1_283_286_988);
///
/// let timestamp: Timestamp = "Tue, 31 Aug 2010 20:36:28 +0000".parse()?;
/// assert_eq!(DateTime::at(timestamp), time);
/// # Ok::<(), twilio_calls::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTime(Timestamp);

impl DateTime {
    /// Writes a point in time in RFC 3339; one that already has this form is kept.
    #[must_use]
    pub fn at(timestamp: Timestamp) -> Self {
        Self(timestamp.in_rfc3339())
    }

    /// The string that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The point in time.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        self.0
    }
}

impl FromText for DateTime {
    const EXPECTED: &'static str = "an RFC 3339 time such as 2010-08-31T20:36:28Z";

    fn from_text(text: &str) -> Result<Self, InvalidValue> {
        read::rfc3339(text.as_bytes()).map_err(|fault| reject("DateTime", text, fault))?;
        Timestamp::new(text).map(Self)
    }
}

text_from!(DateTime);
text_view!(DateTime);
json_schema!(DateTime, _generator => crate::scalar::schema::format("DateTime", "date-time"));

impl From<&Self> for DateTime {
    fn from(value: &Self) -> Self {
        *value
    }
}

impl From<Timestamp> for DateTime {
    fn from(value: Timestamp) -> Self {
        Self::at(value)
    }
}

impl From<DateTime> for Timestamp {
    fn from(value: DateTime) -> Self {
        value.0
    }
}

impl TryFrom<SystemTime> for DateTime {
    type Error = InvalidValue;

    fn try_from(time: SystemTime) -> Result<Self, InvalidValue> {
        Timestamp::try_from(time).map(Self::at)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateTime").field(&self.as_str()).finish()
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The length of a date such as `2009-07-06`.
const DATE_LENGTH: usize = 10;

/// A day of the calendar, from 1900 to 9999: `2009-07-06`.
///
/// ```
/// use twilio_calls::Date;
///
/// let day = Date::new(2009, 7, 6)?;
/// assert_eq!(day.as_str(), "2009-07-06");
/// assert_eq!("2009-07-06".parse::<Date>()?, day);
/// assert!(Date::new(2009, 2, 29).is_err());
/// # Ok::<(), twilio_calls::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct Date(Small<DATE_LENGTH>);

impl Date {
    /// Creates a day; months and days count from 1.
    ///
    /// # Errors
    ///
    /// Fails if there is no such day, or if it is outside the years 1900 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidValue> {
        let none = || InvalidValue::expecting("Date", "a day that exists, from 1900 to 9999");
        let mut text = Small::new();
        write!(text, "{year:04}-{month:02}-{day:02}").map_err(|_| none())?;
        read::date(text.as_str().as_bytes()).map_err(|_| none())?;
        Ok(Self(text))
    }

    /// The string that is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromText for Date {
    const EXPECTED: &'static str = "a day such as 2009-07-06";

    fn from_text(text: &str) -> Result<Self, InvalidValue> {
        // A time is the most likely mistake, and `expected the end` would not say so.
        if text.len() > DATE_LENGTH && text.as_bytes().get(DATE_LENGTH) == Some(&b'T') {
            let expected = "a day such as 2009-07-06, without a time";
            return Err(InvalidValue::expecting("Date", expected));
        }
        read::date(text.as_bytes()).map_err(|fault| reject("Date", text, fault))?;
        Small::of(text)
            .map(Self)
            .ok_or(InvalidValue::expecting("Date", "a day"))
    }
}

text_from!(Date);
text_view!(Date);
text_borrow!(Date);
json_schema!(Date, _generator => crate::scalar::schema::format("Date", "date"));

impl From<&Self> for Date {
    fn from(value: &Self) -> Self {
        *value
    }
}

/// The whole day, in UTC.
impl From<Date> for DateOrTime {
    fn from(value: Date) -> Self {
        Self::of_day(value.0)
    }
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Date {}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Years have four digits, so that the order of the strings is that of the days.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Date").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

    use super::*;

    fn expected<T: std::str::FromStr<Err = InvalidValue> + fmt::Debug>(text: &str) -> String {
        text.parse::<T>().unwrap_err().to_string()
    }

    fn hash(value: &impl Hash) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
    }

    #[test]
    fn times_are_those_of_rfc_3339_alone() {
        for text in [
            "2010-08-31T20:36:28Z",
            "2010-08-31t20:36:28.123456z",
            "2010-08-31T22:36:28+02:00",
        ] {
            let time: DateTime = text.parse().unwrap();
            assert_eq!(time.as_str(), text);
            assert_eq!(serde_json::to_string(&time).unwrap(), format!("{text:?}"));
            assert_eq!(Timestamp::from(time).unix_seconds(), 1_283_286_988);
            assert_eq!(format!("{time:?}"), format!("DateTime({text:?})"));
        }
        for text in [
            "Tue, 31 Aug 2010 20:36:28 +0000",
            "2010-08-31",
            "2010-08-31T20:36:28",
            "2010-02-31T20:36:28Z",
            "",
        ] {
            assert!(expected::<DateTime>(text).contains("expected"), "{text}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_written_in_rfc_3339() {
        let mail = Timestamp::new("Tue, 31 Aug 2010 22:36:28 +0200").unwrap();
        let time = DateTime::from(mail);
        assert_eq!(time.as_str(), "2010-08-31T20:36:28Z");
        assert_eq!(
            (time.timestamp(), time.timestamp().offset_minutes()),
            (mail, 0)
        );
        let kept = Timestamp::new("2010-08-31T22:36:28.5+02:00").unwrap();
        assert_eq!(DateTime::at(kept).as_str(), "2010-08-31T22:36:28.5+02:00");
        let epoch = DateTime::try_from(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(epoch.to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(format!("{epoch:>21}."), " 1970-01-01T00:00:00Z.");
        assert!(epoch < time);
        assert_eq!(hash(&time), hash(&DateTime::from(&DateTime(mail))));
        assert_ne!(hash(&time), hash(&epoch));
    }

    #[test]
    fn days_exist_and_are_in_order() {
        let day = Date::new(2024, 2, 29).unwrap();
        assert_eq!(day, "2024-02-29");
        assert_eq!(DateOrTime::from(day).as_str(), "2024-02-29");
        assert_eq!(
            format!("{day:?} {day:>11}"),
            "Date(\"2024-02-29\")  2024-02-29"
        );
        assert_eq!(hash(&day), hash(&"2024-02-29"));
        assert_ne!(hash(&day), hash(&Date::new(2024, 2, 28).unwrap()));
        assert_ne!(Date::new(2024, 2, 28).unwrap(), day);
        assert!("2024-02-28".parse::<Date>().unwrap() < day);
        assert!(Date::new(2023, 2, 29).is_err());
        for text in ["2023-02-29", "2024-02-29T00:00:00Z", "20240229", ""] {
            assert!(expected::<Date>(text).contains("expected"), "{text}");
        }
    }
}
