//! The outcome of a request: when it is known, and when it is not.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json as value};
use tokio::time::Instant;
use twilio_calls::{Call, Doubt, ReconcileCall, Reconciled, Timestamp};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{FROM, TO, client, json, sid, silent};

const SECOND: Duration = Duration::from_secs(1);
/// The default lag and tolerance.
const SETTLED: u64 = 125;

fn moment(time: SystemTime) -> String {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let whole = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    Timestamp::try_from(whole).unwrap().to_string()
}

/// Each is a sentence without anything about the calls.
#[test]
fn doubts_are_sentences() {
    let call = || serde_json::from_value::<Call>(created(1, SystemTime::UNIX_EPOCH)).unwrap();
    let sentences = [
        Doubt::TooEarly,
        Doubt::LookAlikes(vec![call()]),
        Doubt::LookAlikes(vec![call(), call()]),
        Doubt::Inexact,
        Doubt::TooOld,
        Doubt::Clock,
    ]
    .map(|doubt| doubt.to_string());
    assert_eq!(
        sentences,
        [
            "it is too early to know what became of the request; reconcile again later",
            "a resource like the requested one exists, but another request may have created it",
            "2 resources like the requested one exist, any of which the request may have created",
            "the list contains no matching resource, but Twilio may have written the values of the request differently",
            "the list does not go back as far as the request",
            "the clocks disagree about when the request was sent or failed, or drifted apart while the list was read",
        ]
    );
}

/// An outbound call, created at this time.
fn created(number: usize, time: SystemTime) -> Value {
    value!({
        "sid": sid(number),
        "account_sid": crate::support::ACCOUNT,
        "status": "queued",
        "direction": "outbound-api",
        "date_created": moment(time),
        "subresource_uris": {},
    })
}

/// A page, sent at this time by Twilio's clock.
fn page(calls: &[Value], next: Option<&str>, date: Option<SystemTime>) -> RawResponse {
    let page = value!({
        "calls": calls, "uri": "/1", "first_page_uri": "/", "page": 0, "page_size": 1000, "start": 0, "end": 0,
        "next_page_uri": next, "previous_page_uri": null,
    });
    let response = json("200 OK", page);
    match date {
        Some(date) => response.header("Date", &moment(date).replace("+0000", "GMT")),
        None => response.header("Date", ""),
    }
}

/// A clock that runs this many times as fast as the local one.
fn clock(speed: u32) -> impl Fn() -> SystemTime + Copy {
    let (began, instant) = (SystemTime::now(), Instant::now());
    move || began + instant.elapsed() * speed
}

/// Reconciles a request of now with a list that never changes.
async fn with_list(
    calls: Vec<Value>,
    date: Option<SystemTime>,
    options: impl FnOnce(ReconcileCall) -> ReconcileCall,
) -> Reconciled<Call> {
    let listener = Listener::acting(move |_, _| page(&calls, None, date)).unwrap();
    let reconcile = client(&listener).reconcile_call(TO, FROM, SystemTime::now());
    options(reconcile).await.unwrap()
}

fn seen_once(reconcile: ReconcileCall) -> ReconcileCall {
    reconcile.deadline(Duration::ZERO)
}

#[tokio::test(start_paused = true)]
async fn nothing_is_known_to_be_missing_before_the_lag_has_passed() {
    let twilio = clock(1);
    let listener = Listener::acting(move |_, _| page(&[], None, Some(twilio()))).unwrap();
    let client = client(&listener);
    let started = Instant::now();
    let reconcile = client.reconcile_call(TO, FROM, SystemTime::now());
    assert_eq!(reconcile.clone().await.unwrap(), Reconciled::NotCreated);
    assert_eq!(started.elapsed().as_secs(), SETTLED);
    let listed = &listener.received()[0];
    assert!(listed.target.contains("PageSize=1000"), "{}", listed.target);
    assert!(
        !listed.target.contains("StartTime"),
        "a queued call has none"
    );

    let started = Instant::now();
    let reconcile = client.reconcile_call(TO, FROM, SystemTime::now());
    let early = reconcile.clone().deadline(SECOND * 10).await.unwrap();
    assert_eq!(early, Reconciled::Unknown(Doubt::TooEarly));
    assert_eq!(started.elapsed().as_secs(), 10);
    let reconcile = reconcile.lag(SECOND * 20).tolerance(SECOND * 2);
    assert_eq!(reconcile.await.unwrap(), Reconciled::NotCreated);
    assert_eq!(listener.received().len(), 6, "at once and at the end");
}

