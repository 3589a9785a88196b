//! Transports of the application: requests and responses as values of the crate `http`.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use reqwest::Url;

use crate::error::Error;

/// Sends requests instead of the HTTP client: see [`ClientBuilder::transport`](crate::ClientBuilder::transport).
///
/// Implemented for functions from a request to a future with the response. One line turns a `tower` service into a
/// transport:
///
/// ```text
/// .transport(move |request| service.clone().oneshot(request))
/// ```
///
/// Each call of [`send`](Self::send) must send the request no more than once. The credentials are in the header
/// `Authorization`, which is marked as sensitive. Dropping the future cancels the attempt.
pub trait HttpTransport: Send + Sync + 'static {
    /// Sends a request and returns the whole response, whatever its status.
    ///
    /// # Errors
    ///
    /// Fails without a response. The error says whether Twilio can have received the request.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send;
}

impl<F, R, E> HttpTransport for F
where
    F: Fn(http::Request<Bytes>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<http::Response<Bytes>, E>> + Send,
    E: Into<TransportError>,
{
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self(request).await.map_err(Into::into)
    }
}

/// The error of an [`HttpTransport`] that has no response.
///
/// Errors that are converted with `?` count as those of a request that Twilio may have received. Only
/// [`before_sending`](Self::before_sending) states that it was not received; the request may then be repeated even if
/// it places a call.
///
/// ```
/// use twilio_calls::http::{Request, Response};
/// use twilio_calls::TransportError;
///
/// # #[derive(Clone)] struct Pool;
/// # struct Connection;
/// # impl Pool { async fn connect(&self) -> Result<Connection, std::io::Error> { Ok(Connection) } }
/// # impl Connection { async fn send<B>(self, _: Request<B>) -> Result<Response<B>, std::io::Error> { Err(std::io::ErrorKind::NotConnected.into()) } }
/// async fn send<B>(pool: &Pool, request: Request<B>) -> Result<Response<B>, TransportError> {
///     // Without a connection nothing was sent, so even a create can be retried.
///     let connection = pool.connect().await.map_err(TransportError::before_sending)?;
///     // From here on Twilio may have received the request: `?` converts into `after_sending`.
///     Ok(connection.send(request).await?)
/// }
/// ```
pub struct TransportError {
    source: Cause,
    unsent: bool,
}

type Cause = Box<dyn StdError + Send + Sync>;

impl TransportError {
    /// The request failed before any of it was sent. A wrong claim can place a call twice.
    pub fn before_sending(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
            unsent: true,
        }
    }

    /// The request failed, and may have been received.
    pub fn after_sending(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
            unsent: false,
        }
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for TransportError {
    fn from(error: E) -> Self {
        Self::after_sending(error)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("source", &self.source)
            .field("unsent", &self.unsent)
            .finish()
    }
}

/// A transport behind a pointer.
pub(crate) trait DynTransport: Send + Sync {
    fn send_boxed(&self, request: http::Request<Bytes>) -> SendFuture<'_>;
}

pub(crate) type SendFuture<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

impl<T: HttpTransport> DynTransport for T {
    fn send_boxed(&self, request: http::Request<Bytes>) -> SendFuture<'_> {
        Box::pin(self.send(request))
    }
}

/// Sends a request to a URL through a transport of the application.
pub(crate) async fn send(
    transport: &dyn DynTransport,
    url: &Url,
    mut request: http::Request<Bytes>,
) -> Result<reqwest::Response, Error> {
    *request.uri_mut() = http::Uri::try_from(url.as_str())
        .map_err(|error| Error::transport(Box::new(error), true))?;
    let response = transport
        .send_boxed(request)
        .await
        .map_err(|error| Error::transport(error.source, error.unsent))?;
    Ok(as_if_received(response, url))
}

/// The response as the HTTP client would return it.
fn as_if_received(response: http::Response<Bytes>, url: &Url) -> reqwest::Response {
    use reqwest::ResponseBuilderExt;

    let (parts, body) = response.into_parts();
    let builder = http::Response::builder().url(url.clone());
    // Nothing is left that could make the builder fail.
    let mut response = builder.body(body).unwrap_or_default();
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    response.into()
}
