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

/// From when to when something may have been created, by Twilio's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    from: Millis,
    to: Millis,
}

impl Window {
    /// What lies between two local moments, in Twilio's time: its clock showed the second `remote` at some moment between
    /// the two of `local`.
    pub(super) fn of(
        from: Millis,
        to: Millis,
        (before, after): (Millis, Millis),
        remote: Millis,
    ) -> Self {
        let least = remote.saturating_sub(after);
        let greatest = remote.saturating_add(WITHIN_SECOND).saturating_sub(before);
        Self {
            from: from.saturating_add(least),
            to: to.saturating_add(greatest),
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
    use super::Window;

    #[test]
    fn a_clock_that_differs_moves_the_window() {
        // Asked at 100.0 s and answered at 100.2 s; Twilio's clock showed 160 s, so it is 59.8 to 61 s ahead.
        let window = Window::of(50_000, 60_000, (100_000, 100_200), 160_000);
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
}
