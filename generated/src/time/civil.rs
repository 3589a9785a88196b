//! The calendar: days since 1970 and back.

/// The first supported year: the first of RFC 2822.
pub(super) const FIRST_YEAR: u32 = 1900;
/// The last supported year: the last with four digits.
pub(super) const LAST_YEAR: u32 = 9999;

pub(super) const SECONDS_A_DAY: i64 = 86_400;
/// The first second of [`FIRST_YEAR`].
pub(super) const FIRST_SECOND: i64 = days_before(FIRST_YEAR, 1, 1) * SECONDS_A_DAY;
/// The last second of [`LAST_YEAR`].
pub(super) const LAST_SECOND: i64 = days_before(LAST_YEAR + 1, 1, 1) * SECONDS_A_DAY - 1;

pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
pub(super) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A date and time in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    /// 0 is Monday.
    pub(super) weekday: usize,
}

/// The days from 1970-01-01 to a valid date; negative before.
pub(super) const fn days_before(year: u32, month: u32, day: u32) -> i64 {
    // Years are counted from March here, so that the leap day is the last one of its year, and the months before any
    // month have the same lengths in all years: every five months have 153 days.
    let (year, months) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_years = 365 * year + year / 4 - year / 100 + year / 400;
    let of_months = (153 * months + 2) / 5;
    // 719,468 days separate March 1 of the year 0 and the beginning of 1970.
    (of_years + of_months + day - 1) as i64 - 719_468
}

/// How many days a month has.
#[inline]
pub(super) const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Civil {
    /// The date and time of a second of the supported range.
    pub(super) fn of(seconds: i64) -> Self {
        let (days, rest) = (
            seconds.div_euclid(SECONDS_A_DAY),
            seconds.rem_euclid(SECONDS_A_DAY),
        );
        // 400 years have 146,097 days, so the estimate is off by a year at most, in either direction.
        let estimate = 1970 + days * 400 / 146_097;
        let mut year = u32::try_from(estimate - 1).unwrap_or(FIRST_YEAR);
        while days >= days_before(year + 1, 1, 1) {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days >= days_before(year, month + 1, 1) {
            month += 1;
        }
        let small = |value: i64| u32::try_from(value).unwrap_or_default();
        Self {
            year,
            month,
            day: small(days - days_before(year, month, 1) + 1),
            hour: small(rest / 3600),
            minute: small(rest / 60 % 60),
            second: small(rest % 60),
            // The first day of 1970 was a Thursday.
            weekday: usize::try_from((days + 3).rem_euclid(7)).unwrap_or_default(),
        }
    }
}
