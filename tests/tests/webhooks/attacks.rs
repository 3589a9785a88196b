//! What a forger makes of a request that the service has signed, and what must come of it.
//!
//! The forger sees one signed request and controls one value of it, such as the address a SIP call comes from.

use std::sync::LazyLock;

use axum::http::Request;
use twilio_calls::webhook::{
    AccountValidators, BodyError, Callback, InvalidParameter, Parameters, ProxyHeaders, PublicUrl,
    Reader, Receiver, Rejection, SIGNATURE_HEADER, SharedKey, SignatureAlgorithm, SignatureError,
    SignatureValidator, TrustedProxies, body_sha256, parse_unverified,
};
use twilio_calls::{AccountSid, CallStatusCallback};

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

/// A request for the handler with the method POST.
fn post(target: &str, signature: &str, body: &str) -> Request<String> {
    Request::post(target)
        .header(SIGNATURE_HEADER, signature)
        .body(body.to_owned())
        .unwrap()
}

/// The same with the method GET.
fn get(target: &str, signature: &str, body: &str) -> Request<String> {
    let mut request = post(target, signature, body);
    *request.method_mut() = axum::http::Method::GET;
    request
}

static RECEIVER: LazyLock<Receiver> =
    LazyLock::new(|| Receiver::new(validator(), PublicUrl::base("https://example.com").unwrap()));

#[tokio::test]
async fn a_captured_post_is_not_taken_as_a_get_nor_the_other_way_round() {
    let from =
        format!("sip:&CallSid={OTHER}&AccountSid={ACCOUNT}&CallStatus=completed&x=@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let target = format!("/hooks?shop=5{}", signed_text(&pairs).replace(' ', "%20"));
    let rejection = RECEIVER
        .receive::<CallStatusCallback, _>(get(&target, &signature, ""), None)
        .await
        .unwrap_err();
    assert_eq!(rejection.status(), 405, "{rejection}");
    // Where a GET is expected, the text gives the POST away. (The space of the time stamp would have to be a `+`.)
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter(|(name, _)| *name != "Timestamp")
        .collect();
    let signature = captured(&pairs);
    let target = format!("/hooks?shop=5{}", signed_text(&pairs));
    let rejection = RECEIVER
        .receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None)
        .await
        .unwrap_err();
    assert_eq!(rejection.signature_error(), Some(SignatureError::Ambiguous));
    // A GET whose query says it all, sent as a POST.
    let target = format!("/hooks?{}", form(&ringing("+15550002222")));
    let signature = validator().sign(&format!("https://example.com{target}"), "");
    let read = RECEIVER.receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None);
    assert_eq!(read.await.unwrap().call_sid, CALL);
    for body in ["", "&"] {
        let read = RECEIVER.receive::<Parameters, _>(post(&target, &signature, body), None);
        let rejection = read.await.unwrap_err();
        assert_eq!(rejection.to_string(), "the body has no parameters");
    }
}

#[tokio::test]
async fn a_signed_get_with_the_body_of_an_ampersand_loses_no_parameters() {
    let target = format!("/hooks?{}", form(&ringing("+15550002222")));
    let signature = validator().sign(&format!("https://example.com{target}"), "");
    for body in ["&", "CallStatus=completed"] {
        let read = RECEIVER.receive_query::<Parameters, _>(get(&target, &signature, body), None);
        let rejection = read.await.unwrap_err();
        assert_eq!(
            (rejection.status().as_u16(), rejection.to_string().as_str()),
            (400, "a callback with the method GET has no body")
        );
    }
}

#[tokio::test]
async fn a_hash_counts_only_for_a_body_that_is_not_a_form() {
    let body = form(&ringing("+15550002222"));
    let target = format!("/hooks?bodySHA256={}", body_sha256(&body));
    let url = format!("https://example.com{target}");
    let hashed = validator().sign(&url, &body);
    // A form that is signed by its hash alone is not one that Twilio sent.
    let read = RECEIVER.receive::<CallStatusCallback, _>(post(&target, &hashed, &body), None);
    assert!(matches!(
        read.await.unwrap_err(),
        Rejection::Body(BodyError::NotAForm)
    ));
    for content_type in [
        None,
        Some("application/x-www-form-urlencoded; charset=UTF-8"),
    ] {
        let mut request = post(&target, &hashed, &body);
        if let Some(content_type) = content_type {
            let headers = request.headers_mut();
            headers.insert("content-type", content_type.parse().unwrap());
        }
        let rejection = RECEIVER.receive_bytes(request, None).await.unwrap_err();
        assert_eq!(rejection.status(), 415, "{rejection}");
    }
    let json = |target: &str, signature: &str, body: &str| {
        let mut request = post(target, signature, body);
        let headers = request.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        request
    };
    let read = RECEIVER.receive_bytes(json(&target, &hashed, &body), None);
    assert_eq!(read.await.unwrap(), body);
    let read = RECEIVER.receive_bytes(json(&target, &hashed, "{}"), None);
    assert_eq!(
        read.await.unwrap_err().signature_error(),
        Some(SignatureError::Wrong)
    );
    // Without a hash a body is not signed at all, and the hash is what Twilio adds at the end.
    for target in [
        "/hooks".to_owned(),
        format!("{target}&x=1"),
        target.replace("256=", "256=0"),
    ] {
        let signature = validator().sign(&format!("https://example.com{target}"), "");
        for body in ["", "{}", &body] {
            let read = RECEIVER.receive_bytes(json(&target, &signature, body), None);
            let rejection = read.await.unwrap_err();
            assert_eq!(
                rejection.signature_error(),
                Some(SignatureError::Wrong),
                "{target}"
            );
        }
    }
    // Nor can a handler of forms be given something else.
    let read = RECEIVER.receive::<CallStatusCallback, _>(json(&target, &hashed, &body), None);
    assert!(matches!(
        read.await.unwrap_err(),
        Rejection::Body(BodyError::NotAForm)
    ));
}

