//! Random sequences of operations through the client, with each response compared to a small model.

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use twilio_calls::{CallSid, CallStatus, Client, Error, ErrorCode, RetryPolicy, UpdateCallStatus};
use twilio_calls_simulator::{Scenario, Simulator};
use twilio_calls_tests::thoroughly;

use crate::client;

const FROM: &str = "client:sender";
/// All times in the scenarios are halfway between whole seconds, and the tests advance the clock by whole seconds, so
/// that the order of events is never ambiguous.
const RINGS_AFTER: u64 = 500;
const RINGS_FOR: u64 = 1000;
const TALKS_FOR: u64 = 3000;
const TIMEOUT: u64 = 5000;

/// The called party, which determines what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Party {
    Answers,
    Busy,
    Absent,
    Patient,
}

const PARTIES: [Party; 4] = [Party::Answers, Party::Busy, Party::Absent, Party::Patient];

impl Party {
    const fn address(self) -> &'static str {
        match self {
            Self::Answers => "client:answers",
            Self::Busy => "client:busy",
            Self::Absent => "client:absent",
            Self::Patient => "client:patient",
        }
    }

    /// How long the party stays; forever if `None`.
    const fn talks_for(self) -> Option<u64> {
        match self {
            Self::Answers => Some(TALKS_FOR),
            Self::Busy => Some(2 * TALKS_FOR),
            Self::Absent | Self::Patient => None,
        }
    }

    fn scenario(self) -> Scenario {
        let scenario = match self {
            Self::Answers => Scenario::answered(),
            Self::Busy => Scenario::busy(),
            Self::Absent | Self::Patient => Scenario::manual(),
        };
        let scenario = match self.talks_for() {
            Some(talks_for) => scenario.talks_for(Duration::from_millis(talks_for)),
            None => scenario,
        };
        scenario
            .rings_after(Duration::from_millis(RINGS_AFTER))
            .rings_for(Duration::from_millis(RINGS_FOR))
    }
}

/// A step of a sequence. Indexes are taken modulo the number of calls.
#[derive(Clone, Copy, Debug)]
enum Step {
    Create(Party),
    Fetch(usize),
    Cancel(usize),
    Complete(usize),
    Redirect(usize),
    Delete(usize),
    List {
        party: Option<Party>,
        status: Option<usize>,
        size: u16,
    },
    Advance(u64),
    Answer(usize),
    HangUp(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let party = prop::sample::select(&PARTIES[..]);
    let place = 0..8_usize;
    prop_oneof![
        4 => party.clone().prop_map(Step::Create),
        2 => place.clone().prop_map(Step::Fetch),
        1 => place.clone().prop_map(Step::Cancel),
        1 => place.clone().prop_map(Step::Complete),
        1 => place.clone().prop_map(Step::Redirect),
        2 => place.clone().prop_map(Step::Delete),
        2 => (prop::option::of(party), prop::option::of(0..8_usize), 1..6_u16)
            .prop_map(|(party, status, size)| Step::List { party, status, size }),
        4 => (1..4_u64).prop_map(Step::Advance),
        1 => place.clone().prop_map(Step::Answer),
        1 => place.prop_map(Step::HangUp),
    ]
}

/// A call in the model. Times are milliseconds of the clock.
#[derive(Clone, Debug)]
struct Expected {
    sid: CallSid,
    party: Party,
    created: u64,
    status: CallStatus,
    rang: u64,
    answered: u64,
    deleted: bool,
}

impl Expected {
    fn is_over(&self) -> bool {
        !matches!(
            self.status,
            CallStatus::Queued | CallStatus::Ringing | CallStatus::InProgress
        )
    }

