//! The queue of an account: first in, first out, limited to a number of calls per second.

use std::collections::VecDeque;
use std::time::Duration;

use crate::moment::Moment;
use crate::store::Seq;

/// The queue drops a call after this time.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// The calls of an account that wait to be dialed.
#[derive(Debug)]
pub(crate) struct Queue {
    interval: Duration,
    calls: VecDeque<Seq>,
    /// The number of `calls` that are still queued: a canceled call stays in line until its turn and is then skipped.
    waiting: u32,
    /// The earliest moment at which the next call may be dialed.
    next: Option<Moment>,
}

impl Queue {
    pub(crate) fn new(calls_per_second: u32) -> Self {
        let interval = Duration::from_micros(1_000_000 / u64::from(calls_per_second.max(1)));
        Self {
            interval,
            calls: VecDeque::new(),
            waiting: 0,
            next: None,
        }
    }

    /// Adds a call. Returns its estimated wait and, if it is the first, when it will be dialed.
    pub(crate) fn join(&mut self, seq: Seq, now: Moment) -> (Duration, Option<Moment>) {
        let first = self.calls.is_empty();
        let turn = self.next.map_or(now, |next| next.max(now));
        let wait = turn
            .since(now)
            .saturating_add(self.interval.saturating_mul(self.waiting));
        self.calls.push_back(seq);
        self.waiting += 1;
        (wait, first.then_some(turn))
    }

    /// Counts a call that left the queue before its turn.
    pub(crate) const fn leave(&mut self) {
        self.waiting = self.waiting.saturating_sub(1);
    }

    /// Takes the first call.
    pub(crate) fn pop(&mut self) -> Option<Seq> {
        self.calls.pop_front()
    }

    /// Counts a call that was dialed. Returns when the next one will be dialed, if there is one.
    pub(crate) fn dialed(&mut self, now: Moment) -> Option<Moment> {
        self.waiting = self.waiting.saturating_sub(1);
        let next = now.plus(self.interval);
        self.next = Some(next);
        (!self.calls.is_empty()).then_some(next)
    }
}
