//! How a simulator is set up and started.

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
use crate::scenario::{Dialed, Scenario, ScenarioSource};
use crate::shared::{Settings, Shared};
use crate::signature::Signer;
use crate::simulator::Simulator;
use crate::store::Store;
use crate::world::World;

/// Where a stepped clock begins unless told otherwise.
const ORIGIN: Moment = Moment::from_unix_seconds(1_781_117_050);

/// Sets up a [`Simulator`].
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
            log_capacity: 100_000,
            observer: None,
            settings: Settings {
                strict: false,
                numbers: None,
                concurrency: None,
                client_timeout: Duration::from_secs(10),
                allow_list: AllowList::default(),
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
    /// The port on 127.0.0.1; 0, the default, takes a free one.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How time passes. The default is [`ClockMode::Stepped`], which is what tests want.
    pub const fn clock(mut self, clock: ClockMode) -> Self {
        self.clock = clock;
        self
    }

    /// What the clock shows at the start. The default is the machine's time, and a fixed moment in June 2026 for a
    /// stepped clock, so that tests see the same times in every run.
    pub const fn starting_at(mut self, moment: Moment) -> Self {
        self.origin = Some(moment);
        self
    }

    /// How many calls of an account are dialed in a second; the surplus waits. The default is 1, as for a new account;
    /// the service goes up to 30. Every value from 1 is possible here.
    pub const fn calls_per_second(mut self, rate: u32) -> Self {
        self.calls_per_second = rate;
        self
    }

    /// Fixes all that looks random: identifiers, faults by chance and the trouble of callbacks. Without a seed every
    /// simulator has its own.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// What happens to calls to this number.
    pub fn number(mut self, to: &str, scenario: Scenario) -> Self {
        self.scenarios
            .numbers
            .insert(to.to_owned(), Arc::new(scenario));
        self
    }

    /// Decides for each call what happens to it; with none the number and the default decide.
    pub fn script(
        mut self,
        script: impl Fn(Dialed<'_>) -> Option<Scenario> + Send + Sync + 'static,
    ) -> Self {
        self.scenarios.script = Some(Arc::new(script));
        self
    }

    /// What happens to calls that nothing else decides about.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenarios.default = Some(Arc::new(scenario));
        self
    }

    /// What goes wrong with requests by chance.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// What goes wrong with callbacks by chance.
    pub const fn callback_faults(mut self, faults: CallbackFaults) -> Self {
        self.callback_faults = faults;
        self
    }

    /// How long readers see an older state after a change, and nothing after a creation.
    pub const fn lag(mut self, lag: Duration) -> Self {
        self.lag = lag;
        self
    }

    /// Refuses parameters that the spec document does not know (error 20001). Otherwise they are ignored, as the live
    /// service does with them, and noted in [`RequestRecord::remarks`](crate::RequestRecord::remarks).
    pub const fn reject_unknown_parameters(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// The phone numbers of the account. Calls from any other are refused (error 21210). Without this every number may
    /// be called from.
    pub fn numbers_of_account<'n>(mut self, numbers: impl IntoIterator<Item = &'n str>) -> Self {
        self.settings.numbers = Some(numbers.into_iter().map(str::to_owned).collect());
        self
    }

    /// How many requests may be under way at a time; more are refused with 429 and code 20429.
    pub const fn concurrency(mut self, limit: u32) -> Self {
        self.settings.concurrency = Some(limit);
        self
    }

    /// How long a client may take to send a request, and to take the next part of an answer, in real time; 10 seconds by
    /// default.
    pub const fn client_timeout(mut self, client_timeout: Duration) -> Self {
        self.settings.client_timeout = client_timeout;
        self
    }

    /// Lets callbacks go to this host beside those of this machine. A name or an address, without a port.
    pub fn allow_callbacks_to(mut self, host: &str) -> Self {
        self.settings.allow_list.allow(host);
        self
    }

    /// Signs callbacks with this instead of the auth token of the account. Called several times, callbacks are signed with
    /// each of them by turns, as when traffic is split between settings; [`Signer::AuthToken`] keeps the token among them.
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

    /// How many requests and how many callbacks are remembered, 100,000 each by default.
    pub const fn log_capacity(mut self, entries: usize) -> Self {
        self.log_capacity = entries;
        self
    }

    /// Is told of every request and every callback. It is called in the middle of things: it must be quick and must not
    /// use the simulator.
    pub fn observer(mut self, observer: impl Fn(Line<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the port is taken, a setting makes no sense, or the spec document cannot be used.
    pub async fn start(self) -> Result<Simulator, StartError> {
        if self.calls_per_second == 0 {
            return Err(StartError::Setting("calls per second must be at least 1"));
        }
        if let ClockMode::Scaled(factor) = self.clock
            && !(factor.is_finite() && factor > 0.0)
        {
            return Err(StartError::Setting(
                "the factor of a scaled clock must be positive",
            ));
        }
        let contract = Contract::of_spec().map_err(StartError::Spec)?;
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)))
            .await
            .map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        let mut random = Random::new(self.seed.unwrap_or_else(Random::fresh_seed));
        let mut accounts = Accounts::default();
        let credentials = accounts.add(None, false, Queue::new(self.calls_per_second), &mut random);
        let test = accounts.add(None, true, Queue::new(1), &mut random);
        let fault_plan = FaultPlan::new(self.faults, Random::new(random.next()));
        let mut world = World::new(
            Store::new(self.lag),
            accounts,
            self.scenarios,
            fault_plan,
            self.callback_faults,
            random,
            Log::new(self.log_capacity, self.observer),
        );
        let base = format!("http://{address}");
        world.base = base.as_str().into();
        let origin = self.origin.unwrap_or_else(|| match self.clock {
            ClockMode::Stepped => ORIGIN,
            ClockMode::Real | ClockMode::Scaled(_) => Moment::of_machine(),
        });
        let (couriers, deliveries) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(
            contract,
            Clock::new(self.clock, origin),
            self.settings,
            world,
            couriers,
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
    /// The port is taken, or loopback cannot be used.
    Bind(io::Error),
    /// A setting makes no sense.
    Setting(&'static str),
    /// The spec document cannot be used.
    Spec(SpecError),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bind(error) => write!(formatter, "cannot listen on 127.0.0.1: {error}"),
            Self::Setting(reason) => write!(formatter, "cannot start: {reason}"),
            Self::Spec(error) => write!(formatter, "cannot start: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind(error) => Some(error),
            Self::Setting(_) => None,
            Self::Spec(error) => Some(error),
        }
    }
}
