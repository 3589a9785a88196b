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
//! The [`guide`] explains the rest by task: a first call, outcomes, callbacks, lists, errors, tests, several accounts, and
//! moving from other libraries.
//!
//! # Guarantees
//!
//! - **Invalid values are never sent.** Arguments are checked when they are given; a request with invalid ones
//!   reports all of them and sends nothing ([`Error::invalid_arguments`]).
//! - **A call is never placed twice by this crate.** See [`RetryPolicy`] for what is retried.
//! - **Everything is bounded.** Connecting, responses, retries and waits have time limits, and response bodies a
//!   size limit ([`ClientBuilder`]). A body that is streamed must make progress in time ([`ByteStream`], [`Download`]), and a list
//!   cannot go on without items ([`Pages`]).
//! - **No personal data leaks.** Secrets, phone numbers, names and error messages of Twilio are not shown by
//!   `Display`, `Debug` or traces; read them on purpose with [`Error::raw_body`] and `as_str`.
//! - **Dropping a future cancels it.** Twilio may still act on a request that has already been sent.
//!
//! # Credentials
//!
//! An account SID with its auth token, an API key with its secret, or OAuth client credentials, from the
//! program or from the environment ([`Client::from_env`]), or whatever a secret store returns
//! ([`Credentials::provider`]). A [`Client`] is cheap to clone; create one and
//! reuse it. [`Client::for_account`] acts on behalf of a subaccount.
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
//!     .timeout(Duration::from_secs(10)) // for each attempt
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
//! Every operation is a method of [`Client`] that returns a builder with a setter for each parameter. Await
//! it for the value, or call its `response()` for the value with status, headers and request ID
//! ([`Response`]). Setters take whatever converts to the type of the parameter ([`Argument`]): strings, numbers,
//! durations, the types of this crate; of an array one value or any number ([`Arguments`]). `when_some` calls a setter if
//! there is a value: `.when_some(timeout, CreateCall::timeout)`. `request_timeout` and `retry` apply to one request; `form_param` and
//! `query_param` add parameters that this version does not know.
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
//! Values that come from settings are best kept in the types of the parameters: then the called party and the caller cannot
//! be swapped.
//!
//! ```compile_fail
//! # fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
//! let to: twilio_calls::Endpoint = "+15558675310".parse()?;
//! let from: twilio_calls::CallerId = "+15552223214".parse()?;
//! let create = client.create_call(from, to); // does not compile
//! # Ok(())
//! # }
//! ```
//!
//! # Following calls
//!
//! Status callbacks report at once what happens to a call: see `webhook` below. A program that cannot be
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
//! Callbacks may come twice, in another order, or not at all. With the feature `webhooks`, `CallProgress` takes them in,
//! and fetched calls too; it never goes back, and tells what is new:
//!
//! ```
//! # #[cfg(feature = "webhooks")] {
//! # use twilio_calls::{Call, CallProgress, CallStatusCallback, News};
//! # fn example(progress: &mut CallProgress, callback: CallStatusCallback, fetched: Call) {
//! for news in [progress.observe(&callback), progress.observe(&fetched)] {
//!     match news {
//!         News::Advanced(status) => println!("the call is now {status}"),
//!         News::Late(status) => println!("it has been {status}, too"),
//!         _ => println!("nothing to do"),
//!     }
//! }
//! # }
//! # }
//! ```
//!
//! # Lists
//!
//! `collect()` returns all items of a list in one `Vec`, `stream()` one after the other ([`Items`]), and `pages()` page
//! by page ([`Pages`]); `limit` ends them early. Awaited, a list is one page, as large as `page_size` says: an
//! iterator over its items, with the address of the next one ([`Page`]), at which `resume` goes on another day. CSV is
//! one page too, by `csv_page()` ([`ByteStream`]). Filters by time take a day or an instant, in UTC ([`DateOrTime`]).
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
//! # Recordings
//!
//! A call in progress is recorded by [`Client::create_call_recording`], and the recording is paused, resumed and stopped by
//! [`Client::update_call_recording`], where `Twilio.CURRENT` stands for the only one that runs. Its audio is a
//! [`Download`]: a stream of bytes that is resumed where it broke off, and saved to a file in one line.
//!
//! ```no_run
//! # use twilio_calls::{CallSid, Client, Error, RecordingChannels, UpdateRecordingStatus};
//! # async fn example(client: Client, call: CallSid) -> Result<(), Error> {
//! let recording = client
//!     .create_call_recording(call)
//!     .recording_channels(RecordingChannels::Dual)
//!     .await?;
//! client.update_call_recording(call, "Twilio.CURRENT", UpdateRecordingStatus::Stopped).await?;
//! // ... and when the recording status callback has reported `completed`:
//! client.fetch_recording_wav(recording.sid).await?.save_to("call.wav").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Databases
//!
//! No feature is needed to store what this crate returns. SIDs, statuses, phone numbers and amounts are strings
//! (`as_str`), durations are integers (`get`), and the `extra` of a whole call, which serializes as Twilio sent it, keeps
//! properties that this version does not know. Read them with `parse`, and statuses with `from_wire`, which accepts those of
//! tomorrow too. So in sqlx `.bind(call.sid.as_str())` writes and `row.get::<&str, _>("sid").parse()` reads, and in
//! rusqlite `params![call.sid.as_str()]` and `row.get_ref(0)?.as_str()?.parse()`.
//!
//! ```
//! # use twilio_calls::{Call, CallDuration, CallSid, CallStatus};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let json = r#"{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","status":"completed","duration":"63"}"#;
//! # let call: Call = serde_json::from_str(json)?;
//! // To columns, and back.
//! let (sid, status, seconds) = (call.sid.as_str(), call.status.as_str(), call.duration.map(CallDuration::get));
//! assert_eq!(sid.parse::<CallSid>()?, call.sid);
//! assert_eq!(CallStatus::from_wire(status), call.status);
//! assert_eq!(seconds.map(CallDuration::new), call.duration);
//! // The whole call in one column.
//! let column = serde_json::to_string(&call)?;
//! assert_eq!(serde_json::from_str::<Call>(&column)?, call);
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! There is one [`Error`]. Its predicates tell what happened, its [`outcome`](Error::outcome) whether a call may have
//! been placed nevertheless, it keeps the response, and it is safe to log.
//!
//! ```
//! # use twilio_calls::{Client, Error, ErrorCode, Outcome};
//! # async fn example(client: Client) -> Result<(), Error> {
//! match client.create_call("+15558675310", "+15552223214").twiml("<Response/>").await {
//!     Ok(call) => println!("{}", call.sid),
//!     Err(error) => match error.outcome() {
//!         Outcome::NoEffect => println!("no call was placed: {error}"),
//!         Outcome::Rejected => match error.code() {
//!             Some(ErrorCode::INVALID_TO) => println!("that is not a phone number"),
//!             _ => return Err(error),
//!         },
//!         Outcome::Unknown => println!("look for the call before placing it again: {error}"),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # After a failure that leaves open what happened
//!
//! A create whose outcome is [`Unknown`](Outcome::Unknown) may have placed a call. [`Client::reconcile_call`] finds out,
//! or says that it cannot be known; it never guesses. Note the time before sending, and give every attempt a token of its
//! own in the query of its status callback: the callbacks then tell which call it placed.
//!
//! ```no_run
//! # use std::collections::HashMap;
//! # use std::sync::{Arc, Mutex};
//! # use std::time::SystemTime;
//! # use twilio_calls::{Call, CallEvent, CallSid, Client, Error, Outcome, Reconciled};
//! # async fn example(client: Client, tokens: Arc<Mutex<HashMap<CallSid, String>>>) -> Result<(), Error> {
//! let sent = SystemTime::now();
//! let create = client
//!     .create_call("+15558675310", "+15552223214")
//!     .twiml("<Response/>")
//!     .status_callback("https://example.com/events?attempt=7f3a")
//!     .status_callback_event([CallEvent::Initiated, CallEvent::Completed]);
//! match create.await {
//!     Err(error) if error.outcome() == Outcome::Unknown => {
//!         // What the handler of the callbacks notes: the attempt of each call it has heard of.
//!         let token = move |call: &Call| tokens.lock().ok()?.get(&call.sid).cloned();
//!         let reconcile = client.reconcile_call("+15558675310", "+15552223214", sent);
//!         match reconcile.ended(SystemTime::now()).token("7f3a", token).await? {
//!             Reconciled::Created(call) => println!("{} was placed", call.sid),
//!             Reconciled::NotCreated => println!("no call was placed, so place it again"),
//!             Reconciled::Unknown(doubt) => println!("somebody has to look: {doubt:?}"),
//!         }
//!     }
//!     other => println!("{}", other?.sid),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Lists lag behind, so that a call may have been placed although none is listed yet: reconciling takes up to the
//! [`lag`](ReconcileCall::lag). Do not look for the call yourself with `start_time_after`: a call that waits in the queue
//! has no start time, and no such filter finds it.
//!
//! # Retries
//!
//! Reads and deletes are retried after lost connections, timeouts, 408, 429 and 5xx; creates and updates only
//! if they were not sent, and after 429. A [`RetryPolicy`] determines how often, for how long and
//! with which delays, and can report every retry. All requests of a client share a
//! [budget of retries](ClientBuilder::retry_budget), so that retries end while Twilio is down, and on demand a
//! [limit of concurrent requests](ClientBuilder::max_concurrent_requests), which learns from 429.
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
//! The feature `webhooks` adds the module `webhook`: it verifies that a callback was sent by Twilio and parses it
//! into types, whatever framework received it; the feature `axum` adds an extractor.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `rustls` (default) | TLS by reqwest's own feature `rustls`, with the certificates that the system trusts |
//! | `rustls-ring` | TLS by rustls with *ring*, which compiles faster; affects other users of reqwest and rustls in the application, see `Cargo.toml` |
//! | `native-tls` | TLS by the system's library; only used if `rustls` and `rustls-ring` are off |
//! | `webhooks` (default) | typed callbacks, and the verification of their signatures (module `webhook`) |
//! | `axum` | an extractor for axum that verifies callbacks |
//! | `csv` | CSV as typed rows |
//! | `tracing` | one span per request: operation, attempts, status, request ID, elapsed time |
//! | `testing` | for tests of applications: canned responses, and responses and errors as values (module `testing`) |
//! | `schemars` | `JsonSchema` for the types of the API |
//! | `jiff`, `chrono`, `time` | conversions of [`Timestamp`] and [`DateOrTime`] |
//!
//! Without a TLS feature, `http` URLs work, and `https` URLs only with your own
//! [`http_client`](ClientBuilder::http_client).
//!
//! # Testing applications
//!
//! Without a socket: the feature `testing` adds a transport with canned responses that keeps what was sent, and makes
//! responses and errors; [`ClientBuilder::transport`] takes any function from a request to a response.
//!
//! [`ClientBuilder::base_url`] points a client at any HTTP server, such as a simulator, and `TWILIO_BASE_URL` in the
//! environment does so for [`Client::from_env`], without a change of the program; [`RetryPolicy::never`]
//! and a short [`timeout`](ClientBuilder::timeout) keep such tests quick. All delays are tokio's, so its paused
//! clock skips them.

// docs.rs says beside each item which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

/// Compiles the example of the README.
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
mod concurrency;
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
