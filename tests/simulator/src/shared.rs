//! What all tasks of a simulator share.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::address::AllowList;
use crate::callback::Delivery;
use crate::clock::Clock;
use crate::contract::Contract;
use crate::moment::Moment;
use crate::signature::Signer;
use crate::world::World;

/// Locks, also after a panic elsewhere: a test that failed must not make others fail with a riddle.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the HTTP side of a simulator behaves.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Parameters that the spec document does not know are refused instead of remarked on.
    pub(crate) strict: bool,
    /// The numbers that calls may come from; none admits every number.
    pub(crate) numbers: Option<Vec<String>>,
    /// More requests than that at a time are refused with 429.
    pub(crate) concurrency: Option<u32>,
    /// How long a client may take to send a request, and to take the next part of an answer.
    pub(crate) client_timeout: Duration,
    pub(crate) allow_list: AllowList,
    /// What callbacks are signed with, by turns; nothing stands for the auth token.
    pub(crate) signers: Vec<Signer>,
}

impl Settings {
    /// What signs the callback with this number.
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
    /// Something new is on the timeline.
    pub(crate) planned: Notify,
    couriers: mpsc::UnboundedSender<Delivery>,
    /// Callbacks handed over and not finished.
    pub(crate) under_way: AtomicUsize,
    /// The last callback under way has been finished.
    pub(crate) idle: Notify,
    /// API requests that are being answered.
    pub(crate) requests: AtomicU32,
}

impl Shared {
    pub(crate) fn new(
        contract: &'static Contract,
        clock: Clock,
        settings: Settings,
        world: World,
        couriers: mpsc::UnboundedSender<Delivery>,
    ) -> Self {
        Self {
            contract,
            clock,
            settings,
            world: Mutex::new(world),
            planned: Notify::new(),
            couriers,
            under_way: AtomicUsize::new(0),
            idle: Notify::new(),
            requests: AtomicU32::new(0),
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    /// Lets the world run until a moment and sends what became due. Returns the moment reached.
    pub(crate) fn run(&self, until: Moment, pausing: bool) -> Moment {
        let (reached, due) = {
            let mut world = self.world();
            let reached = world.run(until, pausing);
            (reached, std::mem::take(&mut world.outbox))
        };
        self.under_way.fetch_add(due.len(), Ordering::AcqRel);
        for delivery in due {
            // The couriers only go when the simulator goes.
            let _ = self.couriers.send(delivery);
        }
        reached
    }

    /// A callback has been delivered, or will never be.
    pub(crate) fn delivered(&self) {
        if self.under_way.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.idle.notify_waiters();
        }
    }

    /// Waits until no callback is under way.
    pub(crate) async fn until_idle(&self) {
        loop {
            let idle = self.idle.notified();
            tokio::pin!(idle);
            // Listening begins before looking, so that a callback which finishes in between is not missed.
            idle.as_mut().enable();
            if self.under_way.load(Ordering::Acquire) == 0 {
                return;
            }
            idle.await;
        }
    }
}
