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
use crate::scenario::Scenario;
use crate::server;
use crate::shared::Shared;
use crate::sid::Sid;
use crate::world::{NewCall, World};

/// A running stand-in for the Calls API, on a port of 127.0.0.1.
///
/// Many can run in one process. Everything stops when it is dropped: the port is closed, open connections end, callbacks
/// under way are given up.
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
/// // Nothing moves until the test says so.
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
    /// Lets one caller at a time move the clock.
    stepping: tokio::sync::Mutex<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Starts a simulator with the defaults: a free port, a stepped clock, one call per second and no trouble.
    ///
    /// # Errors
    ///
    /// When loopback cannot be used or the spec document is broken.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Sets up a simulator.
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

    /// The address to give to a client instead of `https://api.twilio.com`, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The account, with its auth token.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Credentials for tests, as the live service has them: creating calls is checked, with numbers that are refused
    /// on purpose, and no call is made; everything else is refused with 403 and code 20008.
    pub const fn test_credentials(&self) -> &Credentials {
        &self.test_credentials
    }

    /// A new API key of an account. It opens that account alone, while callbacks keep being signed with the auth token.
    pub fn add_api_key(&self, account: Sid) -> Credentials {
        let mut world = self.shared.world();
        let World {
            accounts, random, ..
        } = &mut *world;
        accounts.add_key(account, random)
    }

    /// A new subaccount with a queue and calls of its own. The credentials of the account open it too.
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

    /// What the clock shows.
    pub fn now(&self) -> Moment {
        self.shared.clock.now()
    }

    /// Moves a stepped clock. Everything that is due meanwhile happens at its moment and in order; before time goes on,
    /// every callback that became due has been delivered or has failed. What a receiver does in answer to a callback, a
    /// request to this simulator included, therefore happens at the moment of the callback.
    ///
    /// With a clock that moves by itself this only waits for the callbacks under way.
    ///
    /// A receiver must not wait for this in answer to a callback: both would wait for each other.
    pub async fn advance(&self, duration: Duration) {
        let _alone = self.stepping.lock().await;
        let clock = &self.shared.clock;
        let target = if clock.is_stepped() {
            clock.now().plus(duration)
        } else {
            clock.now()
        };
        loop {
            // The clock shows the moment of each event while it happens.
            let next = self.shared.world().next_due().filter(|&due| due <= target);
            clock.set(next.unwrap_or(target));
            self.shared.run(next.unwrap_or(target), true);
            self.shared.until_idle().await;
            if next.is_none() {
                return;
            }
        }
    }

    /// Delivers what is due now, without moving the clock.
    pub async fn settle(&self) {
        self.advance(Duration::ZERO).await;
    }

    /// All calls of all accounts in the order of their creation, as they really are.
    pub fn calls(&self) -> Vec<Arc<Call>> {
        self.shared.world().store.all().cloned().collect()
    }

    /// How many calls there are.
    pub fn call_count(&self) -> usize {
        self.shared.world().store.len()
    }

    /// A call as it really is, whatever readers see.
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

    /// The requests that were received, the oldest first.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.world().log.requests().iter().cloned().collect()
    }

    /// The callbacks that were fired, the oldest first.
    pub fn callbacks(&self) -> Vec<CallbackRecord> {
        self.shared
            .world()
            .log
            .callbacks()
            .iter()
            .cloned()
            .collect()
    }

    /// The called party answers now, wherever the call is; steps on the way are reported.
    ///
    /// # Errors
    ///
    /// When there is no such call, it has been answered, or it is over.
    pub async fn answer(&self, sid: impl CallRef) -> Result<(), ControlError> {
        self.control(sid, |world, seq, now| world.answer(seq, now))
            .await
    }

    /// The called party hangs up, or declines if it has not answered.
    ///
    /// # Errors
    ///
    /// When there is no such call or it is over.
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

    /// Somebody calls the account: an inbound call, which rings at once. `scenario` says who answers and how long they
    /// talk. None when there is no such account.
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
        let wanted = NewCall {
            account,
            to: to.into(),
            from: from.into(),
            options,
        };
        let call = {
            let mut world = self.shared.world();
            world.accounts.get(account)?;
            world.receive(&wanted, scenario, self.shared.clock.now())
        };
        self.shared.planned.notify_one();
        call
    }

    /// Adds calls that are over to the account's history, without requests or callbacks. Add them in the order of
    /// their creation where possible: lists show the newest first, and go by the order in which calls were added.
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

    /// The next call that is created goes like this, whatever else would be chosen. Several wait in line.
    pub fn next_scenario(&self, scenario: Scenario) {
        self.shared.world().scenarios.next.push_back(scenario);
    }

    /// From now on calls to this number go like this.
    pub fn set_scenario(&self, to: &str, scenario: Scenario) {
        self.shared
            .world()
            .scenarios
            .numbers
            .insert(to.to_owned(), Arc::new(scenario));
    }

    /// What goes wrong with the next requests, one entry for each; `None` lets one pass. Faults by chance rest
    /// meanwhile.
    pub fn script_faults(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.shared.world().fault_plan.scripted.extend(faults);
    }

    /// Replaces the faults by chance.
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

/// Lets time pass by itself: sleeps until something is due, or until something new is planned.
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

/// Something that names a call: a [`Sid`], or the text of one, as clients have it.
pub trait CallRef {
    /// The identifier; none when the text is none.
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

/// A call could not be answered or hung up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlError {
    /// There is no such call.
    NoSuchCall,
    /// The call has this status, and what was wanted is not possible any more.
    NotPossible(CallStatus),
}

impl fmt::Display for ControlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchCall => formatter.write_str("there is no such call"),
            Self::NotPossible(status) => write!(formatter, "the call is {status} already"),
        }
    }
}

impl std::error::Error for ControlError {}

/// A call that is over, for [`Simulator::add_history`].
#[derive(Clone, Debug)]
pub struct PastCall {
    to: String,
    from: String,
    created: Moment,
    duration: Duration,
    status: CallStatus,
    direction: Direction,
    account: Option<Sid>,
}

impl PastCall {
    /// A completed outbound call of a minute.
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

    /// How long it lasted.
    #[must_use]
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// How it ended. A status that is not final is possible too: the call then stays there for ever.
    #[must_use]
    pub const fn status(mut self, status: CallStatus) -> Self {
        self.status = status;
        self
    }

    /// Which way it went.
    #[must_use]
    pub const fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Whose call it was, for subaccounts.
    #[must_use]
    pub const fn account(mut self, account: Sid) -> Self {
        self.account = Some(account);
        self
    }
}
