//! The names that the emitted methods of the wire layer use, backed by the crate's own transport.
//!
//! An emitted method builds a request from its arguments, sends it with [`Wire::exec`], and reads the response that its
//! operation documents as a [`ResponseValue`]. The generator of these methods decides which names there are and which
//! signatures they have; everything about a request that is not in the spec, such as credentials, retries, rate limits
//! and timeouts, is up to the transport.

#![allow(
    dead_code,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::fmt::{self, Display, Write as _};
use std::future::{Ready, ready};
use std::marker::PhantomData;

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde_json::{Map, Value};

use crate::argument::{InvalidArgument, Problem};
use crate::form::{self, FormError};
use crate::http_client::{FORM, JSON};
use crate::incoming_response::IncomingResponse;
use crate::operation::Operation;
use crate::outgoing_request::Request;
use crate::transport::{SendOptions, Transport};

pub(crate) use crate::byte_stream::ByteStream;
pub(crate) use crate::response::Response as ResponseValue;

/// The wire layer: every operation as a method that takes what goes into the request by position.
pub(crate) struct Wire<'c> {
    /// The base URL, without a slash at the end.
    pub(crate) baseurl: &'c str,
    pub(crate) client: Composer<'c>,
    options: SendOptions<'c>,
}

impl<'c> Wire<'c> {
    pub(crate) fn new(
        transport: &'c Transport,
        options: SendOptions<'c>,
        extra: &'c [(String, String)],
    ) -> Self {
        Self {
            baseurl: transport.base_url.as_str(),
            client: Composer {
                transport,
                operation: options.operation,
                headers: options.headers,
                extra,
            },
            options,
        }
    }

    /// Runs before a request is sent. Does nothing: the transport does the work.
    pub(crate) fn pre(
        &self,
        _: &mut Request,
        _: &OperationInfo,
    ) -> Ready<Result<(), crate::Error>> {
        ready(Ok(()))
    }

    /// Sends a request through the transport.
    pub(crate) fn exec(
        &self,
        request: Box<Request>,
        info: &OperationInfo,
    ) -> impl Future<Output = Result<IncomingResponse, crate::Error>> {
        debug_assert!(is_same_name(info.operation_id, self.options.operation.id));
        // A block, because an `async fn` would hold its arguments twice.
        async move {
            let transport = self.client.transport;
            transport.execute(&request, &self.options).await
        }
    }

    /// Runs after a request was sent, whether or not it succeeded. Does nothing: the transport did the work.
    pub(crate) fn post(
        &self,
        _: &Result<IncomingResponse, crate::Error>,
        _: &OperationInfo,
    ) -> Ready<Result<(), crate::Error>> {
        ready(Ok(()))
    }
}

/// Whether two names, in whatever style, have the same letters.
fn is_same_name(name: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    letters(name) == letters(other)
}

/// The operation that an emitted method carries out.
pub(crate) struct OperationInfo {
    pub(crate) operation_id: &'static str,
}

/// The error of an emitted method. `E` is the type of the error responses that its operation documents; it is not used,
/// because the transport turns them into errors of the crate.
pub(crate) enum Error<E> {
    /// A status that reports success, but not one that the operation documents.
    UnexpectedResponse(IncomingResponse),
    /// The request was not sent, there was no response, or the response is an error or cannot be decoded.
    Failed(crate::Error, PhantomData<E>),
}

impl<E> From<crate::Error> for Error<E> {
    fn from(error: crate::Error) -> Self {
        Self::Failed(error, PhantomData)
    }
}

impl<E> Error<E> {
    /// Converts it to an error of the crate.
    pub(crate) async fn into_error(self) -> crate::Error {
        match self {
            Self::UnexpectedResponse(response) => response.unexpected().await,
            Self::Failed(error, _) => error,
        }
    }
}

/// Awaits an emitted method, and converts its error to that of the crate.
///
/// A function would move the future of the method, which is large, and then its output. The `let` statement ends the
/// life of that output before the error is converted; otherwise the future would reserve room for it.
macro_rules! complete {
    ($call:expr) => {
        'call: {
            let error = match $call.await {
                Ok(response) => break 'call Ok(response),
                Err(error) => error,
            };
            Err(error.into_error().await)
        }
    };
}
pub(crate) use complete;

