//! Calls over time.

use std::time::Duration;

use serde_json::Value;
use twilio_calls_simulator::{AnsweredBy, CallStatus, ClockMode, Direction, Scenario, Simulator};

use crate::support::{Api, FROM, Receiver, TO};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_call_shows_the_same_fields_at_the_same_time_as_a_live_one() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    let zero = Value::from("Wed, 10 Jun 2026 18:44:10 +0000");
    // Seconds to advance, then: status, start, end, duration, price, caller name.
    let null = Value::Null;
    let end = Value::from("Wed, 10 Jun 2026 18:44:24 +0000");
    let price = Value::from("-0.01400");
    let empty = Value::from("");
    let steps: [(u64, &str, [&Value; 5]); 6] = [
        (0, "queued", [&zero, &null, &null, &null, &empty]),
        (
            1,
            "ringing",
            [&zero, &null, &Value::from("0"), &null, &empty],
        ),
        (3, "in-progress", [&zero, &null, &null, &null, &empty]),
        (9, "in-progress", [&zero, &null, &null, &null, &empty]),
        (
            1,
            "completed",
            [&zero, &end, &Value::from("10"), &null, &empty],
        ),
        (
            2,
            "completed",
            [&zero, &end, &Value::from("10"), &price, &empty],
        ),
    ];
    let body = api.fetch(&sid).await.ok();
    assert_eq!(
        (&body["status"], &body["start_time"], &body["caller_name"]),
        (&"queued".into(), &null, &null)
    );
    for (wait, status, expected) in steps {
        simulator.advance(SECOND * wait as u32).await;
        let body = api.fetch(&sid).await.ok();
        assert_eq!(body["status"], status);
        for (name, value) in ["start_time", "end_time", "duration", "price", "caller_name"]
            .iter()
            .zip(expected)
        {
            assert_eq!(&body[*name], value, "{name} of a call that is {status}");
        }
    }
}

#[tokio::test]
async fn the_number_dialed_decides_how_a_call_ends() {
    let simulator = Simulator::builder()
        .calls_per_second(100)
        .number("+15550007777", Scenario::busy())
        .script(|dialed| (dialed.to == "client:robot").then(Scenario::failed))
        .scenario(Scenario::no_answer())
        .start()
        .await
        .unwrap();
    simulator.set_scenario("client:late", Scenario::answered().rings_for(SECOND * 60));
    let api = Api::new(&simulator);
    let cases = [
        ("+15550007777", CallStatus::Busy),
        ("client:robot", CallStatus::Failed),
        (TO, CallStatus::NoAnswer),
        // The timeout of the request takes precedence over an answer that does not come earlier.
        ("client:late", CallStatus::NoAnswer),
        ("+15005550010", CallStatus::Busy),
        ("+15005550011", CallStatus::NoAnswer),
        ("+15005550012", CallStatus::Failed),
        ("+15005550013", CallStatus::Completed),
        ("+15005550014", CallStatus::Completed),
        ("+15005550015", CallStatus::NoAnswer),
    ];
    let mut placed = Vec::new();
    for (to, status) in cases {
        placed.push((api.place(&[("To", to)]).await, status));
    }
    // Scenarios in the queue come first, in order.
    simulator.next_scenario(Scenario::answered());
    simulator.next_scenario(Scenario::busy());
    placed.push((api.place(&[]).await, CallStatus::Completed));
    placed.push((api.place(&[("To", "client:robot")]).await, CallStatus::Busy));
    simulator.advance(SECOND * 120).await;
    for (sid, status) in placed {
        simulator.assert_call(&sid).is(status);
        let body = api.fetch(&sid).await.ok();
        if status != CallStatus::Completed {
            assert_eq!(
                (&body["end_time"], &body["duration"], &body["price"]),
                (&Value::Null, &Value::Null, &Value::Null)
            );
        }
    }
}

