//! Requests as bytes, to a server with incomplete configuration.

use std::net::SocketAddr;

use axum::Router;
use axum::routing::post;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{ProxyHeaders, TrustedProxies, Verified};

use super::*;

async fn read(Verified(report): Verified<CallStatusCallback>) -> String {
    accepted(&report)
}

/// A server that knows the peers of its requests, or does not.
async fn serve(url: PublicUrl, with_peers: bool) -> SocketAddr {
    let app = Router::new()
        .route("/hooks", post(read))
        .with_state(Receiver::new(validator(), url));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        if with_peers {
            let service = app.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await
        } else {
            axum::serve(listener, app).await
        }
    });
    address
}

/// The status and the body of the first response.
async fn send(server: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(request).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
    format!("{} {body}", head.get(9..12).unwrap_or_default())
}

fn behind(headers: ProxyHeaders) -> PublicUrl {
    let proxies = TrustedProxies::new(["10.0.0.0/8"]).unwrap();
    PublicUrl::behind(proxies, headers)
}

#[tokio::test]
async fn a_server_that_forgot_something_says_what() {
    let mut table = Table::new("a server that is set up wrongly");
    let body = form(&ringing("+15550002222"));
    let with = |headers: &str| {
        let signature = captured(&ringing("+15550002222"));
        let length = body.len();
        format!(
            "POST /hooks?shop=5 HTTP/1.1\r\nHost: inner.example\r\nConnection: close\r\nContent-Length: {length}\r\n\
             X-Twilio-Signature: {signature}\r\n{headers}\r\n{body}"
        )
    };
    let proxied = with("X-Forwarded-Proto: https\r\nX-Forwarded-Host: example.com\r\n");
    for (attack, url, with_peers, request, expected) in [
        (
            "no peers",
            behind(ProxyHeaders::XForwarded),
            false,
            &proxied,
            "500 the address of the peer is unknown; with axum, serve the router with into_make_service_with_connect_info",
        ),
        (
            "a proxy that is not trusted",
            behind(ProxyHeaders::XForwarded),
            true,
            &proxied,
            "403 the signature is wrong; the headers of a proxy were ignored because the peer is not a trusted one",
        ),
        (
            "no proxy at all",
            behind(ProxyHeaders::XForwarded),
            true,
            &with(""),
            "403 the signature is wrong",
        ),
        (
            "a proxy that sends Forwarded and is not trusted",
            behind(ProxyHeaders::Forwarded),
            true,
            &with("Forwarded: proto=https;host=example.com\r\n"),
            "403 the signature is wrong; the headers of a proxy were ignored because the peer is not a trusted one",
        ),
        (
            "no proxy that sends Forwarded",
            behind(ProxyHeaders::Forwarded),
            true,
            &with(""),
            "403 the signature is wrong",
        ),
        (
            "another base",
            PublicUrl::base("https://example.org").unwrap(),
            false,
            &proxied,
            "403 the signature is wrong",
        ),
        (
            "the right base, no peers needed",
            PublicUrl::base("https://example.com").unwrap(),
            false,
            &proxied,
            "200 accepted: its call is ringing",
        ),
    ] {
        let server = serve(url, with_peers).await;
        table.row(attack, expected, send(server, request.as_bytes()).await);
    }
    table.check();
}

#[tokio::test]
async fn bytes_of_a_request_are_read_one_way_only() {
    let mut table = Table::new("a request as bytes");
    let server = serve(PublicUrl::https(), true).await;
    let pairs = ringing("+15550002222");
    let (body, signature) = (form(&pairs), captured(&pairs));
    let length = body.len();
    let line = format!("X-Twilio-Signature: {signature}\r\n");
    let request = |start: &str, headers: &str, body: &str| {
        format!("{start}\r\nConnection: close\r\n{headers}\r\n{body}")
    };
    let start = "POST /hooks?shop=5 HTTP/1.1\r\nHost: example.com";
    let sized = |headers: &str| format!("Content-Length: {length}\r\n{headers}");
    let chunked = format!("{length:x}\r\n{body}\r\n0\r\n\r\n");
    let accepted = "200 accepted: its call is ringing";
    let malformed = "403 the signature is malformed";
    let more = format!("{body}&CallStatus=completed");
    for (attack, request, expected) in [
        ("as it is", request(start, &sized(&line), &body), accepted),
        (
            "spaces around the signature",
            request(
                start,
                &sized(&format!("X-Twilio-Signature: \t{signature} \t\r\n")),
                &body,
            ),
            accepted,
        ),
        (
            "another case of the name",
            request(
                start,
                &sized(&format!("X-TWILIO-SIGNATURE: {signature}\r\n")),
                &body,
            ),
            accepted,
        ),
        (
            "chunks",
            request(
                start,
                &format!("Transfer-Encoding: chunked\r\n{line}"),
                &chunked,
            ),
            accepted,
        ),
        (
            "HTTP/1.0",
            request(&start.replace("1.1", "1.0"), &sized(&line), &body),
            accepted,
        ),
        (
            "the whole URL as the target",
            request(
                &start.replace("/hooks", "https://example.com/hooks"),
                &sized(&line),
                &body,
            ),
            accepted,
        ),
        (
            "bytes after the body",
            request(start, &sized(&line), &more),
            accepted,
        ),
        (
            "the signature twice",
            request(start, &sized(&line.repeat(2)), &body),
            malformed,
        ),
        (
            "a signature on two lines",
            request(
                start,
                &sized(&format!(
                    "X-Twilio-Signature: {}\r\n {}\r\n",
                    &signature[..9],
                    &signature[9..]
                )),
                &body,
            ),
            "400 ",
        ),
        (
            "an underscore in the name",
            request(
                start,
                &sized(&format!("X_Twilio_Signature: {signature}\r\n")),
                &body,
            ),
            "403 the signature is missing",
        ),
        (
            "a signature in a trailer",
            request(
                start,
                "Transfer-Encoding: chunked\r\nTrailer: x-twilio-signature\r\n",
                &chunked.replace("0\r\n\r\n", &format!("0\r\n{line}\r\n")),
            ),
            "403 the signature is missing",
        ),
        (
            "two hosts",
            request(
                &format!("{start}\r\nHost: evil.example"),
                &sized(&line),
                &body,
            ),
            "400 the request names no host",
        ),
        (
            "another host in the target",
            request(
                &start.replace("/hooks", "https://evil.example/hooks"),
                &sized(&line),
                &body,
            ),
            "403 the signature is wrong",
        ),
        (
            "no host",
            request("POST /hooks?shop=5 HTTP/1.0", &sized(&line), &body),
            "400 the request names no host",
        ),
        (
            "two lengths",
            request(
                start,
                &format!(
                    "Content-Length: {length}\r\nContent-Length: {}\r\n{line}",
                    length + 21
                ),
                &more,
            ),
            "400 ",
        ),
        (
            "less than announced",
            request(
                start,
                &format!("Content-Length: {}\r\n{line}", length + 21),
                &body,
            ),
            "400 the body ended early",
        ),
        (
            "a shorter length",
            request(
                start,
                &format!("Content-Length: {}\r\n{line}", length - 3),
                &body,
            ),
            "403 the signature is wrong",
        ),
        (
            "no length and no chunks",
            request(start, &line, &body),
            "403 the signature is wrong",
        ),
    ] {
        table.row(attack, expected, send(server, request.as_bytes()).await);
    }
    table.check();
}
