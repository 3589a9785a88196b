//! What the emitted types may rely on.

pub(crate) mod samples;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use samples::{
    CallDuration, CallEvent, CallSid, CallStatus, CallbackStatus, Currency, Endpoint, Label,
    MessageSid, Offset, Party, PhoneNumber, QueueTime, Sample, SendDigits, SipAuthPassword,
    SubresourceUris, Timeout,
};
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed as _};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::rules::length_fault;
use super::{EmptyAsNone, InvalidValue};
use crate::decimal::Decimal;

const SID: &str = "CA0123456789abcdefABCDEF0123456789";
const HUGE: usize = 10_000_000;

fn message<T: std::fmt::Debug>(result: Result<T, InvalidValue>) -> String {
    result.unwrap_err().to_string()
}

/// The message without the place in the JSON text.
fn json_message<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    let message = serde_json::from_str::<T>(text).unwrap_err().to_string();
    message
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn messages_of_fixed_text_show_reason_position_expectation_and_four_characters() {
    let expected = "expected `CA` and 32 hexadecimal digits";
    let cases = [
        ("", format!("the value is empty; {expected}")),
        (
            "CAx",
            format!("too short (3 characters, at least 34 needed); {expected}, got \"CAx\""),
        ),
        (
            "AC0123456789abcdefABCDEF0123456789",
            format!("invalid character at position 1; {expected}, got \"AC01\"..."),
        ),
        (
            "CAx123456789abcdefABCDEF0123456789",
            format!("invalid character at position 3; {expected}, got \"CAx1\"..."),
        ),
        (
            "CA0123456789abcdefABCDEF012345678\n",
            format!("invalid character at position 34; {expected}, got \"CA01\"..."),
        ),
        (
            "CA€123456789abcdefABCDEF0123456789",
            format!("invalid character at position 3; {expected}, got \"CA€1\"..."),
        ),
        (
            "CA0123456789abcdefABCDEF0123456789a",
            format!("too long (35 characters, at most 34 allowed); {expected}, got \"CA01\"..."),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(message(CallSid::new(text)), expected, "{text:?}");
        assert_eq!(
            json_message::<CallSid>(&json!(text).to_string()),
            expected,
            "{text:?}"
        );
    }
}

#[test]
fn every_position_of_fixed_text_is_found() {
    for at in 0..SID.len() {
        let mut text = SID.to_owned();
        text.replace_range(at..=at, "-");
        assert_eq!(CallSid::new(&text).unwrap_err().position(), Some(at + 1));
    }
}

#[test]
fn messages_of_text_show_lengths_and_positions() {
    let cases = [
        (
            message(SendDigits::new("12€4")),
            "invalid character at position 3; expected keys to press, got \"12€4\"",
        ),
        (
            message(Label::new("a")),
            "too short (1 character, at least 2 needed), got \"a\"",
        ),
        (
            message(Label::new("€€€€€€")),
            "too long (6 characters, at most 5 allowed), got \"€€€€\"...",
        ),
        (
            message(Label::new("€\n")),
            "invalid character at position 2, got \"€\\n\"",
        ),
        (
            message(PhoneNumber::new("+")),
            "too short (1 character, at least 2 needed); expected a phone number",
        ),
        (
            message(PhoneNumber::new("+1555x")),
            "invalid character at position 6; expected a phone number",
        ),
        (message(SipAuthPassword::new("")), "the value is empty"),
        (
            message(Endpoint::new("tel:1555")),
            "expected a phone number, keys to press or `CA` and 32 hexadecimal digits",
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(message, expected);
    }
    assert!(
        Label::new("€€€€€").is_ok(),
        "characters are counted, not bytes"
    );
    assert_eq!(SendDigits::new("12€4").unwrap_err().position(), Some(3));
    assert_eq!(Label::new("a").unwrap_err().position(), None);
}

#[test]
fn a_text_that_ends_too_early_is_told_so() {
    static AB: super::Dfa = super::Dfa {
        classes: &super::byte_classes("61:1 62:2"),
        width: 3,
        next: &super::states::<12>("0*4 2 0*3 3 0*3"),
        accept: b"nnny",
    };
    let run = |text: &[u8]| AB.run(text);
    assert_eq!(
        (run(b"ab"), run(b"a"), run(b"abb"), run(b"")),
        (Ok(()), Err(1), Err(2), Err(0))
    );
    let rules = super::TextRules::new("Ab", true).pattern("^ab$", &AB);
    assert_eq!(
        message(rules.check("abb")),
        "too long (3 characters, at most 2 allowed), got \"abb\""
    );
    assert_eq!(
        message(rules.check("ac")),
        "invalid character at position 2, got \"ac\""
    );
    let error = rules.check("a").unwrap_err();
    assert_eq!(error.to_string(), "incomplete after 1 character, got \"a\"");
    assert_eq!((error.type_name(), error.position()), ("Ab", Some(2)));
    assert_eq!(error.reason().to_string(), "incomplete after 1 character");
}

#[test]
fn tables_are_read_from_text() {
    let classes = super::byte_classes("30-39:1 7f:12");
    let of = |byte: u8| classes[usize::from(byte)];
    assert_eq!(
        (of(b'/'), of(b'0'), of(b'9'), of(b':'), of(0x7F)),
        (0, 1, 1, 0, 12)
    );
    assert_eq!(super::states::<5>("0*3 300 2"), [0, 0, 0, 300, 2]);
}

#[test]
fn messages_of_numbers_and_words() {
    let cases = [
        (
            message(Timeout::try_from(601)),
            "expected an integer from 0 to 600, got \"601\"",
        ),
        (
            message(Timeout::try_from(-12345)),
            "expected an integer from 0 to 600, got \"-123\"...",
        ),
        (
            message(Timeout::try_from(u128::MAX)),
            "expected an integer from 0 to 600, got \"1701\"...",
        ),
        (
            message(Offset::try_from(i64::MIN)),
            "expected an integer from -12 to 2147483647, got \"-922\"...",
        ),
        (
            message("".parse::<Timeout>()),
            "the value is empty; expected an integer",
        ),
        (
            message("-".parse::<Timeout>()),
            "incomplete after 1 character; expected an integer, got \"-\"",
        ),
        (
            message("1€".parse::<Timeout>()),
            "invalid character at position 2; expected an integer, got \"1€\"",
        ),
        (
            message("+15".parse::<Timeout>()),
            "invalid character at position 1; expected an integer, got \"+15\"",
        ),
        (
            message("18446744073709551616".parse::<CallDuration>()),
            "expected an integer from 0 to 18446744073709551615, got \"1844\"...",
        ),
        (
            message(Timeout::try_from(Duration::from_millis(1500))),
            "expected a whole number of seconds",
        ),
        (
            message(Timeout::try_from(Duration::from_secs(u64::MAX))),
            "expected an integer from 0 to 600, got \"1844\"...",
        ),
        (
            message("Queued".parse::<CallStatus>()),
            "expected one of `queued` or `in-progress`, got \"Queu\"...",
        ),
        (
            message("ring".parse::<CallEvent>()),
            "expected one of `initiated` or `answered`, got \"ring\"",
        ),
        (
            message(Decimal::new("1e5")),
            "expected a decimal number such as -0.0300, got \"1e5\"",
        ),
        (
            message(Decimal::new(&"1".repeat(32))),
            "too long (32 characters, at most 31 allowed); expected a decimal number such as -0.0300, got \"1111\"...",
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(message, expected);
    }
}

#[test]
fn nothing_of_private_values_is_shown() {
    let number = "+15558675310";
    let phone = PhoneNumber::new(number).unwrap();
    let password = SipAuthPassword::new("hunter2!").unwrap();
    let endpoint = Endpoint::from(&phone);
    let debug = format!(
        "{phone:?} {:?} {password:?} {endpoint:?} {:#?}",
        Party::new(number).unwrap(),
        phone
    );
    assert_eq!(
        debug,
        "PhoneNumber(..) Party(..) SipAuthPassword(..) PhoneNumber(PhoneNumber(..)) PhoneNumber(..)"
    );
    assert_eq!(
        (phone.as_str(), password.expose(), endpoint.as_str()),
        (number, "hunter2!", number)
    );

    for wrong in [
        "15558675310",
        "-15558675310",
        "1555.8675310",
        "true",
        "[1]",
        "null",
        "\"x15558675310\"",
    ] {
        let errors = [
            json_message::<PhoneNumber>(wrong),
            json_message::<SipAuthPassword>(&wrong.replace('"', "")),
            json_message::<Endpoint>(wrong),
        ];
        for error in errors {
            assert!(
                !error.contains("5310") && !error.contains("1555"),
                "{error}"
            );
        }
    }
    assert_eq!(
        json_message::<PhoneNumber>("15558675310"),
        "invalid type: a number, expected a string: a phone number"
    );
    // Nor of anything that stands where a number should.
    assert!(!json_message::<Timeout>("\"+15558675310\"").contains("5558"));
}

#[test]
fn huge_strings_are_rejected_without_being_read() {
    let huge = "€".repeat(HUGE / 3);
    let bytes = huge.len();
    let cases = [
        (
            message(CallSid::new(&huge)),
            format!(
                "too long ({bytes} bytes, at most 34 characters allowed); expected `CA` and 32 hexadecimal digits, got \"€€€€\"..."
            ),
        ),
        (
            message(PhoneNumber::new(huge.as_str())),
            format!(
                "too long ({bytes} bytes, at most 16 characters allowed); expected a phone number"
            ),
        ),
        (
            message(Endpoint::new(&huge)),
            "expected a phone number, keys to press or `CA` and 32 hexadecimal digits".to_owned(),
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(message, expected);
    }
    // A thousand times ten megabytes would take seconds to read.
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        assert!(
            CallSid::new(&huge).is_err()
                && SendDigits::try_from(&huge).is_err()
                && SipAuthPassword::try_from(huge.as_str()).is_err()
        );
        assert!(
            Endpoint::new(&huge).is_err()
                && huge.parse::<CallDuration>().is_err()
                && Decimal::new(&huge).is_err()
        );
        assert!(
            crate::time::Timestamp::new(&huge).is_err()
                && huge.parse::<crate::time::DateOrTime>().is_err()
        );
    }
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    let digits = "1".repeat(HUGE);
    assert!(message(digits.parse::<CallDuration>()).starts_with("too long ("));
}

#[test]
fn values_are_found_by_their_text() {
    let sid = CallSid::new(SID).unwrap();
    assert_eq!(HashMap::from([(sid, 1)]).get(SID), Some(&1));
    assert_eq!(
        HashMap::from([(SendDigits::new("12").unwrap(), 2)]).get("12"),
        Some(&2)
    );
    assert_eq!(
        HashMap::from([(Party::new("bob").unwrap(), 3)]).get("bob"),
        Some(&3)
    );
    assert_eq!(
        HashMap::from([(Decimal::new("1.0").unwrap(), 4)]).get("1.0"),
        Some(&4)
    );
    assert_eq!(
        HashMap::from([(crate::time::DateOrTime::date(2009, 7, 6).unwrap(), 5)]).get("2009-07-06"),
        Some(&5)
    );
    // Equal to the digit, not by value.
    assert_ne!(Decimal::new("1.0"), Decimal::new("1"));
    let other = CallSid::new("CAf123456789abcdefABCDEF0123456789").unwrap();
    assert_eq!(sid.cmp(&other), sid.as_str().cmp(other.as_str()));
}

#[test]
fn fixed_text_has_its_conversions() {
    const CONST: CallSid = CallSid::from_static(SID);
    const TEXT: &str = CONST.as_str();
    let sid = CallSid::try_from(SID).unwrap();
    assert_eq!((CONST, TEXT), (sid, SID));
    assert_eq!(CallSid::try_from(SID.to_owned()), Ok(sid));
    assert_eq!(CallSid::try_from(&SID.to_owned()), Ok(sid));
    assert_eq!(SID.parse(), Ok(sid));
    assert_eq!(CallSid::from(&sid), sid);
    assert_eq!(String::from(sid), SID);
    assert_eq!(
        format!("{sid} {sid:?} {sid:>36}"),
        format!("{SID} CallSid({SID:?})   {SID}")
    );
    assert!(sid == SID && sid == *SID && sid.as_ref() == SID);
    assert_eq!(size_of::<CallSid>(), 34);
    assert_eq!(Currency::new("usd").unwrap(), "usd");
}

#[test]
fn a_sid_can_have_one_of_several_prefixes() {
    const CONST: MessageSid = MessageSid::from_static("MM12");
    assert_eq!(size_of_val(&CONST), 4);
    for text in ["SM00", "MM99"] {
        assert_eq!(MessageSid::new(text).unwrap().as_str(), text);
    }
    for (text, position) in [
        ("XM00", Some(1)),
        ("SX00", Some(2)),
        ("MX00", Some(2)),
        ("SMa0", Some(3)),
        ("MM0a", Some(4)),
        ("SM0é", Some(4)),
        ("SM0", None),
        ("SM000", None),
    ] {
        let error = MessageSid::new(text).unwrap_err();
        assert_eq!(error.position(), position, "{text}");
    }
}

#[test]
#[should_panic(expected = "MessageSid: the string does not match MessageSid::PATTERN")]
fn a_constant_has_one_of_the_prefixes() {
    let _ = MessageSid::from_static("XM12");
}

#[test]
#[should_panic(expected = "CallSid: the string does not match CallSid::PATTERN")]
fn a_wrong_literal_panics_where_it_is_not_const() {
    let _ = CallSid::from_static("CAx123456789abcdefABCDEF0123456789");
}

#[test]
#[should_panic(expected = "CallSid: the string must have exactly 34 characters")]
fn a_literal_of_the_wrong_length_panics_where_it_is_not_const() {
    let _ = CallSid::from_static("CA");
}

#[test]
fn unions_take_the_first_form_that_fits() {
    let endpoint = |text: &str| Endpoint::try_from(text).unwrap();
    assert!(matches!(endpoint("+1555"), Endpoint::PhoneNumber(_)));
    assert!(matches!(endpoint("1555"), Endpoint::SendDigits(_)));
    assert!(matches!(endpoint(SID), Endpoint::CallSid(_)));
    assert_eq!(Endpoint::from(CallSid::from_static(SID)), SID);
    assert_eq!(
        serde_json::to_value(endpoint("+1555")).unwrap(),
        json!("+1555")
    );
    assert_eq!(
        serde_json::from_value::<Endpoint>(json!(SID)).unwrap(),
        endpoint(SID)
    );
}

#[test]
fn integers_compare_with_plain_ones_and_with_durations() {
    let minutes = CallDuration::new(63);
    assert_eq!(minutes, 63);
    assert_eq!(63, minutes);
    assert_ne!(minutes, 64);
    assert!(minutes < 64 && 62 < minutes);
    let hour = Duration::from_secs(3600);
    assert!(hour < minutes && minutes < hour * 2);
    assert_ne!(minutes, hour);
    assert_eq!(minutes, Duration::from_secs(63 * 60));
    assert_eq!(QueueTime::new(1500), Duration::from_millis(1500));
    let timeout = Timeout::new(30).unwrap();
    assert!(timeout == 30 && timeout < Duration::from_secs(31));
    assert!(Offset::new(-3).unwrap() < -2);
}

#[test]
fn numbers_convert() {
    const LIMIT: Result<Timeout, InvalidValue> = Timeout::new(600);
    assert_eq!(LIMIT.unwrap().get(), 600);
    assert_eq!(Timeout::try_from(30), "30".parse::<Timeout>());
    assert_eq!(Timeout::try_from(30_u8), Timeout::try_from(30_i128));
    assert_eq!(u16::from(Timeout::try_from(30_usize).unwrap()), 30);
    assert_eq!(
        Timeout::try_from(Duration::from_secs(30))
            .unwrap()
            .as_duration(),
        Duration::from_secs(30)
    );
    assert_eq!(
        Duration::from(CallDuration::try_from(2).unwrap()),
        Duration::from_secs(120)
    );
    assert_eq!(
        CallDuration::try_from(u64::MAX).unwrap().as_duration(),
        Duration::from_secs(u64::MAX)
    );
    assert_eq!(
        QueueTime::try_from(Duration::from_millis(1500))
            .unwrap()
            .get(),
        1500
    );
    assert_eq!("-7".parse::<Offset>().unwrap().get(), -7);
    assert_eq!(format!("{:>4}", Timeout::try_from(7).unwrap()), "   7");
}

#[test]
fn numbers_are_written_in_their_form_and_read_in_both() {
    assert_eq!(
        serde_json::to_string(&Timeout::try_from(30).unwrap()).unwrap(),
        "30"
    );
    assert_eq!(
        serde_json::to_string(&CallDuration::try_from(u64::MAX).unwrap()).unwrap(),
        "\"18446744073709551615\""
    );
    for text in ["30", "\"30\"", "\"030\""] {
        assert_eq!(serde_json::from_str::<Timeout>(text).unwrap().get(), 30);
        assert_eq!(
            serde_json::from_str::<CallDuration>(text).unwrap().get(),
            30
        );
    }
    assert_eq!(serde_json::from_str::<Offset>("-3").unwrap().get(), -3);
    assert_eq!(
        json_message::<Timeout>("601"),
        "expected an integer from 0 to 600, got \"601\""
    );
    assert_eq!(
        json_message::<Timeout>("30.5"),
        "invalid type: a fraction, expected an integer"
    );
    assert_eq!(json_message::<CallDuration>("1e999"), "number out of range");
    assert_eq!(
        json_message::<CallDuration>("\"1.5\""),
        "invalid character at position 2; expected an integer, got \"1.5\""
    );
}

#[test]
fn strings_are_in_the_order_of_their_characters() {
    let [one, two] = ["12", "2"].map(|text| SendDigits::new(text).unwrap());
    assert_eq!(one.partial_cmp(&two), Some(Ordering::Less));
    assert_eq!(two.partial_cmp(&one), Some(Ordering::Greater));
}

#[test]
fn characters_are_counted_and_not_bytes() {
    for (text, min, max, is_fault) in [
        ("ééé", 0, Some(3), false),
        ("éééé", 0, Some(3), true),
        ("ééé", 3, None, false),
        ("éé", 3, None, true),
        ("𝄞𝄞", 2, Some(2), false),
        ("abcdefghijklm", 0, Some(3), true),
    ] {
        assert_eq!(length_fault(text, min, max).is_some(), is_fault, "{text}");
    }
}

#[test]
fn integers_are_parsed_to_the_last_digit() {
    let zeros = |count| "0".repeat(count);
    for (text, expected) in [
        ("9".to_owned(), 9),
        ("1909".to_owned(), 1909),
        ("9".repeat(18), 999_999_999_999_999_999),
        ("9".repeat(19), 9_999_999_999_999_999_999),
        (zeros(39) + "9", 9),
    ] {
        assert_eq!(text.parse::<CallDuration>().unwrap().get(), expected);
    }
    assert_eq!((zeros(40) + "9").parse::<CallDuration>().ok(), None);
    for text in ["-12", "-00000000000000000012"] {
        assert_eq!(text.parse::<Offset>().unwrap().get(), -12);
    }
    for (text, position) in [("-1x", 3), ("1x", 2)] {
        let long = text.replace('1', "1111111111111111111");
        for (text, position) in [(text, position), (&long, position + 18)] {
            let message = message(text.parse::<Offset>());
            let expected = format!("invalid character at position {position};");
            assert!(message.starts_with(&expected), "{text}: {message}");
        }
    }
}

#[test]
fn open_enums_keep_what_they_do_not_know() {
    let known = serde_json::from_str::<CallStatus>("\"in-progress\"").unwrap();
    assert_eq!(known, CallStatus::InProgress);
    let unknown = serde_json::from_str::<CallStatus>("\"new-status\"").unwrap();
    assert!(known.is_known() && !unknown.is_known());
    assert_eq!(unknown.as_str(), "new-status");
    assert_eq!(
        format!("{unknown} {unknown:?}"),
        "new-status Unrecognized(\"new-status\")"
    );
    assert_eq!(serde_json::to_string(&unknown).unwrap(), "\"new-status\"");
    assert_eq!(CallStatus::from_wire("queued"), CallStatus::Queued);
    assert!(
        CallStatus::try_from("new-status").is_err(),
        "writing is strict"
    );
    for status in CallStatus::ALL {
        assert_eq!(status.as_str().parse().as_ref(), Ok(status));
    }
}

#[test]
fn an_enum_converts_to_the_one_it_extends_and_back() {
    for status in CallStatus::ALL {
        let wide = CallbackStatus::from(status);
        assert!(wide.is_known() && wide == status.as_str());
        assert_eq!(CallStatus::try_from(wide).as_ref(), Ok(status));
    }
    // What neither of the two knows, and what the larger one alone knows.
    let wide = CallbackStatus::from(CallStatus::from_wire("new-status"));
    assert_eq!(format!("{wide:?}"), "Unrecognized(\"new-status\")");
    assert_eq!(
        CallStatus::try_from(&wide),
        Ok(CallStatus::from_wire("new-status"))
    );
    assert_eq!(
        message(CallStatus::try_from(CallbackStatus::Initiated)),
        "expected one of `queued` or `in-progress`, got \"init\"..."
    );
    // Kept as a string, it is the known value again on the way back.
    let kept = CallStatus::from_wire(CallbackStatus::Initiated.as_str());
    assert!(!kept.is_known());
    assert_eq!(CallbackStatus::from(kept), CallbackStatus::Initiated);
}

#[test]
fn closed_enums_are_strict() {
    assert_eq!(
        serde_json::from_str::<CallEvent>("\"answered\"").unwrap(),
        CallEvent::Answered
    );
    assert!(json_message::<CallEvent>("\"ringing\"").starts_with("expected one of"));
    assert_eq!(
        CallEvent::try_from("initiated".to_owned()).unwrap(),
        "initiated"
    );
    assert_eq!(
        CallEvent::from(&CallEvent::Answered).to_string(),
        "answered"
    );
}

#[test]
fn secrets_are_wiped() {
    // Freed memory cannot be inspected without `unsafe`. This checks that the type has drop glue, and that wiping a
    // value in place leaves nothing.
    assert!(std::mem::needs_drop::<SipAuthPassword>());
    let mut text = String::from("hunter2!").into_boxed_str();
    zeroize::Zeroize::zeroize(&mut text);
    assert!(text.bytes().all(|byte| byte == 0));
    assert_eq!(
        SipAuthPassword::try_from("hunter2!".to_owned())
            .unwrap()
            .expose(),
        "hunter2!"
    );
}

#[test]
fn a_struct_reads_and_writes_the_same_json() {
    let value = json!({
        "sid": SID, "parent": null, "duration": "15", "status": "new-status",
        "uris": { "b": "2", "recordings": "/x.json", "n": null, "deep": { "recordings": "no" } }
    });
    for (parent, duration) in [(json!(null), json!("15")), (json!(SID), json!(null))] {
        let mut value = value.clone();
        value["parent"] = parent;
        value["duration"] = duration;
        let sample: Sample = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&sample).unwrap(), value);
        assert_eq!(serde_json::from_value::<Sample>(value).unwrap(), sample);
    }
}

#[test]
fn an_empty_string_is_none() {
    let read = |parent: &str| {
        let text = format!(
            r#"{{"sid":"{SID}","parent":{parent},"duration":{parent},"status":"queued","uris":{{}}}}"#
        );
        serde_path_to_error::deserialize::<_, Sample>(&mut serde_json::Deserializer::from_str(
            &text,
        ))
    };
    for nothing in ["\"\"", "null"] {
        let sample = read(nothing).unwrap();
        assert_eq!((sample.parent, sample.duration), (None, None));
    }
    for (wrong, what) in [
        ("\"x\"", "too short (1 character,"),
        ("7", "invalid type: a number"),
        ("[\"\"]", "invalid type: sequence"),
        ("true", "invalid type: boolean"),
    ] {
        let error = read(wrong).unwrap_err();
        assert_eq!(error.path().to_string(), "parent");
        assert!(error.inner().to_string().starts_with(what), "{error}");
    }
    let missing: Sample = serde_json::from_str(&format!(
        r#"{{"sid":"{SID}","status":"queued","uris":{{}}}}"#
    ))
    .unwrap();
    assert_eq!(missing.parent, None);
}

#[test]
fn everything_passes_through_an_optional_field() {
    #[derive(PartialEq, Debug)]
    struct Any<T>(Option<T>);

    impl<'de, T: DeserializeOwned> Deserialize<'de> for Any<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            EmptyAsNone::new().deserialize(deserializer).map(Self)
        }
    }

    let read = |text| {
        serde_json::from_str::<Any<serde_json::Value>>(text)
            .unwrap()
            .0
    };
    for text in [
        "1",
        "-1",
        "1.5",
        "true",
        "\"a\"",
        "\"\\n\"",
        "[1,\"\"]",
        "{\"a\":\"\"}",
    ] {
        assert_eq!(read(text), serde_json::from_str(text).unwrap(), "{text}");
    }
    assert_eq!(
        serde_json::from_str::<Any<CallDuration>>("15")
            .unwrap()
            .0
            .map(CallDuration::get),
        Some(15)
    );
    assert_eq!(
        serde_json::from_value::<Any<String>>(json!("x"))
            .unwrap()
            .0
            .as_deref(),
        Some("x")
    );
    assert_eq!(
        serde_json::from_value::<Any<String>>(json!("")).unwrap().0,
        None
    );
    // A reader lends its text only for a moment, which takes a different path from a text in memory.
    let reader = |text: &str| {
        serde_json::from_reader::<_, Any<String>>(text.as_bytes())
            .unwrap()
            .0
    };
    assert_eq!(
        (reader("\"\""), reader("\"x\"")),
        (None, Some("x".to_owned()))
    );
}

