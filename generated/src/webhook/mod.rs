//! Callbacks: verifying requests that Twilio sends to an application, and reading them into types.
//!
//! Twilio reports the progress of a call, the state of a recording and the result of answering machine detection by
//! sending requests to the application. Anybody can send such a request, so Twilio signs each one, and nothing in it
//! can be trusted before the signature is verified. [`SignatureValidator::verify`] does both in one step: it verifies
//! the signature, and only then reads the parameters into a type such as `CallStatusCallback`.
//!
//! ```
//! use twilio_calls::webhook::SignatureValidator;
//! use twilio_calls::{CallEvent, CallStatusCallback};
//!
//! let validator = SignatureValidator::new("12345678901234567890123456789012")?;
//!
//! // From the request: the URL, the header `X-Twilio-Signature`, and the body as received.
//! let url = "https://example.com/hooks/call_status";
//! let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\
//!     &AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=ringing";
//! let signature = validator.sign(url, body); // in a test, what Twilio would send
//!
//! let report = validator.verify::<CallStatusCallback>(url, &signature, body)?;
//! assert_eq!(report.event(), Some(CallEvent::Ringing));
//!
//! let forged = body.replace("ringing", "completed");
//! let error = validator.verify::<CallStatusCallback>(url, &signature, forged).unwrap_err();
//! assert_eq!(error.to_string(), "the signature is wrong");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Instructions
//!
//! Twilio also requests instructions for a call: from its `Url` and `FallbackUrl`, and from the `action` of the verbs
//! `Gather`, `Dial` and `Record`. These requests are received in the same way, as `InstructionsRequest`,
//! `FallbackRequest`, `GatherRequest`, `DialRequest` and `RecordRequest`; respond with TwiML, a string with the
//! content type `text/xml`.
//!
//! ```
//! use twilio_calls::GatherRequest;
//!
//! fn next(gathered: &GatherRequest) -> &'static str {
//!     match gathered.digits.as_ref().map(|keys| keys.as_str()) {
//!         Some("1") => "<Response><Say>See you tomorrow.</Say></Response>",
//!         _ => "<Response><Hangup/></Response>",
//!     }
//! }
//! ```
//!
//! # The public URL
//!
//! The signature covers the URL exactly as Twilio requested it. A server sees only a part of it, and behind a proxy
//! the scheme, the host and sometimes the path differ. [`PublicUrl`] reconstructs the URL; state it explicitly
//! wherever that is possible.
//!
//! # Web frameworks
//!
//! A [`Receiver`] holds everything that is needed to receive such requests: the validator, the public URL and a size
//! limit. [`Receiver::receive`] takes a request of the `http` crate and returns the callback, or a [`Rejection`] that
//! knows its status. With the feature `axum` there are extractors, such as `Verified`, which are built on it; other
//! frameworks need a few lines, see `examples/webhook_hyper.rs`.
//!
//! # Tokens and shared keys
//!
//! Twilio signs with the auth token of the account, or, where the account is set up for it, with a [`SharedKey`] that the
//! request names in a header of its own. A [`SignatureValidator`] takes any number of both, and
//! [`SignatureValidator::with_key`] takes keys only. With SHA-256, keys are the stronger choice. [`AccountValidators`] is
//! for applications that serve several accounts.
//!
//! # Queues
//!
//! Callbacks serialize, so that they can be stored and handled later: parameters by their names, and an array of
//! pairs named `extra` for those that the type has no field for. Deserializing checks no signature, so whoever can
//! write to the queue can forge a callback. Serialized callbacks contain phone numbers and, where the type has one,
//! secrets.
//!
//! ```
//! # use twilio_calls::CallStatusCallback;
//! # use twilio_calls::webhook::parse_unverified;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let report: CallStatusCallback = parse_unverified(
//! #     "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=ringing&ToCity=",
//! # )?;
//! let queued = serde_json::to_string(&report)?;
//! assert!(queued.contains(r#""CallStatus":"ringing""#) && queued.contains(r#""extra":[["ToCity",""]]"#));
//! let read: CallStatusCallback = serde_json::from_str(&queued)?;
//! assert_eq!(read, report);
//! # Ok(())
//! # }
//! ```
//!
//! # What a signature does not prove
//!
//! **When the request was sent.** Anybody who has seen a request can send it again. So handle each event only once: its
//! call, its kind and its sequence number identify it.
//!
//! **Where names and values begin and end.** The signed text is the URL, followed by the names and values sorted by
//! name, without separators, whatever the algorithm. Anybody who has seen a signed request and controls one of its
//! values, such as the address of a SIP caller, can make another request with the same text. These requests are
//! rejected:
//!
//! - form parameters in the query ([`Receiver::receive_query`] is for callbacks that were requested with GET), or
//!   before the query parameter `bodySHA256`, the hash of a body;
//! - a GET request whose query was cut short and the remainder moved to a form in the body;
//! - a body that is a form together with the parameter `bodySHA256`, and a JSON or XML body that is presented as a
//!   form;
//! - a call, account, recording or known status other than the signed one: the parameter names of the callback
//!   are searched for inside other names and values. This depends on the names that the callback has, so use
//!   [`Parameters`] only if there is no type;
//! - a parameter that is repeated although it may have only one value, and a pair of name and value that is repeated
//!   more than 32 times.
//!
//! These requests cannot be distinguished from real ones, because the signed text is the same to the last byte:
//!
//! - an optional parameter that the signed request lacks, cut out of a value that a third party controls; and optional
//!   parameters that seem to be missing because they were moved into the value of the optional parameter before them;
//! - a status that this crate does not know, because characters were added or removed;
//! - a request that was signed for one kind of callback and is sent to the handler of another kind at the same URL;
//! - a request that was signed for a longer path and is sent to a shorter one, with the rest of the path as a parameter
//!   name, if that sorts before all others: `/hooks/AMD` at `/hooks/`;
//! - parameters in a part of the path that the application ignores, such as a wildcard at its end.
//!
//! So give each kind of callback a path of its own that is not a prefix of another path, accepts only one method, and
//! contains a secret part: then nobody who lacks the secret can send a request to it. Match paths exactly. Treat
//! optional parameters as hints, and fetch the call by its SID where money depends on one of them.

