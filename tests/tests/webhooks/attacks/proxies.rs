//! Headers of proxies, as a forger sends them through a proxy.

use twilio_calls::webhook::{ProxyHeaders, TrustedProxies};

use super::*;

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

/// The URL that a request with these headers was sent to, or why it is unknown.
fn url_of(kind: ProxyHeaders, peer: Option<&str>, headers: &[(&str, &str)]) -> String {
    let mut request = Request::get("/hooks").header("host", "inner.example");
    for (name, value) in headers {
        let value = axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        request = request.header(*name, value);
    }
    let request = request.body(()).unwrap();
    let proxies = TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"]).unwrap();
    let peer = peer.map(|peer| peer.parse().unwrap());
    PublicUrl::behind(proxies, kind)
        .resolve(request.uri(), request.headers(), peer)
        .unwrap_or_else(|error| error.to_string())
}

const GOOD: &str = "https://good.example/hooks";
const INNER: &str = "http://inner.example/hooks";
const MALFORMED: &str = "the headers of the proxy are malformed";

#[test]
fn nothing_from_outside_hides_what_a_proxy_adds_to_forwarded() {
    let mut table = Table::new("Forwarded");
    let appended = "for=6.6.6.6;host=good.example;proto=https";
    // What a forger sends before it, on the same line or a separate one.
    for (attack, sent, same_line, own_line) in [
        ("nothing", "", GOOD, GOOD),
        ("another host", "host=evil.example;proto=http", GOOD, GOOD),
        (
            "a trusted address",
            "for=10.6.6.6;host=evil.example",
            GOOD,
            GOOD,
        ),
        (
            "an open quote",
            "host=evil.example;x=\"",
            MALFORMED,
            MALFORMED,
        ),
        ("an open quote at once", "\"", MALFORMED, MALFORMED),
        ("an escaped quote", "x=\"\\\"", MALFORMED, MALFORMED),
        ("an escape at the end", "x=\"\\", MALFORMED, MALFORMED),
        ("a quote inside a token", "x=a\"b", MALFORMED, MALFORMED),
        (
            "quotes that are closed",
            "x=\"a, for=10.0.0.1;host=evil.example\"",
            GOOD,
            GOOD,
        ),
        ("a semicolon at the end", "host=evil.example;", GOOD, GOOD),
        ("only separators", " , ;;, ", GOOD, GOOD),
        ("a name without a value", "host", MALFORMED, MALFORMED),
        (
            "a value without a name",
            "=evil.example",
            MALFORMED,
            MALFORMED,
        ),
        (
            "a space before the value",
            "host= evil.example",
            MALFORMED,
            MALFORMED,
        ),
        (
            "a colon that is not quoted",
            "host=evil.example:80",
            MALFORMED,
            MALFORMED,
        ),
        (
            "brackets that are not quoted",
            "for=[2001:db8::1]",
            MALFORMED,
            MALFORMED,
        ),
        ("a comment", "host=evil.example(x)", MALFORMED, MALFORMED),
        ("a line feed in quotes", "x=\"\t\"", GOOD, GOOD),
        ("no ASCII", "x=\u{FC}", MALFORMED, MALFORMED),
        ("no ASCII in quotes", "x=\"\u{FC}\"", MALFORMED, MALFORMED),
        ("a hidden node", "for=_hidden;host=evil.example", GOOD, GOOD),
        (
            "a thousand elements",
            &"for=10.0.0.1;host=evil.example,".repeat(1000),
            GOOD,
            GOOD,
        ),
    ] {
        let together = format!("{sent}, {appended}");
        let url = url_of(
            ProxyHeaders::Forwarded,
            Some("10.0.0.1"),
            &[("forwarded", &together)],
        );
        table.row(format!("{attack}, in the same line"), same_line, url);
        let headers = [("forwarded", sent), ("forwarded", appended)];
        let url = url_of(ProxyHeaders::Forwarded, Some("10.0.0.1"), &headers);
        table.row(format!("{attack}, in a line of its own"), own_line, url);
    }
    table.check();
}

#[test]
fn the_node_before_a_proxy_is_read_in_every_form() {
    let mut table = Table::new("nodes of Forwarded");
    let outer = "for=6.6.6.6;host=good.example;proto=https";
    for (node, is_trusted) in [
        ("10.0.0.2", true),
        ("\"10.0.0.2\"", true),
        ("\"10.0.0.2:4711\"", true),
        ("\"10.0.0.2:_port\"", true),
        ("\"[2001:db8::2]\"", true),
        ("\"[2001:db8::2]:4711\"", true),
        ("\"[2001:db8::2]:_port\"", true),
        ("\"[2001:DB8:0:0::2]\"", true),
        ("\"[::ffff:10.0.0.2]\"", true),
        ("unknown", false),
        ("_hidden", false),
        ("\"_hidden:_port\"", false),
        ("\"unknown:4711\"", false),
        ("11.0.0.2", false),
        ("010.0.0.2", false),
        ("10.0.0.2.", false),
        ("\"10.0.0.2:99999\"", false),
        ("\"10.0.0.2:\"", false),
        ("\"10.0.0.2:_\"", false),
        ("\"10.0.0.2, 10.0.0.3\"", false),
        ("\"[2001:db8::2%25eth0]\"", false),
        ("\"[::10.0.0.2]\"", false),
        ("10", false),
        ("0x0a000002", false),
        ("\"\"", false),
    ] {
        let header = format!("{outer}, for={node};host=middle.example;proto=http");
        let url = url_of(
            ProxyHeaders::Forwarded,
            Some("10.0.0.1"),
            &[("forwarded", &header)],
        );
        let expected = if is_trusted {
            GOOD
        } else {
            "http://middle.example/hooks"
        };
        table.row(node, expected, url);
    }
    table.check();
}

