//! Future events, in order of time.

use std::collections::BTreeMap;

use crate::callback::Delivery;
use crate::moment::Moment;
use crate::sid::Sid;
use crate::store::Seq;

/// An event.
#[derive(Debug)]
pub(crate) enum Event {
    /// The next call in an account's queue is dialed.
    DialNext(Sid),
    /// The next step of a call is due.
    Call { seq: Seq, next: Next },
    /// The price of a call arrives.
    Price { seq: Seq, price: i64 },
    /// A recording has been processed.
    RecordingReady {
        call: Sid,
        recording: Sid,
        silent: bool,
    },
    /// A callback is due.
    Deliver(Box<Delivery>),
}

impl Event {
    pub(super) const fn call(seq: Seq, next: Next) -> Self {
        Self::Call { seq, next }
    }
}

/// The next step of a call, unless its phase has changed since the step was planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// The queue drops it.
    GiveUp,
    Ring,
    Busy,
    Fail,
    Answer,
    /// Nobody answered in time.
    Timeout,
    /// The result of answering machine detection is available.
    Detect,
    /// The called party hangs up.
    HangUp,
    /// It has reached its time limit.
    Limit,
    /// Its instructions continue, unless they have been replaced.
    Instruct {
        program: u32,
    },
    /// What the called party says has been recorded, unless the instructions have been replaced.
    Recorded {
        program: u32,
    },
    /// It requests the instructions that it was redirected to, unless they have been replaced.
    Redirect {
        program: u32,
    },
}

/// Events by their moment, and in the order of planning within a moment.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    events: BTreeMap<(Moment, u64), Event>,
    planned: u64,
}

impl Timeline {
    pub(super) fn add(&mut self, due: Moment, event: Event) {
        self.events.insert((due, self.planned), event);
        self.planned += 1;
    }

    pub(super) fn next_due(&self) -> Option<Moment> {
        self.events.first_key_value().map(|(&(due, _), _)| due)
    }

    /// The first event, if it is due by then.
    pub(super) fn take(&mut self, until: Moment) -> Option<(Moment, Event)> {
        let entry = self
            .events
            .first_entry()
            .filter(|entry| entry.key().0 <= until)?;
        let ((due, _), event) = entry.remove_entry();
        Some((due, event))
    }
}
