//! The `Authorization` header.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::credentials::Scheme;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::form;
use crate::http_client::{FORM, HttpClient, JSON};
use crate::operation::{Effect, Operation};
use crate::outgoing_request::Request;
use crate::secret::Secret;

/// How long before it expires a token is renewed.
const MARGIN: Duration = Duration::from_secs(30);

const TOKEN: Operation = Operation::new("token", Effect::Read);

/// The source of the `Authorization` header.
pub(crate) enum Auth {
    /// The same header for every request.
    Fixed(HeaderValue),
    /// An access token that expires.
    Token(Box<TokenSource>),
}

/// Exchanges client credentials for access tokens.
pub(crate) struct TokenSource {
    id: String,
    secret: Secret,
    url: Url,
    current: Mutex<Option<Token>>,
    /// Locked while a token is fetched, so that concurrent requests fetch one token. Not the lock of the token, because a
    /// token that was rejected is discarded without waiting.
    fetching: tokio::sync::Mutex<()>,
}

struct Token {
    header: HeaderValue,
    /// `None` if no expiry is known: the token is used until it is rejected.
    renew_at: Option<Instant>,
}

#[derive(Deserialize)]
struct TokenResponse {
    access_token: Secret,
    expires_in: Option<u64>,
}

impl Auth {
    pub(crate) fn new(scheme: Scheme, token_url: Url) -> Result<Self, Error> {
        match scheme {
            Scheme::Basic { username, password } => {
                let pair = Zeroizing::new(format!("{username}:{}", password.expose()));
                let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
                Ok(Self::Fixed(header("Basic", &encoded)?))
            }
            Scheme::Client { id, secret } => Ok(Self::Token(Box::new(TokenSource {
                id,
                secret,
                url: token_url,
                current: Mutex::new(None),
                fetching: tokio::sync::Mutex::new(()),
            }))),
        }
    }

    /// The header for a request; fetches an access token if there is none that is still valid.
    pub(crate) async fn header(
        &self,
        http: &HttpClient,
        deadline: Deadline,
    ) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::Token(source) => source.header(http, deadline).await,
        }
    }

    /// Discards an access token that was rejected; returns whether the next request will have another one.
    pub(crate) fn discard(&self, rejected: &HeaderValue) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Token(source) => {
                source.discard(rejected);
                true
            }
        }
    }
}

impl TokenSource {
    async fn header(&self, http: &HttpClient, deadline: Deadline) -> Result<HeaderValue, Error> {
        if let Some(header) = self.valid() {
            return Ok(header);
        }
        let Ok(_fetching) = deadline.bound(self.fetching.lock()).await else {
            let error = Error::no_response(deadline.limit, true);
            return Err(Error::token(error.during(&TOKEN)));
        };
        // Another request may have fetched one meanwhile.
        if let Some(header) = self.valid() {
            return Ok(header);
        }
        // Boxed because it is rare: once in the life of a token.
        let token = Box::pin(self.fetch(http, deadline))
            .await
            .map_err(|error| Error::token(error.during(&TOKEN)))?;
        let header = token.header.clone();
        *self.current() = Some(token);
        Ok(header)
    }

    fn current(&self) -> MutexGuard<'_, Option<Token>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The header with the token, if it need not be renewed yet.
    fn valid(&self) -> Option<HeaderValue> {
        let current = self.current();
        let token = current.as_ref()?;
        let is_valid = token.renew_at.is_none_or(|at| Instant::now() < at);
        is_valid.then(|| token.header.clone())
    }

    fn discard(&self, rejected: &HeaderValue) {
        self.current().take_if(|token| token.header == rejected);
    }

    async fn fetch(&self, http: &HttpClient, deadline: Deadline) -> Result<Token, Error> {
        let requested_at = Instant::now();
        let response: TokenResponse = http
            .send(&self.request(), None, &TOKEN, deadline)
            .await?
            .decode()
            .await?
            .into_value();
        if response.access_token.is_empty() {
            return Err(Error::configuration("the access token is empty"));
        }
        let renew_at = response.expires_in.and_then(|seconds| {
            let lifetime = Duration::from_secs(seconds);
            // A token that lives shorter than the margin is used for half its life.
            requested_at.checked_add(lifetime.saturating_sub(MARGIN).max(lifetime / 2))
        });
        Ok(Token {
            header: header("Bearer", response.access_token.expose())?,
            renew_at,
        })
    }

    fn request(&self) -> Request {
        let mut form = form::Writer::new();
        form.pair("grant_type", "client_credentials");
        form.pair("client_id", &self.id);
        form.pair("client_secret", self.secret.expose());
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        Request {
            method: Method::POST,
            url: self.url.clone(),
            headers,
            body: Bytes::from(form.finish()),
        }
    }
}

/// A header value that the HTTP stack does not log.
fn header(scheme: &str, value: &str) -> Result<HeaderValue, Error> {
    let text = Zeroizing::new(format!("{scheme} {value}"));
    let mut header = HeaderValue::from_str(&text).map_err(|_| {
        Error::configuration("the credentials contain characters that cannot be sent in a header")
    })?;
    header.set_sensitive(true);
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn headers_are_marked_as_sensitive() {
        let header = header("Basic", "c2VjcmV0");
        assert!(header.is_ok_and(|header| header.is_sensitive()));
    }
}
