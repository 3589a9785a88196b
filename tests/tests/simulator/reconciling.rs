//! Reconciling after faults: the verdict is either right or unknown, and rarely unknown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use tokio::net::TcpListener;
use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator, Verified};
use twilio_calls::{
    Call, CallEvent, CallSid, CallStatusCallback, Client, Doubt, Outcome, Reconciled, RetryPolicy,
};
use twilio_calls_simulator::{CallbackFaults, Fault, Moment, Simulator};

use crate::client;

const FROM: &str = "+15550002222";
const SECOND: Duration = Duration::from_secs(1);
const EVENTS: [CallEvent; 4] = [
    CallEvent::Initiated,
    CallEvent::Ringing,
    CallEvent::Answered,
    CallEvent::Completed,
];

/// The token in the callback URL of each call.
type Tokens = Arc<Mutex<HashMap<CallSid, String>>>;

/// The application: it records the tokens of verified callbacks.
async fn receive_callbacks(simulator: &Simulator) -> (String, Tokens) {
    #[derive(Clone)]
    struct App(Receiver, Tokens);
    impl axum::extract::FromRef<App> for Receiver {
        fn from_ref(app: &App) -> Self {
            app.0.clone()
        }
    }
    async fn status(
        State(App(_, tokens)): State<App>,
        RawQuery(query): RawQuery,
        Verified(report): Verified<CallStatusCallback>,
    ) {
        let token = query.unwrap().strip_prefix("attempt=").unwrap().to_owned();
        tokens.lock().unwrap().insert(report.call_sid, token);
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let validator = SignatureValidator::new(simulator.credentials().password()).unwrap();
    let receiver = Receiver::new(validator, PublicUrl::base(base.as_str()).unwrap());
    let tokens = Tokens::default();
    let router = Router::new()
        .route("/status", post(status))
        .with_state(App(receiver, tokens.clone()));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, tokens)
}

/// SplitMix64, so that runs can be reproduced.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A call by somebody else with the same parties as the attempt.
struct LookAlike {
    /// Seconds after the start of the batch.
    at: u64,
    /// Made by another attempt of the same application, whose callbacks have a different token.
    is_sibling: bool,
}

/// What is known about the attempt besides its parties and its time.
#[derive(Clone, Copy, PartialEq)]
enum Evidence {
    Token,
    OnlyCaller,
}

struct Run {
    to: String,
    token: String,
    evidence: Evidence,
    /// How many seconds the client's clock is ahead; negative if it is behind.
    ahead: i64,
    fault: Fault,
    /// Seconds after the start of the batch.
    at: u64,
    look_alikes: Vec<LookAlike>,
    early_look: u64,
    attempt: Option<Attempt>,
}

struct Attempt {
    sent: Moment,
    ended: Moment,
    /// The index of the created call among all calls.
    created: Option<usize>,
}

/// The attempts of a batch start in this second, with look-alikes around them.
const FIRST: u64 = 100;
const SPREAD: u64 = 40;
/// By then, everything has settled after the last attempt, its lag and the tolerance.
const END: u64 = FIRST + SPREAD + 135;

impl Run {
    fn draw(number: u64, random: &mut Random) -> Self {
        let at = FIRST + random.below(SPREAD);
        let evidence = if random.percent(85) {
            Evidence::Token
        } else {
            Evidence::OnlyCaller
        };
        let mut look_alikes = Vec::new();
        if random.percent(30) {
            // Somebody else, before or after the relevant time.
            let before = random.below(at - 20);
            let after = END - random.below(3);
            look_alikes.push(LookAlike {
                at: if random.one_in(2) { before } else { after },
                is_sibling: false,
            });
        }
        if evidence == Evidence::Token && random.percent(25) {
            // Another attempt of the application, at the same time.
            look_alikes.push(LookAlike {
                at: at - 5 + random.below(60),
                is_sibling: true,
            });
        }
        if evidence == Evidence::Token && random.percent(1) {
            // Somebody else at the same time, whose callbacks we do not receive.
            look_alikes.push(LookAlike {
                at: at - 3 + random.below(100),
                is_sibling: false,
            });
        }
        let fault = match random.below(50) {
            0..8 => Fault::ServerError(503),
            8..14 => Fault::Html(502),
            14..20 => Fault::Reset,
            20..30 => Fault::ServerErrorAfter(500),
            30..39 => Fault::ResetAfter,
            39..49 => Fault::Truncated,
            _ => Fault::Slow(Duration::from_millis(500)),
        };
        Self {
            to: format!("+1555{number:07}"),
            token: format!("attempt-{number}"),
            evidence,
            ahead: i64::try_from(random.below(600)).unwrap() - 300,
            fault,
            at,
            look_alikes,
            early_look: random.below(120),
            attempt: None,
        }
    }

