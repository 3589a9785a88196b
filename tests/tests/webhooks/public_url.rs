//! The URL that Twilio requested.

use std::net::IpAddr;

use axum::http::Request;
use twilio_calls::webhook::{ProxyHeaders, PublicUrl, TrustedProxies, UrlError};

const PROXY: &str = "10.0.0.1";

/// The URL of a request for `/hooks?a=b` to `inner.example:8080` with these headers.
fn url_of(url: &PublicUrl, peer: &str, headers: &[(&str, &str)]) -> String {
    let mut request = Request::get("/hooks?a=b").header("host", "inner.example:8080");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).unwrap();
    let peer: IpAddr = peer.parse().unwrap();
    url.of(request.uri(), request.headers(), Some(peer))
        .unwrap()
}

fn behind(headers: ProxyHeaders) -> PublicUrl {
    PublicUrl::behind(
        TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"]).unwrap(),
        headers,
    )
}

#[test]
fn a_stated_base_goes_before_whatever_was_asked_for() {
    for (base, url) in [
        ("https://example.com", "https://example.com/hooks?a=b"),
        ("https://example.com/", "https://example.com/hooks?a=b"),
        (
            "https://User@Example.com:8443/twilio",
            "https://User@Example.com:8443/twilio/hooks?a=b",
        ),
    ] {
        let headers = [
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "host=evil.example"),
        ];
        assert_eq!(
            url_of(&PublicUrl::base(base).unwrap(), PROXY, &headers),
            url
        );
    }
    for base in [
        "",
        "example.com",
        "ftp://example.com",
        "https://",
        "https:///x",
        "https://example.com?a",
        "https://exa mple.com",
        "https://example.com/#x",
    ] {
        assert!(PublicUrl::base(base).is_err(), "{base}");
    }
}

#[test]
fn every_byte_of_the_target_is_kept() {
    for target in [
        "/",
        "/?",
        "/a//b/../c?x=%7e&&y=a+b'%27",
        "/%E6%BC%A2?漢=字",
        "/a?b?c",
    ] {
        let uri = target.parse().unwrap();
        let url =
            PublicUrl::base("https://example.com")
                .unwrap()
                .of(&uri, &Default::default(), None);
        assert_eq!(url, Some(format!("https://example.com{target}")));
    }
}

#[test]
fn a_direct_request_names_its_host() {
    let forged = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "ftp"),
        ("forwarded", "host=evil.example"),
    ];
    assert_eq!(
        url_of(&PublicUrl::http(), PROXY, &forged),
        "http://inner.example:8080/hooks?a=b"
    );
    assert_eq!(
        url_of(&PublicUrl::https(), PROXY, &forged),
        "https://inner.example:8080/hooks?a=b"
    );
    // In HTTP/2, the host is part of the target.
    let uri = "https://example.com/hooks".parse().unwrap();
    assert_eq!(
        PublicUrl::https()
            .of(&uri, &Default::default(), None)
            .as_deref(),
        Some("https://example.com/hooks")
    );
    // HTTP/1.0 does not require one.
    assert_eq!(
        PublicUrl::https().of(&"/hooks".parse().unwrap(), &Default::default(), None),
        None
    );
}

#[test]
fn only_a_trusted_proxy_is_believed() {
    let headers = [
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "example.com"),
        ("x-forwarded-for", "192.0.2.1"),
    ];
    let url = behind(ProxyHeaders::XForwarded);
    assert_eq!(
        url_of(&url, PROXY, &headers),
        "https://example.com/hooks?a=b"
    );
    assert_eq!(
        url_of(&url, "2001:db8::9", &headers),
        "https://example.com/hooks?a=b"
    );
    assert_eq!(
        url_of(&url, "::ffff:10.9.9.9", &headers),
        "https://example.com/hooks?a=b"
    );
    for stranger in ["192.0.2.1", "11.0.0.1", "::1", "2001:db9::1"] {
        assert_eq!(
            url_of(&url, stranger, &headers),
            "http://inner.example:8080/hooks?a=b"
        );
    }
    let request = Request::get("/")
        .header("host", "inner.example")
        .header("x-forwarded-host", "example.com")
        .body(())
        .unwrap();
    assert_eq!(
        url.resolve(request.uri(), request.headers(), None),
        Err(UrlError::UnknownPeer)
    );
}

