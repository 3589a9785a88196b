//! The error type of the crate.

mod decode;
mod display;
mod outcome;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;

use self::decode::DecodeError;
pub use self::outcome::Outcome;
use crate::api_error::ApiError;
use crate::argument::InvalidArgument;
use crate::error_code::ErrorCode;
use crate::form::FormError;
use crate::headers;
use crate::operation::Operation;
use crate::response::RawResponse;
use crate::scalar::InvalidValue;

/// The error type of this crate.
///
/// An opaque type with predicates (`is_…`) and accessors. `Display` and `Debug` never show secrets or URLs, and of a
/// rejected value at most the first four characters, or nothing if it may be personal data. In the message that Twilio
/// reported, quoted strings, addresses, long numbers and unusual capitalized words are masked, except parameter
/// names and SIDs: [`api_error`](Self::api_error) returns the full message, and [`raw_body`](Self::raw_body) the body.
///
/// ```text
/// createCall: Twilio responded with 400, error 21211 (invalid `To`): The 'To' number *** is not a valid phone number
/// ```
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// match client.fetch_call("CA00000000000000000000000000000000").await {
///     Ok(call) => println!("{}", call.status),
///     Err(error) if error.is_not_found() => println!("no such call"),
///     Err(error) if error.is_retryable() => println!("try again later: {error}"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    attempts: u32,
    /// Whether an earlier attempt may have been carried out, whatever became of the last.
    uncertain: bool,
}

