//! Bodies where there should be none, and bodies other than the ones sent.

use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{BodyError, Parameters, Rejection, SignatureError, body_sha256};

use super::*;

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

#[tokio::test]
async fn a_signed_get_with_the_body_of_an_ampersand_loses_no_parameters() {
    let target = format!("/hooks?{}", form(&ringing("+15550002222")));
    let signature = validator().sign(&format!("https://example.com{target}"), "");
    for body in ["&", "CallStatus=completed"] {
        let read = RECEIVER.receive_query::<Parameters, _>(get(&target, &signature, body), None);
        let rejection = read.await.unwrap_err();
        assert_eq!(
            (rejection.status().as_u16(), rejection.to_string().as_str()),
            (400, "a callback with the method GET must not have a body")
        );
    }
}

#[tokio::test]
async fn a_hash_counts_only_for_a_body_that_is_not_a_form() {
    let body = form(&ringing("+15550002222"));
    let target = format!("/hooks?bodySHA256={}", body_sha256(&body));
    let url = format!("https://example.com{target}");
    let hashed = validator().sign(&url, &body);
    // A form that is only signed by its hash was not sent by Twilio.
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
    // Without a hash the body is not signed at all, and Twilio adds the hash at the end.
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
    // Nor does a handler for forms accept anything else.
    let read = RECEIVER.receive::<CallStatusCallback, _>(json(&target, &hashed, &body), None);
    assert!(matches!(
        read.await.unwrap_err(),
        Rejection::Body(BodyError::NotAForm)
    ));
}

#[test]
fn a_form_is_not_checked_as_json() {
    let mut table = Table::new("a captured form as another body");
    // The last value is the forger's. What follows its boundary sorts after every real name.
    for (attack, end, start) in [
        ("an object", "\"}", "{\"CallStatus\":\"completed\",\"x\":\""),
        ("an array", "\"]", "[\"completed\",\""),
        ("XML", "-->", "|<a>completed</a><!--"),
    ] {
        let to = format!("sip:x{end}{start}");
        let mut pairs = ringing("+15550002222");
        pairs.last_mut().unwrap().1 = &to;
        let signature = captured(&pairs);
        let last = format!("sip:x{end}");
        pairs.last_mut().unwrap().1 = &last;
        let rest: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let body = format!("{start}=&{}", rest.join("&")).replace('+', "%2B");
        if start.starts_with('{') {
            serde_json::from_str::<serde_json::Value>(&body).unwrap();
        }
        let checked = validator().validate(URL, &signature, &body);
        let expected =
            "the signature is correct, but the parameters are not written as Twilio writes them";
        table.row(attack, expected, verdict(checked));
    }
    table.check();
}

