//! Credentials that a provider of the application returns, again and again.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::secret::Secret;

/// Returns credentials whenever a client needs new ones: see [`Credentials::provider`](crate::Credentials::provider).
///
/// Implemented for functions without arguments that return a future. The future is dropped when the request that
/// started it is dropped or times out; the next request then calls the provider again.
///
/// ```
/// use std::error::Error;
/// use twilio_calls::{Credentials, CredentialsProvider, ProvidedCredentials};
///
/// /// Reads the auth token from a file that another process renews.
/// struct TokenFile(std::path::PathBuf);
///
/// impl CredentialsProvider for TokenFile {
///     async fn credentials(&self) -> Result<ProvidedCredentials, Box<dyn Error + Send + Sync>> {
///         let token = std::fs::read_to_string(&self.0)?;
///         Ok(ProvidedCredentials::auth_token(token.trim_end()))
///     }
/// }
///
/// let provider = TokenFile("/run/secrets/twilio".into());
/// let credentials = Credentials::provider("AC00000000000000000000000000000000", provider)?;
/// # let _ = credentials;
/// # Ok::<(), twilio_calls::Error>(())
/// ```
pub trait CredentialsProvider: Send + Sync + 'static {
    /// Returns the credentials that are valid now.
    ///
    /// # Errors
    ///
    /// Fails if there are none now. The request that needed them is not sent, and may be retried.
    fn credentials(
        &self,
    ) -> impl Future<Output = Result<ProvidedCredentials, Box<dyn StdError + Send + Sync>>> + Send;
}

impl<F, R, E> CredentialsProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<ProvidedCredentials, E>> + Send,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    async fn credentials(&self) -> Result<ProvidedCredentials, Box<dyn StdError + Send + Sync>> {
        self().await.map_err(Into::into)
    }
}

/// What a [`CredentialsProvider`] returns. The account is the one given to
/// [`Credentials::provider`](crate::Credentials::provider).
///
/// ```
/// use std::time::Duration;
/// use twilio_calls::ProvidedCredentials;
///
/// let token = ProvidedCredentials::access_token("an access token").expires_in(Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("an access token"));
/// ```
#[derive(Clone)]
pub struct ProvidedCredentials {
    pub(crate) kind: Kind,
    pub(crate) lifetime: Option<Duration>,
}

#[derive(Clone)]
pub(crate) enum Kind {
    AuthToken(Secret),
    ApiKey(String, Secret),
    AccessToken(Secret),
}

impl ProvidedCredentials {
    /// The auth token of the account.
    pub fn auth_token(token: impl Into<Secret>) -> Self {
        Self::new(Kind::AuthToken(token.into()))
    }

    /// An API key (`SK...`) and its secret.
    pub fn api_key(key_sid: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::new(Kind::ApiKey(key_sid.into(), secret.into()))
    }

    /// An OAuth access token.
    pub fn access_token(token: impl Into<Secret>) -> Self {
        Self::new(Kind::AccessToken(token.into()))
    }

    /// Sets the time after which the credentials expire, counted from when the provider was asked. Without it, they are
    /// used until Twilio rejects them.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            lifetime: None,
        }
    }
}

/// Shows the kind of credentials, not the secret.
impl fmt::Debug for ProvidedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.kind {
            Kind::AuthToken(_) => "auth token",
            Kind::ApiKey(..) => "api key",
            Kind::AccessToken(_) => "access token",
        };
        f.debug_struct("ProvidedCredentials")
            .field("kind", &kind)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// A provider behind a pointer.
pub(crate) trait DynProvider: Send + Sync {
    fn ask(&self) -> Asking<'_>;
}

pub(crate) type Asking<'p> = Pin<
    Box<
        dyn Future<Output = Result<ProvidedCredentials, Box<dyn StdError + Send + Sync>>>
            + Send
            + 'p,
    >,
>;

impl<P: CredentialsProvider> DynProvider for P {
    fn ask(&self) -> Asking<'_> {
        Box::pin(self.credentials())
    }
}
