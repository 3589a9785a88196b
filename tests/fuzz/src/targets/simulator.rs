//! Requests to the simulator, over a real connection.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;
use twilio_calls_simulator::Simulator;

use super::{inputs, runtime};

/// Fragments of requests.
pub const DICTIONARY: &[&str] = &[
    "GET ",
    "POST ",
    "DELETE ",
    "PUT ",
    "/2010-04-01/Accounts/{A}/Calls.json",
    "/2010-04-01/Accounts/{A}/Calls/",
    ".json",
    ".csv",
    "?PageSize=1",
    "?Status=queued",
    "&Page=1",
    "&PageToken=",
    "StartTime%3E=2026-01-01",
    "To=%2B15550001111",
    "&From=%2B15550002222",
    "&Twiml=%3CResponse%2F%3E",
    "&Timeout=600",
    "&MachineDetection=Enable",
    "&Record=true",
    "&StatusCallbackEvent=ringing",
    "&SendDigits=1w",
    "%3CPause+length%3D%221%22%2F%3E",
    "%3CDial%3E",
    "%",
    "&",
    "=",
    "\n",
    "Status=completed",
    "\r\n",
    "Content-Length: 5",
    "Transfer-Encoding: chunked",
];

/// A request line, and a form on the next line; or a raw request after `!`.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "POST /2010-04-01/Accounts/{A}/Calls.json\nTo=%2B15550001111&From=%2B15550002222&Twiml=%3CResponse%3E%3CSay%3EHi%3C%2FSay%3E%3CPause+length%3D%222%22%2F%3E%3C%2FResponse%3E",
        "POST /2010-04-01/Accounts/{A}/Calls.json\nTo=client%3Aann&From=%2B15550002222&Url=http%3A%2F%2F127.0.0.1%3A9%2Fvoice&StatusCallback=http%3A%2F%2F127.0.0.1%3A9%2Fevents&StatusCallbackEvent=initiated&StatusCallbackEvent=completed&MachineDetection=Enable&AsyncAmd=true",
        "POST /2010-04-01/Accounts/{A}/Calls.json\nTo=sip%3Aa%40b.c&From=%2B15550002222&ApplicationSid=AP0123456789abcdefABCDEF0123456789&Timeout=60&Record=true",
        "POST /2010-04-01/Accounts/{A}/Calls/CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2.json\nStatus=completed",
        "GET /2010-04-01/Accounts/{A}/Calls.json?PageSize=2&Status=queued&StartTime%3E=2026-01-01",
        "GET /2010-04-01/Accounts/{A}/Calls.csv?PageSize=2",
        "GET /2010-04-01/Accounts/{A}/Calls/CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2.csv",
        "DELETE /2010-04-01/Accounts/{A}/Calls/CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2.json",
        "GET /",
        "!GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "!POST /2010-04-01/Accounts/{A}/Calls.json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b",
    ])
}

/// A simulator is replaced after this many requests, which limits the effect of earlier inputs.
const MOST_REQUESTS: u32 = 200;

struct Running {
    simulator: Simulator,
    requests: u32,
}

/// Every request gets a response that is not an internal error, and the simulator continues to run.
pub fn run(input: &[u8]) {
    if leads_away(input) {
        return;
    }
    runtime().block_on(async {
        let mut place = running().await;
        let Some(running) = place.as_mut() else {
            return;
        };
        running.requests += 1;
        let simulator = &running.simulator;
        let account = simulator.credentials().account_sid().to_string();
        let credentials = format!("{account}:{}", simulator.credentials().password());
        let request = request(input, &account, &STANDARD.encode(credentials));
        let is_raw = input.starts_with(b"!");
        let response = exchange(simulator.base_url(), &request, is_raw).await;
        let text = String::from_utf8_lossy(&response);
        let is_error = text.starts_with("HTTP/1.1 500");
        assert!(!is_error, "{text}\n{}", String::from_utf8_lossy(&request));
        assert!(is_raw || text.starts_with("HTTP/1.1 "), "{text}");
        simulator.advance(Duration::from_secs(61)).await;
        let alive = exchange(
            simulator.base_url(),
            b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            false,
        );
        assert!(
            alive.await.starts_with(b"HTTP/1.1 200"),
            "the simulator has gone"
        );
    });
}

/// The simulator that all inputs share.
#[expect(
    clippy::expect_used,
    reason = "without a simulator nothing can be tried"
)]
async fn running() -> MutexGuard<'static, Option<Running>> {
    static RUNNING: Mutex<Option<Running>> = Mutex::const_new(None);
    let mut place = RUNNING.lock().await;
    if place
        .as_ref()
        .is_none_or(|running| running.requests >= MOST_REQUESTS)
    {
        let builder = Simulator::builder().client_timeout(Duration::from_millis(200));
        let simulator = builder.start().await.expect("a simulator");
        *place = Some(Running {
            simulator,
            requests: 0,
        });
    }
    place
}

/// The request that an input describes.
fn request(input: &[u8], account: &str, credentials: &str) -> Vec<u8> {
    let input = String::from_utf8_lossy(input).replace("{A}", account);
    if let Some(raw) = input.strip_prefix('!') {
        return raw.as_bytes().to_vec();
    }
    let (line, body) = input.split_once('\n').unwrap_or((&input, ""));
    format!(
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic {credentials}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// The response, up to the end of the connection.
#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
async fn exchange(base_url: &str, request: &[u8], is_raw: bool) -> Vec<u8> {
    let address = base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the simulator listens");
    // The simulator may respond and disconnect before the whole request was written.
    let _ = stream.write_all(request).await;
    if is_raw {
        let _ = stream.shutdown().await;
    }
    let mut response = Vec::new();
    let read = timeout(Duration::from_secs(30), stream.read_to_end(&mut response)).await;
    assert!(read.is_ok(), "no end of the response");
    response
}

/// Whether callbacks would go anywhere but to a port where nobody listens: others must not be disturbed.
fn leads_away(input: &[u8]) -> bool {
    let mut text = String::from_utf8_lossy(input).into_owned();
    for _ in 0..2 {
        let pair = ["a=", &text.replace(['&', '+'], " ")].concat();
        text = form_urlencoded::parse(pair.as_bytes())
            .map(|(_, value)| value.into_owned())
            .collect();
    }
    text.retain(|character| !character.is_ascii_whitespace() && !character.is_control());
    let text = text
        .to_ascii_lowercase()
        .replace("http://127.0.0.1:9/", "")
        .replace("http/1", "");
    text.contains("http") || text.contains("&#")
}
