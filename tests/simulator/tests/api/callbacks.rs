//! Callbacks: what is reported to whom, and what can go wrong.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use twilio_calls_simulator::{
    AnsweredBy, CallbackFaults, CallbackKind, Contract, Outcome, Scenario, Simulator,
};

use crate::support::{Api, Arrived, FROM, Receiver, TO};

const SECOND: Duration = Duration::from_secs(1);
const ALL: [(&str, &str); 4] = [
    ("StatusCallbackEvent", "initiated"),
    ("StatusCallbackEvent", "ringing"),
    ("StatusCallbackEvent", "answered"),
    ("StatusCallbackEvent", "completed"),
];

/// An independent implementation of the signature.
fn signed(token: &str, arrived: &Arrived) -> bool {
    let mut text = arrived.url.clone();
    if arrived.method == "POST" {
        let mut form = arrived.form.clone();
        form.sort();
        for (name, value) in form {
            text += &format!("{name}{value}");
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes()) == arrived.signature
}

#[tokio::test]
async fn a_completed_call_reports_every_step_that_was_asked_for() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let url = receiver.url("/status?tenant=a%20b&x=1#fragment");
    let mut form = vec![("StatusCallback", url.as_str()), ("Record", "true")];
    form.extend(ALL);
    let sid = api.place(&form).await;
    simulator.advance(SECOND * 60).await;
    let arrived = receiver.arrived();
    assert_eq!(
        receiver.values("CallStatus"),
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(receiver.values("SequenceNumber"), ["0", "1", "2", "3"]);
    for callback in &arrived {
        assert!(signed(api.credentials.password(), callback), "{callback:?}");
        assert_eq!(callback.url, receiver.url("/status?tenant=a%20b&x=1"));
        assert_eq!(callback.user_agent, "TwilioProxy/1.1");
        let parameters = &callback.form;
        let problems = Contract::of_spec()
            .unwrap()
            .check_callback("onStatusCallback", parameters);
        assert_eq!(problems, Vec::<String>::new());
        for (name, value) in [
            ("CallSid", sid.as_str()),
            ("AccountSid", &api.account()),
            ("To", TO),
            ("From", FROM),
            ("ApiVersion", "2010-04-01"),
            ("Direction", "outbound-api"),
            ("CallbackSource", "call-progress-events"),
        ] {
            assert_eq!(callback.get(name), Some(value));
        }
    }
    assert_eq!(
        arrived[1].get("Timestamp"),
        Some("Wed, 10 Jun 2026 18:44:11 +0000")
    );
    assert_eq!(arrived[2].get("CallDuration"), None);
    let last = &arrived[3];
    let recording = simulator.recordings(&sid)[0].sid().to_string();
    let recording_url = format!(
        "{}/2010-04-01/Accounts/{}/Recordings/{recording}",
        simulator.base_url(),
        api.account()
    );
    for (name, value) in [
        ("Duration", "1"),
        ("CallDuration", "10"),
        ("SipResponseCode", "200"),
        ("RecordingSid", recording.as_str()),
        ("RecordingUrl", &recording_url),
        ("RecordingDuration", "10"),
        ("ToCity", ""),
        ("Called", TO),
    ] {
        assert_eq!(last.get(name), Some(value), "{name}");
    }
    simulator.assert_callbacks_delivered();
    simulator
        .assert_call(&sid)
        .reported(["initiated", "ringing", "in-progress", "completed"]);
}

#[tokio::test]
async fn only_what_was_asked_for_is_reported() {
    let simulator = Simulator::builder()
        .calls_per_second(50)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    for (events, to, expected, sip) in [
        (&[][..], TO, &["completed"][..], "200"),
        (&["answered"], TO, &["in-progress"], ""),
        (
            &["initiated completed"],
            TO,
            &["initiated", "completed"],
            "200",
        ),
        (
            &["initiated", "ringing", "completed"],
            "+15005550010",
            &["initiated", "busy"],
            "486",
        ),
        (
            &["initiated", "ringing", "completed"],
            "+15005550011",
            &["initiated", "ringing", "no-answer"],
            "487",
        ),
        (&["completed"], "+15005550012", &["failed"], "404"),
    ] {
        let receiver = Receiver::start().await;
        let url = receiver.url("/");
        let mut form = vec![("StatusCallback", url.as_str()), ("To", to)];
        form.extend(events.iter().map(|event| ("StatusCallbackEvent", *event)));
        api.place(&form).await;
        simulator.advance(SECOND * 70).await;
        assert_eq!(receiver.values("CallStatus"), expected, "{events:?}");
        let numbers: Vec<_> = (0..expected.len())
            .map(|number| number.to_string())
            .collect();
        assert_eq!(receiver.values("SequenceNumber"), numbers);
        assert_eq!(
            receiver
                .arrived()
                .last()
                .unwrap()
                .get("SipResponseCode")
                .unwrap_or(""),
            sip
        );
    }
    // With an application, Twilio uses its URLs and ignores those of the request.
    let receiver = Receiver::start().await;
    let url = receiver.url("/");
    let application = "APe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5";
    api.place(&[
        ("StatusCallback", &url),
        ("ApplicationSid", application),
        ("Url", &url),
    ])
    .await;
    simulator.advance(SECOND * 70).await;
    assert_eq!(receiver.arrived().len(), 0);
}

#[tokio::test]
async fn parameters_can_travel_in_the_query() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let url = receiver.url("/hook?a=1");
    api.place(&[("StatusCallback", &url), ("StatusCallbackMethod", "GET")])
        .await;
    simulator.advance(SECOND * 60).await;
    let arrived = &receiver.arrived()[0];
    assert_eq!(arrived.method, "GET");
    assert_eq!(arrived.get("CallStatus"), Some("completed"));
    assert_eq!(arrived.get("a"), Some("1"));
    assert!(signed(api.credentials.password(), arrived));
}