#[test]
fn lazy_objects_are_searched_when_asked() {
    let text =
        r#"{"recordings":"\/a.json","events":null,"n":1,"list":["x"],"o":{"p":"q"},"é\n":"z"}"#;
    let uris: SubresourceUris = serde_json::from_str(text).unwrap();
    assert_eq!(uris.recordings().as_deref(), Some("/a.json"));
    assert_eq!(
        (
            uris.member("events"),
            uris.member("n"),
            uris.member("p"),
            uris.member("none")
        ),
        (None, None, None, None)
    );
    let members: Vec<_> = uris.iter().collect();
    assert_eq!(
        members,
        [
            ("recordings".to_owned(), "/a.json".to_owned()),
            ("é\n".to_owned(), "z".to_owned())
        ]
    );
    assert_eq!(
        format!("{uris:?}"),
        r#"SubresourceUris {"recordings", "é\n"}"#
    );
    // The same members in the same order.
    assert_eq!(
        serde_json::to_string(&uris).unwrap(),
        text.replace("\\/", "/")
    );
    let same: SubresourceUris = serde_json::from_str(
        &serde_json::from_str::<serde_json::Value>(text)
            .unwrap()
            .to_string(),
    )
    .unwrap();
    assert_eq!(uris, same);
    assert_ne!(uris, serde_json::from_str("{}").unwrap());
    for wrong in ["[]", "\"x\"", "1", "null"] {
        assert_eq!(
            json_message::<SubresourceUris>(wrong),
            "SubresourceUris: expected an object"
        );
    }
    let deep = format!(
        "{{\"a\":{}{},\"b\":\"x\"}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for odd in [deep.as_str(), r#"{"a":1e999,"b":"x"}"#] {
        let uris: SubresourceUris = serde_json::from_str(odd).unwrap();
        assert_eq!(uris.member("a"), None);
        assert_eq!(uris.member("b").as_deref(), Some("x"));
        assert_eq!(uris, uris.clone());
        assert_eq!(serde_json::to_string(&uris).unwrap(), odd);
    }
}

