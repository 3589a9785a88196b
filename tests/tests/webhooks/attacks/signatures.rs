//! The headers of a signature.

use axum::http::HeaderValue;
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{SIGNATURE_SETTINGS_HEADER, SharedKey, SignatureAlgorithm};

use super::*;

const KEY: &str = "webhooks_sharedkey_01";

fn key(id: &str, secret: &str, algorithm: SignatureAlgorithm) -> SharedKey {
    SharedKey::new(id, secret, [algorithm]).unwrap()
}

/// The result of a report with these values of the two headers.
async fn outcome_with(
    validator: &SignatureValidator,
    signatures: &[&[u8]],
    settings: &[&[u8]],
) -> String {
    let base = PublicUrl::base("https://example.com").unwrap();
    let receiver = Receiver::new(validator.clone(), base);
    let mut request = post("/hooks?shop=5", "", &form(&ringing("+15550002222")));
    request.headers_mut().clear();
    for (name, values) in [
        (SIGNATURE_HEADER, signatures),
        (SIGNATURE_SETTINGS_HEADER, settings),
    ] {
        for value in values {
            let value = HeaderValue::from_bytes(value).unwrap();
            request.headers_mut().append(&name, value);
        }
    }
    outcome(
        receiver
            .receive::<CallStatusCallback, _>(request, None)
            .await,
    )
}

