//! An extractor for axum.

use std::net::SocketAddr;

use ::axum::extract::{ConnectInfo, FromRef, FromRequest, OriginalUri, Request};
use ::axum::response::{IntoResponse, Response};

use super::callback::Callback;
use super::receiver::{Receiver, Rejection};

/// A callback that the service has sent, as an extractor for axum.
///
/// The state of the router has to be a [`Receiver`], or to give one through axum's `FromRef`. A request with a bad
/// signature is answered with 403, one that cannot be read with 400, and one over the size limit with 413; a handler
/// that takes `Result<Verified<_>, Rejection>` answers itself. Routers may be nested: what counts is the path that was
/// called. For [`PublicUrl::behind`](super::PublicUrl::behind) the router has to be served with
/// `into_make_service_with_connect_info::<SocketAddr>`.
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
    /// What was sent.
    pub C,
);

impl<S, C> FromRequest<S> for Verified<C>
where
    S: Send + Sync,
    C: Callback,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        let receiver = Receiver::from_ref(state);
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|peer| peer.0.ip());
        // A nested router sees only its own part of the path, and the whole of it was signed.
        if let Some(OriginalUri(uri)) = request.extensions_mut().remove() {
            *request.uri_mut() = uri;
        }
        receiver.receive(request, peer).await.map(Self)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
