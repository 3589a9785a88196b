//! What every kind of error says of itself.

use super::*;
use crate::argument::Problem;
use crate::operation::Effect;
use crate::scalar::tests::samples::CallSid;
use reqwest::StatusCode;

static READ: Operation = Operation::new("fetchThing", Effect::Read);
static CREATE: Operation = Operation::new("createThing", Effect::Create);
static TOKEN: Operation = Operation::new("token", Effect::Create);
static DELETE: Operation = Operation::new("deleteThing", Effect::Delete);

const LIMIT: Duration = Duration::from_secs(3);

fn response(status: u16) -> RawResponse {
    RawResponse {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
    }
}

fn of_type(status: u16, media_type: &'static str, body: &'static str) -> RawResponse {
    let mut response = response(status);
    let value = media_type.parse().unwrap();
    response.headers.insert("content-type", value);
    response.body = Bytes::from_static(body.as_bytes());
    response
}

fn cause() -> Cause {
    "the cause".into()
}

/// An error of the HTTP client that is about the request itself.
fn builder_error() -> reqwest::Error {
    let client = reqwest::Client::new();
    client.get("not a URL").build().unwrap_err()
}

/// An error of the HTTP client that is about the response.
fn status_error() -> reqwest::Error {
    let response = http::Response::builder().status(500).body("").unwrap();
    let response = reqwest::Response::from(response);
    response.error_for_status().unwrap_err()
}

fn json_error() -> serde_json::Error {
    serde_json::from_str::<u8>("\"secret\"").unwrap_err()
}

fn last(status: Option<&str>, error: Option<Error>) -> Last {
    Last {
        error,
        resource: None,
        status: status.map(str::to_owned),
    }
}

/// The predicates that are true of an error, and what became of its request.
fn facts(error: &Error) -> String {
    let facts = [
        ("argument ", error.is_invalid_argument()),
        ("configuration ", error.is_configuration()),
        ("timeout ", error.is_timeout()),
        ("connect ", error.is_connect()),
        ("limited ", error.is_rate_limited()),
        ("unknown ", error.is_not_found()),
        ("unauthorized ", error.is_unauthorized()),
        ("undecoded ", error.is_decode()),
        ("large ", error.is_too_large()),
        ("token ", error.is_token()),
        ("file ", error.file_error().is_some()),
        ("body ", error.raw_body().is_some()),
        ("source ", StdError::source(error).is_some()),
        ("retryable ", error.is_retryable()),
    ];
    let facts = facts.into_iter().filter(|(_, is_so)| *is_so);
    let facts: String = facts.map(|(fact, _)| fact).collect();
    format!("{facts}{:?}", error.outcome())
}

