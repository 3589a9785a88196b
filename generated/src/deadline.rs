//! The end of an attempt.

use std::time::Duration;

use tokio::time::{Instant, Timeout, timeout_at};

/// Further away than any request lasts, and near enough for every clock.
const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// When an attempt ends, and the time limit that it was given.
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    pub(crate) limit: Duration,
}

impl Deadline {
    /// The deadline of an attempt that begins now.
    pub(crate) fn after(limit: Duration) -> Self {
        Self {
            at: Instant::now() + limit.min(FAR),
            limit,
        }
    }

    /// Awaits a future, but no longer than until the deadline.
    pub(crate) fn bound<F: Future>(&self, future: F) -> Timeout<F> {
        timeout_at(self.at, future)
    }
}
