//! Extractors for axum.

use std::net::{IpAddr, SocketAddr};

use ::axum::extract::connect_info::MockConnectInfo;
use ::axum::extract::{ConnectInfo, FromRef, FromRequest, FromRequestParts, OriginalUri, Request};
use ::axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::Extensions;
use http::request::Parts;

use super::callback::Callback;
use super::receiver::Receiver;
use super::rejection::Rejection;

/// Extractor for a callback that Twilio sends with the method POST.
///
/// The state of the router must be a [`Receiver`], or provide one through axum's `FromRef`. The response to a request
/// with a bad signature is 403, to one that cannot be read 400, and to one over the size limit 413; to respond in another
/// way, take `Result<Verified<_>, Rejection>` in the handler. Routers may be nested: the signature is checked for the
/// original path. For [`PublicUrl::behind`](super::PublicUrl::behind) the router must be served with
/// `into_make_service_with_connect_info::<SocketAddr>`.
///
/// It reads the body, so it must be the last argument of the handler, after `State` and other extractors. Otherwise the
/// compiler only reports that the function does not implement `Handler`; the attribute `#[axum::debug_handler]` then
/// says which argument is in the wrong place.
///
/// For callbacks with the method GET use [`VerifiedQuery`].
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{PublicUrl, Receiver, SignatureValidator, Verified};
///
/// async fn call_status(Verified(report): Verified<CallStatusCallback>) {
///     println!("{} is {}", report.call_sid, report.call_status);
/// }
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let receiver = Receiver::new(validator, PublicUrl::base("https://example.com")?);
/// let app: Router = Router::new().route("/hooks/call_status", post(call_status)).with_state(receiver);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verified<C>(
    /// The verified content.
    pub C,
);

/// Extractor for a callback that Twilio sends with the method GET.
///
/// Use it only where the callback was requested with GET, for example by `status_callback_method`. It works like
/// [`Verified`], but takes the parameters from the query.
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{Receiver, VerifiedQuery};
///
/// async fn call_status(VerifiedQuery(report): VerifiedQuery<CallStatusCallback>) {
///     println!("{} is {}", report.call_sid, report.call_status);
/// }
///
/// let app: Router<Receiver> = Router::new().route("/hooks/call_status", get(call_status));
/// # let _ = app;
/// ```
#[derive(Clone, Debug)]
pub struct VerifiedQuery<C>(
    /// The verified content.
    pub C,
);

/// Extractor for a body from Twilio that is not a form, such as JSON.
///
/// See [`Receiver::receive_bytes`].
///
/// ```
/// use axum::Router;
/// use axum::http::StatusCode;
/// use axum::routing::post;
/// use twilio_calls::webhook::{Receiver, VerifiedBytes};
///
/// async fn event(VerifiedBytes(body): VerifiedBytes) -> StatusCode {
///     match serde_json::from_slice::<serde_json::Value>(&body) {
///         Ok(_) => StatusCode::NO_CONTENT,
///         Err(_) => StatusCode::BAD_REQUEST,
///     }
/// }
///
/// let app: Router<Receiver> = Router::new().route("/hooks/event", post(event));
/// # let _ = app;
/// ```
#[derive(Clone)]
pub struct VerifiedBytes(
    /// The verified content.
    pub Bytes,
);

/// What was sent can be personal data.
impl std::fmt::Debug for VerifiedBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VerifiedBytes({} bytes)", self.0.len())
    }
}

/// Extractor for the handshake of a media stream that Twilio opens.
///
/// Put it before `WebSocketUpgrade` in a handler. See [`Receiver::verify_handshake`].
///
/// ```
/// use axum::Router;
/// use axum::routing::get;
/// use twilio_calls::webhook::{Receiver, VerifiedHandshake};
///
/// // With the feature `ws` of axum: `async fn media(_: VerifiedHandshake, upgrade: WebSocketUpgrade) -> Response`
/// async fn media(_: VerifiedHandshake) {}
///
/// let app: Router<Receiver> = Router::new().route("/media", get(media));
/// # let _ = app;
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct VerifiedHandshake;

impl<S, C> FromRequest<S> for Verified<C>
where
    S: Send + Sync,
    C: Callback,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (request, peer) = as_called(request);
        let receiver = Receiver::from_ref(state);
        receiver.receive(request, peer).await.map(Self)
    }
}

impl<S, C> FromRequest<S> for VerifiedQuery<C>
where
    S: Send + Sync,
    C: Callback,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (request, peer) = as_called(request);
        let receiver = Receiver::from_ref(state);
        receiver.receive_query(request, peer).await.map(Self)
    }
}

impl<S> FromRequest<S> for VerifiedBytes
where
    S: Send + Sync,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (request, peer) = as_called(request);
        let receiver = Receiver::from_ref(state);
        receiver.receive_bytes(request, peer).await.map(Self)
    }
}

impl<S> FromRequestParts<S> for VerifiedHandshake
where
    S: Send + Sync,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let uri = match parts.extensions.get() {
            Some(OriginalUri(uri)) => uri,
            None => &parts.uri,
        };
        Receiver::from_ref(state)
            .check_handshake(uri, &parts.headers, peer(&parts.extensions))
            .map(|()| Self)
    }
}

/// The request with its original path, which was signed (a nested router sees only a part of it), and its peer.
fn as_called(mut request: Request) -> (Request, Option<IpAddr>) {
    let peer = peer(request.extensions());
    if let Some(OriginalUri(uri)) = request.extensions_mut().remove() {
        *request.uri_mut() = uri;
    }
    (request, peer)
}

fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let connected = extensions.get().map(|ConnectInfo(peer)| peer);
    // In tests, axum's own extractor `ConnectInfo` falls back to this, too.
    let mocked = || extensions.get().map(|MockConnectInfo(peer)| peer);
    connected.or_else(mocked).map(SocketAddr::ip)
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