#[test]
fn one_kind_of_headers_is_read() {
    let x_forwarded = [
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "x.example"),
        ("forwarded", "host=f.example;proto=http"),
    ];
    assert_eq!(
        url_of(&behind(ProxyHeaders::XForwarded), PROXY, &x_forwarded),
        "https://x.example/hooks?a=b"
    );
    assert_eq!(
        url_of(&behind(ProxyHeaders::Forwarded), PROXY, &x_forwarded),
        "http://f.example/hooks?a=b"
    );
}

#[test]
fn x_forwarded_headers_are_read_from_the_outermost_trusted_proxy() {
    for (headers, url) in [
        (
            vec![("x-forwarded-proto", "https")],
            "https://inner.example:8080",
        ),
        (
            vec![("x-forwarded-host", "example.com")],
            "http://example.com",
        ),
        (
            vec![
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "example.com"),
                ("x-forwarded-port", "8443"),
            ],
            "https://example.com:8443",
        ),
        (
            vec![
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "example.com"),
                ("x-forwarded-port", "443"),
            ],
            "https://example.com",
        ),
        (
            vec![
                ("x-forwarded-host", "example.com:81"),
                ("x-forwarded-port", "82"),
            ],
            "http://example.com:81",
        ),
        (
            vec![
                ("x-forwarded-host", "[2001:db8::1]"),
                ("x-forwarded-port", "82"),
            ],
            "http://[2001:db8::1]:82",
        ),
        // One value from each proxy, and one that was added from outside before them.
        (
            vec![
                ("x-forwarded-for", "10.6.6.6, 10.6.6.6, 192.0.2.1, 10.0.0.2"),
                (
                    "x-forwarded-host",
                    "evil.example, evil.example, example.com, middle.example",
                ),
                ("x-forwarded-proto", "ftp, ftp, https, http"),
            ],
            "https://example.com",
        ),
        // The outer proxy added it, and the inner one passed it on.
        (
            vec![
                ("x-forwarded-for", "192.0.2.1, 10.0.0.2"),
                ("x-forwarded-host", "example.com"),
                ("x-forwarded-proto", "https"),
            ],
            "https://example.com",
        ),
        // Several lines are one list.
        (
            vec![
                ("x-forwarded-host", "evil.example"),
                ("x-forwarded-host", "example.com"),
            ],
            "http://example.com",
        ),
    ] {
        assert_eq!(
            url_of(&behind(ProxyHeaders::XForwarded), PROXY, &headers),
            format!("{url}/hooks?a=b"),
            "{headers:?}"
        );
    }
}

#[test]
fn forwarded_is_read_from_the_outermost_trusted_proxy() {
    for (header, url) in [
        ("proto=https;host=example.com", "https://example.com"),
        (
            "For=192.0.2.1; Proto=HTTPS ;Host=\"example.com:8443\"",
            "https://example.com:8443",
        ),
        (
            "for=192.0.2.1;host=evil.example, for=192.0.2.1;host=example.com",
            "http://example.com",
        ),
        (
            "for=10.6.6.6;host=evil.example, for=192.0.2.1;host=example.com;proto=https, for=10.0.0.2;host=middle.example",
            "https://example.com",
        ),
        (
            "for=192.0.2.1;host=example.com, for=\"[2001:db8::2]:4711\";host=middle.example",
            "http://example.com",
        ),
        (
            "for=192.0.2.1;host=evil.example, for=unknown;host=example.com",
            "http://example.com",
        ),
        (
            "for=192.0.2.1;host=evil.example, for=_hidden;host=example.com",
            "http://example.com",
        ),
        (
            "for=\"a,b;c\\\"\";host=\"exa\\mple.com\"",
            "http://example.com",
        ),
        ("by=10.0.0.1", "http://inner.example:8080"),
        (" , ;proto=https;, ", "http://inner.example:8080"),
        (
            "host=evil.example, ;;proto=https",
            "https://inner.example:8080",
        ),
    ] {
        assert_eq!(
            url_of(
                &behind(ProxyHeaders::Forwarded),
                PROXY,
                &[("forwarded", header)]
            ),
            format!("{url}/hooks?a=b"),
            "{header}"
        );
    }
}

