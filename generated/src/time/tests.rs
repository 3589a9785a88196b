//! Dates in all their forms.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::civil::{Civil, FIRST_SECOND, LAST_SECOND, MONTHS, WEEKDAYS};
use super::{DateOrTime, Timestamp, read};

/// Seconds of 2010-08-31T20:36:28Z.
const AUGUST: i64 = 1_283_286_988;

/// A generator of numbers that are random enough and always the same.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// A second of the range that jiff supports too.
fn random_second(state: &mut u64) -> i64 {
    let span = u64::try_from(LAST_SECOND - FIRST_SECOND - 3 * 86_400).unwrap();
    FIRST_SECOND + 86_400 + i64::try_from(random(state) % span).unwrap()
}

#[test]
fn usual_and_odd_forms_are_read() {
    for (text, seconds, offset) in [
        ("Tue, 31 Aug 2010 20:36:28 +0000", AUGUST, 0),
        ("Tue, 31 Aug 2010 22:36:28 +0200", AUGUST, 120),
        ("Tue, 31 Aug 2010 16:06:28 -0430", AUGUST, -270),
        ("Tue, 31 Aug 2010 20:36:28 -0000", AUGUST, 0),
        // A weekday that is not the date's.
        ("Mon, 31 Aug 2010 20:36:28 +0000", AUGUST, 0),
        ("31 Aug 2010 20:36:28 +0000", AUGUST, 0),
        ("tue, 31 aUG 2010 20:36:28 gmt", AUGUST, 0),
        ("Tue,31 Aug 2010 20:36:28 +0000", AUGUST, 0),
        ("Tue , 31 Aug 2010 20 : 36 : 28 UT", AUGUST, 0),
        ("Tue, 31 Aug\r\n 2010\t20:36:28 +0000", AUGUST, 0),
        ("Tue, 31 Aug 2010 20:36:28 +0000 (UTC)", AUGUST, 0),
        ("(a(b)\\)) 31 Aug 2010 20:36:28 UTC", AUGUST, 0),
        ("31 Aug (2011) 2010 20:36:28 Z", AUGUST, 0),
        ("31 Aug 10 20:36:28 A", AUGUST, 0),
        ("31 Aug 110 20:36:28 z", AUGUST, 0),
        ("31 Aug 2010 20:36 GMT", AUGUST - 28, 0),
        ("31 Aug 2010 16:36:28 EDT", AUGUST, -240),
        ("31 Aug 2010 15:36:28 EST", AUGUST, -300),
        ("31 Aug 2010 15:36:28 CDT", AUGUST, -300),
        ("31 Aug 2010 14:36:28 CST", AUGUST, -360),
        ("31 Aug 2010 14:36:28 MDT", AUGUST, -360),
        ("31 Aug 2010 13:36:28 MST", AUGUST, -420),
        ("31 Aug 2010 13:36:28 PDT", AUGUST, -420),
        ("31 Aug 2010 12:36:28 PST", AUGUST, -480),
        ("Thu, 01 Jan 1970 00:00:00 +0000", 0, 0),
        ("1 Jan 70 00:00:00 +0000", 0, 0),
        ("1 Jan 00 00:00:00 +0000", 946_684_800, 0),
        ("1 Jan 49 00:00:00 +0000", 2_493_072_000, 0),
        ("1 Jan 50 00:00:00 +0000", -631_152_000, 0),
        ("Thu, 29 Feb 2024 23:59:60 +0000", 1_709_251_200, 0),
        ("Tue, 29 Feb 2000 00:00:00 +0000", 951_782_400, 0),
        ("Mon, 01 Jan 1900 00:00:00 +0000", FIRST_SECOND, 0),
        ("Fri, 31 Dec 9999 23:59:59 +0000", LAST_SECOND, 0),
        ("Sun, 31 Dec 1899 23:00:00 -0100", FIRST_SECOND, -60),
        ("2010-08-31T20:36:28Z", AUGUST, 0),
        ("2010-08-31t20:36:28z", AUGUST, 0),
        ("2010-08-31 22:36:28+02:00", AUGUST, 120),
        ("2010-08-31T20:36:28-00:00", AUGUST, 0),
        ("2010-08-31T20:36:28.5Z", AUGUST, 0),
        (
            "1899-12-31T23:59:59-23:59",
            FIRST_SECOND + 86_399 - 60,
            -1439,
        ),
    ] {
        let timestamp = Timestamp::new(text).unwrap();
        assert_eq!(
            (timestamp.unix_seconds(), timestamp.offset_minutes()),
            (seconds, offset),
            "{text}"
        );
        assert_eq!(timestamp.as_str(), text);
        let json = serde_json::to_string(&timestamp).unwrap();
        assert_eq!(json, serde_json::to_string(text).unwrap());
        assert_eq!(
            serde_json::from_str::<Timestamp>(&json).unwrap().as_str(),
            text
        );
    }
}

