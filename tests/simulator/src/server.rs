//! Real HTTP on loopback: connections, requests as they come in, answers as they go out, and what goes wrong on demand.

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
use crate::error::ApiError;
use crate::fault::Fault;
use crate::log::RequestRecord;
use crate::page;
use crate::shared::Shared;
use crate::sid::Sid;
use crate::stalled_write::StalledWriteGuard;

/// Larger than any honest request: 4000 characters of TwiML and a call token of 16,384, all of it escaped.
const MAX_BODY: usize = 256 * 1024;
const MAX_HEAD: usize = 32 * 1024;
/// Connections beyond this wait to be accepted, which bounds the memory that all of them together can take.
const MAX_CONNECTIONS: usize = 1024;

/// Cuts the connection that a request came on.
#[derive(Clone, Debug, Default)]
struct ConnectionReset(Arc<Notify>);

impl ConnectionReset {
    /// Resets the connection; what awaits this is dropped with it.
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
        .fallback(answer)
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
                // Out of file descriptors, most likely: give the open connections a moment to end.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            _ = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn connect(shared: Arc<Shared>, router: Router, stream: TcpStream) {
    // Failing to set an option of the socket only costs time.
    let _ = stream.set_nodelay(true);
    let reset = ConnectionReset::default();
    let service = hyper::service::service_fn({
        let reset = reset.clone();
        move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(reset.clone());
            router.clone().call(request)
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
        // Broken connections are the client's affair.
        _ = &mut connection => {}
        () = reset.0.notified() => {
            // With no time to linger the kernel sends a reset instead of an orderly end.
            let _ = connection
                .into_parts()
                .io
                .into_inner()
                .into_inner()
                .set_zero_linger();
        }
    }
}

/// Counts the requests that are being answered.
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

async fn answer(
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
    let (answer, fault) = match receive(&shared, &head.headers, body).await {
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
            let crowded = shared
                .settings
                .concurrency
                .is_some_and(|limit| open.1 > limit);
            let answer = match fault {
                _ if crowded => Some(ApiError::too_many(Some(Duration::from_secs(1))).into()),
                Some(fault) if !fault.acts() => instead(fault),
                _ => Some(api::answer(&shared, &request, &mut notes)),
            };
            (answer, fault)
        }
        Err(refusal) => {
            // What is left of the body is not read, so the connection cannot be used again.
            close = true;
            (Some(ApiResponse::from(refusal)), None)
        }
    };
    let lost = matches!(fault, Some(Fault::Reset | Fault::ResetAfter));
    let answer = match fault {
        Some(Fault::ServerErrorAfter(status)) => {
            answer.map(|answer| server_error(status).about_same(&answer))
        }
        _ => answer,
    };
    let record = RequestRecord {
        number: 0,
        at: shared.clock.now(),
        method: head.method.to_string(),
        target: head.uri.to_string(),
        operation: notes.operation,
        parameters: notes.parameters,
        secrets: notes.secrets,
        status: answer
            .as_ref()
            .filter(|_| !lost)
            .map(|answer| answer.status),
        code: answer
            .as_ref()
            .and_then(|answer| Some(answer.refusal.as_ref()?.code)),
        fault,
        acted: fault.is_none_or(Fault::acts) && !close,
        call_sid: answer.as_ref().and_then(|answer| answer.call),
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
    let Some(answer) = answer.filter(|_| !lost) else {
        reset.reset().await
    };
    let truncated = fault == Some(Fault::Truncated);
    Ok(respond(
        answer,
        number,
        open.1,
        began.elapsed(),
        truncated,
        close,
    ))
}

/// Reads the body, up to a size and for a time.
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

/// What is answered without doing anything; nothing when the connection is reset.
fn instead(fault: Fault) -> Option<ApiResponse> {
    match fault {
        Fault::TooManyRequests { retry_after } => Some(ApiError::too_many(retry_after).into()),
        Fault::ServerError(status) => Some(server_error(status)),
        Fault::Html(status) => Some(ApiResponse {
            status,
            content_type: "text/html",
            body: b"<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>".to_vec(),
            refusal: None,
            call: None,
        }),
        _ => None,
    }
}

fn server_error(status: u16) -> ApiResponse {
    let code = if status == 503 { 20503 } else { 20500 };
    ApiError::new(status, code, "An internal server error has occurred").into()
}

impl ApiResponse {
    /// Another answer about the same call.
    fn about_same(mut self, other: &Self) -> Self {
        self.call = other.call;
        self
    }
}

fn respond(
    answer: ApiResponse,
    number: Sid,
    concurrent: u32,
    took: Duration,
    truncated: bool,
    close: bool,
) -> Response<Body> {
    let length = answer.body.len();
    let body = if truncated {
        let half = Bytes::from(answer.body).slice(..length / 2);
        // The length promises more than comes, and then the connection ends.
        Body::new(Truncated {
            half: Some(half),
            sent: false,
        })
    } else {
        Body::from(answer.body)
    };
    let mut response = Response::new(body);
    *response.status_mut() = hyper::StatusCode::from_u16(answer.status)
        .unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if !answer.content_type.is_empty() {
        set("content-type", answer.content_type);
    }
    if truncated {
        set("content-length", &length.to_string());
    }
    if let Some(seconds) = answer
        .refusal
        .as_ref()
        .and_then(|refusal| refusal.retry_after)
    {
        set(
            "retry-after",
            &seconds.as_millis().div_ceil(1000).to_string(),
        );
    }
    if answer.status == 401 {
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

/// Half of an answer, and then an error.
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
            // What has been written so far leaves while there is nothing to write; an error at once would hold it back.
            self.sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("truncated on purpose"))))
    }
}