/// The error of a request from a trusted proxy with these headers, if the URL is unknown.
fn error_of(kind: ProxyHeaders, headers: &[(&str, &[u8])]) -> Option<UrlError> {
    let mut request = Request::get("/hooks").header("host", "inner.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).unwrap();
    let peer = Some(PROXY.parse().unwrap());
    behind(kind)
        .resolve(request.uri(), request.headers(), peer)
        .err()
}

#[test]
fn a_malformed_forwarded_header_is_rejected() {
    for header in [
        // What a forger sends, and the proxy adds to.
        "host=evil.example;x=\", for=6.6.6.6;host=good.example",
        "host=evil.example;x=\"\\\", for=6.6.6.6;host=good.example",
        "\", for=6.6.6.6;host=good.example",
        "nonsense",
        "host",
        "host=",
        "host=;proto=https",
        "=good.example",
        "host=\"good.example",
        "host=\"good.example\\",
        "host=good.example\"",
        "host=\"good.example\"x",
        "host = good.example",
        "host=good.example/evil",
        "host=\"good.example/evil\"",
        "host=\"user@good.example\"",
        "host=\"\"",
        "host=good.example:8443",
        "host=good.example host=evil.example",
        "host=good.example;host=evil.example",
        "host=good.example;Host=good.example",
        "proto=https;proto=http",
        "proto=ftp;host=good.example",
    ] {
        assert_eq!(
            error_of(ProxyHeaders::Forwarded, &[("forwarded", header.as_bytes())]),
            Some(UrlError::ProxyHeaders),
            "{header}"
        );
    }
    // An unreadable line is not skipped, and does not affect the next one.
    for first in [&b"host=\xFF"[..], b"host=\""] {
        let headers = [
            ("forwarded", first),
            ("forwarded", &b"host=good.example"[..]),
        ];
        assert_eq!(
            error_of(ProxyHeaders::Forwarded, &headers),
            Some(UrlError::ProxyHeaders)
        );
    }
}

#[test]
fn malformed_x_forwarded_headers_are_rejected() {
    for (name, value) in [
        ("x-forwarded-host", &b""[..]),
        ("x-forwarded-host", b"example.com/evil"),
        ("x-forwarded-host", b"user@example.com"),
        ("x-forwarded-host", b"\"example.com\""),
        ("x-forwarded-host", b"evil.example,"),
        ("x-forwarded-host", b"evil.example,,example.com"),
        ("x-forwarded-host", b"\xFF, example.com"),
        ("x-forwarded-host", b"[::1"),
        ("x-forwarded-host", b"example.com:"),
        ("x-forwarded-proto", b"ftp"),
        ("x-forwarded-proto", b"https://"),
        ("x-forwarded-port", b"+443"),
        ("x-forwarded-port", b"0"),
        ("x-forwarded-port", b"65536"),
        ("x-forwarded-port", b"44 3"),
        ("x-forwarded-for", b"10.0.0.1,"),
    ] {
        let error = error_of(ProxyHeaders::XForwarded, &[(name, value)]);
        assert_eq!(error, Some(UrlError::ProxyHeaders), "{name}: {value:?}");
    }
}

#[test]
fn a_request_with_two_hosts_names_none() {
    let request = Request::get("/")
        .header("host", "example.com")
        .header("host", "evil.example")
        .body(())
        .unwrap();
    assert_eq!(
        PublicUrl::https().resolve(request.uri(), request.headers(), None),
        Err(UrlError::NoHost)
    );
}

#[test]
fn networks_are_addresses_with_or_without_a_length() {
    let contains = |network: &str, address: &str| {
        TrustedProxies::new([network])
            .unwrap()
            .contains(address.parse().unwrap())
    };
    assert!(contains("10.1.2.3", "10.1.2.3") && !contains("10.1.2.3", "10.1.2.4"));
    assert!(contains("10.1.2.3/8", "10.9.9.9") && !contains("10.0.0.0/9", "10.128.0.0"));
    assert!(contains("0.0.0.0/0", "192.0.2.1") && !contains("0.0.0.0/0", "2001:db8::1"));
    assert!(
        contains("::/0", "2001:db8::1") && contains("::1/128", "::1") && !contains("::1", "::2")
    );
    for text in [
        "",
        "proxy",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/",
        "10.0.0/8",
        "10.0.0.0/-1",
    ] {
        let error = TrustedProxies::new([text]).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("{text:?} is neither an address nor a network such as 10.0.0.0/8")
        );
    }
}
