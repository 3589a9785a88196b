//! What came back: the value, and on demand the answer around it.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// The header that carries the service's name for one request.
pub(crate) const REQUEST_ID: &str = "twilio-request-id";

/// What is longer names nothing: real ones have 34 characters. They get into logs.
const LONGEST_REQUEST_ID: usize = 128;

/// A typed value together with the status and the headers of the answer it was read from.
///
/// Every request gives the bare value when it is awaited and this when its `response()` is called.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// let response = client.fetch_call("CA00000000000000000000000000000000").response().await?;
/// println!("{} answered by request {:?}", response.status(), response.request_id());
/// let call = response.into_value();
/// # let _ = call;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            value,
            status,
            headers,
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone; status and headers are dropped.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status, a number from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's name for this request (`Twilio-Request-Id`), which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Status and request id only: neither the value nor the headers are known to be free of personal data.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    (id.len() <= LONGEST_REQUEST_ID).then_some(id)
}
