//! Streams, SIPREC sessions, transcriptions, payments, messages and subscriptions of a call.

use std::time::Duration;

use axum::http::Method;
use serde_json::Value;
use twilio_calls_simulator::{CallbackKind, Contract, Simulator};

use crate::operations::agree;
use crate::support::{Api, Receiver, Reply};

const SECOND: Duration = Duration::from_secs(1);

/// A call in progress, and its path.
async fn talking(simulator: &Simulator, api: &Api) -> (String, String) {
    let sid = api.place(&[]).await;
    simulator.advance(SECOND * 5).await;
    assert_eq!(api.fetch(&sid).await.ok()["status"], "in-progress");
    (sid.clone(), format!("Calls/{sid}"))
}

impl Api {
    async fn below(&self, call: &str, rest: &str, form: &[(&str, &str)]) -> Reply {
        self.post(&self.path(&format!("{call}/{rest}.json")), form)
            .await
    }
}

#[track_caller]
fn rejected(reply: &Reply, status: u16, code: u32) {
    assert_eq!(reply.status, status, "{reply:?}");
    assert_eq!(reply.json()["code"], code, "{reply:?}");
}

const STOP: &[(&str, &str)] = &[("Status", "stopped")];
const PAY: &[(&str, &str)] = &[
    ("IdempotencyKey", "order-1"),
    ("StatusCallback", "https://example.com/hooks/payment"),
];

/// Tests every operation, with responses checked against the spec.
pub(crate) async fn every_operation() -> Vec<&'static str> {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let (_, call) = talking(&simulator, &api).await;
    let url = ("Url", "wss://example.com/audio");
    let mut tried = Vec::new();
    for (start, stop, collection) in [
        ("createCallStream", "updateCallStream", "Streams"),
        ("createCallSiprec", "updateCallSiprec", "Siprec"),
        (
            "createCallTranscription",
            "updateCallTranscription",
            "Transcriptions",
        ),
    ] {
        let started = api
            .below(&call, collection, &[url, ("Name", "my name/1")])
            .await;
        agree(start, 200, &started.ok());
        assert_eq!(started.json()["status"], "in-progress");
        let by_name = format!("{collection}/my%20name%2F1");
        let stopped = api.below(&call, &by_name, STOP).await;
        agree(stop, 200, &stopped.ok());
        assert_eq!(stopped.json()["status"], "stopped");
        assert_eq!(stopped.json()["sid"], started.json()["sid"]);
        tried.extend([start, stop]);
    }
    for (operation, collection, form) in [
        ("createCallPayment", "Payments", PAY),
        (
            "createCallUserDefinedMessage",
            "UserDefinedMessages",
            &[("Content", "{}")][..],
        ),
        (
            "createCallUserDefinedMessageSubscription",
            "UserDefinedMessageSubscriptions",
            &[("Callback", "https://example.com/hooks/message")][..],
        ),
    ] {
        let created = api.below(&call, collection, form).await;
        assert_eq!(created.status, 201, "{created:?}");
        agree(operation, 201, &created.json());
        tried.push(operation);
        let sid = created.json()["sid"].as_str().unwrap().to_owned();
        let path = format!("{collection}/{sid}");
        match collection {
            "Payments" => {
                let form = [
                    PAY[1],
                    ("IdempotencyKey", "card"),
                    ("Capture", "postal-code"),
                ];
                let updated = api.below(&call, &path, &form).await;
                assert_eq!(updated.status, 202, "{updated:?}");
                agree("updateCallPayment", 202, &updated.json());
                tried.push("updateCallPayment");
            }
            "UserDefinedMessageSubscriptions" => {
                let path = api.path(&format!("{call}/{path}.json"));
                let deleted = api.send(api.request(Method::DELETE, &path)).await;
                assert_eq!(deleted.status, 204);
                let again = api.send(api.request(Method::DELETE, &path)).await;
                rejected(&again, 404, 20404);
                tried.push("deleteCallUserDefinedMessageSubscription");
            }
            _ => {}
        }
    }
    tried
}

