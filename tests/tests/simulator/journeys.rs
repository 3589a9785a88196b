//! Complete journeys of calls through the client and its webhooks.

use std::time::Duration;

use twilio_calls::{
    CallEvent, CallStatus, HttpMethod, MachineDetection, RecordingEvent, RetryPolicy,
    UpdateCallStatus,
};
use twilio_calls_simulator::{AnsweredBy, CallbackFaults, Fault, Scenario, Simulator};

use crate::client;
use crate::hooks::Hooks;

const TO: &str = "+15550001111";
const FROM: &str = "+15550002222";
const EVENTS: [CallEvent; 4] = [
    CallEvent::Initiated,
    CallEvent::Ringing,
    CallEvent::Answered,
    CallEvent::Completed,
];

#[tokio::test]
async fn a_call_is_followed_from_its_creation_to_its_deletion() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator).build().unwrap();
    let hooks = Hooks::start(&simulator).await;
    simulator.next_scenario(Scenario::answered().by(AnsweredBy::Machine));
    let call = client
        .create_call(TO, FROM)
        .twiml("<Response><Say>Ahoy there!</Say></Response>")
        .status_callback(hooks.url("/status"))
        .status_callback_event(EVENTS)
        .record(true)
        .recording_status_callback(hooks.url("/recording"))
        .recording_status_callback_event([RecordingEvent::InProgress, RecordingEvent::Completed])
        .machine_detection(MachineDetection::Enable)
        .async_amd(true)
        .async_amd_status_callback(hooks.url("/detection"))
        .await
        .unwrap();
    assert_eq!(call.status, CallStatus::Queued);
    assert_eq!(call.trunk_sid, None);
    simulator.advance(Duration::from_secs(30)).await;
    let ended = client.fetch_call(call.sid).await.unwrap();
    assert_eq!(ended.status, CallStatus::Completed);
    assert_eq!(ended.price.unwrap().as_str(), "-0.01400");
    let recordings = client.list_call_recordings(call.sid).await.unwrap();
    assert_eq!(recordings.recordings.len(), 1);
    let arrived = &hooks.arrived;
    assert_eq!(*arrived.rejected.lock().unwrap(), Vec::<String>::new());
    let statuses: Vec<_> = arrived
        .statuses
        .lock()
        .unwrap()
        .iter()
        .map(|report| report.call_status.as_str().to_owned())
        .collect();
    assert_eq!(
        statuses,
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(arrived.recordings.lock().unwrap().len(), 2);
    assert_eq!(
        arrived.detections.lock().unwrap()[0].answered_by,
        "machine_start"
    );
    let table = client.list_calls().csv_page().await.unwrap();
    drop(table);
    client.delete_call(call.sid).await.unwrap();
    assert!(
        client
            .fetch_call(call.sid)
            .await
            .unwrap_err()
            .is_not_found()
    );
    simulator.assert_requests_agree_with_spec();
    simulator.assert_callbacks_delivered();
}

