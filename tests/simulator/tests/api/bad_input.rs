//! Invalid input: a response like Twilio's or an orderly end, and the simulator continues to run.

use std::time::Duration;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use twilio_calls_simulator::Simulator;

use crate::support::{Api, FROM, TO};

/// Sends raw bytes and reads until the other side closes, or for half a second.
async fn raw(api: &Api, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(api.base.trim_start_matches("http://"))
        .await
        .unwrap();
    // The other side may have closed before everything was sent.
    let _ = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let _ = tokio::time::timeout(
        Duration::from_millis(500),
        stream.read_to_end(&mut response),
    )
    .await;
    String::from_utf8_lossy(&response).into_owned()
}

async fn still_works(simulator: &Simulator) {
    let api = Api::new(simulator);
    let sid = api.place(&[]).await;
    assert_eq!(api.fetch(&sid).await.status, 200);
}

#[tokio::test]
async fn malformed_forms_are_rejected_like_empty_ones() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let path = api.path("Calls.json");
    let form = "application/x-www-form-urlencoded";
    let many = "a=1&".repeat(2000);
    for (content_type, body, code) in [
        (form, &b""[..], 21201),
        (form, b"&&&===&", 21201),
        (form, b"To", 21201),
        (form, b"%", 21201),
        (form, b"to=%2B15550001111", 21201),
        (form, b"To=%ff%fe", 20422),
        (form, b"\xff\xfe=\x00", 20422),
        (form, b"To=%00", 21211),
        (form, many.as_bytes(), 20422),
        ("application/json", br#"{"To":"+15550001111"}"#, 21201),
        ("text/plain", b"To=%2B15550001111", 21201),
        ("", b"To=%2B15550001111", 21201),
        ("multipart/form-data; boundary=x", b"--x--", 21201),
    ] {
        let request = api
            .request(Method::POST, &path)
            .header("content-type", content_type)
            .body(body.to_vec());
        let reply = api.send(request).await;
        assert_eq!(
            reply.rejection(),
            (400, code),
            "{content_type} {:?}",
            String::from_utf8_lossy(body)
        );
    }
    // The form may specify its character set.
    let request = api.request(Method::POST, &path).header(
        "content-type",
        "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
    );
    let reply = api
        .send(request.body(format!("To=%2B{}&From=%2B{}&Twiml=x", &TO[1..], &FROM[1..])))
        .await;
    assert_eq!(reply.status, 201);
    still_works(&simulator).await;
}

#[tokio::test]
async fn giant_requests_are_cut_short() {
    let simulator = Simulator::builder()
        .client_timeout(Duration::from_millis(300))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let path = api.path("Calls.json");
    let authorization = STANDARD.encode(api.credentials.to_string());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {authorization}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n"
    );
    let announced = raw(
        &api,
        format!("{head}Content-Length: 99999999999\r\n\r\n").as_bytes(),
    )
    .await;
    assert!(announced.starts_with("HTTP/1.1 413 "), "{announced}");
    let mut chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..20 {
        chunked.extend_from_slice(b"8000\r\n");
        chunked.extend_from_slice(&vec![b'a'; 0x8000]);
        chunked.extend_from_slice(b"\r\n");
    }
    let unannounced = raw(&api, &chunked).await;
    assert!(
        unannounced.is_empty() || unannounced.starts_with("HTTP/1.1 413 "),
        "{unannounced}"
    );
    let long_head = raw(
        &api,
        format!(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
            "y".repeat(200_000)
        )
        .as_bytes(),
    )
    .await;
    assert!(
        long_head.is_empty() || long_head.starts_with("HTTP/1.1 431 "),
        "{long_head}"
    );
    let long_path = raw(
        &api,
        format!(
            "GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "y".repeat(200_000)
        )
        .as_bytes(),
    )
    .await;
    assert!(
        long_path.is_empty() || long_path.starts_with("HTTP/1.1 4"),
        "{long_path}"
    );
    still_works(&simulator).await;
}

#[tokio::test]
async fn slow_clients_are_not_waited_for() {
    let simulator = Simulator::builder()
        .client_timeout(Duration::from_millis(100))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let slow_head = raw(&api, b"GET / HTTP/1.1\r\nHost:").await;
    assert!(
        slow_head.is_empty() || slow_head.starts_with("HTTP/1.1 408 "),
        "{slow_head}"
    );
    let slow_body = raw(
        &api,
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nTo",
    )
    .await;
    assert!(slow_body.contains(" 40"), "{slow_body}");
    let path = api.path("Calls.json");
    let slow_form = raw(
        &api,
        format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nTo")
            .as_bytes(),
    )
    .await;
    assert!(slow_form.starts_with("HTTP/1.1 408 "), "{slow_form}");
    still_works(&simulator).await;
}

#[tokio::test]
async fn what_is_not_http_is_not_answered_as_if_it_were() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    for bytes in [
        &b"\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /2010-04-01/Accounts/%ff%fe/Calls.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ] {
        let response = raw(&api, bytes).await;
        let rejected = response.is_empty() || response.starts_with("HTTP/1.1 4") || response.starts_with("HTTP/1.0 4");
        assert!(rejected, "{bytes:?} was answered with {response}");
    }
    still_works(&simulator).await;
}

#[tokio::test]
async fn odd_paths_and_queries_are_rejected() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let calls = api.path("Calls.json");
    for path in [
        "/2010-04-01/Accounts/%2e%2e/Calls.json".to_owned(),
        "//".to_owned(),
        "/2010-04-01".to_owned(),
        format!("{calls}/"),
        api.path("Calls/%ff.json"),
        api.path("Calls/CA%00.json"),
        api.path(&format!("Calls/{}.json", "é".repeat(17))),
    ] {
        assert_eq!(api.get(&path).await.rejection(), (404, 20404), "{path}");
    }
    for query in [
        "To=%ff",
        "PageToken=PA%F0%9F%98%80",
        "PageToken=%C3%A9",
        "Page=99999999999999999999",
        "PageSize=1e3",
    ] {
        assert_eq!(
            api.get(&format!("{calls}?{query}")).await.rejection(),
            (400, 20422),
            "{query}"
        );
    }
    // Far beyond the end there is nothing, and nothing overflows.
    assert_eq!(
        api.get(&format!("{calls}?PageSize=1000&Page=2147483647"))
            .await
            .ok()["calls"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn the_log_stays_within_bounds() {
    let simulator = Simulator::builder().log_capacity(10).start().await.unwrap();
    let api = Api::new(&simulator);
    for _ in 0..30 {
        api.get(&api.path("Calls.json")).await;
    }
    let requests = simulator.requests();
    assert_eq!((requests.len(), requests[0].number), (10, 20));
}

#[tokio::test]
async fn responses_that_nobody_reads_are_given_up() {
    let simulator = Simulator::builder()
        .client_timeout(Duration::from_millis(100))
        .start()
        .await
        .unwrap();
    let api = Api::new(&simulator);
    let mut stream = TcpStream::connect(api.base.trim_start_matches("http://"))
        .await
        .unwrap();
    let requests = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000);
    // Both directions fill up, and then the simulator closes the connection.
    let sending = async { while stream.write_all(&requests).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(20), sending)
        .await
        .expect("the connection ends");
    still_works(&simulator).await;
}
