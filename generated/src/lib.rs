//! A typed client for Twilio's Call resource: places calls, and fetches, follows, lists, changes and deletes them.
//!
//! ```no_run
//! # async fn example() -> Result<(), twilio_calls::Error> {
//! use twilio_calls::{CallEvent, CallStatus, Client, UpdateCallStatus};
//!
//! let client = Client::from_env()?; // TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or an API key
//! let call = client
//!     .create_call("+15558675310", "+15552223214") // required parameters are arguments
//!     .twiml("<Response><Say>Ahoy there!</Say></Response>")
//!     .status_callback("https://example.com/events")
//!     .status_callback_event([CallEvent::Initiated, CallEvent::Answered])
//!     .await?;
//! println!("{} is {}", call.sid, call.status);
//!
//! let mut calls = client.list_calls().status(CallStatus::Completed).limit(200).stream();
//! while let Some(call) = calls.try_next().await? {
//!     println!("{} took {:?}", call.sid, call.duration);
//! }
//!
//! client.update_call(call.sid).status(UpdateCallStatus::Completed).await?;
//! client.delete_call(call.sid).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What can be relied on
//!
//! - **Nothing wrong is sent.** Values are checked when they are given; a request with a refused value
//!   reports all of them and sends nothing ([`Error::invalid_arguments`]).
//! - **A call is never placed twice by this crate.** What is sent again, and what is not, is said at
//!   [`RetryPolicy`].
//! - **Everything ends.** Connecting, answers, retries and waiting have time limits, answers a largest size
//!   ([`ClientBuilder`]).
//! - **Nobody's data leaks.** Secrets, numbers, names and what the service says about them are not shown by
//!   `Display`, `Debug` or traces; [`Error::raw_body`] and `as_str` reach them on purpose.
//! - **Dropping a future cancels it.** A request that was already on its way may still be carried out by
//!   the service.
//!
//! # Credentials
//!
//! An account SID with its auth token, an API key with its secret, or OAuth client credentials, from the
//! program or from the environment ([`Client::from_env`]). A [`Client`] is cheap to clone; make one and
//! keep it. [`Client::for_account`] acts for a subaccount.
//!
//! ```
//! use std::time::Duration;
//! use twilio_calls::{Client, Credentials};
//!
//! # fn secret() -> String { "secret".to_owned() }
//! let credentials = Credentials::api_key(
//!     "AC00000000000000000000000000000000",
//!     "SK00000000000000000000000000000000",
//!     secret(),
//! )?;
//! let client = Client::builder(credentials)
//!     .timeout(Duration::from_secs(10)) // of one attempt
//!     .calls_per_second(1)
//!     .user_agent_suffix("dialler/2.1")
//! #   .base_url("http://127.0.0.1:1")
//!     .build()?;
//! # let _ = client;
//! # Ok::<(), twilio_calls::Error>(())
//! ```
//!
//! # Placing calls
//!
//! Every operation is a method of [`Client`] that gives a request with a setter for each parameter. Await
//! it for the value, or call its `response()` for the value with status, headers and request id
//! ([`Response`]). Setters take whatever becomes the type of the parameter ([`Argument`]): text, numbers,
//! durations, the types of this crate. `request_timeout` and `retry` hold for one request; `form_param` and
//! `query_param` take parameters that this version does not know.
//!
//! ```
//! # use twilio_calls::{Client, Credentials, Error};
//! # async fn example(client: Client) -> Result<(), Error> {
//! let response = client
//!     .create_call("sip:reception@pbx.example.com", "+15552223214")
//!     .url("https://example.com/voice.xml")
//!     .time_limit(std::time::Duration::from_secs(600))
//!     .form_param("Brand New", "a value")
//!     .response()
//!     .await?;
//! println!("request {:?}", response.request_id());
//! # Ok(())
//! # }
//! ```
//!
//! # Following calls
//!
//! Status callbacks tell at once what happens to a call: see `webhook` below. A program that cannot be
//! reached from outside waits:
//!
//! ```
//! # use std::time::Duration;
//! # use twilio_calls::{CallStatus, Client, Error};
//! # async fn example(client: Client, sid: twilio_calls::CallSid) -> Result<(), Error> {
//! let call = client
//!     .wait_for_call(sid)
//!     .until(CallStatus::InProgress)
//!     .deadline(Duration::from_secs(60))
//!     .await?;
//! if call.status.is_final() {
//!     println!("nobody answered: {}", call.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Lists
//!
//! Lists give their first page when awaited, all [`Pages`] by `pages()`, all [`Items`] by `stream()`, and
//! a table by `csv()` ([`ByteStream`]). Filters by time take a day or an instant, in UTC ([`DateOrTime`]).
//!
//! ```
//! # use twilio_calls::{Client, Error};
//! # async fn example(client: Client) -> Result<(), Error> {
//! let june = client
//!     .list_calls()
//!     .start_time_after("2026-06-01")
//!     .start_time_before("2026-07-01T00:00:00+02:00");
//! let mut calls = june.limit(5_000).prefetch().stream();
//! while let Some(call) = calls.try_next().await? {
//!     println!("{} {}", call.sid, call.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! There is one [`Error`]. It says what kind it is, keeps what the service said, and can be logged as it is.
//!
//! ```
//! # use twilio_calls::{Client, Error};
//! # async fn example(client: Client) -> Result<(), Error> {
//! match client.create_call("+15558675310", "+15552223214").twiml("<Response/>").await {
//!     Ok(call) => println!("{}", call.sid),
//!     Err(error) if error.is_invalid_argument() => println!("nothing was sent: {error}"),
//!     Err(error) if error.is_retryable() => println!("no call was placed, try later: {error}"),
//!     Err(error) if error.is_timeout() => println!("it may have been placed: {error}"),
//!     Err(error) => match error.api_error().and_then(|api| api.code()) {
//!         Some(21211) => println!("that is no phone number"),
//!         _ => return Err(error),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Retries
//!
//! Reads and deletes are sent again after lost connections, timeouts, 408, 429 and 5xx; creates and updates
//! only when no connection was made or the service said 429. How often, how long and with which pauses is
//! for a [`RetryPolicy`], which can also be told to report every attempt.
//!
//! ```
//! use std::time::Duration;
//! use twilio_calls::RetryPolicy;
//!
//! let policy = RetryPolicy::default()
//!     .max_attempts(5)
//!     .total_time(Duration::from_secs(60))
//!     .on_retry(|retry| eprintln!("{}: {}", retry.operation(), retry.error()));
//! # let _ = policy;
//! ```
//!
//! # Callbacks
//!
//! The feature `webhooks` has the module `webhook`: it checks that a callback is the service's and reads it
//! into types, whatever framework received it; the feature `axum` adds an extractor.
//!
//! # Features
//!
//! | feature | gives |
//! |---|---|
//! | `rustls` (default) | TLS by rustls with *ring* and the certificates that the system trusts |
//! | `native-tls` | TLS by the system's library; counts where `rustls` is off |
//! | `webhooks` (default) | the service's callbacks, and the check that they are the service's (module `webhook`) |
//! | `axum` | an extractor for axum that checks callbacks |
//! | `csv` | the call log as typed rows |
//! | `tracing` | one span a request: operation, attempts, status, request id, elapsed time |
//! | `schemars` | `JsonSchema` for the types of the service |
//! | `jiff`, `chrono`, `time` | conversions of [`Timestamp`] and [`DateOrTime`] |
//!
//! Without any TLS feature, `http` addresses work, and `https` ones only with an
//! [`http_client`](ClientBuilder::http_client) of one's own.
//!
//! # Tests of applications
//!
//! [`ClientBuilder::base_url`] points a client at any HTTP server, such as one that stands in for the
//! service; [`RetryPolicy::never`] and a short [`timeout`](ClientBuilder::timeout) keep such tests quick.
//! All pauses are tokio's, so that its paused clock skips them.

