//! Every operation, its rejections and its responses, against the spec document.

use std::time::Duration;

use crate::support::{Api, FROM, TO};
use axum::http::Method;
use serde_json::Value;
use twilio_calls_simulator::{CallStatus, Contract, Direction, Moment, PastCall, Simulator};

#[track_caller]
pub(crate) fn agree(operation: &str, status: u16, body: &Value) {
    assert_eq!(
        Contract::of_spec()
            .unwrap()
            .check_response(operation, status, body),
        Vec::<String>::new(),
        "{body:#}"
    );
}

#[tokio::test]
async fn every_operation_of_the_spec_is_answered_as_the_spec_says() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let created = api
        .create(&[
            ("To", TO),
            ("From", FROM),
            ("Twiml", "<Response/>"),
            ("Record", "true"),
        ])
        .await;
    assert_eq!(created.status, 201);
    agree("createCall", 201, &created.json());
    let sid = created.json()["sid"].as_str().unwrap().to_owned();
    let mut tried = vec!["createCall"];
    for seconds in [0, 1, 3, 10, 1, 2] {
        simulator.advance(Duration::from_secs(seconds)).await;
        agree("fetchCall", 200, &api.fetch(&sid).await.ok());
    }
    tried.push("fetchCall");
    let list = api.get(&api.path("Calls.json")).await.ok();
    agree("listCalls", 200, &list);
    assert_eq!(list["calls"][0]["sid"], sid);
    tried.push("listCalls");
    let recordings = api
        .get(&api.path(&format!("Calls/{sid}/Recordings.json")))
        .await
        .ok();
    agree("listCallRecordings", 200, &recordings);
    assert_eq!(recordings["recordings"][0]["status"], "completed");
    assert_eq!(recordings["recordings"][0]["duration"], "10");
    tried.push("listCallRecordings");
    let recording = recordings["recordings"][0]["sid"].as_str().unwrap();
    for (operation, path) in [
        ("fetchRecordingWav", format!("Recordings/{recording}.wav")),
        ("fetchRecordingMp3", format!("Recordings/{recording}.mp3")),
    ] {
        assert_eq!(api.get(&api.path(&path)).await.status, 200);
        tried.push(operation);
    }
    // `recordings.rs` checks them against the document.
    tried.extend([
        "createCallRecording",
        "fetchCallRecording",
        "updateCallRecording",
        "deleteCallRecording",
    ]);
    for (operation, path) in [
        ("listCallsCsv", "Calls.csv".to_owned()),
        ("fetchCallCsv", format!("Calls/{sid}.csv")),
    ] {
        let csv = api.get(&api.path(&path)).await;
        assert_eq!(csv.status, 200);
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        let lines: Vec<_> = csv.text.lines().collect();
        assert!(lines[0].starts_with("Sid,DateCreated,"), "{}", lines[0]);
        assert!(
            lines[1].starts_with(&format!("{sid},\"Wed, 10 Jun 2026 18:44:10 +0000\",")),
            "{}",
            lines[1]
        );
        assert_eq!(lines.len(), 2);
        tried.push(operation);
    }
    let events = api
        .get(&api.path(&format!("Calls/{sid}/Events.json")))
        .await;
    agree("listCallEvents", 200, &events.ok());
    assert_eq!(events.json()["events"][0]["response"]["response_code"], 201);
    tried.push("listCallEvents");
    let path = format!("Calls/{sid}/Notifications");
    let notifications = api.get(&api.path(&format!("{path}.json"))).await.ok();
    agree("listCallNotifications", 200, &notifications);
    assert_eq!(notifications["notifications"], serde_json::json!([]));
    tried.push("listCallNotifications");
    let missing = api.path(&format!("{path}/NO{:032x}.json", 1));
    let missing = api.get(&missing).await;
    assert_eq!(missing.rejection(), (404, 20404));
    agree("fetchCallNotification", 404, &missing.json());
    tried.push("fetchCallNotification");
    let other = api.place(&[]).await;
    let updated = api.update(&other, &[("Status", "canceled")]).await;
    agree("updateCall", 200, &updated.ok());
    tried.push("updateCall");
    let deleted = api.delete(&other).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    tried.push("deleteCall");
    tried.extend(crate::media::every_operation().await);
    let mut all = Contract::of_spec().unwrap().operations();
    all.sort_unstable();
    tried.sort_unstable();
    assert_eq!(tried, all);
}

