//! The HTTP client: one request out, one response in.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use crate::deadline::Deadline;
use crate::error::Error;
use crate::http_transport::{self, DynTransport};
use crate::idle_time::IdleTime;
use crate::incoming_response::IncomingResponse;
use crate::operation::{Effect, Operation};
use crate::outgoing_request::Request;
use crate::single_use::{Handover, SingleUseBody};

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What requests are handed to.
pub(crate) enum Sender {
    Client(reqwest::Client),
    /// A transport of the application.
    Transport(Arc<dyn DynTransport>),
}

/// The HTTP client, with what holds for every request.
pub(crate) struct HttpClient {
    pub(crate) sender: Sender,
    /// Whether it may follow redirects and retry, because it is the application's own.
    pub(crate) is_own: bool,
    pub(crate) user_agent: HeaderValue,
    /// The time limit for one attempt.
    pub(crate) timeout: Duration,
    /// The size limit of a body that is read as a whole.
    pub(crate) max_response: usize,
    /// The time since the last create or update.
    pub(crate) idle: IdleTime,
}

impl HttpClient {
    /// Sends a request, once.
    ///
    /// # Errors
    ///
    /// Fails without a complete response before the deadline, and if its status does not report success.
    pub(crate) async fn send(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
        operation: &'static Operation,
        deadline: &Deadline,
    ) -> Result<IncomingResponse, Error> {
        let client = match &self.sender {
            Sender::Client(client) => client,
            // Boxed because it is rare.
            Sender::Transport(transport) => {
                let headers = self.headers(request, authorization);
                let sending =
                    self.send_through(&**transport, request, headers, operation, deadline);
                return Box::pin(sending).await;
            }
        };
        // If the server closed an idle connection and the runtime already knows, the connection is replaced before
        // anything is written. Yielding lets the runtime find out. Requests that can be repeated are retried anyway.
        if !operation.effect.is_idempotent() && self.idle.has_passed() {
            tokio::task::yield_now().await;
        }
        let (outgoing, handover) = self.outgoing(request, authorization);
        // Without a body there is nothing to withdraw, and nothing is certain.
        let withdraw = || handover.as_ref().is_some_and(Handover::withdraw);
        let response = match deadline.bound(client.execute(outgoing)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                if error.is_redirect() {
                    return Err(Error::redirected());
                }
                // Without a body, an HTTP client of the application may have failed at a second request, after a
                // redirect or a retry. For a read that makes no difference.
                let is_first = !self.is_own || operation.effect == Effect::Read;
                let before_sending = error.is_connect() || error.is_builder();
                let unsent = withdraw() || (handover.is_none() && is_first && before_sending);
                return Err(Error::send(error, unsent));
            }
            Err(_) => return Err(Error::no_response(deadline.limit, withdraw())),
        };
        IncomingResponse::read(
            response,
            &request.url,
            deadline,
            self.max_response,
            operation,
        )
        .await
    }

    /// Sends a request through a transport of the application, once.
    async fn send_through(
        &self,
        transport: &dyn DynTransport,
        request: &Request,
        headers: HeaderMap,
        operation: &'static Operation,
        deadline: &Deadline,
    ) -> Result<IncomingResponse, Error> {
        let mut outgoing = http::Request::new(request.body.clone());
        *outgoing.method_mut() = request.method.clone();
        *outgoing.headers_mut() = headers;
        let sending = http_transport::send(transport, &request.url, outgoing);
        let Ok(response) = deadline.bound(sending).await else {
            return Err(Error::no_response(deadline.limit, false));
        };
        IncomingResponse::read(
            response?,
            &request.url,
            deadline,
            self.max_response,
            operation,
        )
        .await
    }

    fn headers(&self, request: &Request, authorization: Option<&HeaderValue>) -> HeaderMap {
        // A clone would have no room for more.
        let mut headers = HeaderMap::with_capacity(request.headers.len() + 2);
        let own = request.headers.iter();
        headers.extend(own.map(|(name, value)| (name.clone(), value.clone())));
        headers.insert(USER_AGENT, self.user_agent.clone());
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        headers
    }

    fn outgoing(
        &self,
        request: &Request,
        authorization: Option<&HeaderValue>,
    ) -> (reqwest::Request, Option<Handover>) {
        let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
        *outgoing.headers_mut() = self.headers(request, authorization);
        let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(&request.method);
        let handover = has_body.then(|| {
            let (body, handover) = SingleUseBody::new(request.body.clone());
            *outgoing.body_mut() = Some(reqwest::Body::wrap(body));
            handover
        });
        (outgoing, handover)
    }
}
