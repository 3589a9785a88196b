//! Any response results in a value or an error, with bounded memory and without a panic.

use std::time::Duration;

use serde_json::{Value, json as value};
use twilio_calls::{Call, CallPage, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

use crate::support::{ACCOUNT, SID, builder, call, client, json};

const LIMIT: usize = 100_000;

async fn fetch(act: impl Into<Act>) -> Result<Call, twilio_calls::Error> {
    let act = act.into();
    let listener = Listener::acting(move |_, _| act.clone()).unwrap();
    let client = builder(&listener)
        .max_response_size(LIMIT)
        .retry(RetryPolicy::never());
    client.build().unwrap().fetch_call(SID).await
}

fn chunk() -> Vec<u8> {
    [b"400\r\n".as_slice(), &[b' '; 1024], b"\r\n"].concat()
}

#[tokio::test]
async fn bodies_without_end_are_cut() {
    for act in [
        Act::Endless(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            chunk(),
        ),
        Act::Endless(
            b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
            vec![b' '; 1024],
        ),
        Act::Endless(
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n",
            vec![b'['; 4096],
        ),
    ] {
        let error = fetch(act).await.unwrap_err();
        assert!(error.is_too_large(), "{error:?}");
        assert!(error.to_string().contains("100000 bytes"), "{error}");
        assert!(error.raw_body().unwrap().len() <= LIMIT);
    }
    // Only the start of an error response matters.
    let endless = b"HTTP/1.1 500 Oh\r\ntransfer-encoding: chunked\r\n\r\n";
    let error = fetch(Act::Endless(endless, chunk())).await.unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert_eq!(error.raw_body().map(<[u8]>::len), Some(64 * 1024));
}

#[tokio::test]
async fn the_largest_response_can_be_chosen() {
    let body = call(1, "ringing");
    let padded = format!("{body}{}", " ".repeat(1000));
    let listener = Listener::acting(move |_, _| json("200 OK", &padded)).unwrap();
    let exact = body.len() + 1000;
    for (limit, fits) in [
        (0, false),
        (1, false),
        (exact - 1, false),
        (exact, true),
        (usize::MAX, true),
    ] {
        let client = builder(&listener).max_response_size(limit).build().unwrap();
        let outcome = client.fetch_call(SID).await;
        assert_eq!(outcome.is_ok(), fits, "{limit}");
        assert!(outcome.is_ok_and(|_| fits) || !fits);
    }
}

/// The same where the length is not announced.
#[tokio::test]
async fn a_body_in_chunks_may_have_the_largest_size() {
    let body = call(1, "ringing");
    let (start, rest) = body.split_at(body.len() / 2);
    let chunks = [start, rest, ""].map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked";
    let response = format!("{head}\r\n\r\n{}", chunks.concat());
    let act = Act::Raw(response.into_bytes());
    let listener = Listener::acting(move |_, _| act.clone()).unwrap();
    for (limit, fits) in [(body.len() - 1, false), (body.len(), true)] {
        let client = builder(&listener).max_response_size(limit).build().unwrap();
        let outcome = client.fetch_call(SID).await;
        assert_eq!(outcome.is_ok(), fits, "{limit}: {outcome:?}");
        assert_eq!(outcome.is_err_and(|error| error.is_too_large()), !fits);
    }
}

/// 32 MiB by default.
#[tokio::test]
async fn there_is_a_largest_response() {
    for (length, fits) in [(32 << 20, true), ((32 << 20) + 1, false)] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let listener = Listener::acting(move |_, _| Act::Raw(head.clone().into_bytes())).unwrap();
        let once = RetryPolicy::never();
        let error = client(&listener).fetch_call(SID).retry(once).await;
        assert_eq!(error.unwrap_err().is_too_large(), !fits, "{length}");
    }
}

