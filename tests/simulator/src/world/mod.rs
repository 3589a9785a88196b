//! The state of a simulator, and how it changes over time. No I/O and no waiting happen here: events go in, changes and
//! callbacks to deliver come out.

mod failures;
mod instructions;
mod lifecycle;
mod media;
mod messages;
mod recordings;
mod report;
mod timeline;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::account::Accounts;
use crate::call::{Call, CallStatus, Direction, Instructions, Options};
use crate::callback::{CallbackFaults, Delivery};
use crate::contract::Vocabulary;
use crate::exchange::Exchange;
use crate::fault::FaultPlan;
use crate::history::History;
use crate::log::Log;
use crate::media::Media;
use crate::moment::Moment;
use crate::notification::Notification;
use crate::queue::MAX_WAIT;
use crate::random::Random;
use crate::scenario::{Dialed, Scenario, ScenarioSource};
use crate::sid::Sid;
use crate::store::{Seq, Store};

pub(crate) use self::failures::DeliveryResult;
use self::instructions::Program;
pub(crate) use self::recordings::RecordingChange;
pub(crate) use self::timeline::Event;
use self::timeline::{Next, Timeline};

/// How many bytes of requests made for calls are kept.
const MAX_EXCHANGES: usize = 8 << 20;
/// How many bytes of notifications are kept.
const MAX_NOTIFICATIONS: usize = 4 << 20;

/// A call to create.
#[derive(Clone)]
pub(crate) struct NewCall {
    pub(crate) account: Sid,
    pub(crate) to: Arc<str>,
    pub(crate) from: Arc<str>,
    pub(crate) options: Options,
}

/// The phase of a call, in finer steps than its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Queued,
    Dialing,
    Ringing,
    Talking,
}

/// The state of a call until it ends.
#[derive(Debug)]
struct Live {
    phase: Phase,
    scenario: Arc<Scenario>,
    /// The sequence number of the next status callback.
    sequence: u64,
    /// A status callback that is held back until after the next one.
    held: Option<Delivery>,
    recording: Option<Sid>,
    program: Program,
    /// The number of times that keys were gathered.
    gathered: usize,
    /// How many messages were recorded.
    messages: usize,
}

impl Live {
    fn new(phase: Phase, scenario: Arc<Scenario>) -> Self {
        Self {
            phase,
            scenario,
            sequence: 0,
            held: None,
            recording: None,
            program: Program::default(),
            gathered: 0,
            messages: 0,
        }
    }
}

/// The state of a simulator.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) accounts: Accounts,
    pub(crate) scenarios: ScenarioSource,
    pub(crate) fault_plan: FaultPlan,
    pub(crate) callback_faults: CallbackFaults,
    pub(crate) random: Random,
    pub(crate) log: Log,
    /// The requests made for calls.
    pub(crate) exchanges: History<Exchange>,
    /// The notifications of calls.
    pub(crate) notifications: History<Notification>,
    vocabulary: &'static Vocabulary,
    /// What belongs to calls besides their recordings.
    pub(crate) media: Media,
    /// The simulator's own URL, for the URLs of recordings.
    pub(crate) base: Arc<str>,
    /// Callbacks that are due and have to be sent.
    pub(crate) outbox: Vec<Delivery>,
    timeline: Timeline,
    live: HashMap<Seq, Live>,
    created: usize,
    callbacks: u64,
}

impl World {
    pub(crate) fn new(
        store: Store,
        accounts: Accounts,
        scenarios: ScenarioSource,
        fault_plan: FaultPlan,
        random: Random,
        log: Log,
        vocabulary: &'static Vocabulary,
    ) -> Self {
        Self {
            store,
            accounts,
            scenarios,
            fault_plan,
            callback_faults: CallbackFaults::none(),
            random,
            log,
            exchanges: History::new(MAX_EXCHANGES),
            notifications: History::new(MAX_NOTIFICATIONS),
            vocabulary,
            media: Media::new(),
            base: "".into(),
            outbox: Vec::new(),
            timeline: Timeline::default(),
            live: HashMap::new(),
            created: 0,
            callbacks: 0,
        }
    }

    fn new_call(&mut self, wanted: &NewCall, direction: Direction, now: Moment) -> Call {
        self.created += 1;
        Call {
            sid: Sid::random(*b"CA", &mut self.random),
            account: wanted.account,
            parent: None,
            status: CallStatus::Queued,
            direction,
            to: wanted.to.clone(),
            from: wanted.from.clone(),
            answered_by: None,
            created: now,
            updated: now,
            started: None,
            answered: None,
            ended: None,
            price: None,
            queue_time: Duration::ZERO,
            options: Arc::new(wanted.options.clone()),
        }
    }

    /// A call made with test credentials, which is not stored.
    pub(crate) fn create_for_test(&mut self, wanted: &NewCall, now: Moment) -> Call {
        self.new_call(wanted, Direction::OutboundApi, now)
    }