enum ErrorKind {
    Arguments(Vec<InvalidArgument>),
    Value(InvalidValue),
    Configuration(String, Option<Cause>),
    Encode(FormError),
    Send(reqwest::Error, Progress),
    /// A transport of the application failed.
    Transport(Cause, Progress),
    Timeout(Duration, Progress),
    Redirected,
    Status(RawResponse, Option<ApiError>),
    Read(RawResponse, reqwest::Error),
    TooLarge(RawResponse, usize),
    Decode(RawResponse, DecodeError),
    #[cfg(feature = "csv")]
    Row(DecodeError),
    Paging(&'static str),
    /// The rest of a download may not belong to the content whose first part was received.
    Changed,
    File(io::Error),
    Wait(Duration, Last),
    /// There is no header to authorize a request with.
    Token(Error),
    /// A provider of credentials failed.
    Provider(Cause),
}

/// How far a request without a complete response got.
enum Progress {
    /// Nothing of it that Twilio could act on was sent.
    Unsent,
    /// Some of it, or all, may have been sent.
    Sent,
    /// The response began.
    Answered(RawResponse),
}

/// What is known when a wait ends without success.
#[derive(Default)]
pub(crate) struct Last {
    /// The failure of the last request.
    pub(crate) error: Option<Error>,
    /// The resource, as last seen.
    pub(crate) resource: Option<Box<dyn Any + Send + Sync>>,
    /// Its status, if it is a known one.
    pub(crate) status: Option<String>,
}

type Cause = Box<dyn StdError + Send + Sync>;

impl Error {
    fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            attempts: 0,
            uncertain: false,
        }))
    }

    pub(crate) fn arguments(arguments: Vec<InvalidArgument>) -> Self {
        Self::new(ErrorKind::Arguments(arguments))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration(message.into(), None))
    }

    pub(crate) fn configuration_because(
        message: impl Into<String>,
        cause: impl Into<Cause>,
    ) -> Self {
        Self::new(ErrorKind::Configuration(message.into(), Some(cause.into())))
    }

    pub(crate) fn encode(error: FormError) -> Self {
        Self::new(ErrorKind::Encode(error))
    }

    /// The request failed before a response arrived; `unsent` if it is certain that Twilio did not receive it.
    pub(crate) fn send(error: reqwest::Error, unsent: bool) -> Self {
        // A URL holds parameter values.
        Self::new(ErrorKind::Send(
            error.without_url(),
            Progress::without_response(unsent),
        ))
    }

    /// A transport of the application failed; `unsent` if it is certain that Twilio did not receive the request.
    pub(crate) fn transport(error: Cause, unsent: bool) -> Self {
        Self::new(ErrorKind::Transport(
            error,
            Progress::without_response(unsent),
        ))
    }

    /// The time was up before a response arrived; `unsent` if it is certain that Twilio did not receive the request.
    pub(crate) fn no_response(limit: Duration, unsent: bool) -> Self {
        Self::new(ErrorKind::Timeout(
            limit,
            Progress::without_response(unsent),
        ))
    }

    /// The time was up before the response was complete.
    pub(crate) fn incomplete_response(limit: Duration, response: RawResponse) -> Self {
        Self::new(ErrorKind::Timeout(limit, Progress::Answered(response)))
    }

    /// The HTTP client followed a redirect, and what it received is not the response to the request.
    pub(crate) fn redirected() -> Self {
        Self::new(ErrorKind::Redirected)
    }

    pub(crate) fn unexpected_status(response: RawResponse) -> Self {
        let api = ApiError::read(&response.body);
        Self::new(ErrorKind::Status(response, api))
    }

    pub(crate) fn read(response: RawResponse, error: reqwest::Error) -> Self {
        Self::new(ErrorKind::Read(response, error.without_url()))
    }

    pub(crate) fn too_large(response: RawResponse, limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge(response, limit))
    }

    pub(crate) fn decode(response: RawResponse, path: String, error: &serde_json::Error) -> Self {
        let error = DecodeError::new(path, &error.to_string());
        Self::new(ErrorKind::Decode(response, error))
    }

    #[cfg(feature = "csv")]
    pub(crate) fn row(row: u64, column: Option<&str>, message: &str) -> Self {
        let path = match column {
            Some(column) => format!("row {row}, {column}"),
            None => format!("row {row}"),
        };
        Self::new(ErrorKind::Row(DecodeError::new(path, message)))
    }

    /// A download was interrupted, and the rest may not belong to the same content.
    pub(crate) fn changed() -> Self {
        Self::new(ErrorKind::Changed)
    }

    /// A file could not be written.
    pub(crate) fn file(error: io::Error) -> Self {
        Self::new(ErrorKind::File(error))
    }

    pub(crate) fn paging(message: &'static str) -> Self {
        Self::new(ErrorKind::Paging(message))
    }

    pub(crate) fn wait(deadline: Duration, last: Last) -> Self {
        Self::new(ErrorKind::Wait(deadline, last))
    }

    /// The error of a provider, or of a token endpoint, whose response may contain a token or repeat the client secret.
    pub(crate) fn token(mut error: Self) -> Self {
        if let Some(response) = error.0.kind.raw_response_mut() {
            response.body = Bytes::new();
        }
        Self::new(ErrorKind::Token(error))
    }

    /// A provider of credentials failed.
    pub(crate) fn provider(cause: Cause) -> Self {
        Self::new(ErrorKind::Provider(cause))
    }

    pub(crate) fn during(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Remembers whether an earlier attempt may have been carried out.
    pub(crate) fn uncertain(mut self, uncertain: bool) -> Self {
        self.0.uncertain = uncertain;
        self
    }

    /// Whether arguments were rejected before anything was sent, or a value could not be converted to its type.
    #[must_use]
    pub fn is_invalid_argument(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Arguments(_) | ErrorKind::Value(_))
    }

    /// The rejected arguments; empty if the error has another cause.
    #[must_use]
    pub fn invalid_arguments(&self) -> &[InvalidArgument] {
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => arguments,
            _ => &[],
        }
    }

    /// Whether the client is configured wrongly: credentials, base URL, TLS, environment, or an HTTP client that
    /// followed a redirect.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Configuration(..) | ErrorKind::Redirected
        )
    }

    /// Whether a timeout ended the request: connecting, sending, receiving, or waiting for a status.
    ///
    /// Twilio may have acted on a create or an update that timed out: see [`outcome`](Self::outcome).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Timeout(..) | ErrorKind::Wait(..) => true,
            ErrorKind::Send(error, _) | ErrorKind::Read(_, error) => error.is_timeout(),
            ErrorKind::Token(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no connection could be established: nothing of the request reached Twilio.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Send(error, Progress::Unsent) => error.is_connect(),
            ErrorKind::Token(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether Twilio rejected the request because there were too many (429).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether the resource was not found (404), which right after a create can also mean "not yet".
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        // What a token endpoint does not find is not the resource.
        self.status() == Some(404) && !self.is_token()
    }

    /// Whether the request was not sent for want of credentials.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Token(_))
    }

    /// Whether the credentials were rejected (401 or 403).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }

    /// Whether a response could not be decoded into its type; the error names the JSON path, or the row and the column
    /// of CSV.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        match self.0.kind {
            ErrorKind::Decode(..) => true,
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => true,
            _ => false,
        }
    }

    /// The I/O error, if a file could not be written.
    #[must_use]
    pub fn file_error(&self) -> Option<&io::Error> {
        match &self.0.kind {
            ErrorKind::File(error) => Some(error),
            _ => None,
        }
    }

    /// Whether a response body exceeded the size limit.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, ErrorKind::TooLarge(..))
    }

    /// Whether the same request may succeed later and can safely be sent again.
    ///
    /// This is true of a create or an update only if Twilio cannot have acted on it: it was not sent, or the response
    /// was 429. The client retries by the same rule. If it is false, [`outcome`](Self::outcome) distinguishes a
    /// request that was rejected from one that may have been carried out.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let repeatable = self
            .0
            .operation
            .is_some_and(|operation| operation.effect.is_idempotent());
        match &self.0.kind {
            // Without credentials, the request itself was never sent.
            ErrorKind::Token(error) => error.is_retryable(),
            ErrorKind::Provider(_) => true,
            ErrorKind::Send(error, _) if error.is_builder() => false,
            ErrorKind::Send(_, Progress::Unsent)
            | ErrorKind::Transport(_, Progress::Unsent)
            | ErrorKind::Timeout(_, Progress::Unsent) => true,
            ErrorKind::Status(response, _) => match response.status.as_u16() {
                429 => true,
                408 | 500..=599 => repeatable,
                _ => false,
            },
            ErrorKind::Send(..)
            | ErrorKind::Transport(..)
            | ErrorKind::Read(..)
            | ErrorKind::Timeout(..) => repeatable,
            _ => false,
        }
    }

    /// The HTTP status code of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.raw_response().map(|response| response.status.as_u16())
    }

    /// The headers of the response, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.raw_response().map(|response| &response.headers)
    }

    /// The error that Twilio reported, if the response contains one in a documented form.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        match &self.0.kind {
            ErrorKind::Status(_, api) => api.as_ref(),
            ErrorKind::Token(error) => error.api_error(),
            _ => None,
        }
    }

    /// The error code that Twilio reported: what it is called, what it means, and whether a retry can help.
    ///
    /// ```no_run
    /// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
    /// use twilio_calls::ErrorCode;
    ///
    /// match client.create_call("+15558675310", "+15552223214").twiml("<Response/>").await {
    ///     Err(error) if error.code() == Some(ErrorCode::INVALID_TO) => println!("that is not a phone number"),
    ///     other => println!("{}", other?.sid),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.api_error()?.code()
    }

    /// Twilio's ID of the request (`Twilio-Request-Id`), which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(headers::request_id)
    }

    /// The operation that failed, such as `createCall`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The number of attempts to send the request.
    ///
    /// A read that was repeated within an attempt, because its credentials were rejected, counts once.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long Twilio asks to wait before the next attempt (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.headers().and_then(headers::retry_after)
    }

    /// The response body as received; at most the first 64 KiB if the status reports an error.
    ///
    /// It may contain personal data.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.0.kind {
            // The error keeps no body of the token endpoint.
            ErrorKind::Token(_) => None,
            _ => self.raw_response().map(|response| &*response.body),
        }
    }

    /// The resource as it was fetched last, if waiting for it exceeded the deadline.
    ///
    /// ```no_run
    /// # async fn example(client: twilio_calls::Client, sid: twilio_calls::CallSid) -> Result<(), twilio_calls::Error> {
    /// use twilio_calls::Call;
    ///
    /// if let Err(error) = client.wait_for_call(sid).await {
    ///     match error.last_seen::<Call>() {
    ///         Some(call) => println!("still {}", call.status),
    ///         None => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn last_seen<T: Any>(&self) -> Option<&T> {
        match &self.0.kind {
            ErrorKind::Wait(_, last) => last.resource.as_deref()?.downcast_ref(),
            _ => None,
        }
    }

    /// Where in the JSON of the response decoding failed, such as `calls[3].sid`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Decode(_, error) => Some(&error.path),
            _ => None,
        }
    }

    fn raw_response(&self) -> Option<&RawResponse> {
        match &self.0.kind {
            ErrorKind::Status(response, _)
            | ErrorKind::Timeout(_, Progress::Answered(response))
            | ErrorKind::Read(response, _)
            | ErrorKind::TooLarge(response, _)
            | ErrorKind::Decode(response, _) => Some(response),
            ErrorKind::Token(error) => error.raw_response(),
            _ => None,
        }
    }
}

impl ErrorKind {
    fn raw_response_mut(&mut self) -> Option<&mut RawResponse> {
        match self {
            Self::Status(response, _)
            | Self::Timeout(_, Progress::Answered(response))
            | Self::Read(response, _)
            | Self::TooLarge(response, _)
            | Self::Decode(response, _) => Some(response),
            _ => None,
        }
    }
}

impl Progress {
    fn without_response(unsent: bool) -> Self {
        if unsent { Self::Unsent } else { Self::Sent }
    }
}

/// Lets `?` convert the error of an invalid value.
///
/// ```
/// use twilio_calls::{CallSid, Client, Credentials, Error, FetchCall};
///
/// fn look_up(client: &Client, text: &str) -> Result<FetchCall, Error> {
///     let sid: CallSid = text.parse()?;
///     Ok(client.fetch_call(sid))
/// }
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// assert!(look_up(&client, "CAx").is_err_and(|error| error.is_invalid_argument()));
/// # Ok::<(), Error>(())
/// ```
impl From<InvalidValue> for Error {
    fn from(error: InvalidValue) -> Self {
        Self::new(ErrorKind::Value(error))
    }
}
