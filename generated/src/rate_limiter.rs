//! The client's limit of calls per second.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::Quota;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// Lets one request through per interval, first come, first served.
///
/// governor determines the time, and the lock the order: tokio hands it to its waiters first come, first
/// served. Dropping the future at any moment passes the turn to the next, and takes nothing from the limit.
pub(crate) struct RateLimiter {
    limiter: governor::RateLimiter<NotKeyed, InMemoryState, Timer, NoOpMiddleware<Duration>>,
    timer: Timer,
    order: Mutex<()>,
}

impl RateLimiter {
    pub(crate) fn new(calls_per_second: NonZeroU32) -> Self {
        // No bursts: calls wait here rather than in Twilio's queue.
        let quota = Quota::per_second(calls_per_second).allow_burst(NonZeroU32::MIN);
        let timer = Timer(Instant::now());
        Self {
            limiter: governor::RateLimiter::direct_with_clock(quota, timer),
            timer,
            order: Mutex::new(()),
        }
    }

    /// Waits for a turn.
    pub(crate) async fn turn(&self) {
        let _order = self.order.lock().await;
        while let Err(early) = self.limiter.check() {
            sleep(early.wait_time_from(self.timer.now())).await;
        }
    }
}

/// tokio's time since the client was built, which applications can pause in their tests.
#[derive(Clone, Copy)]
struct Timer(Instant);

impl Clock for Timer {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