/// The page of the package: its example is compiled with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod api;
mod api_error;
mod argument;
mod auth;
mod base_url;
mod builder;
mod byte_stream;
mod client;
mod credentials;
mod decimal;
mod environment;
mod error;
mod form;
mod headers;
mod http_client;
mod incoming_response;
mod operation;
mod page;
mod rate_limiter;
mod request;
mod response;
mod retry;
#[cfg(feature = "csv")]
mod rows;
mod scalar;
mod secret;
mod time;
mod tls;
mod trace;
mod transport;
mod wait;
#[cfg(feature = "webhooks")]
pub mod webhook;
mod wire;

pub use api::*;
pub use api_error::ApiError;
pub use argument::{Argument, InvalidArgument};
pub use builder::ClientBuilder;
pub use byte_stream::ByteStream;
pub use client::Client;
pub use credentials::Credentials;
pub use decimal::Decimal;
pub use error::Error;
pub use page::{Items, Page, Pages};
pub use request::RequestFuture;
pub use reqwest;
pub use response::Response;
pub use retry::{Retry, RetryPolicy};
#[cfg(feature = "csv")]
pub use rows::{CallRow, Rows};
pub use scalar::{InvalidValue, UnknownValue};
pub use secret::Secret;
pub use time::{DateOrTime, Timestamp};
pub use wait::WaitForCall;
