//! Boundaries between names and values moved inside the body.

use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::SignatureError;

use super::*;

/// The signature of a ringing call whose caller's address says that another call is completed, and the signed text
/// before and after that, apart from the account.
fn completed_from_outside() -> (String, String, String) {
    let from = format!("sip:CallSid{OTHER}CallStatuscompletedX@evil.example");
    let pairs = ringing(&from);
    let text = signed_text(&pairs);
    let (before, rest) = text.split_once(&format!("CallSid{OTHER}")).unwrap();
    let (_, after) = rest.split_once("CallStatuscompletedX").unwrap();
    let before = before
        .strip_prefix("AccountSid")
        .unwrap()
        .strip_prefix(ACCOUNT)
        .unwrap();
    (captured(&pairs), before.to_owned(), after.to_owned())
}

#[test]
fn a_later_call_is_not_read_as_completed_by_moving_borders() {
    let (signature, before, after) = completed_from_outside();
    let forged = form(&[
        ("AccountSid", ACCOUNT),
        (&before, ""),
        ("CallSid", OTHER),
        ("CallStatus", "completed"),
        ("X", &after),
    ]);
    assert_eq!(
        validator().sign(URL, &forged),
        signature,
        "the algorithm alone cannot tell"
    );
    let read = validator().verify::<CallStatusCallback>(URL, &signature, forged);
    assert!(read.is_err(), "{read:?}");
}

#[test]
fn no_pair_swallows_what_is_always_sent() {
    let (signature, before, after) = completed_from_outside();
    // Wherever the boundary of the swallowing pair is, in a known name or a made-up one.
    for border in 1..=before.len() {
        let (name, value) = before.split_at(border);
        let pairs = [
            ("AccountSid", ACCOUNT),
            (name, value),
            ("CallSid", OTHER),
            ("CallStatus", "completed"),
            ("X", &after),
        ];
        let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&pairs));
        assert!(read.is_err(), "{name}: {read:?}");
        if validator().sign(URL, form(&pairs)) == signature {
            assert_eq!(read, Err(SignatureError::Ambiguous.into()), "{name}");
        }
    }
}

#[test]
fn no_made_up_name_swallows_what_follows() {
    // The sequence number is taken from the caller's address, and the real one becomes part of a value without a
    // name.
    let pairs = ringing("sip:aSequenceNumber9T@evil.example");
    let signature = captured(&pairs);
    let text = signed_text(&pairs);
    let (_, after) = text.split_once("SequenceNumber9T").unwrap();
    let mut forged: Vec<_> = pairs
        .iter()
        .copied()
        .filter(|(name, _)| *name < "From")
        .collect();
    forged.extend([("From", "sip:a"), ("SequenceNumber", "9"), ("T", after)]);
    assert_eq!(validator().sign(URL, form(&forged)), signature);
    assert_eq!(
        validator().verify::<CallStatusCallback>(URL, &signature, form(&forged)),
        Err(SignatureError::Ambiguous.into())
    );
    // The real one follows directly after the forged one: nothing is swallowed, but it occurs twice.
    let pairs = ringing("sip:aSequenceNumber0");
    let signature = captured(&pairs);
    let mut forged = pairs.clone();
    forged.retain(|(name, _)| *name != "From");
    forged.extend([("From", "sip:a"), ("SequenceNumber", "0")]);
    assert_eq!(validator().sign(URL, form(&forged)), signature);
    let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&forged));
    assert_eq!(
        read.unwrap_err().to_string(),
        "`SequenceNumber` is repeated"
    );
}

#[test]
fn longer_names_that_the_service_may_invent_are_kept() {
    let mut pairs = ringing("+15550002222");
    pairs.extend([
        ("CallSidEndingConference", OTHER),
        ("DialCallSid", OTHER),
        ("DialCallStatus", "completed"),
        ("ApiVersionNext", "2030-01-01"),
        ("SipHeader_X-CallSid", "x"),
        ("Caller", "sip:CallSidCallStatus@example.com"),
    ]);
    captured(&pairs);
}

/// Cases that, according to the documentation of the module, cannot be distinguished from a real request: keep both
/// in sync.
#[test]
fn what_the_documentation_admits_is_accepted() {
    let mut table = Table::new("what remains");
    let read = |signed: &[(&str, &str)], forged: &[(&str, &str)]| {
        let signature = validator().sign(URL, form(signed));
        assert_eq!(validator().sign(URL, form(forged)), signature);
        validator().verify::<CallStatusCallback>(URL, &signature, form(forged))
    };
    let with = |name: &str, pairs: &[(&'static str, &'static str)]| {
        let mut all = ringing("+15550002222");
        all.retain(|(other, _)| *other != name);
        all.extend_from_slice(pairs);
        all
    };
    // An optional parameter, cut out of a value that a third party controls.
    let report = read(
        &ringing("sip:aRecordingUrlhttps://evil.example/x"),
        &with(
            "From",
            &[
                ("From", "sip:a"),
                ("RecordingUrl", "https://evil.example/x"),
            ],
        ),
    );
    let url = report.unwrap().recording_url.is_some();
    table.row("a recording cut out of the caller", true, url);
    // An optional parameter, merged into the optional value before it.
    let report = read(
        &with("", &[("CallDuration", "3")]),
        &with("ApiVersion", &[("ApiVersion", "2010-04-01CallDuration3")]),
    );
    let duration = report.unwrap().call_duration.is_some();
    table.row("a duration put into the version", false, duration);
    // A status extended by a name that occurs in other text by chance.
    let signed = with("CallbackSource", &[]);
    let mut forged = signed.clone();
    forged.retain(|(name, _)| *name != "Direction");
    forged
        .iter_mut()
        .filter(|(name, _)| *name == "CallStatus")
        .for_each(|pair| pair.1 = "ringingDirectioninbound");
    let expected = "accepted: its call is ringingDirectioninbound";
    table.row(
        "a direction put into the status",
        expected,
        verdict(read(&signed, &forged)),
    );
    table.check();
}
