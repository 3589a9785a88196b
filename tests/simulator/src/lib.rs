//! A simulator of Twilio's Calls API: calls are created, listed, changed and deleted over real HTTP, pass through their
//! statuses on a clock that tests control, and send signed callbacks. Everything stays on this machine.
//!
//! ```
//! use std::time::Duration;
//! use twilio_calls_simulator::{CallStatus, Scenario, Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::builder().number("+15550001111", Scenario::busy()).start().await?;
//!
//! // Point the client under test at the simulator ...
//! let credentials = simulator.credentials();
//! let account = credentials.account_sid().to_string();
//! let credentials = twilio_calls::Credentials::auth_token(account.as_str(), credentials.password())?;
//! let client = twilio_calls::Client::builder(credentials).base_url(simulator.base_url()).build()?;
//! let call = client.create_call("+15550001111", "+15550002222").twiml("<Response/>").await?;
//!
//! // ... and advance the clock.
//! simulator.advance(Duration::from_secs(2)).await;
//! simulator.assert_call(call.sid).is(CallStatus::Busy);
//! # Ok(())
//! # }
//! ```
//!
//! # What it simulates
//!
//! - All operations of `spec/twilio-calls.yaml`, checked against that document by an independent JSON Schema validator.
//! - The queue of an account (calls per second), the statuses of a call, the empty values in Twilio's responses, a
//!   price that arrives late, child calls, answering machine detection.
//! - Recordings, begun with their call or during it, paused, resumed, stopped and deleted. Their audio is silence of their
//!   length, as WAV and as MP3, with `ETag` and `Range`.
//! - Streams, SIPREC sessions and transcriptions of a call in progress, which stop with it; payments, messages and
//!   subscriptions, of which an idempotency key that is known makes no second one.
//! - Status, recording and detection callbacks, those of streams and transcriptions, and requests for instructions, also after `<Gather>`, `<Dial>` and `<Record>`, signed
//!   and in order; optionally out of order, duplicated, delayed and lost ([`CallbackFaults`]).
//! - What goes wrong: instructions that cannot be fetched, have the wrong content type or are no TwiML are replaced by those
//!   of `FallbackUrl`, or end the call. Notifications say what happened, and events list every request made for the call.
//! - Errors with Twilio's codes in the order of its checks, test credentials with their magic numbers, subaccounts and
//!   API keys.
//! - A receiver of callbacks that stays silent is waited for 15 seconds, as at Twilio; after that, until it responds again,
//!   a sixtieth of it, so that it holds up neither the clock nor others ([`Builder::callback_timeout`]).
//! - Faults on demand ([`Fault`]) and reads that lag behind ([`Builder::lag`]), lists more than others
//!   ([`Builder::list_lag`]). Responses carry the time of the simulator's clock in the header `Date`.
//!
//! # What it shows
//!
//! The page, the log and `Debug` show who calls whom, but no TwiML, no password, no token and no query of a URL. It serves
//! requests for this machine only (`localhost`, `127.0.0.1`, `[::1]`), and for the hosts of [`Builder::allow_requests_for`]: a page
//! of another site must not read it by giving its own name the address 127.0.0.1.
//!
//! # Where Twilio's behavior is not documented
//!
//! The simulator chooses: deleting a call that has not ended is 409 with code 20009. Invalid parameters without their
//! own code are 20422. The credentials of one account on the path of another are 20404. `StartTime<` excludes the day
//! itself. Redirecting a call that is queued or ringing is 21220, as for a call that has ended. Deletions are visible
//! immediately, whatever the lag. Instructions without a body or without a content type are carried out as far as there
//! are any; what is to be sent to a host that is not allowed is no instructions, and nothing goes wrong. The log of a call
//! has requests of the API that created or changed it, but no secrets, and at most 16 KiB of a body. Of TwiML, it follows `Dial`, `Gather`, `Record`, `Pause`, `Redirect`, `Hangup` and `Reject`;
//! other verbs take no time. Callbacks go to `http` URLs only. Starting a stream, a payment or their kin in a call that is not in progress is 21220; a
//! name that is taken and a payment that is over are 409 with code 20409; stopping again what has stopped changes
//! nothing. SIPREC sessions and payments report nothing. A change of a recording that has ended is 21220, `Twilio.CURRENT` with
//! several recordings that have not ended 20422, and so are two channels of a recording that has one. A recording cannot
//! be deleted (409, 20009) before it is processed, which takes a second.

mod account;
mod address;
mod api;
mod assert;
mod audio;
mod builder;
mod call;
mod callback;
mod clock;
mod contract;
mod delivery;
mod error;
mod exchange;
mod fault;
mod form;
mod history;
mod host;
mod lock;
mod log;
mod media;
mod moment;
mod notification;
mod page;
mod patience;
mod program;
mod queue;
mod random;
mod redact;
mod render;
mod scenario;
mod server;
mod shared;
mod sid;
mod signature;
mod simulator;
mod stalled_write;
mod store;
mod twiml;
mod world;

pub use self::account::Credentials;
pub use self::assert::CallAssertion;
pub use self::builder::{Builder, StartError};
pub use self::call::{AnsweredBy, Call, CallStatus, Direction, Recording};
pub use self::callback::{CallbackFaults, CallbackKind, CallbackRecord, Outcome};
pub use self::clock::ClockMode;
pub use self::contract::{Contract, SpecError};
pub use self::fault::{Fault, Faults};
pub use self::log::{Line, RequestRecord};
pub use self::moment::Moment;
pub use self::program::{Program, ProgramError};
pub use self::scenario::{Dialed, Scenario};
pub use self::sid::{InvalidSid, Sid};
pub use self::signature::{InvalidSigner, SharedKey, SignatureAlgorithm, Signer};
pub use self::simulator::{CallRef, ControlError, PastCall, Simulator};
