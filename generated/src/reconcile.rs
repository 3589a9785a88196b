//! Finding out whether a request created something, when its failure leaves that open.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

mod window;

use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep};

use crate::error::Error;
use crate::headers::date;
use crate::operation::Operation;
use crate::page::{Page, Pages};
use crate::request::RequestFuture;
use crate::response::Response;

use window::{Millis, Offset, Window, length, millis};

/// The first pause between two readings of the list, and the longest one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How far clocks may jump or differ unless the caller says otherwise.
const TOLERANCE: Duration = Duration::from_secs(5);

/// What became of a request that may have created something.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client, sent: std::time::SystemTime) -> Result<(), twilio_calls::Error> {
/// use twilio_calls::{Doubt, Reconciled};
///
/// match client.reconcile_call("+15558675310", "+15552223214", sent).await? {
///     Reconciled::Created(call) => println!("{} was placed", call.sid),
///     Reconciled::NotCreated => println!("no call was placed; place it again"),
///     Reconciled::Unknown(Doubt::TooEarly) => println!("reconcile again later"),
///     Reconciled::Unknown(Doubt::LookAlikes(calls)) => println!("one of {} calls may be it", calls.len()),
///     Reconciled::Unknown(doubt) => println!("a person has to check: {doubt}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Reconciled<T> {
    /// The request created this.
    Created(T),
    /// The request created nothing, and will not create anything later.
    NotCreated,
    /// The outcome cannot be determined: do not send the request again before a later reconciliation or a person has
    /// settled it.
    Unknown(Doubt<T>),
}

/// Why the outcome of a request cannot be determined.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client, sent: std::time::SystemTime) -> Result<(), twilio_calls::Error> {
/// use twilio_calls::{Doubt, Reconciled};
///
/// match client.reconcile_call("+15558675310", "+15552223214", sent).await? {
///     Reconciled::Created(call) => println!("{} was placed", call.sid),
///     Reconciled::NotCreated => println!("no call was placed; place it again"),
///     Reconciled::Unknown(Doubt::TooEarly) => println!("reconcile again later"),
///     Reconciled::Unknown(Doubt::LookAlikes(calls)) => println!("one of {} calls may be it", calls.len()),
///     Reconciled::Unknown(doubt) => println!("a person has to check: {doubt}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Doubt<T> {
    /// Twilio may still carry the request out, or not list yet what it created. Reconcile again later.
    TooEarly,
    /// One of these may be what the request created, but other requests may have created all of them.
    LookAlikes(Vec<T>),
    /// The list contains no match, but Twilio may list the values of the request in a form that differs from the one in
    /// which they were sent.
    Inexact,
    /// The list does not go back as far as the request.
    TooOld,
    /// The clocks disagree: the time at which the request failed is earlier than the time at which it was sent, or
    /// later than the current time; or Twilio's clock and the local one drifted apart while the list was read, as with
    /// a simulator's clock.
    Clock,
}

impl<T> fmt::Display for Doubt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooEarly => {
                "it is too early to know what became of the request; reconcile again later"
            }
            Self::LookAlikes(items) if items.len() == 1 => {
                "a resource like the requested one exists, but another request may have created it"
            }
            Self::LookAlikes(items) => {
                return write!(
                    f,
                    "{} resources like the requested one exist, any of which the request may have created",
                    items.len()
                );
            }
            Self::Inexact => {
                "the list contains no matching resource, but Twilio may have written the values of the request differently"
            }
            Self::TooOld => "the list does not go back as far as the request",
            Self::Clock => {
                "the clocks disagree about when the request was sent or failed, or drifted apart while the list was read"
            }
        })
    }
}

/// What the document says about a created resource in the list.
pub(crate) struct Facts<T> {
    /// When it was created.
    pub(crate) created: fn(&T) -> Option<SystemTime>,
    /// Whether a request of the operation can have created it.
    pub(crate) is_possible: fn(&T) -> bool,
    /// How long after the request it may be missing from the list.
    pub(crate) lag: Duration,
    /// How far the list goes back.
    pub(crate) kept: Duration,
}

