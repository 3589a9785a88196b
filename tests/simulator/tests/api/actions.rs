//! Requests for instructions after `<Gather>`, `<Dial>` and `<Record>`.

use std::time::Duration;

use twilio_calls_simulator::{CallStatus, Contract, Scenario, Simulator};

use crate::support::{Api, Arrived, Receiver};

const SECOND: Duration = Duration::from_secs(1);
const HANGUP: &str = "<Response><Hangup/></Response>";

#[track_caller]
fn agrees(callback: &str, arrived: &Arrived) {
    let contract = Contract::of_spec().unwrap();
    let violations = contract.check_callback(callback, &arrived.form);
    assert_eq!(violations, Vec::<String>::new());
}

#[tokio::test]
async fn pressed_keys_are_sent_to_the_action() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let scenario = Scenario::answered().presses(["4711#", "1"]);
    simulator.next_scenario(scenario.talks_until_hung_up());
    receiver.respond_next(
        200,
        "<Response><Gather action='pin' method='GET'><Say>Your PIN?</Say></Gather><Pause length='9'/></Response>",
    );
    // Without an action, the document itself is requested.
    receiver.respond_next(200, "<Response><Gather/></Response>");
    receiver.respond_next(200, HANGUP);
    let sid = api.place(&[("Url", &receiver.url("/voice/menu"))]).await;
    simulator.advance(SECOND * 60).await;

    let arrived = receiver.arrived();
    assert_eq!(arrived.len(), 3);
    let (pin, menu) = (&arrived[1], &arrived[2]);
    assert_eq!(pin.method, "GET");
    let begin = receiver.url("/voice/pin?");
    assert!(pin.url.starts_with(&begin), "{}", pin.url);
    assert_eq!(pin.get("Digits"), Some("4711"));
    assert_eq!(pin.get("FinishedOnKey"), Some("#"));
    agrees("onGathered", pin);
    assert_eq!(
        (menu.method.as_str(), menu.get("Digits")),
        ("POST", Some("1"))
    );
    assert_eq!(menu.url, receiver.url("/voice/pin"));
    assert_eq!(menu.get("FinishedOnKey"), None);
    agrees("onGathered", menu);
    let call = simulator.assert_call(&sid);
    call.is(CallStatus::Completed).lasted(Duration::ZERO);
    assert!(!format!("{:?}", Scenario::answered().presses(["4711"])).contains("4711"));
}

#[tokio::test]
async fn where_nothing_is_pressed_the_instructions_go_on() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    simulator.next_scenario(Scenario::answered().talks_until_hung_up());
    let twiml = "<Response><Gather/><Gather timeout='2'/><Hangup/></Response>";
    let sid = api.place(&[("Twiml", twiml)]).await;
    simulator.advance(SECOND * 60).await;
    let call = simulator.assert_call(&sid);
    call.is(CallStatus::Completed).lasted(SECOND * 7);
}

#[tokio::test]
async fn how_a_dialed_call_ended_is_sent_to_the_action() {
    for (scenario, status, duration) in [
        (Scenario::busy(), "busy", None),
        (
            Scenario::answered().talks_for(SECOND * 5),
            "completed",
            Some("5"),
        ),
    ] {
        let simulator = Simulator::start().await.unwrap();
        let api = Api::new(&simulator);
        let receiver = Receiver::start().await;
        simulator.set_scenario("+15550003333", scenario);
        simulator.next_scenario(Scenario::answered().talks_until_hung_up());
        receiver.respond_next(
            200,
            "<Response><Dial action='/after'>+15550003333</Dial><Pause length='9'/></Response>",
        );
        receiver.respond_next(200, HANGUP);
        let sid = api.place(&[("Url", &receiver.url("/voice"))]).await;
        simulator.advance(SECOND * 60).await;
        let arrived = receiver.arrived();
        let after = &arrived[1];
        assert_eq!(after.url, receiver.url("/after"));
        assert_eq!(after.get("DialCallStatus"), Some(status));
        assert_eq!(after.get("DialCallDuration"), duration);
        let child = after.get("DialCallSid").unwrap();
        assert_eq!(
            simulator
                .call(child)
                .unwrap()
                .parent_call_sid()
                .unwrap()
                .to_string(),
            sid
        );
        agrees("onDialed", after);
        simulator.assert_call(&sid).is(CallStatus::Completed);
    }
}

/// The recordings of a call, each as its status, its source and its duration.
async fn recordings(api: &Api, call: &str) -> Vec<(String, String, String)> {
    let path = api.path(&format!("Calls/{call}/Recordings.json"));
    let list = api.get(&path).await.ok();
    let recordings = list["recordings"].as_array().unwrap().iter();
    let text = |it: &serde_json::Value, name: &str| it[name].as_str().unwrap_or("").to_owned();
    recordings
        .map(|it| (text(it, "status"), text(it, "source"), text(it, "duration")))
        .collect()
}

