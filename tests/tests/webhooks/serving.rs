//! An axum server on this machine, and everything that may be sent to it.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::MockConnectInfo;
use axum::extract::{FromRef, State};
use axum::http::Request;
use axum::routing::{get, post};
use futures_core::Stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use twilio_calls::webhook::{
    AccountValidators, ProxyHeaders, PublicUrl, Receiver, Rejection, SignatureValidator,
    TrustedProxies, Verified, VerifiedQuery,
};
use twilio_calls::{AccountSid, CallStatusCallback, RecordingStatusCallback};

use crate::TOKEN;

const BODY: &str = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\
    &CallStatus=in-progress&ToCity=&SequenceNumber=2";
const BASE: &str = "https://example.com";

/// A state that contains the receiver and something else.
#[derive(Clone)]
struct Shared {
    receiver: Receiver,
    handled: Arc<AtomicUsize>,
}

impl FromRef<Shared> for Receiver {
    fn from_ref(shared: &Shared) -> Self {
        shared.receiver.clone()
    }
}

async fn status(State(shared): State<Shared>, report: Verified<CallStatusCallback>) -> String {
    shared.handled.fetch_add(1, Ordering::Relaxed);
    let Verified(report) = report;
    let event = report.event().map_or("none", |event| event.as_str());
    format!(
        "{event} {}",
        report
            .sequence_number
            .map_or_else(String::new, |number| number.to_string())
    )
}

async fn status_by_get(
    State(shared): State<Shared>,
    VerifiedQuery(report): VerifiedQuery<CallStatusCallback>,
) -> String {
    status(State(shared), Verified(report)).await
}

async fn own_response(report: Result<Verified<RecordingStatusCallback>, Rejection>) -> String {
    report.map_or_else(
        |rejection| format!("own response: {rejection}"),
        |Verified(report)| report.recording_sid.to_string(),
    )
}

struct Server {
    address: SocketAddr,
    handled: Arc<AtomicUsize>,
}

impl Server {
    async fn start(url: PublicUrl) -> Self {
        Self::with(Receiver::new(validator(), url).body_limit(1000)).await
    }

    async fn with(receiver: Receiver) -> Self {
        let handled = Arc::new(AtomicUsize::new(0));
        let hooks = Router::new()
            .route("/status", post(status))
            .route("/status_by_get", get(status_by_get))
            .route("/recording", post(own_response));
        let app = Router::new().nest("/hooks", hooks).with_state(Shared {
            receiver,
            handled: handled.clone(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            axum::serve(
                listener,
                app.into_make_service_with_connect_info::<SocketAddr>(),
            )
            .await
        });
        Self { address, handled }
    }

    /// Sends a request unchanged and returns the status and body of the response.
    async fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        // The server may close the connection before it has read everything.
        let _ = stream.read_to_string(&mut response).await;
        let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
        (
            head.get(9..12)
                .and_then(|status| status.parse().ok())
                .unwrap_or_default(),
            body.to_owned(),
        )
    }

    async fn post(&self, path: &str, signature: Option<&str>, body: &str) -> (u16, String) {
        let length = body.len();
        let signature = signature.map_or_else(String::new, |signature| {
            format!("X-Twilio-Signature: {signature}\r\n")
        });
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: TwilioProxy/1.1\r\nConnection: close\r\n{signature}\
             Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {length}\r\n\r\n{body}",
            self.address
        ))
        .await
    }
}

fn validator() -> SignatureValidator {
    SignatureValidator::new(TOKEN).unwrap()
}

fn sign(path: &str, body: &str) -> String {
    validator().sign(&format!("{BASE}{path}"), body)
}

async fn server() -> Server {
    Server::start(PublicUrl::base(BASE).unwrap()).await
}