/// Whether the token of this request (`Some(true)`) or of another one was seen with a resource.
type Ownership<T> = Arc<dyn Fn(&T) -> Option<bool> + Send + Sync>;

/// The options of reconciling.
pub(crate) struct Reconcile<T: 'static> {
    operation: &'static Operation,
    facts: &'static Facts<T>,
    sent: SystemTime,
    /// Whether Twilio lists the values of the request in the form in which they were sent.
    is_exact: bool,
    ownership: Option<Ownership<T>>,
    clock: Clock,
    pub(crate) ended: Option<SystemTime>,
    pub(crate) is_exclusive: bool,
    pub(crate) lag: Duration,
    pub(crate) tolerance: Duration,
    pub(crate) deadline: Option<Duration>,
}

/// A clock that starts at a given time and advances with tokio's clock.
#[derive(Clone, Copy)]
struct Clock {
    began: SystemTime,
    instant: Instant,
}

impl Clock {
    fn from(began: SystemTime) -> Self {
        Self {
            began,
            instant: Instant::now(),
        }
    }

    fn now(&self) -> Millis {
        millis(self.began).saturating_add(length(self.instant.elapsed()))
    }
}

/// The list, read to its end.
struct Reading<T> {
    items: Vec<T>,
    /// The local time before the first page was requested, and when it arrived.
    local: (Millis, Millis),
    /// How far Twilio's clock was ahead.
    offset: Option<Offset>,
}

