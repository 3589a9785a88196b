//! The handshake of a media stream.

use super::*;

#[test]
fn only_the_url_of_the_web_socket_opens_a_stream() {
    let mut table = Table::new("a handshake");
    let form_signature = captured(&ringing("+15550002222"));
    let sign = |url: &str| validator().sign(url, "");
    let wrong = "403 the signature is wrong";
    for (attack, base, target, signature, expected) in [
        (
            "as it is",
            "https://example.com",
            "/media",
            sign("wss://example.com/media"),
            "accepted",
        ),
        (
            "the default port",
            "https://example.com",
            "/media",
            sign("wss://example.com:443/media"),
            "accepted",
        ),
        (
            "without TLS",
            "http://example.com",
            "/media",
            sign("ws://example.com/media"),
            "accepted",
        ),
        (
            "the default port without TLS",
            "http://example.com",
            "/media",
            sign("ws://example.com:80/media"),
            "accepted",
        ),
        (
            "a user",
            "https://u:p@example.com",
            "/media",
            sign("wss://example.com/media"),
            "accepted",
        ),
        (
            "upper case",
            "https://example.com",
            "/media",
            sign("WSS://example.com/media"),
            wrong,
        ),
        (
            "another port",
            "https://example.com",
            "/media",
            sign("wss://example.com:80/media"),
            wrong,
        ),
        (
            "signed without TLS",
            "https://example.com",
            "/media",
            sign("ws://example.com/media"),
            wrong,
        ),
        (
            "signed with TLS",
            "http://example.com",
            "/media",
            sign("wss://example.com/media"),
            wrong,
        ),
        (
            "a request over https",
            "https://example.com",
            "/media",
            sign("https://example.com/media"),
            wrong,
        ),
        (
            "a query",
            "https://example.com",
            "/media?x",
            sign("wss://example.com/media"),
            wrong,
        ),
        (
            "a slash",
            "https://example.com",
            "/media/",
            sign("wss://example.com/media"),
            wrong,
        ),
        (
            "a captured form",
            "https://example.com",
            "/hooks?shop=5",
            form_signature,
            wrong,
        ),
        (
            "no signature",
            "https://example.com",
            "/media",
            String::new(),
            "403 the signature is malformed",
        ),
    ] {
        let receiver = Receiver::new(validator(), PublicUrl::base(base).unwrap());
        let checked = receiver.verify_handshake(&get(target, &signature, ""), None);
        table.row(
            attack,
            expected,
            checked.map_or_else(
                |error| format!("{} {error}", error.status().as_u16()),
                |()| "accepted".to_owned(),
            ),
        );
    }
    // The signature of a handshake is valid for nothing else.
    let signature = sign("wss://example.com/hooks");
    for url in [
        "https://example.com/hooks",
        "http://example.com/hooks",
        "ws://example.com/hooks",
    ] {
        let checked = validator().validate(url, &signature, "");
        table.row(
            format!("a captured handshake at {url}"),
            "the signature is wrong",
            verdict(checked),
        );
    }
    table.check();
}
