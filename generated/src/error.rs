//! The one error of the crate.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};

use crate::api_error::{ApiError, meaning};
use crate::form::FormError;
use crate::request::{InvalidArgument, Operation};
use crate::response::request_id;
use crate::scalar::InvalidValue;

/// Why a request gave no value.
///
/// One opaque type: ask it with predicates (`is_..`) and accessors. `Display` and `Debug` never show
/// secrets, URLs, parameter values, nor the words of an answer, all of which can be personal data;
/// those are reached through [`api_error`](Self::api_error) and [`raw_body`](Self::raw_body) on purpose.
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
}

enum ErrorKind {
    Arguments(Vec<InvalidArgument>),
    Value(InvalidValue),
    Configuration(String, Option<Cause>),
    Encode(FormError),
    Send(reqwest::Error),
    Timeout(Duration),
    RawResponse(RawResponse, Option<ApiError>),
    Read(RawResponse, reqwest::Error),
    TooLarge(RawResponse, usize),
    Decode(RawResponse, DecodeError),
    #[cfg(feature = "csv")]
    Row(DecodeError),
    Paging(&'static str),
    Wait(Duration, Option<Error>),
    Token(Error),
}

type Cause = Box<dyn StdError + Send + Sync>;

/// As much of an answer as an error keeps.
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Error {
    fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            attempts: 0,
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

    pub(crate) fn send(error: reqwest::Error) -> Self {
        // A URL holds parameter values.
        Self::new(ErrorKind::Send(error.without_url()))
    }

    pub(crate) fn timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout(limit))
    }

    pub(crate) fn answer(answer: RawResponse) -> Self {
        let api = ApiError::read(&answer.body);
        Self::new(ErrorKind::RawResponse(answer, api))
    }

    pub(crate) fn read(answer: RawResponse, error: reqwest::Error) -> Self {
        Self::new(ErrorKind::Read(answer, error.without_url()))
    }

    pub(crate) fn too_large(answer: RawResponse, limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge(answer, limit))
    }

    pub(crate) fn decode(answer: RawResponse, path: String, error: &serde_json::Error) -> Self {
        Self::new(ErrorKind::Decode(answer, DecodeError::new(path, error)))
    }

    #[cfg(feature = "csv")]
    pub(crate) fn row(row: u64, column: Option<&str>, message: &str) -> Self {
        let path = match column {
            Some(column) => format!("row {row}, {column}"),
            None => format!("row {row}"),
        };
        Self::new(ErrorKind::Row(DecodeError {
            path,
            message: without_value(message),
        }))
    }

    pub(crate) fn paging(message: &'static str) -> Self {
        Self::new(ErrorKind::Paging(message))
    }

    pub(crate) fn wait(deadline: Duration, last: Option<Self>) -> Self {
        Self::new(ErrorKind::Wait(deadline, last))
    }

    pub(crate) fn token(error: Self) -> Self {
        Self::new(ErrorKind::Token(error))
    }

    pub(crate) fn during(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Whether arguments were refused before anything was sent, or a single value by its type.
    #[must_use]
    pub fn is_invalid_argument(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Arguments(_) | ErrorKind::Value(_))
    }

    /// The refused arguments; empty when the error is of another kind.
    #[must_use]
    pub fn invalid_arguments(&self) -> &[InvalidArgument] {
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => arguments,
            _ => &[],
        }
    }

    /// Whether the client could not be built: credentials, base URL, TLS, environment.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Configuration(..))
    }

    /// Whether a time limit ended the request: connecting, sending, receiving, or waiting for a call.
    ///
    /// After a timeout of a create or an update the service may have acted nevertheless.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Timeout(_) | ErrorKind::Wait(..) => true,
            ErrorKind::Send(error) | ErrorKind::Read(_, error) => error.is_timeout(),
            ErrorKind::Token(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no connection could be made: nothing of the request reached the service.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Send(error) => error.is_connect(),
            ErrorKind::Token(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether the service said that there were too many requests (429).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether there is no such thing (404); right after a create it can also mean "not yet".
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the credentials were refused (401 or 403).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }

    /// Whether an answer came that does not fit the type it should have; the error names the JSON path.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        match self.0.kind {
            ErrorKind::Decode(..) => true,
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => true,
            _ => false,
        }
    }

    /// Whether an answer was larger than the limit for answers.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, ErrorKind::TooLarge(..))
    }

    /// Whether the same request may succeed later and may safely be sent again.
    ///
    /// For a create or an update that is so only when the service cannot have acted: no connection was
    /// established, or it answered 429. This is the rule by which the client itself retries.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let repeatable = self
            .0
            .operation
            .is_some_and(|operation| operation.effect.is_idempotent());
        match &self.0.kind {
            // The request itself was never sent without a token.
            ErrorKind::Token(error) => error.is_retryable(),
            ErrorKind::Send(error) if error.is_builder() => false,
            ErrorKind::Send(error) => repeatable || error.is_connect(),
            ErrorKind::RawResponse(answer, _) => match answer.status.as_u16() {
                429 => true,
                408 | 500..=599 => repeatable,
                _ => false,
            },
            ErrorKind::Read(..) | ErrorKind::Timeout(_) => repeatable,
            _ => false,
        }
    }

    /// The HTTP status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match &self.0.kind {
            ErrorKind::Token(error) => error.status(),
            _ => self.kept().map(|answer| answer.status.as_u16()),
        }
    }

    /// The headers of the answer, if one came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.0.kind {
            ErrorKind::Token(error) => error.headers(),
            _ => self.kept().map(|answer| &answer.headers),
        }
    }

    /// What the service says is wrong, if it answered with an error in a form it documents.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        match &self.0.kind {
            ErrorKind::RawResponse(_, api) => api.as_ref(),
            ErrorKind::Token(error) => error.api_error(),
            _ => None,
        }
    }

    /// The service's name for the request (`Twilio-Request-Id`), which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// The operation that failed, such as `createCall`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// How many times the request was sent or was tried to be sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service asks to wait before the next attempt (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        crate::retry::retry_after(self.headers()?.get(RETRY_AFTER)?.to_str().ok()?)
    }

    /// The answer as it came, whatever it was; for an error answer at most the first 64 KiB.
    ///
    /// It can hold personal data.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.0.kind {
            // The answer of the token endpoint could hold a token.
            ErrorKind::Token(_) => None,
            _ => self.kept().map(|answer| &*answer.body),
        }
    }

    /// Where in the JSON of the answer decoding failed, such as `calls[3].sid`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Decode(_, error) => Some(&error.path),
            _ => None,
        }
    }

    fn kept(&self) -> Option<&RawResponse> {
        match &self.0.kind {
            ErrorKind::RawResponse(answer, _)
            | ErrorKind::Read(answer, _)
            | ErrorKind::TooLarge(answer, _)
            | ErrorKind::Decode(answer, _) => Some(answer),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => {
                f.write_str("nothing was sent: ")?;
                for (at, argument) in arguments.iter().enumerate() {
                    if at > 0 {
                        f.write_str("; ")?;
                    }
                    write!(f, "{argument}")?;
                }
            }
            ErrorKind::Value(error) => write!(f, "{error}")?,
            ErrorKind::Configuration(message, _) => f.write_str(message)?,
            ErrorKind::Encode(_) => f.write_str("the parameters could not be encoded")?,
            ErrorKind::Send(error) if error.is_connect() => {
                f.write_str("no connection to the service")?
            }
            ErrorKind::Send(error) if error.is_timeout() => f.write_str("no answer in time")?,
            ErrorKind::Send(error) if error.is_builder() => {
                f.write_str("the HTTP client cannot send the request")?;
            }
            ErrorKind::Send(_) => f.write_str("the connection broke before an answer came")?,
            ErrorKind::Timeout(limit) => write!(f, "no complete answer within {limit:?}")?,
            ErrorKind::RawResponse(answer, api) => {
                write!(f, "the service answered {}", answer.status.as_u16())?;
                if let Some(code) = api.as_ref().and_then(ApiError::code) {
                    write!(f, ", error {code}")?;
                    if let Some(meaning) = meaning(code) {
                        write!(f, " ({meaning})")?;
                    }
                } else if answer.status.is_redirection() && answer.headers.contains_key(LOCATION) {
                    f.write_str(", a redirect, which is not followed")?;
                } else if answer.status.is_success() {
                    f.write_str(", which this operation does not document")?;
                }
            }
            ErrorKind::Read(answer, _) => {
                write!(f, "the answer ({}) broke off", answer.status.as_u16())?;
            }
            ErrorKind::TooLarge(answer, limit) => {
                write!(
                    f,
                    "the answer ({}) is larger than {limit} bytes",
                    answer.status.as_u16()
                )?;
            }
            ErrorKind::Decode(answer, error) => {
                write!(
                    f,
                    "the answer ({}) is not what it should be: {error}",
                    answer.status.as_u16()
                )?;
            }
            #[cfg(feature = "csv")]
            ErrorKind::Row(error) => write!(f, "the table is not what it should be: {error}")?,
            ErrorKind::Paging(message) => f.write_str(message)?,
            ErrorKind::Wait(deadline, _) => {
                write!(f, "the call did not get there within {deadline:?}")?
            }
            ErrorKind::Token(_) => f.write_str("no access token could be got")?,
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request {}", id.escape_debug())?;
        }
        if self.0.attempts > 1 {
            write!(f, ", after {} attempts", self.0.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0.kind {
            ErrorKind::Arguments(_) => "Arguments",
            ErrorKind::Value(_) => "Value",
            ErrorKind::Configuration(..) => "Configuration",
            ErrorKind::Encode(_) => "Encode",
            ErrorKind::Send(_) => "Send",
            ErrorKind::Timeout(_) => "Timeout",
            ErrorKind::RawResponse(..) => "RawResponse",
            ErrorKind::Read(..) => "Read",
            ErrorKind::TooLarge(..) => "TooLarge",
            ErrorKind::Decode(..) => "Decode",
            #[cfg(feature = "csv")]
            ErrorKind::Row(_) => "Row",
            ErrorKind::Paging(_) => "Paging",
            ErrorKind::Wait(..) => "Wait",
            ErrorKind::Token(_) => "Token",
        };
        let mut out = f.debug_struct("Error");
        out.field("kind", &format_args!("{kind}"))
            .field("message", &format_args!("{self}"));
        if let Some(source) = self.source() {
            out.field("source", &source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            ErrorKind::Arguments(arguments) => arguments
                .iter()
                .find_map(InvalidArgument::value_error)
                .map(|error| error as _),
            ErrorKind::Value(error) => Some(error),
            ErrorKind::Configuration(_, cause) => cause.as_ref().map(|cause| &**cause as _),
            ErrorKind::Encode(error) => Some(error),
            ErrorKind::Send(error) | ErrorKind::Read(_, error) => Some(error),
            ErrorKind::Decode(_, error) => Some(error),
            #[cfg(feature = "csv")]
            ErrorKind::Row(error) => Some(error),
            ErrorKind::Token(error) | ErrorKind::Wait(_, Some(error)) => Some(error),
            ErrorKind::Timeout(_)
            | ErrorKind::RawResponse(..)
            | ErrorKind::TooLarge(..)
            | ErrorKind::Paging(_)
            | ErrorKind::Wait(_, None) => None,
        }
    }
}

/// So that values of the crate's types can be made with `?` next to requests.
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

/// Why an answer is not what it should be.
///
/// Stands in for serde's own error, whose text repeats values from the answer.
struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    fn new(path: String, error: &serde_json::Error) -> Self {
        Self {
            path,
            message: without_value(&error.to_string()),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() || self.path == "." {
            f.write_str(&self.message)
        } else {
            write!(f, "at `{}`: {}", self.path, self.message)
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl StdError for DecodeError {}

/// Takes the offending value out of a message: `invalid type: string "Jo", expected u64` becomes
/// `invalid type: string, expected u64`, and what our own types quote of a value goes too.
fn without_value(message: &str) -> String {
    for prefix in ["invalid type: ", "invalid value: "] {
        let Some(rest) = message.strip_prefix(prefix) else {
            continue;
        };
        // What was expected comes last and is our own text, so the last comma is the right one even
        // if the value imitates the form of the message.
        let Some((unexpected, expected)) = rest.rsplit_once(", expected ") else {
            break;
        };
        let what = unexpected
            .split(['"', '`'])
            .next()
            .unwrap_or_default()
            .trim_end();
        return format!("{prefix}{what}, expected {expected}");
    }
    match message.rsplit_once(", the value ") {
        Some((reason, value)) => {
            let place = value.rfind(" at line ").map_or("", |at| &value[at..]);
            format!("{reason}{place}")
        }
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn messages_lose_the_value_and_keep_the_rest() {
        for (message, without) in [
            (
                "missing field `sid` at line 1 column 2",
                "missing field `sid` at line 1 column 2",
            ),
            (
                r#"invalid type: string "Jane", expected u64 at line 1 column 2"#,
                "invalid type: string, expected u64 at line 1 column 2",
            ),
            (
                r#"invalid value: string "x, expected \"y\", expected z", expected u64"#,
                "invalid value: string, expected u64",
            ),
            (
                "invalid type: integer `5`, expected a string",
                "invalid type: integer, expected a string",
            ),
            (
                "invalid type: null, expected a string",
                "invalid type: null, expected a string",
            ),
            (
                r#"CallSid: too short (3 characters), the value is "CAx" at line 1 column 9"#,
                "CallSid: too short (3 characters) at line 1 column 9",
            ),
        ] {
            assert_eq!(without_value(message), without);
        }
    }
}
