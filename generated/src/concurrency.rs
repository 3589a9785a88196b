//! The limit of concurrent requests, which is learned from rejections.

use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

/// How many requests have to succeed before the limit grows, however small it is: every increase can cost a rejection.
const LEAST_SUCCESSES: usize = 16;

/// Lets requests through first come, first served, as many at the same time as Twilio seems to allow.
///
/// When Twilio rejects a request (429), the limit becomes half of what was in flight. Each time that as many requests
/// as the limit, but at least [`LEAST_SUCCESSES`], have succeeded while the limit was reached, it grows by one, up to
/// the configured maximum: additive increase, multiplicative decrease.
///
/// Dropping a future at any moment frees its place in the queue, or its slot. One that is kept but not polled cannot
/// hold up the others forever: see [`slot`](Self::slot).
pub(crate) struct ConcurrencyLimit {
    state: Mutex<State>,
    /// Notified when there may be room.
    room: Notify,
    /// The queue: tokio hands the lock to its waiters first come, first served.
    order: tokio::sync::Mutex<()>,
}

struct State {
    in_flight: usize,
    limit: usize,
    /// The configured maximum of the limit.
    most: usize,
    /// How many requests succeeded at the limit since it changed.
    successes: usize,
    /// How often the limit was lowered.
    lowered: u64,
    /// How often a request has begun or ended.
    changes: u64,
}

/// The place of a request among those in flight, until it is dropped.
pub(crate) struct Slot<'l> {
    limit: &'l ConcurrencyLimit,
    /// How often the limit had been lowered when the request began.
    lowered: u64,
}

impl ConcurrencyLimit {
    pub(crate) fn new(most: NonZeroUsize) -> Self {
        Self {
            state: Mutex::new(State {
                in_flight: 0,
                limit: most.get(),
                most: most.get(),
                successes: 0,
                lowered: 0,
                changes: 0,
            }),
            room: Notify::new(),
            order: tokio::sync::Mutex::new(()),
        }
    }

    /// Waits for a slot.
    ///
    /// Every request that is polled ends within its timeout. So when none has begun or ended for as long as `patience`,
    /// the slots or the first place in the queue are held by futures that nobody polls, perhaps because their owner
    /// waits for this one. Then this request exceeds the limit.
    pub(crate) async fn slot(&self, patience: Duration) -> Slot<'_> {
        let mut order = pin!(self.order.lock());
        let _order = loop {
            let changes = self.state().changes;
            match timeout(patience, &mut order).await {
                Ok(order) => break order,
                Err(_) if self.state().changes == changes => return self.take(),
                Err(_) => {}
            }
        };
        loop {
            if let Some(slot) = self.take_free() {
                return slot;
            }
            if timeout(patience, self.room.notified()).await.is_err() {
                return self.take();
            }
        }
    }

    fn take_free(&self) -> Option<Slot<'_>> {
        let mut state = self.state();
        (state.in_flight < state.limit).then(|| self.begin(&mut state))
    }

    fn take(&self) -> Slot<'_> {
        self.begin(&mut self.state())
    }

    fn begin(&self, state: &mut State) -> Slot<'_> {
        state.in_flight += 1;
        state.changes += 1;
        Slot {
            limit: self,
            lowered: state.lowered,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// Twilio accepted the request.
    pub(crate) fn succeeded(self) {
        let mut state = self.limit.state();
        // A success below the limit, or of a request from before it was lowered, does not show that more is possible.
        let is_outdated = self.lowered != state.lowered;
        if is_outdated || state.in_flight < state.limit || state.limit >= state.most {
            return;
        }
        state.successes += 1;
        if state.successes >= state.limit.max(LEAST_SUCCESSES) {
            state.successes = 0;
            state.limit += 1;
            self.limit.room.notify_one();
        }
    }

    /// Lowers the limit after Twilio rejected the request; `seen` is the number of concurrent requests that it
    /// reported, if any.
    pub(crate) fn rejected(self, seen: Option<usize>) {
        let mut state = self.limit.state();
        // A request from before the limit was lowered does not show whether it is low enough now.
        if self.lowered != state.lowered {
            return;
        }
        // Of those in flight, some may not have reached Twilio yet.
        let concurrent = seen.unwrap_or(usize::MAX).min(state.in_flight);
        state.limit = (concurrent / 2).clamp(1, state.most);
        state.lowered += 1;
        state.successes = 0;
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let mut state = self.limit.state();
        state.in_flight -= 1;
        state.changes += 1;
        drop(state);
        self.limit.room.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::{ConcurrencyLimit, LEAST_SUCCESSES, Slot};

    fn limit(most: usize) -> ConcurrencyLimit {
        ConcurrencyLimit::new(NonZeroUsize::new(most).unwrap())
    }

    /// As many slots as there are.
    fn all(limit: &ConcurrencyLimit) -> Vec<Slot<'_>> {
        std::iter::from_fn(|| limit.take_free()).collect()
    }

    /// Lowers a limit to half of what was in flight.
    fn lower(limit: &ConcurrencyLimit, in_flight: usize) {
        let mut slots = all(limit);
        slots.truncate(in_flight);
        slots.pop().unwrap().rejected(None);
    }

    /// That many requests succeed while all slots are taken.
    fn succeed_at_the_limit(limit: &ConcurrencyLimit, times: usize) {
        let mut slots = all(limit);
        for _ in 0..times {
            slots.pop().unwrap().succeeded();
            slots.extend(limit.take_free());
        }
    }

    #[test]
    fn a_rejection_halves_what_was_in_flight() {
        for (in_flight, seen, left) in [
            (10, None, 5),
            (7, None, 3),
            (1, None, 1),
            (8, Some(6), 3),
            (8, Some(100), 4),
            (8, Some(0), 1),
        ] {
            let limit = limit(10);
            let mut slots = all(&limit);
            slots.truncate(in_flight);
            slots.pop().unwrap().rejected(seen);
            drop(slots);
            assert_eq!(all(&limit).len(), left, "{in_flight} {seen:?}");
        }
    }

    #[test]
    fn requests_from_before_a_rejection_lower_and_raise_nothing() {
        let limit = limit(40);
        let mut slots = all(&limit);
        for _ in 0..3 {
            slots.pop().unwrap().rejected(None);
        }
        for slot in slots.drain(..) {
            slot.succeeded();
        }
        assert_eq!(all(&limit).len(), 20);
    }

    #[test]
    fn as_many_successes_as_the_limit_raise_it_by_one() {
        for (in_flight, successes) in [(2, LEAST_SUCCESSES), (60, 30)] {
            let limit = limit(60);
            lower(&limit, in_flight);
            let lowered = in_flight / 2;
            succeed_at_the_limit(&limit, successes - 1);
            assert_eq!(all(&limit).len(), lowered, "one success is missing");
            succeed_at_the_limit(&limit, 1);
            assert_eq!(all(&limit).len(), lowered + 1);
            succeed_at_the_limit(&limit, successes - 1);
            assert_eq!(all(&limit).len(), lowered + 1, "they count anew");
        }
    }

    #[test]
    fn successes_below_the_limit_do_not_raise_it() {
        let limit = limit(10);
        lower(&limit, 4);
        for _ in 0..10 * LEAST_SUCCESSES {
            limit.take_free().unwrap().succeeded();
        }
        assert_eq!(all(&limit).len(), 2);
    }

    #[test]
    fn what_was_set_is_never_exceeded() {
        let limit = limit(3);
        lower(&limit, 3);
        for _ in 0..10 {
            succeed_at_the_limit(&limit, LEAST_SUCCESSES);
        }
        assert_eq!(all(&limit).len(), 3);
    }
}
