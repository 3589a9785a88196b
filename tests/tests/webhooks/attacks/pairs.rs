//! Repeated parameters.

use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::Parameters;

use super::*;

#[test]
fn a_single_parameter_given_twice_is_an_error() {
    for (name, value) in [
        ("CallSid", OTHER),
        ("CallStatus", "completed"),
        ("SequenceNumber", "9"),
    ] {
        let mut pairs = ringing("+15550002222");
        pairs.push((name, value));
        let signature = validator().sign(URL, form(&pairs));
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&pairs));
        assert!(read.is_err(), "{name}");
    }
}

#[test]
fn a_pair_cannot_be_repeated_without_end() {
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    let body = form(&pairs) + &"&To=%2B15550001111".repeat(1000);
    assert!(
        validator()
            .verify::<Parameters>(URL, &signature, &body)
            .is_err()
    );
    assert!(validator().validate(URL, &signature, &body).is_err());
}

/// What Twilio signed, with one parameter repeated. The signed text of an equal pair is the same.
#[test]
fn a_known_parameter_is_there_once() {
    let mut table = Table::new("a parameter again");
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    for (name, value) in pairs.clone() {
        let mut again = pairs.clone();
        again.push((name, value));
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&again));
        let expected = format!("`{name}` is repeated");
        table.row(format!("{name}, equal"), expected, verdict(read));
    }
    // With another value it has to be signed anew, which a forger cannot do; the response is the same.
    for (name, value) in pairs.clone() {
        let mut again = pairs.clone();
        let other = format!("{value}0");
        again.push((name, &other));
        let signature = validator().sign(URL, form(&again));
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&again));
        let expected = format!("`{name}` is repeated");
        table.row(format!("{name}, another value"), expected, verdict(read));
    }
    for name in [
        "callsid",
        "CALLSID",
        "CallSid[]",
        "CallSid ",
        " CallSid",
        "CallSid\0",
        "CallSid.1",
        "Callsid",
    ] {
        let mut again = pairs.clone();
        again.push((name, OTHER));
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&again));
        table.row(
            format!("{name:?}, not signed"),
            "the signature is wrong",
            verdict(read),
        );
        let signature = validator().sign(URL, form(&again));
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&again));
        let expected = match name {
            // Names of other products differ in case from those of this one, and are kept as well.
            "callsid" | "CALLSID" | "Callsid" => "accepted: its call is ringing",
            _ => {
                "the signature is correct, but the parameters are not written as Twilio writes them"
            }
        };
        table.row(format!("{name:?}, signed"), expected, verdict(read));
    }
    table.check();
}

#[test]
fn a_few_equal_pairs_are_kept_and_many_are_not() {
    let mut table = Table::new("equal pairs of a name that is not known");
    let mut pairs = ringing("+15550002222");
    pairs.push(("ToCity", ""));
    let signature = captured(&pairs);
    for (count, expected) in [
        (1, "accepted: its call is ringing"),
        (32, "accepted: its call is ringing"),
        (33, "the signature is wrong"),
        (1_000, "the signature is wrong"),
        (60_000, "the signature is wrong"),
    ] {
        let body = form(&pairs) + &"&ToCity=".repeat(count);
        let read = validator().verify::<CallStatusCallback>(URL, &signature, body);
        table.row(count, expected, verdict(read));
    }
    for (count, separator) in [(60_000, "&"), (60_000, "&=")] {
        let body = form(&pairs) + &separator.repeat(count);
        let read = validator().verify::<CallStatusCallback>(URL, &signature, body);
        let expected = match separator {
            "&" => "accepted: its call is ringing",
            _ => "the signature is wrong",
        };
        table.row(
            format!("{count} times {separator}"),
            expected,
            verdict(read),
        );
    }
    table.check();
}
