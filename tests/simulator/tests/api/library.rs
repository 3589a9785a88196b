//! The simulator as a library.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use twilio_calls_simulator::{
    CallStatus, ClockMode, ControlError, Scenario, Simulator, StartError,
};

use crate::support::{Api, Receiver, TO};

#[tokio::test]
async fn many_run_side_by_side_and_stop_when_dropped() {
    let mut running = Vec::new();
    for _ in 0..20 {
        running.push(Simulator::start().await.unwrap());
    }
    for simulator in &running {
        Api::new(simulator).place(&[]).await;
    }
    assert!(running.iter().all(|simulator| simulator.call_count() == 1));
    let mut sids: Vec<_> = running
        .iter()
        .map(|simulator| simulator.calls()[0].sid())
        .collect();
    sids.sort();
    sids.dedup();
    assert_eq!(
        sids.len(),
        20,
        "no two simulators make the same identifiers"
    );
    let last = running.pop().unwrap();
    let api = Api::new(&last);
    assert_eq!(api.get(&api.path("Calls.json")).await.status, 200);
    drop(last);
    let stopped = async {
        while api
            .request(axum::http::Method::GET, "/")
            .send()
            .await
            .is_ok()
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), stopped)
        .await
        .expect("the port is closed");
    let first = Api::new(&running[0]);
    assert_eq!(first.get(&first.path("Calls.json")).await.status, 200);
}

#[tokio::test]
async fn nothing_moves_until_the_test_says_so() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    let before = simulator.now();
    simulator.settle().await;
    assert_eq!(simulator.now(), before);
    simulator.advance(Duration::from_millis(1500)).await;
    assert_eq!(simulator.now().since(before), Duration::from_millis(1500));
    simulator.assert_call(&sid).is(CallStatus::Ringing);
}

#[tokio::test]
async fn a_test_answers_and_hangs_up() {
    let simulator = Simulator::builder()
        .scenario(Scenario::manual())
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let url = receiver.url("/");
    let events = ["initiated", "ringing", "answered", "completed"]
        .map(|event| ("StatusCallbackEvent", event));
    let mut form = vec![("StatusCallback", url.as_str())];
    form.extend(events);
    let sid = api.place(&form).await;
    // From any state, with all steps in between.
    simulator.answer(&sid).await.unwrap();
    assert_eq!(
        receiver.values("CallStatus"),
        ["initiated", "ringing", "in-progress"]
    );
    assert_eq!(
        simulator.answer(&sid).await,
        Err(ControlError::NotPossible(CallStatus::InProgress))
    );
    simulator.advance(Duration::from_secs(7)).await;
    simulator.hang_up(&sid).await.unwrap();
    simulator
        .assert_call(&sid)
        .is(CallStatus::Completed)
        .lasted(Duration::from_secs(7));
    assert_eq!(
        simulator.hang_up(&sid).await,
        Err(ControlError::NotPossible(CallStatus::Completed))
    );
    assert_eq!(
        simulator.answer("CA00").await,
        Err(ControlError::NoSuchCall)
    );
    let declined = api.place(&[("To", TO)]).await;
    simulator.advance(Duration::from_secs(2)).await;
    simulator.hang_up(&declined).await.unwrap();
    simulator.assert_call(&declined).is(CallStatus::NoAnswer);
    // The queue is not affected by calls that bypassed it.
    let next = api.place(&[]).await;
    simulator.advance(Duration::from_secs(3)).await;
    simulator.assert_call(&next).is(CallStatus::Ringing);
}

#[tokio::test]
async fn failed_assertions_tell_the_story() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let sid = api
        .place(&[
            ("StatusCallback", &receiver.url("/")),
            ("SipAuthPassword", "hush"),
        ])
        .await;
    simulator.advance(Duration::from_secs(30)).await;
    let story = |assertion: &dyn Fn()| {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(assertion)).unwrap_err();
        caught.downcast_ref::<String>().cloned().unwrap_or_default()
    };
    let wrong_status = story(&|| drop(simulator.assert_call(&sid).is(CallStatus::Busy)));
    let parts = [
        "expected busy, but the call is completed",
        &sid,
        "answered Wed, 10 Jun 2026",
        "POST /2010-04-01/Accounts/",
        "CallStatus=completed",
    ];
    for part in parts {
        assert!(
            wrong_status.contains(part),
            "{part} is missing in:\n{wrong_status}"
        );
    }
    assert!(
        !wrong_status.contains("hush"),
        "secrets are not shown:\n{wrong_status}"
    );
    let missing = story(&|| drop(simulator.assert_call("CA0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a")));
    assert!(
        missing.contains("there is no call CA0a0a") && missing.contains(&sid),
        "{missing}"
    );
    let unreported = story(&|| drop(simulator.assert_call(&sid).reported(["ringing"])));
    assert!(
        unreported.contains("expected reports of [\"ringing\"], but there were [\"completed\"]"),
        "{unreported}"
    );
}

#[tokio::test]
async fn an_observer_reads_along() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let simulator = Simulator::builder()
        .observer(move |line| kept.lock().unwrap().push(line.to_string()))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    api.place(&[
        ("StatusCallback", &receiver.url("/")),
        ("CallToken", "hush"),
    ])
    .await;
    simulator.advance(Duration::from_secs(30)).await;
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].contains("POST /2010-04-01/Accounts/AC") && lines[0].contains("-> 201"),
        "{}",
        lines[0]
    );
    assert!(lines[0].contains("CallToken=***"), "{}", lines[0]);
    assert!(
        lines[1].contains("status callback POST") && lines[1].contains("-> 204"),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn invalid_settings_are_rejected() {
    let rejected = |result: Result<Simulator, StartError>| match result {
        Err(error) => error.to_string(),
        Ok(_) => "started".to_owned(),
    };
    assert_eq!(
        rejected(Simulator::builder().calls_per_second(0).start().await),
        "cannot start: the calls per second must be at least 1"
    );
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = rejected(
            Simulator::builder()
                .clock(ClockMode::Scaled(factor))
                .start()
                .await,
        );
        assert_eq!(
            error,
            "cannot start: the factor of a scaled clock must be positive and finite"
        );
    }
    let first = Simulator::start().await.unwrap();
    let port = first
        .base_url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let error = rejected(Simulator::builder().port(port).start().await);
    assert!(
        error.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
        "{error}"
    );
}

