//! Many calls under bad conditions: none is lost, none is placed twice, and every end is reported.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use twilio_calls::{CallSid, Client, Error, RetryPolicy};
use twilio_calls_simulator::{CallStatus, Fault, Faults, Simulator};
use twilio_calls_tests::thoroughly;

use crate::client;
use crate::hooks::Hooks;

const CALLS: usize = 1_000;
const WORKERS: usize = 16;

/// Places a call exactly once: after a failure with an unknown outcome it looks for the call first, as the
/// documentation of `create_call` recommends.
async fn place(client: &Client, hook: &str, to: &str) -> CallSid {
    loop {
        let create = client
            .create_call(to, "client:sender")
            .twiml("<Response/>")
            .status_callback(hook);
        if let Ok(call) = create.await {
            return call.sid;
        }
        if let Some(found) = find(client, to).await.unwrap() {
            return found;
        }
    }
}

async fn find(client: &Client, to: &str) -> Result<Option<CallSid>, Error> {
    let page = client.list_calls().to(to).await?;
    assert!(page.calls.len() < 2, "{to} was called twice");
    Ok(page.calls.first().map(|call| call.sid))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_in_bad_weather_are_all_accounted_for() {
    let count = thoroughly(CALLS);
    let faults = Faults::none()
        .with(0.03, Fault::TooManyRequests { retry_after: None })
        .with(0.03, Fault::ServerError(503))
        .with(0.03, Fault::ServerErrorAfter(500))
        .with(0.02, Fault::Reset)
        .with(0.02, Fault::ResetAfter)
        .with(0.02, Fault::Truncated)
        .with(0.02, Fault::Html(502));
    let simulator = Simulator::builder()
        .seed(20)
        .calls_per_second(1_000_000)
        .faults(faults)
        .start()
        .await
        .unwrap();
    let policy = RetryPolicy::default()
        .max_attempts(12)
        .base_delay(Duration::from_millis(1));
    let builder = client(&simulator).retry(policy).retry_budget(None);
    let client = builder.build().unwrap();
    let hooks = Hooks::start(&simulator).await;
    let hook: Arc<str> = hooks.url("/status").into();
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let (client, hook) = (client.clone(), hook.clone());
        workers.spawn(async move {
            let mut placed = Vec::new();
            for number in (worker..count).step_by(WORKERS) {
                let to = format!("client:call-{number}");
                placed.push((place(&client, &hook, &to).await, to));
            }
            placed
        });
    }
    let mut placed: HashMap<String, String> = HashMap::new();
    while let Some(some) = workers.join_next().await {
        for (sid, to) in some.unwrap() {
            placed.insert(sid.to_string(), to);
        }
    }
    assert_eq!(placed.len(), count);
    let calls = simulator.calls();
    assert_eq!(calls.len(), count, "none was placed twice");
    for call in &calls {
        assert_eq!(
            placed.get(&call.sid().to_string()).map(String::as_str),
            Some(call.to())
        );
    }
    let hit = simulator
        .requests()
        .iter()
        .filter(|request| request.fault.is_some())
        .count();
    assert!(hit > count / 10, "only {hit} requests met a fault");
    simulator.advance(Duration::from_secs(60)).await;
    assert!(
        simulator
            .calls()
            .iter()
            .all(|call| call.status() == CallStatus::Completed)
    );
    let reported = hooks.arrived.statuses.lock().unwrap();
    let distinct: HashSet<_> = reported.iter().map(|report| report.call_sid).collect();
    assert_eq!((reported.len(), distinct.len()), (count, count));
    assert_eq!(
        *hooks.arrived.rejected.lock().unwrap(),
        Vec::<String>::new()
    );
}