#[tokio::test]
async fn a_signature_is_one_header_of_one_form() {
    let mut table = Table::new("the header of the signature");
    let good = captured(&ringing("+15550002222"));
    let twice = format!("{good},{good}");
    let quoted = format!("\"{good}\"");
    let spaced = format!(" {good}");
    let url_safe = good.replace('+', "-").replace('/', "_");
    let prefixed = format!("sha1={good}");
    let hexadecimal: String = good.bytes().map(|byte| format!("{byte:02x}")).collect();
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const MISSING: &str = "403 the signature is missing";
    const MALFORMED: &str = "403 the signature is malformed";
    const WRONG: &str = "403 the signature is wrong";
    for (attack, values, expected) in [
        (
            "as it is",
            &[good.as_bytes()][..],
            "accepted: its call is ringing",
        ),
        ("none", &[], MISSING),
        ("an empty one", &[b""], MALFORMED),
        (
            "twice the same",
            &[good.as_bytes(), good.as_bytes()],
            MALFORMED,
        ),
        (
            "a wrong one before it",
            &[zeros.as_bytes(), good.as_bytes()],
            MALFORMED,
        ),
        (
            "a wrong one after it",
            &[good.as_bytes(), zeros.as_bytes()],
            MALFORMED,
        ),
        ("an empty one before it", &[b"", good.as_bytes()], MALFORMED),
        ("two in one header", &[twice.as_bytes()], MALFORMED),
        ("in quotes", &[quoted.as_bytes()], MALFORMED),
        ("after a space", &[spaced.as_bytes()], MALFORMED),
        ("with a prefix", &[prefixed.as_bytes()], MALFORMED),
        ("in hexadecimal", &[hexadecimal.as_bytes()], MALFORMED),
        ("without padding", &[&good.as_bytes()[..27]], MALFORMED),
        ("more padding", &[format!("{good}=").as_bytes()], MALFORMED),
        (
            "32 bytes",
            &[b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
            MALFORMED,
        ),
        ("no ASCII", &[&[0xFF; 28]], MALFORMED),
        ("zeros", &[zeros.as_bytes()], WRONG),
        ("in lower case", &[good.to_lowercase().as_bytes()], WRONG),
    ] {
        let result = outcome_with(&validator(), values, &[]).await;
        table.row(attack, expected, result);
    }
    if url_safe != good {
        let result = outcome_with(&validator(), &[url_safe.as_bytes()], &[]).await;
        table.row("the alphabet of URLs", MALFORMED, result);
    }
    table.check();
}

#[tokio::test]
async fn no_settings_lower_what_is_asked_for() {
    let mut table = Table::new("the settings of the signature");
    let body = form(&ringing("+15550002222"));
    let (sha1, sha256) = (SignatureAlgorithm::HmacSha1, SignatureAlgorithm::HmacSha256);
    let strong = key(KEY, "secret", sha256);
    let weak = key("weak", "secret", sha1);
    let keys_only = SignatureValidator::with_key(strong.clone());
    let both = validator().and_key(strong.clone()).and_key(weak.clone());
    let by_token = validator().sign(URL, &body);
    let by_strong = strong.sign(URL, &body).signature().to_owned();
    let by_weak = weak.sign(URL, &body).signature().to_owned();
    let settings = |key: &str, algorithm: &str| format!("key={key},algorithm={algorithm}");
    let right = settings(KEY, "HMAC_SHA256");
    let accepted = "accepted: its call is ringing";
    let required = "403 the signature must be made with a shared key";
    let not_allowed = "403 the algorithm of the signature is not allowed for its shared key";
    let unknown_key = "403 the shared key of the signature is unknown";
    let unknown_algorithm = "403 the algorithm of the signature is unknown";
    let malformed = "403 the settings of the signature are malformed";
    let (wrong, wrong_length) = (
        "403 the signature is wrong",
        "403 the signature is malformed",
    );
    for (attack, validator, signature, settings, expected) in [
        ("as it is", &both, &by_strong, Some(right.clone()), accepted),
        (
            "keys only, as it is",
            &keys_only,
            &by_strong,
            Some(right.clone()),
            accepted,
        ),
        ("the token beside keys", &both, &by_token, None, accepted),
        (
            "the weak key as it is",
            &both,
            &by_weak,
            Some(settings("weak", "HMAC_SHA1")),
            accepted,
        ),
        // Downgrades.
        (
            "keys only, no header",
            &keys_only,
            &by_token,
            None,
            required,
        ),
        (
            "keys only, no header, a long signature",
            &keys_only,
            &by_strong,
            None,
            required,
        ),
        (
            "keys only, an empty header",
            &keys_only,
            &by_token,
            Some(String::new()),
            required,
        ),
        (
            "keys only, no algorithm",
            &keys_only,
            &by_token,
            Some(format!("key={KEY}")),
            required,
        ),
        (
            "keys only, another name",
            &keys_only,
            &by_token,
            Some(format!("key={KEY},algorithms=HMAC_SHA256")),
            required,
        ),
        ("the header removed", &both, &by_strong, None, wrong_length),
        (
            "the header removed, a weak key",
            &both,
            &by_weak,
            None,
            wrong,
        ),
        (
            "the algorithm lowered",
            &both,
            &by_strong,
            Some(settings(KEY, "HMAC_SHA1")),
            not_allowed,
        ),
        (
            "the algorithm lowered, the secret known for it",
            &both,
            &by_weak,
            Some(settings(KEY, "HMAC_SHA1")),
            not_allowed,
        ),
        (
            "the algorithm raised",
            &both,
            &by_weak,
            Some(settings("weak", "HMAC_SHA256")),
            not_allowed,
        ),
        (
            "another key's id",
            &both,
            &by_weak,
            Some(right.clone()),
            wrong_length,
        ),
        (
            "the token under a key's id",
            &both,
            &by_token,
            Some(settings("weak", "HMAC_SHA1")),
            wrong,
        ),
        // Keys.
        (
            "an unknown key",
            &both,
            &by_strong,
            Some(settings("other", "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "the id in upper case",
            &both,
            &by_strong,
            Some(settings(&KEY.to_uppercase(), "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "the id in quotes",
            &both,
            &by_strong,
            Some(settings(&format!("\"{KEY}\""), "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "the id and more",
            &both,
            &by_strong,
            Some(settings(&format!("{KEY}=x"), "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "an id of 8000 letters",
            &both,
            &by_strong,
            Some(settings(&"k".repeat(8000), "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "a token in place of the id",
            &both,
            &by_strong,
            Some(settings(TOKEN, "HMAC_SHA256")),
            unknown_key,
        ),
        (
            "keys with a semicolon",
            &both,
            &by_strong,
            Some(format!("key={KEY};algorithm=HMAC_SHA256")),
            wrong_length,
        ),
        // Algorithms.
        (
            "no such algorithm",
            &both,
            &by_strong,
            Some(settings(KEY, "HMAC_SHA512")),
            unknown_algorithm,
        ),
        (
            "none",
            &both,
            &by_strong,
            Some(settings(KEY, "none")),
            unknown_algorithm,
        ),
        (
            "two algorithms in one",
            &both,
            &by_strong,
            Some(settings(KEY, "HMAC_SHA256|HMAC_SHA1")),
            unknown_algorithm,
        ),
        (
            "an algorithm in quotes",
            &both,
            &by_strong,
            Some(settings(KEY, "\"HMAC_SHA256\"")),
            unknown_algorithm,
        ),
        (
            "lower case",
            &both,
            &by_strong,
            Some(settings(KEY, "hmac_sha256")),
            accepted,
        ),
        // Malformed.
        (
            "an empty algorithm",
            &both,
            &by_token,
            Some(settings(KEY, "")),
            malformed,
        ),
        (
            "an empty key",
            &both,
            &by_strong,
            Some(settings("", "HMAC_SHA256")),
            malformed,
        ),
        (
            "no key",
            &both,
            &by_token,
            Some("algorithm=HMAC_SHA1".to_owned()),
            malformed,
        ),
        (
            "two algorithms, the weak one last",
            &both,
            &by_strong,
            Some(format!("{right},algorithm=HMAC_SHA1")),
            malformed,
        ),
        (
            "two algorithms, the weak one first",
            &both,
            &by_weak,
            Some(format!("algorithm=HMAC_SHA1,{right}")),
            malformed,
        ),
        (
            "two keys",
            &both,
            &by_strong,
            Some(format!("{right},key=weak")),
            malformed,
        ),
        (
            "two keys, case aside",
            &both,
            &by_strong,
            Some(format!("{right},KEY=weak")),
            malformed,
        ),
        (
            "other text",
            &both,
            &by_strong,
            Some(format!("{right},x")),
            malformed,
        ),
        (
            "an item that may come one day",
            &both,
            &by_strong,
            Some(format!("{right},version=2")),
            accepted,
        ),
    ] {
        let settings: Vec<_> = settings.iter().map(String::as_bytes).collect();
        let result = outcome_with(validator, &[signature.as_bytes()], &settings).await;
        table.row(attack, expected, result);
    }
    for (attack, settings) in [
        ("twice the same", [right.as_bytes(), right.as_bytes()]),
        ("an empty one before it", [b"", right.as_bytes()]),
        ("an empty one after it", [right.as_bytes(), b""]),
        (
            "one for each of its items",
            [b"key=webhooks_sharedkey_01", b"algorithm=HMAC_SHA256"],
        ),
    ] {
        let result = outcome_with(&both, &[by_strong.as_bytes()], &settings).await;
        table.row(attack, malformed, result);
    }
    let result = outcome_with(&both, &[by_token.as_bytes()], &[b"\xFF"]).await;
    table.row("no text", malformed, result);
    table.check();
}