#[test]
fn x_forwarded_headers_from_outside_do_not_count() {
    let mut table = Table::new("X-Forwarded-*");
    let (host, proto, port, via) = (
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-port",
        "x-forwarded-for",
    );
    for (attack, headers, expected) in [
        (
            "as it is",
            vec![(host, "good.example"), (proto, "https"), (via, "6.6.6.6")],
            GOOD,
        ),
        (
            "a host before it",
            vec![(host, "evil.example, good.example"), (proto, "https")],
            GOOD,
        ),
        (
            "a host in a line before it",
            vec![
                (host, "evil.example"),
                (host, "good.example"),
                (proto, "https"),
            ],
            GOOD,
        ),
        (
            "a scheme before it",
            vec![(host, "good.example"), (proto, "ftp, https")],
            GOOD,
        ),
        (
            "a trusted address before the real one",
            vec![
                (host, "evil.example, good.example"),
                (proto, "http, https"),
                (via, "10.0.0.9, 6.6.6.6"),
            ],
            GOOD,
        ),
        (
            "the default port",
            vec![(host, "good.example"), (proto, "https"), (port, "443")],
            GOOD,
        ),
        (
            "a port twice",
            vec![(host, "good.example:8443"), (proto, "https"), (port, "1")],
            "https://good.example:8443/hooks",
        ),
        (
            "the port of another scheme",
            vec![(host, "good.example"), (proto, "https"), (port, "80")],
            "https://good.example:80/hooks",
        ),
        (
            "a web socket",
            vec![(host, "good.example"), (proto, "wss")],
            GOOD,
        ),
        (
            "IPv6",
            vec![(host, "[2001:db8::7]"), (proto, "https"), (port, "8443")],
            "https://[2001:db8::7]:8443/hooks",
        ),
        (
            "IPv6 without brackets",
            vec![(host, "2001:db8::7"), (proto, "https")],
            MALFORMED,
        ),
        (
            "an open quote",
            vec![(host, "\"evil.example, good.example"), (proto, "https")],
            GOOD,
        ),
        (
            "quotes",
            vec![(host, "\"good.example\""), (proto, "https")],
            MALFORMED,
        ),
        (
            "a path",
            vec![(host, "good.example/x"), (proto, "https")],
            MALFORMED,
        ),
        (
            "a query",
            vec![(host, "good.example?x"), (proto, "https")],
            MALFORMED,
        ),
        (
            "a user",
            vec![(host, "u:p@good.example"), (proto, "https")],
            MALFORMED,
        ),
        (
            "an empty host at the end",
            vec![(host, "evil.example, "), (proto, "https")],
            MALFORMED,
        ),
        (
            "an empty line",
            vec![(host, "evil.example"), (host, ""), (proto, "https")],
            MALFORMED,
        ),
        (
            "no ASCII",
            vec![(host, "\u{FC}, good.example"), (proto, "https")],
            MALFORMED,
        ),
        (
            "a scheme and more",
            vec![(host, "good.example"), (proto, "https://")],
            MALFORMED,
        ),
        (
            "a negative port",
            vec![(host, "good.example"), (port, "-1")],
            MALFORMED,
        ),
        (
            "a signed port",
            vec![(host, "good.example"), (port, "+443")],
            MALFORMED,
        ),
        (
            "a port of 99999",
            vec![(host, "good.example"), (port, "99999")],
            MALFORMED,
        ),
        (
            "a port of zero",
            vec![(host, "good.example"), (port, "0")],
            MALFORMED,
        ),
        (
            "the other kind of header",
            vec![("forwarded", "host=evil.example;proto=https")],
            INNER,
        ),
        (
            "headers of other proxies",
            vec![
                ("x-original-host", "evil.example"),
                ("x-forwarded-server", "evil.example"),
                ("x-host", "evil.example"),
                ("x-forwarded-scheme", "https"),
                ("x-forwarded-ssl", "on"),
                ("front-end-https", "on"),
            ],
            INNER,
        ),
    ] {
        let url = url_of(ProxyHeaders::XForwarded, Some("10.0.0.1"), &headers);
        table.row(attack, expected, url);
    }
    // From a peer that is not a proxy they are ignored, and without a peer the URL is unknown.
    let headers = [(host, "good.example"), (proto, "https")];
    for peer in [
        "6.6.6.6",
        "127.0.0.1",
        "::1",
        "::10.0.0.1",
        "11.0.0.1",
        "2001:db9::1",
        "9.255.255.255",
    ] {
        let url = url_of(ProxyHeaders::XForwarded, Some(peer), &headers);
        table.row(format!("the peer {peer}"), INNER, url);
    }
    for kind in [ProxyHeaders::XForwarded, ProxyHeaders::Forwarded] {
        let url = url_of(kind, None, &headers);
        let unknown = "the address of the peer is unknown; with axum, serve the router with into_make_service_with_connect_info";
        table.row(format!("{kind:?} without a peer"), unknown, url);
    }
    table.check();
}

#[test]
fn what_is_no_network_is_rejected() {
    let mut table = Table::new("a network");
    for (network, is_network) in [
        ("10.0.0.0/8", true),
        ("10.1.2.3", true),
        ("::/0", true),
        ("10.0.0.0/+8", false),
        ("10.0.0.0/8/8", false),
        ("10.0.0.0/ 8", false),
        (" 10.0.0.0/8", false),
        ("10.0.0.0/255.0.0.0", false),
        ("[::1]/128", false),
        ("*", false),
        ("localhost", false),
    ] {
        table.row(network, is_network, TrustedProxies::new([network]).is_ok());
    }
    table.check();
}