#[test]
fn wrong_forms_are_rejected_with_their_position() {
    const EXISTS: &str = "expected a day and a time that exist, from 1900 to 9999";
    const ZONE: &str = "expected a zone such as `+0000`";
    for (text, position, expected) in [
        ("", 1, "expected a day of the month"),
        (
            "Tux, 31 Aug 2010 20:36:28 +0000",
            1,
            "expected a weekday such as `Mon`",
        ),
        (
            "Tue 31 Aug 2010 20:36:28 +0000",
            5,
            "expected a comma after the weekday",
        ),
        (
            "Tue, 31 Aux 2010 20:36:28 +0000",
            9,
            "expected a month such as `Jan`",
        ),
        (
            "Tue, 31 August 2010 20:36:28 Z",
            9,
            "expected a month such as `Jan`",
        ),
        (
            "Tue, 31 Aug 20101 20:36:28 +0000",
            18,
            "expected an hour from 00 to 23",
        ),
        (
            "Tue, 31 Aug 2010 24:36:28 +0000",
            18,
            "expected an hour from 00 to 23",
        ),
        (
            "Tue, 31 Aug 2010 20:60:28 +0000",
            21,
            "expected a minute from 00 to 59",
        ),
        (
            "Tue, 31 Aug 2010 20:36:61 +0000",
            24,
            "expected a second from 00 to 60",
        ),
        (
            "Tue, 31 Aug 2010 20.36:28 +0000",
            20,
            "expected a colon after the hour",
        ),
        ("Tue, 31 Aug 2010 20:36:28", 26, ZONE),
        ("Tue, 31 Aug 2010 20:36:28 CEST", 27, ZONE),
        ("Tue, 31 Aug 2010 20:36:28 J", 27, ZONE),
        ("Tue, 31 Aug 2010 20:36:28 +2400", 28, ZONE),
        ("Tue, 31 Aug 2010 20:36:28 +0060", 30, ZONE),
        ("Tue, 31 Aug 2010 20:36:28 +00000", 32, "expected the end"),
        (
            "Tue, 31 Aug 2010 20:36:28 +0000 (x",
            35,
            "expected the end of the comment",
        ),
        (
            "Tue, 31 Aug 2010 20:36:28 +0000 (\\",
            35,
            "expected the end of the comment",
        ),
        // Outside a comment, a backslash escapes nothing, and nothing is closed.
        (
            "Tue, 31 Aug 2010 20:36:28 +0000 \\x",
            33,
            "expected the end",
        ),
        ("Tue, 31 Aug 2010 20:36:28 +0000 )", 33, "expected the end"),
        ("Tue, 31 Feb 2010 20:36:28 +0000", 6, EXISTS),
        ("Wed, 29 Feb 2023 20:36:28 +0000", 6, EXISTS),
        ("Thu, 29 Feb 1900 20:36:28 +0000", 6, EXISTS),
        ("Tue, 31 Apr 2010 20:36:28 +0000", 6, EXISTS),
        ("Tue, 00 Apr 2010 20:36:28 +0000", 6, EXISTS),
        ("Mon, 01 Jan 1900 00:00:00 +0001", 6, EXISTS),
        ("Fri, 31 Dec 9999 23:59:60 +0000", 6, EXISTS),
        ("Fri, 31 Dec 1850 23:59:59 +0000", 6, EXISTS),
        ("2010-08-31", 11, "expected `T` after the date"),
        ("2010-13-31T20:36:28Z", 6, "expected a month from 01 to 12"),
        ("2010-02-30T20:36:28Z", 9, EXISTS),
        (
            "2010-08-31T20:36:28",
            20,
            "expected `Z` or an offset such as `+00:00`",
        ),
        ("2010-08-31T20:36:28.Z", 21, "expected digits of a fraction"),
        (
            "2010-08-31T20:36:28+0000",
            23,
            "expected `Z` or an offset such as `+00:00`",
        ),
    ] {
        let error = Timestamp::new(text).unwrap_err();
        assert_eq!(error.position(), Some(position), "{text}: {error}");
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
    let long = format!("{:42}", "Tue, 31 Aug 2010 20:36:28 +0000");
    assert_eq!(
        Timestamp::new(&long).unwrap_err().to_string(),
        "too long (42 characters, at most 41 allowed); expected ASCII characters, got \"Tue,\"..."
    );
    assert!(Timestamp::new("Tue, 31 Aug 2010 20:36:28 +00€").is_err());
    let json = serde_json::from_str::<Timestamp>("5")
        .unwrap_err()
        .to_string();
    assert!(
        json.starts_with("invalid type: a number, expected a string: an RFC 2822 or RFC 3339 time"),
        "{json}"
    );
}

#[test]
fn every_byte_of_the_usual_form_counts() {
    let usual = "Tue, 31 Aug 2010 20:36:28 +0000";
    for at in 0..usual.len() {
        for byte in 0..=127_u8 {
            let mut bytes = usual.as_bytes().to_vec();
            bytes[at] = byte;
            let text = String::from_utf8(bytes).unwrap();
            // With a space before it, the text takes the slow path.
            let (quick, slow) = (Timestamp::new(&text), Timestamp::new(&format!(" {text}")));
            assert_eq!(quick.ok(), slow.ok(), "{text:?}");
        }
    }
}

#[test]
fn dates_as_twilio_writes_them_take_the_quick_way() {
    let is_quick = |text: &str| read::usual(text.as_bytes().try_into().unwrap()).is_some();
    for seconds in [0, 86_399, 951_782_400, FIRST_SECOND, LAST_SECOND] {
        let written = Timestamp::from_unix(seconds, 0).unwrap();
        assert!(is_quick(written.as_str()), "{written}");
    }
    for day in 1..=28 {
        for (weekday, month) in WEEKDAYS.iter().cycle().zip(MONTHS) {
            let text = format!("{weekday}, {day:02} {month} 2010 23:59:60 -2359");
            assert!(is_quick(&text), "{text}");
        }
    }
    for month in ["Jan", "Mar", "May", "Jul", "Aug", "Oct", "Dec"] {
        assert!(is_quick(&format!("Sun, 31 {month} 2010 09:09:09 +2300")));
    }
}

#[test]
fn the_calendar_is_that_of_jiff() {
    let mut state = 0x9E37_79B9_7F4A_7C15;
    for _ in 0..20_000 {
        let seconds = random_second(&mut state);
        let theirs = jiff::Timestamp::from_second(seconds).unwrap();
        let offset = i32::try_from(random(&mut state) % 2879).unwrap() - 1439;
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(offset * 60).unwrap());
        let text = jiff::fmt::rfc2822::to_string(&theirs.to_zoned_datetime(zone)).unwrap();
        let ours = Timestamp::new(&text).unwrap();
        assert_eq!(
            (ours.unix_seconds(), i32::from(ours.offset_minutes())),
            (seconds, offset),
            "{text}"
        );
        assert_eq!(ours.to_rfc3339(), theirs.to_string());

        let made = Timestamp::from_unix(seconds, 0).unwrap();
        let back = jiff::fmt::rfc2822::parse(made.as_str()).unwrap();
        assert_eq!(back.timestamp(), theirs, "{made}");
        assert_eq!(Timestamp::new(&theirs.to_string()).unwrap(), made);
    }
}

