//! How long a client has been idle.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Connections that were used more recently than this count as in use: few servers close them so soon.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_longer_time_counts() {
        let start = Instant::now();
        let used = |last| IdleTime {
            start: start.checked_sub(Duration::from_secs(1)).unwrap_or(start),
            last: AtomicU64::new(last),
        };
        assert!(used(0).has_passed());
        assert!(!used(u64::MAX).has_passed(), "another thread was later");
        let idle = used(0);
        idle.has_passed();
        assert!(idle.last.into_inner() >= micros(Duration::from_secs(1)));
        assert_eq!(micros(SHORTEST), 100_000);
        assert_eq!(micros(Duration::MAX), u64::MAX);
    }
}
