//! What `<Record>` records: a message of the called party.

use std::sync::Arc;
use std::time::Duration;

use super::instructions::target;
use super::{Event, Next, World};
use crate::call::{Call, Recording, RecordingOptions};
use crate::callback::{self, CallbackKind};
use crate::moment::Moment;
use crate::scenario::Message;
use crate::sid::Sid;
use crate::store::Seq;
use crate::twiml::{Action, Record};

/// What is sent in place of a key when somebody hangs up.
const HANGUP: &str = "hangup";

/// A message that is being recorded.
#[derive(Debug)]
pub(super) struct Recorded {
    recording: Sid,
    action: Action,
    end: End,
}

/// How a message ends, if nobody hangs up before.
#[derive(Debug, PartialEq, Eq)]
struct End {
    /// How long it takes, with the silence that ends it.
    after: Duration,
    /// How much of it is cut off.
    cut: Duration,
    /// The key that ends it; empty if none does.
    key: Arc<str>,
}

impl End {
    fn of(message: &Message, verb: &Record) -> Self {
        let is_key = !message.key.is_empty() && verb.finish.contains(&*message.key);
        let ends_by_key = is_key && message.lasts < verb.longest;
        let silence = if is_key { Duration::ZERO } else { verb.timeout };
        let after = (message.lasts + silence).min(verb.longest);
        Self {
            after,
            cut: if verb.trims {
                after.saturating_sub(message.lasts)
            } else {
                Duration::ZERO
            },
            key: if ends_by_key {
                message.key.clone()
            } else {
                "".into()
            },
        }
    }
}

impl World {
    /// Records what the called party says. Where nobody speaks, the instructions go on after the silence.
    pub(super) fn start_message(&mut self, seq: Seq, verb: Record, now: Moment) {
        let program = self.program(seq);
        let Some((live, call)) = self.live.get_mut(&seq).zip(self.store.get(seq).cloned()) else {
            return;
        };
        if live.scenario.silent {
            let next = Event::call(seq, Next::Instruct { program });
            self.timeline.add(now.plus(verb.timeout), next);
            return;
        }
        let message = live.scenario.says.get(live.messages).cloned();
        live.messages += 1;
        let end = End::of(&message.unwrap_or_default(), &verb);
        let over = now.plus(end.after);
        let options = RecordingOptions {
            channels: 1,
            track: "inbound".into(),
            callback: verb.callback,
            events: verb.events,
        };
        let recording = self.record(&call, options, "RecordVerb", now).sid;
        if let Some(live) = self.live.get_mut(&seq) {
            live.program.records = Some(Recorded {
                recording,
                action: verb.action,
                end,
            });
        }
        let next = Event::call(seq, Next::Recorded { program });
        self.timeline.add(over, next);
    }

    /// The message has ended as planned: requests the next instructions.
    pub(super) fn message_ended(&mut self, seq: Seq, program: u32, now: Moment) {
        if self.program(seq) != program {
            return;
        }
        let message = self.take_message(seq);
        let Some((message, call)) = message.zip(self.store.get(seq).cloned()) else {
            return;
        };
        let stopped = self.stop_message(&call, &message, message.end.cut, now);
        match stopped.zip(target(&call, &message.action)) {
            Some((recording, target)) => {
                let parameters = self.recorded(&call, &recording, &message.end.key);
                self.ask(CallbackKind::Recorded, seq, target, parameters, now);
            }
            None => self.go_on(seq, program, now),
        }
    }

    /// The call has ended while a message was recorded, which is reported all the same.
    pub(super) fn message_hung_up(&mut self, seq: Seq, call: &Arc<Call>, now: Moment) {
        let Some(message) = self.take_message(seq) else {
            return;
        };
        let stopped = self.stop_message(call, &message, Duration::ZERO, now);
        if let Some((recording, target)) = stopped.zip(target(call, &message.action)) {
            let parameters = self.recorded(call, &recording, HANGUP);
            self.fire(CallbackKind::Recorded, seq, call, target, parameters, now);
        }
    }

    /// Other instructions have replaced those that recorded a message; no further ones are requested.
    pub(super) fn message_cut_off(&mut self, call: &Call, message: &Recorded, now: Moment) {
        self.stop_message(call, message, Duration::ZERO, now);
    }

    /// Stops the recording of a message, unless a request to the API has stopped or deleted it before.
    fn stop_message(
        &mut self,
        call: &Call,
        message: &Recorded,
        cut: Duration,
        now: Moment,
    ) -> Option<Recording> {
        let sid = message.recording;
        let mut recordings = self.store.recordings(call.sid).iter();
        let recording = recordings.find(|it| it.sid == sid)?.clone();
        if recording.is_over() {
            return Some(recording);
        }
        self.set_recording(call.sid, sid, now, |recording| {
            recording.recorded = recording.recorded_by(now).saturating_sub(cut);
            recording.running_since = None;
        });
        self.stop_recording(call.sid, sid, "processing", now)
    }

    /// The message that is being recorded.
    fn take_message(&mut self, seq: Seq) -> Option<Recorded> {
        self.live.get_mut(&seq)?.program.records.take()
    }

    fn recorded(&self, call: &Call, recording: &Recording, ended_by: &str) -> crate::form::Pairs {
        callback::recorded(call, recording, &self.base, ended_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn end(lasts: u32, key: &str, verb: Record) -> (Duration, Duration, String) {
        let message = Message {
            lasts: SECOND * lasts,
            key: key.into(),
        };
        let end = End::of(&message, &verb);
        (end.after, end.after - end.cut, end.key.to_string())
    }

    fn verb() -> Record {
        Record {
            action: Action {
                url: "".into(),
                get: false,
            },
            timeout: SECOND * 5,
            finish: "*#".into(),
            longest: SECOND * 60,
            trims: true,
            callback: None,
            events: Vec::new(),
        }
    }

    #[test]
    fn a_key_silence_or_the_greatest_length_ends_a_message() {
        let trimmed = verb();
        let whole = Record {
            trims: false,
            ..verb()
        };
        for (lasts, key, verb, after, recorded, ended_by) in [
            (9, "#", &trimmed, 9, 9, "#"),
            (9, "", &trimmed, 14, 9, ""),
            (9, "1", &trimmed, 14, 9, ""),
            (9, "", &whole, 14, 14, ""),
            (57, "", &whole, 60, 60, ""),
            (60, "#", &trimmed, 60, 60, ""),
            (99, "", &trimmed, 60, 60, ""),
        ] {
            let expected = (SECOND * after, SECOND * recorded, ended_by.to_owned());
            assert_eq!(end(lasts, key, verb.clone()), expected, "{lasts} {key:?}");
        }
    }
}