#[tokio::test]
async fn a_new_call_looks_like_a_live_one() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let body = api
        .create(&[("To", TO), ("From", FROM), ("Twiml", "<Response/>")])
        .await
        .json();
    let account = api.account();
    let sid = body["sid"].as_str().unwrap();
    for (name, value) in [
        ("status", Value::from("queued")),
        ("account_sid", account.clone().into()),
        ("to_formatted", "(555) 000-1111".into()),
        ("from_formatted", "(555) 000-2222".into()),
        ("date_created", "Wed, 10 Jun 2026 18:44:10 +0000".into()),
        ("start_time", Value::Null),
        ("end_time", Value::Null),
        ("duration", Value::Null),
        ("price", Value::Null),
        ("price_unit", "USD".into()),
        ("direction", "outbound-api".into()),
        ("caller_name", Value::Null),
        ("trunk_sid", "".into()),
        ("queue_time", "0".into()),
        (
            "uri",
            format!("/2010-04-01/Accounts/{account}/Calls/{sid}.json").into(),
        ),
    ] {
        assert_eq!(body[name], value, "{name}");
    }
    assert_eq!(body["subresource_uris"].as_object().unwrap().len(), 9);
}

#[tokio::test]
async fn rejections_come_in_the_order_of_the_service() {
    let simulator = Simulator::builder()
        .numbers_of_account([FROM])
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let long = "x".repeat(4001);
    for (form, code) in [
        (&[][..], 21201),
        (&[("From", "nonsense "), ("To", "")], 21201),
        (&[("To", "nonsense")], 21211),
        (&[("To", "+1"), ("From", "x y"), ("Url", "nonsense")], 21211),
        (&[("To", TO)], 21205),
        (&[("To", TO), ("From", "nonsense ")], 21205),
        (&[("To", TO), ("Url", "nonsense")], 21205),
        (&[("To", TO), ("Url", "http://127.0.0.1/")], 21213),
        (
            &[("To", TO), ("Url", "http://127.0.0.1/"), ("From", "a b")],
            21212,
        ),
        (
            &[
                ("To", TO),
                ("Url", "http://127.0.0.1/"),
                ("From", "client:alice"),
            ],
            21212,
        ),
        (
            &[
                ("To", TO),
                ("Url", "http://127.0.0.1/"),
                ("From", "+15005550001"),
            ],
            21212,
        ),
        (
            &[
                ("To", TO),
                ("Url", "http://127.0.0.1/"),
                ("From", "+15550009999"),
            ],
            21210,
        ),
        (
            &[
                ("To", "+15005550001"),
                ("Twiml", "<Response/>"),
                ("From", FROM),
            ],
            21217,
        ),
        (
            &[
                ("To", "+15005550002"),
                ("Twiml", "<Response/>"),
                ("From", FROM),
            ],
            21214,
        ),
        (
            &[
                ("To", "+15005550003"),
                ("Twiml", "<Response/>"),
                ("From", FROM),
            ],
            21215,
        ),
        (
            &[
                ("To", "+15005550004"),
                ("Twiml", "<Response/>"),
                ("From", FROM),
            ],
            21216,
        ),
        (&[("To", TO), ("From", FROM), ("Twiml", &long)], 20422),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("Timeout", "soon"),
            ],
            21208,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("Timeout", "601"),
            ],
            21208,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("SendDigits", "abc"),
            ],
            21206,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("Method", "PUT"),
            ],
            21209,
        ),
        (
            &[("To", TO), ("From", FROM), ("ApplicationSid", "AP1")],
            21218,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("StatusCallback", "http://a_b/"),
            ],
            21609,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("StatusCallbackEvent", "done"),
            ],
            21626,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("MachineDetectionTimeout", "0"),
            ],
            21234,
        ),
        (
            &[
                ("To", TO),
                ("From", FROM),
                ("Twiml", "<Response/>"),
                ("Record", "yes"),
            ],
            20422,
        ),
    ] {
        let reply = api.create(form).await;
        assert_eq!(reply.rejection(), (400, code), "{form:?}: {}", reply.text);
        agree("createCall", 400, &reply.json());
    }
    assert_eq!(simulator.call_count(), 0);
}