/// Makes an error, with its facts when it ends a read and a create, and its message.
type Kind = (fn() -> Error, &'static str, &'static str, &'static str);

fn kinds() -> Vec<Kind> {
    vec![
        (
            || {
                Error::arguments(vec![
                    InvalidArgument::new("To", Problem::Missing),
                    InvalidArgument::new("From", Problem::Name),
                ])
            },
            "argument NoEffect",
            "argument NoEffect",
            "nothing was sent: `To` is missing; the name of an extra parameter must not be empty or contain control \
             characters",
        ),
        (
            || Error::from("x".parse::<CallSid>().unwrap_err()),
            "argument NoEffect",
            "argument NoEffect",
            "too short (1 character, at least 34 needed); expected `CA` and 32 hexadecimal digits, got \"x\"",
        ),
        (
            || Error::configuration("it is wrong"),
            "configuration NoEffect",
            "configuration NoEffect",
            "it is wrong",
        ),
        (
            || Error::configuration_because("it is wrong", cause()),
            "configuration source NoEffect",
            "configuration source NoEffect",
            "it is wrong",
        ),
        (
            || Error::encode(crate::form::to_string(&"text").unwrap_err()),
            "source NoEffect",
            "source NoEffect",
            "could not encode the parameters",
        ),
        (
            || Error::send(builder_error(), true),
            "source NoEffect",
            "source NoEffect",
            "the HTTP client cannot send the request",
        ),
        (
            || Error::send(builder_error(), false),
            "source NoEffect",
            "source Unknown",
            "the HTTP client failed, perhaps after a redirect or a retry of its own",
        ),
        (
            || Error::send(status_error(), true),
            "source retryable NoEffect",
            "source retryable NoEffect",
            "the connection closed before the request was sent",
        ),
        (
            || Error::send(status_error(), false),
            "source retryable NoEffect",
            "source Unknown",
            "the connection closed before a response arrived",
        ),
        (
            || Error::transport(cause(), true),
            "source retryable NoEffect",
            "source retryable NoEffect",
            "the transport failed before the request was sent",
        ),
        (
            || Error::transport(cause(), false),
            "source retryable NoEffect",
            "source Unknown",
            "the transport failed",
        ),
        (
            || Error::no_response(LIMIT, true),
            "timeout retryable NoEffect",
            "timeout retryable NoEffect",
            "no complete response within 3s",
        ),
        (
            || Error::no_response(LIMIT, false),
            "timeout retryable NoEffect",
            "timeout Unknown",
            "no complete response within 3s",
        ),
        (
            || Error::incomplete_response(LIMIT, response(201)),
            "timeout body retryable NoEffect",
            "timeout body Unknown",
            "no complete response body (201) within 3s",
        ),
        (
            Error::redirected,
            "configuration NoEffect",
            "configuration Unknown",
            "the HTTP client followed a redirect; configure it with `redirect::Policy::none()`",
        ),
        (
            || Error::unexpected_status(response(204)),
            "body NoEffect",
            "body Unknown",
            "Twilio responded with 204, which this operation does not document",
        ),
        (
            || Error::unexpected_status(response(304)),
            "body NoEffect",
            "body Unknown",
            "Twilio responded with 304",
        ),
        (
            || {
                let mut response = response(302);
                let place = "https://example.com/".parse().unwrap();
                response.headers.insert("location", place);
                Error::unexpected_status(response)
            },
            "body NoEffect",
            "body Unknown",
            "Twilio responded with 302, a redirect, which is not followed",
        ),
        (
            || {
                let mut response = response(400);
                let place = "https://example.com/".parse().unwrap();
                response.headers.insert("location", place);
                Error::unexpected_status(response)
            },
            "body Rejected",
            "body Rejected",
            "Twilio responded with 400",
        ),
        (
            || Error::unexpected_status(response(399)),
            "body NoEffect",
            "body Unknown",
            "Twilio responded with 399",
        ),
        (
            || Error::unexpected_status(response(401)),
            "unauthorized body Rejected",
            "unauthorized body Rejected",
            "Twilio responded with 401",
        ),
        (
            || Error::unexpected_status(response(403)),
            "unauthorized body Rejected",
            "unauthorized body Rejected",
            "Twilio responded with 403",
        ),
        (
            || Error::unexpected_status(response(404)),
            "unknown body Rejected",
            "unknown body Rejected",
            "Twilio responded with 404",
        ),
        (
            || Error::unexpected_status(response(407)),
            "body Rejected",
            "body Rejected",
            "Twilio responded with 407",
        ),
        (
            || Error::unexpected_status(response(408)),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 408",
        ),
        (
            || Error::unexpected_status(response(409)),
            "body Rejected",
            "body Rejected",
            "Twilio responded with 409",
        ),
        (
            || Error::unexpected_status(response(429)),
            "limited body retryable Rejected",
            "limited body retryable Rejected",
            "Twilio responded with 429",
        ),
        (
            || Error::unexpected_status(response(499)),
            "body Rejected",
            "body Rejected",
            "Twilio responded with 499",
        ),
        (
            || Error::unexpected_status(response(500)),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 500",
        ),
        (
            || Error::unexpected_status(response(599)),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 599",
        ),
        (
            || Error::unexpected_status(response(600)),
            "body NoEffect",
            "body Unknown",
            "Twilio responded with 600",
        ),
        (
            || Error::unexpected_status(of_type(503, "text/html; charset=utf-8", "busy")),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 503, with an HTML page, which is not from its API",
        ),
        (
            || Error::unexpected_status(of_type(503, "text/plain", " \n<!DOCTYPE html>")),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 503, with an HTML page, which is not from its API",
        ),
        (
            || Error::unexpected_status(of_type(503, "text/plain", "<HTML>")),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 503, with an HTML page, which is not from its API",
        ),
        (
            || Error::unexpected_status(of_type(503, "text/plain", "<htm")),
            "body retryable Rejected",
            "body Unknown",
            "Twilio responded with 503",
        ),
        (
            || Error::read(response(200), builder_error()),
            "body source retryable NoEffect",
            "body source Unknown",
            "the response body ended early (200)",
        ),
        (
            || Error::too_large(response(200), 7),
            "large body NoEffect",
            "large body Unknown",
            "the response body (200) is larger than 7 bytes",
        ),
        (
            || {
                let response = of_type(200, "application/json", "{}");
                Error::decode(response, "a.b".to_owned(), &json_error())
            },
            "undecoded body NoEffect",
            "undecoded body Unknown",
            "could not decode the response (200): at `a.b`: invalid type: string, expected u8 at line 1 column 8",
        ),
        (
            || {
                let response = of_type(200, "application/problem+JSON ; charset=utf-8", "{}");
                Error::decode(response, ".".to_owned(), &json_error())
            },
            "undecoded body NoEffect",
            "undecoded body Unknown",
            "could not decode the response (200): invalid type: string, expected u8 at line 1 column 8",
        ),
        (
            || Error::decode(response(200), String::new(), &json_error()),
            "undecoded body NoEffect",
            "undecoded body Unknown",
            "could not decode the response (200), which is not declared as JSON: invalid type: string, expected u8 at \
             line 1 column 8",
        ),
        (
            || {
                let response = of_type(200, "text/html", "{}");
                Error::decode(response, String::new(), &json_error())
            },
            "undecoded body NoEffect",
            "undecoded body Unknown",
            "the response (200) is an HTML page, which is not from Twilio's API",
        ),
        (
            || {
                let response = of_type(200, "application/json", " \r\n");
                Error::decode(response, String::new(), &json_error())
            },
            "undecoded body NoEffect",
            "undecoded body Unknown",
            "the response (200) has no body",
        ),
        (
            || Error::paging("the page has no end"),
            "NoEffect",
            "Unknown",
            "the page has no end",
        ),
        (
            Error::changed,
            "NoEffect",
            "Unknown",
            "the download was interrupted, and the rest may not belong to the same content",
        ),
        (
            || Error::file(io::Error::other("the disk is full")),
            "file source NoEffect",
            "file source Unknown",
            "could not write the file",
        ),
        (
            || Error::wait(LIMIT, last(None, None)),
            "timeout NoEffect",
            "timeout Unknown",
            "the requested status was not reached within 3s",
        ),
        (
            || Error::wait(LIMIT, last(Some("busy"), Some(Error::changed()))),
            "timeout source NoEffect",
            "timeout source Unknown",
            "the requested status was not reached within 3s; the last one was `busy`",
        ),
        (
            || Error::token(Error::provider(cause())),
            "token source retryable NoEffect",
            "token source retryable NoEffect",
            "could not obtain credentials",
        ),
        (
            || Error::token(Error::unexpected_status(response(404))),
            "token source NoEffect",
            "token source NoEffect",
            "could not obtain credentials",
        ),
        (
            || Error::token(Error::no_response(LIMIT, false).during(&READ)),
            "timeout token source retryable NoEffect",
            "timeout token source retryable NoEffect",
            "could not obtain credentials",
        ),
        (
            || Error::provider(cause()),
            "source retryable NoEffect",
            "source retryable NoEffect",
            "the credentials provider failed",
        ),
    ]
}

#[test]
fn every_kind_says_what_it_is_and_what_became_of_the_request() {
    for (make, read, create, message) in kinds() {
        let message = format!("fetchThing: {message}");
        assert_eq!(make().during(&READ).to_string(), message);
        assert_eq!(facts(&make().during(&READ)), read, "{message}");
        assert_eq!(facts(&make().during(&CREATE)), create, "{message}");
        let deleted = make().during(&DELETE);
        assert_eq!(
            deleted.is_retryable(),
            make().during(&READ).is_retryable(),
            "a delete may be repeated: {message}"
        );
        let uncertain = make().during(&DELETE).uncertain(true);
        assert_eq!(uncertain.outcome(), Outcome::Unknown, "{message}");
        let uncertain = make().during(&READ).uncertain(true);
        let is_known = uncertain.outcome() == make().during(&READ).outcome();
        assert!(is_known || !read.ends_with("Unknown"), "{message}");
    }
}

#[test]
fn attempts_and_the_request_are_named() {
    let failed = |attempts| Error::changed().during(&READ).after(attempts);
    let text =
        "fetchThing: the download was interrupted, and the rest may not belong to the same content";
    assert_eq!(failed(0).to_string(), text);
    assert_eq!(failed(1).to_string(), text);
    assert_eq!(failed(2).to_string(), format!("{text}, after 2 attempts"));
    assert_eq!(failed(2).attempts(), 2);
    assert_eq!(failed(2).operation(), Some("fetchThing"));
    assert_eq!(Error::changed().operation(), None);
    let mut response = response(500);
    let id = "RQ1".parse().unwrap();
    response.headers.insert("twilio-request-id", id);
    let error = Error::unexpected_status(response);
    assert_eq!(error.request_id(), Some("RQ1"));
    assert_eq!(error.status(), Some(500));
    assert_eq!(error.to_string(), "Twilio responded with 500, request RQ1");
    let error = Error::token(error.during(&TOKEN));
    assert_eq!(
        error.to_string(),
        "could not obtain an access token, request RQ1"
    );
    assert_eq!(error.status(), Some(500));
    assert_eq!(error.raw_body(), None);
}

#[test]
fn only_a_decoding_error_has_a_path() {
    let error = Error::decode(response(200), "calls[3].sid".to_owned(), &json_error());
    assert_eq!(error.json_path(), Some("calls[3].sid"));
    assert_eq!(Error::changed().json_path(), None);
    assert!(Error::changed().invalid_arguments().is_empty());
    let arguments = vec![InvalidArgument::new("To", Problem::Missing)];
    assert!(Error::arguments(arguments.clone()).invalid_arguments() == arguments);
}

#[cfg(feature = "csv")]
#[test]
fn a_row_is_decoded_or_named() {
    let error = Error::row(3, Some("Sid"), "it is no SID");
    assert_eq!(facts(&error.during(&READ)), "undecoded NoEffect");
    let message = |column| Error::row(3, column, "it is no SID").to_string();
    assert_eq!(
        message(Some("Sid")),
        "could not decode the CSV: at `row 3, Sid`: it is no SID"
    );
    assert_eq!(
        message(None),
        "could not decode the CSV: at `row 3`: it is no SID"
    );
}

#[test]
fn debug_shows_the_kind_and_the_message_on_one_line() {
    for (make, ..) in kinds() {
        let error = make();
        let shown = format!("{error:?}");
        let (kind, rest) = shown.split_once(", message: ").unwrap();
        assert!(rest.starts_with(&error.to_string()), "{shown}");
        assert_eq!(
            rest.contains(", source: "),
            StdError::source(&error).is_some(),
            "{shown}"
        );
        let name = kind.strip_prefix("Error { kind: ").unwrap();
        let expected = match &error.0.kind {
            ErrorKind::Arguments(_) => "Arguments",
            ErrorKind::Status(..) => "Status",
            ErrorKind::Changed => "Changed",
            _ => name,
        };
        assert_eq!(name, expected);
        assert!(name.chars().all(char::is_alphabetic), "{name}");
    }
}
