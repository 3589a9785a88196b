//! What comes back.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use tokio::time::{Instant, timeout_at};

use crate::client::Shared;
use crate::csv::ByteStream;
use crate::error::{Error, RawResponse};
use crate::request::Operation;
use crate::response::{Response, request_id};

/// How much of an error answer is kept.
const ERROR_BODY: usize = 64 * 1024;

/// How long the rest of an error answer is waited for: its status must not be lost because its body stops.
const ERROR_BODY_TIME: Duration = Duration::from_secs(5);

/// How much memory is set aside for a body because its length was announced; a page of 1000 calls fits.
const ANNOUNCED: usize = 4 * 1024 * 1024;

/// An answer that reports success.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    limit: usize,
    timeout: Duration,
    operation: &'static Operation,
    attempts: u32,
}

enum Body {
    Whole(Bytes),
    Open(reqwest::Response),
}

impl IncomingResponse {
    pub(crate) async fn read(
        mut response: reqwest::Response,
        sent_to: &Url,
        buffered: bool,
        shared: &Shared,
        operation: &'static Operation,
    ) -> Result<Self, Error> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let limit = shared.max_response;
        if !status.is_success() {
            let body = collect_start(&mut response, ERROR_BODY).await;
            return Err(Error::answer(RawResponse {
                status,
                headers,
                body,
            }));
        }
        // The client's own HTTP client never does this, but a caller's may.
        if response.url() != sent_to {
            return Err(Error::configuration(
                "the HTTP client followed a redirect, which it must be configured not to do",
            ));
        }
        let body = if buffered {
            match collect(&mut response, limit).await {
                Ok(body) => Body::Whole(body),
                Err(stop) => return Err(stop.into_error(status, headers, limit)),
            }
        } else {
            Body::Open(response)
        };
        Ok(Self {
            status,
            headers,
            body,
            limit,
            timeout: shared.timeout,
            operation,
            attempts: 1,
        })
    }

    /// The same, after several attempts of which each had this time.
    pub(crate) fn after(self, attempts: u32, timeout: Duration) -> Self {
        Self {
            attempts,
            timeout,
            ..self
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The typed value of the JSON in the body.
    pub(crate) async fn decode<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let (operation, attempts) = (self.operation, self.attempts);
        decode(self.whole().await?).map_err(|error| error.during(operation).after(attempts))
    }

    /// No value: the body, if there is any, does not matter.
    pub(crate) fn empty(self) -> Response<()> {
        Response::new((), self.status, self.headers)
    }

    /// The body as it arrives.
    pub(crate) fn stream(self) -> Response<ByteStream> {
        let stream = match self.body {
            Body::Whole(bytes) => ByteStream::whole(bytes),
            Body::Open(mut response) => {
                // An error on the way tells of them too.
                *response.headers_mut() = self.headers.clone();
                ByteStream::open(response, self.timeout, self.operation, self.attempts)
            }
        };
        Response::new(stream, self.status, self.headers)
    }

    /// The error for a status that reports success, but not one that the operation documents.
    pub(crate) async fn unexpected(self) -> Error {
        let (operation, attempts) = (self.operation, self.attempts);
        match self.whole().await {
            Ok(answer) => Error::answer(answer).during(operation).after(attempts),
            Err(error) => error,
        }
    }

    pub(crate) async fn whole(self) -> Result<RawResponse, Error> {
        let (operation, attempts) = (self.operation, self.attempts);
        self.read_rest()
            .await
            .map_err(|error| error.during(operation).after(attempts))
    }

    async fn read_rest(self) -> Result<RawResponse, Error> {
        let Self {
            status,
            headers,
            body,
            limit,
            timeout,
            ..
        } = self;
        let body = match body {
            Body::Whole(body) => body,
            Body::Open(mut response) => {
                match tokio::time::timeout(timeout, collect(&mut response, limit)).await {
                    Ok(Ok(body)) => body,
                    Ok(Err(stop)) => return Err(stop.into_error(status, headers, limit)),
                    Err(_) => return Err(Error::timeout(timeout)),
                }
            }
        };
        Ok(RawResponse {
            status,
            headers,
            body,
        })
    }
}