#[tokio::test]
async fn recordings_and_detection_have_callbacks_of_their_own() {
    let simulator = Simulator::builder()
        .calls_per_second(50)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let (recording, detection) = (receiver.url("/recording"), receiver.url("/detection"));
    let form = [
        ("Record", "true"),
        ("RecordingChannels", "dual"),
        ("RecordingTrack", "inbound"),
        ("RecordingStatusCallback", &recording),
        ("RecordingStatusCallbackEvent", "in-progress"),
        ("RecordingStatusCallbackEvent", "completed"),
        ("RecordingStatusCallbackEvent", "absent"),
        ("MachineDetection", "Enable"),
        ("AsyncAmd", "true"),
        ("AsyncAmdStatusCallback", &detection),
    ];
    simulator.next_scenario(Scenario::answered().by(AnsweredBy::Machine));
    api.place(&form).await;
    simulator.advance(SECOND * 60).await;
    simulator.next_scenario(Scenario::answered().silent());
    let silent = api.place(&form).await;
    simulator.advance(SECOND * 60).await;
    let statuses = [
        "in-progress",
        "-",
        "completed",
        "in-progress",
        "-",
        "absent",
    ];
    assert_eq!(receiver.values("RecordingStatus"), statuses);
    assert_eq!(
        receiver.values("AnsweredBy"),
        ["-", "machine_start", "-", "-", "human", "-"]
    );
    assert_eq!(simulator.recordings(&silent)[0].status(), "absent");
    for (record, arrived) in simulator.callbacks().iter().zip(receiver.arrived()) {
        assert!(signed(api.credentials.password(), &arrived));
        let operation = record.kind.operation().unwrap();
        assert_eq!(
            Contract::of_spec()
                .unwrap()
                .check_callback(operation, &arrived.form),
            Vec::<String>::new()
        );
    }
    let completed = &receiver.arrived()[2];
    for (name, value) in [
        ("RecordingChannels", "2"),
        ("RecordingTrack", "inbound"),
        ("RecordingDuration", "10"),
        ("RecordingSource", "OutboundAPI"),
    ] {
        assert_eq!(completed.get(name), Some(value));
    }
    assert_eq!(
        receiver.arrived()[1].get("MachineDetectionDuration"),
        Some("2300")
    );
}

#[tokio::test]
async fn a_redirection_brings_a_new_receiver() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let (old, new) = (Receiver::start().await, Receiver::start().await);
    let sid = api.place(&[("StatusCallback", &old.url("/"))]).await;
    simulator.answer(&sid).await.unwrap();
    api.update(
        &sid,
        &[
            ("Url", &new.url("/voice")),
            ("StatusCallback", &new.url("/status")),
        ],
    )
    .await
    .ok();
    simulator.advance(SECOND * 60).await;
    assert_eq!(old.arrived().len(), 0);
    assert_eq!(new.values("CallStatus"), ["in-progress", "completed"]);
}