impl<T: 'static> Reconcile<T> {
    pub(crate) fn new(
        operation: &'static Operation,
        facts: &'static Facts<T>,
        sent: SystemTime,
        is_exact: bool,
    ) -> Self {
        Self {
            operation,
            facts,
            sent,
            is_exact,
            ownership: None,
            clock: Clock::from(SystemTime::now()),
            ended: None,
            is_exclusive: false,
            lag: facts.lag,
            tolerance: TOLERANCE,
            deadline: None,
        }
    }

    pub(crate) fn now(&mut self, now: SystemTime) {
        self.clock = Clock::from(now);
    }

    pub(crate) fn token<S: AsRef<str>>(
        &mut self,
        own: String,
        of: impl Fn(&T) -> Option<S> + Send + Sync + 'static,
    ) {
        self.ownership = Some(Arc::new(move |item| {
            of(item).map(|token| token.as_ref() == own)
        }));
    }

    /// Reads the list until the outcome of the request is known, or until the lag or the deadline has passed.
    ///
    /// `first` fetches the first page, and `from_page` goes on from it.
    pub(crate) async fn run<P: Page<Item = T>>(
        &self,
        first: impl Fn() -> RequestFuture<Response<P>>,
        from_page: impl Fn(RequestFuture<Response<P>>) -> Pages<P>,
    ) -> Result<Reconciled<T>, Error> {
        let begun = Instant::now();
        let now = self.clock.now();
        let ended = self.ended.map_or(now, millis);
        let is_after =
            |later: Millis, earlier: Millis| later > earlier.saturating_add(length(self.tolerance));
        if is_after(millis(self.sent), ended) || is_after(ended, now) {
            return Ok(Reconciled::Unknown(Doubt::Clock));
        }
        let settled = ended
            .saturating_add(length(self.lag))
            .saturating_add(length(self.tolerance));
        let left = |now: Millis| {
            Duration::from_millis(u64::try_from(settled.saturating_sub(now)).unwrap_or(0))
        };
        // The first reading reports invalid arguments at once. From then until the end of the lag, only a token or
        // exclusivity can settle the outcome.
        let can_settle_early = self.ownership.is_some() || self.is_exclusive;
        let mut pause = if can_settle_early {
            FIRST_PAUSE
        } else {
            left(now)
        };
        let mut first_offset = None;
        loop {
            let reading = self.read(&first, &from_page).await?;
            let left = left(reading.local.0);
            // The time of creation cannot be converted by a clock that was set, or that runs at another speed.
            let is_steady = reading.offset.is_none_or(|offset| {
                !offset.differs(*first_offset.get_or_insert(offset), length(self.tolerance))
            });
            let verdict = self.judge(reading, ended, left.is_zero(), is_steady);
            let is_open = matches!(
                verdict,
                Reconciled::Unknown(Doubt::TooEarly | Doubt::LookAlikes(_))
            );
            let pause_now = self.within_deadline(begun, left.min(pause));
            if !is_open || pause_now.is_zero() {
                return Ok(verdict);
            }
            sleep(pause_now).await;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE).max(FIRST_PAUSE);
        }
    }

    fn within_deadline(&self, begun: Instant, pause: Duration) -> Duration {
        match self.deadline {
            Some(deadline) => pause.min(deadline.saturating_sub(begun.elapsed())),
            None => pause,
        }
    }

    async fn read<P: Page<Item = T>>(
        &self,
        first: impl Fn() -> RequestFuture<Response<P>>,
        from_page: impl Fn(RequestFuture<Response<P>>) -> Pages<P>,
    ) -> Result<Reading<T>, Error> {
        let before = self.clock.now();
        let response = first().await.map_err(|error| self.own(error))?;
        let local = (before, self.clock.now());
        let remote = date(response.headers()).map(millis);
        let offset = remote.map(|remote| Offset::of(local, remote));
        let pages = from_page(Box::pin(ready(Ok(response))));
        let items = pages.into_items().await?;
        Ok(Reading {
            items,
            local,
            offset,
        })
    }

    /// Names this operation in an error about invalid arguments, since they were passed to it.
    fn own(&self, error: Error) -> Error {
        if error.is_invalid_argument() {
            error.during(self.operation)
        } else {
            error
        }
    }

    /// What the list says; `is_settled` is whether everything that was created is in it.
    fn judge(
        &self,
        reading: Reading<T>,
        ended: Millis,
        is_settled: bool,
        is_steady: bool,
    ) -> Reconciled<T> {
        let sent = millis(self.sent);
        let window = reading.offset.map(|offset| {
            let latest = ended.saturating_add(length(self.lag));
            Window::of(sent, latest, offset).widened(length(self.tolerance))
        });
        let mut look_alikes = Vec::new();
        for item in reading.items {
            match self.ownership.as_ref().and_then(|owns| owns(&item)) {
                Some(true) => return Reconciled::Created(item),
                Some(false) => {}
                None if self.may_be_ours(&item, window.as_ref()) => look_alikes.push(item),
                None => {}
            }
        }
        if !is_steady {
            return Reconciled::Unknown(Doubt::Clock);
        }
        let doubt = match look_alikes.len() {
            1 if self.is_exclusive => {
                return look_alikes
                    .pop()
                    .map_or(Reconciled::NotCreated, Reconciled::Created);
            }
            0 if !is_settled => Doubt::TooEarly,
            0 if !self.is_exact => Doubt::Inexact,
            0 if self.is_beyond_the_list(sent, reading.local.1) => Doubt::TooOld,
            0 => return Reconciled::NotCreated,
            _ => Doubt::LookAlikes(look_alikes),
        };
        Reconciled::Unknown(doubt)
    }

    /// Whether the request may have created this item. Without Twilio's time, the time of creation rules nothing out.
    fn may_be_ours(&self, item: &T, window: Option<&Window>) -> bool {
        let created = (self.facts.created)(item).map(millis);
        let is_in_time = match (created, window) {
            (Some(created), Some(window)) => window.holds(created),
            _ => true,
        };
        is_in_time && (self.facts.is_possible)(item)
    }

    fn is_beyond_the_list(&self, sent: Millis, now: Millis) -> bool {
        now.saturating_sub(sent) > length(self.facts.kept)
    }
}

impl<T> Clone for Reconcile<T> {
    fn clone(&self) -> Self {
        Self {
            ownership: self.ownership.clone(),
            ..*self
        }
    }
}