#[tokio::test]
async fn signed_requests_are_handled() {
    let server = server().await;
    let path = "/hooks/status?shop=5";
    assert_eq!(
        server.post(path, Some(&sign(path, BODY)), BODY).await,
        (200, "answered 2".to_owned())
    );
    // With GET, the parameters are in the query.
    let path = format!("/hooks/status_by_get?shop=5&{BODY}");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Twilio-Signature: {}\r\n\r\n",
        sign(&path, "")
    );
    assert_eq!(server.send(&request).await, (200, "answered 2".to_owned()));
    assert_eq!(server.handled.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn unsigned_and_tampered_requests_are_forbidden() {
    let server = server().await;
    let path = "/hooks/status";
    let good = sign(path, BODY);
    let forged = SignatureValidator::new("guessed")
        .unwrap()
        .sign(&format!("{BASE}{path}"), BODY);
    let tampered = BODY.replace("in-progress", "completed");
    for (path, signature, body, response) in [
        (path, None, BODY, "the signature is missing"),
        (path, Some("nonsense"), BODY, "the signature is malformed"),
        (path, Some(&forged[..]), BODY, "the signature is wrong"),
        (path, Some(&good), &tampered, "the signature is wrong"),
        (path, Some(&good), "", "the signature is wrong"),
        // A request that was valid somewhere else.
        (
            "/hooks/status?shop=6",
            Some(&good),
            BODY,
            "the signature is wrong",
        ),
    ] {
        assert_eq!(
            server.post(path, signature, body).await,
            (403, response.to_owned()),
            "{signature:?}"
        );
    }
    assert_eq!(server.handled.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_replay_is_accepted_only_without_changes() {
    let server = server().await;
    let path = "/hooks/status";
    let signature = sign(path, BODY);
    assert_eq!(server.post(path, Some(&signature), BODY).await.0, 200);
    assert_eq!(server.post(path, Some(&signature), BODY).await.0, 200);
    for changed in [
        BODY.replace("SequenceNumber=2", "SequenceNumber=3"),
        format!("{BODY}&Extra=1"),
        BODY.replace("&ToCity=", ""),
    ] {
        assert_eq!(
            server.post(path, Some(&signature), &changed).await.0,
            403,
            "{changed}"
        );
    }
}

#[tokio::test]
async fn what_the_service_signed_but_nobody_can_read_is_a_bad_request() {
    let server = server().await;
    let path = "/hooks/status";
    for (body, response) in [
        (BODY.replace("CallSid", "Sid"), "`CallSid` is missing"),
        (
            BODY.replace("SequenceNumber=2", "SequenceNumber=two"),
            "`SequenceNumber`: invalid character",
        ),
    ] {
        let (status, text) = server.post(path, Some(&sign(path, &body)), &body).await;
        assert_eq!(status, 400);
        assert!(text.starts_with(response), "{text}");
    }
}

#[tokio::test]
async fn large_bodies_are_rejected_before_they_are_read() {
    let server = server().await;
    let path = "/hooks/status";
    let large = format!("{BODY}&x={}", "y".repeat(2000));
    let response = (413, "the body is larger than 1000 bytes".to_owned());
    assert_eq!(
        server.post(path, Some(&sign(path, &large)), &large).await,
        response
    );
    // The length is known before the body arrives, and so is a missing signature.
    let announced = |length: u64, signature: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{signature}\r\n"
        )
    };
    let signature = format!("X-Twilio-Signature: {}\r\n", sign(path, BODY));
    assert_eq!(
        server.send(&announced(1_000_000_000_000, &signature)).await,
        response
    );
    let unsigned = announced(1_000_000_000_000, "");
    assert_eq!(server.send(&unsigned).await.0, 403);
    let account = AccountSid::from_static("ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
    let accounts = AccountValidators::new([(account, validator())]);
    let base = PublicUrl::base(BASE).unwrap();
    let of_accounts = Server::with(Receiver::for_accounts(accounts, base)).await;
    assert_eq!(of_accounts.send(&unsigned).await.0, 403);
    // With chunked encoding, it is not.
    let chunks = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{signature}\r\n{}0\r\n\r\n",
        format!("190\r\n{}\r\n", "y".repeat(400)).repeat(4)
    );
    assert_eq!(server.send(&chunks).await, response);
    let chunks = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{signature}\r\n{:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        10,
        &BODY[..10],
        BODY.len() - 10,
        &BODY[10..]
    );
    assert_eq!(server.send(&chunks).await, (200, "answered 2".to_owned()));
}

/// The limit is the size of the largest accepted body, whether its length is announced or not.
#[tokio::test]
async fn a_body_of_exactly_the_limit_is_accepted() {
    for (limit, status) in [(BODY.len(), 200), (BODY.len() - 1, 413)] {
        let receiver = Receiver::new(validator(), PublicUrl::base(BASE).unwrap());
        let server = Server::with(receiver.body_limit(limit)).await;
        let path = "/hooks/status";
        let signature = sign(path, BODY);
        let announced = server.post(path, Some(&signature), BODY).await;
        assert_eq!(announced.0, status, "{announced:?}");
        let in_chunks = server
            .send(&format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
                 X-Twilio-Signature: {signature}\r\n\r\n{:x}\r\n{BODY}\r\n0\r\n\r\n",
                BODY.len()
            ))
            .await;
        assert_eq!(in_chunks.0, status, "{in_chunks:?}");
    }
}

/// A body that cannot be read.
struct Broken;