impl<T: DeserializeOwned> ResponseValue<T> {
    /// Decodes the JSON in a body.
    pub(crate) async fn from_response<E>(response: IncomingResponse) -> Result<Self, Error<E>> {
        Ok(response.decode().await?)
    }
}

impl ResponseValue<ByteStream> {
    /// Hands a body on as it arrives.
    pub(crate) fn stream(response: IncomingResponse) -> Self {
        response.stream()
    }
}

impl ResponseValue<()> {
    /// Does not read the body.
    pub(crate) fn empty(response: IncomingResponse) -> Self {
        response.empty()
    }
}

/// Starts requests.
#[derive(Clone, Copy)]
pub(crate) struct Composer<'c> {
    transport: &'c Transport,
    operation: &'static Operation,
    /// Headers of this request alone.
    headers: Option<&'c HeaderMap>,
    /// Parameters without a setter.
    extra: &'c [(String, String)],
}

impl<'c> Composer<'c> {
    pub(crate) fn get(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::GET, url)
    }

    pub(crate) fn post(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::POST, url)
    }

    pub(crate) fn put(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::PUT, url)
    }

    pub(crate) fn patch(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::PATCH, url)
    }

    pub(crate) fn delete(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::DELETE, url)
    }

    fn request(self, method: Method, url: String) -> RequestBuilder<'c> {
        RequestBuilder {
            composer: self,
            method,
            url,
            // Most requests have `Accept` and perhaps `Content-Type`.
            headers: HeaderMap::with_capacity(2),
            query: form::Writer::new(),
            body: None,
            problem: None,
        }
    }
}

/// The body of a request, encoded.
enum Body {
    Form(String),
    Json(String),
}

/// Builds a request.
pub(crate) struct RequestBuilder<'c> {
    composer: Composer<'c>,
    method: Method,
    url: String,
    headers: HeaderMap,
    query: form::Writer,
    body: Option<Body>,
    /// The first value that could not be encoded.
    problem: Option<FormError>,
}

impl RequestBuilder<'_> {
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds a query parameter; `None` and an empty sequence add nothing.
    ///
    /// A value that cannot be encoded is reported by [`build`](Self::build).
    pub(crate) fn query<T: Serialize + ?Sized>(mut self, parameter: &QueryParam<'_, T>) -> Self {
        if let Err(problem) = self.query.append(parameter.name, parameter.value) {
            self.problem.get_or_insert(problem);
        }
        self
    }

    /// Adds a parameter that is sent in a header; `None` adds nothing. Its value does not appear in
    /// logs of the HTTP client.
    ///
    /// A value that cannot be sent is reported by [`build`](Self::build).
    pub(crate) fn header_parameter<T: Serialize + ?Sized>(
        mut self,
        parameter: &QueryParam<'_, T>,
    ) -> Self {
        match header_value(parameter.value) {
            Ok(Some(value)) => {
                self.headers
                    .insert(HeaderName::from_static(parameter.name), value);
            }
            Ok(None) => {}
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    pub(crate) fn form_urlencoded<T: Serialize + ?Sized>(
        mut self,
        body: &T,
    ) -> Result<Self, crate::Error> {
        let form = form::to_string(body).map_err(|problem| self.encode_error(problem))?;
        self.headers.insert(CONTENT_TYPE, FORM);
        self.body = Some(Body::Form(form));
        Ok(self)
    }

    /// Sends a value as JSON. One that cannot be encoded is reported by [`build`](Self::build).
    pub(crate) fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_string(body) {
            Ok(json) => {
                self.headers.insert(CONTENT_TYPE, JSON);
                self.body = Some(Body::Json(json));
            }
            Err(error) => {
                self.problem.get_or_insert(FormError::custom(error));
            }
        }
        self
    }

    /// The request, boxed because futures hold it twice.
    pub(crate) fn build(mut self) -> Result<Box<Request>, crate::Error> {
        if let Some(problem) = self.problem.take() {
            return Err(self.encode_error(problem));
        }
        let Composer {
            transport, extra, ..
        } = self.composer;
        let body = match self.body.take() {
            Some(Body::Form(mut form)) => {
                let extra = pairs(form::Writer::new(), extra).finish();
                if !form.is_empty() && !extra.is_empty() {
                    form.push('&');
                }
                form.push_str(&extra);
                form
            }
            Some(Body::Json(json)) => with_members(json, extra)
                .map_err(|error| self.encode_error(FormError::custom(error)))?,
            None => {
                self.query = pairs(self.query, extra);
                String::new()
            }
        };
        let operation = self.composer.operation;
        if operation.not_empty && matches!(body.as_str(), "" | "{}") {
            let empty = InvalidArgument::new("body", Problem::Empty(operation.parameters));
            return Err(crate::Error::arguments(vec![empty]).during(operation));
        }
        if let Some(headers) = self.composer.headers {
            self.headers.extend(headers.clone());
        }
        Ok(Box::new(Request {
            url: transport.base_url.request(&self.url, &self.query.finish()),
            method: self.method,
            headers: self.headers,
            body: body.into(),
        }))
    }

    fn encode_error(&self, problem: FormError) -> crate::Error {
        crate::Error::encode(problem).during(self.composer.operation)
    }
}

