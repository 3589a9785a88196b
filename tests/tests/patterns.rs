//! Compiled patterns agree with an ECMAScript regex engine, on arbitrary and on nearly matching strings.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test, as the tests themselves do"
)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use twilio_calls::*;

/// Compares the strings that a type accepts with its own pattern, run by another engine.
fn agree<T: for<'t> TryFrom<&'t str>>(pattern: &str, max: Option<usize>, samples: &[&str]) {
    let regex = regress::Regex::new(pattern).unwrap();
    let expected = |text: &str| {
        let whole = regex
            .find(text)
            .is_some_and(|found| found.range() == (0..text.len()));
        whole && max.is_none_or(|max| text.chars().count() <= max)
    };
    for sample in samples {
        assert!(expected(sample), "`{sample}` is not matched by {pattern}");
    }
    let samples: Vec<String> = samples.iter().map(|sample| (*sample).to_owned()).collect();
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<char>(),
        0..4_u8,
    );
    let nearly = (
        prop::sample::select(samples),
        prop::collection::vec(edit, 0..3),
    )
        .prop_map(|(text, edits)| {
            let mut text: Vec<char> = text.chars().collect();
            for (at, ascii, any, kind) in edits {
                let at = at.index(text.len() + 1);
                let character = if kind == 3 {
                    any
                } else {
                    char::from(u8::try_from(ascii.index(128)).unwrap_or(b'x'))
                };
                match kind {
                    0 if at < text.len() => {
                        text.remove(at);
                    }
                    1 | 3 if at < text.len() => text[at] = character,
                    _ => text.insert(at, character),
                }
            }
            text.into_iter().collect::<String>()
        });
    let texts = prop_oneof![4 => nearly, 1 => any::<String>(), 1 => "[ -~]{0,40}"];
    let config = Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&texts, |text| {
        prop_assert_eq!(
            T::try_from(text.as_str()).is_ok(),
            expected(&text),
            "`{}` against {}",
            text,
            pattern
        );
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
}

#[test]
fn sids() {
    macro_rules! sids {
        ($($name:ident $prefix:literal),*) => {
            $({
                let sample = format!("{}0123456789abcdefABCDEF0123456789", $prefix);
                agree::<$name>($name::PATTERN, None, &[&sample]);
            })*
        };
    }
    sids!(
        AccountSid "AC", ApplicationSid "AP", ByocTrunkSid "BY", CallSid "CA", ConferenceSid "CF", GroupSid "GP",
        PaymentSid "PK", PhoneNumberSid "PN", RecordingSid "RE", SiprecSid "SR", StreamSid "MZ", TranscriptionSid "GT",
        TrunkSid "TK", UserDefinedMessageSid "KX", UserDefinedMessageSubscriptionSid "ZY"
    );
}

#[test]
fn other_fixed_texts() {
    agree::<Currency>(Currency::PATTERN, None, &["USD", "eur"]);
    agree::<SimAddress>(
        SimAddress::PATTERN,
        None,
        &["sim:DE0123456789abcdefABCDEF0123456789"],
    );
}

#[test]
fn endpoints() {
    agree::<PhoneNumber>(
        PhoneNumber::PATTERN,
        None,
        &["+15550001111", "+11", "+442071838750"],
    );
    agree::<SipAddress>(
        SipAddress::PATTERN,
        Some(SipAddress::MAX_LENGTH),
        &[
            "sip:a@b.c",
            "sips:front.desk@pbx.example.com:5061;transport=tls",
            "ann@example.com",
        ],
    );
    agree::<ClientIdentifier>(
        ClientIdentifier::PATTERN,
        Some(ClientIdentifier::MAX_LENGTH),
        &["client:charlie", "client:a_b-c"],
    );
}

#[test]
fn addresses() {
    let samples = [
        "https://example.com",
        "http://user_name:pw@example.com:8080/a_b?c_d#e",
        "HTTPS://EXAMPLE.com/%20?a=b",
        "http://[::1]:80/",
    ];
    agree::<HttpUrl>(HttpUrl::PATTERN, Some(HttpUrl::MAX_LENGTH), &samples);
    agree::<CallbackUrl>(
        CallbackUrl::PATTERN,
        Some(CallbackUrl::MAX_LENGTH),
        &samples,
    );
}

#[test]
fn instructions() {
    // `Twiml` has a pattern, but is also checked as XML: the tests of the client compare it with another parser.
    agree::<CallReason>(
        CallReason::PATTERN,
        Some(CallReason::MAX_LENGTH),
        &["Your parcel", "日本"],
    );
}

#[test]
fn payments_and_media() {
    agree::<ChargeAmount>(
        ChargeAmount::PATTERN,
        Some(ChargeAmount::MAX_LENGTH),
        &["0", "12.00", "999999.99"],
    );
    agree::<ValidCardTypes>(
        ValidCardTypes::PATTERN,
        Some(ValidCardTypes::MAX_LENGTH),
        &["visa", "visa diners-club  amex"],
    );
    agree::<MatchingInputs>(
        MatchingInputs::PATTERN,
        Some(MatchingInputs::MAX_LENGTH),
        &["postal-code", "payment-card-number , security-code"],
    );
    agree::<LanguageCode>(
        LanguageCode::PATTERN,
        Some(LanguageCode::MAX_LENGTH),
        &["en-US", "multi"],
    );
    agree::<UrlReference>(
        UrlReference::PATTERN,
        Some(UrlReference::MAX_LENGTH),
        &["wss://example.com/audio", "/hooks"],
    );
}

/// A secret cannot be compared, but is read by the same rules.
#[test]
fn secrets() {
    agree::<SendDigits>(
        SendDigits::PATTERN,
        Some(SendDigits::MAX_LENGTH),
        &["ww1234#", "", "A*W0"],
    );
    agree::<SipAuthPassword>(
        SipAuthPassword::PATTERN,
        Some(SipAuthPassword::MAX_LENGTH),
        &["not-a-real-password"],
    );
}