#[tokio::test]
async fn callbacks_stay_on_this_machine() {
    let simulator = Simulator::builder()
        .calls_per_second(50)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    for url in [
        "http://192.0.2.1/hook",
        "https://example.com/hook",
        "http://example.com/hook",
    ] {
        let sid = api.place(&[("StatusCallback", url), ("Url", url)]).await;
        simulator.advance(SECOND * 60).await;
        let callbacks = simulator.callbacks();
        let mine: Vec<_> = callbacks
            .iter()
            .filter(|record| record.call_sid.to_string() == sid)
            .collect();
        assert_eq!(
            mine.iter().map(|record| record.kind).collect::<Vec<_>>(),
            [CallbackKind::Voice, CallbackKind::Status]
        );
        assert!(
            mine.iter()
                .all(|record| matches!(record.outcome, Outcome::NotSent(_))),
            "{mine:?}"
        );
    }
    // An allowed name is resolved; this one does not exist, which is a failure, not a rejection.
    let open = Simulator::builder()
        .allow_callbacks_to("hooks.invalid")
        .start()
        .await
        .unwrap();
    Api::new(&open)
        .place(&[("StatusCallback", "http://hooks.invalid/")])
        .await;
    open.advance(SECOND * 60).await;
    assert!(
        matches!(open.callbacks()[0].outcome, Outcome::Failed(_)),
        "{:?}",
        open.callbacks()
    );
}

#[tokio::test]
async fn failing_receivers_are_noted() {
    let simulator = Simulator::builder()
        .calls_per_second(50)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    receiver.respond_next(500, "no");
    api.place(&[("StatusCallback", &receiver.url("/"))]).await;
    simulator.advance(SECOND * 60).await;
    assert_eq!(simulator.callbacks()[0].outcome, Outcome::Responded(500));
    assert_eq!(receiver.arrived().len(), 1);
    let gone = receiver.url("/");
    drop(receiver);
    tokio::task::yield_now().await;
    api.place(&[("StatusCallback", &gone)]).await;
    simulator.advance(SECOND * 60).await;
    let record = &simulator.callbacks()[1];
    assert!(matches!(record.outcome, Outcome::Failed(_)), "{record:?}");
    assert_eq!(record.attempts, 2);
}

