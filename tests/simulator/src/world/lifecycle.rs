//! The lifecycle of a call, from the queue to the price.

use std::time::Duration;

use super::{Event, Next, Phase, World};
use crate::call::{AnsweredBy, CallStatus, Step};
use crate::callback::{self, CallbackKind};
use crate::moment::Moment;
use crate::scenario::{Outcome, Scenario};
use crate::sid::Sid;
use crate::store::Seq;

/// SIP status codes for the ways in which a call ends.
mod sip {
    pub(super) const OK: u16 = 200;
    pub(super) const NOT_FOUND: u16 = 404;
    pub(super) const BUSY: u16 = 486;
    pub(super) const TERMINATED: u16 = 487;
    pub(super) const DECLINED: u16 = 603;
}

impl World {
    /// Dials the next call in the queue.
    pub(super) fn dial_next(&mut self, account: Sid, now: Moment) {
        loop {
            let Some(seq) = self
                .accounts
                .get_mut(account)
                .and_then(|account| account.queue.pop())
            else {
                return;
            };
            if self
                .live
                .get(&seq)
                .is_some_and(|live| live.phase == Phase::Queued)
            {
                let next = self
                    .accounts
                    .get_mut(account)
                    .and_then(|account| account.queue.dialed(now));
                if let Some(next) = next {
                    self.timeline.add(next, Event::DialNext(account));
                }
                self.start(seq, now);
                return;
            }
        }
    }

    /// Dials a call.
    pub(super) fn start(&mut self, seq: Seq, now: Moment) {
        let Some(live) = self.live.get_mut(&seq) else {
            return;
        };
        live.phase = Phase::Dialing;
        let (after, outcome) = (live.scenario.rings_after, live.scenario.outcome);
        self.store.change(seq, now, |call| call.started = Some(now));
        self.report(seq, Step::Initiated, now, None);
        let next = match outcome {
            Outcome::Busy => Next::Busy,
            Outcome::Failed => Next::Fail,
            Outcome::Answered | Outcome::NoAnswer => Next::Ring,
        };
        self.timeline.add(now.plus(after), Event::call(seq, next));
    }

    pub(super) fn advance_call(&mut self, seq: Seq, next: Next, now: Moment) {
        let Some(phase) = self.live.get(&seq).map(|live| live.phase) else {
            return;
        };
        match (next, phase) {
            (Next::GiveUp, Phase::Queued) => {
                self.end(seq, CallStatus::Failed, sip::TERMINATED, now)
            }
            (Next::Ring, Phase::Dialing) => self.ring(seq, now),
            (Next::Busy, Phase::Dialing) => self.end(seq, CallStatus::Busy, sip::BUSY, now),
            (Next::Fail, Phase::Dialing) => self.end(seq, CallStatus::Failed, sip::NOT_FOUND, now),
            (Next::Answer, Phase::Ringing) => self.pick_up(seq, now),
            (Next::Timeout, Phase::Ringing) => {
                self.end(seq, CallStatus::NoAnswer, sip::TERMINATED, now)
            }
            (Next::Detect, Phase::Talking) => self.detect(seq, now),
            (Next::HangUp, Phase::Talking) => self.end(seq, CallStatus::Completed, sip::OK, now),
            (Next::Limit, Phase::Talking) => {
                // The limit may have changed since this was planned.
                let over = self
                    .store
                    .get(seq)
                    .and_then(|call| Some(call.answered?.plus(call.options.time_limit)));
                if over.is_some_and(|over| over <= now) {
                    self.end(seq, CallStatus::Completed, sip::OK, now);
                }
            }
            (Next::Instruct { program }, Phase::Talking) => self.go_on(seq, program, now),
            (Next::Recorded { program }, Phase::Talking) => self.message_ended(seq, program, now),
            (Next::Redirect { program }, Phase::Talking) => self.follow(seq, program, now),
            _ => {}
        }
    }

    pub(super) fn ring(&mut self, seq: Seq, now: Moment) {
        let Some(live) = self.live.get_mut(&seq) else {
            return;
        };
        live.phase = Phase::Ringing;
        let (answers, rings_for) = (
            live.scenario.outcome == Outcome::Answered,
            live.scenario.rings_for,
        );
        let changed = self
            .store
            .change(seq, now, |call| call.status = CallStatus::Ringing);
        self.report(seq, Step::Ringing, now, None);
        let timeout = changed.map_or(Duration::ZERO, |call| call.options.timeout);
        if answers && rings_for < timeout {
            self.timeline
                .add(now.plus(rings_for), Event::call(seq, Next::Answer));
        }
        self.timeline
            .add(now.plus(timeout), Event::call(seq, Next::Timeout));
    }

    /// The called party answers now, whatever phase the call is in; the skipped events are reported.
    pub(crate) fn answer(&mut self, seq: Seq, now: Moment) -> bool {
        let Some(phase) = self.live.get(&seq).map(|live| live.phase) else {
            return false;
        };
        if phase == Phase::Talking {
            return false;
        }
        if phase == Phase::Queued {
            self.leave_queue(seq);
            self.start(seq, now);
        }
        if phase != Phase::Ringing {
            self.ring(seq, now);
        }
        self.pick_up(seq, now);
        true
    }