#[tokio::test]
async fn sessions_report_and_stop_with_their_call() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let (sid, call) = talking(&simulator, &api).await;
    let hook = receiver.url("/media");
    let stream = [
        ("Url", "wss://example.com/audio"),
        ("Name", "one"),
        ("StatusCallback", hook.as_str()),
    ];
    let started = api.below(&call, "Streams", &stream).await.ok();
    let transcription = [("StatusCallbackUrl", hook.as_str())];
    let transcribed = api.below(&call, "Transcriptions", &transcription).await;
    simulator.advance(SECOND).await;
    let stopped = api.below(&call, "Transcriptions/one", STOP).await;
    rejected(&stopped, 404, 20404);
    assert!(simulator.hang_up(&sid).await.is_ok());
    simulator.advance(SECOND).await;
    let events: Vec<(String, String)> = receiver
        .arrived()
        .iter()
        .map(|it| {
            let event = it.get("StreamEvent").or(it.get("TranscriptionEvent"));
            let of = it.get("StreamSid").or(it.get("TranscriptionSid"));
            (event.unwrap().to_owned(), of.unwrap().to_owned())
        })
        .collect();
    let text = |value: &Value| value["sid"].as_str().unwrap().to_owned();
    let (stream, transcription) = (text(&started), text(&transcribed.ok()));
    let expected = [
        ("stream-started", &stream),
        ("transcription-started", &transcription),
        ("stream-stopped", &stream),
        ("transcription-stopped", &transcription),
    ];
    let expected = expected.map(|(event, sid)| (event.to_owned(), sid.clone()));
    assert_eq!(events, expected);
    let contract = Contract::of_spec().unwrap();
    for record in simulator.callbacks() {
        let operation = record.kind.operation().unwrap();
        if matches!(
            record.kind,
            CallbackKind::Stream | CallbackKind::Transcription
        ) {
            let problems = contract.check_callback(operation, &record.parameters);
            assert_eq!(problems, Vec::<String>::new());
        }
    }
    assert!(receiver.arrived().iter().all(|it| !it.signature.is_empty()));
    // A stopped session stays stopped, and is not reported again.
    let again = api.below(&call, "Streams/one", STOP).await.ok();
    assert_eq!(again["status"], "stopped");
    simulator.advance(SECOND).await;
    assert_eq!(receiver.arrived().len(), 4);
}

#[tokio::test]
async fn what_is_not_possible_is_rejected() {
    let simulator = Simulator::builder()
        .reject_unknown_parameters()
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let url = ("Url", "wss://example.com/audio");
    let queued = format!("Calls/{}", api.place(&[]).await);
    rejected(&api.below(&queued, "Streams", &[url]).await, 400, 21220);
    let nowhere = format!("Calls/CA{}", "0".repeat(32));
    rejected(&api.below(&nowhere, "Streams", &[url]).await, 404, 20404);
    let (_, call) = talking(&simulator, &api).await;
    assert_eq!(api.below(&call, "Streams", &[]).await.status, 400);
    let named = [url, ("Name", "one")];
    assert_eq!(api.below(&call, "Streams", &named).await.status, 200);
    rejected(&api.below(&call, "Streams", &named).await, 409, 20409);
    assert_eq!(api.below(&call, "Siprec", &named[1..]).await.status, 200);
    let own = [
        url,
        ("Parameter1.Name", "a"),
        ("Parameter1.Value", "b"),
        ("Parameter99.Name", "c"),
        ("Parameter99.Value", "d"),
    ];
    assert_eq!(api.below(&call, "Streams", &own).await.status, 200);
    for wrong in [
        "Parameter100.Name",
        "Parameter0.Name",
        "Parameter1.Nam",
        "Parameter",
    ] {
        let reply = api.below(&call, "Streams", &[url, (wrong, "a")]).await;
        rejected(&reply, 400, 20001);
    }
    // An item that lacks one of its properties.
    let half = [url, ("Parameter1.Name", "a")];
    assert_eq!(api.below(&call, "Streams", &half).await.status, 400);
}

#[tokio::test]
async fn a_known_key_makes_nothing_new() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let (_, call) = talking(&simulator, &api).await;
    let first = api.below(&call, "Payments", PAY).await.json();
    assert_eq!(api.below(&call, "Payments", PAY).await.json(), first);
    let other = [PAY[1], ("IdempotencyKey", "order-2")];
    let second = api.below(&call, "Payments", &other).await.json();
    assert_ne!(second["sid"], first["sid"]);
    let payment = format!("Payments/{}", first["sid"].as_str().unwrap());
    let end = [PAY[1], ("IdempotencyKey", "end"), ("Status", "complete")];
    assert_eq!(api.below(&call, &payment, &end).await.status, 202);
    // The same request is accepted again, but another one is too late.
    assert_eq!(api.below(&call, &payment, &end).await.status, 202);
    let late = [PAY[1], ("IdempotencyKey", "late"), ("Status", "cancel")];
    rejected(&api.below(&call, &payment, &late).await, 409, 20409);
}