    /// The time on the client's clock.
    fn local(&self, moment: Moment) -> SystemTime {
        let time = SystemTime::from(moment);
        let ahead = Duration::from_secs(self.ahead.unsigned_abs());
        if self.ahead < 0 {
            time - ahead
        } else {
            time + ahead
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct Tally {
    created: u32,
    not_created: u32,
    unknown: u32,
    known_early: u32,
}

struct Harness {
    simulator: Simulator,
    client: Client,
    base: String,
    tokens: Tokens,
    tally: Tally,
}

impl Harness {
    async fn start(seed: u64) -> Self {
        let simulator = Simulator::builder()
            .seed(seed)
            .calls_per_second(10_000)
            .lag(SECOND * 2)
            .list_lag(SECOND * 100)
            .callback_faults(
                CallbackFaults::none()
                    .out_of_order(0.2)
                    .duplicated(0.1)
                    .delayed(SECOND * 5)
                    .lost(0.02),
            )
            .start()
            .await
            .unwrap();
        let (base, tokens) = receive_callbacks(&simulator).await;
        let client = client(&simulator)
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        Self {
            simulator,
            client,
            base,
            tokens,
            tally: Tally::default(),
        }
    }

    async fn batch(&mut self, runs: &mut [Run]) {
        for second in 0..=END {
            for run in runs.iter_mut() {
                for look_alike in run.look_alikes.iter().filter(|it| it.at == second) {
                    self.place_look_alike(run, look_alike).await;
                }
                if run.at == second {
                    self.attempt(run).await;
                }
                if run.attempt.is_some() && run.at + run.early_look == second {
                    self.look_early(run).await;
                }
            }
            self.simulator.advance(SECOND).await;
        }
        let calls = self.simulator.calls();
        for run in runs {
            let Some(created) = run.attempt.as_ref().map(|attempt| attempt.created) else {
                continue;
            };
            let truth = created.map(|position| calls[position].sid().to_string());
            let verdict = self.reconcile(run, None).await;
            match &verdict {
                Reconciled::Created(call) => {
                    assert_eq!(Some(call.sid.as_str()), truth.as_deref(), "{}", run.to);
                    self.tally.created += 1;
                }
                Reconciled::NotCreated => {
                    assert_eq!(truth, None, "{}", run.to);
                    self.tally.not_created += 1;
                }
                Reconciled::Unknown(_) => self.tally.unknown += 1,
            }
        }
    }

    async fn place_look_alike(&self, run: &Run, look_alike: &LookAlike) {
        let mut create = self.client.create_call(&*run.to, FROM).twiml("<Response/>");
        if look_alike.is_sibling {
            create = create
                .status_callback(format!("{}/status?attempt=other-{}", self.base, run.token))
                .status_callback_event(EVENTS);
        }
        create.await.unwrap();
    }

    async fn attempt(&self, run: &mut Run) {
        let before = self.simulator.call_count();
        self.simulator.script_faults([Some(run.fault)]);
        let sent = self.simulator.now();
        let create = self
            .client
            .create_call(&*run.to, FROM)
            .twiml("<Response/>")
            .request_timeout(match run.fault {
                Fault::Slow(delay) => delay / 2,
                _ => Duration::from_secs(60),
            })
            .status_callback(format!("{}/status?attempt={}", self.base, run.token))
            .status_callback_event(EVENTS);
        let error = create.await.unwrap_err();
        if error.outcome() != Outcome::Unknown {
            // On a slow machine, the time can run out before anything is sent.
            assert!(matches!(run.fault, Fault::Slow(_)), "{error}");
            return;
        }
        let created = self.simulator.call_count() > before;
        run.attempt = Some(Attempt {
            sent,
            ended: self.simulator.now(),
            created: created.then_some(before),
        });
    }

    /// Before everything has settled, only a token or an exclusive caller can decide the outcome.
    async fn look_early(&mut self, run: &Run) {
        let verdict = self.reconcile(run, Some(Duration::ZERO)).await;
        assert!(
            !matches!(verdict, Reconciled::NotCreated),
            "{}: too early to know",
            run.to
        );
        if let Reconciled::Created(call) = verdict {
            let position = run.attempt.as_ref().unwrap().created;
            let truth = position.map(|position| self.simulator.calls()[position].sid().to_string());
            assert_eq!(Some(call.sid.as_str()), truth.as_deref(), "{}", run.to);
            self.tally.known_early += 1;
        }
    }

    async fn reconcile(&self, run: &Run, deadline: Option<Duration>) -> Reconciled<Call> {
        let attempt = run.attempt.as_ref().unwrap();
        let mut reconcile = self
            .client
            .reconcile_call(&*run.to, FROM, run.local(attempt.sent))
            .ended(run.local(attempt.ended))
            .now(run.local(self.simulator.now()));
        if let Some(deadline) = deadline {
            reconcile = reconcile.deadline(deadline);
        }
        let tokens = self.tokens.clone();
        reconcile = match run.evidence {
            Evidence::OnlyCaller => reconcile.exclusive(),
            Evidence::Token => reconcile.token(&*run.token, move |call: &Call| {
                tokens.lock().unwrap().get(&call.sid).cloned()
            }),
        };
        reconcile.await.unwrap()
    }
}

/// Runs this many attempts; no verdict may be wrong, and less than one in a hundred may be unknown.
async fn reconcile_after_faults(seed: u64, runs: u64) {
    const BATCH: usize = 500;
    let mut random = Random(seed);
    let mut harness = Harness::start(seed).await;
    let runs: Vec<_> = (0..runs).map(|run| Run::draw(run, &mut random)).collect();
    let mut runs = runs.into_iter();
    loop {
        let mut batch: Vec<_> = runs.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        harness.batch(&mut batch).await;
    }
    let tally = harness.tally;
    let all = tally.created + tally.not_created + tally.unknown;
    println!("seed {seed}: {tally:?}");
    assert!(tally.unknown * 100 < all, "{tally:?}");
    assert!(tally.created * 3 > all && tally.not_created * 4 > all && tally.known_early > 0);
}

#[tokio::test]
async fn no_verdict_is_wrong_and_few_are_unknown() {
    reconcile_after_faults(17, 300).await;
}

/// `cargo test -p twilio-calls-tests --test simulator -- --ignored --nocapture ten_thousand`
#[tokio::test]
#[ignore = "takes minutes"]
async fn no_verdict_of_ten_thousand_is_wrong() {
    for seed in 0..10 {
        reconcile_after_faults(seed, 1_000).await;
    }
}

/// Without a token, and if others may place calls, too, a matching call may belong to someone else.
#[tokio::test]
async fn parties_and_time_alone_are_no_proof() {
    let harness = Harness::start(5).await;
    let mut random = Random(5);
    for (fault, is_known) in [(Fault::ServerError(503), true), (Fault::ResetAfter, false)] {
        let mut run = Run::draw(random.below(1000), &mut random);
        run.fault = fault;
        harness.attempt(&mut run).await;
        harness.simulator.advance(SECOND * 140).await;
        let attempt = run.attempt.as_ref().unwrap();
        let verdict = harness
            .client
            .reconcile_call(&*run.to, FROM, run.local(attempt.sent))
            .ended(run.local(attempt.ended))
            .now(run.local(harness.simulator.now()))
            .await
            .unwrap();
        match verdict {
            Reconciled::NotCreated => assert!(is_known),
            Reconciled::Unknown(Doubt::LookAlikes(calls)) => {
                assert!(!is_known && calls.len() == 1);
            }
            verdict => panic!("{verdict:?}"),
        }
    }
}

/// A call that waits in the queue has no start time, but is found regardless.
#[tokio::test]
async fn a_call_in_the_queue_is_found() {
    let simulator = Simulator::builder()
        .calls_per_second(1)
        .start()
        .await
        .unwrap();
    let client = client(&simulator).build().unwrap();
    for number in 0..300 {
        let to = format!("+1555999{number:04}");
        client
            .create_call(to, FROM)
            .twiml("<Response/>")
            .await
            .unwrap();
    }
    simulator.script_faults([Some(Fault::ResetAfter)]);
    let sent = SystemTime::from(simulator.now());
    let to = "+15550001111";
    let create = client.create_call(to, FROM).twiml("<Response/>");
    assert_eq!(create.await.unwrap_err().outcome(), Outcome::Unknown);
    simulator.advance(SECOND * 130).await;
    let reconcile = client
        .reconcile_call(to, FROM, sent)
        .ended(sent)
        .exclusive();
    let verdict = reconcile.now(simulator.now().into()).await.unwrap();
    let Reconciled::Created(call) = verdict else {
        panic!("{verdict:?}");
    };
    assert!(call.status == "queued" && call.start_time.is_none());
    let started = client.list_calls().to(to).start_time_after("2026-01-01");
    assert!(started.await.unwrap().calls.is_empty());
}