#[tokio::test]
async fn callbacks_in_the_query_are_verified_too() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator).build().unwrap();
    let hooks = Hooks::start(&simulator).await;
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .status_callback(hooks.url("/status_by_get?tenant=a%20b"))
        .status_callback_method(HttpMethod::Get)
        .await
        .unwrap();
    simulator.advance(Duration::from_secs(30)).await;
    assert_eq!(
        *hooks.arrived.rejected.lock().unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(hooks.arrived.statuses.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn reports_that_overtake_each_other_are_put_in_order_by_their_number() {
    let trouble = CallbackFaults::none().out_of_order(0.5).duplicated(0.5);
    let simulator = Simulator::builder()
        .seed(3)
        .calls_per_second(1000)
        .callback_faults(trouble)
        .start()
        .await
        .unwrap();
    let client = client(&simulator).build().unwrap();
    let hooks = Hooks::start(&simulator).await;
    for _ in 0..20 {
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .status_callback(hooks.url("/status"))
            .status_callback_event(EVENTS)
            .await
            .unwrap();
    }
    simulator.advance(Duration::from_secs(30)).await;
    let mut reports = hooks.arrived.statuses.lock().unwrap().clone();
    assert!(reports.len() > 80, "some arrive twice");
    reports.sort_by_key(|report| (report.call_sid, report.sequence_number));
    reports.dedup_by_key(|report| (report.call_sid, report.sequence_number));
    let order = ["initiated", "ringing", "in-progress", "completed"];
    for (index, report) in reports.iter().enumerate() {
        assert_eq!(report.call_status, order[index % 4]);
    }
    assert_eq!(reports.len(), 80);
}

#[tokio::test]
async fn a_create_that_may_have_been_carried_out_is_not_repeated() {
    let simulator = Simulator::start().await.unwrap();
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = client(&simulator).retry(policy).build().unwrap();
    let faults = [
        Fault::ResetAfter,
        Fault::ServerErrorAfter(500),
        Fault::Truncated,
        Fault::ServerError(503),
        Fault::Reset,
        Fault::Html(502),
    ];
    for (count, fault) in faults.into_iter().enumerate() {
        simulator.script_faults([Some(fault)]);
        let failed = client.create_call(TO, FROM).twiml("<Response/>").await;
        assert!(failed.is_err(), "{fault:?}");
        assert_eq!(
            simulator.requests().len(),
            count + 1,
            "{fault:?} was sent again"
        );
    }
    assert_eq!(simulator.call_count(), 3);
    // Nothing was placed, and the response says so: this request is retried.
    let busy = Fault::TooManyRequests { retry_after: None };
    simulator.script_faults([Some(busy), Some(busy)]);
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    assert_eq!(simulator.call_count(), 4);
    // Reads are always retried.
    for fault in faults {
        simulator.script_faults([Some(fault)]);
        client.list_calls().await.unwrap();
    }
}

#[tokio::test]
async fn calls_that_arrive_while_listing_appear_in_no_page_twice() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator).build().unwrap();
    let mut placed = Vec::new();
    for _ in 0..25 {
        placed.push(
            client
                .create_call(TO, FROM)
                .twiml("<Response/>")
                .await
                .unwrap()
                .sid,
        );
    }
    let mut listed = Vec::new();
    let mut calls = client.list_calls().page_size(4).stream();
    while let Some(call) = calls.try_next().await.unwrap() {
        listed.push(call.sid);
        if listed.len() % 3 == 0 {
            client
                .create_call(TO, FROM)
                .twiml("<Response/>")
                .await
                .unwrap();
        }
        if listed.len() == 10 {
            let last = listed.last().unwrap();
            client
                .update_call(*last)
                .status(UpdateCallStatus::Canceled)
                .await
                .unwrap();
            client.delete_call(*last).await.unwrap();
        }
    }
    listed.reverse();
    assert_eq!(listed, placed);
}

#[tokio::test]
async fn callbacks_signed_with_shared_keys_are_verified_too() {
    use twilio_calls::webhook::{SharedKey, SignatureAlgorithm, SignatureValidator};
    use twilio_calls_simulator::{
        SharedKey as SimulatorKey, SignatureAlgorithm as SimulatorAlgorithm, Signer,
    };

    let sha1 = SimulatorKey::new("old", "s1", SimulatorAlgorithm::HmacSha1);
    let sha256 = SimulatorKey::new("new", "s256", SimulatorAlgorithm::HmacSha256);
    let simulator = Simulator::builder()
        .sign_with(sha1)
        .sign_with(sha256)
        .sign_with(Signer::AuthToken)
        .start()
        .await
        .unwrap();
    let key = |id: &str, secret: &str, algorithm| SharedKey::new(id, secret, [algorithm]).unwrap();
    let keys_only = SignatureValidator::with_key(key("old", "s1", SignatureAlgorithm::HmacSha1))
        .and_key(key("new", "s256", SignatureAlgorithm::HmacSha256));
    let token = simulator.credentials().password().to_owned();
    let all = keys_only.clone().and_token(token).unwrap();
    let (all, keys_only) = (Hooks::with(all).await, Hooks::with(keys_only).await);
    let client = client(&simulator).build().unwrap();
    for (hooks, statuses, rejected) in [(&all, 4, 0), (&keys_only, 3, 1)] {
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .status_callback(hooks.url("/status"))
            .status_callback_event(CallEvent::ALL)
            .await
            .unwrap();
        simulator.advance(Duration::from_secs(30)).await;
        assert_eq!(hooks.arrived.statuses.lock().unwrap().len(), statuses);
        let expected = vec!["the signature must be made with a shared key"; rejected];
        assert_eq!(*hooks.arrived.rejected.lock().unwrap(), expected);
    }
}
