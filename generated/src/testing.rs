//! For tests of applications: a transport that returns canned responses without a socket, and functions that make
//! response values and errors.
//!
//! A [`Canned`] transport responds to requests with prepared responses, and keeps the requests:
//!
//! ```
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! use serde_json::json;
//! use twilio_calls::testing::Canned;
//! use twilio_calls::{Call, CallStatus};
//!
//! let twilio = Canned::new().sample::<Call>(201, json!({ "status": "queued" }));
//! let client = twilio.client()?;
//! let create = client.create_call("+15558675310", "+15552223214");
//! let call = create.url("https://example.com/voice.xml").timeout(30).await?;
//! assert_eq!(call.status, CallStatus::Queued);
//! assert_eq!(twilio.requests()[0].parameter("Timeout").as_deref(), Some("30"));
//! # Ok::<(), twilio_calls::Error>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode, Uri};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::http_transport::TransportError;
use crate::operation::{Effect, Operation};
use crate::response::RawResponse;
use crate::retry::RetryPolicy;

const ACCOUNT_SID: &str = "AC00000000000000000000000000000000";

/// A transport that responds to each request with the next of the prepared responses.
///
/// Clones share responses and requests. When no response is left, a request fails as if it had not been sent.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), twilio_calls::Error> {
/// use serde_json::json;
/// use twilio_calls::testing::Canned;
/// use twilio_calls::{Call, CallStatus, Outcome};
///
/// let twilio = Canned::new().sample::<Call>(200, json!({ "status": "busy" })).lost();
/// let client = twilio.client()?;
///
/// let call = client.fetch_call("CA00000000000000000000000000000000").await?;
/// assert_eq!(call.status, CallStatus::Busy);
///
/// let create = client.create_call("+15558675310", "+15552223214").twiml("<Response/>");
/// assert_eq!(create.await.unwrap_err().outcome(), Outcome::Unknown);
/// assert_eq!(twilio.requests().len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Canned {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    prepared: VecDeque<Prepared>,
    requests: Vec<SentRequest>,
}

enum Prepared {
    Response(Response<Bytes>),
    NotSent,
    Lost,
}

impl Canned {
    /// Returns a transport without any responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a response with a JSON body. An invalid status counts as 500.
    #[must_use]
    pub fn json(self, status: u16, body: impl Into<String>) -> Self {
        let mut response = Response::new(Bytes::from(body.into()));
        *response.status_mut() = checked(status);
        let json = http::HeaderValue::from_static("application/json");
        response
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        self.response(response)
    }

    /// Adds a response with the JSON of [`sample_json`].
    #[must_use]
    pub fn sample<T: Sample>(self, status: u16, changes: Value) -> Self {
        self.json(status, sample_json::<T>(changes))
    }

    /// Adds a response.
    #[must_use]
    pub fn response(self, response: Response<impl Into<Bytes>>) -> Self {
        self.prepare(Prepared::Response(response.map(Into::into)))
    }

    /// Adds a failure before anything is sent, such as a refused connection.
    #[must_use]
    pub fn not_sent(self) -> Self {
        self.prepare(Prepared::NotSent)
    }

    /// Adds a failure after the request was sent: it may or may not have been carried out.
    #[must_use]
    pub fn lost(self) -> Self {
        self.prepare(Prepared::Lost)
    }

    fn prepare(self, prepared: Prepared) -> Self {
        self.state().prepared.push_back(prepared);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The requests passed to the transport so far, in order, including those that failed as not sent.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    /// Returns a client that uses this transport and made-up credentials, and never retries.
    ///
    /// For other settings, pass [`transport`](Self::transport) to
    /// [`ClientBuilder::transport`](crate::ClientBuilder::transport).
    ///
    /// # Errors
    ///
    /// Never fails in practice; the return type is that of [`ClientBuilder::build`](crate::ClientBuilder::build).
    pub fn client(&self) -> Result<Client, Error> {
        let credentials = Credentials::auth_token(ACCOUNT_SID, "not-a-real-token")?;
        Client::builder(credentials)
            .transport(self.transport())
            .retry(RetryPolicy::never())
            .build()
    }

    /// Returns the transport itself.
    pub fn transport(&self) -> impl crate::HttpTransport + use<> {
        let canned = self.clone();
        move |request| {
            let answer = canned.next(request);
            async move { answer }
        }
    }

    fn next(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let mut state = self.state();
        state.requests.push(SentRequest {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        });
        match state.prepared.pop_front() {
            Some(Prepared::Response(response)) => Ok(response),
            Some(Prepared::NotSent) => {
                Err(TransportError::before_sending("not sent, as requested"))
            }
            Some(Prepared::Lost) => Err(TransportError::after_sending("lost, as requested")),
            None => Err(TransportError::before_sending("no response is left")),
        }
    }
}

/// Shows only the number of requests.
impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canned")
            .field("requests", &self.state().requests.len())
            .finish_non_exhaustive()
    }
}

