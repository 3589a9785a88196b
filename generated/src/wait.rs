//! Waiting for a call to get somewhere.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::argument::Argument;
use crate::client::Client;
use crate::error::Error;
use crate::operation::{Effect, Operation};
use crate::request::{RequestFuture, RequestState};
use crate::retry::jitter;
use crate::{Call, CallSid, CallStatus};

const WAIT_FOR_CALL: Operation = Operation {
    id: "waitForCall",
    effect: Effect::Read,
    streamed: false,
    parameters: &[],
};

/// The first pause between two looks at a call.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// How long a call that the service does not know counts as one that it does not know yet.
const GRACE: Duration = Duration::from_secs(30);

impl Client {
    /// Waits until a call is over, or until it has got as far as [`until`](WaitForCall::until) says.
    ///
    /// Status callbacks tell the same sooner and cost no requests; this is for programs that cannot be
    /// called back.
    ///
    /// ```no_run
    /// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
    /// use std::time::Duration;
    ///
    /// let placed = client.create_call("+15558675310", "+15552223214").await?;
    /// let call = client.wait_for_call(placed.sid).deadline(Duration::from_secs(300)).await?;
    /// println!("{} ended as {}", call.sid, call.status);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_call(&self, sid: impl Argument<CallSid>) -> WaitForCall {
        let mut core = RequestState::new(self, &WAIT_FOR_CALL);
        let mut path = None;
        core.set("Sid", &mut path, sid);
        WaitForCall {
            core,
            sid: path,
            until: None,
            deadline: Duration::from_secs(4 * 60 * 60),
            poll_interval: Duration::from_secs(10),
        }
    }
}

/// Waiting for a call: looks at it again and again, until it has got where it should.
///
/// The pauses grow from one second to the [`poll_interval`](Self::poll_interval) and are varied a
/// little. A call that the service does not know, which happens right after it was created, and failures
/// that may pass are tolerated.
#[derive(Clone)]
#[must_use = "waiting does nothing until it is awaited"]
pub struct WaitForCall {
    core: RequestState,
    sid: Option<CallSid>,
    until: Option<CallStatus>,
    deadline: Duration,
    poll_interval: Duration,
}

impl WaitForCall {
    /// Waits only until the call has this status, or one that comes after it.
    ///
    /// A call that ends otherwise ends the waiting too: look at the status of the call that is given.
    pub fn until(mut self, status: CallStatus) -> Self {
        self.until = Some(status);
        self
    }

    /// The longest time to wait; 4 hours unless set. After it comes an error that
    /// [`is_timeout`](Error::is_timeout).
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The longest pause between two looks; 10 seconds unless set, at least 1 second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval.max(FIRST_PAUSE);
        self
    }

    /// Waits.
    ///
    /// # Errors
    ///
    /// The deadline has passed (then the last failure is the source, if there was one), or the call
    /// cannot be fetched for a reason that does not pass.
    pub async fn send(mut self) -> Result<Call, Error> {
        self.core.finish()?;
        let sid = *self.core.given("Sid", &self.sid)?;
        let mut last = None;
        let end = Instant::now().checked_add(self.deadline);
        let poll = self.poll(sid, &mut last);
        let outcome = match end {
            Some(end) => timeout_at(end, poll).await,
            None => Ok(poll.await),
        };
        outcome.unwrap_or_else(|_| Err(Error::wait(self.deadline, last).during(&WAIT_FOR_CALL)))
    }

    async fn poll(&self, sid: CallSid, last: &mut Option<Error>) -> Result<Call, Error> {
        let mut pause = FIRST_PAUSE;
        let mut seen = Instant::now();
        loop {
            match self.core.client.fetch_call(sid).await {
                Ok(call) if self.is_there(&call.status) => return Ok(call),
                Ok(_) => {
                    seen = Instant::now();
                    *last = None;
                }
                Err(error)
                    if error.is_retryable() || (error.is_not_found() && seen.elapsed() < GRACE) =>
                {
                    *last = Some(error)
                }
                Err(error) => return Err(error),
            }
            let asked = last
                .as_ref()
                .and_then(Error::retry_after)
                .unwrap_or_default();
            // Three quarters are fixed and the rest is drawn, so that many waits do not move in step.
            sleep(asked.max(pause / 4 * 3 + jitter(pause / 4))).await;
            pause = (pause * 3 / 2).min(self.poll_interval);
        }
    }

    fn is_there(&self, status: &CallStatus) -> bool {
        status.is_final()
            || self.until.as_ref().is_some_and(|until| {
                status == until || matches!((progress(status), progress(until)), (Some(now), Some(then)) if now >= then)
            })
    }
}

impl IntoFuture for WaitForCall {
    type Output = Result<Call, Error>;
    type IntoFuture = RequestFuture<Call>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for WaitForCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitForCall")
            .field("sid", &self.sid)
            .field("until", &self.until)
            .field("deadline", &self.deadline)
            .field("poll_interval", &self.poll_interval)
            .finish_non_exhaustive()
    }
}

impl CallStatus {
    /// Whether a call with this status is over for good.
    ///
    /// ```
    /// use twilio_calls::CallStatus;
    ///
    /// assert!(CallStatus::NoAnswer.is_final());
    /// assert!(!CallStatus::InProgress.is_final());
    /// ```
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Canceled
        )
    }
}

/// How far a call is, for the statuses that follow each other.
fn progress(status: &CallStatus) -> Option<u8> {
    match status {
        CallStatus::Queued => Some(0),
        CallStatus::Ringing => Some(1),
        CallStatus::InProgress => Some(2),
        _ => None,
    }
}