#[tokio::test]
async fn all_that_the_service_accepts_is_accepted() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    for (to, from) in [
        (
            "sip:front.desk@pbx.example.com:5061;transport=tls",
            "Reception",
        ),
        ("alice@example.com", FROM),
        ("client:alice", "client:bob"),
        ("sim:HSabababababababababababababababab", FROM),
    ] {
        let reply = api
            .create(&[("To", to), ("From", from), ("Url", "https://example.com/a")])
            .await;
        assert_eq!(reply.status, 201, "{to}: {}", reply.text);
        assert_eq!(reply.json()["to"], to);
    }
    // Several events with repeated names, and in one value as in the product documentation.
    for events in [
        &[("RecordingStatusCallbackEvent", "in-progress completed")][..],
        &[
            ("RecordingStatusCallbackEvent", "in-progress"),
            ("RecordingStatusCallbackEvent", "absent"),
        ],
    ] {
        api.place(events).await;
    }
}

#[tokio::test]
async fn who_asks_is_looked_at_before_what_is_asked() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let subaccount = Api::with(&simulator, simulator.add_subaccount());
    let key = Api::with(
        &simulator,
        simulator.add_api_key(simulator.credentials().account_sid()),
    );
    let calls = api.path("Calls.json");
    let url = format!("{}{calls}", api.base);
    let get = |url: &str| api.anonymous(Method::GET, url);
    for request in [
        get(&url),
        get(&url).header("authorization", "Bearer token"),
        get(&url).header("authorization", "Basic !!!"),
        get(&url).basic_auth(&api.account(), "wrong"),
        get(&url).basic_auth(&api.account(), ""),
        get(&format!("{}/nowhere", api.base)),
    ] {
        let reply = api.send(request).await;
        assert_eq!(reply.rejection(), (401, 20003));
        assert_eq!(reply.json()["message"], "Authenticate");
        assert_eq!(
            reply.headers["www-authenticate"],
            "Basic realm=\"Twilio API\""
        );
    }
    assert_eq!(key.get(&calls).await.status, 200);
    assert_eq!(subaccount.get(&calls).await.rejection(), (404, 20404));
    // The account's token grants access to the subaccount, an API key of the account does not.
    let theirs = subaccount.path("Calls.json");
    assert_eq!(subaccount.get(&theirs).await.status, 200);
    assert_eq!(api.get(&theirs).await.status, 200);
    assert_eq!(key.get(&theirs).await.rejection(), (404, 20404));
    // Calls stay in the account that made them.
    let sid = subaccount.place(&[]).await;
    assert_eq!(subaccount.fetch(&sid).await.status, 200);
    assert_eq!(api.fetch(&sid).await.rejection(), (404, 20404));
    assert_eq!(
        api.get(&calls).await.ok()["calls"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn test_credentials_check_everything_and_do_nothing() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::with(&simulator, simulator.test_credentials().clone());
    let create = async |to, from| {
        api.create(&[("To", to), ("From", from), ("Url", "http://127.0.0.1/")])
            .await
    };
    let accepted = create(TO, "+15005550006").await;
    assert_eq!(accepted.status, 201);
    agree("createCall", 201, &accepted.json());
    assert_eq!(create(TO, "+15005550001").await.rejection(), (400, 21212));
    assert_eq!(create(TO, FROM).await.rejection(), (400, 21210));
    for (to, code) in [
        ("+15005550001", 21217),
        ("+15005550002", 21214),
        ("+15005550003", 21215),
        ("+15005550004", 21216),
    ] {
        assert_eq!(create(to, "+15005550006").await.rejection(), (400, code));
    }
    assert_eq!(
        api.get(&api.path("Calls.json")).await.rejection(),
        (403, 20008)
    );
    simulator.advance(Duration::from_secs(3600)).await;
    assert_eq!(
        (simulator.call_count(), simulator.callbacks().len()),
        (0, 0)
    );
}

#[tokio::test]
async fn wrong_paths_and_methods_are_rejected() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    for path in [
        "Calls",
        "Calls.xml",
        "Nothing.json",
        "Calls/CA1.json",
        "Calls//Recordings.json",
        "Calls/.json",
    ] {
        assert_eq!(
            api.get(&api.path(path)).await.rejection(),
            (404, 20404),
            "{path}"
        );
    }
    let missing = format!("Calls/CA{}.json", "0".repeat(32));
    let reply = api.get(&api.path(&missing)).await;
    assert_eq!(reply.rejection(), (404, 20404));
    assert_eq!(
        reply.json()["message"],
        format!(
            "The requested resource {} was not found",
            api.path(&missing)
        )
    );
    for (method, path) in [
        (Method::PUT, "Calls.json".to_owned()),
        (Method::DELETE, "Calls.json".to_owned()),
        (Method::PATCH, format!("Calls/{sid}.json")),
        (Method::POST, format!("Calls/{sid}.csv")),
    ] {
        let reply = api.send(api.request(method, &api.path(&path))).await;
        assert_eq!(reply.rejection(), (405, 20004), "{path}");
    }
}

