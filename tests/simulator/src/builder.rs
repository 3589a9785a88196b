//! Configures and starts a simulator.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::account::Accounts;
use crate::address::AllowList;
use crate::callback::CallbackFaults;
use crate::clock::{Clock, ClockMode};
use crate::contract::{Contract, SpecError};
use crate::fault::{FaultPlan, Faults};
use crate::log::{Line, Log, Observer};
use crate::moment::Moment;
use crate::queue::Queue;
use crate::random::Random;
use crate::reverse_proxy::ReverseProxy;
use crate::scenario::{Dialed, Scenario, ScenarioSource};
use crate::shared::{Settings, Shared};
use crate::signature::Signer;
use crate::simulator::Simulator;
use crate::store::Store;
use crate::world::World;

/// The start of a stepped clock unless set otherwise.
const ORIGIN: Moment = Moment::from_unix_seconds(1_781_117_050);

/// Builder for a [`Simulator`].
///
/// ```
/// use std::time::Duration;
/// use twilio_calls_simulator::{CallbackFaults, Fault, Faults, ClockMode, Scenario, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), twilio_calls_simulator::StartError> {
/// let simulator = Simulator::builder()
///     .clock(ClockMode::Stepped)
///     .calls_per_second(30)
///     .seed(7)
///     .number("+15550001111", Scenario::busy())
///     .faults(Faults::none().with(0.1, Fault::ServerError(503)))
///     .callback_faults(CallbackFaults::none().duplicated(0.1))
///     .lag(Duration::from_secs(1))
///     .start()
///     .await?;
/// println!("{}", simulator.base_url());
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing runs until `start` is called"]
pub struct Builder {
    port: u16,
    clock: ClockMode,
    origin: Option<Moment>,
    calls_per_second: u32,
    seed: Option<u64>,
    scenarios: ScenarioSource,
    faults: Faults,
    callback_faults: CallbackFaults,
    lag: Duration,
    list_lag: Duration,
    log_capacity: usize,
    observer: Option<Observer>,
    settings: Settings,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            clock: ClockMode::Stepped,
            origin: None,
            calls_per_second: 1,
            seed: None,
            scenarios: ScenarioSource::default(),
            faults: Faults::none(),
            callback_faults: CallbackFaults::none(),
            lag: Duration::ZERO,
            list_lag: Duration::ZERO,
            log_capacity: 100_000,
            observer: None,
            settings: Settings {
                strict: false,
                numbers: None,
                concurrency: None,
                client_timeout: Duration::from_secs(10),
                callback_timeout: Duration::from_secs(15),
                allow_list: AllowList::default(),
                reverse_proxy: None,
                hosts: AllowList::default(),
                signers: Vec::new(),
            },
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("port", &self.port)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// Sets the port on 127.0.0.1; 0, the default, picks a free one.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets how time passes: [`ClockMode::Stepped`] unless set, which suits tests.
    pub const fn clock(mut self, clock: ClockMode) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the start of the clock. The default is the machine's time; for a stepped clock it is a fixed moment in June
    /// 2026, so that tests see the same times in every run.
    pub const fn starting_at(mut self, moment: Moment) -> Self {
        self.origin = Some(moment);
        self
    }

    /// Sets how many calls per second each account may dial; further calls wait in the queue. The default is 1, as for
    /// a new account at Twilio, which allows up to 30. Any value from 1 is valid here.
    pub const fn calls_per_second(mut self, rate: u32) -> Self {
        self.calls_per_second = rate;
        self
    }

    /// Makes identifiers and random faults reproducible. Without a seed, every simulator picks its own.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets the scenario of calls to this number.
    pub fn number(mut self, to: &str, scenario: Scenario) -> Self {
        self.scenarios
            .numbers
            .insert(to.to_owned(), Arc::new(scenario));
        self
    }

    /// Sets a function that chooses the scenario of each call; if it returns `None`, the number or the default
    /// decides.
    pub fn script(
        mut self,
        script: impl Fn(Dialed<'_>) -> Option<Scenario> + Send + Sync + 'static,
    ) -> Self {
        self.scenarios.script = Some(Arc::new(script));
        self
    }

    /// Sets the default scenario.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenarios.default = Some(Arc::new(scenario));
        self
    }

    /// Sets the random faults of requests.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Sets the random faults of callbacks.
    pub const fn callback_faults(mut self, faults: CallbackFaults) -> Self {
        self.callback_faults = faults;
        self
    }

    /// Sets how long reads return the previous state after a change, or 404 after a creation.
    pub const fn lag(mut self, lag: Duration) -> Self {
        self.lag = lag;
        self
    }

    /// Sets how much later than elsewhere a call can appear in lists: each call by a random time below this one.
    pub const fn list_lag(mut self, longest: Duration) -> Self {
        self.list_lag = longest;
        self
    }

    /// Rejects parameters that the spec does not declare (error 20001). Otherwise they are ignored, as at Twilio, and
    /// recorded in [`RequestRecord::remarks`](crate::RequestRecord::remarks).
    pub const fn reject_unknown_parameters(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Sets the phone numbers of the account. Calls from other numbers are rejected (error 21210). Unless set, any
    /// number is allowed.
    pub fn numbers_of_account<'n>(mut self, numbers: impl IntoIterator<Item = &'n str>) -> Self {
        self.settings.numbers = Some(numbers.into_iter().map(str::to_owned).collect());
        self
    }

