//! Requests with faults on demand.

use std::time::Duration;

use axum::http::Method;
use twilio_calls_simulator::{Fault, Faults, Simulator};

use crate::support::{Api, FROM, TO};

const FORM: [(&str, &str); 3] = [("To", TO), ("From", FROM), ("Twiml", "<Response/>")];

fn create(api: &Api) -> crate::support::Request {
    api.request(Method::POST, &api.path("Calls.json"))
        .form(&FORM)
}

#[tokio::test]
async fn scripted_faults_hit_one_request_each() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    // Seconds are rounded up.
    let retry_after = Some(Duration::from_millis(6100));
    simulator.script_faults([
        Some(Fault::TooManyRequests { retry_after }),
        Some(Fault::ServerError(503)),
        None,
        Some(Fault::ServerErrorAfter(500)),
        Some(Fault::Html(502)),
    ]);
    let busy = api.send(create(&api)).await;
    assert_eq!(busy.rejection(), (429, 20429));
    assert_eq!(
        (
            busy.headers["retry-after"].to_str().unwrap(),
            &busy.json()["message"]
        ),
        ("7", &"Too Many Requests".into())
    );
    assert_eq!(api.send(create(&api)).await.rejection(), (503, 20503));
    assert_eq!(simulator.call_count(), 0);
    assert_eq!(api.send(create(&api)).await.status, 201);
    assert_eq!(simulator.call_count(), 1);
    assert_eq!(api.send(create(&api)).await.rejection(), (500, 20500));
    assert_eq!(
        simulator.call_count(),
        2,
        "the request was carried out before it failed"
    );
    let page = api.send(create(&api)).await;
    assert_eq!(
        (page.status, page.headers["content-type"].to_str().unwrap()),
        (502, "text/html")
    );
    assert!(page.text.starts_with("<html>"));
    assert_eq!(simulator.call_count(), 2);
    let acted: Vec<bool> = simulator
        .requests()
        .iter()
        .map(|request| request.acted)
        .collect();
    assert_eq!(acted, [false, false, true, true, false]);
    assert!(simulator.requests()[3].call_sid.is_some());
}

#[tokio::test]
async fn connections_break_before_and_after_acting() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    for (fault, calls) in [(Fault::Reset, 0), (Fault::ResetAfter, 1)] {
        simulator.script_faults([Some(fault)]);
        let error = create(&api).send().await.unwrap_err();
        assert!(error.reason.contains("reset"), "{error:?}");
        assert_eq!(simulator.call_count(), calls);
        assert_eq!(simulator.requests().last().unwrap().status, None);
    }
    simulator.script_faults([Some(Fault::Truncated)]);
    let error = create(&api).send().await.unwrap_err();
    assert!(
        error.reason.contains("end of file") || error.reason.contains("incomplete"),
        "{error:?}"
    );
    assert_eq!(simulator.call_count(), 2);
    simulator.script_faults([Some(Fault::Slow(Duration::from_secs(30)))]);
    let impatient = create(&api)
        .timeout(Duration::from_millis(100))
        .send()
        .await
        .unwrap_err();
    assert!(impatient.timeout);
    assert_eq!(simulator.call_count(), 3);
}

#[tokio::test]
async fn a_request_can_ask_for_its_fault() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    for (name, status) in [
        ("too-many-requests", 429),
        ("server-error", 503),
        ("server-error-after", 500),
        ("html", 502),
    ] {
        let reply = api.send(create(&api).header("Simulator-Fault", name)).await;
        assert_eq!(reply.status, status, "{name}");
        assert_eq!(
            simulator.requests().last().unwrap().fault.unwrap().name(),
            name
        );
    }
    assert!(
        create(&api)
            .header("Simulator-Fault", "reset")
            .send()
            .await
            .is_err()
    );
    assert_eq!(
        api.send(create(&api).header("Simulator-Fault", "unheard-of"))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn the_same_seed_brings_the_same_faults() {
    let statuses = async |seed| {
        let faults = Faults::none()
            .with(0.2, Fault::ServerError(500))
            .with(0.2, Fault::TooManyRequests { retry_after: None });
        let simulator = Simulator::builder()
            .seed(seed)
            .faults(faults)
            .start()
            .await
            .unwrap();
        let api = Api::new(&simulator);
        let mut statuses = Vec::new();
        for _ in 0..60 {
            statuses.push(api.send(create(&api)).await.status);
        }
        assert_eq!(
            simulator.call_count(),
            statuses.iter().filter(|status| **status == 201).count()
        );
        statuses
    };
    let first = statuses(11).await;
    for status in [201, 429, 500] {
        assert!(first.contains(&status), "{first:?}");
    }
    assert_eq!(first, statuses(11).await);
    assert_ne!(first, statuses(12).await);
}

#[tokio::test]
async fn a_script_comes_before_chance() {
    let simulator = Simulator::builder()
        .faults(Faults::none().with(1.0, Fault::ServerError(500)))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    simulator.script_faults([None, Some(Fault::Html(502)), None]);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(api.send(create(&api)).await.status);
    }
    assert_eq!(statuses, [201, 502, 201, 500]);
    simulator.set_faults(Faults::none());
    assert_eq!(api.send(create(&api)).await.status, 201);
}

#[tokio::test]
async fn more_requests_at_a_time_than_allowed_are_rejected() {
    let simulator = Simulator::builder().concurrency(1).start().await.unwrap();
    let api = Api::new(&simulator);
    simulator.script_faults([Some(Fault::Slow(Duration::from_secs(60)))]);
    let slow = tokio::spawn(create(&api).send());
    while simulator.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let rejected = api.send(create(&api)).await;
    assert_eq!(rejected.rejection(), (429, 20429));
    assert!(rejected.headers.contains_key("retry-after"));
    slow.abort();
}
