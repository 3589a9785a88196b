//! The handle of a running simulator.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::account::Credentials;
use crate::builder::{Builder, StartError};
use crate::call::{Call, CallStatus, Direction, Options, Recording};
use crate::callback::{CallbackRecord, Delivery};
use crate::delivery;
use crate::fault::{Fault, Faults};
use crate::log::RequestRecord;
use crate::moment::Moment;
use crate::queue::Queue;
use crate::redact::Redacted;
use crate::scenario::Scenario;
use crate::server;
use crate::shared::Shared;
use crate::sid::Sid;
use crate::world::{NewCall, World};

/// A running simulator of the Calls API, on a port of 127.0.0.1.
///
/// Several can run in one process. Dropping it stops everything: it closes the port and open connections, and cancels
/// callbacks in flight.
///
/// ```
/// use std::time::Duration;
/// use twilio_calls_simulator::{CallStatus, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::start().await?;
/// let credentials = simulator.credentials();
/// let account = credentials.account_sid().to_string();
/// let credentials = twilio_calls::Credentials::auth_token(account.as_str(), credentials.password())?;
/// let client = twilio_calls::Client::builder(credentials).base_url(simulator.base_url()).build()?;
/// let call = client.create_call("+15550001111", "+15550002222").twiml("<Response/>").await?;
///
/// // Time stands still until the test advances it.
/// simulator.assert_call(call.sid).is(CallStatus::Queued);
/// simulator.advance(Duration::from_secs(4)).await;
/// simulator.assert_call(call.sid).is(CallStatus::InProgress);
/// simulator.hang_up(call.sid).await?;
/// simulator.assert_call(call.sid).is(CallStatus::Completed).lasted(Duration::ZERO);
/// # Ok(())
/// # }
/// ```
pub struct Simulator {
    shared: Arc<Shared>,
    base_url: String,
    credentials: Credentials,
    test_credentials: Credentials,
    calls_per_second: u32,
    /// Serializes calls of `advance`.
    stepping: tokio::sync::Mutex<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Starts a simulator with the defaults: a free port, a stepped clock, one call per second and no faults.
    ///
    /// # Errors
    ///
    /// Fails if loopback is not available, or the spec cannot be used.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn run(
        shared: Arc<Shared>,
        listener: TcpListener,
        deliveries: mpsc::UnboundedReceiver<Delivery>,
        base_url: String,
        credentials: Credentials,
        test_credentials: Credentials,
        calls_per_second: u32,
    ) -> Self {
        let mut tasks = vec![
            tokio::spawn(server::serve(shared.clone(), listener)),
            tokio::spawn(delivery::run(shared.clone(), deliveries)),
        ];
        if !shared.clock.is_stepped() {
            tasks.push(tokio::spawn(drive(shared.clone())));
        }
        let stepping = tokio::sync::Mutex::new(());
        Self {
            shared,
            base_url,
            credentials,
            test_credentials,
            calls_per_second,
            stepping,
            tasks,
        }
    }

    /// The base URL for clients instead of `https://api.twilio.com`, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The SID and auth token of the account.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Test credentials like Twilio's: a create is validated, with magic numbers that provoke errors, and no call is
    /// made; all other operations are rejected with 403 and code 20008.
    pub const fn test_credentials(&self) -> &Credentials {
        &self.test_credentials
    }

    /// Adds an API key to an account. It grants access to that account only; callbacks are still signed with the auth
    /// token.
    pub fn add_api_key(&self, account: Sid) -> Credentials {
        let mut world = self.shared.world();
        let World {
            accounts, random, ..
        } = &mut *world;
        accounts.add_key(account, random)
    }

    /// Adds a subaccount with its own queue and calls. The credentials of the account also grant access to it.
    pub fn add_subaccount(&self) -> Credentials {
        let mut world = self.shared.world();
        let World {
            accounts, random, ..
        } = &mut *world;
        accounts.add(
            Some(self.credentials.account),
            false,
            Queue::new(self.calls_per_second),
            random,
        )
    }

    /// The time of the clock.
    pub fn now(&self) -> Moment {
        self.shared.clock.now()
    }

    /// Advances a stepped clock. All events that become due happen at their moment and in order; at each moment, the
    /// clock waits until every callback has been delivered or has failed. So everything that a receiver does in
    /// response to a callback, such as a request to this simulator, happens at the moment of the callback. For
    /// receivers that did not respond before, it only waits at the end.
    ///
    /// With a clock that runs by itself, this only waits for the callbacks in flight.
    ///
    /// A receiver must not await this while it handles a callback: that would deadlock.
    pub async fn advance(&self, duration: Duration) {
        let _alone = self.stepping.lock().await;
        let clock = &self.shared.clock;
        let target = if clock.is_stepped() {
            clock.now().plus(duration)
        } else {
            clock.now()
        };
        loop {
            // The clock is at the moment of each event while it happens.
            let next = self.shared.world().next_due().filter(|&due| due <= target);
            clock.set(next.unwrap_or(target));
            self.shared.run(next.unwrap_or(target), true);
            if next.is_none() {
                return self.shared.until_idle().await;
            }
            self.shared.until_responsive_idle().await;
        }
    }

    /// Delivers what is due now, without advancing the clock.
    pub async fn settle(&self) {
        self.advance(Duration::ZERO).await;
    }

    /// The current state of all calls of all accounts, in the order of their creation.
    pub fn calls(&self) -> Vec<Arc<Call>> {
        self.shared.world().store.all().cloned().collect()
    }

    /// The number of calls.
    pub fn call_count(&self) -> usize {
        self.shared.world().store.len()
    }

    /// The current state of a call, regardless of what readers see.
    pub fn call(&self, sid: impl CallRef) -> Option<Arc<Call>> {
        let world = self.shared.world();
        world.store.get(world.store.number(sid.to_sid()?)?).cloned()
    }

    /// The recordings of a call.
    pub fn recordings(&self, sid: impl CallRef) -> Vec<Recording> {
        sid.to_sid()
            .map(|sid| self.shared.world().store.recordings(sid).to_vec())
            .unwrap_or_default()
    }

    /// The requests received, oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.world().log.requests().iter().cloned().collect()
    }

    /// The callbacks fired, oldest first.
    pub fn callbacks(&self) -> Vec<CallbackRecord> {
        self.shared
            .world()
            .log
            .callbacks()
            .iter()
            .cloned()
            .collect()
    }

    /// Lets the called party answer now, whatever phase the call is in; the skipped events are reported.
    ///
    /// # Errors
    ///
    /// Fails if there is no such call, it has been answered, or it has ended.
    pub async fn answer(&self, sid: impl CallRef) -> Result<(), ControlError> {
        self.control(sid, |world, seq, now| world.answer(seq, now))
            .await
    }

    /// Lets the called party hang up, or decline if it has not answered.
    ///
    /// # Errors
    ///
    /// Fails if there is no such call, or it has ended.
    pub async fn hang_up(&self, sid: impl CallRef) -> Result<(), ControlError> {
        self.control(sid, |world, seq, now| world.hang_up(seq, true, now))
            .await
    }

    async fn control(
        &self,
        sid: impl CallRef,
        act: impl FnOnce(&mut World, u32, Moment) -> bool,
    ) -> Result<(), ControlError> {
        let now = self.shared.clock.now();
        {
            let mut world = self.shared.world();
            let seq = sid
                .to_sid()
                .and_then(|sid| world.store.number(sid))
                .ok_or(ControlError::NoSuchCall)?;
            let status = world.store.get(seq).ok_or(ControlError::NoSuchCall)?.status;
            if !act(&mut world, seq, now) {
                return Err(ControlError::NotPossible(status));
            }
        }
        self.shared.planned.notify_one();
        if self.shared.clock.is_stepped() {
            self.settle().await;
        }
        Ok(())
    }

    /// Adds an inbound call, which rings immediately. `scenario` determines who answers and how long the call lasts.
    /// Returns `None` if there is no such account.
    pub async fn receive(
        &self,
        account: Sid,
        from: &str,
        to: &str,
        scenario: Scenario,
    ) -> Option<Arc<Call>> {
        let minute = Duration::from_secs(60);
        let options = Options {
            timeout: minute,
            time_limit: minute * 240,
            ..Options::default()
        };
        let new_call = NewCall {
            account,
            to: to.into(),
            from: from.into(),
            options,
        };
        let call = {
            let mut world = self.shared.world();
            world.accounts.get(account)?;
            world.receive(&new_call, scenario, self.shared.clock.now())
        };
        self.shared.planned.notify_one();
        call
    }

    /// Adds ended calls to the account's history, without requests or callbacks. Add them in the order of their creation
    /// where possible: lists begin with the call that was added last.
    pub fn add_history(&self, calls: impl IntoIterator<Item = PastCall>) {
        let calls = calls.into_iter();
        let options = Arc::new(Options::default());
        let mut world = self.shared.world();
        for past in calls {
            let sid = Sid::random(*b"CA", &mut world.random);
            let ended = past.created.plus(past.duration);
            let _ = world.add_past_call(Call {
                sid,
                account: past.account.unwrap_or(self.credentials.account),
                parent: None,
                status: past.status,
                direction: past.direction,
                to: past.to.into(),
                from: past.from.into(),
                answered_by: None,
                created: past.created,
                updated: ended,
                started: Some(past.created),
                answered: (past.status == CallStatus::Completed).then_some(past.created),
                ended: Some(ended),
                price: (past.status == CallStatus::Completed).then_some(-1400),
                queue_time: Duration::ZERO,
                options: options.clone(),
            });
        }
    }

    /// Sets the scenario of the next created call, before any other choice. Several form a queue.
    pub fn next_scenario(&self, scenario: Scenario) {
        self.shared.world().scenarios.next.push_back(scenario);
    }

    /// Sets the scenario of further calls to this number.
    pub fn set_scenario(&self, to: &str, scenario: Scenario) {
        self.shared
            .world()
            .scenarios
            .numbers
            .insert(to.to_owned(), Arc::new(scenario));
    }

    /// Sets the faults of the next requests, one entry each; `None` means no fault. Random faults pause meanwhile.
    pub fn script_faults(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.shared.world().fault_plan.scripted.extend(faults);
    }

    /// Replaces the random faults.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.world().fault_plan.faults = faults;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Simulator")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Runs events as real time passes: sleeps until the next one is due or a new one is planned.
