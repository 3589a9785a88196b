//! Signatures with shared keys: those made by another implementation (`fixtures/signatures/generate_keys.py`), and
//! those that are rejected.

use axum::http::{HeaderMap, HeaderValue, Request};
use serde_json::Value;
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{
    InvalidSharedKey, Parameters, PublicUrl, Receiver, SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER,
    SharedKey, Signature, SignatureAlgorithm, SignatureError, SignatureValidator, TrustedProxies,
};

use crate::TOKEN;

const ID: &str = "webhooks_sharedkey_01";
const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const URL: &str = "https://example.com/hooks";
const BODY: &str = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\
    &CallStatus=busy";
const BOTH: [SignatureAlgorithm; 2] =
    [SignatureAlgorithm::HmacSha256, SignatureAlgorithm::HmacSha1];

struct Vector {
    name: String,
    method: String,
    algorithm: SignatureAlgorithm,
    key: SharedKey,
    seen: String,
    called: String,
    body: String,
    signature: String,
    settings: String,
}

fn vectors() -> Vec<Vector> {
    let list: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/signatures/shared_keys.json")).unwrap();
    let vector = |value: &Value| {
        let text = |key: &str| value[key].as_str().unwrap().to_owned();
        let algorithm = BOTH
            .into_iter()
            .find(|algorithm| algorithm.as_str() == text("algorithm"))
            .unwrap();
        Vector {
            name: text("name"),
            method: text("method"),
            algorithm,
            key: SharedKey::new(ID, text("secret"), [algorithm]).unwrap(),
            seen: text("seen"),
            called: text("called"),
            body: text("body"),
            signature: text("signature"),
            settings: format!("key={ID},algorithm={algorithm}"),
        }
    };
    list.iter().map(vector).collect()
}

fn key(algorithm: SignatureAlgorithm) -> SharedKey {
    SharedKey::new(ID, SECRET, [algorithm]).unwrap()
}

fn sha256() -> SharedKey {
    key(SignatureAlgorithm::HmacSha256)
}

fn validate(
    validator: &SignatureValidator,
    signature: &str,
    settings: impl Into<Option<&'static str>>,
) -> Result<(), SignatureError> {
    let settings: Option<&str> = settings.into();
    validator.validate(
        URL,
        Signature::from(signature).with_settings(settings),
        BODY,
    )
}

#[test]
fn every_vector_is_accepted_with_its_key_and_algorithm() {
    let vectors = vectors();
    for algorithm in BOTH {
        let count = vectors
            .iter()
            .filter(|vector| vector.algorithm == algorithm)
            .count();
        assert!(count >= 60, "{algorithm}: {count}");
    }
    for vector in vectors {
        let validator = SignatureValidator::with_key(vector.key);
        let signature = Signature::from(&vector.signature).with_settings(&vector.settings);
        let result = validator.validate(&vector.seen, signature, &vector.body);
        assert_eq!(result, Ok(()), "{}", vector.name);
        if vector.name.contains("POST") {
            let read =
                validator.verify::<CallStatusCallback>(&vector.seen, signature, &vector.body);
            assert_eq!(read.unwrap().call_status, "completed", "{}", vector.name);
        } else if vector.name.contains("GET") {
            assert_eq!(vector.method, "GET");
            let read = validator.verify_query::<CallStatusCallback>(&vector.seen, signature);
            assert_eq!(read.unwrap().call_status, "completed", "{}", vector.name);
        }
    }
}

#[test]
fn every_vector_is_signed_alike_by_its_key() {
    for vector in vectors() {
        let signed = vector.key.sign(&vector.called, &vector.body);
        assert_eq!(signed.signature(), vector.signature, "{}", vector.name);
        assert_eq!(signed.settings(), vector.settings);
    }
}

#[test]
fn no_vector_is_accepted_with_another_key_algorithm_or_body() {
    for vector in vectors() {
        let other = SharedKey::new(ID, "another", BOTH).unwrap();
        let same = SharedKey::new(ID, "another", [vector.algorithm])
            .map(SignatureValidator::with_key)
            .unwrap()
            .and_key(other);
        let signature = Signature::from(&vector.signature).with_settings(&vector.settings);
        let wrong = Err(SignatureError::Wrong);
        assert_eq!(same.validate(&vector.seen, signature, &vector.body), wrong);
        let validator = SignatureValidator::with_key(vector.key);
        let more = format!("{}&more=1", vector.body);
        assert_eq!(validator.validate(&vector.seen, signature, more), wrong);
        // The algorithm in the header counts, and a signature of another length cannot be valid for it.
        let other_algorithm = if vector.algorithm == BOTH[0] {
            BOTH[1]
        } else {
            BOTH[0]
        };
        let settings = format!("key={ID},algorithm={other_algorithm}");
        let signature = Signature::from(&vector.signature).with_settings(&settings);
        assert_eq!(
            validator.validate(&vector.seen, signature, &vector.body),
            Err(SignatureError::AlgorithmNotAllowed)
        );
    }
}

