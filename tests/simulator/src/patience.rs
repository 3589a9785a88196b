//! How long a receiver of callbacks is waited for.

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

use crate::address;
use crate::callback::Target;
use crate::lock::lock;

/// How many times shorter the wait is for a receiver that has stayed silent.
const IMPATIENCE: u32 = 60;

/// The receivers that stayed silent, by host and port.
///
/// The first time, a receiver is waited for as long as Twilio waits. After that it still gets every callback, but holds up
/// neither the clock nor the other callbacks for as long, until it responds again.
#[derive(Debug)]
pub(crate) struct Patience {
    limit: Duration,
    silent: Mutex<HashSet<String>>,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            silent: Mutex::default(),
        }
    }

    /// Whether the receiver did not respond the last time.
    pub(crate) fn is_silent(&self, target: &Target) -> bool {
        let silent = lock(&self.silent);
        // Mostly there are none, and nothing has to be parsed.
        !silent.is_empty()
            && address::receiver(target).is_some_and(|receiver| silent.contains(&receiver))
    }

    /// How long to wait for the receiver.
    pub(crate) fn limit(&self, target: &Target) -> Duration {
        if self.is_silent(target) {
            self.limit / IMPATIENCE
        } else {
            self.limit
        }
    }

    /// Notes whether the receiver answered in time.
    pub(crate) fn note(&self, target: &Target, answered: bool) {
        let mut silent = lock(&self.silent);
        if answered && silent.is_empty() {
            return;
        }
        let Some(receiver) = address::receiver(target) else {
            return;
        };
        if answered {
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
    fn a_silent_receiver_is_waited_for_briefly_until_it_answers() {
        let target = |url: &str| Target {
            url: url.into(),
            get: false,
        };
        let (minute, second) = (Duration::from_secs(60), Duration::from_secs(1));
        let patience = Patience::new(minute);
        let (one, same, other) = (
            target("http://a:1/x"),
            target("HTTP://u:p@A:1/y?z"),
            target("http://a:2/x"),
        );
        assert_eq!(patience.limit(&one), minute);
        patience.note(&one, false);
        assert_eq!(patience.limit(&one), second);
        assert_eq!(patience.limit(&same), second);
        assert_eq!(patience.limit(&other), minute);
        patience.note(&same, true);
        assert_eq!(patience.limit(&one), minute);
    }
}