/// An announced length does not cause an allocation, even if no limit forbids it.
#[tokio::test]
async fn an_announced_length_is_not_believed() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{{", i64::MAX);
    let listener = Listener::acting(move |_, _| Act::Raw(head.clone().into_bytes())).unwrap();
    let client = builder(&listener)
        .max_response_size(usize::MAX)
        .retry(RetryPolicy::never());
    let error = client.build().unwrap().fetch_call(SID).await.unwrap_err();
    assert_eq!(error.status(), Some(200));
    assert_eq!(error.raw_body(), Some(b"{".as_slice()));
}

/// Deterministic pseudorandom bytes.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x5EED_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

#[tokio::test]
async fn megabytes_of_garbage_are_errors() {
    let listener = Listener::acting(|number, _| match number {
        1 => Act::from(RawResponse::new("200 OK").body(noise(8 << 20))),
        2 => Act::from(RawResponse::new("200 OK").body("{".repeat(8 << 20))),
        3 => Act::from(RawResponse::new("400 Bad Request").body(noise(8 << 20))),
        4 => Act::Raw(noise(1 << 20)),
        5 => Act::Endless(
            b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n",
            vec![b' '; 1024],
        ),
        6 => Act::Endless(b"HTTP/1.1 200 OK\r\nx: ", b"x".repeat(4096)),
        _ => Act::Endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100)),
    })
    .unwrap();
    let client = builder(&listener)
        .retry(RetryPolicy::never())
        .timeout(Duration::from_secs(1));
    let client = client.build().unwrap();
    for _ in 0..7 {
        let error = client.fetch_call(SID).await.unwrap_err();
        assert!(format!("{error} {error:?}").len() < 2000);
    }
}

