//! Faults on demand: failures that clients have to handle and a healthy service rarely shows.

use std::collections::VecDeque;
use std::time::Duration;

use crate::random::Random;

/// A fault of a request.
///
/// A request can ask for a fault with the header `Simulator-Fault`, whose value is the name in each variant's
/// documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `too-many-requests`: 429 with code 20429 and an optional `Retry-After` in whole seconds. Nothing is carried out.
    TooManyRequests {
        /// The value of `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// `server-error`: a status such as 500 or 503. Nothing is carried out.
    ServerError(u16),
    /// `server-error-after`: the same response, but the request is carried out.
    ServerErrorAfter(u16),
    /// `reset`: the connection is reset before anything is carried out.
    Reset,
    /// `reset-after`: the request is carried out, then the connection is reset without a response.
    ResetAfter,
    /// `slow`: the request is carried out, and the response is delayed by this much, in real time.
    Slow(Duration),
    /// `truncated`: the request is carried out, and the connection ends in the middle of the response.
    Truncated,
    /// `html`: a proxy's HTML page with this status. Nothing is carried out.
    Html(u16),
}

impl Fault {
    /// Whether the request is carried out.
    pub const fn acts(self) -> bool {
        matches!(
            self,
            Self::ServerErrorAfter(_) | Self::ResetAfter | Self::Slow(_) | Self::Truncated
        )
    }

    /// The name in the header `Simulator-Fault`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::ServerError(_) => "server-error",
            Self::ServerErrorAfter(_) => "server-error-after",
            Self::Reset => "reset",
            Self::ResetAfter => "reset-after",
            Self::Slow(_) => "slow",
            Self::Truncated => "truncated",
            Self::Html(_) => "html",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [
            Self::TooManyRequests {
                retry_after: Some(Duration::from_secs(1)),
            },
            Self::ServerError(503),
            Self::ServerErrorAfter(500),
            Self::Reset,
            Self::ResetAfter,
            Self::Slow(Duration::from_secs(2)),
            Self::Truncated,
            Self::Html(502),
        ]
        .into_iter()
        .find(|fault| fault.name() == name)
    }
}

/// Random faults of requests, each with its probability. A request has at most one.
///
/// They are drawn from the simulator's seed, so the same requests in the same order get the same faults.
///
/// ```
/// use twilio_calls_simulator::{Fault, Faults};
///
/// let faults = Faults::none().with(0.05, Fault::ServerError(503)).with(0.01, Fault::ResetAfter);
/// # let _ = faults;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Faults {
    odds: Vec<(f64, Fault)>,
}

impl Faults {
    /// No faults.
    pub const fn none() -> Self {
        Self { odds: Vec::new() }
    }

    /// Adds a fault with its probability, from 0 to 1. Faults are tried in the order added.
    #[must_use]
    pub fn with(mut self, probability: f64, fault: Fault) -> Self {
        self.odds.push((probability, fault));
        self
    }
}

/// The faults of the next requests.
#[derive(Debug)]
pub(crate) struct FaultPlan {
    /// The random faults of all further requests.
    pub(crate) faults: Faults,
    /// One entry for each of the next requests; `None` means no fault.
    pub(crate) scripted: VecDeque<Option<Fault>>,
    random: Random,
}

impl FaultPlan {
    pub(crate) const fn new(faults: Faults, random: Random) -> Self {
        Self {
            faults,
            scripted: VecDeque::new(),
            random,
        }
    }

    pub(crate) fn next(&mut self) -> Option<Fault> {
        if let Some(scripted) = self.scripted.pop_front() {
            return scripted;
        }
        let random = &mut self.random;
        self.faults
            .odds
            .iter()
            .find(|(probability, _)| random.chance(*probability))
            .map(|&(_, fault)| fault)
    }
}
