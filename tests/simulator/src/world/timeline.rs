//! What is going to happen, in order of time.

use std::collections::BTreeMap;

use crate::callback::Delivery;
use crate::moment::Moment;
use crate::sid::Sid;
use crate::store::Seq;

/// Something that happens at a moment.
#[derive(Debug)]
pub(crate) enum Event {
    /// It is the turn of the next call in an account's queue.
    DialNext(Sid),
    /// A call goes on.
    Call { seq: Seq, next: Next },
    /// The price of a call is known.
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

/// How a call goes on, if it still is where it was when this was planned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// The queue gives it up.
    GiveUp,
    Ring,
    Busy,
    Fail,
    Answer,
    /// Nobody answered in time.
    Timeout,
    /// The detection of answering machines has its verdict.
    Detect,
    /// The called party hangs up.
    HangUp,
    /// It has lasted as long as it may.
    Limit,
    /// Its instructions go on, unless they were replaced meanwhile.
    Instruct {
        program: u32,
    },
    /// It asks for the instructions that it was redirected to, unless they were replaced meanwhile.
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
