//! The clock of a simulator.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::lock::lock;
use crate::moment::Moment;

/// How the time of a simulator passes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClockMode {
    /// In real time.
    Real,
    /// Faster than real time by this factor: at 60, a minute takes a second.
    Scaled(f64),
    /// Only when a test calls [`Simulator::advance`](crate::Simulator::advance).
    Stepped,
}

#[derive(Debug)]
pub(crate) struct Clock {
    mode: ClockMode,
    began: Instant,
    origin: Moment,
    /// The time of a stepped clock.
    hand: Mutex<Moment>,
}

impl Clock {
    pub(crate) fn new(mode: ClockMode, origin: Moment) -> Self {
        Self {
            mode,
            began: Instant::now(),
            origin,
            hand: Mutex::new(origin),
        }
    }

    pub(crate) fn is_stepped(&self) -> bool {
        self.mode == ClockMode::Stepped
    }

    pub(crate) fn now(&self) -> Moment {
        let elapsed = self.began.elapsed();
        match self.mode {
            ClockMode::Real => self.origin.plus(elapsed),
            ClockMode::Scaled(factor) => self.origin.plus(
                Duration::try_from_secs_f64(elapsed.as_secs_f64() * factor)
                    .unwrap_or(Duration::MAX),
            ),
            ClockMode::Stepped => *lock(&self.hand),
        }
    }

    /// Sets a stepped clock, which never goes back.
    pub(crate) fn set(&self, moment: Moment) {
        let mut hand = lock(&self.hand);
        *hand = moment.max(*hand);
    }

    /// The real time until the moment; `None` with a stepped clock.
    pub(crate) fn until(&self, moment: Moment) -> Option<Duration> {
        let left = moment.since(self.now());
        match self.mode {
            ClockMode::Real => Some(left),
            ClockMode::Scaled(factor) => Some(
                Duration::try_from_secs_f64(left.as_secs_f64() / factor).unwrap_or(Duration::MAX),
            ),
            ClockMode::Stepped => None,
        }
    }
}
