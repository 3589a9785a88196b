//! Events on calls, in order and within a limit: the oldest entries of all calls are dropped first.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::sid::Sid;

/// An event on a call.
pub(crate) trait Entry {
    /// The call.
    fn call(&self) -> Sid;

    /// Its approximate size in bytes.
    fn size(&self) -> usize;
}

/// The newest entries of all calls.
#[derive(Debug)]
pub(crate) struct History<T> {
    calls: HashMap<Sid, VecDeque<Arc<T>>>,
    /// The call of every entry, oldest first.
    order: VecDeque<Sid>,
    bytes: usize,
    most: usize,
    added: u64,
}

impl<T: Entry> History<T> {
    /// Keeps this many bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            calls: HashMap::new(),
            order: VecDeque::new(),
            bytes: 0,
            most,
            added: 0,
        }
    }

    /// The number of entries ever added.
    pub(crate) const fn added(&self) -> u64 {
        self.added
    }

    pub(crate) fn add(&mut self, entry: T) {
        self.added += 1;
        self.bytes += entry.size();
        let call = entry.call();
        self.order.push_back(call);
        self.calls
            .entry(call)
            .or_default()
            .push_back(Arc::new(entry));
        while self.bytes > self.most {
            let Some(oldest) = self.order.pop_front() else {
                return;
            };
            self.drop_first(oldest);
        }
    }

    fn drop_first(&mut self, call: Sid) {
        let Some(entries) = self.calls.get_mut(&call) else {
            return;
        };
        if let Some(dropped) = entries.pop_front() {
            self.bytes -= dropped.size();
        }
        if entries.is_empty() {
            self.calls.remove(&call);
        }
    }

    /// The entries of a call, oldest first.
    pub(crate) fn of(&self, call: Sid) -> impl Iterator<Item = &Arc<T>> {
        self.calls.get(&call).into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    struct Large(Sid, u8);

    impl Entry for Large {
        fn call(&self) -> Sid {
            self.0
        }

        fn size(&self) -> usize {
            10
        }
    }

    #[test]
    fn the_oldest_entries_of_all_calls_are_dropped_first() {
        let mut random = Random::new(1);
        let (a, b) = (
            Sid::random(*b"CA", &mut random),
            Sid::random(*b"CA", &mut random),
        );
        let mut history = History::new(30);
        for (call, number) in [(a, 0), (b, 1), (b, 2), (a, 3), (b, 4)] {
            history.add(Large(call, number));
        }
        let numbers = |call| history.of(call).map(|it| it.1).collect::<Vec<_>>();
        assert_eq!((numbers(a), numbers(b)), (vec![3], vec![2, 4]));
        assert_eq!((history.bytes, history.added()), (30, 5));
    }
}
