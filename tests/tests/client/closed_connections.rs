//! Connections that the server closes at the wrong moment: a request is retried if that is safe, and its outcome is
//! reported if it is not.
//!
//! The servers run on their own threads and count the bytes that arrive on each connection until it ends.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use twilio_calls::{Client, Outcome, RetryPolicy};

use crate::support::{FROM, TO, call, credentials};

fn client(url: &str, retry: RetryPolicy) -> Client {
    let builder = Client::builder(credentials()).base_url(url).retry(retry);
    builder.build().unwrap()
}

fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads a request to the end of its body.
fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let length = stream.read(&mut buffer)?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        text.push_str(&String::from_utf8_lossy(&buffer[..length]));
        if body_of(&text).is_some_and(|(body, announced)| body.len() >= announced) {
            return Ok(text);
        }
    }
}

/// The part of a body that has arrived, and its length according to the header.
fn body_of(text: &str) -> Option<(&str, usize)> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?;
    Some((body, length.parse().ok()?))
}

/// Everything that still arrives on a connection whose other direction is closed.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    // A reset is as good an end as any other.
    drop(stream.read_to_end(&mut rest));
    rest
}

/// The result of a thread, which may wait for connections that the runtime has yet to close.
async fn joined<T: Send + 'static>(thread: JoinHandle<T>) -> T {
    let joining = tokio::task::spawn_blocking(|| thread.join().unwrap());
    joining.await.unwrap()
}

fn created() -> Vec<u8> {
    let body = call(1, "queued");
    let length = body.len();
    format!("HTTP/1.1 201 Created\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

/// How long an idle connection is kept alive.
const KEEP_ALIVE: Duration = Duration::from_millis(100);

/// A server that closes each connection after one request and the keep-alive time.
struct Closing {
    url: String,
    closed: Receiver<()>,
    /// The number of bytes that arrived on each connection after it was closed.
    late: JoinHandle<Vec<usize>>,
}

impl Closing {
    fn start(connections: usize) -> Self {
        let (listener, url) = listen();
        let (done, closed) = channel();
        let late = thread::spawn(move || {
            let counting: Vec<JoinHandle<usize>> = (0..connections)
                .map(|_| {
                    let (mut stream, _) = listener.accept().unwrap();
                    read_request(&mut stream).unwrap();
                    stream.write_all(&created()).unwrap();
                    stream.set_read_timeout(Some(KEEP_ALIVE)).unwrap();
                    stream.read_exact(&mut [0]).unwrap_err();
                    stream.set_read_timeout(None).unwrap();
                    stream.shutdown(Shutdown::Write).unwrap();
                    done.send(()).unwrap();
                    thread::spawn(move || rest(&mut stream).len())
                })
                .collect();
            counting.into_iter().map(|it| it.join().unwrap()).collect()
        });
        Self { url, closed, late }
    }
}

/// The connection is closed while it is idle. The client notices before it writes a byte, so this is not a failure.
#[tokio::test]
async fn a_connection_that_was_closed_before_is_replaced() {
    const RUNS: usize = 10;
    let server = Closing::start(RUNS);
    let client = client(&server.url, RetryPolicy::never());
    for run in 0..RUNS {
        let outcome = client.create_call(TO, FROM).twiml("<Response/>").await;
        assert!(outcome.is_ok(), "create {run}: {outcome:?}");
        // This blocks the only thread of the runtime, so that it cannot have noticed yet.
        server.closed.recv().unwrap();
    }
    drop(client);
    assert_eq!(joined(server.late).await, vec![0; RUNS], "late bytes");
}

/// The server receives the start of a request while it closes a kept-alive connection, so its effect is unknown.
#[tokio::test]
async fn a_connection_that_is_closed_after_a_byte_is_not_replaced() {
    let (listener, url) = listen();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream).unwrap();
        stream.write_all(&created()).unwrap();
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let late = rest(&mut stream).len();
        // A retry would open a connection, which stays open as long as this listener.
        listener.set_nonblocking(true).unwrap();
        (late, listener.accept().is_ok())
    });
    let client = client(&url, RetryPolicy::default());
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap();
    let error = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.attempts(), 1);
    assert!(!error.is_retryable());
    drop(client);
    let (late, again) = joined(server).await;
    assert!(late > 0, "the rest of the request");
    assert!(!again, "it was sent again");
}

/// A server that closes every new connection immediately, and what arrived on each regardless.
fn slamming(connections: usize) -> (String, JoinHandle<Vec<String>>) {
    let (listener, url) = listen();
    let seen = thread::spawn(move || {
        (0..connections)
            .map(|_| {
                let (mut stream, _) = listener.accept().unwrap();
                stream.shutdown(Shutdown::Write).unwrap();
                String::from_utf8(rest(&mut stream)).unwrap()
            })
            .collect()
    });
    (url, seen)
}

/// Whether a closed new connection is noticed before or after the request is written depends on chance, but the error
/// must be right in either case.
#[tokio::test]
async fn what_is_certain_is_distinguished_from_what_is_not() {
    const RUNS: usize = 300;
    let (url, seen) = slamming(RUNS);
    let client = client(&url, RetryPolicy::never());
    let mut outcomes = Vec::new();
    for _ in 0..RUNS {
        let error = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_eq!(
            error.is_retryable(),
            error.outcome() == Outcome::NoEffect,
            "{error:?}"
        );
        outcomes.push(error.outcome());
    }
    for (outcome, seen) in outcomes.iter().zip(joined(seen).await) {
        match outcome {
            // The header may have been sent. Without the body, a create cannot be carried out.
            Outcome::NoEffect => assert!(
                body_of(&seen).is_none_or(|(body, _)| body.is_empty()),
                "{seen}"
            ),
            Outcome::Unknown => {}
            Outcome::Rejected => panic!("nobody answered"),
        }
    }
}
