//! Sends requests: with authorization, within the rate limit and the timeouts, and again where the policy allows it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap};
use tokio::time::{Instant, sleep};

use crate::auth::Auth;
use crate::base_url::BaseUrl;
use crate::concurrency::{ConcurrencyLimit, Slot};
use crate::deadline::Deadline;
use crate::error::{Error, Outcome};
use crate::headers;
use crate::http_client::{HttpClient, JSON};
use crate::incoming_response::IncomingResponse;
use crate::operation::{Effect, Operation};
use crate::outgoing_request::Request;
use crate::rate_limiter::RateLimiter;
use crate::redirect::{self, MAX_REDIRECTS, Redirected};
use crate::response::RawResponse;
use crate::retry::{Retry, RetryPolicy, classify, retry_loop};
use crate::retry_budget::RetryBudget;
use crate::trace::Span;

/// What all clones of a client share.
pub(crate) struct Transport {
    pub(crate) base_url: BaseUrl,
    pub(crate) http: HttpClient,
    pub(crate) auth: Auth,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: Option<RetryBudget>,
    pub(crate) rate_limiter: Option<RateLimiter>,
    pub(crate) concurrency: Option<ConcurrencyLimit>,
}

/// How one request is sent.
#[derive(Clone, Copy)]
pub(crate) struct SendOptions<'a> {
    pub(crate) operation: &'static Operation,
    /// The timeout of each attempt, if it is not that of the client.
    pub(crate) timeout: Option<Duration>,
    /// The retry policy, if it is not that of the client.
    pub(crate) retry: Option<&'a RetryPolicy>,
    /// Headers in addition to those of the operation.
    pub(crate) headers: Option<&'a HeaderMap>,
    /// Whether the resource may be missing, so that 404 is not traced as a failure.
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
        options: &SendOptions<'_>,
    ) -> Result<IncomingResponse, Error> {
        let span = Span::new(options.operation.id);
        let (outcome, attempts) = span.around(self.attempts(request, options, &span)).await;
        let outcome = match outcome {
            Ok(response) if options.operation.download => Ok(response.to(request)),
            outcome => outcome,
        };
        if let Some(budget) = &self.retry_budget
            && shows_that_twilio_works(&outcome)
        {
            budget.deposit();
        }
        match &outcome {
            Ok(response) => {
                span.succeeded(
                    attempts,
                    response.status().as_u16(),
                    Some(response.headers()),
                );
            }
            Err(error) if options.may_be_missing && error.is_not_found() => {
                span.succeeded(attempts, 404, error.headers());
            }
            Err(error) => span.failed(
                attempts,
                error.status(),
                error.headers(),
                error.code().map(crate::ErrorCode::get),
                error,
            ),
        }
        outcome
    }

    async fn attempts(
        &self,
        request: &Request,
        options: &SendOptions<'_>,
        span: &Span,
    ) -> (Result<IncomingResponse, Error>, u32) {
        let operation = options.operation;
        let policy = options.retry.unwrap_or(&self.retry);
        // Whether any attempt but the last may have been carried out.
        let uncertain = AtomicBool::new(false);
        retry_loop(
            policy,
            sleep,
            classify,
            |error| self.may_retry(error),
            // The future is large: it is made where it is polled, not moved into another one.
            |number, left| self.attempt(request, options, &uncertain, number, left),
            |number, delay, error| {
                uncertain.store(error.outcome() == Outcome::Unknown, Ordering::Relaxed);
                policy.observe(&Retry::new(operation.id, number, delay, error));
                span.retry(number, delay, error);
            },
        )
        .await
    }

    /// Whether the budget allows another retry. One that Twilio asks for (429) is free, since Twilio is not down then.
    fn may_retry(&self, error: &Error) -> bool {
        let budget = self.retry_budget.as_ref();
        error.is_rate_limited() || budget.is_none_or(RetryBudget::withdraw)
    }

    /// Makes one attempt, and measures the time that sending took.
    async fn attempt(
        &self,
        request: &Request,
        options: &SendOptions<'_>,
        uncertain: &AtomicBool,
        number: u32,
        left: Duration,
    ) -> (Result<IncomingResponse, Error>, Duration) {
        let operation = options.operation;
        let policy = options.retry.unwrap_or(&self.retry);
        let timeout = options.timeout.unwrap_or(self.http.timeout);
        let repeats = policy.retries() && operation.effect == Effect::Read;
        if operation.rate_limited
            && let Some(rate_limiter) = &self.rate_limiter
        {
            rate_limiter.turn().await;
        }
        let slot = match &self.concurrency {
            Some(limit) => Some(limit.slot(timeout.max(self.http.timeout)).await),
            None => None,
        };
        let start = Instant::now();
        let deadline = Deadline::after(timeout.min(left));
        let mut outcome = self.send(request, operation, &deadline, repeats).await;
        if let Some(slot) = slot {
            learn(slot, &outcome);
        }
        if operation.download
            && let Err(error) = outcome
        {
            outcome = Box::pin(self.follow(request, error, operation, &deadline)).await;
        }
        let outcome = match outcome {
            Ok(response) => Ok(response.after(number, timeout)),
            Err(error) => {
                let error = error.during(operation).after(number);
                Err(error.uncertain(uncertain.load(Ordering::Relaxed)))
            }
        };
        (outcome, start.elapsed())
    }

    /// Sends a request with authorization.
    ///
    /// Credentials that are rejected are renewed for the next request, and this one is sent again if it may be
    /// repeated.
    async fn send(
        &self,
        request: &Request,
        operation: &'static Operation,
        deadline: &Deadline,
        repeats: bool,
    ) -> Result<IncomingResponse, Error> {
        let authorization = self.auth.header(&self.http, deadline).await?;
        let outcome = self
            .http
            .send(request, Some(&authorization), operation, deadline)
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
            .send(request, Some(&authorization), operation, deadline)
            .await
    }

    /// Follows the redirects of a download; any other failure is returned unchanged.
    async fn follow(
        &self,
        request: &Request,
        mut outcome: Error,
        operation: &'static Operation,
        deadline: &Deadline,
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
            let sending =
                self.http
                    .send(&next.request, authorization.as_ref(), operation, deadline);
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
        options: &SendOptions<'_>,
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

/// Reports the outcome of a request to the limit of concurrent requests.
fn learn(slot: Slot<'_>, outcome: &Result<IncomingResponse, Error>) {
    match outcome {
        Ok(_) => slot.succeeded(),
        Err(error) if error.is_rate_limited() && !error.is_token() => {
            slot.rejected(error.headers().and_then(headers::concurrent_requests));
        }
        Err(_) => {}
    }
}

/// Whether Twilio responded as it does when all is well, if only to reject the request.
fn shows_that_twilio_works<T>(outcome: &Result<T, Error>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(error) => matches!(error.status(), Some(200..=407 | 409..=428 | 430..=499)),
    }
}
