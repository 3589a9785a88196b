//! The effect of hostile requests on the memory of a process. A separate program, because it measures all of it.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use twilio_calls_simulator::Simulator;

const MIB: usize = 1 << 20;
/// The maximum size of the log, 64 MiB, and half as much for requests in flight.
const MOST: usize = 96 * MIB;
const AT_A_TIME: usize = 64;

/// The peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kilobytes.parse::<usize>().unwrap() * 1024
}

#[derive(Clone)]
struct Target {
    address: String,
    path: String,
    authorization: String,
}

impl Target {
    fn new(simulator: &Simulator) -> Self {
        let credentials = simulator.credentials();
        Self {
            address: simulator
                .base_url()
                .trim_start_matches("http://")
                .to_owned(),
            path: format!(
                "/2010-04-01/Accounts/{}/Calls.json",
                credentials.account_sid()
            ),
            authorization: STANDARD.encode(credentials.to_string()),
        }
    }

    fn head(&self, method: &str, path: &str, more: &str) -> Vec<u8> {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{more}\r\n",
            self.authorization
        )
        .into_bytes()
    }

    fn post(&self, form: &str) -> Vec<u8> {
        let length = format!("Content-Length: {}\r\n", form.len());
        let mut request = self.head("POST", &self.path, &length);
        request.extend_from_slice(form.as_bytes());
        request
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Sends a piece many times, until the other side closes the connection.
    async fn push(self, start: Vec<u8>, piece: Vec<u8>, times: usize) {
        let mut stream = self.connect().await;
        let (mut responses, mut requests) = stream.split();
        let mut ignored = tokio::io::sink();
        let sending = async {
            if requests.write_all(&start).await.is_ok() {
                for _ in 0..times {
                    if requests.write_all(&piece).await.is_err() {
                        break;
                    }
                }
            }
            let _ = requests.shutdown().await;
        };
        let _ = tokio::join!(sending, tokio::io::copy(&mut responses, &mut ignored));
    }
}

/// Many concurrent requests of each kind, each as large as allowed.
async fn without_end(target: &Target) {
    let mut pushed = JoinSet::new();
    let chunk = [b"10000\r\n".as_slice(), &[b'a'; 0x10000], b"\r\n"].concat();
    let chunked = target.head("POST", &target.path, "Transfer-Encoding: chunked\r\n");
    let long = target.head("POST", &target.path, "Content-Length: 99999999999\r\n");
    for _ in 0..AT_A_TIME {
        for (start, piece) in [
            (chunked.clone(), chunk.clone()),
            (long.clone(), vec![b'a'; 0x10000]),
            (b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'x'; 0x10000]),
            (b"GET /".to_vec(), vec![b'x'; 0x10000]),
        ] {
            pushed.spawn(target.clone().push(start, piece, 64));
        }
    }
    while let Some(done) = pushed.join_next().await {
        done.unwrap();
    }
}

/// Complete requests whose parts are as large as allowed: 78 MiB, more than the log can keep.
async fn remembered(target: &Target) {
    let large = "M".repeat(30_000);
    let parameters = "a&".repeat(1000);
    let mut pushed = JoinSet::new();
    for (request, times) in [
        (target.head(&large, &target.path, ""), 1500),
        (
            target.head("GET", &format!("{}?{large}", target.path), ""),
            1000,
        ),
        (target.post(&large), 200),
        (target.post(&parameters), 100),
    ] {
        pushed.spawn(target.clone().push(Vec::new(), request, times));
    }
    while let Some(done) = pushed.join_next().await {
        done.unwrap();
    }
}

/// A single value with as many items as fit.
async fn crowded(target: &Target) {
    let mut pushed = JoinSet::new();
    for separated in ["+", "a+", "completed+"] {
        let form = format!(
            "To=client:a&From=client:b&Twiml=x&StatusCallbackEvent={}",
            separated.repeat(200_000 / separated.len())
        );
        pushed.spawn(target.clone().push(Vec::new(), target.post(&form), 4));
    }
    while let Some(done) = pushed.join_next().await {
        done.unwrap();
    }
}

/// Nearly complete requests, all at the same time.
async fn unfinished(target: &Target) {
    let mut open = Vec::new();
    for _ in 0..AT_A_TIME {
        let mut head = target.connect().await;
        head.write_all(format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(30_000)).as_bytes())
            .await
            .unwrap();
        open.push(head);
        let mut body = target.connect().await;
        let mut request = target.post(&"a".repeat(250_000));
        request.pop();
        body.write_all(&request).await.unwrap();
        open.push(body);
    }
    // The simulator has read them when it responds to a later one.
    let mut last = target.connect().await;
    let request = target.head("GET", &target.path, "Connection: close\r\n");
    last.write_all(&request).await.unwrap();
    let mut response = Vec::new();
    last.read_to_end(&mut response).await.unwrap();
    assert!(response.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_bounded_whatever_is_sent() {
    let simulator = Simulator::start().await.unwrap();
    let target = Target::new(&simulator);
    // Everything that is allocated once exists before the measurement.
    unfinished(&target).await;
    let before = peak();
    let check = |what: &str| {
        let grown = peak() - before;
        println!("{} MiB more after what is {what}", grown / MIB);
        assert!(grown < MOST, "{} MiB more: {what}", grown / MIB);
    };
    without_end(&target).await;
    check("without end");
    crowded(&target).await;
    check("crowded");
    remembered(&target).await;
    check("remembered");
    assert_eq!(simulator.call_count(), 0);
}
