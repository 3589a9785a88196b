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
//! // What a request brings: the URL that Twilio called, the header `X-Twilio-Signature`, and the body as it is.
//! let url = "https://example.com/hooks/call_status";
//! let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=ringing";
//! let signature = validator.sign(url, body); // in a test, what Twilio would send
//!
//! let report = validator.verify::<CallStatusCallback>(url, &signature, body)?;
//! assert_eq!(report.event(), Some(CallEvent::Ringing));
//!
//! let error = validator.verify::<CallStatusCallback>(url, &signature, body.replace("ringing", "completed")).unwrap_err();
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
//! limit. [`Receiver::receive`] takes a request of the `http` crate and returns the event, or a [`Rejection`] that
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
//! # What a signature does not say
//!
//! **When.** A request can be sent again by whoever has seen it, so act on an event only once: its call, its kind and its
//! sequence number tell it from others.
//!
//! **Where a name ends.** A signature covers the URL and then names and values, sorted by name, without anything between
//! them, whatever the algorithm. Whoever has seen a signed request, and controls a value of it, such as the address a SIP
//! call comes from, can make another request of the same text. These are rejected:
//!
//! - parameters of a form in a query ([`Receiver::receive_query`] is for callbacks that were asked for with GET), or in
//!   front of a hash of a body;
//! - the query of a request with GET cut off, and what follows made a form;
//! - a hash of a body for a body that is a form, and a form that JSON or XML is made of;
//! - another call, account or recording than the signed one, or another known status of it: the names that a callback
//!   asks for are looked for where they do not belong, inside of names and of values. That works as far as the callback
//!   has names, so read [`Parameters`] only where there is no type;
//! - a single parameter that is there twice, and pairs that are repeated more than 32 times.
//!
//! These cannot be distinguished from real requests, because the text is the same to the last byte:
//!
//! - an optional parameter that the signed request does not have, cut out of a value that a third party controls; and
//!   optional parameters that are missing because they were put into the optional value before them;
//! - a status that the crate does not know, because it was made longer or shorter;
//! - a request that was signed for one kind of callback and is sent where another kind is expected, if both have the same
//!   URL;
//! - a request that was signed for a longer path and is sent to a shorter one, with the rest of the path as a name, if
//!   that sorts before all others: `/hooks/AMD` at `/hooks/`;
//! - where the path ends with a part that the application does not look at, such as a wildcard, parameters in that part.
//!
//! So give each kind of callback a path of its own that is not the beginning of another one, with one method, and a secret
//! part that nobody else knows: then there is nothing to see and nothing to send again. Match paths exactly. Treat
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

/// The parameter that names the account of a request. Every request has it.
const ACCOUNT_PARAMETER: &str = "AccountSid";
