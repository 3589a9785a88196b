//! The effect of hostile responses on the memory of a process. A separate program, because it measures all of it.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::time::Duration;

use twilio_calls::{CallPage, Client, ClientBuilder, Credentials, Error, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse};

const MIB: usize = 1 << 20;
const LIMIT: usize = 4 * MIB;
const SID: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

/// The peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kilobytes.parse::<usize>().unwrap() * 1024
}

fn chunk() -> Vec<u8> {
    [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat()
}

fn builder(listener: &Listener) -> ClientBuilder {
    let credentials =
        Credentials::auth_token("ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1", "not-a-real-token").unwrap();
    Client::builder(credentials).base_url(listener.url())
}

fn client(listener: &Listener) -> Client {
    builder(listener)
        .max_response_size(LIMIT)
        .timeout(Duration::from_secs(2))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// The start of a response, and what is then repeated.
type Endless = (&'static [u8], fn() -> Vec<u8>);

/// Endless responses, several times each.
async fn bodies_and_headers() {
    const ENDLESS: [Endless; 6] = [
        (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            chunk,
        ),
        (
            b"HTTP/1.1 500 Oh\r\ntransfer-encoding: chunked\r\n\r\n",
            chunk,
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 4194304\r\n\r\n",
            || vec![b'['; MIB],
        ),
        (b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", || {
            vec![b'{'; MIB]
        }),
        (b"HTTP/1.1 200 OK\r\nx: ", || vec![b'x'; MIB]),
        (b"HTTP/1.1 200 OK\r\n", || b"x: y\r\n".repeat(10_000)),
    ];
    let listener = Listener::acting(|number, _| {
        let (start, piece) = ENDLESS[number % ENDLESS.len()];
        Act::Endless(start, piece())
    })
    .unwrap();
    let client = client(&listener);
    for _ in 0..5 * ENDLESS.len() {
        let error = client.fetch_call(SID).await.unwrap_err();
        // What an error keeps is bounded, too.
        assert!(error.raw_body().is_none_or(|body| body.len() <= LIMIT));
    }
}

/// Endless CSV, of which many times the allowed amount is read.
async fn tables() {
    let listener = Listener::acting(|_, _| {
        Act::Endless(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            chunk(),
        )
    })
    .unwrap();
    let client = client(&listener);
    let mut bytes = client.list_calls().csv_page().await.unwrap();
    let mut seen = 0;
    while seen < 256 * MIB {
        seen += bytes.try_next().await.unwrap().unwrap().len();
    }
}

/// Endless pages, each as large as allowed, with and without prefetch.
async fn pages() {
    let listener = Listener::acting(|number, _| {
        let page = format!(
            r#"{{"calls":[],"uri":"/{number}","first_page_uri":"/","page":0,"page_size":1,"start":0,"end":0,
            "next_page_uri":"/{}","previous_page_uri":null,"padding":"{}"}}"#,
            number + 1,
            "x".repeat(LIMIT - 1024)
        );
        RawResponse::json("200 OK", page)
    })
    .unwrap();
    for list in [
        client(&listener).list_calls(),
        client(&listener).list_calls().prefetch(),
    ] {
        let mut pages = list.pages();
        for _ in 0..40 {
            pages.try_next().await.unwrap().unwrap();
        }
    }
}

/// Resets the peak memory of this process, and returns its current memory.
fn reset_peak() -> usize {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"uri\":\"/\",\"first_page_uri\":\"/\",\"page\":0,\
    \"page_size\":1,\"start\":0,\"end\":0,\"next_page_uri\":null,\"previous_page_uri\":null,\"calls\":[";
const CALL: &[u8] = br#"{"sid":"CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","status":"busy""#;

/// Fetches a page of the default maximum size that is sent piece by piece; returns how much memory it took.
async fn page_of_pieces(
    start: &'static [u8],
    piece: Vec<u8>,
    end: &'static [u8],
) -> (Result<CallPage, Error>, usize) {
    let times = 32 * MIB / piece.len() - 1;
    let listener =
        Listener::acting(move |_, _| Act::Repeat(start, piece.clone(), times, end)).unwrap();
    let client = builder(&listener).build().unwrap();
    let before = reset_peak();
    let outcome = client.list_calls().await;
    (outcome, peak() - before)
}

/// The factor documented for `max_response_size`.
async fn minimal_calls() {
    let piece = [CALL, b"},"].concat().repeat(1000);
    let end = [CALL, b"}]}"].concat().leak();
    let (page, grown) = page_of_pieces(PAGE, piece, end).await;
    let page = page.unwrap();
    println!("{} calls: {} MiB more", page.calls.len(), grown / MIB);
    assert!(page.calls.len() > 500_000);
    assert!(grown < 15 * 32 * MIB, "{} MiB more", grown / MIB);
}

/// A number that is longer than any valid one takes no memory beyond the body that the error keeps.
async fn long_numbers() {
    for (quote, message) in [
        ("", "a number of 1024 characters or more at byte "),
        ("\"", "at `calls[0].duration`: too long ("),
    ] {
        let start = [PAGE, CALL, b",\"duration\":", quote.as_bytes()].concat();
        let end = [quote.as_bytes(), b"}]}"].concat();
        let (page, grown) = page_of_pieces(start.leak(), vec![b'1'; MIB], end.leak()).await;
        let error = page.unwrap_err();
        println!("{error}: {} MiB more", grown / MIB);
        assert!(
            error.is_decode() && error.to_string().contains(message),
            "{error}"
        );
        // The body, and perhaps the buffer of half its size that it grew from.
        assert!(grown < 50 * MIB, "{} MiB more", grown / MIB);
    }
}

#[tokio::test]
async fn memory_is_bounded_whatever_comes_back() {
    // Everything that either side allocates once exists before the measurement.
    let listener = Listener::acting(|_, _| RawResponse::new("404 Not Found")).unwrap();
    client(&listener).fetch_call(SID).await.unwrap_err();
    let before = peak();
    bodies_and_headers().await;
    tables().await;
    pages().await;
    let grown = peak() - before;
    // Two pages, and the pieces that the listener sends.
    assert!(grown < 8 * LIMIT, "{} MiB more", grown / MIB);
    println!(
        "{} MiB more, with responses of at most {} MiB",
        grown / MIB,
        LIMIT / MIB
    );
    long_numbers().await;
    minimal_calls().await;
}