#[test]
fn a_part_of_the_url_is_not_moved_into_the_body() {
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    for (url, name, value) in [
        ("https://example.com/hooks", "?shop", "=5"),
        ("https://example.com/hooks?shop=", "5", ""),
        ("https://example.com", "/hooks?shop", "=5"),
    ] {
        let mut pairs = pairs.clone();
        pairs.push((name, value));
        assert_eq!(validator().sign(url, form(&pairs)), signature, "{name}");
        assert_eq!(
            validator().verify::<CallStatusCallback>(url, &signature, form(&pairs)),
            Err(SignatureError::Ambiguous.into()),
            "{name}"
        );
    }
}

#[test]
fn a_part_of_the_body_is_not_moved_into_the_url() {
    let from = format!("sip:AccountSid{ACCOUNT}CallSid{OTHER}CallStatuscompletedX@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let text = signed_text(&pairs);
    let cut = text.find("AccountSidACa1").unwrap();
    let own = text[cut + 1..].find("AccountSid").unwrap() + cut + 1;
    for end in [own, cut + 20, text.find(CALL).unwrap() + 34] {
        let url = format!("{URL}{}", &text[..end]);
        let between = &text[end..own];
        let after = text.split_once("CallStatuscompletedX").unwrap().1;
        let mut pairs = vec![
            ("AccountSid", ACCOUNT),
            ("CallSid", OTHER),
            ("CallStatus", "completed"),
            ("X", after),
        ];
        if !between.is_empty() {
            pairs.push((between, ""));
        }
        let read = validator().verify::<CallStatusCallback>(&url, &signature, form(&pairs));
        assert!(read.is_err(), "{read:?}");
    }
    // The first of them has the same text.
    let url = format!("{URL}{}", &text[..own]);
    let after = text.split_once("CallStatuscompletedX").unwrap().1;
    let pairs = [
        ("AccountSid", ACCOUNT),
        ("CallSid", OTHER),
        ("CallStatus", "completed"),
        ("X", after),
    ];
    assert_eq!(
        validator().verify::<CallStatusCallback>(&url, &signature, form(&pairs)),
        Err(SignatureError::Ambiguous.into())
    );
}

#[test]
fn no_pair_swallows_what_is_always_sent() {
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
    // Wherever the border of the swallowing pair is put, in a known name or a made-up one.
    for border in 1..=before.len() {
        let (name, value) = before.split_at(border);
        let pairs = [
            ("AccountSid", ACCOUNT),
            (name, value),
            ("CallSid", OTHER),
            ("CallStatus", "completed"),
            ("X", after),
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
    // The sequence number is taken from the caller's address, and the real one put into a value without a name.
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
    // The real one comes right after, and the forged one before it: nothing is swallowed, but it is there twice.
    let pairs = ringing("sip:aSequenceNumber0");
    let signature = captured(&pairs);
    let mut forged = pairs.clone();
    forged.retain(|(name, _)| *name != "From");
    forged.extend([("From", "sip:a"), ("SequenceNumber", "0")]);
    assert_eq!(validator().sign(URL, form(&forged)), signature);
    let read = validator().verify::<CallStatusCallback>(URL, &signature, form(&forged));
    assert_eq!(
        read.unwrap_err().to_string(),
        "`SequenceNumber` is there more than once"
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

#[tokio::test]
async fn the_usual_mistakes_are_told_apart() {
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    let request = || {
        let mut request = post("/hooks?shop=5", &signature, &form(&pairs));
        for (name, value) in [
            ("host", "inner.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "example.com"),
        ] {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        request
    };
    let receive = async |url: PublicUrl, peer: Option<&str>| {
        Receiver::new(validator(), url)
            .receive::<CallStatusCallback, _>(request(), peer.map(|peer| peer.parse().unwrap()))
            .await
    };
    // The base URL.
    let base = PublicUrl::base("https://user:hunter2@example.org/twilio").unwrap();
    let rejection = receive(base, None).await.unwrap_err();
    assert_eq!(
        (rejection.status().as_u16(), rejection.to_string().as_str()),
        (403, "the signature is wrong")
    );
    assert_eq!(
        rejection.checked_url(),
        Some("https://user:hunter2@example.org/twilio/hooks?shop=5")
    );
    let shown = format!("{rejection:?} {rejection}");
    assert!(
        !shown.contains("example.org") && !shown.contains("hunter2"),
        "{shown}"
    );
    // The peer, and then the proxy.
    let behind = |network: &str| {
        let proxies = TrustedProxies::new([network]).unwrap();
        PublicUrl::behind(proxies, ProxyHeaders::XForwarded)
    };
    let rejection = receive(behind("10.0.0.0/8"), None).await.unwrap_err();
    assert!(matches!(rejection, Rejection::UnknownPeer), "{rejection:?}");
    assert_eq!(rejection.status(), 500);
    assert!(
        rejection
            .to_string()
            .contains("into_make_service_with_connect_info")
    );
    let rejection = receive(behind("10.0.0.0/8"), Some("192.0.2.1"))
        .await
        .unwrap_err();
    assert!(
        matches!(rejection, Rejection::UntrustedProxy(_)),
        "{rejection:?}"
    );
    assert_eq!(
        rejection.checked_url(),
        Some("http://inner.example/hooks?shop=5")
    );
    assert!(
        rejection.to_string().contains("not a trusted one"),
        "{rejection}"
    );
    assert!(
        receive(behind("10.0.0.0/8"), Some("10.1.1.1"))
            .await
            .is_ok()
    );
}

const NORTH: AccountSid = AccountSid::from_static(ACCOUNT);
const SOUTH: AccountSid = AccountSid::from_static("ACd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4");

#[tokio::test]
async fn an_account_vouches_for_itself_alone() {
    let key = SharedKey::new("south", "secret", [SignatureAlgorithm::HmacSha256]).unwrap();
    let south = SignatureValidator::new("south").unwrap();
    let accounts = AccountValidators::new([
        (NORTH, validator()),
        (SOUTH, south.clone().and_key(key.clone())),
    ]);
    let base = PublicUrl::base("https://example.com").unwrap();
    let receiver = Receiver::for_accounts(accounts, base);
    let with_account = |account: &str| {
        let mut pairs = ringing("+15550002222");
        pairs[0].1 = account;
        form(&pairs)
    };
    let read = async |body: &str, sign: &dyn Fn(&str) -> Request<String>| {
        receiver
            .receive::<CallStatusCallback, _>(sign(body), None)
            .await
    };
    let by_token = |validator: SignatureValidator| {
        move |body: &str| post("/hooks?shop=5", &validator.sign(URL, body), body)
    };
    let by_key = |body: &str| {
        let mut request = post("/hooks?shop=5", "", body);
        key.sign(URL, body).insert_into(request.headers_mut());
        request
    };
    let (own, other) = (with_account(ACCOUNT), with_account(SOUTH.as_str()));
    assert_eq!(
        read(&own, &by_token(validator()))
            .await
            .unwrap()
            .account_sid,
        NORTH
    );
    assert_eq!(
        read(&other, &by_token(south.clone()))
            .await
            .unwrap()
            .account_sid,
        SOUTH
    );
    assert_eq!(read(&other, &by_key).await.unwrap().account_sid, SOUTH);
    let refused = async |body: &str, sign: &dyn Fn(&str) -> Request<String>| {
        let rejection = read(body, sign).await.unwrap_err();
        assert_eq!(rejection.status(), 403, "{rejection}");
        rejection.signature_error()
    };
    // What one account signs does not count for another one.
    assert_eq!(
        refused(&own, &by_token(south.clone())).await,
        Some(SignatureError::Wrong)
    );
    assert_eq!(
        refused(&other, &by_token(validator())).await,
        Some(SignatureError::Wrong)
    );
    assert_eq!(
        refused(&own, &by_key).await,
        Some(SignatureError::UnknownKey)
    );
    // An account that is not known, not named, named twice or not one at all.
    let unknown = Some(SignatureError::UnknownAccount);
    let twice = format!("{own}&AccountSid={SOUTH}");
    for body in [
        with_account("ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"),
        own.replace("AccountSid", "AccountSiD"),
        twice.clone(),
        format!("{own}&AccountSid={ACCOUNT}"),
        with_account("AC"),
        "x".to_owned(),
        String::new(),
    ] {
        for signer in [validator(), south.clone()] {
            assert_eq!(refused(&body, &by_token(signer)).await, unknown, "{body}");
        }
    }
    // A request without the parameter needs to be told which account is expected.
    let handshake = |validator: &SignatureValidator| {
        let signature = validator.sign("wss://example.com/media", "");
        get("/media", &signature, "")
    };
    let error = receiver
        .verify_handshake(&handshake(&south), None)
        .unwrap_err();
    assert_eq!(error.signature_error(), unknown);
    let account = receiver.account(&SOUTH).unwrap();
    assert!(account.verify_handshake(&handshake(&south), None).is_ok());
    assert!(
        account
            .verify_handshake(&handshake(&validator()), None)
            .is_err()
    );
    assert!(
        receiver
            .account(&AccountSid::from_static(
                "ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"
            ))
            .is_none()
    );
}
