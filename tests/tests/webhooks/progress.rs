//! The progress of a call, from callbacks and fetches in any order, repeated, or missing.

use twilio_calls::webhook::parse_unverified;
use twilio_calls::{
    Call, CallProgress, CallStatusCallback, CallbackCallStatus as Status, News, Observation,
};

const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

enum Event {
    Callback(Box<CallStatusCallback>),
    Fetch(Box<Call>),
}

impl Observation<Status> for Event {
    fn status(&self) -> Status {
        match self {
            Self::Callback(report) => report.status(),
            Self::Fetch(call) => Observation::status(&**call),
        }
    }

    fn number(&self) -> Option<u64> {
        match self {
            Self::Callback(report) => report.number(),
            Self::Fetch(call) => call.number(),
        }
    }
}

fn callback(status: &str, number: Option<u64>) -> Event {
    let number = number.map_or(String::new(), |number| number.to_string());
    let form =
        format!("CallSid={CALL}&AccountSid={ACCOUNT}&CallStatus={status}&SequenceNumber={number}");
    Event::Callback(Box::new(parse_unverified(form).unwrap()))
}

fn fetch(status: &str) -> Event {
    let call = format!(
        r#"{{"sid":"{CALL}","account_sid":"{ACCOUNT}","status":"{status}","subresource_uris":{{}}}}"#
    );
    Event::Fetch(serde_json::from_str(&call).unwrap())
}

/// The position of a status in the life of a call.
fn position(status: &Status) -> usize {
    let order = ["queued", "initiated", "ringing", "in-progress"];
    let position = order.iter().position(|it| *it == status.as_str());
    position.unwrap_or(order.len())
}

/// Calls `visit` with all permutations of these indexes.
fn permute(taken: &mut Vec<usize>, left: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
    if left.is_empty() {
        return visit(taken);
    }
    for index in 0..left.len() {
        let next = left.remove(index);
        taken.push(next);
        permute(taken, left, visit);
        taken.pop();
        left.insert(index, next);
    }
}

#[test]
fn every_order_ends_in_the_same_state_and_acts_on_everything_once() {
    let events = [
        fetch("queued"),
        callback("initiated", Some(0)),
        callback("ringing", Some(1)),
        callback("in-progress", Some(2)),
        fetch("in-progress"),
        callback("completed", Some(3)),
        fetch("completed"),
    ];
    let mut orders = 0;
    for lost in 0..1 << events.len() {
        let mut arrived: Vec<usize> = (0..events.len()).filter(|it| lost & 1 << it == 0).collect();
        let mut expected = CallProgress::new();
        for index in &arrived {
            expected.observe(&events[*index]);
        }
        let distinct = expected.seen().len();
        permute(&mut Vec::new(), &mut arrived, &mut |order| {
            orders += 1;
            let mut progress = CallProgress::new();
            let mut acted_on = Vec::new();
            // Every event is repeated, some immediately and some at the end.
            let again = order.iter().filter(|index| **index % 2 == 0);
            let now = order
                .iter()
                .flat_map(|index| std::iter::repeat_n(index, 1 + index % 2));
            for index in now.chain(again) {
                let before = progress.status().map_or(0, position);
                let news = progress.observe(&events[*index]);
                let after = progress.status().map_or(0, position);
                assert!(after >= before, "{order:?} went back");
                assert_eq!(
                    matches!(news, News::Advanced(_)),
                    acted_on.is_empty() || after > before
                );
                acted_on.extend(news.status().cloned());
            }
            assert_eq!(progress, expected, "{order:?}");
            let count = acted_on.len();
            acted_on.sort();
            acted_on.dedup();
            assert!(count == distinct && acted_on.len() == distinct, "{order:?}");
        });
    }
    assert_eq!(orders, 13_700, "of all sets of up to 7 events");
}

#[test]
fn what_is_new_is_reported() {
    let mut progress = CallProgress::new();
    let advanced = |status| News::Advanced(status);
    assert!(progress.status().is_none() && !progress.is_final());
    assert_eq!(
        progress.observe(&fetch("in-progress")),
        advanced(Status::InProgress)
    );
    // The fetch has already reported the status; the callback may contain more.
    assert_eq!(
        progress.observe(&callback("in-progress", Some(2))),
        News::Details
    );
    assert_eq!(
        progress.observe(&callback("in-progress", Some(2))),
        News::Nothing
    );
    assert_eq!(progress.observe(&fetch("in-progress")), News::Nothing);
    assert_eq!(
        progress.observe(&callback("busy", Some(3))),
        advanced(Status::Busy)
    );
    assert_eq!(
        progress.observe(&callback("ringing", Some(1))),
        News::Late(Status::Ringing)
    );
    assert!(progress.is_final() && progress.has_seen(&Status::Ringing));
    assert_eq!(
        progress.seen(),
        [&Status::Ringing, &Status::InProgress, &Status::Busy]
    );
    // A future status is kept, and does not reset the progress.
    let news = progress.observe(&callback("new-status", Some(4)));
    assert_eq!(news.status().map(Status::as_str), Some("new-status"));
    assert_eq!(progress.status(), Some(&Status::Busy));
}

#[test]
fn events_without_a_number_are_distinguished_by_their_token() {
    let mut progress = CallProgress::default();
    let report = callback("ringing", None);
    let mut observe = |token| progress.observe_with_token(&report, token);
    assert_eq!(observe(Some("a")), News::Advanced(Status::Ringing));
    assert_eq!(observe(Some("a")), News::Nothing);
    assert_eq!(observe(Some("b")), News::Details);
    assert_eq!(observe(None), News::Nothing);
}

#[test]
fn two_final_statuses_end_in_the_same_state() {
    let (busy, failed) = (callback("busy", Some(3)), callback("failed", Some(4)));
    let mut one = CallProgress::new();
    assert!(matches!(one.observe(&busy), News::Advanced(_)));
    assert_eq!(
        one.observe(&failed),
        News::Late(Status::Failed),
        "it is over already"
    );
    let mut other = CallProgress::new();
    other.observe(&failed);
    other.observe(&busy);
    assert_eq!(one, other);
    assert_eq!(one.status(), other.status());
}

#[test]
fn the_state_is_stored_and_merged() {
    let mut here = CallProgress::new();
    here.observe_with_token(&callback("ringing", Some(1)), Some("token"));
    here.observe(&callback("later", None));
    let stored = serde_json::to_string(&here).unwrap();
    assert_eq!(
        stored,
        r#"{"statuses":["ringing","later"],"numbers":[1],"tokens":["token"]}"#
    );
    let mut there: CallProgress = serde_json::from_str(&stored).unwrap();
    assert_eq!(there, here);
    assert_eq!(
        there.observe(&callback("completed", Some(3))),
        News::Advanced(Status::Completed)
    );
    here.merge(there.clone());
    assert_eq!(here, there);
}
