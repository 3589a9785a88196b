//! How the client proves who it is: the `Authorization` header.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use reqwest::{Method, Url};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::client::Shared;
use crate::credentials::Scheme;
use crate::error::Error;
use crate::form;
use crate::request::{Effect, Operation};
use crate::secret::Secret;
use crate::transport::{Request, send_once};

/// How long before its end a token is replaced.
const MARGIN: Duration = Duration::from_secs(30);

const TOKEN: Operation = Operation {
    id: "token",
    effect: Effect::Read,
    parameters: &[],
};

/// What goes into the `Authorization` header.
pub(crate) enum Auth {
    /// The same for every request, made once.
    Fixed(HeaderValue),
    /// An access token that ends after a while.
    Token(Box<Source>),
}

/// Where access tokens come from.
pub(crate) struct Source {
    id: String,
    secret: Secret,
    url: Url,
    /// The lock is held while a token is fetched, so that many requests fetch one token.
    current: Mutex<Option<Token>>,
}

struct Token {
    header: HeaderValue,
    /// `None` when the service does not say when the token ends: it is used until it is refused.
    renew_at: Option<Instant>,
}

#[derive(Deserialize)]
struct Granted {
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
            Scheme::Client { id, secret } => Ok(Self::Token(Box::new(Source {
                id,
                secret,
                url: token_url,
                current: Mutex::new(None),
            }))),
        }
    }

    pub(crate) fn is_renewable(&self) -> bool {
        matches!(self, Self::Token(_))
    }

    pub(crate) async fn header(&self, shared: &Shared) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::Token(source) => source.header(shared, None).await,
        }
    }

    /// A header other than one that was refused.
    pub(crate) async fn renewed(
        &self,
        shared: &Shared,
        refused: &HeaderValue,
    ) -> Result<HeaderValue, Error> {
        match self {
            Self::Fixed(header) => Ok(header.clone()),
            Self::Token(source) => source.header(shared, Some(refused)).await,
        }
    }
}

impl Source {
    async fn header(
        &self,
        shared: &Shared,
        refused: Option<&HeaderValue>,
    ) -> Result<HeaderValue, Error> {
        let mut current = self.current.lock().await;
        if let Some(token) = &*current
            && token.renew_at.is_none_or(|at| Instant::now() < at)
            && refused != Some(&token.header)
        {
            return Ok(token.header.clone());
        }
        let token = self
            .fetch(shared)
            .await
            .map_err(|error| Error::token(error.during(&TOKEN)))?;
        let header = token.header.clone();
        *current = Some(token);
        Ok(header)
    }

    async fn fetch(&self, shared: &Shared) -> Result<Token, Error> {
        let mut body = form::Writer::new();
        body.pair("grant_type", "client_credentials");
        body.pair("client_id", &self.id);
        body.pair("client_secret", self.secret.expose());
        let asked = Instant::now();
        let request = Request::new(Method::POST, self.url.clone(), body.finish());
        let granted: Granted = send_once(shared, &request, None, &TOKEN)
            .await?
            .decode()
            .await?
            .into_value();
        let renew_at = granted.expires_in.and_then(|seconds| {
            let lifetime = Duration::from_secs(seconds);
            // A token that lives shorter than the margin is used for half its life.
            asked.checked_add(lifetime.saturating_sub(MARGIN).max(lifetime / 2))
        });
        Ok(Token {
            header: header("Bearer", granted.access_token.expose())?,
            renew_at,
        })
    }
}

/// A header that no logger of the HTTP stack shows.
fn header(scheme: &str, value: &str) -> Result<HeaderValue, Error> {
    let text = Zeroizing::new(format!("{scheme} {value}"));
    let mut header = HeaderValue::from_str(&text)
        .map_err(|_| Error::configuration("the credentials hold characters that cannot be sent"))?;
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
