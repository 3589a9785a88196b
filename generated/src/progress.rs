//! The status of a resource, from reports that arrive in any order, more than once, or not at all.

#![allow(
    dead_code,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A status that a resource passes through, such as that of a call in its callbacks.
///
/// Implemented by the enums of this crate that [`StatusHistory`] records; not intended to be implemented elsewhere.
pub trait OrderedStatus: Clone + Ord + fmt::Debug + 'static {
    /// The statuses that follow one another.
    #[doc(hidden)]
    const STEPS: &'static [Self];

    /// Whether nothing follows this status.
    #[doc(hidden)]
    fn is_last(&self) -> bool;
}

/// A report of a status, such as a callback or a fetched resource.
///
/// Implemented by the types of this crate that [`StatusHistory::observe`] takes; not intended to be implemented elsewhere.
///
/// ```
/// # #[cfg(feature = "webhooks")] {
/// use twilio_calls::{Call, CallStatusCallback, CallbackCallStatus, Observation};
///
/// fn same_status(fetched: &Call, reported: &CallStatusCallback) -> bool {
///     let fetched: CallbackCallStatus = fetched.status();
///     fetched == reported.status()
/// }
/// # }
/// ```
pub trait Observation<S> {
    /// The status that is reported.
    fn status(&self) -> S;

    /// The number of the reported event, if it has one.
    fn number(&self) -> Option<u64>;
}

/// The statuses that were reported about a resource.
///
/// Reports may arrive in any order, more than once, or not at all: the history depends only on which reports arrived,
/// and its status never goes back. It can be stored with serde and continued elsewhere.
///
/// ```
/// # #[cfg(feature = "webhooks")] {
/// # use twilio_calls::CallStatusCallback;
/// # use twilio_calls::webhook::{InvalidParameter, parse_unverified};
/// # fn callback(status: &str) -> Result<CallStatusCallback, InvalidParameter> {
/// #     parse_unverified(format!("CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\
/// #         &AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus={status}"))
/// # }
/// # fn main() -> Result<(), InvalidParameter> {
/// use twilio_calls::{CallProgress, CallbackCallStatus, News}; // `CallProgress` is a `StatusHistory`
///
/// let mut progress = CallProgress::new();
/// let news = progress.observe(&callback("in-progress")?);
/// assert_eq!(news, News::Advanced(CallbackCallStatus::InProgress));
///
/// // A callback that was delayed does not take the call back.
/// let news = progress.observe(&callback("ringing")?);
/// assert_eq!(news, News::Late(CallbackCallStatus::Ringing));
/// assert_eq!(progress.status(), Some(&CallbackCallStatus::InProgress));
///
/// // A callback that is delivered twice brings nothing new.
/// assert_eq!(progress.observe(&callback("ringing")?), News::Nothing);
/// # Ok(())
/// # }
/// # main().unwrap();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de> + Ord"))]
pub struct StatusHistory<S> {
    /// All statuses that were reported.
    statuses: BTreeSet<S>,
    /// The numbers of the events that were reported.
    #[serde(default)]
    numbers: BTreeSet<u64>,
    /// What identifies the requests that reported something.
    #[serde(default)]
    tokens: BTreeSet<String>,
}

/// What is new in a report.
///
/// ```
/// # #[cfg(feature = "webhooks")] {
/// use twilio_calls::{CallProgress, CallStatusCallback, News};
///
/// fn on_callback(progress: &mut CallProgress, callback: &CallStatusCallback) {
///     match progress.observe(callback) {
///         News::Advanced(status) => println!("the call is now {status}"),
///         News::Late(status) => println!("the call was {status} before"),
///         News::Details => println!("the status is known, the event is not"),
///         _ => {} // a repetition
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News<S> {
    /// The status is new, and it is the furthest so far.
    Advanced(S),
    /// The status is new, but a later one was reported before.
    Late(S),
    /// The status is known from another report, but this event was not reported before: it may bring details.
    Details,
    /// Nothing is new: the report repeats another one.
    Nothing,
}

impl<S> News<S> {
    /// The status, if it was not reported before.
    #[must_use]
    pub fn status(&self) -> Option<&S> {
        match self {
            Self::Advanced(status) | Self::Late(status) => Some(status),
            Self::Details | Self::Nothing => None,
        }
    }
}

/// The rank of a status: unknown ones come first, final ones last.
fn rank<S: OrderedStatus>(status: &S) -> usize {
    match S::STEPS.iter().position(|step| step == status) {
        Some(step) => step + 1,
        None if status.is_last() => S::STEPS.len() + 1,
        None => 0,
    }
}

impl<S: OrderedStatus> StatusHistory<S> {
    /// Creates an empty history.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            statuses: BTreeSet::new(),
            numbers: BTreeSet::new(),
            tokens: BTreeSet::new(),
        }
    }

    /// The furthest status that was reported.
    ///
    /// If several final statuses were reported, which Twilio does not do, the order of the reports does not matter.
    #[must_use]
    pub fn status(&self) -> Option<&S> {
        // Among statuses of equal rank the greatest counts, whatever the order in which they were reported.
        self.statuses.iter().max_by_key(|status| rank(*status))
    }

    /// Whether a final status was reported.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.status().is_some_and(S::is_last)
    }

    /// Whether this status was reported.
    #[must_use]
    pub fn has_seen(&self, status: &S) -> bool {
        self.statuses.contains(status)
    }

    /// All reported statuses, in the order in which they follow one another.
    #[must_use]
    pub fn seen(&self) -> Vec<&S> {
        let mut seen: Vec<_> = self.statuses.iter().collect();
        seen.sort_by_key(|status| rank(*status));
        seen
    }

    /// Adds a report, and returns what is new in it.
    ///
    /// Act only on news, and each status is handled once.
    pub fn observe(&mut self, report: &impl Observation<S>) -> News<S> {
        self.add(report.status(), report.number(), None)
    }

    /// Like [`observe`](Self::observe), for a report that came with the header `I-Twilio-Idempotency-Token`
    /// ([`IDEMPOTENCY_HEADER`](Self::IDEMPOTENCY_HEADER)): its value is the same whenever a request is repeated.
    ///
    /// It distinguishes events that have no number. The header is not signed.
    pub fn observe_with_token(
        &mut self,
        report: &impl Observation<S>,
        token: Option<&str>,
    ) -> News<S> {
        self.add(report.status(), report.number(), token)
    }

    /// Adds everything that another history has seen, such as that of another process.
    pub fn merge(&mut self, other: Self) {
        self.statuses.extend(other.statuses);
        self.numbers.extend(other.numbers);
        self.tokens.extend(other.tokens);
    }

    /// The header whose value stays the same when a request is repeated.
    pub const IDEMPOTENCY_HEADER: &'static str = "i-twilio-idempotency-token";

    fn add(&mut self, status: S, number: Option<u64>, token: Option<&str>) -> News<S> {
        // Both are recorded in any case, so that the history does not depend on the order of the reports.
        let is_new_number = number.map(|number| self.numbers.insert(number));
        let is_new_token = token.map(|token| self.tokens.insert(token.to_owned()));
        let is_further = self
            .status()
            .is_none_or(|furthest| rank(&status) > rank(furthest));
        if self.statuses.insert(status.clone()) {
            return if is_further {
                News::Advanced(status)
            } else {
                News::Late(status)
            };
        }
        match is_new_number.or(is_new_token) {
            Some(true) => News::Details,
            Some(false) | None => News::Nothing,
        }
    }
}

impl<S: OrderedStatus> Default for StatusHistory<S> {
    fn default() -> Self {
        Self::new()
    }
}
