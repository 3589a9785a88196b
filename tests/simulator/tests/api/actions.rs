//! Requests for instructions after `<Gather>` and `<Dial>`.

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
