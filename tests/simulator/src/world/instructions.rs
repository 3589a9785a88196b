//! How calls follow their TwiML instructions.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::failures::Failure;
use super::messages::Recorded;
use super::{Event, Next, Phase, World};
use crate::call::{Call, CallStatus, Instructions};
use crate::callback::{self, CallbackKind, Target};
use crate::form::Pairs;
use crate::moment::Moment;
use crate::scenario::Dialed;
use crate::store::Seq;
use crate::twiml::{self, Action, Verb};

use url::Url;

/// The duration of a redirect, so that instructions that redirect to themselves cannot stop time.
const REDIRECTION: Duration = Duration::from_millis(100);

/// The instructions that a call has not carried out yet.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// The number of times that instructions were replaced.
    version: u32,
    steps: VecDeque<Verb>,
    /// The child call that `<Dial>` waits for.
    waits_for: Option<Seq>,
    /// What is requested after that has ended.
    after: Option<Action>,
    /// The message that `<Record>` records.
    pub(super) records: Option<Recorded>,
}

impl Program {
    /// The place of what follows this one.
    fn next(&self) -> Self {
        Self {
            version: self.version.wrapping_add(1),
            ..Self::default()
        }
    }
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
        let program = live.program.next();
        let replaced = std::mem::replace(&mut live.program, program);
        let Some(call) = self.store.get(seq).cloned() else {
            return;
        };
        if let Some(message) = replaced.records {
            self.message_cut_off(&call, &message, now);
        }
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

    /// Starts these instructions, if there are any.
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
            Some(Verb::Gather {
                action,
                timeout,
                finish,
            }) => self.gather(seq, &action, (timeout, finish), now),
            Some(Verb::Record(verb)) => self.start_message(seq, verb, now),
            Some(Verb::Dial { to, action }) => {
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
                    live.program.after = action;
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

    /// Sends the keys that the called party presses, or waits for the timeout.
    fn gather(
        &mut self,
        seq: Seq,
        action: &Action,
        (timeout, finish): (Duration, Option<char>),
        now: Moment,
    ) {
        let Some((live, call)) = self.live.get_mut(&seq).zip(self.store.get(seq).cloned()) else {
            return;
        };
        let keys = live.scenario.presses.0.get(live.gathered).cloned();
        live.gathered += 1;
        let program = live.program.version;
        match keys.zip(target(&call, action)) {
            Some((keys, target)) => {
                let parameters = callback::gathered(&call, &keys, finish);
                self.ask(CallbackKind::Gathered, seq, target, parameters, now);
            }
            None => self.timeline.add(
                now.plus(timeout),
                Event::call(seq, Next::Instruct { program }),
            ),
        }
    }

    /// Requests instructions that replace the remaining ones.
    pub(super) fn ask(
        &mut self,
        kind: CallbackKind,
        seq: Seq,
        target: Target,
        parameters: Pairs,
        now: Moment,
    ) {
        if let Some(live) = self.live.get_mut(&seq) {
            live.program = live.program.next();
        }
        let here = target.clone();
        let changed = self.store.change(seq, now, |call| {
            Arc::make_mut(&mut call.options).instructions = Instructions::Url(here);
        });
        if let Some(call) = changed {
            self.fire(kind, seq, &call, target, parameters, now);
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
            let after = live.program.after.take();
            let call = self.store.get(parent).cloned();
            let next = after.zip(call).and_then(|(action, call)| {
                let parameters = callback::dialed(&call, child);
                Some((target(&call, &action)?, parameters))
            });
            match next {
                Some((target, parameters)) => {
                    self.ask(CallbackKind::Dialed, parent, target, parameters, now);
                }
                None => self.go_on(parent, program, now),
            }
        }
    }

    /// Follows a redirect, unless other instructions have replaced it.
    pub(super) fn follow(&mut self, seq: Seq, program: u32, now: Moment) {
        if self.program(seq) == program {
            self.begin_instructions(seq, now);
        }
    }
}

/// The target of an action in the instructions; `None` if it is relative to instructions without a URL.
pub(super) fn target(call: &Call, action: &Action) -> Option<Target> {
    let here = match &call.options.instructions {
        Instructions::Url(target) => Url::parse(&target.url).ok(),
        Instructions::None | Instructions::Twiml(_) => None,
    };
    let url = match here {
        Some(here) => here.join(&action.url).ok()?,
        None => Url::parse(&action.url).ok()?,
    };
    Some(Target {
        url: url.as_str().into(),
        get: action.get,
    })
}
