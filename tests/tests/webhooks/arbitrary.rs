//! No input causes a panic.

use twilio_calls::webhook::{
    Parameters, ProxyHeaders, PublicUrl, SignatureValidator, TrustedProxies, UrlError,
    parse_unverified,
};
use twilio_calls::{AsyncAmdStatusCallback, CallStatusCallback, RecordingStatusCallback};
use twilio_calls_tests::thoroughly;

use crate::TOKEN;

const INPUTS: usize = 100_000;

/// Deterministic pseudorandom numbers (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// Parts that the parsers recognize, mixed with arbitrary bytes.
    fn bytes(&mut self, into: &mut Vec<u8>) {
        const PIECES: [&[u8]; 24] = [
            b"CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
            b"AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
            b"CallStatus=",
            b"Timestamp=Wed%2C+10+Jun+2026",
            b"&",
            b"=",
            b"%",
            b"%4",
            b"%F0%9F",
            b"+",
            b"https://",
            b"http://",
            b"@",
            b":443",
            b":",
            b"[::",
            b"]",
            b"/",
            b"?",
            b"#",
            b"'",
            b"%27",
            b"bodySHA256=",
            b"\xC3\xBC",
        ];
        into.clear();
        for _ in 0..self.below(8) {
            if self.below(5) == 0 {
                let random = self.next().to_le_bytes();
                let length = self.below(9);
                into.extend_from_slice(&random[..length]);
            } else {
                into.extend_from_slice(PIECES[self.below(PIECES.len())]);
            }
        }
    }
}

/// Verifies and parses this many inputs, and returns how many could be parsed.
fn feed(inputs: usize, seed: u64) -> usize {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let mut random = Random(seed);
    let (mut url, mut body) = (Vec::new(), Vec::new());
    let mut read = 0;
    for _ in 0..inputs {
        random.bytes(&mut url);
        random.bytes(&mut body);
        let url = String::from_utf8_lossy(&url);
        let forged = if random.below(4) == 0 {
            url.as_bytes()
        } else {
            b"AAAAAAAAAAAAAAAAAAAAAAAAAAA="
        };
        assert!(validator.validate(&url, forged, &body).is_err());
        read += match random.below(4) {
            0 => parse_unverified::<CallStatusCallback>(&body).is_ok().into(),
            1 => parse_unverified::<RecordingStatusCallback>(&body)
                .is_ok()
                .into(),
            2 => parse_unverified::<AsyncAmdStatusCallback>(&body)
                .is_ok()
                .into(),
            _ => parse_unverified::<Parameters>(&body).unwrap().len(),
        };
    }
    read
}

#[test]
fn arbitrary_inputs_do_no_harm() {
    let half = thoroughly(INPUTS) / 2;
    let read = std::thread::scope(|scope| {
        let other = scope.spawn(move || feed(half, 0x9E37_79B9_7F4A_7C15));
        feed(half, 0xBF58_476D_1CE4_E5B9) + other.join().unwrap()
    });
    assert!(read > 0, "some inputs can be read");
}

#[test]
fn arbitrary_requests_have_signatures_that_fit_them() {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let (mut url, mut body) = (Vec::new(), Vec::new());
    for _ in 0..20_000 {
        random.bytes(&mut url);
        random.bytes(&mut body);
        let url = String::from_utf8_lossy(&url);
        // Everything signed is accepted, except what Twilio would not send: incomplete pairs, wrong hashes, and
        // characters that are unescaped in JSON and XML but never in a form.
        let escaped = !body.iter().any(|byte| b"\"<{".contains(byte));
        let complete = body.split(|byte| *byte == b'&').all(|pair| {
            pair.is_empty()
                || pair
                    .iter()
                    .position(|byte| *byte == b'=')
                    .is_some_and(|equals| equals > 0)
        });
        let hashed = url.contains("bodySHA256=");
        if complete && escaped && !hashed {
            assert_eq!(
                validator.validate(&url, &validator.sign(&url, &body), &body),
                Ok(()),
                "{url} {body:?}"
            );
        }
    }
}

#[test]
fn arbitrary_headers_of_proxies_do_no_harm() {
    const PIECES: [&str; 16] = [
        "for=",
        "\"[2001:db8::1]:4711\"",
        "10.0.0.1",
        "proto=https",
        "host=",
        "example.com",
        ";",
        ",",
        "\"",
        "\\",
        "=",
        " ",
        "[::",
        ":",
        "https",
        "é",
    ];
    let proxies = TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"]).unwrap();
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    for _ in 0..50_000 {
        let mut request = axum::http::Request::get("/hooks?a=b")
            .header("host", "inner.example")
            .body(())
            .unwrap();
        for name in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
        ] {
            let value: String = (0..random.below(8))
                .map(|_| PIECES[random.below(PIECES.len())])
                .collect();
            if let Ok(value) = axum::http::HeaderValue::from_str(&value) {
                request.headers_mut().append(name, value);
            }
        }
        for headers in [ProxyHeaders::Forwarded, ProxyHeaders::XForwarded] {
            let url = PublicUrl::behind(proxies.clone(), headers);
            let peer = Some("10.1.1.1".parse().unwrap());
            match url.resolve(request.uri(), request.headers(), peer) {
                Ok(url) => assert!(
                    url.starts_with("http") && url.ends_with("/hooks?a=b"),
                    "{url}"
                ),
                Err(error) => assert_eq!(error, UrlError::ProxyHeaders),
            }
        }
    }
}