/// A request that was sent through a [`Canned`] transport.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), twilio_calls::Error> {
/// use twilio_calls::testing::Canned;
///
/// let twilio = Canned::new().json(204, "");
/// twilio.client()?.delete_call("CA00000000000000000000000000000000").await?;
///
/// let request = &twilio.requests()[0];
/// assert_eq!(request.method, "DELETE");
/// assert!(request.uri.path().ends_with("/Calls/CA00000000000000000000000000000000.json"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The whole URI.
    pub uri: Uri,
    /// The headers; the one with the credentials is marked as sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl SentRequest {
    /// The parameters of the query and of the form, decoded, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        let query = self.uri.query().unwrap_or_default().as_bytes();
        [query, &self.body]
            .into_iter()
            .flat_map(|pairs| {
                let pairs = String::from_utf8_lossy(pairs).into_owned();
                let url = reqwest::Url::parse(&format!("http://localhost/?{pairs}"));
                url.map(|url| url.query_pairs().into_owned().collect::<Vec<_>>())
                    .unwrap_or_default()
            })
            .collect()
    }

    /// The first parameter with this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut parameters = self.parameters().into_iter();
        parameters
            .find(|(it, _)| it == name)
            .map(|(_, value)| value)
    }
}

/// Shows the method alone: everything else may contain personal data.
impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// How a request failed, for [`error`].
///
/// ```
/// use twilio_calls::testing::{Failure, Kind, error};
///
/// /// What an application does.
/// fn may_be_placed(error: &twilio_calls::Error) -> bool {
///     error.outcome() == twilio_calls::Outcome::Unknown
/// }
///
/// assert!(may_be_placed(&error(Kind::Create, Failure::Lost)));
/// assert!(!may_be_placed(&error(Kind::Create, Failure::NotSent)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// It was not sent: no connection.
    NotSent,
    /// It was sent, and no response came.
    Lost,
    /// Twilio responded with this status and this error code and message.
    Rejected {
        /// The HTTP status code.
        status: u16,
        /// The error code.
        code: u32,
        /// The error message.
        message: String,
    },
}

const CREATE: Operation = Operation::new("create", Effect::Create);
const READ: Operation = Operation::new("read", Effect::Read);

/// Makes the error of a request that places a call, or of one that only reads, after its first attempt.
///
/// ```
/// use twilio_calls::{ErrorCode, Outcome};
/// use twilio_calls::testing::{Failure, Kind, error};
///
/// let rejected = Failure::Rejected { status: 400, code: 21211, message: "Invalid 'To'".to_owned() };
/// let rejected = error(Kind::Create, rejected);
/// assert_eq!(rejected.outcome(), Outcome::Rejected);
/// assert_eq!(rejected.code(), Some(ErrorCode::new(21211)));
/// assert_eq!(error(Kind::Create, Failure::Lost).outcome(), Outcome::Unknown);
/// assert!(error(Kind::Read, Failure::Lost).is_retryable());
/// ```
#[must_use]
pub fn error(kind: Kind, failure: Failure) -> Error {
    let operation = match kind {
        Kind::Create => &CREATE,
        Kind::Read => &READ,
    };
    let error = match failure {
        Failure::NotSent => Error::transport("not sent, as requested".into(), true),
        Failure::Lost => Error::transport("lost, as requested".into(), false),
        Failure::Rejected {
            status,
            code,
            message,
        } => {
            let body = serde_json::json!({ "code": code, "message": message, "status": status });
            Error::unexpected_status(RawResponse {
                status: checked(status),
                headers: HeaderMap::new(),
                body: body.to_string().into(),
            })
        }
    };
    error.during(operation).after(1)
}

/// What kind of request failed, for [`error`].
///
/// ```
/// use twilio_calls::testing::{Failure, Kind, error};
///
/// /// What an application does.
/// fn may_be_placed(error: &twilio_calls::Error) -> bool {
///     error.outcome() == twilio_calls::Outcome::Unknown
/// }
///
/// assert!(may_be_placed(&error(Kind::Create, Failure::Lost)));
/// assert!(!may_be_placed(&error(Kind::Create, Failure::NotSent)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One that places a call or creates something else.
    Create,
    /// One that only reads.
    Read,
}

/// A response type for which the OpenAPI document has an example.
pub trait Sample: DeserializeOwned {
    /// The example.
    #[doc(hidden)]
    const JSON: &'static str;
}

/// Makes a value: a complete example in which the properties in `changes` are replaced.
///
/// ```
/// use serde_json::json;
/// use twilio_calls::testing::sample;
/// use twilio_calls::{Call, CallStatus};
///
/// let call: Call = sample(json!({ "status": "completed", "duration": "42", "price": null }))?;
/// assert_eq!(call.status, CallStatus::Completed);
/// assert!(call.price.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Fails if a value does not fit its property.
pub fn sample<T: Sample>(changes: Value) -> Result<T, serde_json::Error> {
    serde_json::from_str(&sample_json::<T>(changes))
}

/// Makes the JSON of a response, as [`sample`] does.
///
/// ```
/// use serde_json::json;
/// use twilio_calls::Call;
/// use twilio_calls::testing::sample_json;
///
/// let body = sample_json::<Call>(json!({ "hold_music": "a waltz" }));
/// let call: Call = serde_json::from_str(&body)?;
/// assert_eq!(call.extra.json("hold_music"), Some(r#""a waltz""#));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn sample_json<T: Sample>(changes: Value) -> String {
    let mut value: Value = serde_json::from_str(T::JSON).unwrap_or_default();
    if let (Value::Object(members), Value::Object(changes)) = (&mut value, changes) {
        members.extend(changes);
    }
    value.to_string()
}

fn checked(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
