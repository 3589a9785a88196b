//! The state that all tasks of a simulator share.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::address::AllowList;
use crate::callback::Delivery;
use crate::clock::Clock;
use crate::contract::Contract;
use crate::lock::lock;
use crate::moment::Moment;
use crate::reverse_proxy::ReverseProxy;
use crate::signature::Signer;
use crate::time_limits::TimeLimits;
use crate::world::World;

/// The settings of the HTTP server and of callbacks.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whether parameters that the spec does not declare are rejected.
    pub(crate) strict: bool,
    /// The numbers that calls may come from; `None` allows every number.
    pub(crate) numbers: Option<Vec<String>>,
    /// How many requests may be in flight; further ones are rejected with 429.
    pub(crate) concurrency: Option<u32>,
    /// How long a client may take to send a request, and how long a response may make no progress.
    pub(crate) client_timeout: Duration,
    /// How long a receiver of callbacks may take.
    pub(crate) callback_timeout: Duration,
    /// Hosts that callbacks may go to.
    pub(crate) allow_list: AllowList,
    /// The proxy in front of the application.
    pub(crate) reverse_proxy: Option<ReverseProxy>,
    /// Hosts that requests may be for.
    pub(crate) hosts: AllowList,
    /// How callbacks are signed, used in turn; the auth token if empty.
    pub(crate) signers: Vec<Signer>,
}

impl Settings {
    /// The signer of the callback with this number.
    pub(crate) fn signer(&self, number: u64) -> &Signer {
        let count = self.signers.len() as u64;
        let turn = number.checked_rem(count).unwrap_or_default();
        let signer = usize::try_from(turn).ok();
        signer
            .and_then(|turn| self.signers.get(turn))
            .unwrap_or(&Signer::AuthToken)
    }
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) contract: &'static Contract,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    world: Mutex<World>,
    /// An event was added to the timeline.
    pub(crate) planned: Notify,
    deliveries: mpsc::UnboundedSender<Delivery>,
    pub(crate) time_limits: TimeLimits,
    /// The number of callbacks in flight.
    in_flight: AtomicUsize,
    /// How many of them the clock waits for.
    awaited: AtomicUsize,
    /// The last callback in flight, or the last one that the clock waits for, has ended.
    idle: Notify,
    /// The number of API requests in flight.
    pub(crate) requests: AtomicU32,
}

impl Shared {
    pub(crate) fn new(
        contract: &'static Contract,
        clock: Clock,
        settings: Settings,
        world: World,
        deliveries: mpsc::UnboundedSender<Delivery>,
    ) -> Self {
        Self {
            contract,
            clock,
            time_limits: TimeLimits::new(settings.callback_timeout),
            settings,
            world: Mutex::new(world),
            planned: Notify::new(),
            deliveries,
            in_flight: AtomicUsize::new(0),
            awaited: AtomicUsize::new(0),
            idle: Notify::new(),
            requests: AtomicU32::new(0),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Runs all events up to a moment and sends the callbacks that became due. Returns the moment reached.
    pub(crate) fn run(&self, until: Moment, pausing: bool) -> Moment {
        let (reached, due) = {
            let mut world = self.world();
            let reached = world.run(until, pausing);
            (reached, std::mem::take(&mut world.outbox))
        };
        self.in_flight.fetch_add(due.len(), Ordering::AcqRel);
        for mut delivery in due {
            delivery.awaited = !self.time_limits.is_silent(&delivery.target);
            if delivery.awaited {
                self.awaited.fetch_add(1, Ordering::AcqRel);
            }
            // The receiver is only dropped with the simulator.
            let _ = self.deliveries.send(delivery);
        }
        reached
    }

    /// Counts a callback that has ended.
    pub(crate) fn delivered(&self, awaited: bool) {
        let last = awaited && self.awaited.fetch_sub(1, Ordering::AcqRel) == 1;
        if self.in_flight.fetch_sub(1, Ordering::AcqRel) == 1 || last {
            self.idle.notify_waiters();
        }
    }

    /// Waits until no callback is in flight except those to receivers that did not respond before.
    pub(crate) async fn until_responsive_idle(&self) {
        self.until_none(&self.awaited).await;
    }

    /// Waits until no callback is in flight.
    pub(crate) async fn until_idle(&self) {
        self.until_none(&self.in_flight).await;
    }

    async fn until_none(&self, count: &AtomicUsize) {
        loop {
            let idle = self.idle.notified();
            tokio::pin!(idle);
            // Enabled before the check, so that a callback that ends in between is not missed.
            idle.as_mut().enable();
            if count.load(Ordering::Acquire) == 0 {
                return;
            }
            idle.await;
        }
    }
}