    fn advance(&mut self, now: u64) {
        if self.status == CallStatus::Queued && self.created + RINGS_AFTER <= now {
            self.rang = self.created + RINGS_AFTER;
            self.status = match self.party {
                Party::Busy => CallStatus::Busy,
                _ => CallStatus::Ringing,
            };
        }
        if self.status == CallStatus::Ringing {
            if self.party == Party::Answers && self.rang + RINGS_FOR <= now {
                self.answered = self.rang + RINGS_FOR;
                self.status = CallStatus::InProgress;
            } else if self.rang + TIMEOUT <= now {
                self.status = CallStatus::NoAnswer;
            }
        }
        let ends = self
            .party
            .talks_for()
            .map(|talks_for| self.answered + talks_for);
        if self.status == CallStatus::InProgress && ends.is_some_and(|ends| ends <= now) {
            self.status = CallStatus::Completed;
        }
    }
}

/// The world of a sequence: a separate subaccount, so that all sequences can share a simulator and a client.
struct World<'s> {
    simulator: &'s Simulator,
    client: Client,
    now: u64,
    calls: Vec<Expected>,
}

fn code(error: &Error) -> Option<u32> {
    error.code().map(ErrorCode::get)
}

impl<'s> World<'s> {
    fn new(simulator: &'s Simulator, client: &Client) -> Self {
        let account = simulator.add_subaccount().account_sid().to_string();
        Self {
            simulator,
            client: client.for_account(account.parse().unwrap()),
            now: 0,
            calls: Vec::new(),
        }
    }

    async fn take(&mut self, step: Step) {
        if let Step::Create(party) = step {
            let create = self
                .client
                .create_call(party.address(), FROM)
                .twiml("<Response/>");
            let timeout = u16::try_from(TIMEOUT / 1000).unwrap();
            let call = create.twiml("<Response/>").timeout(timeout).await.unwrap();
            assert_eq!(call.status, CallStatus::Queued);
            assert!(self.calls.iter().all(|other| other.sid != call.sid));
            self.calls.push(Expected {
                sid: call.sid,
                party,
                created: self.now,
                status: CallStatus::Queued,
                rang: 0,
                answered: 0,
                deleted: false,
            });
            return;
        }
        match step {
            Step::Create(_) => {}
            Step::List {
                party,
                status,
                size,
            } => self.list(party, status, size).await,
            Step::Advance(seconds) => {
                self.simulator.advance(Duration::from_secs(seconds)).await;
                self.now += seconds * 1000;
                for call in &mut self.calls {
                    call.advance(self.now);
                }
            }
            Step::Fetch(place)
            | Step::Cancel(place)
            | Step::Complete(place)
            | Step::Redirect(place)
            | Step::Delete(place)
            | Step::Answer(place)
            | Step::HangUp(place) => {
                if !self.calls.is_empty() {
                    let place = place % self.calls.len();
                    self.touch(step, place).await;
                }
            }
        }
    }

