//! The URL of a request: hosts, ports, users, slashes.

use twilio_calls::CallStatusCallback;

use super::*;

const ACCEPTED: &str = "accepted: its call is ringing";
const WRONG: &str = "403 the signature is wrong";
const NO_HOST: &str = "400 the request names no host";

/// A report that is signed for one URL and arrives at another one.
async fn arriving(url: PublicUrl, signed: &str, target: &str, hosts: &[&str]) -> String {
    let body = form(&ringing("+15550002222"));
    let mut request = post(target, &validator().sign(signed, &body), &body);
    for host in hosts {
        let host = axum::http::HeaderValue::from_bytes(host.as_bytes()).unwrap();
        request.headers_mut().append("host", host);
    }
    let receiver = Receiver::new(validator(), url);
    outcome(
        receiver
            .receive::<CallStatusCallback, _>(request, None)
            .await,
    )
}

#[tokio::test]
async fn the_stated_base_decides() {
    let mut table = Table::new("a base URL");
    let target = "/hooks?shop=5";
    for (base, signed, target, expected) in [
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com/",
            "https://example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com",
            "https://example.com:443/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com:443",
            "https://example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com:8443",
            "https://example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://u:p@example.com",
            "https://example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://u:p@example.com",
            "https://u:p@example.com/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://[2001:db8::7]",
            "https://[2001:db8::7]:443/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com",
            "http://example.com/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "wss://example.com/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com:80/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com:8443/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://u:p@example.com/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "http://u:p@example.com",
            "http://example.com/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com./hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://evil.example/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com.evil.example/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com@evil.example/hooks?shop=5",
            target,
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks/?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "//hooks?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/./hooks?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/x/../hooks?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/HOOKS?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hook%73?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks%3Fshop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks?shop=%35",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks?shop=5&",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks?&shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks?shop=5?",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks;x?shop=5",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/hooks",
            "/hooks?",
            WRONG,
        ),
        (
            "https://example.com",
            "https://example.com/",
            "https://evil.example",
            ACCEPTED,
        ),
        // The fragment is not sent, and the target of a request to a proxy is only its path.
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "/hooks?shop=5#x",
            ACCEPTED,
        ),
        (
            "https://example.com",
            "https://example.com/hooks?shop=5",
            "https://evil.example/hooks?shop=5",
            ACCEPTED,
        ),
        (
            "https://example.com/t",
            "https://example.com/t/hooks?shop=5",
            target,
            ACCEPTED,
        ),
        (
            "https://example.com/t/",
            "https://example.com/t/hooks?shop=5",
            target,
            ACCEPTED,
        ),
    ] {
        let url = PublicUrl::base(base).unwrap();
        let result = arriving(url, signed, target, &["evil.example"]).await;
        table.row(
            format!("{base}, {target}, signed {signed}"),
            expected,
            result,
        );
    }
    table.check();
}

#[tokio::test]
async fn the_host_of_a_direct_request_is_one_host() {
    let mut table = Table::new("the header Host");
    let signed = "https://example.com/hooks?shop=5";
    for (hosts, expected) in [
        (&["example.com"][..], ACCEPTED),
        (&["example.com:443"], ACCEPTED),
        // A port that was not signed does not matter.
        (&["example.com:1"], ACCEPTED),
        (&[], NO_HOST),
        (&[""], NO_HOST),
        (&["example.com", "example.com"], NO_HOST),
        (&["evil.example", "example.com"], NO_HOST),
        (&["example.com, evil.example"], NO_HOST),
        (&["example.com/"], NO_HOST),
        (&["example.com?"], NO_HOST),
        (&["example.com#"], NO_HOST),
        (&["evil.example@example.com"], NO_HOST),
        (&["example.com:"], NO_HOST),
        (&["example.com:x"], NO_HOST),
        (&["example.com:443:443"], NO_HOST),
        (&["example.com example.com"], NO_HOST),
        (&["ex\u{E4}mple.com"], NO_HOST),
        (&["[::1"], NO_HOST),
        (&["::1"], NO_HOST),
        (&["EXAMPLE.com"], WRONG),
        (&["example.com."], WRONG),
        (&["evil.example"], WRONG),
        (&["[::1]"], WRONG),
    ] {
        let result = arriving(PublicUrl::https(), signed, "/hooks?shop=5", hosts).await;
        table.row(format!("{hosts:?}"), expected, result);
    }
    for (target, expected) in [
        ("https://example.com/hooks?shop=5", ACCEPTED),
        ("http://example.com/hooks?shop=5", ACCEPTED),
        ("https://evil.example/hooks?shop=5", WRONG),
        ("https://u:p@example.com/hooks?shop=5", NO_HOST),
    ] {
        let result = arriving(PublicUrl::https(), signed, target, &["example.com"]).await;
        table.row(format!("the target {target}"), expected, result);
    }
    let result = arriving(PublicUrl::http(), signed, "/hooks?shop=5", &["example.com"]).await;
    table.row("without TLS", WRONG, result);
    table.check();
}

#[test]
fn what_is_no_base_is_rejected() {
    let mut table = Table::new("what is no base URL");
    for (base, is_base) in [
        ("https://example.com", true),
        ("http://localhost:8080/x/y", true),
        ("https://user:pass@example.com:8443/x", true),
        ("https://[2001:db8::7]:8443", true),
        ("", false),
        ("example.com", false),
        ("//example.com", false),
        ("ws://example.com", false),
        ("https:example.com", false),
        ("https://", false),
        ("https:///x", false),
        ("https://user:pass@", false),
        ("https://@", false),
        ("https://:8443", false),
        ("https://example.com:", false),
        ("https://example.com:x", false),
        ("https://user:pa/ss@example.com", false),
        ("https://example.com?x", false),
        ("https://example.com#x", false),
        ("https://example.com\\x", false),
        ("https://exa mple.com", false),
        ("https://example.com\r\nx: y", false),
        ("https://ex\u{E4}mple.com", false),
    ] {
        let url = PublicUrl::base(base);
        table.row(format!("{base:?}"), is_base, url.is_ok());
        if let Err(error) = url {
            let shown = format!("{error} {error:?}");
            assert!(
                !shown.contains("pass") && !shown.contains("pa/ss"),
                "{shown}"
            );
        }
    }
    table.check();
}
