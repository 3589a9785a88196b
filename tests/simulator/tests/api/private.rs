//! What must not be shown in the log, on the page, or to pages of other sites.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use twilio_calls_simulator::{PastCall, Simulator};

use crate::support::{Api, FROM, Receiver};

const SECRETS: [&str; 10] = [
    "hunter2",
    "admin",
    "s1p-passw0rd",
    "s1p-user",
    "4711",
    "a-token",
    "very private",
    "reason-text",
    "m1sspelled",
    "in-query",
];

/// Everything that a simulator shows to people.
async fn shown(simulator: &Simulator, api: &Api, lines: &Mutex<Vec<String>>) -> Vec<String> {
    let mut shown = lines.lock().unwrap().clone();
    for path in ["/", "/simulator/live"] {
        shown.push(api.get(path).await.text);
    }
    shown.extend(
        simulator
            .requests()
            .iter()
            .map(|record| format!("{record} {record:?}")),
    );
    shown.extend(
        simulator
            .callbacks()
            .iter()
            .map(|record| format!("{record} {record:?} {:?}", record.outcome)),
    );
    for call in simulator.calls() {
        shown.push(format!("{call:?}"));
        shown.push(format!("{:?}", simulator.recordings(call.sid())));
        shown.push(format!("{:?}", simulator.assert_call(call.sid())));
    }
    shown.push(format!("{simulator:?}"));
    shown
}

#[tokio::test]
async fn neither_log_nor_page_nor_debug_shows_what_is_private() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let simulator = Simulator::builder()
        .calls_per_second(50)
        .script(|dialed| {
            assert!(!format!("{dialed:?}").contains("hunter2"));
            None
        })
        .observer(move |line| kept.lock().unwrap().push(format!("{line} {line:?}")))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let with_user = |path: &str| receiver.url(path).replace("//", "//admin:hunter2@");
    let redirect = format!(
        "<Response><Redirect>{}</Redirect></Response>",
        with_user("/again?in-query=1")
    );
    receiver.respond_next(200, &redirect);
    let status = with_user("/status?in-query=1");
    let url = with_user("/voice");
    let sid = api
        .place(&[
            ("To", "sip:alice:hunter2@127.0.0.1?X-Key=in-query"),
            ("From", "sip:bob:hunter2@127.0.0.1"),
            ("CallerId", FROM),
            ("Url", &url),
            ("FallbackUrl", "http://admin:hunter2@127.0.0.1/a"),
            ("StatusCallback", &status),
            ("StatusCallbackEvent", "answered"),
            ("Record", "true"),
            ("RecordingStatusCallback", &with_user("/recording")),
            ("MachineDetection", "Enable"),
            ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", &with_user("/detection")),
            ("SipAuthUsername", "s1p-user"),
            ("SipAuthPassword", "s1p-passw0rd"),
            ("CallToken", "a-token"),
            ("CallReason", "reason-text"),
            ("SipAuthPasword", "m1sspelled"),
        ])
        .await;
    // Instructions in the request, at a URL that does not work, and in an update; a list filtered by a party.
    let twiml =
        "<Response><Say>very private</Say><Dial>sip:carl:hunter2@127.0.0.1</Dial></Response>";
    api.place(&[
        ("Twiml", twiml),
        ("SendDigits", "4711"),
        (
            "StatusCallback",
            "http://admin:hunter2@example.com/?in-query",
        ),
    ])
    .await;
    api.place(&[("StatusCallback", "http://admin:hunter2@127.0.0.1:1/")])
        .await;
    api.place(&[("StatusCallback", "http://admin:hunter2@127.0.0.1:/")])
        .await;
    simulator.answer(&sid).await.unwrap();
    api.update(&sid, &[("Twiml", twiml)]).await.ok();
    api.get(&format!(
        "{}?To=sip:alice:hunter2@h",
        api.path("Calls.json")
    ))
    .await;
    api.get("/nowhere?a-token&http://admin:hunter2@h/").await;
    simulator.advance(Duration::from_secs(60)).await;
    assert!(
        simulator.callbacks().len() >= 6,
        "{:?}",
        simulator.callbacks()
    );
    assert!(receiver.arrived().len() >= 4);
    for text in shown(&simulator, &api, &lines).await {
        for secret in SECRETS {
            assert!(!text.contains(secret), "`{secret}` is in {text}");
        }
        assert!(!text.contains(simulator.credentials().password()), "{text}");
    }
    // Tests can read everything.
    let created = &simulator.requests()[0];
    assert_eq!(created.parameter("SipAuthPassword"), Some("s1p-passw0rd"));
    assert_eq!(created.parameter("StatusCallback"), Some(&*status));
    // Logs are still useful.
    let line = created.to_string();
    for part in [
        "To=sip:alice:***@127.0.0.1",
        "Record=true",
        "StatusCallback=http://***@127.0.0.1:",
        "SipAuthPasword=***",
    ] {
        assert!(line.contains(part), "`{part}` is not in {line}");
    }
}

