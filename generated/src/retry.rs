//! When a request is sent again, and when it never is.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::Error;

/// How often, how long and with which pauses a failed request is sent again.
///
/// Which failures qualify is not configurable, because it decides whether a call is placed twice:
/// see [`Error::is_retryable`]. Reads and deletes are sent again after a lost connection, a timeout
/// of one attempt, 408, 429 and 5xx; creates and updates only when no connection was established or after 429.
///
/// Pauses are drawn evenly between zero and a bound that doubles with every attempt ("full jitter").
/// A `Retry-After` of the service is a lower bound; when it does not fit into the total time, the
/// error is returned at once.
///
/// ```
/// use std::time::Duration;
/// use twilio_calls::RetryPolicy;
///
/// let policy = RetryPolicy::default()
///     .max_attempts(5)
///     .total_time(Duration::from_secs(60))
///     .on_retry(|retry| eprintln!("{} failed, next attempt in {:?}", retry.operation(), retry.delay()));
/// # let _ = policy;
/// ```
#[derive(Clone)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    total_time: Duration,
    observer: Option<Arc<Observer>>,
}

type Observer = dyn Fn(&Retry<'_>) + Send + Sync;

impl RetryPolicy {
    /// Never sends a request twice.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// The number of attempts in all, the first included; 0 counts as 1. The default is 3.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The bound of the first pause, which doubles with every attempt. The default is 0.5 seconds.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The bound of every pause that the service did not ask for. The default is 8 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The time for all attempts and pauses together; attempts are cut short to fit. The default is
    /// 90 seconds. Waiting for the client's own [calls-per-second
    /// limit](crate::ClientBuilder::calls_per_second) does not count.
    #[must_use]
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// Calls this before every pause. It must not block.
    #[must_use]
    pub fn on_retry(mut self, observer: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    pub(crate) fn time(&self) -> Duration {
        self.total_time
    }

    /// The pause before the next attempt; `None` when there shall be none.
    ///
    /// `attempt` is the number of the attempt that failed, counted from 1; `left` what remains of the total time.
    pub(crate) fn pause(&self, attempt: u32, error: &Error, left: Duration) -> Option<Duration> {
        if attempt >= self.max_attempts || !error.is_retryable() {
            return None;
        }
        let doubled = 1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX);
        let bound = self.base_delay.saturating_mul(doubled).min(self.max_delay);
        let delay = error
            .retry_after()
            .unwrap_or_default()
            .saturating_add(jitter(bound));
        (delay < left).then_some(delay)
    }

    pub(crate) fn observe(&self, retry: &Retry<'_>) {
        if let Some(observer) = &self.observer {
            observer(retry);
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            total_time: Duration::from_secs(90),
            observer: None,
        }
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("base_delay", &self.base_delay)
            .field("max_delay", &self.max_delay)
            .field("total_time", &self.total_time)
            .finish_non_exhaustive()
    }
}

/// An attempt that failed and will be followed by another, as the observer of a [`RetryPolicy`] sees it.
#[derive(Debug)]
pub struct Retry<'a> {
    pub(crate) operation: &'static str,
    pub(crate) attempt: u32,
    pub(crate) delay: Duration,
    pub(crate) error: &'a Error,
}

impl Retry<'_> {
    /// The operation, such as `fetchCall`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The number of the attempt that failed, counted from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The pause before the next attempt.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// Why the attempt failed.
    #[must_use]
    pub fn error(&self) -> &Error {
        self.error
    }
}

/// Reads `Retry-After`: seconds, or a date.
pub(crate) fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = SystemTime::from(value.trim().parse::<crate::Timestamp>().ok()?);
    // A date in the past asks for no pause.
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// A duration drawn evenly from zero to the bound.
pub(crate) fn jitter(bound: Duration) -> Duration {
    // The standard library seeds this hasher with fresh random keys: good enough to keep clients
    // from moving in step, and no generator has to be pulled in.
    let drawn = RandomState::new().hash_one(bound);
    #[expect(
        clippy::cast_precision_loss,
        reason = "the lost bits are below a nanosecond"
    )]
    let share = drawn as f64 / u64::MAX as f64;
    bound.mul_f64(share)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{jitter, retry_after};

    #[test]
    fn pauses_are_spread_over_the_whole_range() {
        let bound = Duration::from_millis(800);
        let drawn: Vec<Duration> = (0..1000).map(|_| jitter(bound)).collect();
        assert!(drawn.iter().all(|delay| *delay <= bound));
        assert!(drawn.iter().any(|delay| *delay < bound / 10));
        assert!(drawn.iter().any(|delay| *delay > bound / 10 * 9));
        assert_eq!(jitter(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after("7"), Some(Duration::from_secs(7)));
        assert_eq!(retry_after(" 0 "), Some(Duration::ZERO));
        assert_eq!(
            retry_after("Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert!(
            retry_after("Fri, 21 Oct 2211 07:28:00 GMT")
                .is_some_and(|delay| delay > Duration::from_secs(1 << 30))
        );
        for nonsense in ["", "-1", "soon", "1.5", "99999999999999999999999"] {
            assert_eq!(retry_after(nonsense), None, "{nonsense}");
        }
    }
}