/// Whether the JSON is at hand or was read into something else before.
#[test]
fn lazy_objects_are_read_from_whatever_holds_them() {
    let text = r#"{"recordings":"/a.json", "z":null,"a":[1,-2.5,{"b":true}]}"#;
    let direct: SubresourceUris = serde_json::from_str(text).unwrap();
    let reader: SubresourceUris = serde_json::from_reader(text.as_bytes()).unwrap();
    // An update of serde_json that no longer recognizes `RAW_VALUE` would be noticed here: the space would be gone.
    let mut json = serde_json::Deserializer::from_str(text);
    assert_eq!(&*super::lazy_read("Uris", &mut json).unwrap(), text);
    let mut json = serde_json::Deserializer::from_reader(text.as_bytes());
    assert_eq!(&*super::lazy_read("Uris", &mut json).unwrap(), text);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let from_value: SubresourceUris = serde_json::from_value(value.clone()).unwrap();
    let members = value.as_object().unwrap().clone().into_iter();
    let from_map =
        SubresourceUris::deserialize(MapDeserializer::<_, serde_json::Error>::new(members));
    for uris in [reader, from_value, from_map.unwrap()] {
        assert_eq!(uris, direct);
        assert_eq!(uris.recordings().as_deref(), Some("/a.json"));
        assert_eq!(serde_json::to_value(&uris).unwrap(), value);
    }
    let none = MapDeserializer::<_, serde_json::Error>::new(std::iter::empty::<(&str, &str)>());
    assert_eq!(&*super::lazy_read("Uris", none).unwrap(), "{}");
    // A member with serde_json's name is a member.
    let forged = json!({ "$serde_json::private::RawValue": "[" });
    let uris: SubresourceUris = serde_json::from_value(forged.clone()).unwrap();
    assert_eq!(serde_json::to_value(&uris).unwrap(), forged);
    let forged = serde_json::from_str::<Tagged>(&format!(r#"{{"uris":{forged}}}"#)).unwrap();
    assert_eq!(forged.inner.uris.iter().count(), 1);
    for wrong in ["[]", "\"+15558675310\"", "15558675310", "null"] {
        assert_eq!(
            json_message::<Tagged>(&format!(r#"{{"uris":{wrong}}}"#)),
            "SubresourceUris: expected an object"
        );
    }
}

/// Its members are read into serde's own buffer first.
#[derive(Debug, serde::Deserialize)]
struct Tagged {
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, serde::Deserialize)]
struct Inner {
    uris: SubresourceUris,
}

/// It is returned by value from every check.
#[test]
fn the_error_of_a_value_is_small() {
    assert!(
        size_of::<InvalidValue>() <= 128,
        "{}",
        size_of::<InvalidValue>()
    );
}

#[test]
fn a_rejected_value_is_one_line_in_debug() {
    let texts = [
        CallSid::new("CAx").unwrap_err(),
        Currency::new("€").unwrap_err(),
        SendDigits::new("\n".repeat(40)).unwrap_err(),
        Label::new("").unwrap_err(),
        PhoneNumber::new("15558675310").unwrap_err(),
        SipAuthPassword::new("").unwrap_err(),
        Endpoint::new("x").unwrap_err(),
        "99999999999999999999999"
            .parse::<CallDuration>()
            .unwrap_err(),
        Timeout::new(601).unwrap_err(),
        "waiting\n".parse::<CallStatus>().unwrap_err(),
        CallEvent::try_from("waiting").unwrap_err(),
        Decimal::new("1,5").unwrap_err(),
        crate::time::Timestamp::new("yesterday").unwrap_err(),
        crate::time::DateOrTime::date(2009, 2, 29).unwrap_err(),
    ];
    for error in texts {
        for debug in [format!("{error:?}"), format!("{error:#?}")] {
            assert_eq!(
                debug,
                format!("InvalidValue({}: {error})", error.type_name())
            );
            assert!(!debug.contains('\n') && !debug.contains("5310"), "{debug}");
        }
    }
    let error = PhoneNumber::new("15558675310").unwrap_err();
    let rejected =
        crate::argument::InvalidArgument::new("To", crate::argument::Problem::Value(error));
    assert_eq!(
        format!("{rejected:?}"),
        "InvalidArgument(`To`: invalid character at position 1; expected a phone number)"
    );
}

#[test]
fn characters_count_whatever_their_bytes() {
    for character in ["a", "é", "€", "😀"] {
        let fault = |times, min, max| length_fault(&character.repeat(times), min, max);
        assert!(fault(3, 3, Some(3)).is_none(), "{character}");
        assert!(fault(4, 3, Some(3)).is_some(), "{character}");
        assert!(fault(2, 3, Some(3)).is_some(), "{character}");
        assert!(fault(100, 3, Some(3)).is_some(), "{character}");
    }
}

#[test]
fn numbers_longer_than_any_are_not_read() {
    for digits in [41, HUGE] {
        for text in ["1", "-1", "0"] {
            let text = format!("{text}{}", "1".repeat(digits - 1));
            let error = text.parse::<CallDuration>().unwrap_err().to_string();
            assert!(error.starts_with("too long ("), "{error}");
            assert!(json_message::<CallDuration>(&format!("\"{text}\"")).contains("too long ("));
        }
    }
    // The message shows the start of the value, even if it is larger than any integer type.
    assert_eq!(
        message("9876".repeat(10).parse::<QueueTime>()),
        "expected an integer from 0 to 4294967295, got \"9876\"..."
    );
}

#[test]
fn open_enums_can_be_read_back_from_their_text() {
    let unknown = serde_json::from_str::<CallStatus>("\"new-status\"").unwrap();
    for status in CallStatus::ALL.iter().chain([&unknown]) {
        assert_eq!(&CallStatus::from_wire(status.as_str()), status);
    }
    assert!("new-status".parse::<CallStatus>().is_err());
}

#[test]
fn decimals_keep_their_text() {
    for (text, mantissa, scale, negative, float) in [
        ("-0.03000", -3000, 5, true, -0.03),
        ("-0.200", -200, 3, true, -0.2),
        ("0", 0, 0, false, 0.0),
        ("-0.00", 0, 2, false, -0.0),
        ("+5.", 5, 0, false, 5.0),
        (".5", 5, 1, false, 0.5),
        ("-007.10", -710, 2, true, -7.1),
        (
            "9999999999999999999999999999999",
            9_999_999_999_999_999_999_999_999_999_999,
            0,
            false,
            1e31,
        ),
    ] {
        let decimal = Decimal::new(text).unwrap();
        assert_eq!(
            (
                decimal.as_str(),
                decimal.mantissa(),
                decimal.scale(),
                decimal.is_negative()
            ),
            (text, mantissa, scale, negative)
        );
        assert!(
            (decimal.to_f64() - float).abs() < f64::EPSILON * float.abs().max(1.0),
            "{text}"
        );
        assert_eq!(
            serde_json::from_str::<Decimal>(&json!(text).to_string()).unwrap(),
            decimal
        );
        assert_eq!(serde_json::to_value(decimal).unwrap(), json!(text));
        assert_eq!(
            format!("{decimal} {decimal:?}"),
            format!("{text} Decimal({text:?})")
        );
    }
    for wrong in [
        "", "-", ".", "1.2.3", "1e5", " 1", "1 ", "--1", "1-", "0x1", "١", "NaN",
    ] {
        assert!(Decimal::new(wrong).is_err(), "{wrong:?}");
    }
    let number =
        |text| serde_json::from_str::<Decimal>(text).map(|decimal| decimal.as_str().to_owned());
    assert_eq!(number("-0.0300").unwrap(), "-0.03");
    assert_eq!(
        (number("12").unwrap(), number("-12").unwrap()),
        ("12".to_owned(), "-12".to_owned())
    );
    assert_eq!(json_message::<Decimal>("1e300"), "Decimal: too many digits");
    assert_eq!(
        json_message::<Decimal>("true"),
        "invalid type: boolean `true`, expected Decimal as a string"
    );
    assert_eq!(size_of::<Decimal>(), 32);
    assert_eq!(size_of::<Option<Decimal>>(), 32);
}

#[test]
fn decimals_compare_by_value() {
    let ascending = [
        "-10", "-9.99", "-0.3", "-0.03", "0", "0.0299", "0.03", "0.3", "1", "9", "10", "100.01",
    ];
    let decimals: Vec<_> = ascending
        .iter()
        .map(|text| Decimal::new(text).unwrap())
        .collect();
    for (left, a) in decimals.iter().enumerate() {
        for (right, b) in decimals.iter().enumerate() {
            assert_eq!(a.cmp_value(b), left.cmp(&right), "{a} {b}");
        }
    }
    for (a, b) in [("-0.030", "-.03"), ("0", "-0.00"), ("+1", "01.0"), ("", "")]
        .into_iter()
        .take(3)
    {
        assert!(
            Decimal::new(a)
                .unwrap()
                .cmp_value(&Decimal::new(b).unwrap())
                .is_eq(),
            "{a} {b}"
        );
    }
}

#[test]
fn the_error_can_be_sent_and_compared() {
    fn error<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>() {}
    error::<InvalidValue>();
    assert_eq!(CallSid::new("x"), CallSid::new("x"));
    let _: fn(Infallible) -> InvalidValue = InvalidValue::from;
    assert!(
        size_of::<InvalidValue>() <= 128,
        "{}",
        size_of::<InvalidValue>()
    );
}

#[cfg(feature = "schemars")]
#[test]
fn schemas_say_what_the_spec_says() {
    fn schema<T: schemars::JsonSchema>() -> serde_json::Value {
        let mut value = schemars::SchemaGenerator::default()
            .into_root_schema_for::<T>()
            .to_value();
        value.as_object_mut().unwrap().remove("$schema");
        value
    }
    assert_eq!(
        schema::<CallSid>(),
        json!({ "title": "CallSid", "type": "string", "pattern": "^CA[0-9a-fA-F]{32}$" })
    );
    assert_eq!(
        schema::<SendDigits>(),
        json!({ "title": "SendDigits", "type": "string", "pattern": "^[0-9#*wWA-D]*$", "maxLength": 32 })
    );
    assert_eq!(
        schema::<SipAuthPassword>(),
        json!({ "title": "SipAuthPassword", "type": "string", "minLength": 1, "maxLength": 64 })
    );
    assert_eq!(
        schema::<Timeout>(),
        json!({ "title": "Timeout", "type": "integer", "minimum": 0, "maximum": 600 })
    );
    assert_eq!(
        schema::<CallDuration>(),
        json!({ "title": "CallDuration", "type": "string", "format": "uint64" })
    );
    assert_eq!(
        schema::<CallEvent>(),
        json!({ "title": "CallEvent", "type": "string", "enum": ["initiated", "answered"] })
    );
    assert_eq!(
        schema::<CallStatus>(),
        json!({ "title": "CallStatus", "type": "string", "anyOf": [{ "enum": ["queued", "in-progress"] }, {}] })
    );
    assert_eq!(
        schema::<Decimal>(),
        json!({ "title": "Decimal", "type": "string", "format": "decimal" })
    );
    assert_eq!(
        schema::<crate::time::Timestamp>(),
        json!({ "title": "Timestamp", "type": "string", "format": "date-time-rfc-2822" })
    );
    assert_eq!(
        schema::<SubresourceUris>(),
        json!({
            "title": "SubresourceUris",
            "type": "object",
            "additionalProperties": { "type": ["string", "null"] }
        })
    );
    let endpoint = schema::<Endpoint>();
    assert_eq!(
        endpoint["anyOf"],
        json!([{ "$ref": "#/$defs/PhoneNumber" }, { "$ref": "#/$defs/SendDigits" }, { "$ref": "#/$defs/CallSid" }])
    );
    assert_eq!(endpoint["$defs"]["PhoneNumber"]["minLength"], json!(2));
    assert_eq!(
        schema::<Sample>()["properties"]["sid"],
        json!({ "$ref": "#/$defs/CallSid" })
    );
}

#[test]
fn an_unknown_value_is_shown_as_received() {
    let CallStatus::Unrecognized(value) = CallStatus::from_wire("humming") else {
        panic!("the value is not one of those that are known");
    };
    assert_eq!(
        format!("{value} {value:?} {value:>8}"),
        "humming \"humming\"  humming"
    );
}

#[test]
fn unknown_properties_are_kept_in_their_order() {
    let read = |unknown: &str| {
        let json = format!(r#"{{"sid":"{SID}",{unknown}"status":"queued","uris":{{}}}}"#);
        serde_json::from_str::<Sample>(&json).unwrap().extra
    };
    let extra = read(r#""mood":{"score": 1},"a\"b":null,"mood":2,"#);
    assert!(!extra.is_empty());
    assert_eq!(extra.json("mood"), Some("2"));
    assert_eq!(extra.get("mood"), Some(json!(2)));
    assert_eq!(extra.get("a\"b"), Some(json!(null)));
    assert_eq!((extra.json("sid"), extra.get("sid")), (None, None));
    let members: Vec<(String, &str)> = extra
        .iter()
        .map(|(name, json)| (name.into_owned(), json))
        .collect();
    assert_eq!(
        members,
        [
            ("mood".to_owned(), r#"{"score": 1}"#),
            ("a\"b".to_owned(), "null"),
            ("mood".to_owned(), "2"),
        ]
    );
    assert_eq!(format!("{extra:?}"), r#"Extra {"mood", "a\"b", "mood"}"#);
    assert_eq!(
        serde_json::to_string(&read(r#""b":[1,{}],"a":"x","#)).unwrap(),
        r#"{"b":[1,{}],"a":"x"}"#
    );
    let none = read("");
    assert!(none.is_empty());
    assert_eq!(none.iter().len(), 0);
    assert_eq!(format!("{none:?}"), "Extra {}");
    assert_eq!(none, super::Extra::default());
    assert_ne!(none, extra);
    assert_ne!(read(r#""a":1,"#), read(r#""a":2,"#));
    assert_eq!(read(r#""a":1,"b":2,"#), read(r#""b":2,"a":1,"#));
}

/// JSON has no options, newtypes or enums of its own, but other formats do.
#[test]
fn an_absent_value_is_one_in_any_format() {
    use serde::de::value::{BytesDeserializer, Error, StrDeserializer};
    use serde::de::{IntoDeserializer as _, Visitor as _};

    #[derive(Debug, Deserialize, PartialEq)]
    enum Kind {
        On,
    }

    let strings = EmptyAsNone::<String>::new;
    let json = serde_json::Deserializer::from_str;
    assert_eq!(strings().visit_none::<Error>(), Ok(None));
    assert_eq!(strings().visit_unit::<Error>(), Ok(None));
    let a = || Some("a".to_owned());
    assert_eq!(strings().visit_some(&mut json("\"a\"")).unwrap(), a());
    assert_eq!(strings().visit_some(&mut json("\"\"")).unwrap(), None);
    let newtype = strings().visit_newtype_struct(&mut json("\"a\""));
    assert_eq!(newtype.unwrap(), a());
    let variant: StrDeserializer<'_, Error> = "On".into_deserializer();
    assert_eq!(EmptyAsNone::new().visit_enum(variant), Ok(Some(Kind::On)));
    assert_eq!(strings().visit_string::<Error>("a".to_owned()), Ok(a()));
    assert_eq!(strings().visit_string::<Error>(String::new()), Ok(None));
    let bytes = BytesDeserializer::<Error>::new(b"a");
    assert_eq!(
        strings().deserialize(bytes).unwrap_err().to_string(),
        "invalid type: byte array, expected a value, an empty string or null"
    );
}
