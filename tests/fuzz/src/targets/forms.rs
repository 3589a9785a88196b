//! Forms and queries, parsed and written, compared with the crate `form_urlencoded`.

use twilio_calls::testing::Canned;
use twilio_calls::webhook::{Parameters, parse_unverified};

use super::{inputs, runtime};

/// Fragments of forms.
pub const DICTIONARY: &[&str] = &[
    "&",
    "=",
    "+",
    "%",
    "%2",
    "%20",
    "%00",
    "%C3%BC",
    "%C3",
    "%F0%9F%98%80",
    "ü",
    ";",
    "[]",
    "\"",
    "<",
    "To=",
    "&&",
];

/// Forms of all kinds.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "To=%2B15550001111&From=a+b&Empty=&Twice=1&Twice=2",
        "a&=b&c==d&&e",
        "%zz=%2&%C3%BC=ü&bad=%FF%C3",
        "StartTime%3E=2026-06-01",
    ])
}

/// We parse and write the same as others.
pub fn run(input: &[u8]) {
    read(input);
    if let Ok(text) = std::str::from_utf8(input) {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        written(name, value);
    }
}

#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
fn read(form: &[u8]) {
    let ours: Parameters = parse_unverified(form).expect("any bytes are a form");
    let theirs: Vec<_> = form_urlencoded::parse(form).collect();
    assert_eq!(ours.len(), theirs.len());
    for ((name, value), (their_name, their_value)) in ours.iter().zip(&theirs) {
        for (ours, theirs) in [(name, their_name), (value, their_value)] {
            // Others replace invalid UTF-8, whereas we keep it encoded.
            let is_lossy = theirs.contains(char::REPLACEMENT_CHARACTER);
            assert!(is_lossy || ours == theirs, "{ours:?} {theirs:?}");
        }
    }
}

/// Others can parse pairs in our requests.
#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
fn written(name: &str, value: &str) {
    let twilio = Canned::new().json(500, "{}").json(500, "{}");
    let client = twilio.client().expect("a client");
    runtime().block_on(async {
        let create = client
            .create_call("+15550001111", "+15550002222")
            .twiml("<Response/>");
        let _ = create.form_param(name, value).await;
        let _ = client.list_calls().query_param(name, value).await;
    });
    // A name that has a setter is rejected, and so is one that is empty or has control characters.
    let requests = twilio.requests();
    let encoded = requests.iter().map(|request| match request.uri.query() {
        Some(query) => query.as_bytes(),
        None => &*request.body,
    });
    for encoded in encoded {
        let has_pair =
            form_urlencoded::parse(encoded).any(|pair| pair == (name.into(), value.into()));
        assert!(
            has_pair,
            "{name:?} {value:?} {}",
            String::from_utf8_lossy(encoded)
        );
    }
}
