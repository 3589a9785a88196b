//! Sends requests: with authorization, within the rate limit and the timeouts, and again where the policy allows it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap};
use tokio::time::{Instant, sleep};

use crate::auth::Auth;
use crate::base_url::BaseUrl;
use crate::deadline::Deadline;
use crate::error::{Error, Outcome};
use crate::http_client::{HttpClient, JSON};
use crate::incoming_response::IncomingResponse;
use crate::operation::{Effect, Operation};
use crate::outgoing_request::Request;
use crate::rate_limiter::RateLimiter;
use crate::redirect::{self, MAX_REDIRECTS, Redirected};
use crate::response::RawResponse;
use crate::retry::{Retry, RetryPolicy, classify, retry_loop};
use crate::trace::Span;

/// What all clones of a client share.
pub(crate) struct Transport {
    pub(crate) base_url: BaseUrl,
    pub(crate) http: HttpClient,
    pub(crate) auth: Auth,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limiter: Option<RateLimiter>,
}

/// How one request is sent.
#[derive(Clone, Copy)]
pub(crate) struct SendOptions<'a> {
    pub(crate) operation: &'static Operation,
    /// The timeout of each attempt, if it is not that of the client.
    pub(crate) timeout: Option<Duration>,
    /// The retry policy, if it is not that of the client.
    pub(crate) retry: Option<&'a RetryPolicy>,
    /// Headers beside those of the operation.
    pub(crate) headers: Option<&'a HeaderMap>,
    /// Whether it is no surprise if the resource is not found.
    pub(crate) may_be_missing: bool,
}

impl Transport {
    /// Sends a request, as often as the policy allows.
    ///
    /// # Errors
    ///
    /// Fails if the last attempt received no response, or one whose status does not report success.
    pub(crate) async fn execute(
        &self,
        request: &Request,
        options: SendOptions<'_>,
    ) -> Result<IncomingResponse, Error> {
        let span = Span::new(options.operation.id);
        let (outcome, attempts) = span.around(self.attempts(request, options, &span)).await;
        let outcome = match outcome {
            Ok(response) if options.operation.download => Ok(response.to(request)),
            outcome => outcome,
        };
        match &outcome {
            Ok(response) => {
                span.succeeded(attempts, response.status().as_u16(), response.request_id());
            }
            Err(error) if options.may_be_missing && error.is_not_found() => {
                span.succeeded(attempts, 404, error.request_id());
            }
            Err(error) => span.failed(
                attempts,
                error.status(),
                error.request_id(),
                error.api_error().and_then(crate::ApiError::code),
                error,
            ),
        }
        outcome
    }

    async fn attempts(
        &self,
        request: &Request,
        options: SendOptions<'_>,
        span: &Span,
    ) -> (Result<IncomingResponse, Error>, u32) {
        let operation = options.operation;
        let policy = options.retry.unwrap_or(&self.retry);
        let timeout = options.timeout.unwrap_or(self.http.timeout);
        let repeats = policy.retries() && operation.effect == Effect::Read;
        // Whether any attempt but the last may have been carried out.
        let uncertain = AtomicBool::new(false);
        retry_loop(
            policy,
            sleep,
            classify,
            |number, left| {
                let attempt = self.attempt(request, operation, timeout, repeats, number, left);
                let uncertain = uncertain.load(Ordering::Relaxed);
                async move {
                    let (outcome, used) = attempt.await;
                    (outcome.map_err(|error| error.uncertain(uncertain)), used)
                }
            },
            |number, delay, error| {
                uncertain.store(error.outcome() == Outcome::Unknown, Ordering::Relaxed);
                policy.observe(&Retry::new(operation.id, number, delay, error));
                span.retry(number, delay, error);
            },
        )
        .await
    }

    /// Makes one attempt, and measures the time that sending took.
    async fn attempt(
        &self,
        request: &Request,
        operation: &'static Operation,
        timeout: Duration,
        repeats: bool,
        number: u32,
        left: Duration,
    ) -> (Result<IncomingResponse, Error>, Duration) {
        if operation.rate_limited
            && let Some(rate_limiter) = &self.rate_limiter
        {
            rate_limiter.turn().await;
        }
        let start = Instant::now();
        let deadline = Deadline::after(timeout.min(left));
        let mut outcome = self.send(request, operation, deadline, repeats).await;
        if operation.download
            && let Err(error) = outcome
        {
            outcome = Box::pin(self.follow(request, error, operation, deadline)).await;
        }
        let outcome = match outcome {
            Ok(response) => Ok(response.after(number, timeout)),
            Err(error) => Err(error.during(operation).after(number)),
        };
        (outcome, start.elapsed())
    }

    /// Sends a request with authorization.
    ///
    /// An access token that is rejected is renewed for the next request, and this one is sent again if it may be
    /// repeated.
    async fn send(
        &self,
        request: &Request,
        operation: &'static Operation,
        deadline: Deadline,
        repeats: bool,
    ) -> Result<IncomingResponse, Error> {
        let authorization = self.auth.header(&self.http, deadline).await?;
        let outcome = self
            .http
            .send(request, Some(authorization.clone()), operation, deadline)
            .await;
        match outcome {
            Err(error) if error.status() == Some(401) && self.auth.discard(&authorization) => {
                if !repeats {
                    return Err(error);
                }
            }
            outcome => return outcome,
        }
        let authorization = self.auth.header(&self.http, deadline).await?;
        self.http
            .send(request, Some(authorization), operation, deadline)
            .await
    }

    /// Follows the redirects of a download; another failure stays as it is.
    async fn follow(
        &self,
        request: &Request,
        mut outcome: Error,
        operation: &'static Operation,
        deadline: Deadline,
    ) -> Result<IncomingResponse, Error> {
        let mut hop: Option<Redirected> = None;
        for _ in 0..MAX_REDIRECTS {
            let (from, at_home) = match &hop {
                Some(hop) => (&hop.request, hop.at_home),
                None => (request, true),
            };
            let Some(next) = redirect::follow(&self.base_url, from, at_home, &outcome) else {
                return Err(outcome);
            };
            let authorization = match next.at_home {
                true => Some(self.auth.header(&self.http, deadline).await?),
                false => None,
            };
            let sending = self
                .http
                .send(&next.request, authorization, operation, deadline);
            match sending.await {
                Err(error) => outcome = error,
                response => return response,
            }
            hop = Some(next);
        }
        Err(outcome)
    }

    /// Fetches another page of a list by the URI from a page, as received, and only from the same server.
    ///
    /// # Errors
    ///
    /// Fails if the URI must not be followed, and for the reasons of [`execute`](Self::execute).
    pub(crate) async fn get_page(
        &self,
        uri: &str,
        options: SendOptions<'_>,
    ) -> Result<RawResponse, Error> {
        let url = self
            .base_url
            .page(uri)
            .map_err(|error| error.during(options.operation))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        headers.extend(options.headers.cloned().unwrap_or_default());
        let request = Request {
            method: Method::GET,
            url,
            headers,
            body: Bytes::new(),
        };
        self.execute(&request, options).await?.whole().await
    }
}
