//! What a forger makes of a request that the service has signed, and what must come of it.
//!
//! The forger sees one signed request and controls one value of it, such as the address a SIP call comes from.

use axum::http::Request;
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{
    Callback, InvalidParameter, Parameters, ProxyHeaders, PublicUrl, Reader, Receiver,
    SignatureValidator, TrustedProxies, body_sha256, parse_unverified,
};

use crate::TOKEN;

const URL: &str = "https://example.com/hooks?shop=5";
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
const OTHER: &str = "CAc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3";

fn validator() -> SignatureValidator {
    SignatureValidator::new(TOKEN).unwrap()
}

/// Pairs as the body of a form.
fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// A report that the phone rings, from a caller who chose the address.
fn ringing(from: &str) -> Vec<(&str, &str)> {
    vec![
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", CALL),
        ("CallStatus", "ringing"),
        ("CallbackSource", "call-progress-events"),
        ("Direction", "inbound"),
        ("From", from),
        ("SequenceNumber", "1"),
        ("Timestamp", "Wed, 10 Jun 2026 18:45:18 +0000"),
        ("To", "+15550001111"),
    ]
}

/// What is signed of a form: names and values without borders.
fn signed_text(pairs: &[(&str, &str)]) -> String {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    pairs
        .iter()
        .flat_map(|(name, value)| [*name, *value])
        .collect()
}

/// The signature of a request that the service did send, which is also accepted.
fn captured(pairs: &[(&str, &str)]) -> String {
    let signature = validator().sign(URL, form(pairs));
    validator()
        .verify::<CallStatusCallback>(URL, &signature, form(pairs))
        .expect("the true request is accepted");
    signature
}

#[test]
fn the_parameters_of_a_post_do_not_count_in_the_query_of_a_get() {
    let from =
        format!("sip:&CallSid={OTHER}&AccountSid={ACCOUNT}&CallStatus=completed&x=@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let url = format!("{URL}{}", signed_text(&pairs));
    let forged = validator().verify::<CallStatusCallback>(&url, &signature, "");
    assert!(forged.is_err(), "{forged:?}");
}

#[test]
fn a_later_call_is_not_read_as_completed_by_moving_borders() {
    let from = format!("sip:CallSid{OTHER}CallStatuscompletedX@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let text = signed_text(&pairs);
    let (before, rest) = text.split_once(&format!("CallSid{OTHER}")).unwrap();
    let (_, after) = rest.split_once("CallStatuscompletedX").unwrap();
    let before = before
        .strip_prefix("AccountSid")
        .unwrap()
        .strip_prefix(ACCOUNT)
        .unwrap();
    let forged = form(&[
        ("AccountSid", ACCOUNT),
        (before, ""),
        ("CallSid", OTHER),
        ("CallStatus", "completed"),
        ("X", after),
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
fn a_hash_moved_into_the_query_admits_no_other_body() {
    let body = "{\"CallStatus\":\"completed\"}";
    let hash = format!("+15550001111&bodySHA256={}", body_sha256(body));
    let mut pairs = ringing("+15550002222");
    pairs.last_mut().unwrap().1 = &hash;
    let signature = captured(&pairs);
    let url = format!("{URL}{}", signed_text(&pairs));
    assert!(validator().validate(&url, &signature, body).is_err());
}

#[test]
fn a_body_without_parameters_does_not_hide_those_of_the_query() {
    let url = format!("{URL}&{}", form(&ringing("+15550002222")));
    let signature = validator().sign(&url, "");
    let read = validator().verify::<Parameters>(&url, &signature, "&");
    assert!(read.is_err(), "{read:?}");
}

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

#[test]
fn an_unbalanced_quote_does_not_swallow_what_the_proxy_says() {
    let request = Request::get("/hooks")
        .header("host", "inner.example")
        .header(
            "forwarded",
            "host=evil.example;x=\", for=6.6.6.6;host=good.example;proto=https",
        )
        .body(())
        .unwrap();
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).unwrap();
    let url = PublicUrl::behind(proxies, ProxyHeaders::Forwarded).of(
        request.uri(),
        request.headers(),
        Some("10.0.0.1".parse().unwrap()),
    );
    assert_eq!(url, None);
}

#[test]
fn debug_of_the_reader_shows_no_values() {
    struct Shown(String);
    impl Callback for Shown {
        fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
            Ok(Self(format!("{reader:?}")))
        }
    }
    let Shown(text) = parse_unverified("From=%2B15550002222&CallSid=secret").unwrap();
    assert!(
        !text.contains("5550002222") && !text.contains("secret"),
        "{text}"
    );
    let bytes = format!("{:?}", "5550002222".as_bytes());
    assert!(!text.contains(&bytes[1..bytes.len() - 1]), "{text}");
}

#[test]
fn debug_shows_no_password_of_a_base_url() {
    let url = PublicUrl::base("https://user:hunter2@example.com/twilio").unwrap();
    for text in [
        format!("{url:?}"),
        format!("{:?}", Receiver::new(validator(), url.clone())),
    ] {
        assert!(
            !text.contains("user:") && !text.contains("hunter2"),
            "{text}"
        );
        assert!(text.contains("example.com"), "{text}");
    }
}