    fn pick_up(&mut self, seq: Seq, now: Moment) {
        let Some(live) = self.live.get_mut(&seq) else {
            return;
        };
        live.phase = Phase::Talking;
        let scenario = live.scenario.clone();
        let changed = self.store.change(seq, now, |call| {
            call.status = CallStatus::InProgress;
            call.answered = Some(now);
        });
        let Some(call) = changed else { return };
        self.report(seq, Step::Answered, now, None);
        self.start_recording(seq, &call, now);
        if let Some(talks_for) = scenario.talks_for {
            self.timeline
                .add(now.plus(talks_for), Event::call(seq, Next::HangUp));
        }
        self.timeline.add(
            now.plus(call.options.time_limit),
            Event::call(seq, Next::Limit),
        );
        if let Some((to, child)) = &scenario.dials {
            self.dial(&call, to.clone(), child.clone(), now);
        }
        match &call.options.detection {
            Some(detection) => {
                let takes = scenario.detected_after.min(detection.timeout);
                self.timeline
                    .add(now.plus(takes), Event::call(seq, Next::Detect));
                if detection.background.is_some() {
                    self.begin_instructions(seq, now);
                }
            }
            None => self.begin_instructions(seq, now),
        }
    }

    fn detect(&mut self, seq: Seq, now: Moment) {
        let Some(scenario) = self.live.get(&seq).map(|live| live.scenario.clone()) else {
            return;
        };
        let Some(detection) = self
            .store
            .get(seq)
            .and_then(|call| call.options.detection.clone())
        else {
            return;
        };
        let verdict = verdict(&scenario, detection.waits_for_end, detection.timeout);
        let Some(call) = self
            .store
            .change(seq, now, |call| call.answered_by = Some(verdict))
        else {
            return;
        };
        match detection.background {
            Some(Some(target)) => {
                let took = call
                    .answered
                    .map_or(Duration::ZERO, |answered| now.since(answered));
                let parameters = callback::detection(&call, verdict, took);
                self.fire(CallbackKind::Detection, seq, &call, target, parameters, now);
            }
            Some(None) => {}
            // Only now does the call follow its instructions.
            None => self.begin_instructions(seq, now),
        }
    }

    /// Ends a call on behalf of an API request or the called party: `completed` if it was answered, `no-answer` if
    /// the called party declines, otherwise `canceled`.
    pub(crate) fn hang_up(&mut self, seq: Seq, declined: bool, now: Moment) -> bool {
        let Some(phase) = self.live.get(&seq).map(|live| live.phase) else {
            return false;
        };
        match phase {
            Phase::Talking => self.end(seq, CallStatus::Completed, sip::OK, now),
            Phase::Ringing if declined => self.end(seq, CallStatus::NoAnswer, sip::DECLINED, now),
            _ => self.end(seq, CallStatus::Canceled, sip::TERMINATED, now),
        }
        true
    }

    /// Plans the end of a call in progress whose time limit has changed.
    pub(crate) fn limit_moved(&mut self, seq: Seq, now: Moment) {
        let over = self
            .store
            .get(seq)
            .and_then(|call| Some(call.answered?.plus(call.options.time_limit)));
        if let Some(over) = over {
            self.timeline
                .add(over.max(now), Event::call(seq, Next::Limit));
        }
    }

    pub(super) fn price(&mut self, seq: Seq, price: i64, now: Moment) {
        self.store.change(seq, now, |call| call.price = Some(price));
    }

    fn leave_queue(&mut self, seq: Seq) {
        let account = self.store.get(seq).map(|call| call.account);
        if let Some(account) = account.and_then(|account| self.accounts.get_mut(account)) {
            account.queue.leave();
        }
    }

    pub(super) fn end(&mut self, seq: Seq, status: CallStatus, sip: u16, now: Moment) {
        let Some(live) = self.live.get(&seq) else {
            return;
        };
        let (scenario, recording, queued) = (
            live.scenario.clone(),
            live.recording,
            live.phase == Phase::Queued,
        );
        if queued {
            self.leave_queue(seq);
        }
        let changed = self.store.change(seq, now, |call| {
            call.status = status;
            call.ended = Some(now);
        });
        let Some(call) = changed else { return };
        self.report(seq, Step::Completed, now, Some((sip, recording)));
        self.flush_held(seq, now);
        self.message_hung_up(seq, &call, now);
        self.stop_recordings(call.sid, now);
        self.stop_media(seq, &call, now);
        self.live.remove(&seq);
        if status == CallStatus::Completed {
            let price = i64::try_from(call.minutes())
                .unwrap_or(i64::MAX)
                .saturating_mul(scenario.price_per_minute);
            self.timeline.add(
                now.plus(scenario.price_after),
                Event::Price { seq, price: -price },
            );
        }
        for child in self.store.children(&call) {
            if self.is_live(child) {
                self.hang_up(child, false, now);
            }
        }
        self.child_ended(&call, now);
    }
}

/// The result of answering machine detection.
fn verdict(scenario: &Scenario, waits_for_end: bool, timeout: Duration) -> &'static str {
    match scenario.answered_by {
        _ if scenario.detected_after > timeout => "unknown",
        AnsweredBy::Human => "human",
        AnsweredBy::Machine if waits_for_end => "machine_end_beep",
        AnsweredBy::Machine => "machine_start",
        AnsweredBy::Fax => "fax",
        AnsweredBy::Unknown => "unknown",
    }
}