#[tokio::test]
async fn calls_beyond_the_rate_wait_in_line() {
    for (rate, interval) in [(1, 1000), (30, 33), (1000, 1)] {
        let simulator = Simulator::builder()
            .calls_per_second(rate)
            .start()
            .await
            .unwrap();
        let api = Api::new(&simulator);
        let mut sids = Vec::new();
        for place in 0..4_u64 {
            let body = api
                .create(&[("To", TO), ("From", FROM), ("Twiml", "<Response/>")])
                .await
                .json();
            assert_eq!(
                body["queue_time"],
                (place * interval).to_string(),
                "at {rate} per second"
            );
            sids.push(body["sid"].as_str().unwrap().to_owned());
        }
        // A canceled call passes its place to the next in line.
        api.update(&sids[1], &[("Status", "canceled")]).await.ok();
        let body = api
            .create(&[("To", TO), ("From", FROM), ("Twiml", "<Response/>")])
            .await
            .json();
        assert_eq!(body["queue_time"], (3 * interval).to_string());
        let began = simulator.now();
        simulator.advance(SECOND * 4).await;
        let waited = |sid: &str| {
            simulator
                .call(sid)
                .unwrap()
                .started()
                .map(|at| at.since(began).as_millis() as u64)
        };
        assert_eq!(waited(&sids[0]), Some(0));
        assert_eq!(waited(&sids[1]), None);
        assert_eq!(waited(&sids[2]), Some(interval));
        assert_eq!(
            waited(&sids[3]),
            Some(if rate == 30 { 66 } else { 2 * interval })
        );
    }
}

#[tokio::test]
async fn the_rate_is_one_for_each_account_and_none_for_inbound_and_dialed_calls() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let subaccount = Api::with(&simulator, simulator.add_subaccount());
    api.place(&[]).await;
    let theirs = subaccount.place(&[]).await;
    let account = simulator.credentials().account_sid();
    let inbound = simulator
        .receive(account, TO, FROM, Scenario::answered())
        .await
        .unwrap();
    simulator.settle().await;
    assert_eq!(
        simulator.call(&theirs).unwrap().started(),
        Some(simulator.now())
    );
    assert_eq!(inbound.started(), Some(simulator.now()));
    assert_eq!(inbound.direction(), Direction::Inbound);
    simulator.advance(SECOND * 13).await;
    simulator
        .assert_call(inbound.sid())
        .is(CallStatus::Completed)
        .lasted(SECOND * 10);
    let listed = api
        .get(&api.path("Calls.json?To=%2B15550002222"))
        .await
        .ok();
    assert_eq!(listed["calls"][0]["direction"], "inbound");
}

#[tokio::test]
async fn limits_end_calls() {
    let simulator = Simulator::builder()
        .calls_per_second(10)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let short = api.place(&[("TimeLimit", "4")]).await;
    let shortened = api.place(&[]).await;
    let prolonged = api.place(&[("TimeLimit", "3")]).await;
    for sid in [&short, &shortened, &prolonged] {
        simulator.answer(sid).await.unwrap();
    }
    api.update(&shortened, &[("TimeLimit", "2")]).await.ok();
    api.update(&prolonged, &[("TimeLimit", "6")]).await.ok();
    simulator.advance(SECOND * 30).await;
    simulator
        .assert_call(&short)
        .is(CallStatus::Completed)
        .lasted(SECOND * 4);
    simulator
        .assert_call(&shortened)
        .is(CallStatus::Completed)
        .lasted(SECOND * 2);
    simulator
        .assert_call(&prolonged)
        .is(CallStatus::Completed)
        .lasted(SECOND * 6);
}

