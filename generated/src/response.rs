//! Responses: as received, and with a typed value.

use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::headers;

/// A response whose body is not decoded, or as much of it as an error keeps.
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Whether the headers declare an HTML page, which Twilio's API never sends.
pub(crate) fn is_declared_as_html(headers: &HeaderMap) -> bool {
    let declared = headers.get(CONTENT_TYPE);
    declared.is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
}

/// A typed value with the response it was decoded from: its status, its headers and its body.
///
/// Awaiting a request returns only the value; its method `response()` returns this.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// let response = client.fetch_call("CA00000000000000000000000000000000").response().await?;
/// println!("{}, request {:?}", response.status(), response.request_id());
/// let call = response.into_value();
/// # let _ = call;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    /// Boxed because it is large, and every future on its way to the caller hands it on.
    value: Box<T>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl<T> Response<T> {
    /// The response of a value that was decoded from the whole body.
    pub(crate) fn decoded(value: T, raw: RawResponse) -> Self {
        Self {
            value: Box::new(value),
            status: raw.status,
            headers: raw.headers,
            body: raw.body,
        }
    }

    /// A response whose body is not kept: nothing was decoded from it, or it is streamed.
    pub(crate) fn without_body(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            value: Box::new(value),
            status,
            headers,
            body: Bytes::new(),
        }
    }

    /// The same response, with its value replaced by one that `make` returns.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: Box::new(make(*self.value)),
            status: self.status,
            headers: self.headers,
            body: self.body,
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// Returns the value and drops the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        *self.value
    }

    /// The HTTP status code, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as received: the JSON that the value was decoded from.
    ///
    /// It is the buffer that was decoded, not a copy, and is kept as long as this response. It may contain personal
    /// data. Empty where nothing was decoded: after a delete, and for CSV and audio, which arrive as streams.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Twilio's ID of the request (`Twilio-Request-Id`), which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(&self.headers)
    }
}

/// Shows the status and the request ID only: the value, the headers and the body may contain personal data.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