#[tokio::test]
async fn a_captured_form_is_no_other_body() {
    let mut table = Table::new("a captured POST where no form is expected");
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    let text = signed_text(&pairs).replace(' ', "%20");
    let hash = |body: &str| format!("bodySHA256={}", body_sha256(body));
    let evil = "{\"CallStatus\":\"completed\"}";
    let json = |target: &str, body: &str| {
        let mut request = post(target, &signature, body);
        let headers = request.headers_mut();
        headers.insert("content-type", "application/json".parse().unwrap());
        request
    };
    for (attack, target, body, expected) in [
        (
            "the form as it is",
            "/hooks?shop=5".to_owned(),
            form(&pairs),
            "403 the signature is wrong",
        ),
        (
            "no body",
            "/hooks?shop=5".to_owned(),
            String::new(),
            "403 the signature is wrong",
        ),
        (
            "a hash after the query",
            format!("/hooks?shop=5&{}", hash(evil)),
            evil.to_owned(),
            "403 the signature is wrong",
        ),
        (
            "a hash of the form",
            format!("/hooks?shop=5&{}", hash(&form(&pairs))),
            form(&pairs),
            "403 the signature is wrong",
        ),
        (
            "the text and a hash in the query",
            format!("/hooks?shop=5{text}&{}", hash(evil)),
            evil.to_owned(),
            "403 the signature is wrong",
        ),
        (
            "a hash in upper case",
            format!("/hooks?{}", hash(evil).to_uppercase()),
            evil.to_owned(),
            "403 the signature is wrong",
        ),
        (
            "a hash in the fragment",
            format!("/hooks?shop=5#{}", hash(evil)),
            evil.to_owned(),
            "403 the signature is wrong",
        ),
        (
            "an escaped name of the hash",
            format!("/hooks?shop=5&%62{}", &hash(evil)[1..]),
            evil.to_owned(),
            "403 the signature is wrong",
        ),
    ] {
        let read = RECEIVER.receive_bytes(json(&target, &body), None).await;
        table.row(attack, expected, shown_bytes(read));
    }
    // Conversely, a body that is signed by its hash is neither a form nor a query.
    let target = format!("/hooks?CallSid={OTHER}&{}", hash(evil));
    let signature = validator().sign(&format!("https://example.com{target}"), evil);
    let read = RECEIVER
        .receive_bytes(json_of(&target, &signature, evil), None)
        .await;
    table.row("the true JSON", "accepted: 26 bytes", shown_bytes(read));
    for (attack, request, expected) in [
        (
            "JSON without its body",
            json_of(&target, &signature, ""),
            "403 the signature is wrong",
        ),
        (
            "JSON with another body",
            json_of(&target, &signature, "{}"),
            "403 the signature is wrong",
        ),
    ] {
        let read = RECEIVER.receive_bytes(request, None).await;
        table.row(attack, expected, shown_bytes(read));
    }
    for (attack, request, expected) in [
        (
            "JSON as an empty form",
            post(&target, &signature, ""),
            "400 the body is not a form",
        ),
        (
            "JSON as a form",
            post(&target, &signature, "CallStatus=completed"),
            "403 the signature is wrong",
        ),
        (
            "JSON as a form of separators",
            post(&target, &signature, "&&"),
            "400 the body is not a form",
        ),
        (
            "JSON sent as JSON to a form",
            json_of(&target, &signature, evil),
            "400 the body is not a form",
        ),
    ] {
        let read = RECEIVER
            .receive::<CallStatusCallback, _>(request, None)
            .await;
        table.row(attack, expected, outcome(read));
    }
    let read = RECEIVER.receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None);
    table.row(
        "JSON as a GET",
        "400 `AccountSid` is missing",
        outcome(read.await),
    );
    table.check();
}

fn json_of(target: &str, signature: &str, body: &str) -> Request<String> {
    let mut request = post(target, signature, body);
    let headers = request.headers_mut();
    headers.insert("content-type", "application/json".parse().unwrap());
    request
}

#[tokio::test]
async fn a_body_of_a_get_is_rejected_whatever_it_is() {
    let mut table = Table::new("a GET with a body");
    let (target, signature) = captured_get(&ringing("+15550002222"));
    for body in [
        "",
        "&",
        "=",
        "&&&",
        "a",
        "a=",
        "CallStatus=completed",
        " ",
        "\0",
        "{}",
    ] {
        let read = RECEIVER
            .receive_query(get(&target, &signature, body), None)
            .await;
        let expected = if body.is_empty() {
            "accepted: its call is ringing"
        } else {
            "400 a callback with the method GET must not have a body"
        };
        table.row(format!("{body:?}"), expected, outcome(read));
    }
    for method in [
        "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "QUERY",
    ] {
        let method: Method = method.parse().unwrap();
        let request = request(
            method.clone(),
            &target,
            &[(SIGNATURE_HEADER, &signature)],
            b"",
        );
        let read = RECEIVER
            .receive_query::<CallStatusCallback, _>(request, None)
            .await;
        table.row(
            &method,
            "405 the callback is expected with the method GET",
            outcome(read),
        );
    }
    let signature = captured(&ringing("+15550002222"));
    let body = form(&ringing("+15550002222"));
    for method in ["HEAD", "GET", "PUT", "PATCH", "DELETE", "OPTIONS", "post"] {
        let method: Method = method.parse().unwrap();
        let headers = [(SIGNATURE_HEADER, signature.as_str())];
        let request = request(method.clone(), "/hooks?shop=5", &headers, body.as_bytes());
        let read = RECEIVER
            .receive::<CallStatusCallback, _>(request, None)
            .await;
        table.row(
            &method,
            "405 the callback is expected with the method POST",
            outcome(read),
        );
    }
    // A header that asks a framework to override the method has no effect.
    let name = HeaderName::from_static("x-http-method-override");
    let headers = [(SIGNATURE_HEADER, signature.as_str()), (name, "POST")];
    let request = request(Method::GET, "/hooks?shop=5", &headers, body.as_bytes());
    let read = RECEIVER
        .receive::<CallStatusCallback, _>(request, None)
        .await;
    table.row(
        "an override of the method",
        "405 the callback is expected with the method POST",
        outcome(read),
    );
    table.check();
}
