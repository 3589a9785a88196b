//! The clock of a simulator: real, faster than real, or moved by hand.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::moment::Moment;
use crate::shared::lock;

/// How the time of a simulator passes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClockMode {
    /// As on the wall.
    Real,
    /// So many times as fast as on the wall: at 60 a minute takes a second.
    Scaled(f64),
    /// Only [`Simulator::advance`](crate::Simulator::advance) moves it.
    Stepped,
}

#[derive(Debug)]
pub(crate) struct Clock {
    mode: ClockMode,
    began: Instant,
    origin: Moment,
    /// Where a stepped clock stands.
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

    /// Moves a stepped clock, never back.
    pub(crate) fn set(&self, moment: Moment) {
        let mut hand = lock(&self.hand);
        *hand = moment.max(*hand);
    }

    /// How long to wait on the wall until the moment; for ever with a stepped clock.
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
