//! FaultPlan on demand: what a client has to cope with and a healthy service hardly shows.

use std::collections::VecDeque;
use std::time::Duration;

use crate::random::Random;

/// What goes wrong with a request.
///
/// A request can ask for its own fault with the header `Simulator-Fault`, whose value is the name given with each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `too-many-requests`: 429 with code 20429 and, if there is one, a `Retry-After` in whole seconds. Nothing is done.
    TooManyRequests {
        /// What `Retry-After` says.
        retry_after: Option<Duration>,
    },
    /// `server-error`: a status such as 500 or 503, and nothing is done.
    ServerError(u16),
    /// `server-error-after`: the same answer, but the request has been carried out.
    ServerErrorAfter(u16),
    /// `reset`: the connection is reset before anything is done.
    Reset,
    /// `reset-after`: the request is carried out, then the connection is reset without an answer.
    ResetAfter,
    /// `slow`: the request is carried out, and the answer comes this much later. This is real time, as the client's
    /// client_timeout is.
    Slow(Duration),
    /// `truncated`: the request is carried out, and the connection ends in the middle of the answer.
    Truncated,
    /// `html`: a page of a proxy with this status instead of JSON, and nothing is done.
    Html(u16),
}

impl Fault {
    /// Whether the request is carried out all the same.
    pub const fn acts(self) -> bool {
        matches!(
            self,
            Self::ServerErrorAfter(_) | Self::ResetAfter | Self::Slow(_) | Self::Truncated
        )
    }

    /// The name that the header `Simulator-Fault` uses.
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

/// Faults by chance: each request is hit by at most one, with the probability given for it.
///
/// The dice depend on the simulator's seed, so the same requests in the same order meet the same faults.
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

    /// Adds a fault with its probability, from 0 to 1. Each is rolled for in turn until one hits.
    #[must_use]
    pub fn with(mut self, probability: f64, fault: Fault) -> Self {
        self.odds.push((probability, fault));
        self
    }
}

/// What is going to go wrong.
#[derive(Debug)]
pub(crate) struct FaultPlan {
    pub(crate) faults: Faults,
    /// For the next requests, one each; none lets a request pass.
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