    /// Puts a call into its account's queue. Returns `None` if the account is unknown or the store is full.
    pub(crate) fn create(&mut self, wanted: &NewCall, now: Moment) -> Option<Arc<Call>> {
        let dialed = Dialed {
            to: &wanted.to,
            from: &wanted.from,
            number: self.created,
        };
        let scenario = self.scenarios.choose(dialed);
        let call = self.new_call(wanted, Direction::OutboundApi, now);
        let seq = self.store.insert(call)?;
        let (wait, turn) = self.accounts.get_mut(wanted.account)?.queue.join(seq, now);
        if let Some(turn) = turn {
            self.timeline.add(turn, Event::DialNext(wanted.account));
        }
        if wait > MAX_WAIT {
            self.timeline
                .add(now.plus(MAX_WAIT), Event::call(seq, Next::GiveUp));
        }
        self.live.insert(seq, Live::new(Phase::Queued, scenario));
        self.store.revise(seq, |call| call.queue_time = wait)
    }

    /// Adds an inbound call, which rings immediately and bypasses the queue.
    pub(crate) fn receive(
        &mut self,
        wanted: &NewCall,
        scenario: Scenario,
        now: Moment,
    ) -> Option<Arc<Call>> {
        let mut call = self.new_call(wanted, Direction::Inbound, now);
        call.started = Some(now);
        let seq = self.store.insert(call)?;
        self.live
            .insert(seq, Live::new(Phase::Dialing, Arc::new(scenario)));
        self.ring(seq, now);
        self.store.get(seq).cloned()
    }

    /// Adds a call that has ended to the account's history.
    pub(crate) fn add_past_call(&mut self, call: Call) -> Option<Seq> {
        self.created += 1;
        self.store.insert(call)
    }

    /// Adds a child call of another call, which is dialed immediately and bypasses the queue.
    fn dial(
        &mut self,
        parent: &Call,
        to: Arc<str>,
        scenario: Arc<Scenario>,
        now: Moment,
    ) -> Option<Seq> {
        let options = Options {
            timeout: parent.options.timeout,
            time_limit: parent.options.time_limit,
            ..Options::default()
        };
        let wanted = NewCall {
            account: parent.account,
            to,
            from: parent.from.clone(),
            options,
        };
        let mut call = self.new_call(&wanted, Direction::OutboundDial, now);
        call.parent = Some(parent.sid);
        let seq = self.store.insert(call)?;
        self.live.insert(seq, Live::new(Phase::Queued, scenario));
        self.start(seq, now);
        Some(seq)
    }

    /// Whether a call has not ended.
    pub(crate) fn is_live(&self, seq: Seq) -> bool {
        self.live.contains_key(&seq)
    }

    /// When the next event is due.
    pub(crate) fn next_due(&self) -> Option<Moment> {
        self.timeline.next_due()
    }

    /// Applies every event that is due by a moment, in order. With `pausing`, stops after the first moment at which
    /// callbacks became due, so that receivers can react before time passes. Returns the moment reached.
    pub(crate) fn run(&mut self, until: Moment, pausing: bool) -> Moment {
        while let Some((due, event)) = self.timeline.take(until) {
            self.apply(event, due);
            let same_moment = self.timeline.next_due() == Some(due);
            if pausing && !same_moment && !self.outbox.is_empty() {
                return due;
            }
        }
        until
    }

    fn apply(&mut self, event: Event, now: Moment) {
        match event {
            Event::DialNext(account) => self.dial_next(account, now),
            Event::Call { seq, next } => self.advance_call(seq, next, now),
            Event::Price { seq, price } => self.price(seq, price, now),
            Event::RecordingReady {
                call,
                recording,
                silent,
            } => self.finish_recording(call, recording, silent, now),
            Event::Deliver(delivery) => self.outbox.push(*delivery),
        }
    }

    /// Replaces the instructions of a call in progress.
    pub(crate) fn redirect(
        &mut self,
        seq: Seq,
        instructions: Instructions,
        change: impl FnOnce(&mut Options),
        now: Moment,
    ) {
        self.store.change(seq, now, |call| {
            let options = Arc::make_mut(&mut call.options);
            options.instructions = instructions;
            change(options);
        });
        self.begin_instructions(seq, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Faults;
    use crate::queue::Queue;

    #[test]
    fn the_queue_drops_a_call_after_a_day() {
        let mut random = Random::new(1);
        let mut accounts = Accounts::default();
        let account = accounts
            .add(None, false, Queue::new(1), &mut random)
            .account;
        let (scenarios, fault_plan) = (
            ScenarioSource::default(),
            FaultPlan::new(Faults::none(), random.clone()),
        );
        let log = Log::new(10, None);
        let mut world = World::new(
            Store::default(),
            accounts,
            scenarios,
            fault_plan,
            random,
            log,
            crate::contract::Contract::of_spec().unwrap().vocabulary(),
        );
        let wanted = NewCall {
            account,
            to: "a".into(),
            from: "b".into(),
            options: Options::default(),
        };
        let begin = Moment::from_unix_seconds(1_781_117_050);
        let day = 24 * 60 * 60;
        let calls: Vec<_> = (0..day + 10)
            .map(|_| world.create(&wanted, begin).unwrap().sid)
            .collect();
        world.run(begin.plus(MAX_WAIT + Duration::from_secs(60)), false);
        let status = |place: usize| {
            world
                .store
                .get(world.store.number(calls[place]).unwrap())
                .unwrap()
                .status
        };
        // These calls have a timeout of zero.
        assert_eq!(status(day), CallStatus::NoAnswer);
        assert_eq!(status(day + 1), CallStatus::Failed);
        assert_eq!(status(day + 9), CallStatus::Failed);
    }
}