#[test]
fn a_downgrade_is_rejected() {
    let keys_only = SignatureValidator::with_key(sha256());
    let token = SignatureValidator::new(TOKEN).unwrap();
    let signed = sha256().sign(URL, BODY);
    // The header is removed, emptied or loses its algorithm.
    for settings in [
        None,
        Some(""),
        Some(" "),
        Some("key=webhooks_sharedkey_01"),
        Some("x"),
    ] {
        for signature in [signed.signature(), &token.sign(URL, BODY)] {
            assert_eq!(
                validate(&keys_only, signature, settings),
                Err(SignatureError::KeyRequired),
                "{settings:?}"
            );
        }
    }
    // Downgraded to a weaker algorithm, with the right secret.
    let sha1 = key(SignatureAlgorithm::HmacSha1).sign(URL, BODY);
    assert_eq!(
        keys_only.validate(URL, &sha1, BODY),
        Err(SignatureError::AlgorithmNotAllowed)
    );
    // A signature with a key is not valid for the token, and vice versa.
    let both = token.clone().and_key(key(SignatureAlgorithm::HmacSha1));
    assert_eq!(
        validate(&both, sha1.signature(), None),
        Err(SignatureError::Wrong)
    );
    let settings = "key=webhooks_sharedkey_01,algorithm=HMAC_SHA1";
    let by_token = token.sign(URL, BODY);
    assert_eq!(
        validate(&both, &by_token, settings),
        Err(SignatureError::Wrong)
    );
}

#[test]
fn without_a_header_that_names_an_algorithm_the_token_counts() {
    let token = SignatureValidator::new(TOKEN).unwrap();
    let both = token.clone().and_key(sha256());
    let signature = token.sign(URL, BODY);
    for settings in [
        None,
        Some(""),
        Some(" , "),
        Some("key=webhooks_sharedkey_01"),
    ] {
        assert_eq!(
            validate(&both, &signature, settings),
            Ok(()),
            "{settings:?}"
        );
    }
}

#[test]
fn unknown_keys_are_rejected() {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let signed = sha256().sign(URL, BODY);
    let unknown = Err(SignatureError::UnknownKey);
    assert_eq!(validator.validate(URL, &signed, BODY), unknown);
    let other = SharedKey::new("webhooks_sharedkey_02", SECRET, BOTH).unwrap();
    assert_eq!(
        validator.and_key(other).validate(URL, &signed, BODY),
        unknown
    );
    // Ids are compared exactly, including case.
    let validator = SignatureValidator::with_key(sha256());
    for settings in [
        "key=webhooks_sharedkey_0,algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_011,algorithm=HMAC_SHA256",
        "key=Webhooks_sharedkey_01,algorithm=HMAC_SHA256",
    ] {
        assert_eq!(validate(&validator, signed.signature(), settings), unknown);
    }
}

#[test]
fn unknown_algorithms_are_rejected() {
    let validator = SignatureValidator::with_key(SharedKey::new(ID, SECRET, BOTH).unwrap());
    let signed = sha256().sign(URL, BODY);
    for settings in [
        "key=webhooks_sharedkey_01,algorithm=HMAC_SHA512",
        "key=webhooks_sharedkey_01,algorithm=none",
        "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256 HMAC_SHA1",
        "key=webhooks_sharedkey_01,algorithm=SHA256",
    ] {
        assert_eq!(
            validate(&validator, signed.signature(), settings),
            Err(SignatureError::UnknownAlgorithm),
            "{settings}"
        );
    }
}

#[test]
fn malformed_settings_are_rejected() {
    let validator = SignatureValidator::new(TOKEN).unwrap().and_key(sha256());
    let signed = sha256().sign(URL, BODY);
    for settings in [
        "algorithm=HMAC_SHA256",
        "key=,algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_01,algorithm=",
        "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256,algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_01,key=webhooks_sharedkey_01,algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_01,Key=other,algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256,junk",
        "key=webhooks_sharedkey_01;algorithm=HMAC_SHA256,algorithm=HMAC_SHA256",
    ] {
        let expected = if settings.contains(';') {
            SignatureError::UnknownKey
        } else {
            SignatureError::MalformedSettings
        };
        assert_eq!(
            validate(&validator, signed.signature(), settings),
            Err(expected),
            "{settings}"
        );
    }
    let header = HeaderValue::from_bytes(b"key=\xFF,algorithm=HMAC_SHA256").unwrap();
    let signature = Signature::from(signed.signature()).with_settings(&header);
    assert_eq!(
        validator.validate(URL, signature, BODY),
        Err(SignatureError::MalformedSettings)
    );
}

