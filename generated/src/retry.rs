//! Retries: the policy, which failures qualify, and the loop.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;

/// How often, for how long and with which delays a failed request is retried.
///
/// Which failures qualify is not configurable, because it decides whether a call is placed twice: see
/// [`Error::is_retryable`]. Reads and deletes are retried after a lost connection, a timeout of one attempt, 408, 429
/// and 5xx; creates and updates only if they were not sent, and after 429. A request counts as not sent if no
/// connection was established, or if the connection was lost or the time was up before any of the body was written.
///
/// With OAuth client credentials or a credentials provider, a read whose credentials are rejected (401) is repeated at
/// once with new ones, within the same attempt, unless the policy never retries. Other requests report the rejection,
/// and the next one has new credentials.
///
/// Delays are chosen uniformly at random between zero and a bound that doubles with every attempt ("full jitter").
/// `Retry-After` is a lower bound; if the total time does not allow for it, the error is returned at once.
///
/// All requests of a client share a [budget of retries](crate::ClientBuilder::retry_budget), which stops retries while
/// Twilio is down.
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
    /// Returns a policy that never retries: no request is sent twice.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the number of attempts, including the first; 0 counts as 1. The default is 3.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the bound of the first delay, which doubles with every attempt. The default is 0.5 seconds.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the bound of every delay, `Retry-After` aside. The default is 8 seconds.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the time limit for all attempts and delays together; the last attempt is cut short to fit. The
    /// default is 90 seconds. Time spent waiting for the client's limits
    /// ([`calls_per_second`](crate::ClientBuilder::calls_per_second),
    /// [`max_concurrent_requests`](crate::ClientBuilder::max_concurrent_requests)) does not count.
    #[must_use]
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// Sets a callback that runs before each retry delay. It must not block.
    #[must_use]
    pub fn on_retry(mut self, observer: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Whether it allows more than one attempt.
    pub(crate) fn retries(&self) -> bool {
        self.max_attempts > 1
    }

    /// The delay before the next attempt; `None` if there is to be none.
    ///
    /// `attempt` is the number of the failed attempt, counted from 1; `left` what is left of the total time.
    fn delay(&self, attempt: u32, failure: Failure, left: Duration) -> Option<Duration> {
        let Failure::Transient { retry_after } = failure else {
            return None;
        };
        if attempt >= self.max_attempts {
            return None;
        }
        let doubled = 1_u32.checked_shl(attempt - 1).unwrap_or(u32::MAX);
        let bound = self.base_delay.saturating_mul(doubled).min(self.max_delay);
        let delay = retry_after
            .unwrap_or_default()
            .saturating_add(jitter(bound));
        (delay < left).then_some(delay)
    }

    /// The delay before the rest of an interrupted response is requested; `None` if it must not be.
    ///
    /// `attempt` is the number of interruptions since the last progress.
    pub(crate) fn delay_of_rest(&self, attempt: u32, failure: Failure) -> Option<Duration> {
        self.delay(attempt, failure, self.total_time)
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

/// A failed attempt that will be retried, as passed to [`RetryPolicy::on_retry`].
///
/// ```
/// use twilio_calls::{Retry, RetryPolicy};
///
/// fn log(retry: &Retry<'_>) {
///     eprintln!("{} failed ({}), attempt {} follows", retry.operation(), retry.error(), retry.attempt() + 1);
/// }
///
/// let policy = RetryPolicy::default().on_retry(log);
/// # let _ = policy;
/// ```
#[derive(Debug)]
pub struct Retry<'a> {
    operation: &'static str,
    attempt: u32,
    delay: Duration,
    error: &'a Error,
}

impl<'a> Retry<'a> {
    pub(crate) fn new(
        operation: &'static str,
        attempt: u32,
        delay: Duration,
        error: &'a Error,
    ) -> Self {
        Self {
            operation,
            attempt,
            delay,
            error,
        }
    }

    /// The operation, such as `fetchCall`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The number of the failed attempt, counted from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The delay before the next attempt.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// The error of the failed attempt.
    #[must_use]
    pub fn error(&self) -> &Error {
        self.error
    }
}

/// Whether a failed attempt may be followed by another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure {
    /// It may, but no sooner than after the delay that was asked for.
    Transient { retry_after: Option<Duration> },
    /// It must not.
    Permanent,
}

/// Decides whether an error may be retried.
pub(crate) fn classify(error: &Error) -> Failure {
    if error.is_retryable() {
        Failure::Transient {
            retry_after: error.retry_after(),
        }
    } else {
        Failure::Permanent
    }
}

/// Makes attempts until one succeeds or the policy allows no more, and returns the last outcome and its number.
///
/// An attempt is given its number and what is left of the total time, and returns how much of it was used; what it does
/// not report, such as waiting for a turn, does not count. Where the policy allows a retry, `may_retry` has the last
/// word. The loop does not read a clock: attempts report the time that they used, and `sleep` is passed in, so that
/// tests run without one.
pub(crate) async fn retry_loop<T, E, A, S>(
    policy: &RetryPolicy,
    sleep: impl Fn(Duration) -> S,
    classify: impl Fn(&E) -> Failure,
    may_retry: impl Fn(&E) -> bool,
    attempt: impl Fn(u32, Duration) -> A,
    before_retry: impl Fn(u32, Duration, &E),
) -> (Result<T, E>, u32)
where
    // Not `AsyncFn`: the compiler cannot tell yet that its futures are `Send`.
    A: Future<Output = (Result<T, E>, Duration)>,
    S: Future<Output = ()>,
{
    let mut left = policy.total_time;
    let mut number = 1;
    loop {
        let error = match attempt(number, left).await {
            (Ok(value), _) => return (Ok(value), number),
            (Err(error), used) => {
                left = left.saturating_sub(used);
                error
            }
        };
        let Some(delay) = policy.delay(number, classify(&error), left) else {
            return (Err(error), number);
        };
        if !may_retry(&error) {
            return (Err(error), number);
        }
        before_retry(number, delay, &error);
        sleep(delay).await;
        left = left.saturating_sub(delay);
        number += 1;
    }
}

/// A duration drawn evenly from zero to the bound.
pub(crate) fn jitter(bound: Duration) -> Duration {
    // The standard library seeds this hasher with fresh random keys, which is random enough to keep clients
    // from retrying in step, and needs no dependency.
    let drawn = RandomState::new().hash_one(bound);
    #[expect(
        clippy::cast_precision_loss,
        reason = "the lost bits are below a nanosecond"
    )]
    let share = drawn as f64 / u64::MAX as f64;
    bound.mul_f64(share)
}

#[cfg(test)]
mod tests;