mod accounts;
mod algorithm;
#[cfg(feature = "axum")]
mod axum;
mod body;
mod borders;
pub(crate) mod callback;
mod decode;
mod error;
mod header;
mod hmac_key;
mod network;
mod parameters;
mod proxy;
mod public_url;
mod receiver;
mod rejection;
mod shared_key;
mod shown_name;
mod signed;
mod signed_url;
mod trace;
mod validator;
mod validators;
mod value;

pub use self::accounts::AccountValidators;
#[cfg(feature = "axum")]
pub use self::axum::{Verified, VerifiedBytes, VerifiedHandshake, VerifiedQuery};
pub use algorithm::SignatureAlgorithm;
pub use callback::{Callback, InvalidParameter, Reader, parse_unverified};
pub use error::{BodyError, InvalidToken, SignatureError, VerifyError};
pub use header::{Signature, SignatureSettings};
pub use network::{InvalidNetwork, TrustedProxies};
pub use parameters::Parameters;
pub use public_url::{InvalidPublicUrl, ProxyHeaders, PublicUrl, UrlError};
pub use receiver::Receiver;
pub use rejection::{RejectedSignature, Rejection};
pub use shared_key::{InvalidSharedKey, SharedKey, SignedHeaders};
pub use signed::body_sha256;
pub use validator::SignatureValidator;

/// The header that carries the signature of a request.
///
/// ```
/// use twilio_calls::webhook::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER};
///
/// assert_eq!(SIGNATURE_HEADER, "x-twilio-signature");
/// assert_eq!(SIGNATURE_SETTINGS_HEADER, "x-twilio-webhooks-signature-settings");
/// ```
pub const SIGNATURE_HEADER: http::HeaderName = http::HeaderName::from_static("x-twilio-signature");

/// The header that names the shared key and the algorithm of a signature: `key=<id>,algorithm=<name>`.
///
/// ```
/// use twilio_calls::webhook::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER};
///
/// assert_eq!(SIGNATURE_HEADER, "x-twilio-signature");
/// assert_eq!(SIGNATURE_SETTINGS_HEADER, "x-twilio-webhooks-signature-settings");
/// ```
pub const SIGNATURE_SETTINGS_HEADER: http::HeaderName =
    http::HeaderName::from_static("x-twilio-webhooks-signature-settings");

/// The parameter that names the account of a request. Every callback with parameters has it.
const ACCOUNT_PARAMETER: &str = "AccountSid";
