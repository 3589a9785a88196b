//! Signatures made by another implementation (`fixtures/signatures/generate.py`).

use serde_json::Value;
use twilio_calls::webhook::{
    BodyError, Parameters, SignatureError, SignatureValidator, VerifyError, body_sha256,
};

use crate::TOKEN;

struct Vector {
    name: String,
    validator: SignatureValidator,
    method: String,
    seen: String,
    called: String,
    body: String,
    signature: String,
}

fn vectors() -> Vec<Vector> {
    let list: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/signatures/vectors.json")).unwrap();
    let vector = |value: &Value| {
        let text = |key: &str| value[key].as_str().unwrap().to_owned();
        Vector {
            name: text("name"),
            validator: SignatureValidator::new(text("token")).unwrap(),
            method: text("method"),
            seen: text("seen"),
            called: text("called"),
            body: text("body"),
            signature: text("signature"),
        }
    };
    list.iter().map(vector).collect()
}

#[test]
fn every_vector_is_accepted_at_the_url_as_seen() {
    let vectors = vectors();
    assert!(vectors.len() > 300, "{}", vectors.len());
    for vector in vectors {
        let result = vector
            .validator
            .validate(&vector.seen, &vector.signature, &vector.body);
        assert_eq!(result, Ok(()), "{}", vector.name);
    }
}

#[test]
fn every_vector_is_signed_alike() {
    for vector in vectors() {
        assert_eq!(
            vector.validator.sign(&vector.called, &vector.body),
            vector.signature,
            "{}",
            vector.name
        );
    }
}

#[test]
fn no_vector_is_accepted_with_another_signature_token_or_body() {
    let other_token = SignatureValidator::new("another").unwrap();
    let wrong = Err(SignatureError::Wrong);
    for vector in vectors() {
        let validate =
            |signature: &str, body: &str| vector.validator.validate(&vector.seen, signature, body);
        let other = other_token.sign(&vector.called, &vector.body);
        assert_eq!(validate(&other, &vector.body), wrong, "{}", vector.name);
        let more = format!("{}&more=1", vector.body);
        assert_eq!(validate(&vector.signature, &more), wrong, "{}", vector.name);
        assert_eq!(
            other_token.validate(&vector.seen, &vector.signature, &vector.body),
            wrong,
            "{}",
            vector.name
        );
    }
}

#[test]
fn parameters_come_from_the_body_or_with_get_from_the_query() {
    for vector in vectors() {
        let read = if vector.method == "GET" {
            vector
                .validator
                .verify_query::<Parameters>(&vector.seen, &vector.signature)
        } else {
            vector
                .validator
                .verify::<Parameters>(&vector.seen, &vector.signature, &vector.body)
        };
        if vector.name.contains("JSON") {
            assert_eq!(
                read,
                Err(VerifyError::Body(BodyError::NotAForm)),
                "{}",
                vector.name
            );
        } else {
            let parameters = read.unwrap();
            assert!(parameters.get("CallSid").is_some(), "{}", vector.name);
            let from_url = parameters.get("shop") == Some("5");
            assert_eq!(
                from_url,
                vector.method == "GET" && vector.seen.contains("shop=5"),
                "{}",
                vector.name
            );
        }
    }
}

/// Whether a token accepts a request that was signed for `called` and arrives as `seen`.
fn accepts(seen: &str, called: &str) -> bool {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    validator
        .validate(seen, &validator.sign(called, "a=b"), "a=b")
        .is_ok()
}

#[test]
fn only_the_documented_forms_of_a_url_count() {
    for (seen, called) in [
        ("https://example.com/x", "https://example.com:80/x"),
        ("http://example.com/x", "http://example.com:443/x"),
        ("https://example.com:8443/x", "https://example.com:443/x"),
        ("https://example.com:8443/x", "https://example.com:8444/x"),
        // User names are only removed for https.
        ("http://user:pass@example.com/x", "http://example.com/x"),
        (
            "https://user:pass@example.com/x",
            "https://user@example.com/x",
        ),
        ("https://example.com/x", "https://user:pass@example.com/x"),
        ("https://example.com/x", "http://example.com/x"),
        ("https://example.com/x", "https://EXAMPLE.com/x"),
        ("https://example.com/x", "https://example.com/x/"),
        ("https://example.com/x", "https://example.com/x?"),
        ("https://example.com/%7e", "https://example.com/~"),
        ("https://example.com/x?a=%7e", "https://example.com/x?a=~"),
        (
            "https://example.com/x?a=b+c",
            "https://example.com/x?a=b%20c",
        ),
        ("https://example.com/it's", "https://example.com/it%27s"),
        // Either all apostrophes are escaped or none.
        (
            "https://example.com/x?a='b'",
            "https://example.com/x?a='b%27",
        ),
        ("https://[2001:db8::7]/x", "https://[2001:db8:]/x"),
        ("ftp://example.com:21/x", "ftp://example.com/x"),
        ("example.com:443/x", "example.com/x"),
    ] {
        assert!(!accepts(seen, called), "{seen} {called}");
        assert!(accepts(seen, seen), "{seen}");
    }
    // A fragment is never sent, so it is never signed.
    assert!(accepts(
        "https://example.com/x#rc=3",
        "https://example.com/x"
    ));
}