#[tokio::test(start_paused = true)]
async fn what_a_token_or_an_only_caller_shows_is_known_at_once() {
    for has_token in [true, false] {
        let twilio = clock(1);
        let listener = Listener::acting(move |number, _| {
            let now = twilio();
            let calls = if number < 3 {
                vec![]
            } else {
                vec![created(1, now)]
            };
            page(&calls, None, Some(now))
        })
        .unwrap();
        let started = Instant::now();
        let reconcile = client(&listener).reconcile_call(TO, FROM, SystemTime::now());
        let reconcile = if has_token {
            reconcile.token("mine", |_: &Call| Some("mine"))
        } else {
            reconcile.exclusive()
        };
        let Reconciled::Created(call) = reconcile.await.unwrap() else {
            panic!("it is listed");
        };
        assert_eq!(call.sid.as_str(), sid(1));
        assert!(started.elapsed() < SECOND * 4);
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_the_request_can_have_created_counts() {
    let now = SystemTime::now();
    let verdict = |call: Value, date| with_list(vec![call], date, seen_once);
    let look_alike = |verdict: &Reconciled<Call>| matches!(verdict, Reconciled::Unknown(Doubt::LookAlikes(calls)) if calls.len() == 1);
    assert!(look_alike(&verdict(created(1, now), Some(now)).await));
    // Before the request, by the same clock and by one that is an hour ahead.
    for ahead in [Duration::ZERO, SECOND * 3600] {
        let then = now + ahead;
        let missing = verdict(created(1, then - SECOND * 20), Some(then)).await;
        assert_eq!(missing, Reconciled::Unknown(Doubt::TooEarly));
        assert!(look_alike(&verdict(created(1, then), Some(then)).await));
    }
    // Twilio's time is unknown.
    assert!(look_alike(
        &verdict(created(1, now - SECOND * 20), None).await
    ));
    let mut inbound = created(1, now);
    inbound["direction"] = "inbound".into();
    let missing = verdict(inbound, Some(now)).await;
    assert_eq!(missing, Reconciled::Unknown(Doubt::TooEarly));
    // A call that lacks these properties may be the one.
    let mut bare = created(1, now);
    bare["direction"] = Value::Null;
    bare["date_created"] = Value::Null;
    assert!(look_alike(&verdict(bare, Some(now)).await));
}

#[tokio::test(start_paused = true)]
async fn another_token_excludes_and_no_token_does_not() {
    let now = SystemTime::now();
    let calls = vec![created(1, now), created(2, now)];
    let other = with_list(calls.clone(), Some(now), |reconcile| {
        seen_once(reconcile).token("mine", |_: &Call| Some("another's".to_owned()))
    });
    assert_eq!(other.await, Reconciled::Unknown(Doubt::TooEarly));
    let unheard = with_list(calls.clone(), Some(now), |reconcile| {
        seen_once(reconcile).token("mine", |call: &Call| {
            (call.sid.as_str() == sid(1)).then_some("another's")
        })
    });
    let Reconciled::Unknown(Doubt::LookAlikes(calls_left)) = unheard.await else {
        panic!("one may be it");
    };
    assert_eq!(calls_left[0].sid.as_str(), sid(2));
    // The claim that nobody else places calls is wrong.
    let both = with_list(calls, Some(now), |reconcile| {
        seen_once(reconcile).exclusive()
    });
    assert!(
        matches!(both.await, Reconciled::Unknown(Doubt::LookAlikes(calls)) if calls.len() == 2)
    );
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_is_not_always_a_proof() {
    let now = SystemTime::now();
    let twilio = clock(1);
    let listener = Listener::acting(move |_, _| page(&[], None, Some(twilio()))).unwrap();
    let client = client(&listener);
    let day = SECOND * 24 * 3600;
    let unknown = async |reconcile: ReconcileCall| match reconcile.await.unwrap() {
        Reconciled::Unknown(doubt) => doubt,
        known => panic!("{known:?}"),
    };
    let sip = client.reconcile_call("sip:bob@example.com;transport=tcp", FROM, now);
    assert_eq!(unknown(sip).await, Doubt::Inexact);
    let old = client.reconcile_call(TO, FROM, now - day * 400);
    assert_eq!(unknown(old.ended(now - day * 399)).await, Doubt::TooOld);
    let asked = listener.received().len();
    let later = client.reconcile_call(TO, FROM, now + day);
    assert_eq!(unknown(later).await, Doubt::Clock);
    let crossed = client.reconcile_call(TO, FROM, now);
    assert_eq!(unknown(crossed.ended(now - day)).await, Doubt::Clock);
    // A difference within the tolerance is not a contradiction.
    let close = client.reconcile_call(TO, FROM, now + SECOND);
    let close = close.ended(now + SECOND * 2).now(now);
    assert_eq!(unknown(seen_once(close)).await, Doubt::TooEarly);
    assert_eq!(
        listener.received().len(),
        asked + 1,
        "clocks are compared first"
    );
}

/// The time of creation cannot be converted: the call may be the one that the list shows, or another.
#[tokio::test(start_paused = true)]
async fn clocks_that_do_not_keep_pace_prove_nothing() {
    let now = SystemTime::now();
    let twilio = clock(2);
    let listener =
        Listener::acting(move |_, _| page(&[created(1, now)], None, Some(twilio()))).unwrap();
    let client = client(&listener);
    let verdict = client.reconcile_call(TO, FROM, now).await.unwrap();
    assert_eq!(verdict, Reconciled::Unknown(Doubt::Clock));
    // A token needs no clock.
    let empty_at_first = Listener::acting(move |number, _| match number {
        1 => page(&[], None, Some(twilio())),
        _ => page(&[created(1, now)], None, Some(twilio() + SECOND * 60)),
    })
    .unwrap();
    let reconcile = crate::support::client(&empty_at_first).reconcile_call(TO, FROM, now);
    let reconcile = reconcile.token("mine", |_: &Call| Some("mine"));
    assert!(matches!(reconcile.await.unwrap(), Reconciled::Created(_)));
}

#[tokio::test(start_paused = true)]
async fn the_list_is_read_to_its_end() {
    let now = SystemTime::now();
    let listener = Listener::acting(move |_, request| {
        if request.target.contains("Page=1") {
            page(&[created(2, now)], None, Some(now))
        } else {
            let next = "/2010-04-01/Accounts/ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1/Calls.json?Page=1";
            page(&[created(1, now - SECOND * 900)], Some(next), Some(now))
        }
    })
    .unwrap();
    let reconcile = client(&listener).reconcile_call(TO, FROM, now);
    let Reconciled::Created(call) = reconcile.exclusive().await.unwrap() else {
        panic!("it is on the second page");
    };
    assert_eq!(call.sid.as_str(), sid(2));
    assert_eq!(listener.received().len(), 2, "each page is fetched once");
}

#[tokio::test(start_paused = true)]
async fn mistakes_are_reported_and_nothing_leaks() {
    let listener = silent();
    let client = client(&listener);
    let started = Instant::now();
    let reconcile = client.reconcile_call(TO, "", SystemTime::now());
    let error = reconcile.await.unwrap_err();
    assert!(started.elapsed() < SECOND, "there is nothing to wait for");
    assert_eq!(error.operation(), Some("reconcileCall"));
    assert_eq!(error.invalid_arguments()[0].parameter(), "From");
    let reconcile = client.reconcile_call(TO, FROM, SystemTime::now());
    let shown = format!("{:?}", reconcile.token("tok3n", |_: &Call| None::<String>));
    for private in ["tok3n", TO, FROM] {
        assert!(!shown.contains(private), "{shown}");
    }
    let down = Listener::acting(|_, _| json("404 Not Found", "{}")).unwrap();
    let reconcile = crate::support::client(&down).reconcile_call(TO, FROM, SystemTime::now());
    assert!(seen_once(reconcile).await.unwrap_err().is_not_found());
}