    /// Sets how many requests may be in flight; further ones are rejected with 429 and code 20429.
    pub const fn concurrency(mut self, limit: u32) -> Self {
        self.settings.concurrency = Some(limit);
        self
    }

    /// Sets how long a client may take to send a request, and how long a response may make no progress, in real time;
    /// 10 seconds unless set.
    pub const fn client_timeout(mut self, client_timeout: Duration) -> Self {
        self.settings.client_timeout = client_timeout;
        self
    }

    /// Sets how long a receiver of callbacks may take, in real time; 15 seconds unless set, as at Twilio.
    ///
    /// A receiver that did not respond still gets its next callbacks, but with a sixtieth of this time, until it
    /// responds again.
    pub const fn callback_timeout(mut self, callback_timeout: Duration) -> Self {
        self.settings.callback_timeout = callback_timeout;
        self
    }

    /// Responds to requests for this host in addition to this machine: a name or an address, without a port. All other
    /// requests are rejected with 421, so that a page of another site cannot read the simulator by giving its name the
    /// address 127.0.0.1.
    pub fn allow_requests_for(mut self, host: &str) -> Self {
        self.settings.hosts.allow(host);
        self
    }

    /// Allows callbacks to this host in addition to this machine: a name or an address, without a port.
    pub fn allow_callbacks_to(mut self, host: &str) -> Self {
        self.settings.allow_list.allow(host);
        self
    }

    /// Stands in for a reverse proxy in front of the application, such as one that ends TLS.
    pub fn reverse_proxy(mut self, proxy: ReverseProxy) -> Self {
        self.settings.reverse_proxy = Some(proxy);
        self
    }

    /// Signs callbacks with this signer instead of the auth token of the account. If this method is called several
    /// times, callbacks are signed with each signer in turn, as when traffic is split between keys;
    /// [`Signer::AuthToken`] keeps the token among them.
    ///
    /// ```
    /// use twilio_calls_simulator::{SharedKey, SignatureAlgorithm, Signer, Simulator};
    ///
    /// let key = SharedKey::new("webhooks_sharedkey_01", "secret", SignatureAlgorithm::HmacSha256);
    /// let builder = Simulator::builder().sign_with(key).sign_with(Signer::AuthToken);
    /// # let _ = builder;
    /// ```
    pub fn sign_with(mut self, signer: impl Into<Signer>) -> Self {
        self.settings.signers.push(signer.into());
        self
    }

    /// Sets how many requests and how many callbacks the log keeps; 100,000 each unless set.
    pub const fn log_capacity(mut self, entries: usize) -> Self {
        self.log_capacity = entries;
        self
    }

    /// Sets a callback that runs for every request and every callback of a call. It runs while the simulator is locked:
    /// it must be quick and must not use the simulator.
    pub fn observer(mut self, observer: impl Fn(Line<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails if the port is in use, a setting is invalid, or the spec cannot be used.
    pub async fn start(self) -> Result<Simulator, StartError> {
        if self.calls_per_second == 0 {
            return Err(StartError::Setting(
                "the calls per second must be at least 1",
            ));
        }
        if let ClockMode::Scaled(factor) = self.clock
            && !(factor.is_finite() && factor > 0.0)
        {
            return Err(StartError::Setting(
                "the factor of a scaled clock must be positive and finite",
            ));
        }
        let contract = Contract::of_spec().map_err(StartError::Spec)?;
        let port = self.port;
        let not_bound = |error| StartError::Bind { port, error };
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await
            .map_err(not_bound)?;
        let address = listener.local_addr().map_err(not_bound)?;
        let seed = self.seed.unwrap_or_else(Random::fresh_seed);
        let mut random = Random::new(seed);
        let mut accounts = Accounts::default();
        let credentials = accounts.add(None, false, Queue::new(self.calls_per_second), &mut random);
        let test = accounts.add(None, true, Queue::new(1), &mut random);
        let fault_plan = FaultPlan::new(self.faults, Random::new(random.next()));
        let mut world = World::new(
            Store::new(self.lag).lists_lag(self.list_lag, Random::new(!seed)),
            accounts,
            self.scenarios,
            fault_plan,
            random,
            Log::new(self.log_capacity, self.observer),
            contract.vocabulary(),
        );
        let base = format!("http://{address}");
        world.base = base.as_str().into();
        world.callback_faults = self.callback_faults;
        let origin = self.origin.unwrap_or_else(|| match self.clock {
            ClockMode::Stepped => ORIGIN,
            ClockMode::Real | ClockMode::Scaled(_) => Moment::of_machine(),
        });
        let (deliveries_in, deliveries) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(
            contract,
            Clock::new(self.clock, origin),
            self.settings,
            world,
            deliveries_in,
        ));
        Ok(Simulator::run(
            shared,
            listener,
            deliveries,
            base,
            credentials,
            test,
            self.calls_per_second,
        ))
    }
}

/// A simulator could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The port is in use, or loopback is not available.
    Bind {
        /// The port.
        port: u16,
        /// What the system says.
        error: io::Error,
    },
    /// A setting is invalid.
    Setting(&'static str),
    /// The spec cannot be used.
    Spec(SpecError),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bind { port, error } => write!(
                formatter,
                "cannot listen on 127.0.0.1:{port}: {error}; stop the program that uses the port, or choose another one"
            ),
            Self::Setting(reason) => write!(formatter, "cannot start: {reason}"),
            Self::Spec(error) => write!(formatter, "cannot start: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { error, .. } => Some(error),
            Self::Setting(_) => None,
            Self::Spec(error) => Some(error),
        }
    }
}
