//! The headers of proxies, including `Forwarded`.

use std::net::IpAddr;

use twilio_calls::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use twilio_calls::webhook::{ProxyHeaders, PublicUrl, TrustedProxies, UrlError};

use super::inputs;

/// Fragments of headers.
pub const DICTIONARY: &[&str] = &[
    "forwarded: ",
    "host: ",
    "x-forwarded-for: ",
    "x-forwarded-proto: ",
    "x-forwarded-host: ",
    "x-forwarded-port: ",
    "for=",
    "proto=https",
    "proto=http",
    "host=example.com",
    "by=",
    "\"[2001:db8::1]:4711\"",
    "10.0.0.1",
    ";",
    ",",
    "\"",
    "\\",
    "=",
    " ",
    ":443",
    "unknown",
    "_hidden",
    "\n",
    "é",
];

/// Headers, one per line.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "host: inner.example\nforwarded: for=192.0.2.1;proto=https;host=example.com",
        "host: inner.example\nforwarded: for=\"[2001:db8::1]:4711\";proto=https;host=\"example.com:8443\", for=10.0.0.2",
        "host: a\nforwarded: for=unknown\nforwarded: host=b;proto=http;by=_x",
        "host: inner.example:80\nx-forwarded-for: 192.0.2.1, 10.0.0.3\nx-forwarded-proto: https\nx-forwarded-host: example.com\nx-forwarded-port: 8443",
        "host: [::1]:8080\nx-forwarded-proto: https,http\nx-forwarded-host: a,b",
    ])
}

/// The result is a URL with the same path, and headers from an untrusted peer are ignored.
pub fn run(input: &[u8]) {
    const TARGET: &str = "/hooks/a%20b?c=d";
    let headers = headers(input);
    let uri = Uri::from_static(TARGET);
    let Ok(proxies) = TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"]) else {
        return;
    };
    let (proxy, stranger) = (IpAddr::from([10, 1, 1, 1]), IpAddr::from([192, 0, 2, 9]));
    let direct = PublicUrl::http().resolve(&uri, &headers, None);
    for kind in [ProxyHeaders::Forwarded, ProxyHeaders::XForwarded] {
        let url = PublicUrl::behind(proxies.clone(), kind);
        assert_eq!(url.resolve(&uri, &headers, Some(stranger)), direct);
        assert!(url.resolve(&uri, &headers, None).is_err());
        match url.resolve(&uri, &headers, Some(proxy)) {
            Ok(url) => {
                let host = ["http://", "https://"]
                    .iter()
                    .find_map(|scheme| url.strip_prefix(scheme))
                    .and_then(|rest| rest.strip_suffix(TARGET));
                let is_host = host.is_some_and(|host| {
                    !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '"', '\\', ','])
                });
                assert!(is_host, "{url}");
            }
            Err(error) => assert!(matches!(error, UrlError::ProxyHeaders | UrlError::NoHost)),
        }
    }
}

fn headers(input: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in input.split(|byte| *byte == b'\n').take(64) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let name = HeaderName::from_bytes(line[..colon].trim_ascii());
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}
