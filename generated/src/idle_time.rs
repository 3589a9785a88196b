//! How long a client has been idle.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Connections that were used a shorter time ago than this count as in use: few servers close them so soon.
const SHORTEST: Duration = Duration::from_millis(100);

/// The time since the last use, measured without a lock.
pub(crate) struct IdleTime {
    start: Instant,
    /// Microseconds from the start to the last use.
    last: AtomicU64,
}

impl IdleTime {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            last: AtomicU64::new(0),
        }
    }

    /// Notes a use, and returns whether connections can have been closed for idleness since the one before.
    pub(crate) fn has_passed(&self) -> bool {
        let now = micros(self.start.elapsed());
        let last = self.last.swap(now, Ordering::Relaxed);
        now.saturating_sub(last) >= micros(SHORTEST)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