#[tokio::test]
async fn debug_of_credentials_and_past_calls_shows_no_password() {
    let simulator = Simulator::start().await.unwrap();
    let subaccount = simulator.add_subaccount();
    let key = simulator.add_api_key(subaccount.account_sid());
    for credentials in [
        simulator.credentials(),
        simulator.test_credentials(),
        &subaccount,
        &key,
    ] {
        let text = format!("{credentials:?}");
        assert!(text.contains(credentials.username()), "{text}");
        assert!(!text.contains(credentials.password()), "{text}");
        assert!(credentials.to_string().ends_with(credentials.password()));
    }
    let past = PastCall::new("sip:a:hunter2@h", "sip:b:hunter2@h", simulator.now());
    assert!(!format!("{past:?}").contains("hunter2"), "{past:?}");
}

/// The first line of a response, and whether it contains a call.
async fn response(simulator: &Simulator, target: &str, host: &str, sid: &str) -> (String, bool) {
    let address = simulator.base_url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let authorization = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(simulator.credentials().to_string())
    };
    let request = format!(
        "GET {target} HTTP/1.1\r\n{host}Connection: close\r\nAuthorization: Basic {authorization}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let line = response.lines().next().unwrap_or_default().to_owned();
    (line, response.contains(sid))
}

#[tokio::test]
async fn requests_for_another_host_are_not_answered() {
    let simulator = Simulator::builder()
        .allow_requests_for("simulator.test")
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    let port = simulator.base_url().rsplit(':').next().unwrap().to_owned();
    let paths = [
        "/".to_owned(),
        "/simulator/live".to_owned(),
        api.path("Calls.json"),
        api.path(&format!("Calls/{sid}.json")),
    ];
    for path in &paths {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "LOCALHOST",
            "simulator.test",
        ] {
            for host in [
                format!("Host: {host}\r\n"),
                format!("Host: {host}:{port}\r\n"),
            ] {
                let (line, shows) = response(&simulator, path, &host, &sid).await;
                assert!(line.contains(" 200 ") && shows, "{path} {host}{line}");
            }
        }
        for host in [
            "",
            "Host: evil.example\r\n",
            &format!("Host: evil.example:{port}\r\n"),
            "Host: localhost.evil.example\r\n",
            "Host: 127.0.0.1.evil.example\r\n",
            "Host: 192.168.0.1\r\n",
            "Host: 0.0.0.0\r\n",
            "Host: localhost\r\nHost: evil.example\r\n",
            "Host: localhost@evil.example\r\n",
            "Host: \r\n",
        ] {
            let (line, shows) = response(&simulator, path, host, &sid).await;
            assert!(line.contains(" 421 ") && !shows, "{path} {host:?} {line}");
        }
    }
    let (line, shows) = response(
        &simulator,
        "http://evil.example/",
        "Host: localhost\r\n",
        &sid,
    )
    .await;
    assert!(line.contains(" 421 ") && !shows, "{line}");
    // Nothing is carried out either, and the log only contains the accepted requests.
    assert_eq!(simulator.requests().len(), 1 + 2 * 2 * 5);
}