#[tokio::test]
async fn deep_nesting_is_no_danger() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        for body in [deep.clone(), format!(r#"{{"sid":{deep}}}"#)] {
            let error = fetch(json("200 OK", body)).await.unwrap_err();
            assert!(error.is_decode(), "{error:?}");
        }
        let whole = call(1, "ringing");
        // An unknown member is skipped without parsing it.
        let unknown = whole.replace(r#""trunk_sid":null"#, &format!(r#""new":{deep}"#));
        fetch(json("200 OK", unknown)).await.unwrap();
        // A lazy one is parsed when it is read.
        let lazy = format!(r#""subresource_uris":{{"recordings":{deep}}}"#);
        let lazy = whole.replace(r#""subresource_uris":{}"#, &lazy);
        let call = fetch(json("200 OK", lazy)).await.unwrap();
        let uris = call.subresource_uris.as_ref().unwrap();
        assert_eq!(uris.recordings(), None);
        assert!(format!("{call:?}").len() < 2000);
        drop(serde_json::to_value(&call));
        assert_eq!(call.clone().sid, call.sid);
        // The same applies where errors are parsed.
        let error = fetch(json("400 Bad Request", deep)).await.unwrap_err();
        assert_eq!(error.status(), Some(400));
    }
}

/// Everything that a member of a response could contain instead of its proper value.
fn wrong() -> Vec<String> {
    let mut all: Vec<String> = [
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "-1e400",
        "1e-400",
        "99999999999999999999999999",
        "-99999999999999999999999999",
        "18446744073709551616",
        "\"\"",
        "\"x\"",
        "\"\\u0000\"",
        "\"\\ud83d\\ude00\"",
        "\"99999999999999999999999999999\"",
        "\"-0\"",
        "\"1e9\"",
        "\"NaN\"",
        "\"Tue, 31 Feb 2010 99:99:99 +9999\"",
        "\"9999-12-31T23:59:59Z\"",
        "[]",
        "[null]",
        "{}",
        r#"{"a":[{"b":null}]}"#,
    ]
    .map(str::to_owned)
    .into();
    all.push(format!("\"{}\"", "9".repeat(10_000)));
    all.push("9".repeat(10_000));
    all
}

/// Replaces each member by each wrong value, and reads the result.
fn with_wrong_members(whole: &Value, mut read: impl FnMut(&str, String)) {
    for name in whole.as_object().unwrap().keys() {
        for wrong in wrong() {
            let mut changed = whole.clone();
            changed[name] = Value::String("PLACE".to_owned());
            read(name, changed.to_string().replace("\"PLACE\"", &wrong));
        }
    }
}

#[test]
fn wrong_types_and_huge_numbers_are_values_or_errors() {
    let mut seen = 0;
    let whole = full_call();
    with_wrong_members(&whole, |name, text| {
        if let Ok(call) = serde_json::from_str::<Call>(&text) {
            // What was read can be shown and written again.
            let again = serde_json::to_value(&call).unwrap();
            assert!(again.get(name).is_some(), "{name}");
            assert!(!format!("{call:?}").is_empty());
        }
        seen += 1;
    });
    let page = value!({
        "calls": [whole], "uri": "/", "first_page_uri": "/", "page": 0, "page_size": 1,
        "start": 0, "end": 0, "next_page_uri": null, "previous_page_uri": null,
    });
    with_wrong_members(&page, |_, text| {
        drop(serde_json::from_str::<CallPage>(&text));
        seen += 1;
    });
    assert!(seen > 800, "{seen}");
}

#[tokio::test]
async fn a_wrong_member_is_named() {
    for (name, wrong) in [
        ("sid", "5"),
        ("status", "[]"),
        ("date_created", "{}"),
        ("price", "true"),
        ("duration", "\"x\""),
    ] {
        let mut changed = full_call();
        changed[name] = Value::String("PLACE".to_owned());
        let body = changed.to_string().replace("\"PLACE\"", wrong);
        let error = fetch(json("200 OK", body)).await.unwrap_err();
        assert_eq!(error.json_path(), Some(name));
        assert!(error.to_string().contains(name), "{error}");
    }
}

fn full_call() -> Value {
    value!({
        "account_sid": ACCOUNT, "annotation": "note", "answered_by": "human",
        "api_version": "2010-04-01", "caller_name": "Jane",
        "date_created": "Tue, 31 Aug 2010 20:36:28 +0000",
        "date_updated": "Tue, 31 Aug 2010 20:36:44 +0000", "direction": "outbound-api",
        "duration": "15", "end_time": "Tue, 31 Aug 2010 20:36:44 +0000",
        "forwarded_from": "+15550003333", "from": "+15550002222", "from_formatted": "(555) 000-2222",
        "group_sid": null, "parent_call_sid": SID, "phone_number_sid": null, "price": "-0.03000",
        "price_unit": "USD", "queue_time": "0", "sid": SID,
        "start_time": "Tue, 31 Aug 2010 20:36:29 +0000", "status": "completed",
        "subresource_uris": {"recordings": "/x"}, "to": "+15550001111",
        "to_formatted": "(555) 000-1111", "trunk_sid": null, "uri": "/2010-04-01/x.json",
    })
}

/// Values that Twilio has not documented are read anyway: unknown values, missing and empty members, numbers as
/// strings and strings as numbers, dates with any offset.
#[tokio::test]
async fn what_is_odd_but_harmless_is_read() {
    let mut odd = full_call();
    odd["status"] = "new-status".into();
    odd["answered_by"] = "".into();
    odd["duration"] = 15.into();
    odd["price"] = value!(-0.03);
    odd["start_time"] = "Tue, 31 Aug 2010 22:36:29 +0200".into();
    odd["surprise"] = value!([{}]);
    odd.as_object_mut().unwrap().remove("caller_name");
    let call = fetch(json("200 OK", odd)).await.unwrap();
    assert_eq!(call.status.as_str(), "new-status");
    assert_eq!(call.answered_by, None);
    assert_eq!(call.duration.unwrap().get(), 15);
    assert_eq!(call.price.unwrap().as_str(), "-0.03");
    assert_eq!(
        call.start_time.unwrap().to_rfc3339().to_string(),
        "2010-08-31T20:36:29Z"
    );
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_made_again() {
    let listener = Listener::acting(|number, _| match number {
        1 => Act::Raw(
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
                call(1, "ringing").len(),
                call(1, "ringing")
            )
            .into_bytes(),
        ),
        _ => json("200 OK", call(1, "ringing")).into(),
    })
    .unwrap();
    let client = client(&listener);
    for _ in 0..2 {
        client.fetch_call(SID).await.unwrap();
    }
    assert_eq!(listener.received()[1].connection, 2);
}