async fn drive(shared: Arc<Shared>) {
    loop {
        shared.run(shared.clock.now(), false);
        let due = shared.world().next_due();
        let wait = due.and_then(|due| shared.clock.until(due));
        match wait {
            Some(wait) => {
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = shared.planned.notified() => {}
                }
            }
            None => shared.planned.notified().await,
        }
    }
}

/// A reference to a call: a [`Sid`] or its text.
pub trait CallRef {
    /// The SID; `None` if the string is not a SID.
    fn to_sid(&self) -> Option<Sid>;
}

impl CallRef for Sid {
    fn to_sid(&self) -> Option<Sid> {
        Some(*self)
    }
}

impl<T: AsRef<str> + ?Sized> CallRef for T {
    fn to_sid(&self) -> Option<Sid> {
        Sid::from_str(self.as_ref()).ok()
    }
}

/// The error of [`Simulator::answer`] and [`Simulator::hang_up`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlError {
    /// There is no such call.
    NoSuchCall,
    /// The call already has this status.
    NotPossible(CallStatus),
}

impl fmt::Display for ControlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchCall => formatter.write_str("there is no such call"),
            Self::NotPossible(status) => write!(formatter, "the call is already {status}"),
        }
    }
}

impl std::error::Error for ControlError {}

/// An ended call, for [`Simulator::add_history`].
#[derive(Clone)]
pub struct PastCall {
    to: String,
    from: String,
    created: Moment,
    duration: Duration,
    status: CallStatus,
    direction: Direction,
    account: Option<Sid>,
}

impl fmt::Debug for PastCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PastCall")
            .field("to", &Redacted(&self.to))
            .field("from", &Redacted(&self.from))
            .field("created", &self.created)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl PastCall {
    /// A completed outbound call of one minute.
    pub fn new(to: &str, from: &str, created: Moment) -> Self {
        Self {
            to: to.to_owned(),
            from: from.to_owned(),
            created,
            duration: Duration::from_secs(60),
            status: CallStatus::Completed,
            direction: Direction::OutboundApi,
            account: None,
        }
    }

    /// Sets how long it lasted.
    #[must_use]
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// Sets how it ended. A status that is not final is also possible: the call then keeps it forever.
    #[must_use]
    pub const fn status(mut self, status: CallStatus) -> Self {
        self.status = status;
        self
    }

    /// Sets its direction.
    #[must_use]
    pub const fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Sets its account, for subaccounts.
    #[must_use]
    pub const fn account(mut self, account: Sid) -> Self {
        self.account = Some(account);
        self
    }
}
