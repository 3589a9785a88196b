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
//! - Recordings, started with their call or during it, paused, resumed, stopped and deleted. Their audio is silence of
//!   their length, as WAV and MP3, with `ETag` and `Range`.
//! - Streams, SIPREC sessions and transcriptions of a call in progress, which stop with it; payments, messages and
//!   subscriptions, where a repeated idempotency key never creates a second one.
//! - Callbacks about calls, recordings, detection, streams and transcriptions, and requests for instructions, including
//!   those after `<Gather>`, `<Dial>` and `<Record>`: signed and in order, or out of order, duplicated, delayed and lost on
//!   demand ([`CallbackFaults`]).
//! - Failures on a call: instructions that cannot be fetched, have the wrong content type or are not TwiML are replaced by
//!   those of `FallbackUrl`, or end the call. Notifications report them, and events list every request made for the call.
//! - Errors with Twilio's codes in the order of its checks, test credentials with their magic numbers, subaccounts and
//!   API keys.
//! - A time limit of 15 seconds for receivers of callbacks, as at Twilio. If a receiver fails to respond, its limit is
//!   a sixtieth of that until it does, so that it delays neither the clock nor others ([`Builder::callback_timeout`]).
//! - Faults on demand ([`Fault`]), reads that lag behind ([`Builder::lag`]), and lists that lag behind even more
//!   ([`Builder::list_lag`]). The header `Date` of responses contains the time of the simulator's clock.
//!
//! # What it shows
//!
//! The page, the log and `Debug` show who calls whom, but no TwiML, passwords, tokens or queries of URLs. Requests are only
//! served for this machine (`localhost`, `127.0.0.1`, `[::1]`) and the hosts of [`Builder::allow_requests_for`], so that a
//! page of another site cannot read the simulator by resolving its own name to 127.0.0.1.
//!
//! # Where Twilio's behavior is not documented
//!
//! The simulator makes these choices:
//!
//! - Responses: deleting a call that has not ended is 409 with code 20009. Invalid parameters without a specific code are
//!   20422. The credentials of one account with the path of another are 20404. Redirecting a queued or ringing call is
//!   21220, as for a call that has ended.
//! - Lists: `StartTime<` excludes the day itself. Deletions are visible immediately, regardless of the lag.
//! - Instructions: an empty body means that there are none, and a body without a content type is read as TwiML. A URL
//!   on a host that is not allowed counts as no instructions, not as a failure. Of TwiML, `Dial`, `Gather`, `Record`,
//!   `Pause`, `Redirect`, `Hangup` and `Reject` are followed; other verbs take no time.
//! - Callbacks are only sent to `http` URLs. SIPREC sessions and payments have none.
//! - Events: the log of a call contains the API requests that created or changed it, but no secrets, and at most 16 KiB of
//!   each body.
//! - Sessions: starting a stream, a payment or the like in a call that is not in progress is 21220. A name that is taken
//!   and a payment that is over are 409 with code 20409. Stopping a stopped session again changes nothing.
//! - Recordings: changing one that has ended is 21220. `Twilio.CURRENT` with several active recordings is 20422, and so are
//!   two channels of a recording that has one. A recording cannot be deleted (409, 20009) until it has been processed,
//!   which takes a second.

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
mod program;
mod queue;
mod random;
mod redact;
mod render;
mod reverse_proxy;
mod scenario;
mod server;
mod shared;
mod sid;
mod signature;
mod simulator;
mod stalled_write;
mod store;
mod time_limits;
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
pub use self::reverse_proxy::{InvalidProxy, ReverseProxy};
pub use self::scenario::{Dialed, Scenario};
pub use self::sid::{InvalidSid, Sid};
pub use self::signature::{InvalidSigner, SharedKey, SignatureAlgorithm, Signer};
pub use self::simulator::{CallRef, ControlError, PastCall, Simulator};
