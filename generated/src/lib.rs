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
//! # Requests
//!
//! Every operation is a method of [`Client`] that gives a request with a setter for each parameter. Await
//! it for the value, or call its `response()` for the value with status, headers and request id
//! ([`Response`]). `request_timeout` and `retry` hold for one request; `form_param` and `query_param` take
//! parameters that this version does not know.
//!
//! Lists give their first page when awaited, all [`Pages`] by `pages()`, all [`Items`] by `stream()`, and
//! a table by `csv()` ([`ByteStream`]). [`Client::wait_for_call`] follows a call to its end.
//!
//! # Features
//!
//! | feature | gives |
//! |---|---|
//! | `rustls` (default) | TLS by rustls with *ring* and the certificates that the system trusts |
//! | `native-tls` | TLS by the system's library; counts where `rustls` is off |
//! | `webhooks` (default) | the service's callbacks, and the check that they are the service's ([`webhook`]) |
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

mod api;
mod api_error;
mod auth;
mod client;
mod credentials;
mod csv;
mod decimal;
mod error;
mod form;
mod pace;
mod page;
mod reply;
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

pub use api::*;
pub use api_error::ApiError;
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use csv::ByteStream;
pub use decimal::Decimal;
pub use error::Error;
pub use page::{Items, Page, Pages};
pub use request::{Argument, InvalidArgument, RequestFuture};
pub use reqwest;
pub use response::Response;
pub use retry::{Retry, RetryPolicy};
#[cfg(feature = "csv")]
pub use rows::{CallRow, Rows};
pub use scalar::{InvalidValue, UnknownValue};
pub use secret::Secret;
pub use time::{DateOrTime, Timestamp};
pub use wait::WaitForCall;