#[tokio::test]
async fn the_page_shows_calls_and_callbacks_and_escapes_them() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let sid = api
        .place(&[
            ("To", "client:<script>alert(1)</script>"),
            ("From", "client:<img src=x onerror='alert(2)'>"),
            ("StatusCallback", &receiver.url("/<b>?a=\"><i>")),
            ("<u name=\"u\">", "<u>"),
        ])
        .await;
    simulator.advance(Duration::from_secs(30)).await;
    for path in ["/", "/simulator/live"] {
        let page = api.get(path).await;
        assert_eq!(
            (page.status, page.headers["content-type"].to_str().unwrap()),
            (200, "text/html; charset=utf-8")
        );
        assert!(page.text.contains(&sid) && page.text.contains("completed"));
        assert!(
            page.text.contains("client:&lt;script&gt;") && !page.text.contains("<script>alert")
        );
        for smuggled in ["<img", "<b>", "<i>", "<u", "onerror='", "a=\""] {
            assert!(!page.text.contains(smuggled), "{smuggled}");
        }
        for shown in ["client:&lt;img", "/&lt;b&gt;", "&lt;u name=\\&quot;u"] {
            assert!(page.text.contains(shown), "{shown}");
        }
    }
}

#[tokio::test]
async fn whatever_is_sent_a_line_stays_a_short_line() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let simulator = Simulator::builder()
        .observer(move |line| kept.lock().unwrap().push(line.to_string()))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let long = "n".repeat(100_000);
    let many: Vec<_> = (0..1000).map(|number| format!("p{number}")).collect();
    let forged = "x\nWed, 10 Jun 2026 18:44:10 +0000  POST /forged -> 201\u{1b}[2J";
    api.place(&[(forged, forged), (&long, &long)]).await;
    let mut form = vec![("To", TO)];
    form.extend(many.iter().map(|name| (name.as_str(), "")));
    api.create(&form).await;
    let method = axum::http::Method::from_bytes(&[b'M'; 20_000]).unwrap();
    api.send(api.request(method, &format!("/{}", "a".repeat(5000))))
        .await;
    // Instructions contain arbitrary text.
    let redirect = format!("<Response><Redirect>{forged}</Redirect></Response>");
    let receiver = Receiver::start().await;
    receiver.respond_next(200, &redirect.replace('\u{1b}', ""));
    api.place(&[("Url", &receiver.url("/"))]).await;
    simulator.advance(Duration::from_secs(10)).await;
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 6, "{lines:#?}");
    for line in lines.iter() {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(line.len() < 10_000, "{} bytes", line.len());
    }
}

#[tokio::test]
async fn what_is_under_way_ends_with_the_simulator() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let simulator = Arc::new(Simulator::start().await.unwrap());
    let api = Api::new(&simulator);
    // A callback whose receiver never responds, while time stands still.
    let receiver = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/", receiver.local_addr().unwrap());
    api.place(&[("StatusCallback", &hook)]).await;
    let mover = simulator.clone();
    let moving = tokio::spawn(async move { mover.advance(Duration::from_secs(60)).await });
    let (mut callback, _) = receiver.accept().await.unwrap();
    // A request whose response is in flight, one whose body is incomplete, and an idle connection.
    simulator.script_faults([Some(twilio_calls_simulator::Fault::Slow(
        Duration::from_secs(600),
    ))]);
    let seen = simulator.requests().len();
    let slow = tokio::spawn(
        api.request(axum::http::Method::GET, &api.path("Calls.json"))
            .send(),
    );
    while simulator.requests().len() == seen {
        tokio::task::yield_now().await;
    }
    let address = api.base.trim_start_matches("http://").to_owned();
    let mut open = Vec::new();
    for start in [
        "",
        "GET / HT",
        "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nTo",
    ] {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        open.push(stream);
    }
    moving.abort();
    assert!(moving.await.unwrap_err().is_cancelled());
    drop(Arc::into_inner(simulator).unwrap());
    let ended = async {
        assert!(slow.await.unwrap().is_err());
        for mut stream in open {
            let mut rest = Vec::new();
            // An orderly end or a reset, but an end.
            let _ = stream.read_to_end(&mut rest).await;
        }
        let mut rest = Vec::new();
        let _ = callback.read_to_end(&mut rest).await;
        // The port can be another's at once, who does not know the account.
        let is_there = async || {
            let request = api.request(axum::http::Method::GET, &api.path("Calls.json"));
            request.send().await.is_ok_and(|it| it.status == 200)
        };
        while is_there().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .expect("everything ends");
}

#[tokio::test]
async fn the_same_seed_brings_the_same_identifiers() {
    let identifiers = async |seed| {
        let simulator = Simulator::builder().seed(seed).start().await.unwrap();
        let api = Api::new(&simulator);
        let call = api.place(&[]).await;
        (
            simulator.credentials().to_string(),
            simulator.test_credentials().to_string(),
            call,
        )
    };
    let first = identifiers(4).await;
    assert_eq!(first, identifiers(4).await);
    assert_ne!(first, identifiers(5).await);
}