    async fn touch(&mut self, step: Step, place: usize) {
        let (client, now) = (&self.client, self.now);
        let call = &mut self.calls[place];
        let update = client.update_call(call.sid);
        match step {
            Step::Answer(_) => {
                let answered = self.simulator.answer(call.sid.as_str()).await;
                let possible = !call.deleted
                    && matches!(call.status, CallStatus::Queued | CallStatus::Ringing);
                assert_eq!(answered.is_ok(), possible, "{call:?}");
                if possible {
                    call.status = CallStatus::InProgress;
                    call.answered = now;
                }
            }
            Step::HangUp(_) => {
                let hung_up = self.simulator.hang_up(call.sid.as_str()).await;
                let possible = !call.deleted && !call.is_over();
                assert_eq!(hung_up.is_ok(), possible, "{call:?}");
                if possible {
                    call.status = match call.status {
                        CallStatus::InProgress => CallStatus::Completed,
                        CallStatus::Ringing => CallStatus::NoAnswer,
                        _ => CallStatus::Canceled,
                    };
                }
            }
            _ if call.deleted => {
                let error = match step {
                    Step::Fetch(_) => client.fetch_call(call.sid).await.map(drop),
                    Step::Delete(_) => client.delete_call(call.sid).await.map(drop),
                    _ => update.status(UpdateCallStatus::Completed).await.map(drop),
                };
                assert!(error.unwrap_err().is_not_found());
            }
            Step::Fetch(_) => {
                let fetched = client.fetch_call(call.sid).await.unwrap();
                assert_eq!(fetched.status, call.status, "{call:?}");
                assert_eq!(fetched.to.unwrap(), call.party.address());
                let timed = fetched.duration.is_some_and(|duration| duration.get() > 0);
                assert!(!timed || call.status == CallStatus::Completed);
            }
            Step::Delete(_) => match client.delete_call(call.sid).await {
                Ok(_) => {
                    assert!(call.is_over(), "{call:?}");
                    call.deleted = true;
                }
                Err(error) => {
                    assert!(!call.is_over(), "{call:?}");
                    assert_eq!(code(&error), Some(20009));
                }
            },
            Step::Redirect(_) => {
                let redirected = update.twiml("<Response><Say>Hello</Say></Response>").await;
                match call.status {
                    CallStatus::InProgress => {
                        assert_eq!(redirected.unwrap().status, CallStatus::InProgress);
                    }
                    _ => assert_eq!(code(&redirected.unwrap_err()), Some(21220)),
                }
            }
            Step::Cancel(_) | Step::Complete(_) => {
                let completes = matches!(step, Step::Complete(_));
                let status = if completes {
                    UpdateCallStatus::Completed
                } else {
                    UpdateCallStatus::Canceled
                };
                let ended = update.status(status).await;
                if call.is_over() {
                    assert_eq!(code(&ended.unwrap_err()), Some(21220));
                    return;
                }
                call.status = match call.status {
                    CallStatus::InProgress if completes => CallStatus::Completed,
                    CallStatus::InProgress => CallStatus::InProgress,
                    _ => CallStatus::Canceled,
                };
                assert_eq!(ended.unwrap().status, call.status, "{call:?}");
            }
            Step::Create(_) | Step::List { .. } | Step::Advance(_) => {}
        }
    }

    async fn list(&self, party: Option<Party>, status: Option<usize>, size: u16) {
        let status = status.map(|place| CallStatus::ALL[place].clone());
        let mut list = self.client.list_calls().page_size(size);
        if let Some(party) = party {
            list = list.to(party.address());
        }
        if let Some(status) = &status {
            list = list.status(status);
        }
        let mut stream = list.stream();
        let mut listed = Vec::new();
        while let Some(call) = stream.try_next().await.unwrap() {
            listed.push((call.sid, call.status));
        }
        let fits = |call: &&Expected| {
            !call.deleted
                && party.is_none_or(|party| party == call.party)
                && status.as_ref().is_none_or(|status| *status == call.status)
        };
        let expected: Vec<_> = self.calls.iter().rev().filter(fits).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|call| (call.sid, call.status.clone()))
            .collect();
        assert_eq!(listed, expected);
    }
}

#[test]
fn random_sequences_agree_with_the_model() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (simulator, client) = runtime.block_on(async {
        let mut builder = Simulator::builder().calls_per_second(1_000_000);
        for party in PARTIES {
            builder = builder.number(party.address(), party.scenario());
        }
        let simulator = builder.start().await.unwrap();
        let client = client(&simulator)
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        (simulator, client)
    });
    let config = Config {
        cases: thoroughly(50),
        max_shrink_iters: 2000,
        failure_persistence: None,
        ..Config::default()
    };
    let sequences = prop::collection::vec(step(), 40);
    let outcome = TestRunner::new(config).run(&sequences, |steps| {
        runtime.block_on(async {
            let mut world = World::new(&simulator, &client);
            for step in steps {
                world.take(step).await;
            }
        });
        Ok(())
    });
    outcome.unwrap();
    simulator.assert_requests_agree_with_spec();
}