/// Shows no token.
impl<T> fmt::Debug for Reconcile<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconcile")
            .field("sent", &self.sent)
            .field("ended", &self.ended)
            .field("has_token", &self.ownership.is_some())
            .field("is_exclusive", &self.is_exclusive)
            .field("lag", &self.lag)
            .field("tolerance", &self.tolerance)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// Adds the common methods of all builders that reconcile: options, `send` and `.await`.
macro_rules! reconciler {
    ($reconciler:ident -> $resource:ty, next: $next:literal) => {
        impl $reconciler {
            /// Sets the time at which the request failed; the current time by default.
            ///
            /// The earlier it is, the fewer look-alikes count, and the sooner it is certain that nothing was created.
            /// Use the clock that also measured when the request was sent.
            pub fn ended(mut self, ended: ::std::time::SystemTime) -> Self {
                self.reconcile.ended = Some(ended);
                self
            }

            /// Identifies the created resource by a token that the request carried in the URL of its callbacks.
            ///
            /// `of` returns the token in the URL of the callbacks that were received for a resource, or `None` if
            /// there were none. The resource with the token `own` was created by the request, those with another
            /// token were not. Use a different token for each attempt, and request callbacks that are sent as soon as
            /// the resource exists, because a resource without a callback has no token.
            pub fn token<S: ::core::convert::AsRef<str>>(
                mut self,
                own: impl ::core::convert::Into<::std::string::String>,
                of: impl Fn(&$resource) -> Option<S> + Send + Sync + 'static,
            ) -> Self {
                self.reconcile.token(own.into(), of);
                self
            }

            /// Asserts that, from the time the request was sent until the end of the [`lag`](Self::lag), no other
            /// request creates a resource with the same values. A single look-alike is then what the request created.
            ///
            /// Otherwise another request may have created it, and only a [`token`](Self::token) identifies it.
            pub fn exclusive(mut self) -> Self {
                self.reconcile.is_exclusive = true;
                self
            }

            /// Sets how long after the failure Twilio may still carry out the request and list what it created.
            pub fn lag(mut self, lag: ::std::time::Duration) -> Self {
                self.reconcile.lag = lag;
                self
            }

            /// Sets how far clocks may jump, or differ if another machine sent the request; 5 seconds by default.
            ///
            /// The difference from Twilio's clock needs no tolerance, because it is measured.
            pub fn tolerance(mut self, tolerance: ::std::time::Duration) -> Self {
                self.reconcile.tolerance = tolerance;
                self
            }

            /// Sets the longest time to wait for the end of the [`lag`](Self::lag); no limit by default. With zero the list
            /// is read once.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.reconcile.deadline = Some(deadline);
                self
            }

            /// Sets the current time of the clock that measured when the request was sent; the system's clock by
            /// default.
            pub fn now(mut self, now: ::std::time::SystemTime) -> Self {
                self.reconcile.now(now);
                self
            }

            /// Reads the list until the outcome of the request is known, or until the lag or the deadline has passed.
            ///
            /// # Errors
            ///
            /// Fails if an argument is invalid, or if the list cannot be read.
            pub async fn send(self) -> Result<$crate::Reconciled<$resource>, $crate::Error> {
                let mut request = self.request;
                let core = $crate::request::Builder::core(&mut request);
                core.list.all_pages = true;
                let core = core.clone();
                let first = || -> $crate::RequestFuture<_> {
                    ::std::boxed::Box::pin(request.clone().response())
                };
                let from_page = |page| $crate::page::Pages::start(core.clone(), page, $next);
                self.reconcile.run(first, from_page).await
            }
        }

        impl ::std::future::IntoFuture for $reconciler {
            type Output = Result<$crate::Reconciled<$resource>, $crate::Error>;
            type IntoFuture = $crate::RequestFuture<$crate::Reconciled<$resource>>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }
    };
}
pub(crate) use reconciler;

/// Whether all values of a list request are given, in the form in which they are listed.
pub(crate) fn are_exact<'v, T: std::str::FromStr>(
    values: impl IntoIterator<Item = Option<&'v str>>,
) -> bool {
    let mut values = values.into_iter();
    values.all(|value| value.is_some_and(|value| value.parse::<T>().is_ok()))
}