#[test]
fn tokens_can_be_replaced_without_a_gap() {
    let (old, new) = (
        SignatureValidator::new("old").unwrap(),
        SignatureValidator::new("new").unwrap(),
    );
    let both = old.clone().and_token("new").unwrap();
    let url = "https://example.com/hooks";
    for signer in [&old, &new] {
        assert_eq!(both.validate(url, &signer.sign(url, "a=b"), "a=b"), Ok(()));
    }
    assert_eq!(both.sign(url, "a=b"), old.sign(url, "a=b"));
    assert_eq!(
        old.validate(url, &new.sign(url, "a=b"), "a=b"),
        Err(SignatureError::Wrong)
    );
    assert_eq!(format!("{both:?}"), "SignatureValidator { tokens: 2 }");
}

#[test]
fn a_token_that_cannot_be_one_is_rejected() {
    for token in ["", " ", "token\n", "to ken"] {
        let error = SignatureValidator::new(token).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an auth token must not be empty or contain white space"
        );
        assert!(
            SignatureValidator::new("token")
                .unwrap()
                .and_token(token)
                .is_err()
        );
    }
}

#[test]
fn missing_malformed_and_wrong_signatures_are_distinguished() {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let url = "https://example.com/hooks";
    let good = validator.sign(url, "a=b");
    let validate = |signature: &str| validator.validate(url, signature, "a=b");
    assert_eq!(
        validator.validate(url, None::<&str>, "a=b"),
        Err(SignatureError::Missing)
    );
    assert_eq!(validate(&good), Ok(()));
    assert_eq!(
        validate("AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        Err(SignatureError::Wrong)
    );
    let unpadded = good.trim_end_matches('=');
    let long = format!("{good}{good}");
    let spaced = format!("{unpadded} ");
    // The last two bits of the last character have no meaning; they have to be zero.
    let trailing_bits = "AAAAAAAAAAAAAAAAAAAAAAAAAAB=";
    for text in [
        "",
        "=",
        unpadded,
        &long,
        &spaced,
        trailing_bits,
        "A_-AAAAAAAAAAAAAAAAAAAAAAAA=",
        "ÄAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ] {
        assert_eq!(validate(text), Err(SignatureError::Malformed), "{text}");
    }
    let header = axum::http::HeaderValue::from_bytes(&[0xFF; 28]).unwrap();
    assert_eq!(
        validator.validate(url, &header, "a=b"),
        Err(SignatureError::Malformed)
    );
    assert_eq!(validator.validate(url, Some(&good), "a=b"), Ok(()));
    assert_eq!(validator.validate(url, good.as_bytes(), "a=b"), Ok(()));
}

#[test]
fn a_body_that_is_no_form_needs_the_right_hash_and_the_right_signature() {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let body = r#"{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}"#;
    let hash = body_sha256(body);
    assert_eq!(
        hash,
        "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
    );
    let url = format!("https://example.com/myapp?x=1&bodySHA256={hash}");
    let signature = validator.sign(&url, body);
    assert_eq!(validator.validate(&url, &signature, body), Ok(()));
    assert_eq!(
        validator.validate(&url, &signature, "{}"),
        Err(SignatureError::Wrong)
    );
    assert_eq!(
        validator.validate(&url, &signature, ""),
        Err(SignatureError::Wrong)
    );
    let other = url.replace("5ccd", "5ccc");
    assert_eq!(
        validator.validate(&other, &validator.sign(&other, body), body),
        Err(SignatureError::Wrong)
    );
    assert_eq!(
        validator.validate(&other, &signature, body),
        Err(SignatureError::Wrong)
    );
    // Without the hash, nothing shows that the body is Twilio's.
    let bare = "https://example.com/myapp?x=1";
    assert_eq!(
        validator.validate(bare, &validator.sign(bare, ""), body),
        Err(SignatureError::Wrong)
    );
}

#[test]
fn a_pair_that_the_service_never_writes_is_not_its_own() {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let url = "https://example.com/hooks";
    for (sent, changed) in [("CallStatus=busy", "CallStatus&busy"), ("a=&a=", "a=&&=")] {
        let signature = validator.sign(url, sent);
        assert_eq!(
            validator.sign(url, changed),
            signature,
            "the algorithm alone cannot tell"
        );
        assert_eq!(validator.validate(url, &signature, sent), Ok(()));
        assert_eq!(
            validator.validate(url, &signature, changed),
            Err(SignatureError::Ambiguous)
        );
    }
    // What a test of an application may begin with.
    let hello = validator.validate(url, &validator.sign(url, "hello"), "hello");
    assert_eq!(hello, Err(SignatureError::Ambiguous));
}
