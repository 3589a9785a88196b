//! The time limits of callback receivers.

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

use crate::address;
use crate::callback::Target;
use crate::lock::lock;

/// How many times shorter the time limit is for a receiver that did not respond.
const SILENT_DIVISOR: u32 = 60;

/// The receivers that did not respond, by host and port.
///
/// The first time, the time limit of a receiver is the same as at Twilio. Afterwards it still gets every callback,
/// but delays the clock and the other callbacks for less time, until it responds again.
#[derive(Debug)]
pub(crate) struct TimeLimits {
    limit: Duration,
    silent: Mutex<HashSet<String>>,
}

impl TimeLimits {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            silent: Mutex::default(),
        }
    }

    /// Whether the receiver did not respond the last time.
    pub(crate) fn is_silent(&self, target: &Target) -> bool {
        let silent = lock(&self.silent);
        // Usually there are none, and nothing has to be parsed.
        !silent.is_empty()
            && address::receiver(target).is_some_and(|receiver| silent.contains(&receiver))
    }

    /// The time limit of the receiver.
    pub(crate) fn limit(&self, target: &Target) -> Duration {
        if self.is_silent(target) {
            self.limit / SILENT_DIVISOR
        } else {
            self.limit
        }
    }

    /// Records whether the receiver responded in time.
    pub(crate) fn note(&self, target: &Target, responded: bool) {
        let mut silent = lock(&self.silent);
        if responded && silent.is_empty() {
            return;
        }
        let Some(receiver) = address::receiver(target) else {
            return;
        };
        if responded {
            silent.remove(&receiver);
        } else {
            silent.insert(receiver);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_receiver_has_a_short_limit_until_it_responds() {
        let target = |url: &str| Target {
            url: url.into(),
            get: false,
        };
        let (minute, second) = (Duration::from_secs(60), Duration::from_secs(1));
        let time_limits = TimeLimits::new(minute);
        let (one, same, other) = (
            target("http://a:1/x"),
            target("HTTP://u:p@A:1/y?z"),
            target("http://a:2/x"),
        );
        assert_eq!(time_limits.limit(&one), minute);
        time_limits.note(&one, false);
        assert_eq!(time_limits.limit(&one), second);
        assert_eq!(time_limits.limit(&same), second);
        assert_eq!(time_limits.limit(&other), minute);
        time_limits.note(&same, true);
        assert_eq!(time_limits.limit(&one), minute);
    }
}