#[tokio::test]
async fn a_receiver_can_use_the_api_while_time_stands_still() {
    let simulator = std::sync::Arc::new(Simulator::start().await.unwrap());
    let api = Api::new(&simulator);
    // The receiver ends the call through the API as soon as it was answered.
    let client = api.clone();
    let router = axum::Router::new().fallback(move |body: String| {
        let client = client.clone();
        async move {
            let sid = body
                .split('&')
                .find_map(|pair| pair.strip_prefix("CallSid="))
                .unwrap_or_default()
                .to_owned();
            client.update(&sid, &[("Status", "completed")]).await.ok();
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let sid = api
        .place(&[
            ("StatusCallback", &url),
            ("StatusCallbackEvent", "answered"),
        ])
        .await;
    simulator.advance(SECOND * 60).await;
    simulator.assert_call(&sid).lasted(Duration::ZERO);
    server.abort();
}

#[tokio::test]
async fn callbacks_go_astray_on_demand() {
    let trouble = CallbackFaults::none()
        .out_of_order(0.3)
        .duplicated(0.3)
        .lost(0.2);
    let simulator = Simulator::builder()
        .calls_per_second(1000)
        .seed(5)
        .callback_faults(trouble)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let url = receiver.url("/");
    let mut form = vec![("StatusCallback", url.as_str())];
    form.extend(ALL);
    for _ in 0..50 {
        api.place(&form).await;
    }
    simulator.advance(SECOND * 60).await;
    let mut by_call: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for arrived in receiver.arrived() {
        let number = arrived.get("SequenceNumber").unwrap().to_owned();
        by_call
            .entry(arrived.get("CallSid").unwrap().to_owned())
            .or_default()
            .push((number, arrived.idempotency));
    }
    let all: Vec<_> = by_call.values().collect();
    let swapped = all
        .iter()
        .filter(|seen| !seen.is_sorted_by_key(|(number, _)| number))
        .count();
    let twice = all.iter().filter(|seen| {
        let mut tokens: Vec<_> = seen.iter().map(|(_, token)| token).collect();
        tokens.sort();
        tokens.windows(2).any(|pair| pair[0] == pair[1])
    });
    let lost = simulator
        .callbacks()
        .iter()
        .filter(|record| record.outcome == Outcome::Lost)
        .count();
    assert!(
        (5..45).contains(&swapped),
        "{swapped} of 50 calls saw callbacks out of order"
    );
    assert!((10..50).contains(&twice.count()));
    assert!(
        (20..60).contains(&lost),
        "{lost} of 200 callbacks were lost"
    );
    assert_eq!(simulator.callbacks().len(), 200);
    // Only the callbacks that were chosen to be lost are lost.
    let answered = simulator
        .callbacks()
        .iter()
        .filter(|record| record.outcome == Outcome::Responded(204))
        .count();
    assert_eq!(answered + lost, 200);
}

#[tokio::test]
async fn callbacks_can_be_late() {
    let trouble = CallbackFaults::none().delayed(SECOND * 30);
    let simulator = Simulator::builder()
        .seed(3)
        .callback_faults(trouble)
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    api.place(&[("StatusCallback", &receiver.url("/"))]).await;
    simulator.advance(SECOND * 14).await;
    assert_eq!(receiver.arrived().len(), 0);
    simulator.advance(SECOND * 30).await;
    assert_eq!(receiver.arrived().len(), 1);
}

#[tokio::test]
async fn every_receiver_has_a_method_of_its_own() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let [voice, status, recording, detection] =
        ["/voice", "/status", "/recording", "/detection"].map(|path| receiver.url(path));
    let sid = api
        .place(&[
            ("Url", &voice),
            ("Method", "GET"),
            ("StatusCallback", &status),
            ("Record", "true"),
            ("RecordingStatusCallback", &recording),
            ("RecordingStatusCallbackMethod", "GET"),
            ("MachineDetection", "Enable"),
            ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", &detection),
            ("AsyncAmdStatusCallbackMethod", "GET"),
        ])
        .await;
    simulator.answer(&sid).await.unwrap();
    let redirection = [
        ("Url", voice.as_str()),
        ("Method", "GET"),
        ("StatusCallback", &status),
        ("StatusCallbackMethod", "GET"),
    ];
    api.update(&sid, &redirection).await.ok();
    simulator.advance(SECOND * 60).await;
    let arrived = receiver.arrived();
    let paths: Vec<_> = arrived
        .iter()
        .filter_map(|arrived| arrived.url[receiver.base.len()..].split('?').next())
        .collect();
    assert_eq!(
        paths,
        ["/voice", "/voice", "/detection", "/status", "/recording"]
    );
    for arrived in &arrived {
        assert_eq!(arrived.method, "GET", "{arrived:?}");
        assert_eq!(arrived.get("CallSid"), Some(sid.as_str()));
        assert!(signed(api.credentials.password(), arrived), "{arrived:?}");
    }
    // If both are given, the URL takes precedence over the TwiML.
    simulator.advance(SECOND).await;
    api.place(&[("Url", &voice), ("Twiml", "<Response><Hangup/></Response>")])
        .await;
    simulator.advance(SECOND * 60).await;
    assert_eq!(receiver.arrived().last().unwrap().url, voice);
}

#[tokio::test]
async fn callbacks_are_signed_with_the_token_of_their_account() {
    let simulator = Simulator::start().await.unwrap();
    let receiver = Receiver::start().await;
    let main = simulator.credentials().clone();
    let subaccount = simulator.add_subaccount();
    let key = simulator.add_api_key(main.account_sid());
    for (credentials, token) in [
        (&main, main.password()),
        (&subaccount, subaccount.password()),
        (&key, main.password()),
    ] {
        let api = Api::with(&simulator, credentials.clone());
        api.place(&[("StatusCallback", &receiver.url("/"))]).await;
        simulator.advance(SECOND * 60).await;
        let arrived = receiver.arrived();
        assert!(signed(token, arrived.last().unwrap()), "{arrived:?}");
    }
}
