//! Failures on a call: fallback instructions are requested, notifications report them, and the log contains every
//! request.

use std::time::Duration;

use serde_json::{Value, json};
use twilio_calls_simulator::{CallStatus, CallbackKind, Contract, Scenario, Simulator};

use crate::support::{Api, Receiver};

const SECOND: Duration = Duration::from_secs(1);
const GOOD: &str = "<Response><Pause length='2'/><Hangup/></Response>";

/// A simulator whose calls last until somebody hangs up.
async fn start() -> (Simulator, Api, Receiver) {
    let scenario = Scenario::answered().talks_until_hung_up();
    let simulator = Simulator::builder().scenario(scenario).start().await;
    let simulator = simulator.unwrap();
    let api = Api::new(&simulator);
    (simulator, api, Receiver::start().await)
}

/// A list of a call's subresources, checked against the spec.
async fn list(api: &Api, sid: &str, operation: &str, rest: &str) -> Vec<Value> {
    let path = api.path(&format!("Calls/{sid}/{rest}"));
    let page = api.get(&path).await.ok();
    agree(operation, &page);
    let name = if operation == "listCallEvents" {
        "events"
    } else {
        "notifications"
    };
    page[name].as_array().unwrap().clone()
}

async fn notifications(api: &Api, sid: &str, query: &str) -> Vec<Value> {
    let rest = format!("Notifications.json{query}");
    list(api, sid, "listCallNotifications", &rest).await
}

#[track_caller]
fn agree(operation: &str, body: &Value) {
    let contract = Contract::of_spec().unwrap();
    let violations = contract.check_response(operation, 200, body);
    assert_eq!(violations, Vec::<String>::new(), "{body:#}");
}

fn codes(notifications: &[Value]) -> Vec<&str> {
    let codes = notifications.iter().map(|it| it["error_code"].as_str());
    codes.map(Option::unwrap).collect()
}

#[tokio::test]
async fn other_instructions_are_asked_for_where_the_first_cannot_be_carried_out() {
    for (status, content_type, body, code) in [
        (500, "text/xml", GOOD, "11200"),
        (404, "text/html", "not here", "11200"),
        (200, "text/xml", "<Response>", "12100"),
        (200, "text/html; charset=utf-8", "Hello", "12100"),
        (200, "application/xml", "<Reply/>", "12200"),
        (200, "text/xml", "<Response><Sing/></Response>", "12200"),
        (200, "application/json", "{}", "12300"),
    ] {
        let (simulator, api, receiver) = start().await;
        let (url, fallback) = (receiver.url("/voice"), receiver.url("/sorry"));
        receiver.respond_with(status, content_type, body);
        receiver.respond_next(200, GOOD);
        let sid = api
            .place(&[("Url", &url), ("FallbackUrl", &fallback)])
            .await;
        simulator.advance(SECOND * 60).await;

        let arrived = receiver.arrived();
        assert_eq!(arrived.len(), 2, "{body}");
        let asked = &arrived[1];
        assert_eq!((asked.method.as_str(), &asked.url), ("POST", &fallback));
        assert_eq!(asked.get("ErrorCode"), Some(code), "{body}");
        assert_eq!(asked.get("ErrorUrl"), Some(url.as_str()));
        assert_eq!(asked.get("CallSid"), Some(sid.as_str()));
        let contract = Contract::of_spec().unwrap();
        let violations = contract.check_callback("onFallback", &asked.form);
        assert_eq!(violations, Vec::<String>::new());
        assert_eq!(simulator.callbacks()[1].kind, CallbackKind::Fallback);
        let call = simulator.assert_call(&sid);
        call.is(CallStatus::Completed).lasted(SECOND * 2);

        let notifications = notifications(&api, &sid, "").await;
        assert_eq!(codes(&notifications), [code]);
        let path = api.path(&format!(
            "Calls/{sid}/Notifications/{}.json",
            notifications[0]["sid"].as_str().unwrap()
        ));
        let details = api.get(&path).await.ok();
        agree("fetchCallNotification", &details);
        assert_eq!(details["response_body"], body);
        assert_eq!(details["request_url"], url);
        assert_eq!(details["log"], "0");
        let variables = details["request_variables"].as_str().unwrap();
        assert!(variables.contains(&format!("CallSid={sid}")), "{variables}");
        for (name, value) in notifications[0].as_object().unwrap() {
            assert_eq!(&details[name], value);
        }
    }
}

