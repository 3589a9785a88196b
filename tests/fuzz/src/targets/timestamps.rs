//! Points in time, compared with the crate `jiff`.

use jiff::fmt::rfc2822;
use twilio_calls::{DateOrTime, Timestamp};

use super::inputs;

/// Fragments of dates.
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

/// Both formats, typical and unusual.
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

/// What both can parse is the same instant; what we parse, jiff can parse in the format in which we write it; and in
/// the usual format, neither accepts more than the other.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let ours = Timestamp::new(text).ok();
    let theirs = by_jiff(text);
    if let Some(ours) = &ours {
        let instant = (ours.unix_seconds(), ours.subsec_nanos());
        if let Some(theirs) = theirs {
            // We treat a leap second as the next second, jiff as the previous one.
            let leap = (theirs.0 + i64::from(text.contains("60")), theirs.1);
            assert!(
                instant == theirs || instant == leap,
                "{text}: {instant:?} {theirs:?}"
            );
        }
        assert_eq!(ours.as_str(), text);
        let again = by_jiff(&ours.to_rfc3339());
        // The last day of 9999 is out of jiff's range.
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

/// Valid dates are the same as in jiff.
fn date(text: &str) {
    let Ok(value) = text.parse::<DateOrTime>() else {
        return;
    };
    if value.is_date() {
        assert!(text.parse::<jiff::civil::Date>().is_ok(), "{text}");
    }
}

/// The instant as parsed by jiff.
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

/// Whether a string has the format of `Tue, 31 Aug 2010 20:36:28 +0000`, with a year and an offset that both support.
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
