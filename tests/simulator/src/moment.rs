//! A moment on a simulator's clock, and the formats in which Twilio reads and writes moments.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

const MICROS: i64 = 1_000_000;
const DAY: i64 = 86_400;

/// A moment on the clock of a simulator, in microseconds since the beginning of 1970 (UTC).
///
/// `Display` writes it as Twilio does in its responses: as in mail headers (RFC 2822), to the second.
///
/// ```
/// use std::time::Duration;
/// use twilio_calls_simulator::Moment;
///
/// let moment = Moment::from_unix_seconds(1_781_117_050);
/// assert_eq!(moment.to_string(), "Wed, 10 Jun 2026 18:44:10 +0000");
/// assert_eq!(moment.plus(Duration::from_millis(1500)).unix_seconds(), 1_781_117_051);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// A `Timestamp` has the same usable range, but takes twice the memory, and a call has five moments.
pub struct Moment(i64);

impl Moment {
    /// The moment this many seconds after the beginning of 1970 (UTC).
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS))
    }

    /// The time of the machine.
    pub(crate) fn of_machine() -> Self {
        Self(Timestamp::now().as_microsecond())
    }

    /// Whole seconds since the beginning of 1970 (UTC), rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(MICROS)
    }

    /// The moment this much later, or the latest one that can be represented.
    pub fn plus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)),
        )
    }

    /// The time from an earlier moment to this one; zero when the other is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The moment in the format of the header `Date`.
    pub(crate) fn http_date(self) -> String {
        let text = self.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT");
        text.to_string()
    }

    /// The moment in the format of callbacks about streams, with milliseconds.
    pub(crate) fn iso(self) -> String {
        let text = self.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3fZ");
        text.to_string()
    }

    /// The first moment of the day (UTC).
    pub(crate) const fn midnight(self) -> Self {
        Self::from_unix_seconds(self.unix_seconds().div_euclid(DAY) * DAY)
    }

    /// Parses a day or a moment in UTC in the filters of a list. Like Twilio, this is lenient about the format:
    /// `2026-06-10`, optionally with a time after `T` or a space, with or without `Z`, seconds and fractions.
    pub(crate) fn read(text: &str) -> Option<Filter> {
        let pieces = Pieces::parse(text).ok()?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        // The parser also accepts a format without hyphens, which Twilio does not document.
        if offset != Offset::UTC
            || pieces.time_zone_annotation().is_some()
            || text.get(4..5) != Some("-")
        {
            return None;
        }
        let time = pieces.time();
        let date_time = pieces.date().to_datetime(time.unwrap_or_default());
        let timestamp = Offset::UTC.to_timestamp(date_time).ok()?;
        Some(Filter {
            from: Self::from_unix_seconds(timestamp.as_second()),
            whole_day: time.is_none(),
        })
    }

    /// Whether the text is a moment in the format of `Display`, with the right weekday.
    pub(crate) fn is_in_response_format(text: &str) -> bool {
        let parsed = DateTimeParser::new().parse_timestamp(text);
        parsed.is_ok_and(|moment| Self::from_unix_seconds(moment.as_second()).to_string() == text)
    }

    /// The nearest timestamp.
    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

/// A date filter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The moment, or the start of the day.
    pub(crate) from: Moment,
    /// Whether a day was given.
    pub(crate) whole_day: bool,
}

impl Filter {
    /// Whether a moment is on the day, or in the same second.
    pub(crate) fn holds(self, moment: Moment) -> bool {
        if self.whole_day {
            moment.midnight() == self.from
        } else {
            moment.unix_seconds() == self.from.unix_seconds()
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The printer of RFC 2822 would not pad the day.
        let text = self.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000");
        text.fmt(formatter)
    }
}

impl From<Moment> for SystemTime {
    fn from(moment: Moment) -> Self {
        match u64::try_from(moment.0) {
            Ok(micros) => UNIX_EPOCH + Duration::from_micros(micros),
            Err(_) => UNIX_EPOCH - Duration::from_micros(moment.0.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_in_mail_headers() {
        let written = |seconds| Moment::from_unix_seconds(seconds).to_string();
        assert_eq!(written(0), "Thu, 01 Jan 1970 00:00:00 +0000");
        assert_eq!(written(951_868_799), "Tue, 29 Feb 2000 23:59:59 +0000");
        assert_eq!(written(-1), "Wed, 31 Dec 1969 23:59:59 +0000");
        assert_eq!(written(i64::MAX), "Thu, 30 Dec 9999 22:00:00 +0000");
        assert!(!written(i64::MIN).is_empty());
    }

    #[test]
    fn other_forms_are_not_the_response_format() {
        assert!(Moment::is_in_response_format(
            "Wed, 10 Jun 2026 18:44:10 +0000"
        ));
        for text in [
            "Thu, 10 Jun 2026 18:44:10 +0000",
            "Wed, 10 Jun 2026 18:44:10 GMT",
            "Wed, 10 Jun 2026 20:44:10 +0200",
            "Wed, 10 Jun 2026 18:44 +0000",
            "10 Jun 2026 18:44:10 +0000",
            "Wed, 31 Jun 2026 18:44:10 +0000",
            "2026-06-10T18:44:10Z",
            "",
        ] {
            assert!(!Moment::is_in_response_format(text), "{text}");
        }
    }

    #[test]
    fn filters_are_read_leniently() {
        let at =
            |text| Moment::read(text).map(|filter| (filter.from.unix_seconds(), filter.whole_day));
        assert_eq!(at("2026-06-10"), Some((1_781_049_600, true)));
        for text in [
            "2026-06-10T18:44:10Z",
            "2026-06-10t18:44:10z",
            "2026-06-10 18:44:10.000",
            "2026-06-10T18:44:10",
            "2026-06-10T18:44:10+00:00",
        ] {
            assert_eq!(at(text), Some((1_781_117_050, false)), "{text}");
        }
        assert_eq!(at("2026-06-10T18:44"), Some((1_781_117_040, false)));
        for text in [
            "2026-02-30",
            "2026-13-01",
            "10/06/2026",
            "20260610",
            "",
            "2026-06-10T25:00:00Z",
            "2026-06-10T18:44:10+02:00",
            "2026-06-10T18:44:10Z[Europe/Berlin]",
            "2026-06-1ü",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
