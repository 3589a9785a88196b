//! Points in time, beside the crate `jiff`.

use jiff::fmt::rfc2822;
use twilio_calls::{DateOrTime, Timestamp};

use super::inputs;

/// What dates are made of.
pub const DICTIONARY: &[&str] = &[
    "Mon, ",
    "Tue, ",
    "31 ",
    "29 Feb ",
    "Aug ",
    "2010",
    "1900",
    "9999",
    "00",
    "24:00",
    "23:59:60",
    ":60",
    " +0000",
    " -0000",
    " +2359",
    " GMT",
    " EST",
    "Z",
    "T",
    "-02-29",
    "-12-31",
    "-08-31",
    ".000000001",
    ".5",
    "(",
    ")",
    "(a)",
    "\\",
    "\r\n ",
    "\t",
    ",",
    ":",
    "-",
    "+",
    "é",
];

/// Both forms, as they come and odd.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "Tue, 31 Aug 2010 20:36:28 +0000",
        "Tue, 31 Aug 2010 22:36:28 -0430",
        "31 Aug 10 20:36 EST",
        "(a(b)\\)) 31 Aug 2010 20:36:28 UTC",
        "Thu, 29 Feb 2024 23:59:60 +0000",
        "Mon, 01 Jan 1900 00:00:00 +0000",
        "2010-08-31T20:36:28Z",
        "2010-08-31 22:36:28.123456789+02:00",
        "9999-12-31T23:59:59-00:00",
        "2010-08-31",
    ])
}

/// What both read is the same instant; what we read, jiff reads in the form in which we write it; and of the form that is
/// usual neither reads more than the other.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let ours = Timestamp::new(text).ok();
    let theirs = by_jiff(text);
    if let Some(ours) = &ours {
        let instant = (ours.unix_seconds(), ours.subsec_nanos());
        if let Some(theirs) = theirs {
            // A leap second is the next second here, and the second before there.
            let leap = (theirs.0 + i64::from(text.contains("60")), theirs.1);
            assert!(
                instant == theirs || instant == leap,
                "{text}: {instant:?} {theirs:?}"
            );
        }
        assert_eq!(ours.as_str(), text);
        let again = by_jiff(&ours.to_rfc3339());
        // The last day of 9999 is beyond what jiff knows.
        let is_beyond = instant.0 > jiff::Timestamp::MAX.as_second();
        assert!(
            is_beyond || again == Some(instant),
            "{text}: {instant:?} {again:?}"
        );
        assert!(ours.offset_minutes().abs() < 24 * 60);
    }
    if is_usual(text) {
        assert_eq!(ours.is_some(), theirs.is_some(), "{text}");
    }
    date(text);
}

/// Dates are those that jiff has.
fn date(text: &str) {
    let Ok(value) = text.parse::<DateOrTime>() else {
        return;
    };
    if value.is_date() {
        assert!(text.parse::<jiff::civil::Date>().is_ok(), "{text}");
    }
}

/// The instant as jiff reads it.
fn by_jiff(text: &str) -> Option<(i64, u32)> {
    let rfc2822 = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let instant = rfc2822
        .parse_timestamp(text)
        .or_else(|_| text.parse::<jiff::Timestamp>())
        .ok()?;
    let nanos = instant.as_nanosecond();
    let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
    let rest = u32::try_from(nanos.rem_euclid(1_000_000_000)).ok()?;
    Some((seconds, rest))
}

/// Whether a text is of the form of `Tue, 31 Aug 2010 20:36:28 +0000`, in a year and an offset that both know.
fn is_usual(text: &str) -> bool {
    const FORM: &[u8] = b"Aaa, 00 Aaa 0000 00:00:00 +0000";
    let has_form = text.len() == FORM.len()
        && text.bytes().zip(FORM).all(|(byte, form)| match form {
            b'A' => byte.is_ascii_uppercase(),
            b'a' => byte.is_ascii_lowercase(),
            b'0' => byte.is_ascii_digit(),
            b'+' => byte == b'+' || byte == b'-',
            form => byte == *form,
        });
    let number =
        |range: std::ops::Range<usize>| text.get(range).and_then(|it| it.parse::<u32>().ok());
    has_form
        && number(12..16).is_some_and(|year| (1901..9999).contains(&year))
        && number(27..29).is_some_and(|hours| hours < 24)
        && number(29..31).is_some_and(|minutes| minutes < 60)
}