#[test]
fn what_jiff_reads_is_read_alike() {
    // Both parsers on texts with one byte changed: where both accept a text, they agree.
    let mut state = 42;
    let mut both = 0;
    for _ in 0..50_000 {
        let mut bytes = Timestamp::from_unix(random_second(&mut state), 0)
            .unwrap()
            .as_str()
            .as_bytes()
            .to_vec();
        let at = usize::try_from(random(&mut state)).unwrap() % bytes.len();
        bytes[at] = b"0123456789 +-:,JFMASONDGT"[usize::try_from(random(&mut state)).unwrap() % 25];
        let text = String::from_utf8(bytes).unwrap();
        let theirs = jiff::fmt::rfc2822::DateTimeParser::new()
            .relaxed_weekday(true)
            .parse_timestamp(&text);
        // jiff reads second 60 as second 59.
        if let (Ok(theirs), Ok(ours)) = (theirs, Timestamp::new(&text))
            && !text.contains(":60")
        {
            both += 1;
            assert_eq!(ours.unix_seconds(), theirs.as_second(), "{text}");
        }
    }
    assert!(both > 5_000, "{both}");
}

#[test]
fn the_calendar_is_whole() {
    let mut date = Civil::of(FIRST_SECOND);
    assert_eq!(
        (date.year, date.month, date.day, date.weekday),
        (1900, 1, 1, 0)
    );
    let mut days = 0;
    for seconds in (FIRST_SECOND..=LAST_SECOND).step_by(86_400).skip(1) {
        let next = Civil::of(seconds);
        let follows = if next.day > 1 {
            (next.year, next.month, next.day) == (date.year, date.month, date.day + 1)
        } else {
            true
        };
        assert!(
            follows && next.weekday == (date.weekday + 1) % 7,
            "{date:?} {next:?}"
        );
        assert_eq!(
            super::civil::days_before(next.year, next.month, next.day) * 86_400,
            seconds
        );
        date = next;
        days += 1;
    }
    assert_eq!(
        (date.year, date.month, date.day, days),
        (9999, 12, 31, 2_958_463)
    );
}

