//! A typed client for Twilio's Call resource: it places, fetches, follows, lists, changes and deletes calls, and works
//! with their recordings, streams, transcriptions, payments and notifications. It also verifies the callbacks that
//! Twilio sends about calls, and reads them into types.
//!
//! ```no_run
//! # async fn example() -> Result<(), twilio_calls::Error> {
//! use twilio_calls::{CallEvent, CallStatus, Client, UpdateCallStatus};
//!
//! let client = Client::from_env()?; // TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or an API key
//! let call = client
//!     .create_call("+15558675310", "+15552223214") // required parameters are arguments: to, from
//!     .twiml("<Response><Say>Ahoy there!</Say></Response>")
//!     .status_callback("https://example.com/events")
//!     .status_callback_event([CallEvent::Initiated, CallEvent::Answered])
//!     .await?;
//! println!("{} is {}", call.sid, call.status);
//!
//! let mut calls = client.list_calls().status(CallStatus::Completed).limit(200).stream();
//! while let Some(call) = calls.try_next().await? {
//!     println!("{} took {} s", call.sid, call.duration.map_or(0, |it| it.get()));
//! }
//!
//! client.update_call(call.sid).status(UpdateCallStatus::Completed).await?; // hangs up
//! # Ok(())
//! # }
//! ```
//!
//! # The main types
//!
//! | to | see |
//! |---|---|
//! | create a client | [`Client`], and [`Credentials`] and [`ClientBuilder`] for its settings |
//! | place a call | [`CreateCall`], returned by [`Client::create_call`] |
//! | read a call | [`FetchCall`], which returns a [`Call`] with its [`CallStatus`] |
//! | read many calls | [`ListCalls`], as one page, a stream or CSV |
//! | change a call, or hang up | [`UpdateCall`] |
//! | wait until a call is answered or over | [`WaitForCall`] |
//! | record a call | [`CreateCallRecording`], and [`Recording`] and [`Download`] for the audio |
//! | work with one call by its SID | [`CallHandle`], returned by [`Client::call`] |
//! | handle a failure | [`Error`] and its [`Outcome`] |
//! | receive callbacks | the module `webhook`, and the types in `callbacks` |
//!
//! Every type except those of the modules `webhook` and `testing` is exported at the root, so `use
//! twilio_calls::CallSid` is enough. The documentation sorts the types of the API into modules: [`builders`] for
//! requests, [`responses`], [`values`] for SIDs, statuses and other values, and `callbacks`.
//!
//! # The guide
//!
//! | page | about |
//! |---|---|
//! | [A first call](guide::first_call) | placing a call, with the simulator or with Twilio; setters and arguments |
//! | [Outcomes](guide::outcomes) | finding out what became of a call when its request failed, and never placing it twice |
//! | [Following calls](guide::following) | following a call by callbacks or by waiting, and changing it |
//! | [Webhooks](guide::webhooks) | verifying callbacks, behind a proxy or not |
//! | [Lists](guide::lists) | long lists, resuming them, CSV |
//! | [Recordings](guide::recordings) | recording a call, and downloading the audio |
//! | [Errors](guide::errors) | handling and logging errors, retries, tracing |
//! | [Testing](guide::testing) | testing an application, with and without sockets |
//! | [Accounts](guide::accounts) | credentials, subaccounts and several accounts |
//! | [Storage](guide::storage) | storing calls in databases and queues |
//! | [Moving](guide::moving) | moving from the official libraries or from other crates |
//! | [Extending](guide::extending) | using what this version does not know yet |
//!
//! # Guarantees
//!
//! - **Invalid values are never sent.** Arguments are checked when they are given; a request with invalid ones
//!   reports all of them and sends nothing ([`Error::invalid_arguments`]).
//! - **A call is never placed twice by this crate.** See [`RetryPolicy`] for what is retried. If the outcome of a create is
//!   unknown, [`Client::reconcile_call`] determines it, or says that it cannot be known.
//! - **Everything is bounded.** Connecting, responses, retries and waits have time limits, and response bodies a size
//!   limit ([`ClientBuilder`]). A body that is streamed must make progress in time ([`ByteStream`], [`Download`]), and
//!   a list ends with an error after too many empty pages in a row ([`Pages`]).
//! - **No personal data leaks.** `Display`, `Debug` and traces show no secrets, phone numbers or names, and mask
//!   everything in Twilio's error messages that may be personal data. Use `as_str`, [`Error::api_error`] and
//!   [`Error::raw_body`] to read the originals.
//! - **Unknown values and properties are kept.** A response with a status that Twilio adds later is still decoded.
//! - **Dropping a future cancels it.** Twilio may still act on a request that has already been sent.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `rustls` (default) | TLS through reqwest's own feature `rustls`, with the certificates that the system trusts |
//! | `rustls-ring` | TLS through rustls with *ring*, which compiles faster. Other uses of reqwest or rustls in the application can then panic unless it installs a crypto provider: see the comments in this crate's `Cargo.toml` |
//! | `native-tls` | TLS through the system's library; only used if `rustls` and `rustls-ring` are off |
//! | `webhooks` (default) | typed callbacks, and the verification of their signatures (module `webhook`) |
//! | `axum` | extractors for axum that verify callbacks |
//! | `csv` | CSV as typed rows |
//! | `tracing` | one span per request: operation, attempts, status, request ID, elapsed time; an event (`WARN`) per retry and per failed request; an event (`DEBUG`) per rejected callback |
//! | `testing` | for tests of applications: a transport with canned responses, and functions that make response values and errors (module `testing`) |
//! | `schemars` | `JsonSchema` for the types of the API |
//! | `jiff`, `chrono`, `time` | conversions of [`Timestamp`] and [`DateOrTime`] |
//!
//! Without a TLS feature, `http` URLs work, and `https` URLs only with your own
//! [`http_client`](ClientBuilder::http_client) or [`transport`](ClientBuilder::transport).

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