#[tokio::test]
async fn detection_says_who_answered() {
    let simulator = Simulator::builder()
        .calls_per_second(100)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let slow = Scenario::answered().detected_after(SECOND * 5);
    for (scenario, parameters, verdict) in [
        (
            Scenario::answered(),
            &[("MachineDetection", "Enable")][..],
            Some("human"),
        ),
        (
            Scenario::answered().by(AnsweredBy::Machine),
            &[("MachineDetection", "Enable")],
            Some("machine_start"),
        ),
        (
            Scenario::answered().by(AnsweredBy::Machine),
            &[("MachineDetection", "DetectMessageEnd")],
            Some("machine_end_beep"),
        ),
        (
            Scenario::answered().by(AnsweredBy::Fax),
            &[("MachineDetection", "Enable")],
            Some("fax"),
        ),
        (
            slow,
            &[
                ("MachineDetection", "Enable"),
                ("MachineDetectionTimeout", "3"),
            ],
            Some("unknown"),
        ),
        (Scenario::answered(), &[], None),
        (
            Scenario::answered(),
            &[("MachineDetection", "Enable"), ("SendDigits", "1")],
            None,
        ),
    ] {
        simulator.next_scenario(scenario);
        let sid = api.place(parameters).await;
        simulator.advance(SECOND * 30).await;
        assert_eq!(
            simulator.call(&sid).unwrap().answered_by(),
            verdict,
            "{parameters:?}"
        );
        assert_eq!(
            api.fetch(&sid).await.ok()["answered_by"],
            serde_json::json!(verdict)
        );
    }
}

#[tokio::test]
async fn a_parent_and_its_child_are_two_calls() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let child = Scenario::answered()
        .rings_for(SECOND * 2)
        .talks_until_hung_up();
    simulator.next_scenario(
        Scenario::answered()
            .talks_until_hung_up()
            .dials("client:agent", child),
    );
    let parent = api.place(&[]).await;
    simulator.advance(SECOND * 10).await;
    let list = api
        .get(&api.path(&format!("Calls.json?ParentCallSid={parent}")))
        .await
        .ok();
    assert_eq!(list["calls"].as_array().unwrap().len(), 1);
    let call = &list["calls"][0];
    assert_eq!(call["direction"], "outbound-dial");
    assert_eq!(
        (&call["to"], &call["from"]),
        (&"client:agent".into(), &FROM.into())
    );
    assert_eq!(call["parent_call_sid"], parent);
    assert_eq!(call["status"], "in-progress");
    // A parent that dials is in progress, and only `completed` ends it, together with its child.
    assert_eq!(
        api.update(&parent, &[("Status", "canceled")]).await.ok()["status"],
        "in-progress"
    );
    assert_eq!(
        api.update(&parent, &[("Status", "completed")]).await.ok()["status"],
        "completed"
    );
    simulator
        .assert_call(call["sid"].as_str().unwrap())
        .is(CallStatus::Completed);
}

#[tokio::test]
async fn instructions_pause_dial_redirect_and_hang_up() {
    let simulator = Simulator::builder()
        .calls_per_second(10)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    simulator.set_scenario("client:agent", Scenario::answered().talks_for(SECOND * 5));
    let redirect = format!(
        "<Response><Pause length='2'/><Dial><Client>agent</Client></Dial><Redirect>{}</Redirect></Response>",
        receiver.url("/next")
    );
    receiver.respond_next(200, &redirect);
    receiver.respond_next(200, "<Response><Pause length='1'/><Hangup/></Response>");
    simulator.next_scenario(Scenario::answered().talks_until_hung_up());
    let sid = api.place(&[("Url", &receiver.url("/first"))]).await;
    simulator.advance(SECOND * 60).await;
    let asked: Vec<_> = receiver
        .arrived()
        .into_iter()
        .map(|arrived| arrived.url)
        .collect();
    assert_eq!(asked, [receiver.url("/first"), receiver.url("/next")]);
    assert_eq!(
        receiver.values("CallStatus"),
        ["in-progress", "in-progress"]
    );
    // Two seconds of pause, nine of the child, a moment of redirection, one second of pause.
    simulator
        .assert_call(&sid)
        .is(CallStatus::Completed)
        .lasted(SECOND * 13);
    // New instructions replace the old ones in the middle.
    simulator.next_scenario(Scenario::answered().talks_until_hung_up());
    let sid = api
        .place(&[("Twiml", "<Response><Pause length='5'/><Hangup/></Response>")])
        .await;
    simulator.answer(&sid).await.unwrap();
    api.update(
        &sid,
        &[(
            "Twiml",
            "<Response><Pause length='20'/><Hangup/></Response>",
        )],
    )
    .await
    .ok();
    simulator.advance(SECOND * 60).await;
    simulator
        .assert_call(&sid)
        .is(CallStatus::Completed)
        .lasted(SECOND * 20);
}