/// The typed value of the JSON in an answer.
pub(crate) fn decode<T: DeserializeOwned>(answer: RawResponse) -> Result<Response<T>, Error> {
    match serde_json::from_slice(&answer.body) {
        Ok(value) => Ok(Response::new(value, answer.status, answer.headers)),
        Err(error) => Err(explain::<T>(answer, error)),
    }
}

/// Finds out where decoding failed, by doing it again with a record of the path.
///
/// The record costs time at every value, which answers that are fine should not pay.
#[cold]
fn explain<T: DeserializeOwned>(answer: RawResponse, error: serde_json::Error) -> Error {
    let mut source = serde_json::Deserializer::from_slice(&answer.body);
    match serde_path_to_error::deserialize::<_, T>(&mut source) {
        Err(found) => {
            let path = shown_path(&found);
            Error::decode(answer, path, &found.into_inner())
        }
        // The value is fine, but something follows it.
        Ok(_) => Error::decode(answer, String::new(), &error),
    }
}

/// The path to what is wrong, in names that hold nobody's data.
///
/// A wrong value is found only where one was expected, so that the names on the way are those of our own types.
/// What is no JSON at all can be anywhere, and the names on the way can be anything.
fn shown_path(found: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let is_name = |key: &str| {
        key.len() <= 64
            && key
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let unknown = |segment: &Segment| matches!(segment, Segment::Map { key } if !is_name(key));
    let path: &Path = found.path();
    match path.iter().position(unknown) {
        Some(at) if !found.inner().is_data() => {
            let known: Vec<String> = path.iter().take(at).map(Segment::to_string).collect();
            known.join(".").replace(".[", "[")
        }
        _ => path.to_string(),
    }
}

/// Why a body was not read to its end.
enum Stop {
    TooLarge(Bytes),
    Broken(Bytes, reqwest::Error),
}

impl Stop {
    fn into_error(self, status: StatusCode, headers: HeaderMap, limit: usize) -> Error {
        match self {
            Self::TooLarge(body) => Error::too_large(
                RawResponse {
                    status,
                    headers,
                    body,
                },
                limit,
            ),
            Self::Broken(body, error) => Error::read(
                RawResponse {
                    status,
                    headers,
                    body,
                },
                error,
            ),
        }
    }
}

/// Reads a body of at most `limit` bytes.
async fn collect(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, Stop> {
    let announced = response
        .content_length()
        .map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced.is_some_and(|length| length > limit) {
        return Err(Stop::TooLarge(Bytes::new()));
    }
    let first = match response.chunk().await {
        Ok(Some(chunk)) => chunk,
        Ok(None) => return Ok(Bytes::new()),
        Err(error) => return Err(Stop::Broken(Bytes::new(), error)),
    };
    // Small answers come in one piece, which needs no copy.
    if announced == Some(first.len()) {
        return Ok(first);
    }
    let mut body = BytesMut::with_capacity(announced.unwrap_or_default().min(ANNOUNCED));
    let mut chunk = first;
    loop {
        if chunk.len() > limit - body.len() {
            return Err(Stop::TooLarge(body.freeze()));
        }
        body.extend_from_slice(&chunk);
        chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(body.freeze()),
            Err(error) => return Err(Stop::Broken(body.freeze(), error)),
        };
    }
}

/// Reads the start of a body that matters little: whatever comes in time, up to `limit` bytes.
async fn collect_start(response: &mut reqwest::Response, limit: usize) -> Bytes {
    let end = Instant::now() + ERROR_BODY_TIME;
    let mut body = BytesMut::new();
    while let Ok(Ok(Some(chunk))) = timeout_at(end, response.chunk()).await {
        let room = limit - body.len();
        if chunk.len() >= room {
            body.extend_from_slice(&chunk[..room]);
            break;
        }
        body.extend_from_slice(&chunk);
    }
    body.freeze()
}