fn pairs(mut writer: form::Writer, extra: &[(String, String)]) -> form::Writer {
    for (name, value) in extra {
        writer.pair(name, value);
    }
    writer
}

/// A JSON object with more members, whose values are JSON; the last member of a name wins.
fn with_members(object: String, members: &[(String, String)]) -> serde_json::Result<String> {
    if members.is_empty() {
        return Ok(object);
    }
    let mut all: Map<String, Value> = serde_json::from_str(&object)?;
    for (name, value) in members {
        all.insert(name.clone(), serde_json::from_str(value)?);
    }
    serde_json::to_string(&all)
}

/// A single value as the value of a header.
fn header_value<T: Serialize + ?Sized>(value: &T) -> Result<Option<HeaderValue>, FormError> {
    let text = match serde_json::to_value(value).map_err(FormError::custom)? {
        Value::Null => return Ok(None),
        Value::String(text) => text,
        value @ (Value::Bool(_) | Value::Number(_)) => value.to_string(),
        Value::Array(_) | Value::Object(_) => {
            return Err(FormError::custom("a header holds a single value"));
        }
    };
    let mut value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| FormError::custom("a header cannot contain control characters"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// A query parameter of an operation.
pub(crate) struct QueryParam<'a, T: ?Sized> {
    name: &'static str,
    value: &'a T,
}

impl<'a, T: Serialize + ?Sized> QueryParam<'a, T> {
    pub(crate) fn new(name: &'static str, value: &'a T) -> Self {
        Self { name, value }
    }
}

/// A value as one segment of a path: everything but ASCII letters, digits and `-._~` is escaped.
pub(crate) fn encode_path<T: Display + ?Sized>(value: &T) -> PathSegment<'_, T> {
    PathSegment(value)
}

pub(crate) struct PathSegment<'a, T: ?Sized>(&'a T);

impl<T: Display + ?Sized> Display for PathSegment<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escape(f), "{}", self.0)
    }
}

struct Escape<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Escape<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let safe =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if text.bytes().all(safe) {
            return self.0.write_str(text);
        }
        text.bytes().try_for_each(|byte| match byte {
            byte if safe(byte) => self.0.write_char(byte.into()),
            byte => write!(self.0, "%{byte:02X}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::encode_path;

    #[test]
    fn path_segments_are_escaped() {
        assert_eq!(encode_path("CA12-_.~").to_string(), "CA12-_.~");
        assert_eq!(
            encode_path("a/b?c#d%é").to_string(),
            "a%2Fb%3Fc%23d%25%C3%A9"
        );
        assert_eq!(encode_path(&-7).to_string(), "-7");
        assert_eq!(encode_path(&true).to_string(), "true");
    }
}
