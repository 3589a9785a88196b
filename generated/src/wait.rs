//! Polling until a resource has reached a status.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::any::Any;
use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::error::{Error, Last};
use crate::operation::Operation;
use crate::request::RequestFuture;
use crate::retry::jitter;

/// The first pause between two requests.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// How long a resource that is not found counts as one that Twilio does not know yet.
const GRACE: Duration = Duration::from_secs(10);

/// The options of waiting.
#[derive(Clone)]
pub(crate) struct Wait<S: 'static> {
    operation: &'static Operation,
    /// The statuses that are not final, in the order in which they follow one another.
    steps: &'static [S],
    is_final: fn(&S) -> bool,
    pub(crate) until: Option<S>,
    pub(crate) deadline: Duration,
    poll_interval: Duration,
}

impl<S: PartialEq + fmt::Display> Wait<S> {
    pub(crate) fn new(
        operation: &'static Operation,
        steps: &'static [S],
        is_final: fn(&S) -> bool,
    ) -> Self {
        Self {
            operation,
            steps,
            is_final,
            until: None,
            deadline: Duration::from_secs(4 * 60 * 60),
            poll_interval: Duration::from_secs(10),
        }
    }

    pub(crate) fn poll_interval(&mut self, interval: Duration) {
        self.poll_interval = interval.max(FIRST_PAUSE);
    }

    /// Fetches a resource until its status is reached.
    ///
    /// The argument of `fetch` is whether a resource that is not found is tolerated.
    pub(crate) async fn poll<T: Any + Send + Sync>(
        &self,
        fetch: impl Fn(bool) -> RequestFuture<T>,
        status: impl Fn(&T) -> &S,
    ) -> Result<T, Error> {
        let mut last = Last::default();
        let end = Instant::now().checked_add(self.deadline);
        let polling = self.poll_without_end(fetch, status, &mut last);
        let outcome = match end {
            Some(end) => timeout_at(end, polling).await,
            None => Ok(polling.await),
        };
        outcome.unwrap_or_else(|_| Err(Error::wait(self.deadline, last).during(self.operation)))
    }

    async fn poll_without_end<T: Any + Send + Sync>(
        &self,
        fetch: impl Fn(bool) -> RequestFuture<T>,
        status: impl Fn(&T) -> &S,
        last: &mut Last,
    ) -> Result<T, Error> {
        let mut pause = FIRST_PAUSE;
        let mut seen = Instant::now();
        loop {
            let may_be_missing = seen.elapsed() < GRACE;
            match fetch(may_be_missing).await {
                Ok(resource) if self.is_reached(status(&resource)) => return Ok(resource),
                Ok(resource) => {
                    seen = Instant::now();
                    let status = status(&resource);
                    // Any other value may contain anything, so it is not shown.
                    let is_known = self.steps.contains(status);
                    *last = Last {
                        error: None,
                        status: is_known.then(|| status.to_string()),
                        resource: Some(Box::new(resource)),
                    };
                }
                Err(error) if error.is_retryable() || (error.is_not_found() && may_be_missing) => {
                    last.error = Some(error);
                }
                // The invalid argument was passed to the waiter, so the error names its operation.
                Err(error) if error.is_invalid_argument() => {
                    return Err(error.during(self.operation));
                }
                Err(error) => return Err(error),
            }
            let asked = last
                .error
                .as_ref()
                .and_then(Error::retry_after)
                .unwrap_or_default();
            // Three quarters are fixed and the rest is drawn, so that many waits do not move in step.
            let mut delay = pause / 4 * 3 + jitter(pause / 4);
            if last.error.as_ref().is_some_and(Error::is_not_found) {
                // The last attempt is at the end of the grace period.
                delay = delay.min(GRACE.saturating_sub(seen.elapsed()));
            }
            sleep(asked.max(delay)).await;
            pause = (pause * 3 / 2).min(self.poll_interval);
        }
    }

    /// Whether this status ends the wait: it is final, the requested one, or a later one.
    fn is_reached(&self, status: &S) -> bool {
        let step = |status: &S| self.steps.iter().position(|step| step == status);
        (self.is_final)(status)
            || self.until.as_ref().is_some_and(|until| {
                status == until
                    || matches!((step(status), step(until)), (Some(now), Some(then)) if now >= then)
            })
    }
}

impl<S: fmt::Debug> fmt::Debug for Wait<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("until", &self.until)
            .field("deadline", &self.deadline)
            .field("poll_interval", &self.poll_interval)
            .finish_non_exhaustive()
    }
}

/// Adds the common methods of all waiters: limits, `send` and `.await`.
macro_rules! waiter {
    ($waiter:ident -> $resource:ty, $status:ident) => {
        impl $waiter {
            /// Sets the longest time to wait; 4 hours by default. After that, waiting fails with an error for which
            /// [`is_timeout`](crate::Error::is_timeout) is true and whose [`last_seen`](crate::Error::last_seen)
            /// returns what was fetched last.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.wait.deadline = deadline;
                self
            }

            /// Sets the longest delay between two requests, `Retry-After` aside; 10 seconds by default, at least
            /// 1 second.
            pub fn poll_interval(mut self, interval: ::std::time::Duration) -> Self {
                self.wait.poll_interval(interval);
                self
            }

            /// Waits for the status.
            ///
            /// # Errors
            ///
            /// Fails if the deadline has passed (if the last request failed, its error is then the source), or if
            /// fetching failed for a permanent reason. If Twilio responds with 404 for 10 seconds, which is longer than
            /// it takes until a new resource can be fetched, waiting fails with an error for which
            /// [`is_not_found`](crate::Error::is_not_found) is true.
            pub async fn send(self) -> Result<$resource, $crate::Error> {
                let fetch = |may_be_missing| {
                    let mut request = self.request.clone();
                    $crate::request::Builder::core(&mut request).may_be_missing = may_be_missing;
                    ::std::future::IntoFuture::into_future(request)
                };
                self.wait.poll(fetch, |resource| &resource.$status).await
            }
        }

        impl ::std::future::IntoFuture for $waiter {
            type Output = Result<$resource, $crate::Error>;
            type IntoFuture = $crate::RequestFuture<$resource>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }
    };
}
pub(crate) use waiter;