#[test]
fn instants_are_equal_and_ordered_whatever_their_text() {
    let [here, there, later] = [
        "Tue, 31 Aug 2010 20:36:28 +0000",
        "2010-08-31T22:36:28+02:00",
        "2010-08-31T20:36:28.000000001Z",
    ]
    .map(|text| Timestamp::new(text).unwrap());
    assert!(here == there && there < later && here.max(later) == later);
    assert_eq!(
        std::collections::HashSet::from([here, there, later]).len(),
        2
    );
    assert_eq!(here.as_str(), "Tue, 31 Aug 2010 20:36:28 +0000");
    assert_eq!(
        format!("{here:?}"),
        "Timestamp(\"Tue, 31 Aug 2010 20:36:28 +0000\")"
    );
    assert_eq!(size_of::<Timestamp>(), 56);
    assert_eq!(size_of::<Option<Timestamp>>(), 56);
}

#[test]
fn fractions_are_kept() {
    for (text, nanos, rfc3339) in [
        (
            "2010-08-31T20:36:28.5+00:00",
            500_000_000,
            "2010-08-31T20:36:28.5Z",
        ),
        (
            "2010-08-31T20:36:28.000000001Z",
            1,
            "2010-08-31T20:36:28.000000001Z",
        ),
        (
            "2010-08-31T20:36:28.123456789987Z",
            123_456_789,
            "2010-08-31T20:36:28.123456789Z",
        ),
        ("2010-08-31T20:36:28.000Z", 0, "2010-08-31T20:36:28Z"),
    ] {
        let timestamp = Timestamp::new(text).unwrap();
        assert_eq!(
            (timestamp.subsec_nanos(), timestamp.to_rfc3339().as_str()),
            (nanos, rfc3339)
        );
    }
}