impl Stream for Broken {
    type Item = io::Result<Vec<u8>>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Err(io::Error::other("the cable was cut"))))
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_rejected_with_the_reason() {
    let receiver = Receiver::new(validator(), PublicUrl::base(BASE).unwrap());
    let request =
        Request::post("/hooks/status").header("x-twilio-signature", sign("/hooks/status", BODY));
    let outcome = receiver
        .receive::<CallStatusCallback, _>(request.body(Body::from_stream(Broken)).unwrap(), None)
        .await;
    let rejection = outcome.unwrap_err();
    assert_eq!(rejection.status(), 400);
    let reason = rejection.source().map(ToString::to_string);
    assert_eq!(reason.as_deref(), Some("the cable was cut"));
    let unsigned = Request::post("/hooks/status").body(String::new()).unwrap();
    let unsigned = receiver.receive::<CallStatusCallback, _>(unsigned, None);
    assert!(unsigned.await.unwrap_err().source().is_none());
}

#[tokio::test]
async fn an_announced_length_takes_no_memory_before_it_has_arrived() {
    let receiver =
        Receiver::new(validator(), PublicUrl::base(BASE).unwrap()).body_limit(usize::MAX);
    let server = Server::with(receiver).await;
    let head = format!(
        "POST /hooks/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\
         X-Twilio-Signature: {}\r\n\r\n",
        1_u64 << 62,
        sign("/hooks/status", BODY)
    );
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.ends_with("the body ended early"), "{response}");
    assert_eq!(server.post("/hooks/status", None, BODY).await.0, 403);
}

#[tokio::test]
async fn a_handler_can_respond_to_a_rejection_itself() {
    let server = server().await;
    let response = (200, "own response: the signature is missing".to_owned());
    assert_eq!(server.post("/hooks/recording", None, BODY).await, response);
}

#[tokio::test]
async fn behind_a_proxy_the_url_is_what_the_proxy_was_asked_for() {
    let signature = validator().sign("https://calls.example.com/hooks/status", BODY);
    let request = format!(
        "POST /hooks/status HTTP/1.1\r\nHost: inner\r\nConnection: close\r\nX-Forwarded-Proto: https\r\n\
         X-Forwarded-Host: calls.example.com\r\nX-Forwarded-For: 192.0.2.1\r\nX-Twilio-Signature: {signature}\r\n\
         Content-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let behind = |proxy: &str| {
        PublicUrl::behind(
            TrustedProxies::new([proxy]).unwrap(),
            ProxyHeaders::XForwarded,
        )
    };
    assert_eq!(
        Server::start(behind("127.0.0.1"))
            .await
            .send(&request)
            .await
            .0,
        200
    );
    assert_eq!(
        Server::start(behind("127.0.0.2"))
            .await
            .send(&request)
            .await
            .0,
        403
    );
}

/// A router without `into_make_service_with_connect_info` can say who the peer is, as tests of applications do.
#[tokio::test]
async fn the_address_of_the_peer_can_be_mocked() {
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).unwrap();
    let receiver = Receiver::new(
        validator(),
        PublicUrl::behind(proxies, ProxyHeaders::XForwarded),
    );
    let signature = validator().sign("https://calls.example.com/hooks/status", BODY);
    let request = format!(
        "POST /hooks/status HTTP/1.1\r\nHost: inner\r\nConnection: close\r\nX-Forwarded-Proto: https\r\n\
         X-Forwarded-Host: calls.example.com\r\nX-Twilio-Signature: {signature}\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    for (peer, expected) in [([10, 0, 0, 1], 200), ([192, 0, 2, 1], 403)] {
        let handled = Arc::new(AtomicUsize::new(0));
        let app = Router::new()
            .route("/hooks/status", post(status))
            .layer(MockConnectInfo(SocketAddr::from((peer, 443))))
            .with_state(Shared {
                receiver: receiver.clone(),
                handled: handled.clone(),
            });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let server = Server { address, handled };
        assert_eq!(server.send(&request).await.0, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_requests_at_once_are_distinguished() {
    let server = Arc::new(server().await);
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                let path = format!("/hooks/status?number={number}");
                let body = BODY.replace("SequenceNumber=2", &format!("SequenceNumber={number}"));
                let signature = sign(&path, if number % 2 == 0 { &body } else { BODY });
                (number, server.post(&path, Some(&signature), &body).await)
            })
        })
        .collect();
    for task in tasks {
        let (number, (status, response)) = task.await.unwrap();
        if number % 2 == 0 {
            assert_eq!((status, response), (200, format!("answered {number}")));
        } else {
            assert_eq!(status, 403, "{number}");
        }
    }
    assert_eq!(server.handled.load(Ordering::Relaxed), 100);
}
