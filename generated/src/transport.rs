//! The one place where requests leave and answers arrive.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Method, Url};
use tokio::time::Instant;

use crate::client::Shared;
use crate::error::{Error, RawResponse};
use crate::incoming_response::IncomingResponse;
use crate::request::{Effect, Operation};
use crate::retry::Retry;
use crate::trace::Span;
use crate::wire::Wire;

impl Wire<'_> {
    /// Sends a request, as often as the policy allows, and gives the answer if it reports success.
    ///
    /// # Errors
    ///
    /// No answer, or one that reports an error.
    pub(crate) async fn execute(&self, request: Request) -> Result<IncomingResponse, Error> {
        let span = Span::new(self.core.operation.id);
        let (outcome, attempts) = span.around(self.attempts(&request, &span)).await;
        match &outcome {
            Ok(response) => span.end(
                attempts,
                Some(response.status().as_u16()),
                response.request_id(),
                None,
            ),
            Err(error) => span.end(attempts, error.status(), error.request_id(), Some(error)),
        }
        outcome
    }

    async fn attempts(
        &self,
        request: &Request,
        span: &Span,
    ) -> (Result<IncomingResponse, Error>, u32) {
        let core = self.core;
        let operation = core.operation;
        let shared = core.client.shared();
        let policy = core.retry.as_ref().unwrap_or(&shared.retry);
        let limit = core.timeout.unwrap_or(shared.timeout);
        let mut left = policy.time();
        let mut attempt = 1;
        loop {
            if operation.effect == Effect::Create
                && let Some(rate_limiter) = &shared.rate_limiter
            {
                rate_limiter.turn().await;
            }
            let begun = Instant::now();
            let error = match send(shared, request, limit.min(left), operation).await {
                Ok(response) => {
                    return (Ok(response.after(attempt, limit)), attempt);
                }
                Err(error) => error.during(operation).after(attempt),
            };
            left = left.saturating_sub(begun.elapsed());
            let Some(delay) = policy.pause(attempt, &error, left) else {
                return (Err(error), attempt);
            };
            let retry = Retry {
                operation: operation.id,
                attempt,
                delay,
                error: &error,
            };
            policy.observe(&retry);
            span.retry(&retry);
            tokio::time::sleep(delay).await;
            left = left.saturating_sub(delay);
            attempt += 1;
        }
    }

    /// Fetches the page at an address that the service gave, as it is, and only from this service.
    pub(crate) async fn get_page(&self, uri: &str) -> Result<RawResponse, Error> {
        let url = self
            .own_url(uri)
            .map_err(|error| error.during(self.core.operation))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        self.execute(Request {
            method: Method::GET,
            url,
            headers,
            body: Bytes::new(),
            buffered: true,
        })
        .await?
        .whole()
        .await
    }

    fn own_url(&self, uri: &str) -> Result<Url, Error> {
        let shared = self.core.client.shared();
        let foreign = || {
            Error::paging(
                "the page after this one is not on the service's own address, it was not fetched",
            )
        };
        let (url, prefix, path) = if uri.starts_with('/') {
            // Appended, not resolved: `//host/` must stay a path.
            let url = Url::parse(&format!("{}{uri}", self.baseurl)).map_err(|_| foreign())?;
            (url, shared.url.path().trim_end_matches('/'), uri)
        } else {
            let url = Url::parse(uri).map_err(|_| foreign())?;
            let (_, rest) = uri.split_once("://").ok_or_else(foreign)?;
            (
                url,
                "",
                rest.find('/')
                    .map(|slash| &rest[slash..])
                    .ok_or_else(foreign)?,
            )
        };
        if url.origin() != shared.url.origin()
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return Err(foreign());
        }
        let sent = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        if same_bytes(&sent, prefix, path) {
            Ok(url)
        } else {
            Err(Error::paging(
                "the address of the page after this one cannot be followed as it is",
            ))
        }
    }
}

/// Whether an address differs from what was asked for only by bytes that must be escaped in one.
fn same_bytes(sent: &str, prefix: &str, asked: &str) -> bool {
    let Some(sent) = sent.strip_prefix(prefix) else {
        return false;
    };
    let mut sent = sent.bytes();
    asked.bytes().all(|wanted| match sent.next() {
        Some(b'%') if wanted != b'%' => {
            let mut digit = || sent.next().and_then(|digit| char::from(digit).to_digit(16));
            matches!((digit(), digit()), (Some(high), Some(low)) if high * 16 + low == u32::from(wanted))
        }
        found => found == Some(wanted),
    }) && sent.next().is_none()
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A request that can be sent any number of times.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the whole answer is read before it is handed on.
    pub(crate) buffered: bool,
}

impl Request {
    pub(crate) fn new(method: Method, url: Url, body: String) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        Self {
            method,
            url,
            headers,
            body: Bytes::from(body),
            buffered: true,
        }
    }
}

/// Sends a request with the client's credentials; a token that was refused is renewed, once.
async fn send(
    shared: &Shared,
    request: &Request,
    limit: Duration,
    operation: &'static Operation,
) -> Result<IncomingResponse, Error> {
    let work = async {
        let authorization = shared.auth.header(shared).await?;
        match send_once(shared, request, Some(authorization.clone()), operation).await {
            Err(error) if error.status() == Some(401) && shared.auth.is_renewable() => {
                let authorization = shared.auth.renewed(shared, &authorization).await?;
                send_once(shared, request, Some(authorization), operation).await
            }
            outcome => outcome,
        }
    };
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or_else(|_| Err(Error::timeout(limit)))
}

/// Sends a request, once.
pub(crate) async fn send_once(
    shared: &Shared,
    request: &Request,
    authorization: Option<HeaderValue>,
    operation: &'static Operation,
) -> Result<IncomingResponse, Error> {
    let mut sent = reqwest::Request::new(request.method.clone(), request.url.clone());
    let mut headers = request.headers.clone();
    headers.insert(USER_AGENT, shared.user_agent.clone());
    if let Some(authorization) = authorization {
        headers.insert(AUTHORIZATION, authorization);
    }
    *sent.headers_mut() = headers;
    if request.method == Method::POST {
        *sent.body_mut() = Some(request.body.clone().into());
    }
    let response = shared.http.execute(sent).await.map_err(Error::send)?;
    IncomingResponse::read(response, &request.url, request.buffered, shared, operation).await
}

#[cfg(test)]
mod tests {
    use super::same_bytes;

    #[test]
    fn an_address_may_only_be_escaped() {
        assert!(same_bytes("/p/a?b=%3C+1", "/p", "/a?b=%3C+1"));
        assert!(same_bytes("/a?b=%27", "", "/a?b='"));
        assert!(!same_bytes("/b", "", "/a/../b"));
        assert!(!same_bytes("/a", "", "/a#b"));
        assert!(!same_bytes("/a?b", "", "/a"));
        assert!(!same_bytes("/a?b=%28", "", "/a?b='"));
        assert!(!same_bytes("/a?b=%2", "", "/a?b='"));
    }
}