#[tokio::test]
async fn updates_follow_the_rules_of_the_spec() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[]).await;
    assert_eq!(
        api.update(&sid, &[("Twiml", "<Response/>")])
            .await
            .rejection(),
        (400, 21220)
    );
    simulator.answer(&sid).await.unwrap();
    assert_eq!(
        api.update(&sid, &[("StatusCallback", "http://127.0.0.1/")])
            .await
            .rejection(),
        (400, 21205)
    );
    let both = [("Url", "http://127.0.0.1/"), ("Twiml", "<Response/>")];
    assert_eq!(api.update(&sid, &both).await.rejection(), (400, 20422));
    assert_eq!(
        api.update(&sid, &[("Status", "queued")]).await.rejection(),
        (400, 20422)
    );
    // Canceling only affects queued and ringing calls.
    let reply = api.update(&sid, &[("Status", "canceled")]).await.ok();
    assert_eq!(reply["status"], "in-progress");
    assert_eq!(api.delete(&sid).await.rejection(), (409, 20009));
    let reply = api.update(&sid, &[("Status", "completed")]).await.ok();
    assert_eq!(reply["status"], "completed");
    for form in [("Status", "completed"), ("Twiml", "<Response/>")] {
        let reply = api.update(&sid, &[form]).await;
        assert_eq!(reply.rejection(), (400, 21220));
        assert_eq!(
            reply.json()["message"],
            "Call is not in-progress. Cannot redirect."
        );
    }
    assert_eq!(api.delete(&sid).await.status, 204);
    assert_eq!(api.delete(&sid).await.rejection(), (404, 20404));
    assert_eq!(api.fetch(&sid).await.rejection(), (404, 20404));
    // Completing a call that nobody has answered yet cancels it.
    let waiting = api.place(&[]).await;
    assert_eq!(
        api.update(&waiting, &[("Status", "completed")]).await.ok()["status"],
        "canceled"
    );
}