#[tokio::test]
async fn without_other_instructions_the_call_ends() {
    let (simulator, api, receiver) = start().await;
    let url = receiver.url("/voice");
    receiver.respond_next(200, "no XML");
    let sid = api.place(&[("Url", &url)]).await;
    simulator.advance(SECOND * 60).await;
    let call = simulator.assert_call(&sid);
    call.is(CallStatus::Completed).lasted(Duration::ZERO);
    assert_eq!(codes(&notifications(&api, &sid, "").await), ["12100"]);
}

#[tokio::test]
async fn other_instructions_that_fail_too_end_the_call() {
    let (simulator, api, receiver) = start().await;
    let (url, fallback) = (receiver.url("/voice"), receiver.url("/sorry"));
    receiver.respond_next(503, "");
    receiver.respond_next(200, "<Response><Dial><Say/></Dial></Response>");
    let sid = api
        .place(&[
            ("Url", &url),
            ("FallbackUrl", &fallback),
            ("FallbackMethod", "GET"),
            ("StatusCallback", &receiver.url("/status")),
        ])
        .await;
    receiver.respond_next(404, "");
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.arrived()[1].method, "GET");
    let call = simulator.assert_call(&sid);
    call.is(CallStatus::Completed).lasted(Duration::ZERO);
    let all = notifications(&api, &sid, "").await;
    assert_eq!(codes(&all), ["11200", "12200", "15003"]);
    assert_eq!(all[2]["request_method"], Value::Null);
    assert_eq!(all[2]["request_url"], "");

    // Filters and pages.
    for (query, wanted) in [
        ("?Log=0", &["11200", "12200"][..]),
        ("?Log=1", &["15003"]),
        ("?MessageDate=2026-06-10", &["11200", "12200", "15003"]),
        ("?MessageDate%3C=2026-06-10", &[]),
        ("?MessageDate%3E=2026-06-11", &[]),
        ("?Log=0&PageSize=1&Page=1", &["12200"]),
    ] {
        let found = notifications(&api, &sid, query).await;
        assert_eq!(codes(&found), wanted, "{query}");
    }
    let path = api.path(&format!("Calls/{sid}/Notifications.json?Log=2"));
    assert_eq!(api.get(&path).await.rejection().0, 400);
    let page = api.path(&format!("Calls/{sid}/Notifications.json?PageSize=2"));
    let first = api.get(&page).await.ok();
    let next = first["next_page_uri"].as_str().unwrap();
    let second = api.get(next).await.ok();
    let rest = second["notifications"].as_array().unwrap();
    assert_eq!(codes(rest), ["15003"]);
    let previous = second["previous_page_uri"].as_str().unwrap();
    let again = api.get(previous).await.ok();
    assert_eq!(again["notifications"], first["notifications"]);
}

#[tokio::test]
async fn an_unreachable_host_is_distinguished_from_one_that_fails() {
    let (simulator, api, receiver) = start().await;
    // Not a port that was free a moment ago: somebody else may use it by now.
    let url = "http://127.0.0.1:1/voice";
    receiver.respond_next(200, GOOD);
    let fallback = receiver.url("/sorry");
    let sid = api.place(&[("Url", url), ("FallbackUrl", &fallback)]).await;
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.values("ErrorCode"), ["11205"]);
    let events = list(&api, &sid, "listCallEvents", "Events.json").await;
    assert_eq!(events[1]["response"], Value::Null);
    assert_eq!(events[2]["response"]["response_code"], 200);
    simulator.assert_call(&sid).lasted(SECOND * 2);
}

