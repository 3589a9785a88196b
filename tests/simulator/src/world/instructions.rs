//! How calls follow their TwiML instructions.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::failures::Failure;
use super::{Event, Next, Phase, World};
use crate::call::{Call, CallStatus, Instructions};
use crate::callback::{self, CallbackKind, Target};
use crate::moment::Moment;
use crate::scenario::Dialed;
use crate::store::Seq;
use crate::twiml::{self, Verb};

/// A redirect takes this long, so that instructions which redirect to themselves cannot stop time.
const REDIRECTION: Duration = Duration::from_millis(100);

/// The instructions that a call has not carried out yet.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// Counts the times that instructions were replaced.
    version: u32,
    steps: VecDeque<Verb>,
    /// The child call that `<Dial>` waits for.
    waits_for: Option<Seq>,
}

impl World {
    /// Starts the instructions of a call in progress from the beginning.
    pub(super) fn begin_instructions(&mut self, seq: Seq, now: Moment) {
        let Some(live) = self
            .live
            .get_mut(&seq)
            .filter(|live| live.phase == Phase::Talking)
        else {
            return;
        };
        live.program = Program {
            version: live.program.version.wrapping_add(1),
            ..Program::default()
        };
        let Some(call) = self.store.get(seq).cloned() else {
            return;
        };
        match &call.options.instructions {
            Instructions::None => {}
            Instructions::Twiml(text) => {
                if let Err(failure) = self.load(seq, text, now) {
                    self.failed(seq, &failure, None, now);
                }
            }
            Instructions::Url(target) => self.fetch(seq, &call, target.clone(), now),
        }
    }

    fn fetch(&mut self, seq: Seq, call: &Arc<Call>, target: Target, now: Moment) {
        let parameters = callback::common(call, call.status.as_str());
        self.fire(CallbackKind::Voice, seq, call, target, parameters, now);
    }

    pub(super) fn program(&self, seq: Seq) -> u32 {
        self.live.get(&seq).map_or(0, |live| live.program.version)
    }

    /// Begins with these instructions, if they are some.
    pub(super) fn load(&mut self, seq: Seq, text: &str, now: Moment) -> Result<(), Failure> {
        let steps = twiml::read(text, self.vocabulary)?;
        if let Some(live) = self.live.get_mut(&seq) {
            live.program.steps = steps;
            let version = live.program.version;
            self.go_on(seq, version, now);
        }
        Ok(())
    }

    /// Carries out the next instruction that takes time or ends the call. After the last one, the scenario decides how
    /// long the call lasts.
    pub(super) fn go_on(&mut self, seq: Seq, program: u32, now: Moment) {
        let Some(live) = self
            .live
            .get_mut(&seq)
            .filter(|live| live.program.version == program)
        else {
            return;
        };
        match live.program.steps.pop_front() {
            None => {}
            Some(Verb::Pause(duration)) => {
                self.timeline.add(
                    now.plus(duration),
                    Event::call(seq, Next::Instruct { program }),
                );
            }
            Some(Verb::Hangup) => self.end(seq, CallStatus::Completed, 200, now),
            Some(Verb::Dial(to)) => {
                let Some(call) = self.store.get(seq).cloned() else {
                    return;
                };
                let dialed = Dialed {
                    to: &to,
                    from: &call.from,
                    number: self.created,
                };
                let scenario = self.scenarios.choose(dialed);
                let child = self.dial(&call, to.clone(), scenario, now);
                if let Some(live) = self.live.get_mut(&seq) {
                    live.program.waits_for = child;
                }
            }
            Some(Verb::Redirect { url, get }) => {
                let target = Target { url, get };
                self.store.change(seq, now, |call| {
                    Arc::make_mut(&mut call.options).instructions = Instructions::Url(target);
                });
                self.timeline.add(
                    now.plus(REDIRECTION),
                    Event::call(seq, Next::Redirect { program }),
                );
            }
        }
    }

    /// Continues the parent that waits for this call.
    pub(super) fn child_ended(&mut self, child: &Call, now: Moment) {
        let ended = self.store.number(child.sid);
        let Some(parent) = child.parent.and_then(|parent| self.store.number(parent)) else {
            return;
        };
        let Some(live) = self.live.get_mut(&parent) else {
            return;
        };
        if live.program.waits_for.is_some() && live.program.waits_for == ended {
            live.program.waits_for = None;
            let program = live.program.version;
            self.go_on(parent, program, now);
        }
    }

    /// Follows a redirect, unless other instructions have replaced it.
    pub(super) fn follow(&mut self, seq: Seq, program: u32, now: Moment) {
        if self.program(seq) == program {
            self.begin_instructions(seq, now);
        }
    }
}
