//! Signatures, compared with a minimal signer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{
    SharedKey, Signature, SignatureAlgorithm, SignatureError, SignatureValidator,
};

use super::inputs;

const TOKEN: &str = "not-a-real-token-not-a-real-token";

/// Fragments of URLs, signatures and bodies.
pub const DICTIONARY: &[&str] = &[
    "https://",
    "http://",
    "wss://",
    "example.com",
    ":443",
    ":80",
    "[::1]",
    "@",
    "?",
    "&",
    "=",
    "#",
    "%27",
    "'",
    "bodySHA256=",
    "key=",
    "algorithm=HMAC_SHA256",
    "algorithm=HMAC_SHA1",
    ",",
    "webhooks_sharedkey_01",
    "+",
    "%C3%BC",
    "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
    "AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
    "CallStatus=busy",
    "\n",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "==",
];

/// A URL, a signature, its settings and a body.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "https://example.com/hooks?a=b\nAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nCallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=ringing&To=%2B15550001111",
        "https://user:pw@example.com:8443/hooks/x'y?c='d'\nAAAA\nkey=webhooks_sharedkey_01,algorithm=HMAC_SHA256\nb=2&a=1&a=0",
        "https://example.com/?bodySHA256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nx\nkey=a\n{}",
        "wss://example.com/stream\n\n\n",
    ])
}

/// Only the right signature is accepted, and ours is the same as that of others.
pub fn run(input: &[u8]) {
    let mut parts = input.splitn(4, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (url, forged, settings, body) = (part(), part(), part(), part());
    let Ok(url) = std::str::from_utf8(url) else {
        return;
    };
    let Ok(validator) = SignatureValidator::new(TOKEN) else {
        return;
    };
    let right = validator.sign(url, body);
    // Nobody guesses it, but a driver that watches comparisons finds it out.
    if forged == right.as_bytes() {
        return;
    }
    assert!(validator.validate(url, forged, body).is_err());
    assert!(
        validator
            .verify::<CallStatusCallback>(url, forged, body)
            .is_err()
    );
    assert!(
        validator
            .verify_query::<CallStatusCallback>(url, forged)
            .is_err()
    );
    // A valid signature is accepted, or the request is rejected for another reason.
    if may_be_sent(url, body) {
        let checked = validator.validate(url, &right, body);
        assert!(
            matches!(checked, Ok(()) | Err(SignatureError::Ambiguous)),
            "{checked:?}"
        );
        if let Some(theirs) = signed(url, body) {
            assert_eq!(right, theirs, "{url}");
        }
        // A pair that is repeated is signed once, so it is not a change.
        let is_repeated = body.split(|byte| *byte == b'&').any(|pair| pair == b"Zz=1");
        let changed = [body, b"&Zz=1"].concat();
        assert!(is_repeated || validator.validate(url, &right, &changed).is_err());
    }
    by_key(url, forged, settings, body);
}

/// The same with a shared key.
fn by_key(url: &str, forged: &[u8], settings: &[u8], body: &[u8]) {
    let key = SharedKey::new(
        "webhooks_sharedkey_01",
        TOKEN,
        [SignatureAlgorithm::HmacSha256],
    );
    let Ok(key) = key else {
        return;
    };
    let right = key.sign(url, body);
    let validator = SignatureValidator::with_key(key);
    let signature = Signature::from(forged).with_settings(settings);
    assert!(validator.validate(url, signature, body).is_err());
    let signature = Signature::from(right.signature()).with_settings(settings);
    let is_named = settings == right.settings().as_bytes();
    if validator.validate(url, signature, body).is_ok() {
        let settings = String::from_utf8_lossy(settings);
        let names_it = settings.contains("webhooks_sharedkey_01")
            && settings.to_ascii_uppercase().contains("HMAC_SHA256");
        assert!(is_named || names_it, "{settings}");
    }
}

/// Whether it is a form as Twilio would send it: escaped pairs with names, without repetitions and without a hash of
/// a body.
fn may_be_sent(url: &str, body: &[u8]) -> bool {
    let pairs: Vec<&[u8]> = body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .collect();
    let is_pair = |pair: &&[u8]| {
        pair.iter()
            .position(|byte| *byte == b'=')
            .is_some_and(|at| at > 0)
    };
    let is_escaped = !body.iter().any(|byte| b"\"<{".contains(byte));
    pairs.iter().all(is_pair) && pairs.len() <= 32 && is_escaped && !url.contains("bodySHA256")
}

/// The signature according to the documentation: the URL, then all names and values, sorted.
fn signed(url: &str, body: &[u8]) -> Option<String> {
    let mut pairs: Vec<_> = form_urlencoded::parse(body).collect();
    let is_text = |text: &str| !text.contains(char::REPLACEMENT_CHARACTER);
    if !pairs
        .iter()
        .all(|(name, value)| is_text(name) && is_text(value))
        || url.contains('#')
    {
        return None;
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).ok()?;
    mac.update(url.as_bytes());
    for (name, value) in pairs {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}