/// Speech and audio take no time, and empty instructions are not an error.
#[tokio::test]
async fn speech_sound_and_nothing_are_instructions() {
    for (content_type, body) in [
        ("text/plain", "Hello"),
        ("audio/mpeg", "ID3"),
        ("", ""),
        ("", "<Response/>"),
    ] {
        let (simulator, api, receiver) = start().await;
        receiver.respond_with(200, content_type, body);
        let sid = api.place(&[("Url", &receiver.url("/voice"))]).await;
        simulator.advance(SECOND * 60).await;
        simulator.assert_call(&sid).is(CallStatus::InProgress);
        assert_eq!(notifications(&api, &sid, "").await, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn instructions_in_the_request_can_fail_too() {
    let (simulator, api, receiver) = start().await;
    receiver.respond_next(200, GOOD);
    let fallback = receiver.url("/sorry");
    let sid = api
        .place(&[
            ("Twiml", "<Response><Sing/></Response>"),
            ("FallbackUrl", &fallback),
        ])
        .await;
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.values("ErrorCode"), ["12200"]);
    assert_eq!(receiver.values("ErrorUrl"), ["-"]);
    let found = notifications(&api, &sid, "").await;
    assert_eq!(found[0]["request_url"], "");
    simulator.assert_call(&sid).lasted(SECOND * 2);
}

#[tokio::test]
async fn the_log_of_a_call_has_every_request() {
    let (simulator, api, receiver) = start().await;
    receiver.respond_next(204, "");
    receiver.respond_next(200, GOOD);
    let (url, status) = (receiver.url("/voice"), receiver.url("/status"));
    let sid = api
        .place(&[
            ("Url", &url),
            ("Method", "GET"),
            ("StatusCallback", &status),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("SipAuthPassword", "hush"),
        ])
        .await;
    simulator.advance(SECOND * 60).await;
    let events = list(&api, &sid, "listCallEvents", "Events.json").await;
    let requests: Vec<_> = events.iter().map(|event| &event["request"]).collect();
    let urls: Vec<_> = requests.iter().map(|it| it["url"].as_str()).collect();
    let created = format!("{}{}", api.base, api.path("Calls.json"));
    let wanted = [&*created, &*status, &*url, &*status].map(Some);
    assert_eq!(urls, wanted);
    assert_eq!(requests[2]["method"], "GET");
    assert_eq!(requests[2]["parameters"]["CallStatus"], "in-progress");
    assert_eq!(requests[3]["parameters"]["CallStatus"], "completed");
    let create = &requests[0]["parameters"];
    assert_eq!(create["status_callback_event"], "answered,completed");
    assert_eq!(create.get("sip_auth_password"), None);
    let instructions = &events[2]["response"];
    assert_eq!(instructions["response_code"], json!(200));
    assert_eq!(instructions["content_type"], "text/xml");
    assert_eq!(instructions["response_body"], GOOD);
    assert!(instructions["request_duration"].is_u64());

    let first = api.path(&format!("Calls/{sid}/Events.json?PageSize=3"));
    let first = api.get(&first).await.ok();
    let next = first["next_page_uri"].as_str().unwrap();
    let second = api.get(next).await.ok();
    agree("listCallEvents", &second);
    assert_eq!(second["events"], json!([events[3]]));

    // The log is deleted together with the call.
    assert_eq!(api.delete(&sid).await.status, 204);
    for rest in ["Events.json", "Notifications.json"] {
        let gone = api.get(&api.path(&format!("Calls/{sid}/{rest}"))).await;
        assert_eq!(gone.rejection(), (404, 20404));
    }
}

/// Instructions that were replaced meanwhile cannot fail any more.
#[tokio::test]
async fn a_late_response_to_old_instructions_is_ignored() {
    let (simulator, api, receiver) = start().await;
    let sid = api
        .place(&[("Twiml", "<Response><Pause length='9'/></Response>")])
        .await;
    simulator.answer(&sid).await.unwrap();
    receiver.respond_next(200, "<Response>");
    let voice = receiver.url("/voice");
    api.update(&sid, &[("Url", &voice)]).await.ok();
    api.update(&sid, &[("Twiml", GOOD)]).await.ok();
    simulator.advance(SECOND * 60).await;
    let call = simulator.assert_call(&sid);
    call.is(CallStatus::Completed).lasted(SECOND * 2);
    assert_eq!(notifications(&api, &sid, "").await, Vec::<Value>::new());
}
