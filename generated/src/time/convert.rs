//! Conversions from and to the types of other crates.

use super::{Date, DateOrTime, Timestamp};
use crate::scalar::InvalidValue;

/// The day of another crate's date, whose years may be negative.
fn date<D: Copy>(
    date: D,
    year: impl FnOnce(D) -> i32,
    month: impl FnOnce(D) -> u32,
    day: impl FnOnce(D) -> u32,
) -> Result<Date, InvalidValue> {
    match (
        u16::try_from(year(date)),
        u8::try_from(month(date)),
        u8::try_from(day(date)),
    ) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day),
        _ => Err(InvalidValue::expecting(
            "Date",
            "a day that exists, from 1900 to 9999",
        )),
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::*;

    impl TryFrom<jiff::Timestamp> for Timestamp {
        type Error = InvalidValue;

        fn try_from(time: jiff::Timestamp) -> Result<Self, InvalidValue> {
            // jiff counts the nanoseconds of instants before 1970 backwards.
            let (seconds, nanos) = (time.as_second(), time.subsec_nanosecond());
            let (seconds, nanos) = if nanos < 0 {
                (seconds - 1, nanos + 1_000_000_000)
            } else {
                (seconds, nanos)
            };
            Self::from_unix(seconds, u32::try_from(nanos).unwrap_or_default())
        }
    }

    impl TryFrom<jiff::ZonedDateTime> for Timestamp {
        type Error = InvalidValue;

        fn try_from(time: jiff::ZonedDateTime) -> Result<Self, InvalidValue> {
            time.timestamp().try_into()
        }
    }

    /// Fails in the last 26 hours of the year 9999, which jiff does not support.
    impl TryFrom<Timestamp> for jiff::Timestamp {
        type Error = InvalidValue;

        fn try_from(time: Timestamp) -> Result<Self, InvalidValue> {
            i32::try_from(time.subsec_nanos())
                .ok()
                .and_then(|nanos| Self::new(time.unix_seconds(), nanos).ok())
                .ok_or_else(|| {
                    InvalidValue::expecting("Timestamp", "an instant that jiff can hold")
                })
        }
    }

    impl TryFrom<jiff::Timestamp> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(time: jiff::Timestamp) -> Result<Self, InvalidValue> {
            Timestamp::try_from(time).map(Self::at)
        }
    }

    impl TryFrom<jiff::ZonedDateTime> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(time: jiff::ZonedDateTime) -> Result<Self, InvalidValue> {
            Timestamp::try_from(time).map(Self::at)
        }
    }

    impl TryFrom<jiff::civil::Date> for Date {
        type Error = InvalidValue;

        fn try_from(day: jiff::civil::Date) -> Result<Self, InvalidValue> {
            date(
                day,
                |day| i32::from(day.year()),
                |day| day.month().unsigned_abs().into(),
                |day| day.day().unsigned_abs().into(),
            )
        }
    }

    impl TryFrom<jiff::civil::Date> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(day: jiff::civil::Date) -> Result<Self, InvalidValue> {
            Date::try_from(day).map(Self::from)
        }
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, TimeZone, Utc};

    use super::*;

    impl<Z: TimeZone> TryFrom<DateTime<Z>> for Timestamp {
        type Error = InvalidValue;

        fn try_from(time: DateTime<Z>) -> Result<Self, InvalidValue> {
            // chrono writes a leap second as more than a second of nanoseconds.
            let nanos = time.timestamp_subsec_nanos();
            let seconds = time
                .timestamp()
                .saturating_add(i64::from(nanos / 1_000_000_000));
            Self::from_unix(seconds, nanos % 1_000_000_000)
        }
    }

    impl From<Timestamp> for DateTime<Utc> {
        fn from(time: Timestamp) -> Self {
            // chrono supports some 260,000 years on either side.
            Self::UNIX_EPOCH
                + TimeDelta::seconds(time.unix_seconds())
                + TimeDelta::nanoseconds(time.subsec_nanos().into())
        }
    }

    impl<Z: TimeZone> TryFrom<DateTime<Z>> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(time: DateTime<Z>) -> Result<Self, InvalidValue> {
            Timestamp::try_from(time).map(Self::at)
        }
    }

    impl TryFrom<NaiveDate> for Date {
        type Error = InvalidValue;

        fn try_from(day: NaiveDate) -> Result<Self, InvalidValue> {
            date(day, |day| day.year(), |day| day.month(), |day| day.day())
        }
    }

    impl TryFrom<NaiveDate> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(day: NaiveDate) -> Result<Self, InvalidValue> {
            Date::try_from(day).map(Self::from)
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use ::time::{Duration, OffsetDateTime};

    use super::*;

    impl TryFrom<OffsetDateTime> for Timestamp {
        type Error = InvalidValue;

        fn try_from(time: OffsetDateTime) -> Result<Self, InvalidValue> {
            let nanos = time.unix_timestamp_nanos().rem_euclid(1_000_000_000);
            Self::from_unix(
                time.unix_timestamp(),
                u32::try_from(nanos).unwrap_or_default(),
            )
        }
    }

    impl From<Timestamp> for OffsetDateTime {
        fn from(time: Timestamp) -> Self {
            // Every year up to 9999 is within the range of this type.
            Self::UNIX_EPOCH
                + Duration::new(time.unix_seconds(), 0)
                + Duration::nanoseconds(time.subsec_nanos().into())
        }
    }

    impl TryFrom<OffsetDateTime> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(time: OffsetDateTime) -> Result<Self, InvalidValue> {
            Timestamp::try_from(time).map(Self::at)
        }
    }

    impl TryFrom<::time::Date> for Date {
        type Error = InvalidValue;

        fn try_from(day: ::time::Date) -> Result<Self, InvalidValue> {
            date(
                day,
                ::time::Date::year,
                |day| u8::from(day.month()).into(),
                |day| day.day().into(),
            )
        }
    }

    impl TryFrom<::time::Date> for DateOrTime {
        type Error = InvalidValue;

        fn try_from(day: ::time::Date) -> Result<Self, InvalidValue> {
            Date::try_from(day).map(Self::from)
        }
    }
}
