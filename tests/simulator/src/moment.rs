//! A moment on a simulator's clock, and the texts in which the service writes and reads moments.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const MICROS: i64 = 1_000_000;
const DAY: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment on the clock of a simulator, in microseconds since the beginning of 1970 (UTC).
///
/// `Display` writes it as the service does in its answers, to the second and as in mail headers.
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
pub struct Moment(i64);

impl Moment {
    /// The moment that many seconds after the beginning of 1970 (UTC).
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS))
    }

    /// The moment that the machine's clock shows.
    pub(crate) fn of_machine() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    /// Whole seconds since the beginning of 1970 (UTC), rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(MICROS)
    }

    /// The moment this much later. Stops at the end of what can be told, some 292,000 years from now.
    pub fn plus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)),
        )
    }

    /// How long before this moment the other was; zero when it was later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The first moment of the day (UTC).
    pub(crate) const fn midnight(self) -> Self {
        Self::from_unix_seconds(self.unix_seconds().div_euclid(DAY) * DAY)
    }

    /// Reads a day or a moment as the filters of a list carry it. The service is lenient about the form, and so is
    /// this: `2026-06-10`, and a time behind `T` or a space, with or without `Z`, minutes, seconds and fractions.
    pub(crate) fn read(text: &str) -> Option<Filter> {
        let bytes = text.as_bytes();
        if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return None;
        }
        let midnight = from_civil(
            digits(&text[0..4])?,
            digits(&text[5..7])?,
            digits(&text[8..10])?,
        )?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Filter {
                from: midnight,
                whole_day: true,
            });
        }
        let time = rest.strip_prefix(['T', 't', ' '])?;
        let time = time
            .strip_suffix(['Z', 'z'])
            .or(time.strip_suffix("+00:00"))
            .unwrap_or(time);
        let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
        let mut parts = time.splitn(3, ':');
        let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
        let second = parts.next().map_or(Some(0), digits)?;
        if hour > 23
            || minute > 59
            || second > 60
            || !fraction.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let seconds = midnight.unix_seconds() + hour * 3600 + minute * 60 + second;
        Some(Filter {
            from: Self::from_unix_seconds(seconds),
            whole_day: false,
        })
    }
}

/// What a date filter of a list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The moment, or the beginning of the day.
    pub(crate) from: Moment,
    /// Whether a day was given.
    pub(crate) whole_day: bool,
}

impl Filter {
    /// Whether a moment lies on the day, or is the moment to the second.
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
        let seconds = self.unix_seconds();
        let (days, time) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = to_civil(days);
        let weekday = usize::try_from(days.rem_euclid(7))
            .ok()
            .and_then(|index| WEEKDAYS.get(index))
            .copied();
        let month = usize::try_from(month - 1)
            .ok()
            .and_then(|index| MONTHS.get(index))
            .copied();
        write!(
            formatter,
            "{}, {day:02} {} {year:04} {:02}:{:02}:{:02} +0000",
            weekday.unwrap_or_default(),
            month.unwrap_or_default(),
            time / 3600,
            time / 60 % 60,
            time % 60
        )
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

fn digits(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// The days before each month of a year that is counted from March, so that the leap day comes last.
const fn days_before(month_from_march: i64) -> i64 {
    (153 * month_from_march + 2) / 5
}

fn from_civil(year: i64, month: i64, day: i64) -> Option<Moment> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    // 719,468 days lie between the first of March of the year 0 and the beginning of 1970.
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + days_before(month)
        + day
        - 1;
    Some(Moment::from_unix_seconds((days - 719_468) * DAY))
}

fn to_civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - days_before(month) + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year_of_era + carry, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_survive_the_way_there_and_back() {
        for days in -200_000..200_000 {
            let (year, month, day) = to_civil(days);
            let moment = from_civil(year, month, day);
            assert_eq!(
                moment,
                Some(Moment::from_unix_seconds(days * DAY)),
                "{year}-{month}-{day}"
            );
        }
    }

    #[test]
    fn filters_are_read_leniently() {
        let at =
            |text| Moment::read(text).map(|filter| (filter.from.unix_seconds(), filter.whole_day));
        assert_eq!(at("2026-06-10"), Some((1_781_049_600, true)));
        for text in [
            "2026-06-10T18:44:10Z",
            "2026-06-10 18:44:10.000",
            "2026-06-10T18:44:10",
        ] {
            assert_eq!(at(text), Some((1_781_117_050, false)), "{text}");
        }
        for text in [
            "2026-02-30",
            "2026-13-01",
            "10/06/2026",
            "",
            "2026-06-10T25:00:00Z",
            "2026-06-1ü",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
