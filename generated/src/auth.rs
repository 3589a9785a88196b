//! The `Authorization` header.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::api::service::AccountSid;
use crate::credentials::{Scheme, check_key_sid, filled};
use crate::credentials_provider::{DynProvider, Kind, ProvidedCredentials};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::form;
use crate::http_client::{FORM, HttpClient, JSON};
use crate::operation::{Effect, Operation};
use crate::outgoing_request::Request;
use crate::secret::Secret;

/// Credentials are renewed this long before they expire.
const MARGIN: Duration = Duration::from_secs(30);

const TOKEN: Operation = Operation::new("token", Effect::Read);
const CREDENTIALS: Operation = Operation::new("credentials", Effect::Read);

/// The source of the `Authorization` header.
pub(crate) enum Auth {
    /// The same header for every request.
    Fixed(HeaderValue),
    /// A header that is obtained, kept, and obtained again.
    Renewed(Box<Renewed>),
}

/// A header that is obtained when it is needed, and kept until it expires or is rejected.
pub(crate) struct Renewed {
    source: Source,
    current: Mutex<Option<Current>>,
    /// Locked while a header is obtained, so that concurrent requests obtain only one. It is not the lock of `current`,
    /// so that a rejected header can be discarded without waiting for a new one.
    obtaining: tokio::sync::Mutex<()>,
}

/// Where headers come from.
enum Source {
    Token(TokenSource),
    Provider(ProviderSource),
}

/// Exchanges client credentials for access tokens.
struct TokenSource {
    id: String,
    secret: Secret,
    url: Url,
}

/// Asks a provider of the application.
struct ProviderSource {
    provider: Arc<dyn DynProvider>,
    /// The user name that goes with an auth token.
    account_sid: String,
}

struct Current {
    header: HeaderValue,
    /// `None` if no expiry is known: the header is used until it is rejected.
    renew_at: Option<Instant>,
}

#[derive(Deserialize)]
struct TokenResponse {
    access_token: Secret,
    expires_in: Option<u64>,
}

impl Auth {
    pub(crate) fn new(
        scheme: Scheme,
        account_sid: &AccountSid,
        token_url: Url,
    ) -> Result<Self, Error> {
        let source = match scheme {
            Scheme::Basic { username, password } => {
                return Ok(Self::Fixed(basic(&username, &password)?));
            }
            Scheme::Client { id, secret } => Source::Token(TokenSource {
                id,
                secret,
                url: token_url,
            }),
            Scheme::Provider(provider) => Source::Provider(ProviderSource {
                provider,
                account_sid: account_sid.to_string(),
            }),
        };
        Ok(Self::Renewed(Box::new(Renewed {
            source,
            current: Mutex::new(None),
            obtaining: tokio::sync::Mutex::new(()),
        })))
    }

    /// The header for a request; obtains one if there is none that is still valid.
    pub(crate) async fn header(
        &self,
        http: &HttpClient,
        deadline: &Deadline,
    ) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::Renewed(renewed) => renewed.header(http, deadline).await,
        }
    }

    /// Discards a header that was rejected; returns whether the next request will have another one.
    pub(crate) fn discard(&self, rejected: &HeaderValue) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Renewed(renewed) => {
                renewed.discard(rejected);
                true
            }
        }
    }
}

impl Renewed {
    async fn header(&self, http: &HttpClient, deadline: &Deadline) -> Result<HeaderValue, Error> {
        if let Some(header) = self.valid() {
            return Ok(header);
        }
        let operation = self.source.operation();
        let Ok(_obtaining) = deadline.bound(self.obtaining.lock()).await else {
            let error = Error::no_response(deadline.limit, true);
            return Err(Error::token(error.during(operation)));
        };
        // Another request may have obtained one meanwhile.
        if let Some(header) = self.valid() {
            return Ok(header);
        }
        // Boxed because it is rare: once in the life of a header.
        let current = Box::pin(self.source.obtain(http, deadline))
            .await
            .map_err(|error| Error::token(error.during(operation)))?;
        let header = current.header.clone();
        *self.current() = Some(current);
        Ok(header)
    }

    fn current(&self) -> MutexGuard<'_, Option<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The header, if it need not be renewed yet.
    fn valid(&self) -> Option<HeaderValue> {
        let current = self.current();
        let current = current.as_ref()?;
        let is_valid = current.renew_at.is_none_or(|at| Instant::now() < at);
        is_valid.then(|| current.header.clone())
    }

    fn discard(&self, rejected: &HeaderValue) {
        self.current().take_if(|current| current.header == rejected);
    }
}

impl Source {
    fn operation(&self) -> &'static Operation {
        match self {
            Self::Token(_) => &TOKEN,
            Self::Provider(_) => &CREDENTIALS,
        }
    }

    async fn obtain(&self, http: &HttpClient, deadline: &Deadline) -> Result<Current, Error> {
        match self {
            Self::Token(source) => source.fetch(http, deadline).await,
            Self::Provider(source) => source.ask(deadline).await,
        }
    }
}

impl Current {
    /// A header that was requested at `requested_at` and expires `lifetime` later, if that is known.
    fn new(header: HeaderValue, requested_at: Instant, lifetime: Option<Duration>) -> Self {
        let renew_at = lifetime.and_then(|lifetime| {
            // A lifetime shorter than twice the margin is used for half of it.
            requested_at.checked_add(lifetime.saturating_sub(MARGIN).max(lifetime / 2))
        });
        Self { header, renew_at }
    }
}

impl ProviderSource {
    async fn ask(&self, deadline: &Deadline) -> Result<Current, Error> {
        let requested_at = Instant::now();
        let provided = match deadline.bound(self.provider.ask()).await {
            Ok(Ok(provided)) => provided,
            Ok(Err(cause)) => return Err(Error::provider(cause)),
            Err(_) => return Err(Error::no_response(deadline.limit, true)),
        };
        let header = self.header(&provided)?;
        Ok(Current::new(header, requested_at, provided.lifetime))
    }

    fn header(&self, provided: &ProvidedCredentials) -> Result<HeaderValue, Error> {
        match &provided.kind {
            Kind::AuthToken(token) => basic(&self.account_sid, filled(token, "the auth token")?),
            Kind::ApiKey(key_sid, secret) => {
                check_key_sid(key_sid)?;
                basic(key_sid, filled(secret, "the secret of the API key")?)
            }
            Kind::AccessToken(token) => {
                header("Bearer", filled(token, "the access token")?.expose())
            }
        }
    }
}

impl TokenSource {
    async fn fetch(&self, http: &HttpClient, deadline: &Deadline) -> Result<Current, Error> {
        let requested_at = Instant::now();
        let response: TokenResponse = http
            .send(&self.request(), None, &TOKEN, deadline)
            .await?
            .decode()
            .await?
            .into_value();
        let token = filled(&response.access_token, "the access token")?;
        let lifetime = response.expires_in.map(Duration::from_secs);
        let header = header("Bearer", token.expose())?;
        Ok(Current::new(header, requested_at, lifetime))
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

/// The header of HTTP basic authentication.
fn basic(username: &str, password: &Secret) -> Result<HeaderValue, Error> {
    let pair = Zeroizing::new(format!("{username}:{}", password.expose()));
    let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
    header("Basic", &encoded)
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
