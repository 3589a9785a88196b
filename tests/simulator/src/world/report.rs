//! Status callbacks, the callbacks of recordings, and the faults of callbacks.

use std::sync::Arc;

use super::{Event, World};
use crate::call::{Call, Recording, Step};
use crate::callback::{self, CallbackKind, CallbackRecord, Delivery, Ending, Outcome, Target};
use crate::form::Pairs;
use crate::moment::Moment;
use crate::sid::Sid;
use crate::store::Seq;

impl World {
    /// Reports a progress event of a call, if the request subscribed to it.
    pub(super) fn report(
        &mut self,
        seq: Seq,
        step: Step,
        now: Moment,
        ending: Option<(u16, Option<Sid>)>,
    ) {
        let Some(call) = self.store.get(seq).cloned() else {
            return;
        };
        let Some(target) = call
            .options
            .status_callback
            .clone()
            .filter(|_| call.options.events.has(step))
        else {
            return;
        };
        let Some(live) = self.live.get_mut(&seq) else {
            return;
        };
        let sequence = live.sequence;
        live.sequence += 1;
        let holds = step != Step::Completed
            && live.held.is_none()
            && self.random.chance(self.callback_faults.out_of_order);
        let base = self.base.clone();
        let ending = ending.map(|(sip, recording)| Ending {
            sip,
            recording: recording.map(|sid| (&*base, sid)),
        });
        let parameters = callback::progress(&call, step, now, sequence, ending);
        let delivery = self.delivery(CallbackKind::Status, seq, &call, target, parameters, now);
        if holds {
            if let Some(live) = self.live.get_mut(&seq) {
                live.held = Some(delivery);
            }
            return;
        }
        self.post(delivery, now);
        self.flush_held(seq, now);
    }

    /// Sends the held callback after the one that overtook it.
    pub(super) fn flush_held(&mut self, seq: Seq, now: Moment) {
        if let Some(held) = self.live.get_mut(&seq).and_then(|live| live.held.take()) {
            self.post(held, now);
        }
    }

    /// Fires a callback now.
    pub(super) fn fire(
        &mut self,
        kind: CallbackKind,
        seq: Seq,
        call: &Arc<Call>,
        target: Target,
        parameters: Pairs,
        now: Moment,
    ) {
        let delivery = self.delivery(kind, seq, call, target, parameters, now);
        self.post(delivery, now);
    }

    fn delivery(
        &mut self,
        kind: CallbackKind,
        seq: Seq,
        call: &Call,
        target: Target,
        parameters: Pairs,
        now: Moment,
    ) -> Delivery {
        let number = self.callbacks;
        self.callbacks += 1;
        let parameters = Arc::new(parameters);
        self.log.callback(CallbackRecord {
            number,
            kind,
            call_sid: call.sid,
            url: target.url.to_string(),
            method: target.method(),
            parameters: parameters.clone(),
            fired: now,
            attempts: 0,
            outcome: Outcome::Pending,
        });
        let token = self
            .accounts
            .get(call.account)
            .map_or_else(|| "".into(), |account| account.token.clone());
        Delivery {
            number,
            kind,
            seq,
            program: self.program(seq),
            token,
            target,
            parameters,
            idempotency: Sid::random(*b"IK", &mut self.random),
            lost: !kind.is_instructions() && self.random.chance(self.callback_faults.lost),
            awaited: true,
        }
    }

    /// Plans the delivery, and sometimes a duplicate. Requests for instructions are exempt from faults.
    fn post(&mut self, delivery: Delivery, now: Moment) {
        if delivery.kind.is_instructions() {
            self.timeline.add(now, Event::Deliver(Box::new(delivery)));
            return;
        }
        let faults = self.callback_faults;
        if self.random.chance(faults.duplicated) {
            let due = now.plus(faults.late_by(&mut self.random));
            self.timeline
                .add(due, Event::Deliver(Box::new(delivery.clone())));
        }
        let due = now.plus(faults.late_by(&mut self.random));
        self.timeline.add(due, Event::Deliver(Box::new(delivery)));
    }

    pub(super) fn report_recording(&mut self, recording: &Recording, now: Moment) {
        let wanted = recording
            .options
            .events
            .iter()
            .any(|event| **event == *recording.status);
        let Some(target) = recording.options.callback.clone().filter(|_| wanted) else {
            return;
        };
        let Some(seq) = self.store.number(recording.call) else {
            return;
        };
        let parameters = callback::recording(recording, &self.base);
        // A deleted call sends no callbacks, although its recordings stay.
        if let Some(call) = self.store.get(seq).cloned() {
            self.fire(CallbackKind::Recording, seq, &call, target, parameters, now);
        }
    }
}
