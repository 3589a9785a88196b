//! The HTTP client: one request out, one response in.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Method, Url};

use crate::error::Error;
use crate::incoming_response::IncomingResponse;
use crate::operation::Operation;

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A request that can be sent any number of times.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The HTTP client, with what holds for every request.
pub(crate) struct HttpClient {
    pub(crate) client: reqwest::Client,
    pub(crate) user_agent: HeaderValue,
    /// The time limit for one attempt.
    pub(crate) timeout: Duration,
    /// The size limit of a body that is read as a whole.
    pub(crate) max_response: usize,
}

impl HttpClient {
    /// Sends a request, once.
    ///
    /// # Errors
    ///
    /// Fails without a complete response, and if its status does not report success.
    pub(crate) async fn send(
        &self,
        request: &Request,
        authorization: Option<HeaderValue>,
        operation: &'static Operation,
    ) -> Result<IncomingResponse, Error> {
        let outgoing = self.outgoing(request, authorization);
        let response = self.client.execute(outgoing).await.map_err(Error::send)?;
        IncomingResponse::read(
            response,
            &request.url,
            self.timeout,
            self.max_response,
            operation,
        )
        .await
    }

    fn outgoing(&self, request: &Request, authorization: Option<HeaderValue>) -> reqwest::Request {
        let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
        let mut headers = request.headers.clone();
        headers.insert(USER_AGENT, self.user_agent.clone());
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        *outgoing.headers_mut() = headers;
        if [Method::POST, Method::PUT, Method::PATCH].contains(&request.method) {
            *outgoing.body_mut() = Some(request.body.clone().into());
        }
        outgoing
    }
}