#[tokio::test]
async fn recordings_outlive_their_call() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let sid = api.place(&[("Record", "true")]).await;
    simulator.advance(Duration::from_secs(60)).await;
    assert_eq!(api.delete(&sid).await.status, 204);
    let path = api.path(&format!("Calls/{sid}/Recordings.json"));
    assert_eq!(
        api.get(&path).await.ok()["recordings"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let filtered = format!("{path}?DateCreated%3E=2027-01-01");
    assert_eq!(
        api.get(&filtered).await.ok()["recordings"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

fn sids(page: &Value) -> Vec<String> {
    page["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call["sid"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_hold_their_place_while_calls_come_and_go() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let mut placed = Vec::new();
    for _ in 0..7 {
        placed.push(api.place(&[]).await);
    }
    placed.reverse();
    let path = api.path("Calls.json");
    let account = api.account();
    let query = "To=%2B15550001111&Status=queued&PageSize=3";
    let first = api.get(&format!("{path}?{query}")).await.ok();
    let base = format!(
        "/2010-04-01/Accounts/{account}/Calls.json?To=%2B15550001111&Status=queued&PageSize=3"
    );
    assert_eq!(sids(&first), placed[0..3]);
    assert_eq!(first["uri"], format!("{base}&Page=0"));
    assert_eq!(first["first_page_uri"], format!("{base}&Page=0"));
    assert_eq!(first["previous_page_uri"], Value::Null);
    assert_eq!(
        first["next_page_uri"],
        format!("{base}&Page=1&PageToken=PA{}", placed[2])
    );
    assert_eq!((&first["start"], &first["end"]), (&0.into(), &2.into()));
    // New calls do not shift the second page, and a token remains valid after its call is deleted.
    api.place(&[]).await;
    api.update(&placed[2], &[("Status", "canceled")]).await.ok();
    assert_eq!(api.delete(&placed[2]).await.status, 204);
    let second = api.get(first["next_page_uri"].as_str().unwrap()).await.ok();
    assert_eq!(sids(&second), placed[3..6]);
    assert_eq!(
        (&second["start"], &second["end"], &second["page"]),
        (&3.into(), &5.into(), &1.into())
    );
    assert_eq!(
        second["previous_page_uri"],
        format!("{base}&Page=0&PageToken=PB{}", placed[3])
    );
    let third = api
        .get(second["next_page_uri"].as_str().unwrap())
        .await
        .ok();
    assert_eq!(sids(&third), placed[6..]);
    assert_eq!(third["next_page_uri"], Value::Null);
    let back = api
        .get(third["previous_page_uri"].as_str().unwrap())
        .await
        .ok();
    assert_eq!(sids(&back), placed[3..6]);
    let none = api.get(&format!("{path}?To=client%3Anobody")).await.ok();
    assert_eq!(
        (&none["start"], &none["end"], &none["next_page_uri"]),
        (&0.into(), &0.into(), &Value::Null)
    );
    assert!(none["first_page_uri"].is_string());
}

#[tokio::test]
async fn pages_can_be_counted_and_wrong_ones_are_rejected() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    for _ in 0..5 {
        api.place(&[]).await;
    }
    let path = api.path("Calls.json");
    let all = sids(&api.get(&path).await.ok());
    assert_eq!(
        sids(&api.get(&format!("{path}?PageSize=2&Page=1")).await.ok()),
        all[2..4]
    );
    assert_eq!(
        sids(&api.get(&format!("{path}?PageSize=2&Page=9")).await.ok()),
        all[5..]
    );
    // A page number counts the calls that match now.
    api.update(&all[0], &[("Status", "canceled")]).await.ok();
    let queued = format!("{path}?Status=queued&PageSize=2&Page=1");
    assert_eq!(sids(&api.get(&queued).await.ok()), all[3..]);
    let canceled = format!("{path}?Status=canceled");
    assert_eq!(sids(&api.get(&canceled).await.ok()), all[..1]);
    for (query, code) in [
        ("PageSize=1001", 20007),
        ("PageSize=0", 20422),
        ("PageSize=many", 20422),
        ("Page=-1", 20422),
        ("PageToken=nonsense", 20422),
        ("PageToken=XXCA00000000000000000000000000000000", 20422),
        ("PageToken=PACA00000000000000000000000000000000", 20422),
        ("Status=done", 20422),
        ("StartTime=yesterday", 20422),
        ("StartTime%3C=2026-02-30", 20422),
    ] {
        let reply = api.get(&format!("{path}?{query}")).await;
        assert_eq!(reply.rejection(), (400, code), "{query}: {}", reply.text);
    }
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let day = |day: i64| Moment::from_unix_seconds(1_781_049_600 + day * 86_400 + 3600);
    simulator.add_history((0..10).map(|index| {
        let call = PastCall::new(
            if index % 2 == 0 { TO } else { "client:alice" },
            FROM,
            day(index),
        );
        if index == 4 {
            call.status(CallStatus::Busy)
        } else {
            call.direction(Direction::Inbound)
        }
    }));
    let path = api.path("Calls.json");
    for (query, expected) in [
        ("", 10),
        ("To=%2B15550001111", 5),
        ("To=client%3Aalice", 5),
        ("To=client:alice&From=%2B15550002222", 5),
        ("From=client:alice", 0),
        ("Status=busy", 1),
        ("Status=busy&To=client:alice", 0),
        ("StartTime=2026-06-12", 1),
        ("StartTime%3E=2026-06-12", 8),
        ("StartTime%3C=2026-06-12", 2),
        ("StartTime%3E=2026-06-12&StartTime%3C=2026-06-15", 3),
        ("StartTime%3E=2026-06-12T01:00:00Z", 8),
        ("StartTime%3E=2026-06-12T01:00:01Z", 7),
        ("EndTime%3C=2026-06-12", 2),
        ("EndTime=2026-06-14", 0),
        ("StartTime=2026-06-14&Status=busy", 1),
        ("ParentCallSid=CA00000000000000000000000000000000", 0),
    ] {
        let page = api.get(&format!("{path}?{query}")).await.ok();
        assert_eq!(page["calls"].as_array().unwrap().len(), expected, "{query}");
        agree("listCalls", 200, &page);
    }
    // The CSV contains the same page.
    let csv = api
        .get(&format!(
            "{}?To=client:alice&PageSize=3",
            api.path("Calls.csv")
        ))
        .await;
    assert_eq!(csv.text.lines().count(), 4);
}

#[tokio::test]
async fn a_day_begins_with_its_midnight() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let midnight = Moment::from_unix_seconds(1_781_222_400);
    // The last second of the day before, midnight, and the last second of the day; then again out of order.
    let seconds = [-1, 0, 86_399];
    for history in [&seconds[..], &[0, 86_399, -1]] {
        simulator.add_history(history.iter().map(|second| {
            let moment = Moment::from_unix_seconds(midnight.unix_seconds() + second);
            PastCall::new(TO, FROM, moment).duration(Duration::ZERO)
        }));
        for (query, expected) in [
            ("=2026-06-12", 2),
            ("%3C=2026-06-12", 1),
            ("%3E=2026-06-12", 2),
            ("%3C=2026-06-13", 3),
            ("%3E=2026-06-13", 0),
            ("%3E=2026-06-12T00:00:01Z", 1),
            ("%3C=2026-06-12T00:00:01Z", 2),
        ] {
            for name in ["StartTime", "EndTime"] {
                let list = format!("Calls.json?{name}{query}");
                let page = api.get(&api.path(&list)).await.ok();
                let times = simulator.call_count() / 3;
                assert_eq!(sids(&page).len(), expected * times, "{list}");
            }
        }
    }
}

#[tokio::test]
async fn a_table_holds_any_text() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    api.place(&[("To", "client:a\"b,c"), ("From", "client:\"d\"")])
        .await;
    let table = api.get(&api.path("Calls.csv")).await;
    let line = table.text.lines().nth(1).unwrap();
    let expected =
        "\"client:a\"\"b,c\",\"client:a\"\"b,c\",\"client:\"\"d\"\"\",\"client:\"\"d\"\"\",";
    assert!(line.contains(expected), "{line}");
}

#[tokio::test]
async fn unknown_parameters_are_noted_or_rejected() {
    let form = [
        ("To", TO),
        ("From", FROM),
        ("Twiml", "<Response/>"),
        ("NoSuchParameter", "1"),
    ];
    let lenient = Simulator::start().await.unwrap();
    assert_eq!(Api::new(&lenient).create(&form).await.status, 201);
    assert_eq!(
        lenient.requests()[0].remarks,
        ["createCall has no parameter NoSuchParameter"]
    );
    let strict = Simulator::builder()
        .reject_unknown_parameters()
        .start()
        .await
        .unwrap();
    assert_eq!(
        Api::new(&strict).create(&form).await.rejection(),
        (400, 20001)
    );
    let api = Api::new(&strict);
    let list = api.get(&api.path("Calls.json?Tp=client:alice")).await;
    assert_eq!(list.rejection(), (400, 20001));
}

#[tokio::test]
async fn a_call_can_show_a_number_of_somebody_else() {
    let simulator = Simulator::builder()
        .numbers_of_account([FROM])
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let theirs = "+15550009999";
    let shown = async |form: &[(&str, &str)]| {
        let sid = api.place(form).await;
        api.fetch(&sid).await.ok()["from"].clone()
    };
    assert_eq!(shown(&[("CallerId", theirs)]).await, theirs);
    // Forwarding a call requires its token.
    let passed_on = [("From", theirs), ("CallToken", "token")];
    assert_eq!(shown(&passed_on).await, theirs);
}
