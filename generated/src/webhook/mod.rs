//! What the service tells an application by calling it back.
//!
//! The service reports the progress of a call, the state of a recording and the verdict about an answering machine by
//! requests to the application. Anybody can send such a request, so each one is signed with the account's auth token,
//! and nothing in it is worth anything before the signature has been checked. [`SignatureValidator::verify`] does both
//! in one step: it checks, and only then reads what was sent into a type such as
//! `CallStatusCallback`.
//!
//! ```
//! use twilio_calls::webhook::SignatureValidator;
//! use twilio_calls::{CallEvent, CallStatusCallback};
//!
//! let validator = SignatureValidator::new("12345678901234567890123456789012")?;
//!
//! // What a request brings: the URL that the service called, the header `X-Twilio-Signature`, and the body as it is.
//! let url = "https://example.com/hooks/call_status";
//! let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=ringing";
//! let signature = validator.sign(url, body); // in a test, what the service would send
//!
//! let report = validator.verify::<CallStatusCallback>(url, &signature, body)?;
//! assert_eq!(report.event(), Some(CallEvent::Ringing));
//!
//! let error = validator.verify::<CallStatusCallback>(url, &signature, body.replace("ringing", "completed")).unwrap_err();
//! assert_eq!(error.to_string(), "the signature is wrong");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The public URL
//!
//! The URL is part of what is signed, exactly as the service called it. A server sees only a piece of it, and behind a
//! proxy not even that: there the scheme, the host and sometimes the path are others. [`PublicUrl`] puts it together
//! again; state what it is wherever that is possible.
//!
//! # Web frameworks
//!
//! A [`Receiver`] holds all that is needed to take such requests: the validator, the public URL and a limit for the
//! size. [`Receiver::receive`] takes a request of the `http` crate and gives the event, or a [`Rejection`] that knows
//! its status. With the feature `axum` there is an extractor, `Verified`, which is built on it; other frameworks need
//! a few lines, see `examples/webhook_hyper.rs`.
//!
//! # What a signature does not say
//!
//! - **When.** A request can be sent again by whoever has seen it, so act on an event only once: its call, its kind and
//!   its sequence number tell it from others.
//! - **Where a name ends.** Names and values are signed as one text without separators. A request in which the border
//!   between a name and its value has moved has the same signature; it is then read as other parameters, and where a
//!   required one is missing that is an error.

#[cfg(feature = "axum")]
mod axum;
mod callback;
mod decode;
mod error;
mod network;
mod parameters;
mod proxy;
mod public_url;
mod receiver;
mod signature;
mod signed_url;
mod value;

#[cfg(feature = "axum")]
pub use self::axum::Verified;
pub(crate) use callback::callback;
pub use callback::{Callback, InvalidParameter, Reader, parse_unverified};
pub use error::{BodyError, InvalidToken, SignatureError, VerifyError};
pub use network::{InvalidNetwork, TrustedProxies};
pub use parameters::Parameters;
pub use public_url::{InvalidPublicUrl, ProxyHeaders, PublicUrl};
pub use receiver::{Receiver, Rejection};
pub use signature::{Signature, SignatureValidator, body_sha256};

/// The header that carries the signature of a request.
pub const SIGNATURE_HEADER: http::HeaderName = http::HeaderName::from_static("x-twilio-signature");