#[test]
fn repeated_headers_are_malformed() {
    let validator = SignatureValidator::with_key(sha256());
    let mut headers = HeaderMap::new();
    sha256().sign(URL, BODY).insert_into(&mut headers);
    assert_eq!(validator.validate(URL, &headers, BODY), Ok(()));
    for (name, expected) in [
        (SIGNATURE_HEADER, SignatureError::Malformed),
        (SIGNATURE_SETTINGS_HEADER, SignatureError::MalformedSettings),
    ] {
        let mut headers = headers.clone();
        let value = headers[&name].clone();
        headers.append(name, value);
        assert_eq!(validator.validate(URL, &headers, BODY), Err(expected));
    }
}

#[test]
fn order_case_and_white_space_of_the_settings_say_nothing() {
    let validator = SignatureValidator::with_key(sha256());
    let signed = sha256().sign(URL, BODY);
    for settings in [
        "algorithm=HMAC_SHA256,key=webhooks_sharedkey_01",
        " key = webhooks_sharedkey_01 ,\talgorithm = HMAC_SHA256 ",
        "key=webhooks_sharedkey_01,algorithm=hmac_sha256",
        "key=webhooks_sharedkey_01,algorithm=Hmac_Sha256,version=2",
        ",key=webhooks_sharedkey_01,,algorithm=HMAC_SHA256,",
    ] {
        assert_eq!(
            validate(&validator, signed.signature(), settings),
            Ok(()),
            "{settings}"
        );
    }
}

#[test]
fn malformed_and_missing_signatures_are_distinguished_with_keys_too() {
    let validator = SignatureValidator::with_key(sha256());
    let settings = "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256";
    let good = sha256().sign(URL, BODY).signature().to_owned();
    assert_eq!(good.len(), 44);
    let short = SignatureValidator::new(TOKEN).unwrap().sign(URL, BODY);
    for text in [
        "",
        "=",
        &good[..43],
        &format!("{good}="),
        &short,
        &good.replace('=', "_"),
    ] {
        let result = validate(&validator, text, settings);
        assert_eq!(result, Err(SignatureError::Malformed), "{text}");
    }
    let missing = Signature::from(None::<&str>).with_settings(settings);
    assert_eq!(
        validator.validate(URL, missing, BODY),
        Err(SignatureError::Missing)
    );
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_eq!(
        validate(&validator, zeros, settings),
        Err(SignatureError::Wrong)
    );
}

#[test]
fn several_keys_and_tokens_count_at_once() {
    let new = SharedKey::new("webhooks_sharedkey_02", "new", BOTH).unwrap();
    let old_token = SignatureValidator::new("old").unwrap();
    let new_token = SignatureValidator::new("new").unwrap();
    let all = SignatureValidator::with_key(sha256())
        .and_token("old")
        .unwrap()
        .and_key(new.clone())
        .and_token("new")
        .unwrap();
    for token in [&old_token, &new_token] {
        assert_eq!(all.validate(URL, &token.sign(URL, BODY), BODY), Ok(()));
    }
    for key in [&sha256(), &new] {
        assert_eq!(all.validate(URL, &key.sign(URL, BODY), BODY), Ok(()));
    }
    // The second algorithm of a key is as valid as the first.
    let sha1 = SharedKey::new(
        "webhooks_sharedkey_02",
        "new",
        [SignatureAlgorithm::HmacSha1],
    );
    assert_eq!(
        all.validate(URL, &sha1.unwrap().sign(URL, BODY), BODY),
        Ok(())
    );
    // A key that is being replaced under the same id.
    let replaced = SharedKey::new(ID, "replaced", [SignatureAlgorithm::HmacSha256]).unwrap();
    let both = all.and_key(replaced.clone());
    for key in [&sha256(), &replaced] {
        assert_eq!(both.validate(URL, &key.sign(URL, BODY), BODY), Ok(()));
    }
}

#[test]
fn a_key_that_cannot_be_one_is_rejected() {
    let new = |id: &str, secret: &str| SharedKey::new(id, secret, BOTH).map(|_| ());
    assert_eq!(new("a", "b"), Ok(()));
    for id in [
        "",
        "a b",
        "a,b",
        "a=b",
        "a\"",
        "schlüssel",
        "a\n",
        &"x".repeat(257),
    ] {
        assert_eq!(new(id, "b"), Err(InvalidSharedKey::Id), "{id}");
    }
    for secret in ["", " ", "b\n", "b c"] {
        assert_eq!(new("a", secret), Err(InvalidSharedKey::Secret), "{secret}");
    }
    let without = SharedKey::new("a", "b", []).unwrap_err();
    assert_eq!(without, InvalidSharedKey::NoAlgorithm);
    assert_eq!(
        without.to_string(),
        "a shared key needs at least one algorithm"
    );
    // A `main` that returns an error prints its `Debug`.
    let token = SignatureValidator::new("").unwrap_err();
    let url = PublicUrl::base("example.com").unwrap_err();
    let network = TrustedProxies::new(["proxy.local"]).unwrap_err();
    for (debug, message) in [
        (format!("{without:?}"), without.to_string()),
        (format!("{token:?}"), token.to_string()),
        (format!("{url:?}"), url.to_string()),
        (format!("{network:?}"), network.to_string()),
    ] {
        assert!(debug.ends_with(&format!("({message})")), "{debug}");
    }
}