#[tokio::test]
async fn readers_can_lag_behind() {
    let simulator = Simulator::builder().lag(SECOND * 2).start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    assert_eq!(api.fetch(&sid).await.rejection(), (404, 20404));
    let calls = api.path("Calls.json");
    assert_eq!(
        api.get(&calls).await.ok()["calls"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    simulator.advance(SECOND * 2).await;
    assert_eq!(simulator.call(&sid).unwrap().status(), CallStatus::Ringing);
    assert_eq!(api.fetch(&sid).await.ok()["status"], "queued");
    let ringing = api.path("Calls.json?Status=ringing");
    assert_eq!(
        api.get(&ringing).await.ok()["calls"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    simulator.advance(SECOND).await;
    assert_eq!(api.fetch(&sid).await.ok()["status"], "ringing");
    assert_eq!(
        api.get(&ringing).await.ok()["calls"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // An update returns the new state, and readers see the old one for a while.
    assert_eq!(
        api.update(&sid, &[("Status", "canceled")]).await.ok()["status"],
        "canceled"
    );
    assert_eq!(api.fetch(&sid).await.ok()["status"], "ringing");
    simulator.advance(SECOND * 2).await;
    assert_eq!(api.fetch(&sid).await.ok()["status"], "canceled");
}

#[tokio::test]
async fn lists_can_lag_behind_more_than_others() {
    let simulator = Simulator::builder()
        .seed(3)
        .list_lag(SECOND * 60)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let listed = async || {
        let calls = api.path("Calls.json");
        api.get(&calls).await.ok()["calls"]
            .as_array()
            .unwrap()
            .len()
    };
    for _ in 0..8 {
        let sid = api.place(&[]).await;
        assert_eq!(api.fetch(&sid).await.ok()["status"], "queued");
    }
    assert!(listed().await < 8);
    simulator.advance(SECOND * 30).await;
    assert!((1..8).contains(&listed().await), "each at its own time");
    simulator.advance(SECOND * 30).await;
    assert_eq!(listed().await, 8);
}

#[tokio::test]
async fn time_can_pass_by_itself() {
    for pace in [ClockMode::Real, ClockMode::Scaled(20.0)] {
        let receiver = Receiver::start().await;
        let quick = Duration::from_millis(40);
        let scenario = Scenario::answered()
            .rings_after(quick)
            .rings_for(quick)
            .talks_for(quick)
            .price_after(quick);
        let simulator = Simulator::builder()
            .clock(pace)
            .scenario(scenario)
            .start()
            .await
            .unwrap();
        let api = Api::new(&simulator);
        let sid = api.place(&[("StatusCallback", &receiver.url("/"))]).await;
        let done = async {
            while receiver.arrived().is_empty() || simulator.call(&sid).unwrap().price().is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(SECOND * 10, done)
            .await
            .expect("the call ends by itself");
        simulator.assert_call(&sid).is(CallStatus::Completed);
    }
}

#[tokio::test]
async fn a_scaled_clock_runs_ahead_of_the_wall() {
    let simulator = Simulator::builder()
        .clock(ClockMode::Scaled(3600.0))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let began = simulator.now();
    let sid = api.place(&[]).await;
    // In real time, such a call takes longer than this test waits.
    let done = async {
        while simulator.call(&sid).unwrap().price().is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SECOND * 10, done)
        .await
        .expect("the call ends by itself");
    assert!(simulator.now().since(began) >= SECOND * 16);
}
