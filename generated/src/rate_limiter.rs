//! The client's own limit of calls per second.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::Quota;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// Lets one request through per interval, in the order in which they came.
///
/// When the next may go, the limiter says; the order is that of the lock, which tokio hands to its
/// waiters first come, first served. Dropping the future at any moment gives the place to the next,
/// and takes nothing from the limit.
pub(crate) struct RateLimiter {
    limiter: governor::RateLimiter<NotKeyed, InMemoryState, Timer, NoOpMiddleware<Duration>>,
    timer: Timer,
    order: Mutex<()>,
}

impl RateLimiter {
    pub(crate) fn new(calls_per_second: NonZeroU32) -> Self {
        // No bursts: what the service's queue would hold back waits here.
        let quota = Quota::per_second(calls_per_second).allow_burst(NonZeroU32::MIN);
        let timer = Timer(Instant::now());
        Self {
            limiter: governor::RateLimiter::direct_with_clock(quota, timer),
            timer,
            order: Mutex::new(()),
        }
    }

    pub(crate) async fn turn(&self) {
        let _order = self.order.lock().await;
        while let Err(early) = self.limiter.check() {
            sleep(early.wait_time_from(self.timer.now())).await;
        }
    }
}

/// The runtime's time since the client was built, which stands still when an application's tests pause it.
#[derive(Clone, Copy)]
struct Timer(Instant);

impl Clock for Timer {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
