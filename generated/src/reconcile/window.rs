//! When a resource may have been created, by Twilio's clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch, or between two moments.
pub(super) type Millis = i64;

/// Twilio writes whole seconds, rounded down.
const WITHIN_SECOND: Millis = 999;

pub(super) fn millis(time: SystemTime) -> Millis {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => length(after),
        Err(error) => -length(error.duration()),
    }
}

pub(super) fn length(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// How far Twilio's clock is ahead of the local one: at least and at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Offset {
    least: Millis,
    greatest: Millis,
}

impl Offset {
    /// Twilio's clock showed the second `remote` at some moment between the two of `local`.
    pub(super) fn of((before, after): (Millis, Millis), remote: Millis) -> Self {
        Self {
            least: remote.saturating_sub(after),
            greatest: remote.saturating_add(WITHIN_SECOND).saturating_sub(before),
        }
    }

    /// Whether the two cannot be the same, even if one clock gained this much on the other.
    pub(super) fn differs(self, other: Self, tolerance: Millis) -> bool {
        self.least > other.greatest.saturating_add(tolerance)
            || other.least > self.greatest.saturating_add(tolerance)
    }
}

/// From when to when something may have been created, by Twilio's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    from: Millis,
    to: Millis,
}

impl Window {
    /// What lies between two local moments, in Twilio's time.
    pub(super) fn of(from: Millis, to: Millis, offset: Offset) -> Self {
        Self {
            from: from.saturating_add(offset.least),
            to: to.saturating_add(offset.greatest),
        }
    }

    pub(super) fn widened(self, tolerance: Millis) -> Self {
        Self {
            from: self.from.saturating_sub(tolerance),
            to: self.to.saturating_add(tolerance),
        }
    }

    /// Whether something created in that second may have been created in the window.
    pub(super) fn holds(&self, second: Millis) -> bool {
        second.saturating_add(WITHIN_SECOND) >= self.from && second <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::{Offset, Window};

    #[test]
    fn a_clock_that_differs_moves_the_window() {
        // Asked at 100.0 s and answered at 100.2 s; Twilio's clock showed 160 s, so it is 59.8 to 61 s ahead.
        let window = Window::of(50_000, 60_000, Offset::of((100_000, 100_200), 160_000));
        assert_eq!(
            window,
            Window {
                from: 109_800,
                to: 120_999
            }
        );
        for (second, holds) in [
            (108_000, false),
            (109_000, true),
            (120_000, true),
            (121_000, false),
        ] {
            assert_eq!(window.holds(second), holds, "{second}");
        }
        assert!(window.widened(1).holds(121_000));
        assert!(!window.widened(0).holds(108_000) && window.widened(1_000).holds(108_000));
    }

    #[test]
    fn offsets_differ_if_no_offset_explains_both() {
        let offset = |local: i64, remote: i64| Offset::of((local, local + 200), remote);
        let first = offset(100_000, 160_000);
        // Both show whole seconds: the same offset of 60.5 s reads as 60 s or 61 s.
        assert!(!offset(200_000, 260_000).differs(first, 0));
        assert!(!offset(200_000, 261_000).differs(first, 0));
        assert!(offset(200_000, 262_000).differs(first, 0));
        assert!(!offset(200_000, 262_000).differs(first, 2_000));
        assert!(first.differs(offset(200_000, 262_000), 0));
    }
}
