//! Delivers callbacks by real requests: one at a time per call, many calls concurrently.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::header::HeaderValue;
use hyper::{Request, Uri, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tower_service::Service;
use url::Host;

use crate::address::Address;
use crate::callback::{Delivery, Outcome};
use crate::exchange::Received;
use crate::form;
use crate::shared::Shared;
use crate::signature::{self, Signer};
use crate::store::Seq;
use crate::time_limits::TimeLimits;
use crate::world::DeliveryResult;

/// How many callbacks are sent concurrently.
const MAX_CONCURRENT: usize = 128;
/// The maximum size of a response.
const MAX_RESPONSE: usize = 64 * 1024;

type Http = Client<Connector, Full<Bytes>>;

/// Delivers callbacks until the simulator is dropped. Those of one call are sent one after the other, in order.
pub(crate) async fn run(shared: Arc<Shared>, mut deliveries: mpsc::UnboundedReceiver<Delivery>) {
    let http: Http = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(10))
        .build(Connector);
    let mut lines: HashMap<Seq, VecDeque<Delivery>> = HashMap::new();
    let mut tasks: JoinSet<Seq> = JoinSet::new();
    loop {
        tokio::select! {
            delivery = deliveries.recv(), if tasks.len() < MAX_CONCURRENT => {
                let Some(delivery) = delivery else { return };
                match lines.entry(delivery.seq) {
                    Entry::Occupied(mut line) => line.get_mut().push_back(delivery),
                    Entry::Vacant(line) => {
                        line.insert(VecDeque::new());
                        tasks.spawn(deliver(shared.clone(), http.clone(), delivery));
                    }
                }
            }
            done = tasks.join_next(), if !tasks.is_empty() => {
                let Some(Ok(seq)) = done else { continue };
                if let Entry::Occupied(mut line) = lines.entry(seq) {
                    match line.get_mut().pop_front() {
                        Some(next) => drop(tasks.spawn(deliver(shared.clone(), http.clone(), next))),
                        None => drop(line.remove()),
                    }
                }
            }
        }
    }
}

async fn deliver(shared: Arc<Shared>, http: Http, delivery: Delivery) -> Seq {
    let settings = &shared.settings;
    let address = settings.allow_list.resolve(
        &delivery.target,
        &delivery.parameters,
        settings.reverse_proxy.as_ref(),
    );
    let signer = settings.signer(delivery.number);
    let began = Instant::now();
    let (outcome, result) = match address {
        _ if delivery.lost => (Outcome::Lost, None),
        Err(reason) => (Outcome::NotSent(reason), None),
        Ok(address) => {
            let mut result = send(&shared.time_limits, &http, &delivery, &address, signer).await;
            // Twilio retries once, and only if it could not connect.
            if matches!(result, DeliveryResult::NotReached(_)) {
                shared
                    .world()
                    .log
                    .attempted(delivery.number, Outcome::Pending);
                result = send(&shared.time_limits, &http, &delivery, &address, signer).await;
            }
            (outcome_of(&result), Some(result))
        }
    };
    {
        let mut world = shared.world();
        world.log.attempted(delivery.number, outcome);
        if let Some(result) = result {
            let took = began.elapsed();
            world.delivered(&delivery, &result, took, shared.clock.now());
        }
    }
    shared.planned.notify_one();
    shared.delivered(delivery.awaited);
    delivery.seq
}

fn outcome_of(result: &DeliveryResult) -> Outcome {
    match result {
        DeliveryResult::Received(received) => Outcome::Responded(received.status),
        DeliveryResult::NotReached(reason) | DeliveryResult::Silent(reason) => {
            Outcome::Failed(reason.clone())
        }
    }
}

/// Sends the request and reads the response, within the time limit of the receiver.
async fn send(
    time_limits: &TimeLimits,
    http: &Http,
    delivery: &Delivery,
    address: &Address,
    signer: &Signer,
) -> DeliveryResult {
    let request = match request(delivery, address, signer) {
        Ok(request) => request,
        Err(error) => return DeliveryResult::Silent(error.to_string()),
    };
    let limit = time_limits.limit(&delivery.target);
    let sent = tokio::time::timeout(limit, exchange(http, request)).await;
    time_limits.note(&delivery.target, sent.is_ok());
    sent.unwrap_or_else(|_| DeliveryResult::Silent(format!("no response within {limit:?}")))
}

fn request(
    delivery: &Delivery,
    address: &Address,
    signer: &Signer,
) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let form: &[(String, String)] = if delivery.target.get {
        &[]
    } else {
        &delivery.parameters
    };
    let mut request = Request::builder()
        .method(delivery.target.method())
        .uri(address.passed_on.as_ref().unwrap_or(&address.url))
        .header(header::HOST, &address.host)
        .header(header::USER_AGENT, "TwilioProxy/1.1")
        .header(header::ACCEPT, "*/*")
        .header(
            "I-Twilio-Idempotency-Token",
            delivery.idempotency.to_string(),
        );
    for (name, value) in signature::headers(signer, &delivery.token, &address.url, form) {
        request = request.header(name, value);
    }
    if address.passed_on.is_some() {
        let scheme = address.url.split(':').next().unwrap_or_default();
        request = request
            .header("X-Forwarded-Proto", scheme)
            .header("X-Forwarded-Host", &address.host);
    }
    if let Some(user) = &address.user {
        request = request.header(
            header::AUTHORIZATION,
            format!("Basic {}", STANDARD.encode(user)),
        );
    }
    if !delivery.target.get {
        request = request.header(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded; charset=UTF-8",
        );
    }
    let body = Full::new(Bytes::from(form::write(
        form.iter().map(|(name, value)| (name, value)),
    )));
    request.body(body)
}

/// Sends the request and reads the response.
async fn exchange(http: &Http, request: Request<Full<Bytes>>) -> DeliveryResult {
    let response = match http.request(request).await {
        Ok(response) => response,
        Err(error) if error.is_connect() => return DeliveryResult::NotReached(with_causes(&error)),
        Err(error) => return DeliveryResult::Silent(with_causes(&error)),
    };
    let (head, body) = response.into_parts();
    let body = match Limited::new(body, MAX_RESPONSE).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => return DeliveryResult::Silent(error.to_string()),
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter();
    DeliveryResult::Received(Received {
        status: head.status.as_u16(),
        content_type: head.headers.get(header::CONTENT_TYPE).map(text),
        headers: headers
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// Connects to loopback for `localhost`, regardless of name resolution.
#[derive(Clone, Copy, Debug)]
struct Connector;

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(async move {
            let host = Host::parse(uri.host().unwrap_or_default()).map_err(io::Error::other)?;
            let port = uri.port_u16().unwrap_or(80);
            let stream = match host {
                Host::Domain(name) if name == "localhost" => {
                    let both = [
                        SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                        SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
                    ];
                    TcpStream::connect(&both[..]).await?
                }
                Host::Domain(name) => TcpStream::connect((name, port)).await?,
                Host::Ipv4(address) => TcpStream::connect((address, port)).await?,
                Host::Ipv6(address) => TcpStream::connect((address, port)).await?,
            };
            stream.set_nodelay(true)?;
            Ok(TokioIo::new(stream))
        })
    }
}