#[tokio::test]
async fn a_recorded_message_is_sent_to_the_action() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let messages = [(SECOND * 12, "#"), (SECOND * 4, "")];
    let scenario = Scenario::answered().says(messages);
    simulator.next_scenario(scenario.talks_until_hung_up());
    let events = receiver.url("/events");
    let first = format!(
        "<Response><Record action='said' recordingStatusCallback='{events}' \
         recordingStatusCallbackEvent='in-progress completed'/><Pause length='9'/></Response>"
    );
    receiver.respond_next(200, &first);
    receiver.respond_next(200, "");
    // Without an action, the document itself is requested.
    receiver.respond_next(
        200,
        "<Response><Record method='GET' timeout='2'/></Response>",
    );
    receiver.respond_next(200, "");
    receiver.respond_next(200, HANGUP);
    let sid = api.place(&[("Url", &receiver.url("/voice/ask"))]).await;
    simulator.advance(SECOND * 60).await;

    let arrived = receiver.arrived();
    let at = |path: &str| {
        let url = receiver.url(path);
        let arrived = arrived.iter();
        arrived.filter(move |it| it.url.split('?').next() == Some(url.as_str()))
    };
    let events: Vec<_> = at("/events").map(|it| it.get("RecordingStatus")).collect();
    assert_eq!(events, [Some("in-progress"), Some("completed")]);
    let said: Vec<&Arrived> = at("/voice/said").collect();
    assert_eq!(said.len(), 2, "{arrived:?}");
    let seen: Vec<_> = (said.iter())
        .map(|it| {
            (
                it.method.as_str(),
                it.get("RecordingDuration"),
                it.get("Digits"),
            )
        })
        .collect();
    // The second ended with silence, which is cut off.
    assert_eq!(
        seen,
        [("POST", Some("12"), Some("#")), ("GET", Some("4"), None)]
    );
    for request in &said {
        agrees("onRecorded", request);
        let recording = request.get("RecordingSid").unwrap();
        let url = request.get("RecordingUrl").unwrap();
        let path = format!(
            "{}/{}",
            simulator.base_url(),
            api.path(&format!("Recordings/{recording}"))
                .trim_start_matches('/')
        );
        assert_eq!(url, path);
        let audio = api
            .get(&api.path(&format!("Recordings/{recording}.wav")))
            .await;
        assert_eq!(audio.status, 200);
    }
    simulator
        .assert_call(&sid)
        .is(CallStatus::Completed)
        .lasted(SECOND * 18);
    let record = |seconds: &str| ("completed".into(), "RecordVerb".into(), seconds.into());
    assert_eq!(recordings(&api, &sid).await, [record("4"), record("12")]);
}

#[tokio::test]
async fn who_hangs_up_has_left_a_message() {
    for (twiml, asked) in [
        (
            "<Response><Record action='said'/></Response>",
            Some("hangup"),
        ),
        // Other instructions take its place after four seconds, and nothing is asked.
        ("<Response><Record action='said'/></Response>", None),
    ] {
        let simulator = Simulator::start().await.unwrap();
        let api = Api::new(&simulator);
        let receiver = Receiver::start().await;
        let scenario = Scenario::answered().says([(SECOND * 30, "")]);
        simulator.next_scenario(scenario.talks_until_hung_up());
        receiver.respond_next(200, twiml);
        let sid = api.place(&[("Url", &receiver.url("/voice"))]).await;
        simulator.answer(&sid).await.unwrap();
        simulator.advance(SECOND * 4).await;
        if asked.is_some() {
            simulator.hang_up(&sid).await.unwrap();
        } else {
            api.update(&sid, &[("Twiml", HANGUP)]).await.ok();
        }
        simulator.advance(SECOND * 60).await;
        let arrived = receiver.arrived();
        let said: Vec<&Arrived> = arrived.iter().skip(1).collect();
        let digits: Vec<_> = said.iter().map(|it| it.get("Digits")).collect();
        assert_eq!(digits, Vec::from_iter(asked.map(Some)), "{arrived:?}");
        for request in said {
            agrees("onRecorded", request);
            assert_eq!(request.get("CallStatus"), Some("completed"));
            assert_eq!(request.get("RecordingDuration"), Some("4"));
        }
        let record = ("completed".into(), "RecordVerb".into(), "4".into());
        assert_eq!(recordings(&api, &sid).await, [record]);
    }
}

#[tokio::test]
async fn where_nothing_is_said_the_instructions_go_on() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    simulator.next_scenario(Scenario::answered().silent().talks_until_hung_up());
    receiver.respond_next(
        200,
        "<Response><Record action='said' timeout='7'/><Hangup/></Response>",
    );
    let sid = api.place(&[("Url", &receiver.url("/voice"))]).await;
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.arrived().len(), 1);
    simulator
        .assert_call(&sid)
        .is(CallStatus::Completed)
        .lasted(SECOND * 7);
    assert!(recordings(&api, &sid).await.is_empty());
}

#[tokio::test]
async fn a_message_whose_recording_was_stopped_is_reported_as_it_was() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let scenario = Scenario::answered().says([(SECOND * 30, "#")]);
    simulator.next_scenario(scenario.talks_until_hung_up());
    receiver.respond_next(200, "<Response><Record action='said'/></Response>");
    receiver.respond_next(200, HANGUP);
    let sid = api.place(&[("Url", &receiver.url("/voice"))]).await;
    simulator.answer(&sid).await.unwrap();
    simulator.advance(SECOND * 4).await;
    let current = api.path(&format!("Calls/{sid}/Recordings/Twilio.CURRENT.json"));
    api.post(&current, &[("Status", "stopped")]).await.ok();
    simulator.advance(SECOND * 60).await;
    let arrived = receiver.arrived();
    assert_eq!(arrived[1].get("RecordingDuration"), Some("4"));
    assert_eq!(arrived[1].get("Digits"), Some("#"));
    let record = ("completed".into(), "RecordVerb".into(), "4".into());
    assert_eq!(recordings(&api, &sid).await, [record]);
}