#[test]
fn debug_shows_no_secret_and_no_signature() {
    let key = sha256();
    let signed = key.sign(URL, BODY);
    let validator = SignatureValidator::new(TOKEN).unwrap().and_key(key.clone());
    let receiver = Receiver::new(
        validator.clone(),
        PublicUrl::base("https://example.com").unwrap(),
    );
    let signature = Signature::from(&signed);
    let shown = format!("{key:?} {signed:?} {validator:?} {receiver:?} {signature:?}");
    for secret in [SECRET, TOKEN, signed.signature()] {
        assert!(!shown.contains(secret), "{shown}");
        let bytes = format!("{:?}", secret.as_bytes());
        assert!(!shown.contains(&bytes[1..bytes.len() - 1]), "{shown}");
    }
    assert!(
        shown.contains(ID) && shown.contains("HmacSha256"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_receiver_rejects_by_the_headers_before_it_reads_the_body() {
    let validator = SignatureValidator::with_key(sha256());
    let receiver = Receiver::new(validator, PublicUrl::base("https://example.com").unwrap());
    let receiver = receiver.body_limit(BODY.len());
    let signed = sha256().sign(URL, BODY);
    let send = async |settings: Option<&str>, body: &str| {
        let mut request = Request::post("/hooks").header(SIGNATURE_HEADER, signed.signature());
        if let Some(settings) = settings {
            request = request.header(SIGNATURE_SETTINGS_HEADER, settings);
        }
        let request = request.body(body.to_owned()).unwrap();
        let read = receiver.receive::<Parameters, _>(request, None).await;
        read.map(drop).map_err(|rejection| {
            assert_eq!(rejection.status(), 403, "{rejection}");
            rejection.signature_error().unwrap()
        })
    };
    let long = BODY.repeat(2);
    assert_eq!(send(Some(signed.settings()), BODY).await, Ok(()));
    for (settings, expected) in [
        (None, SignatureError::KeyRequired),
        (
            Some("key=x,algorithm=HMAC_SHA256"),
            SignatureError::UnknownKey,
        ),
        (
            Some("key=webhooks_sharedkey_01,algorithm=HMAC_SHA1"),
            SignatureError::AlgorithmNotAllowed,
        ),
        (
            Some("key=webhooks_sharedkey_01,algorithm=MD5"),
            SignatureError::UnknownAlgorithm,
        ),
        (
            Some("algorithm=HMAC_SHA256"),
            SignatureError::MalformedSettings,
        ),
    ] {
        assert_eq!(send(settings, &long).await, Err(expected), "{settings:?}");
    }
}

#[test]
fn a_handshake_is_verified_at_the_url_of_the_web_socket() {
    let validator = SignatureValidator::new(TOKEN).unwrap().and_key(sha256());
    for (base, url, accepted) in [
        ("https://example.com", "wss://example.com/media", true),
        ("https://example.com", "wss://example.com:443/media", true),
        ("https://example.com:8443", "wss://example.com/media", true),
        ("http://example.com", "ws://example.com/media", true),
        ("http://example.com", "ws://example.com:80/media", true),
        ("https://example.com", "https://example.com/media", false),
        ("https://example.com", "ws://example.com/media", false),
        ("https://example.com", "wss://example.com:80/media", false),
        ("https://example.com", "wss://example.com/other", false),
    ] {
        let receiver = Receiver::new(validator.clone(), PublicUrl::base(base).unwrap());
        let handshake = Request::get("/media").header("upgrade", "websocket");
        let mut by_token = handshake.body(()).unwrap();
        let mut by_key = by_token.clone();
        let signature = SignatureValidator::new(TOKEN).unwrap().sign(url, "");
        by_token
            .headers_mut()
            .insert(SIGNATURE_HEADER, signature.parse().unwrap());
        sha256().sign(url, "").insert_into(by_key.headers_mut());
        for request in [by_token, by_key] {
            let result = receiver.verify_handshake(&request, None);
            assert_eq!(result.is_ok(), accepted, "{base} {url}");
            if let Err(rejection) = result {
                let checked = rejection.checked_url().unwrap();
                assert!(checked.starts_with("ws"), "{checked}");
            }
        }
    }
}
