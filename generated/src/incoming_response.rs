//! Reads responses, within limits of time and size, and decodes them.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::byte_stream::ByteStream;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::json_path::path_of;
use crate::long_number::{MAX_NUMBER, find_long_number};
use crate::operation::Operation;
use crate::outgoing_request::Request;
use crate::response::{RawResponse, Response, is_declared_as_html};

/// How much of the body is kept when the status reports an error.
const ERROR_BODY: usize = 64 * 1024;

/// How long to wait for that body: the status must not be lost because the body stalls.
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// The most memory that is reserved on the word of `Content-Length`; a page of 1000 calls fits.
const MAX_RESERVED: usize = 4 * 1024 * 1024;

/// A response whose status reports success.
///
/// Boxed because every future between the HTTP client and the request has a place for it.
pub(crate) struct IncomingResponse(Box<Inner>);

struct Inner {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    limit: usize,
    timeout: Duration,
    operation: &'static Operation,
    attempts: u32,
    /// The request, if more of the response may be requested later.
    request: Option<Box<Request>>,
}

enum Body {
    Whole(Bytes),
    /// Boxed because it is large, and rare.
    Open(Box<reqwest::Response>),
}

impl IncomingResponse {
    /// Reads a response: the whole body, unless the operation streams it.
    ///
    /// # Errors
    ///
    /// Fails if the status does not report success, if the response is not to the request that was sent, if an HTML
    /// page takes the place of a streamed body, and if the body is too large, ends early or does not end in time.
    pub(crate) fn read(
        mut response: reqwest::Response,
        sent_to: &Url,
        deadline: &Deadline,
        limit: usize,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Self, Error>> {
        // The HTTP client that we build never follows a redirect, but one that was passed in may. Then even an error
        // is not the response to the request.
        let redirected = response.url() != sent_to;
        // A block, because an `async fn` would hold the response twice.
        async move {
            if redirected {
                return Err(Error::redirected());
            }
            let status = response.status();
            if !status.is_success() {
                // Boxed because it is rare.
                let body = Box::pin(collect_start(&mut response, ERROR_BODY, deadline)).await;
                return Err(Error::unexpected_status(RawResponse {
                    status,
                    headers: std::mem::take(response.headers_mut()),
                    body,
                }));
            }
            let whole = if operation.streamed {
                // Otherwise nobody would notice that it is neither CSV nor audio until it was saved.
                if is_declared_as_html(response.headers()) {
                    let body = Box::pin(collect_start(&mut response, ERROR_BODY, deadline)).await;
                    let headers = std::mem::take(response.headers_mut());
                    return Err(page_of_html(status, headers, body));
                }
                None
            } else {
                Some(collect(&mut response, limit, deadline).await)
            };
            // Not taken before, because the future would have another place for them.
            let headers = std::mem::take(response.headers_mut());
            let body = match whole {
                None => Body::Open(Box::new(response)),
                Some(Ok(body)) => Body::Whole(body),
                Some(Err(stop)) => return Err(stop.into_error(status, headers)),
            };
            Ok(Self(Box::new(Inner {
                status,
                headers,
                body,
                limit,
                timeout: deadline.limit,
                operation,
                attempts: 1,
                request: None,
            })))
        }
    }

    /// Keeps the request.
    pub(crate) fn to(mut self, request: &Request) -> Self {
        self.0.request = Some(Box::new(request.clone()));
        self
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Sets the number of attempts, and the time limit that each of them had.
    pub(crate) fn after(mut self, attempts: u32, timeout: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.timeout = timeout;
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Decodes the JSON of the body.
    pub(crate) async fn decode<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let (operation, attempts) = (self.0.operation, self.0.attempts);
        decode(self.whole().await?).map_err(|error| error.during(operation).after(attempts))
    }

    /// Ignores the body, if there is one.
    pub(crate) fn empty(self) -> Response<()> {
        Response::without_body((), self.0.status, self.0.headers)
    }

    /// The body as it arrives.
    pub(crate) fn stream(self) -> Response<ByteStream> {
        let inner = *self.0;
        let stream = match inner.body {
            Body::Whole(bytes) => ByteStream::whole(bytes),
            Body::Open(mut response) => {
                // The errors of the stream have them too.
                *response.headers_mut() = inner.headers.clone();
                ByteStream::open(*response, inner.timeout, inner.operation, inner.attempts)
                    .to(inner.request)
            }
        };
        Response::without_body(stream, inner.status, inner.headers)
    }

    /// The error for a status that reports success but is not documented for the operation.
    pub(crate) async fn unexpected(self) -> Error {
        let (operation, attempts) = (self.0.operation, self.0.attempts);
        match self.whole().await {
            Ok(response) => Error::unexpected_status(response)
                .during(operation)
                .after(attempts),
            Err(error) => error,
        }
    }

    /// The response with its whole body.
    pub(crate) async fn whole(self) -> Result<RawResponse, Error> {
        let inner = *self.0;
        match inner.body {
            Body::Whole(body) => Ok(RawResponse {
                status: inner.status,
                headers: inner.headers,
                body,
            }),
            // Boxed because it is rare: a streamed response with a status that is not documented.
            body => Box::pin(Inner { body, ..inner }.read_rest()).await,
        }
    }
}

impl Inner {
    async fn read_rest(self) -> Result<RawResponse, Error> {
        let (status, headers, limit) = (self.status, self.headers, self.limit);
        let outcome = match self.body {
            Body::Whole(body) => Ok(body),
            Body::Open(mut response) => {
                collect(&mut response, limit, &Deadline::after(self.timeout)).await
            }
        };
        match outcome {
            Ok(body) => Ok(RawResponse {
                status,
                headers,
                body,
            }),
            Err(stop) => Err(stop
                .into_error(status, headers)
                .during(self.operation)
                .after(self.attempts)),
        }
    }
}

#[cold]
fn page_of_html(status: StatusCode, headers: HeaderMap, body: Bytes) -> Error {
    let response = RawResponse {
        status,
        headers,
        body,
    };
    let error = serde::de::Error::custom("a page of HTML");
    Error::decode(response, String::new(), &error)
}

/// Decodes the JSON of a response.
pub(crate) fn decode<T: DeserializeOwned>(response: RawResponse) -> Result<Response<T>, Error> {
    if let Some(at) = find_long_number(&response.body) {
        let message = format!("a number of {MAX_NUMBER} characters or more at byte {at}");
        let error = serde::de::Error::custom(message);
        return Err(Error::decode(response, String::new(), &error));
    }
    // The whole body is checked at once, because checking its strings one by one takes longer.
    let json = match std::str::from_utf8(&response.body) {
        Ok(json) => json,
        Err(error) => {
            let error = serde::de::Error::custom(error);
            return Err(Error::decode(response, String::new(), &error));
        }
    };
    match serde_json::from_str(json) {
        Ok(value) => Ok(Response::decoded(value, response)),
        Err(error) => {
            let path = public_path(json, &error);
            Err(Error::decode(response, path, &error))
        }
    }
}

/// The path to the failure, without names that may be personal data.
///
/// An invalid value occurs only where our types expect a value, so our types declare the names on its path. Invalid
/// JSON can occur anywhere, and the names on its path can be anything.
#[cold]
fn public_path(json: &str, error: &serde_json::Error) -> String {
    if error.is_data() {
        path_of(json, error)
    } else {
        String::new()
    }
}

/// Why reading a body stopped before its end.
struct Stop {
    reason: StopReason,
    /// What was read until then.
    body: Bytes,
}

enum StopReason {
    TooLarge { limit: usize },
    TimedOut { limit: Duration },
    Broken(reqwest::Error),
}

impl Stop {
    fn new(reason: StopReason, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self { reason, body }
    }

    fn into_error(self, status: StatusCode, headers: HeaderMap) -> Error {
        let response = RawResponse {
            status,
            headers,
            body: self.body,
        };
        match self.reason {
            StopReason::TooLarge { limit } => Error::too_large(response, limit),
            StopReason::TimedOut { limit } => Error::incomplete_response(limit, response),
            StopReason::Broken(error) => Error::read(response, error),
        }
    }
}

/// The next chunk of a body, or `None` at its end.
async fn next_chunk(
    response: &mut reqwest::Response,
    deadline: &Deadline,
) -> Result<Option<Bytes>, StopReason> {
    let limit = deadline.limit;
    match deadline.bound(response.chunk()).await {
        Ok(outcome) => outcome.map_err(StopReason::Broken),
        Err(_) => Err(StopReason::TimedOut { limit }),
    }
}

/// Reads a body of at most `limit` bytes.
async fn collect(
    response: &mut reqwest::Response,
    limit: usize,
    deadline: &Deadline,
) -> Result<Bytes, Stop> {
    let announced = response
        .content_length()
        .map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced.is_some_and(|length| length > limit) {
        // Boxed because it is rare.
        let start = Box::pin(collect_start(response, limit.min(ERROR_BODY), deadline)).await;
        return Err(Stop::new(StopReason::TooLarge { limit }, start));
    }
    let mut chunk = match next_chunk(response, deadline).await {
        Ok(Some(chunk)) => chunk,
        Ok(None) => return Ok(Bytes::new()),
        Err(reason) => return Err(Stop::new(reason, Bytes::new())),
    };
    // A small body arrives in one chunk, which needs no copy.
    if announced == Some(chunk.len()) {
        return Ok(chunk);
    }
    let mut body = BytesMut::with_capacity(announced.unwrap_or_default().min(MAX_RESERVED));
    loop {
        let room = limit - body.len();
        if chunk.len() > room {
            body.extend_from_slice(&chunk[..room]);
            return Err(Stop::new(StopReason::TooLarge { limit }, body));
        }
        body.extend_from_slice(&chunk);
        chunk = match next_chunk(response, deadline).await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(body.freeze()),
            Err(reason) => return Err(Stop::new(reason, body)),
        };
    }
}

/// Reads the start of a body: what arrives in time, up to `limit` bytes.
async fn collect_start(
    response: &mut reqwest::Response,
    limit: usize,
    deadline: &Deadline,
) -> Bytes {
    // Not later than the request's own deadline: what is already known must not be lost to it.
    let soon = Deadline::after(ERROR_BODY_TIME);
    let deadline = if soon.at < deadline.at {
        &soon
    } else {
        deadline
    };
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = next_chunk(response, deadline).await {
        let room = limit - body.len();
        if chunk.len() >= room {
            body.extend_from_slice(&chunk[..room]);
            break;
        }
        body.extend_from_slice(&chunk);
    }
    body.freeze()
}
