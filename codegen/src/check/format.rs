//! Strings with a `format`: which values are valid.

use jiff::civil::{Date, Weekday};

/// Whether this is an integer of at least 0 without leading zeros.
pub(super) fn is_uint64(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
        && text.parse::<u64>().is_ok()
        && (text.len() == 1 || !text.starts_with('0'))
}

/// Whether this is an integer, perhaps negative, without leading zeros.
pub(super) fn is_int64(text: &str) -> bool {
    text.parse::<i64>()
        .is_ok_and(|number| number.to_string() == text)
}

/// Whether this is a decimal number with no more digits than its type holds.
pub(super) fn is_decimal(text: &str) -> bool {
    /// The type cannot hold more digits, and no price has them.
    const DIGITS: usize = 28;
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction) && whole.len() + fraction.len() <= DIGITS
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Whether this is a time in the format of RFC 2822, with the correct day of the week if there is one.
pub(super) fn is_rfc_2822(text: &str) -> bool {
    let (weekday, rest) = match text.split_once(", ") {
        Some((weekday, rest)) => (Some(weekday), rest),
        None => (None, text),
    };
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, zone] = parts.as_slice() else {
        return false;
    };
    let month = (1..).zip(MONTHS).find(|(_, name)| name == month);
    let date = match (number(year, 4, 4), month, number(day, 1, 2)) {
        (Some(year), Some((month, _)), Some(day)) => calendar_date(year, month, day),
        _ => None,
    };
    let named = |date: Date| weekday.is_none_or(|name| short_name(date.weekday()) == name);
    date.is_some_and(named) && is_clock(clock) && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    match text.strip_prefix(['+', '-']) {
        Some(digits) => number(digits, 4, 4).is_some_and(|zone| zone / 100 < 24 && zone % 100 < 60),
        None => matches!(
            text,
            "GMT" | "UT" | "EST" | "EDT" | "CST" | "CDT" | "MST" | "MDT" | "PST" | "PDT"
        ),
    }
}

/// Whether this is a calendar date.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let date = match (number(year, 4, 4), number(month, 2, 2), number(day, 2, 2)) {
        (Some(year), Some(month), Some(day)) => calendar_date(year, month, day),
        _ => None,
    };
    date.is_some()
}

/// Whether this is a date, or a time in UTC.
pub(super) fn is_date_or_time(text: &str) -> bool {
    let Some((date, clock)) = text.split_once('T') else {
        return is_date(text);
    };
    let clock = clock.strip_suffix('Z');
    is_date(date) && clock.is_some_and(|clock| clock.len() == 8 && is_clock(clock))
}

/// Whether this is a time in the format of RFC 3339, with an optional fraction of a second and an offset or `Z`.
pub(super) fn is_rfc_3339(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else {
        return false;
    };
    let Some((clock, rest)) = rest.split_at_checked("20:36:28".len()) else {
        return false;
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let offset = zone.strip_prefix(['+', '-']);
    let is_zone = zone == "Z" || offset.is_some_and(|it| it.len() == 5 && is_clock(it));
    is_date(date) && is_clock(clock) && is_zone
}

/// Whether this is a time of day: hours, minutes and optionally seconds.
fn is_clock(text: &str) -> bool {
    let parts: Vec<Option<i16>> = text.split(':').map(|part| number(part, 2, 2)).collect();
    match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second <= 60,
        _ => false,
    }
}

/// Parses a number of between `least` and `most` digits.
fn number(text: &str, least: usize, most: usize) -> Option<i16> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn calendar_date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn short_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_e_mail_writes_them() {
        for good in [
            "Tue, 31 Aug 2010 20:36:28 +0000",
            "31 Aug 2010 20:36 GMT",
            "Thu, 29 Feb 2024 00:00:00 -0730",
            "Sat, 1 Jan 2000 23:59:60 EST",
        ] {
            assert!(is_rfc_2822(good), "{good}");
        }
        for bad in [
            "Mon, 31 Aug 2010 20:36:28 +0000",
            "31 Feb 2010 20:36:28 +0000",
            "2010-08-31T20:36:28Z",
            "Tue, 31 Aug 2010 24:36:28 +0000",
            "Tue, 31 Aug 2010 20:36:28",
            "",
        ] {
            assert!(!is_rfc_2822(bad), "{bad}");
        }
    }

    #[test]
    fn the_calendar_is_gregorian() {
        for day in ["0000-02-29", "2000-02-29", "2024-02-29", "9999-12-31"] {
            assert!(is_date_or_time(day), "{day}");
        }
        for day in [
            "1900-02-29",
            "2100-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-01",
        ] {
            assert!(!is_date_or_time(day), "{day}");
        }
        assert!(is_rfc_2822("Thu, 29 Feb 2024 00:00 UT"));
        assert!(!is_rfc_2822("Wed, 29 Feb 2024 00:00 UT"));
        assert!(!is_rfc_2822("thu, 29 Feb 2024 00:00 UT"));
    }

    #[test]
    fn days_and_times_of_rfc_3339() {
        for good in [
            "2010-08-31T20:36:28Z",
            "2010-08-31T20:36:28.5Z",
            "2010-08-31T20:36:28-07:30",
        ] {
            assert!(is_rfc_3339(good), "{good}");
        }
        for bad in [
            "2010-08-31",
            "2010-08-31T20:36:28",
            "2010-08-31T20:36Z",
            "2010-08-31T20:36:28.Z",
            "2010-02-30T20:36:28Z",
            "2010-08-31T20:36:28+0200",
            "2010-08-31T24:36:28Z",
            "",
        ] {
            assert!(!is_rfc_3339(bad), "{bad}");
        }
        assert!(
            is_date("2024-02-29") && !is_date("2023-02-29") && !is_date("2024-02-29T00:00:00Z")
        );
    }

    #[test]
    fn dates_numbers_and_money() {
        assert!(is_date_or_time("2009-07-06") && is_date_or_time("2009-07-06T10:00:00Z"));
        assert!(!is_date_or_time("2009-02-29") && !is_date_or_time("2009-07-06T10:00Z"));
        assert!(!is_date_or_time("2009-07-06T10:00:00") && !is_date_or_time("2009-7-6"));
        assert!(is_uint64("0") && is_uint64("18446744073709551615"));
        assert!(!is_uint64("007") && !is_uint64("-1") && !is_uint64(""));
        assert!(is_decimal("-0.03000") && is_decimal("12"));
        assert!(!is_decimal(".5") && !is_decimal("1.") && !is_decimal("1e3") && !is_decimal("+1"));
    }
}
