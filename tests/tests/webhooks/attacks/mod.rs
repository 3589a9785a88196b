//! What a forger can make of a request that Twilio has signed, and the expected results.
//!
//! The forger sees one signed request and controls one value in it, such as the address of a SIP caller.

mod accounts;
mod bodies;
mod borders;
mod encodings;
mod handshakes;
mod hosts;
mod leaks;
mod moves;
mod pairs;
mod proxies;
mod signatures;
mod wire;

use std::fmt::{Debug, Display};
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderName, Method, Request};
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{PublicUrl, Receiver, Rejection, SIGNATURE_HEADER, SignatureValidator};

use crate::TOKEN;

const URL: &str = "https://example.com/hooks?shop=5";
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
const OTHER: &str = "CAc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3";

fn validator() -> SignatureValidator {
    SignatureValidator::new(TOKEN).unwrap()
}

/// Pairs as the body of a form.
fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// A report that the phone is ringing, from a caller who chose the address.
fn ringing(from: &str) -> Vec<(&str, &str)> {
    vec![
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", CALL),
        ("CallStatus", "ringing"),
        ("CallbackSource", "call-progress-events"),
        ("Direction", "inbound"),
        ("From", from),
        ("SequenceNumber", "1"),
        ("Timestamp", "Wed, 10 Jun 2026 18:45:18 +0000"),
        ("To", "+15550001111"),
    ]
}

/// The signed text of a form: names and values without boundaries.
fn signed_text(pairs: &[(&str, &str)]) -> String {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    pairs
        .iter()
        .flat_map(|(name, value)| [*name, *value])
        .collect()
}

/// The signature of a request that Twilio did send, which is also accepted.
fn captured(pairs: &[(&str, &str)]) -> String {
    let signature = validator().sign(URL, form(pairs));
    validator()
        .verify::<CallStatusCallback>(URL, &signature, form(pairs))
        .expect("the true request is accepted");
    signature
}

/// A POST request for the handler.
fn post(target: &str, signature: &str, body: &str) -> Request<String> {
    Request::post(target)
        .header(SIGNATURE_HEADER, signature)
        .body(body.to_owned())
        .unwrap()
}

/// The same with the method GET.
fn get(target: &str, signature: &str, body: &str) -> Request<String> {
    let mut request = post(target, signature, body);
    *request.method_mut() = Method::GET;
    request
}

static RECEIVER: LazyLock<Receiver> =
    LazyLock::new(|| Receiver::new(validator(), PublicUrl::base("https://example.com").unwrap()));

/// A request with these headers and any body.
fn request(
    method: Method,
    target: &str,
    headers: &[(HeaderName, &str)],
    body: &[u8],
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.body(Body::from(body.to_vec())).unwrap()
}

/// The result of a request: the call and the status that were read, or the status and text of the response.
fn outcome(read: Result<CallStatusCallback, Rejection>) -> String {
    match read {
        Ok(report) => accepted(&report),
        Err(rejection) => format!("{} {rejection}", rejection.status().as_u16()),
    }
}

/// The same for a validator, which has no statuses.
fn verdict<T: Reading, E: Display>(read: Result<T, E>) -> String {
    read.map_or_else(|error| error.to_string(), |read| read.shown())
}

/// What was read from an accepted request.
trait Reading {
    fn shown(&self) -> String;
}

impl Reading for () {
    fn shown(&self) -> String {
        "accepted".to_owned()
    }
}

impl Reading for CallStatusCallback {
    fn shown(&self) -> String {
        accepted(self)
    }
}

fn accepted(report: &CallStatusCallback) -> String {
    let call = match report.call_sid.as_str() {
        CALL => "its call",
        _ => "ANOTHER CALL",
    };
    format!("accepted: {call} is {}", report.call_status)
}

/// Attacks with expected and actual results.
struct Table {
    name: &'static str,
    rows: Vec<[String; 3]>,
}

impl Table {
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            rows: Vec::new(),
        }
    }

    fn row(&mut self, attack: impl Display, expected: impl Display, result: impl Display) {
        let row = [attack.to_string(), expected.to_string(), result.to_string()];
        self.rows.push(row);
    }

    /// Checks all rows at once, so that one successful attack does not hide another.
    #[track_caller]
    fn check(self) {
        for [attack, expected, result] in &self.rows {
            println!("| {} | {attack} | {expected} | {result} |", self.name);
        }
        let through: Vec<_> = self
            .rows
            .iter()
            .filter(|[_, expected, result]| expected != result)
            .collect();
        assert!(through.is_empty(), "{}: {through:#?}", self.name);
    }
}

/// A value as `Debug` shows it.
fn debug<T: Debug + ?Sized>(value: &T) -> String {
    format!("{value:?}")
}

/// The result of a request whose body is read as bytes.
fn shown_bytes<T: AsRef<[u8]>>(read: Result<T, Rejection>) -> String {
    match read {
        Ok(bytes) => format!("accepted: {} bytes", bytes.as_ref().len()),
        Err(rejection) => format!("{} {rejection}", rejection.status().as_u16()),
    }
}

/// A GET request with a query by Twilio, with its parameters in this order.
fn captured_get(pairs: &[(&str, &str)]) -> (String, String) {
    let target = format!("/hooks?shop=5&{}", form(pairs));
    let signature = validator().sign(&format!("https://example.com{target}"), "");
    (target, signature)
}