// Before the others, so that the page of `Client` begins with how one is created.
mod builder;
mod client;

mod api;
mod api_error;
mod argument;
mod auth;
mod base_url;
mod byte_stream;
mod concurrency;
mod conversion;
mod credentials;
mod credentials_provider;
mod deadline;
mod decimal;
mod download;
mod environment;
mod error;
mod error_code;
mod form;
pub mod guide;
mod handle;
mod headers;
mod http_client;
mod http_transport;
mod identifier;
mod idle_time;
mod incoming_response;
mod json_path;
mod json_string;
mod list;
mod long_number;
mod mask;
mod object;
mod operation;
mod outgoing_request;
mod page;
mod progress;
mod rate_limiter;
mod reconcile;
mod redirect;
mod request;
mod response;
mod retry;
mod retry_budget;
#[cfg(feature = "csv")]
mod rows;
mod scalar;
mod secret;
mod setter;
mod single_use;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod tls;
mod trace;
mod transport;
mod wait;
mod warning;
#[cfg(feature = "webhooks")]
pub mod webhook;
mod wire;
mod xml;

pub use api::*;
pub use api_error::ApiError;
pub use argument::{Argument, Arguments, InvalidArgument};
pub use builder::ClientBuilder;
pub use byte_stream::ByteStream;
pub use client::Client;
pub use credentials::Credentials;
pub use credentials_provider::{CredentialsProvider, ProvidedCredentials};
pub use decimal::Decimal;
pub use download::{Download, SaveTo};
pub use error::{Error, Outcome};
pub use error_code::ErrorCode;
pub use http;
pub use http_transport::{HttpTransport, TransportError};
pub use page::{Items, Page, Pages};
pub use progress::{News, Observation, OrderedStatus, StatusHistory};
pub use reconcile::{Doubt, Reconciled};
pub use request::RequestFuture;
pub use reqwest;
pub use response::Response;
pub use retry::{Retry, RetryPolicy};
#[cfg(feature = "csv")]
pub use rows::Rows;
pub use scalar::{Extra, InvalidValue, UnknownValue};
pub use secret::Secret;
pub use time::{Date, DateOrTime, DateTime, Timestamp};
pub use warning::Warning;
pub use xml::escape_xml;
