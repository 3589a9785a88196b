//! Real HTTP on loopback: connections, requests, responses, and the faults that clients ask for.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Request, Response, header};
use axum::routing::get;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tower_service::Service;

use crate::api::{self, ApiRequest, ApiResponse, Notes};
use crate::audio::{Audio, Wanted};
use crate::error::ApiError;
use crate::fault::Fault;
use crate::host;
use crate::log::RequestRecord;
use crate::page;
use crate::shared::Shared;
use crate::sid::Sid;
use crate::stalled_write::StalledWriteGuard;

/// Larger than any valid request: 4000 characters of TwiML and a call token of 16,384, all percent-encoded.
const MAX_BODY: usize = 256 * 1024;
const MAX_HEAD: usize = 32 * 1024;
/// Further connections wait to be accepted, which bounds the memory of all connections together.
const MAX_CONNECTIONS: usize = 1024;

/// Resets the connection that a request arrived on.
#[derive(Clone, Debug, Default)]
struct ConnectionReset(Arc<Notify>);

impl ConnectionReset {
    /// Resets the connection. Never returns: the caller is dropped with the connection.
    async fn reset(&self) -> ! {
        self.0.notify_one();
        loop {
            std::future::pending::<()>().await;
        }
    }
}

/// Accepts connections for as long as the simulator lives; they end with it.
pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let router = Router::new()
        .route("/", get(page::show))
        .route("/simulator/live", get(page::live))
        .fallback(handle)
        .with_state(shared.clone());
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        // The semaphore is never closed.
        let Ok(place) = room.clone().acquire_owned().await else {
            return;
        };
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = connect(shared.clone(), router.clone(), stream);
                    connections.spawn(async move {
                        connection.await;
                        drop(place);
                    });
                }
                // Probably out of file descriptors: wait for open connections to end.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            _ = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn connect(shared: Arc<Shared>, router: Router, stream: TcpStream) {
    // Without the option, responses are only slower.
    let _ = stream.set_nodelay(true);
    let reset = ConnectionReset::default();
    let service = hyper::service::service_fn({
        let reset = reset.clone();
        let shared = shared.clone();
        move |mut request: Request<Incoming>| {
            let is_allowed =
                host::is_allowed(&shared.settings.hosts, request.uri(), request.headers());
            request.extensions_mut().insert(reset.clone());
            let mut router = router.clone();
            async move {
                if is_allowed {
                    router.call(request).await
                } else {
                    Ok(misdirected())
                }
            }
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.settings.client_timeout)
        .max_buf_size(MAX_HEAD)
        .serve_connection(
            TokioIo::new(StalledWriteGuard::new(
                stream,
                shared.settings.client_timeout,
            )),
            service,
        );
    tokio::select! {
        // A broken connection does not concern the server.
        _ = &mut connection => {}
        () = reset.0.notified() => {
            // With a linger time of zero, the kernel sends a reset instead of an orderly shutdown.
            let _ = connection
                .into_parts()
                .io
                .into_inner()
                .into_inner()
                .set_zero_linger();
        }
    }
}

/// The response to a request for another host.
fn misdirected() -> Response<Body> {
    let mut response = Response::new(Body::from(
        "The simulator only serves requests for this machine, such as http://localhost; to allow others, see \
         `Builder::allow_requests_for` and the option `--host`.\n",
    ));
    *response.status_mut() = hyper::StatusCode::MISDIRECTED_REQUEST;
    response
}

/// A request in flight, and the number of those in flight when it arrived.
struct OpenRequest(Arc<Shared>, u32);

impl OpenRequest {
    fn new(shared: Arc<Shared>) -> Self {
        let others = shared.requests.fetch_add(1, Ordering::AcqRel);
        Self(shared, others + 1)
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    request: Request<Body>,
) -> Result<Response<Body>, Infallible> {
    let began = Instant::now();
    let open = OpenRequest::new(shared.clone());
    let (head, body) = request.into_parts();
    let reset = head
        .extensions
        .get::<ConnectionReset>()
        .cloned()
        .unwrap_or_default();
    let asked_for = head
        .headers
        .get("simulator-fault")
        .and_then(|value| Fault::named(value.to_str().ok()?));
    let mut notes = Notes::default();
    let mut close = false;
    let (api_response, fault) = match receive(&shared, &head.headers, body).await {
        Ok(body) => {
            let fault = asked_for.or_else(|| shared.world().fault_plan.next());
            let request = ApiRequest {
                method: head.method.as_str(),
                path: head.uri.path(),
                query: head.uri.query().unwrap_or_default(),
                authorization: head
                    .headers
                    .get(header::AUTHORIZATION)
                    .map(HeaderValue::as_bytes),
                form: is_form(&head.headers).then_some(&*body),
            };
            let over_limit = shared
                .settings
                .concurrency
                .is_some_and(|limit| open.1 > limit);
            let api_response = match fault {
                _ if over_limit => Some(ApiError::too_many(Some(Duration::from_secs(1))).into()),
                Some(fault) if !fault.acts() => instead(fault),
                _ => Some(api::respond(&shared, &request, &mut notes)),
            };
            (api_response, fault)
        }
        Err(error) => {
            // The rest of the body is not read, so the connection cannot be reused.
            close = true;
            (Some(ApiResponse::from(error)), None)
        }
    };
    let lost = matches!(fault, Some(Fault::Reset | Fault::ResetAfter));
    let api_response = match fault {
        Some(Fault::ServerErrorAfter(status)) => {
            api_response.map(|api_response| server_error(status).about_same(&api_response))
        }
        _ => api_response,
    };
    let record = RequestRecord {
        number: 0,
        at: shared.clock.now(),
        method: head.method.to_string(),
        target: head.uri.to_string(),
        operation: notes.operation,
        parameters: notes.parameters,
        secrets: notes.secrets,
        status: api_response
            .as_ref()
            .filter(|_| !lost)
            .map(|api_response| api_response.status),
        code: api_response
            .as_ref()
            .and_then(|api_response| Some(api_response.error.as_ref()?.code)),
        fault,
        acted: fault.is_none_or(Fault::acts) && !close,
        call_sid: api_response
            .as_ref()
            .and_then(|api_response| api_response.call),
        remarks: notes.remarks,
        took: began.elapsed(),
    };
    let number = {
        let mut world = shared.world();
        world.log.request(record);
        Sid::random(*b"RQ", &mut world.random)
    };
    if let Some(Fault::Slow(delay)) = fault {
        tokio::time::sleep(delay).await;
    }
    let Some(api_response) = api_response.filter(|_| !lost) else {
        reset.reset().await
    };
    let truncated = fault == Some(Fault::Truncated);
    let took = began.elapsed();
    let mut api_response = api_response;
    let audio = api_response.audio.take();
    let mut response = respond(api_response, number, open.1, took, truncated, close);
    if let Some(audio) = audio {
        sound(&mut response, audio, &head.headers, truncated);
    }
    // Like Twilio, the simulator has its own clock.
    if let Ok(date) = HeaderValue::from_str(&shared.clock.now().http_date()) {
        response.headers_mut().insert(header::DATE, date);
    }
    Ok(response)
}

/// Reads the body, within limits of size and time.
async fn receive(shared: &Shared, headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::new(413, 20422, "The request is too large");
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(too_large());
    }
    match tokio::time::timeout(
        shared.settings.client_timeout,
        Limited::new(body, MAX_BODY).collect(),
    )
    .await
    {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(ApiError::bad(20422, "The request could not be read")),
        Err(_) => Err(ApiError::new(408, 20422, "The request took too long")),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    let media_type = content_type
        .split(|&byte| byte == b';')
        .next()
        .unwrap_or_default();
    media_type
        .trim_ascii()
        .eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// The response of a fault that prevents a request from being carried out; `None` if the connection is reset.
fn instead(fault: Fault) -> Option<ApiResponse> {
    match fault {
        Fault::TooManyRequests { retry_after } => Some(ApiError::too_many(retry_after).into()),
        Fault::ServerError(status) => Some(server_error(status)),
        Fault::Html(status) => Some(ApiResponse {
            status,
            content_type: "text/html",
            body: b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>".to_vec(),
            error: None,
            call: None,
            audio: None,
        }),
        _ => None,
    }
}

fn server_error(status: u16) -> ApiResponse {
    let code = if status == 503 { 20503 } else { 20500 };
    ApiError::new(status, code, "An internal server error has occurred").into()
}

impl ApiResponse {
    /// This response, about the call of another response.
    fn about_same(mut self, other: &Self) -> Self {
        self.call = other.call;
        self
    }
}

fn respond(
    api_response: ApiResponse,
    number: Sid,
    concurrent: u32,
    took: Duration,
    truncated: bool,
    close: bool,
) -> Response<Body> {
    let length = api_response.body.len();
    let body = if truncated {
        let half = Bytes::from(api_response.body).slice(..length / 2);
        // The body is shorter than its announced length.
        Body::new(Truncated {
            half: Some(half),
            sent: false,
        })
    } else {
        Body::from(api_response.body)
    };
    let mut response = Response::new(body);
    *response.status_mut() = hyper::StatusCode::from_u16(api_response.status)
        .unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if !api_response.content_type.is_empty() {
        set("content-type", api_response.content_type);
    }
    if truncated {
        set("content-length", &length.to_string());
    }
    if let Some(seconds) = api_response
        .error
        .as_ref()
        .and_then(|error| error.retry_after)
    {
        set(
            "retry-after",
            &seconds.as_millis().div_ceil(1000).to_string(),
        );
    }
    if api_response.status == 401 {
        set("www-authenticate", "Basic realm=\"Twilio API\"");
    }
    if close {
        set("connection", "close");
    }
    set("twilio-request-id", &number.to_string());
    set(
        "twilio-request-duration",
        &format!("{:.3}", took.as_secs_f64()),
    );
    set("twilio-concurrent-requests", &concurrent.to_string());
    set("x-api-domain", "api.twilio.com");
    set("x-home-region", "us1");
    set("access-control-allow-origin", "*");
    response
}

/// Makes audio, or the requested range of it, the body of a response.
fn sound(response: &mut Response<Body>, audio: Audio, request: &HeaderMap, truncated: bool) {
    let header = |name| request.get(name).and_then(|value| value.to_str().ok());
    let length = audio.length();
    let wanted = audio.range(header(header::RANGE), header(header::IF_RANGE));
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ACCEPT_RANGES, "bytes");
    set(header::ETAG, &audio.tag);
    let (status, from, to) = match wanted {
        Wanted::Whole => (hyper::StatusCode::OK, 0, length),
        Wanted::Part(from, to) => {
            let range = format!("bytes {from}-{}/{length}", to - 1);
            set(header::CONTENT_RANGE, &range);
            (hyper::StatusCode::PARTIAL_CONTENT, from, to)
        }
        Wanted::Nothing => {
            set(header::CONTENT_RANGE, &format!("bytes */{length}"));
            (hyper::StatusCode::RANGE_NOT_SATISFIABLE, length, length)
        }
    };
    set(header::CONTENT_LENGTH, &(to - from).to_string());
    *response.status_mut() = status;
    *response.body_mut() = Body::new(audio.body(from, to, truncated));
}

/// Half of a response body, then an error.
struct Truncated {
    half: Option<Bytes>,
    sent: bool,
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, std::io::Error>>> {
        use std::task::Poll;
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(hyper::body::Frame::data(half))));
        }
        if !self.sent {
            // hyper flushes while the body is pending; an immediate error would discard what is buffered.
            self.sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("truncated on purpose"))))
    }
}
