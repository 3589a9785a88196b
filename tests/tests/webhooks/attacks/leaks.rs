//! What `Debug`, errors and responses show.

use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{
    Callback, InvalidParameter, ProxyHeaders, Reader, TrustedProxies, parse_unverified,
};

use super::*;

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

#[tokio::test]
async fn the_usual_mistakes_are_distinguished() {
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
    // The kind of headers, which only matters for a trusted proxy.
    let other_kind = |network: &str| {
        let proxies = TrustedProxies::new([network]).unwrap();
        PublicUrl::behind(proxies, ProxyHeaders::Forwarded)
    };
    let rejection = receive(other_kind("10.0.0.0/8"), Some("10.1.1.1"))
        .await
        .unwrap_err();
    assert!(
        matches!(rejection, Rejection::OtherProxyHeaders(_)),
        "{rejection:?}"
    );
    assert_eq!(rejection.status(), 403);
    assert!(
        rejection.to_string().contains("of the other kind"),
        "{rejection}"
    );
    let rejection = receive(other_kind("10.0.0.0/8"), Some("192.0.2.1"))
        .await
        .unwrap_err();
    assert!(
        matches!(rejection, Rejection::Signature(_)),
        "{rejection:?}"
    );
}

/// Everything printable about requests that contain private data.
#[tokio::test]
async fn nothing_printed_holds_a_secret_or_personal_data() {
    use twilio_calls::webhook::{
        AccountValidators, Parameters, SharedKey, Signature, SignatureAlgorithm, VerifiedBytes,
    };
    const SECRETS: [&str; 7] = [
        "hunter2",
        "admin",
        TOKEN,
        "s3cr3t",
        "5550002222",
        "Jane",
        "path-secret",
    ];
    let mut table = Table::new("what is printed");
    let key = SharedKey::new("key_01", "s3cr3t", [SignatureAlgorithm::HmacSha256]).unwrap();
    let all = validator().and_key(key.clone());
    let base = PublicUrl::base("https://admin:hunter2@example.com/path").unwrap();
    let accounts =
        AccountValidators::new([(twilio_calls::AccountSid::from_static(ACCOUNT), all.clone())]);
    let receiver = Receiver::new(all.clone(), base.clone());
    let by_account = Receiver::for_accounts(accounts.clone(), base.clone());
    let mut shown = vec![
        ("the validator", debug(&all)),
        ("the accounts", debug(&accounts)),
        ("the key", debug(&key)),
        ("what the key signed", debug(&key.sign(URL, "a=b"))),
        ("a signature", debug(&Signature::from("s3cr3t"))),
        ("the public URL", debug(&base)),
        ("the receiver", debug(&receiver)),
        ("the receiver of accounts", debug(&by_account)),
        (
            "bytes",
            debug(&VerifiedBytes(b"Jane 5550002222".as_slice().into())),
        ),
    ];
    // The reader and the parameters, for bodies that are forms and others.
    struct Printed(String);
    impl Callback for Printed {
        fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
            Ok(Self(debug(reader)))
        }
    }
    let body = form(&[
        ("From", "+15550002222"),
        ("CallerName", "Jane"),
        ("CallSid", CALL),
    ]);
    for (attack, body) in [
        ("a form", body.as_str()),
        ("JSON", r#"{"From":"+15550002222","CallerName":"Jane"}"#),
        ("a value without a name", "Jane"),
        ("a number without a name", "15550002222"),
        (
            "a form with its borders removed",
            "From%2B15550002222CallerNameJane=x",
        ),
        ("a form with its borders moved", "From15550002222=x"),
        ("bytes that are no text", "%FFJane+5550002222=x"),
    ] {
        let Printed(reader) = parse_unverified(body).unwrap();
        shown.push((attack, reader));
        shown.push((
            attack,
            debug(&parse_unverified::<Parameters>(body).unwrap()),
        ));
        if let Err(error) = parse_unverified::<CallStatusCallback>(body) {
            shown.push((attack, format!("{error} {error:?}")));
        }
    }
    let read = parse_unverified::<CallStatusCallback>(form(&ringing("+15550002222"))).unwrap();
    shown.push(("a callback", debug(&read)));
    // Rejections, and the errors in them.
    let target = "/path-secret?From=%2B15550002222";
    for (attack, signature, body) in [
        ("no signature", "", body.clone()),
        (
            "a wrong signature",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            body.clone(),
        ),
        (
            "a right signature and no call",
            &validator().sign(&format!("https://example.com/path{target}"), &body),
            body.clone(),
        ),
    ] {
        for receiver in [&receiver, &by_account] {
            let read =
                receiver.receive::<CallStatusCallback, _>(post(target, signature, &body), None);
            let rejection = read.await.unwrap_err();
            let source = std::error::Error::source(&rejection).map(debug);
            shown.push((attack, format!("{rejection} {rejection:?} {source:?}")));
        }
    }
    for (what, text) in shown {
        let held: Vec<_> = SECRETS
            .iter()
            .filter(|secret| text.contains(**secret))
            .collect();
        table.row(what, "[]", debug(&held));
    }
    table.check();
}