#[test]
fn system_time_converts_both_ways() {
    for time in [
        UNIX_EPOCH,
        UNIX_EPOCH + Duration::new(1_283_286_988, 0),
        UNIX_EPOCH + Duration::new(1_283_286_988, 123),
        UNIX_EPOCH - Duration::new(1, 0),
        UNIX_EPOCH - Duration::new(1, 250_000_000),
        UNIX_EPOCH - Duration::new(0, 1),
    ] {
        let timestamp = Timestamp::try_from(time).unwrap();
        assert_eq!(SystemTime::from(timestamp), time);
        assert_eq!(Timestamp::new(timestamp.as_str()).unwrap(), timestamp);
    }
    let timestamp = Timestamp::try_from(UNIX_EPOCH - Duration::new(0, 1)).unwrap();
    assert_eq!(
        (
            timestamp.unix_seconds(),
            timestamp.subsec_nanos(),
            timestamp.as_str()
        ),
        (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z")
    );
    for seconds in [u64::try_from(LAST_SECOND).unwrap() + 1, 1 << 60] {
        let error = Timestamp::try_from(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap_err();
        assert_eq!(error.to_string(), "expected an instant from 1900 to 9999");
    }
}

#[test]
fn filters_are_sent_in_utc() {
    for (text, sent) in [
        ("2009-07-06", "2009-07-06"),
        ("2009-07-06T10:00:00Z", "2009-07-06T10:00:00Z"),
        ("2009-07-06T10:00:00+02:30", "2009-07-06T07:30:00Z"),
        ("2009-07-06t23:59:59.999-00:30", "2009-07-07T00:29:59Z"),
    ] {
        let filter = DateOrTime::try_from(text).unwrap();
        assert_eq!(filter.as_str(), sent);
        assert_eq!(filter.is_date(), sent.len() == 10);
        assert_eq!(
            serde_json::to_string(&filter).unwrap(),
            format!("\"{sent}\"")
        );
        assert_eq!(
            serde_json::from_str::<DateOrTime>(&format!("\"{text}\"")).unwrap(),
            filter
        );
    }
    for wrong in [
        "",
        "2009",
        "2009-7-6",
        "2009-02-29",
        "2009-07-32",
        "1899-12-31",
        "06/07/2009",
        "2009-07-06 ",
        "Mon, 06 Jul 2009 10:00:00 +0000",
        "2009-07-06T10:00",
        "9999-12-31T23:59:59-01:00",
    ] {
        assert!(DateOrTime::try_from(wrong).is_err(), "{wrong:?}");
    }
    assert_eq!(
        DateOrTime::try_from("2009-02-29").unwrap_err().to_string(),
        "invalid character at position 9; expected a day and a time that exist, from 1900 to 9999, got \"2009\"..."
    );
    assert_eq!(
        DateOrTime::from(Timestamp::new("Tue, 31 Aug 2010 22:36:28 +0200").unwrap()).as_str(),
        "2010-08-31T20:36:28Z"
    );
    assert_eq!(
        DateOrTime::try_from(UNIX_EPOCH + Duration::from_millis(1500)).unwrap(),
        DateOrTime::try_from("1970-01-01T00:00:01Z").unwrap()
    );
    assert_eq!(
        format!("{:?}", DateOrTime::date(2024, 2, 29).unwrap()),
        "DateOrTime(\"2024-02-29\")"
    );
    assert_eq!(
        DateOrTime::date(2024, 2, 29).unwrap().as_str(),
        "2024-02-29"
    );
    assert_eq!(
        DateOrTime::date(2023, 2, 29).unwrap_err().to_string(),
        "expected a day that exists, from 1900 to 9999"
    );
    assert!(
        DateOrTime::date(10_000, 1, 1).is_err()
            && DateOrTime::date(2024, 13, 1).is_err()
            && DateOrTime::date(2024, 1, 0).is_err()
    );
}

#[cfg(feature = "jiff")]
#[test]
fn jiff_converts_both_ways() {
    for (seconds, nanos) in [(0, 0), (-1, 250_000_000), (AUGUST, 5), (FIRST_SECOND, 0)] {
        let ours = Timestamp::from_unix(seconds, nanos).unwrap();
        let theirs = jiff::Timestamp::try_from(ours).unwrap();
        assert_eq!(
            (theirs.to_string(), Timestamp::try_from(theirs).unwrap()),
            (ours.to_rfc3339(), ours)
        );
        let zoned = theirs.to_zoned_datetime(jiff::tz::TimeZone::fixed(jiff::tz::offset(3)));
        assert_eq!(DateOrTime::try_from(zoned).unwrap(), DateOrTime::at(ours));
    }
    assert!(jiff::Timestamp::try_from(Timestamp::from_unix(LAST_SECOND, 0).unwrap()).is_err());
    assert!(Timestamp::try_from(jiff::Timestamp::MIN).is_err());
    assert_eq!(
        DateOrTime::try_from(jiff::civil::date(2009, 7, 6))
            .unwrap()
            .as_str(),
        "2009-07-06"
    );
    assert!(DateOrTime::try_from(jiff::civil::date(-1, 7, 6)).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_converts_both_ways() {
    use chrono::{DateTime, NaiveDate, Utc};
    for (seconds, nanos) in [
        (0, 0),
        (-1, 250_000_000),
        (AUGUST, 5),
        (FIRST_SECOND, 0),
        (LAST_SECOND, 999_999_999),
    ] {
        let ours = Timestamp::from_unix(seconds, nanos).unwrap();
        let theirs = DateTime::<Utc>::from(ours);
        assert_eq!(
            (theirs.timestamp(), theirs.timestamp_subsec_nanos()),
            (seconds, nanos)
        );
        assert_eq!(Timestamp::try_from(theirs).unwrap(), ours);
        assert_eq!(
            DateOrTime::try_from(theirs.fixed_offset()).unwrap(),
            DateOrTime::at(ours)
        );
    }
    assert!(Timestamp::try_from(DateTime::<Utc>::MAX_UTC).is_err());
    assert_eq!(
        DateOrTime::try_from(NaiveDate::from_ymd_opt(2009, 7, 6).unwrap())
            .unwrap()
            .as_str(),
        "2009-07-06"
    );
    assert!(DateOrTime::try_from(NaiveDate::MIN).is_err());
}

#[cfg(feature = "time")]
#[test]
fn time_converts_both_ways() {
    use ::time::{Date, Month, OffsetDateTime};
    for (seconds, nanos) in [
        (0, 0),
        (-1, 250_000_000),
        (AUGUST, 5),
        (FIRST_SECOND, 0),
        (LAST_SECOND, 999_999_999),
    ] {
        let ours = Timestamp::from_unix(seconds, nanos).unwrap();
        let theirs = OffsetDateTime::from(ours);
        assert_eq!(
            theirs.unix_timestamp_nanos(),
            i128::from(seconds) * 1_000_000_000 + i128::from(nanos)
        );
        assert_eq!(Timestamp::try_from(theirs).unwrap(), ours);
        assert_eq!(DateOrTime::try_from(theirs).unwrap(), DateOrTime::at(ours));
    }
    assert_eq!(
        DateOrTime::try_from(Date::from_calendar_date(2009, Month::July, 6).unwrap())
            .unwrap()
            .as_str(),
        "2009-07-06"
    );
    assert!(DateOrTime::try_from(Date::MIN).is_err());
}
