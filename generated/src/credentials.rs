//! Credentials.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use crate::api::service::AccountSid;
use crate::argument::Argument;
use crate::credentials_provider::{CredentialsProvider, DynProvider};
use crate::environment::{self, ACCOUNT_SID, API_KEY, API_SECRET, AUTH_TOKEN, Lookup, required};
use crate::error::Error;
use crate::secret::Secret;

/// Credentials, and the account to act on behalf of.
///
/// ```
/// use twilio_calls::Credentials;
///
/// let account = "AC00000000000000000000000000000000";
/// let main = Credentials::auth_token(account, "the auth token")?;
/// let key = Credentials::api_key(account, "SK00000000000000000000000000000000", "its secret")?;
/// assert!(Credentials::auth_token("SK00000000000000000000000000000000", "token").is_err());
/// # let _ = (main, key);
/// # Ok::<(), twilio_calls::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    account_sid: AccountSid,
    scheme: Scheme,
}

#[derive(Clone)]
pub(crate) enum Scheme {
    /// HTTP basic authentication.
    Basic { username: String, password: Secret },
    /// OAuth 2 client credentials.
    Client { id: String, secret: Secret },
    /// Whatever a provider of the application returns.
    Provider(Arc<dyn DynProvider>),
}

impl Credentials {
    /// Creates credentials from an account SID and its auth token.
    ///
    /// # Errors
    ///
    /// Fails if the account SID is invalid, or the token is empty or has white space around it.
    pub fn auth_token(
        account_sid: impl Argument<AccountSid>,
        token: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let password = filled(token.into(), "the auth token")?;
        let username = account_sid.to_string();
        Ok(Self {
            account_sid,
            scheme: Scheme::Basic { username, password },
        })
    }

    /// Creates credentials from an API key (`SK...`) and its secret, to act on behalf of an account.
    ///
    /// # Errors
    ///
    /// Fails if the account SID or the key SID is invalid, or the secret is empty or has white space around it.
    pub fn api_key(
        account_sid: impl Argument<AccountSid>,
        key_sid: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let username = key_sid.into();
        check_key_sid(&username)?;
        let password = filled(secret.into(), "the secret of the API key")?;
        Ok(Self {
            account_sid,
            scheme: Scheme::Basic { username, password },
        })
    }

    /// Creates credentials from an OAuth client ID and secret, to act on behalf of an account.
    ///
    /// The client obtains an access token before its first request, keeps it, and renews it 30 seconds before it
    /// expires, and after Twilio rejects it (401). A read is then repeated; any other request reports the rejection,
    /// and the next one has a new token.
    ///
    /// # Errors
    ///
    /// Fails if the account SID is invalid, the client ID is empty, or the secret is empty or has white space around it.
    pub fn client_credentials(
        account_sid: impl Argument<AccountSid>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let id = client_id.into();
        if id.is_empty() {
            return Err(Error::configuration("the client ID is empty"));
        }
        let secret = filled(client_secret.into(), "the client secret")?;
        Ok(Self {
            account_sid,
            scheme: Scheme::Client { id, secret },
        })
    }

    /// Creates credentials that are fetched from a provider in your application, such as a client for a secret store,
    /// to act on behalf of an account.
    ///
    /// The client asks the provider before its first request, keeps what it returns, and asks again 30 seconds before
    /// that expires, and after Twilio rejects it (401). A read is then repeated; any other request reports the
    /// rejection, and the next one has new credentials. Requests that are sent at the same time ask once.
    ///
    /// ```
    /// use std::time::Duration;
    /// use twilio_calls::{Credentials, ProvidedCredentials};
    ///
    /// # async fn read_secret(name: &str) -> Result<String, std::io::Error> { Ok(name.to_owned()) }
    /// let credentials = Credentials::provider("AC00000000000000000000000000000000", || async {
    ///     let token = read_secret("twilio-auth-token").await?;
    ///     Ok::<_, std::io::Error>(ProvidedCredentials::auth_token(token).expires_in(Duration::from_secs(600)))
    /// })?;
    /// # let _ = credentials;
    /// # Ok::<(), twilio_calls::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the account SID is invalid.
    pub fn provider(
        account_sid: impl Argument<AccountSid>,
        provider: impl CredentialsProvider,
    ) -> Result<Self, Error> {
        Ok(Self {
            account_sid: account(account_sid)?,
            scheme: Scheme::Provider(Arc::new(provider)),
        })
    }

    /// Creates credentials from environment variables.
    ///
    /// `TWILIO_ACCOUNT_SID` is the account. `TWILIO_API_KEY` and `TWILIO_API_SECRET` are used if
    /// the former is set, and otherwise `TWILIO_AUTH_TOKEN`. An empty variable counts as not set,
    /// and one that begins or ends with white space is an error.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(&environment::variable)
    }

    pub(crate) fn from_lookup(lookup: &Lookup<'_>) -> Result<Self, Error> {
        let sid = required(lookup, ACCOUNT_SID, "")?;
        let account_sid = Argument::<AccountSid>::into_argument(sid.as_str()).map_err(|error| {
            let hint = if sid.starts_with("SK") {
                "; it is the SID of an API key, which belongs in TWILIO_API_KEY"
            } else {
                ""
            };
            Error::configuration_because(
                format!("the environment variable {ACCOUNT_SID} is not an account SID{hint}"),
                error,
            )
        })?;
        match lookup(API_KEY)? {
            Some(key) => {
                let secret = required(lookup, API_SECRET, " (it belongs to TWILIO_API_KEY)")?;
                Self::api_key(account_sid, key, secret).map_err(|error| {
                    Error::configuration_because(
                        format!("the environment variable {API_KEY} is invalid"),
                        error,
                    )
                })
            }
            None => {
                if lookup(AUTH_TOKEN)?.is_none() && lookup(API_SECRET)?.is_some() {
                    required(lookup, API_KEY, " (it belongs to TWILIO_API_SECRET)")?;
                }
                let token = required(
                    lookup,
                    AUTH_TOKEN,
                    " (or use TWILIO_API_KEY and TWILIO_API_SECRET)",
                )?;
                Self::auth_token(account_sid, token)
            }
        }
    }

    /// The account that the client acts on behalf of.
    #[must_use]
    pub fn account_sid(&self) -> AccountSid {
        // Whether `AccountSid` is `Copy` depends on the document.
        AccountSid::from(&self.account_sid)
    }

    pub(crate) fn into_scheme(self) -> Scheme {
        self.scheme
    }
}

/// Shows the account and the kind of credentials, not the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match &self.scheme {
            Scheme::Basic { username, .. } if username.starts_with("SK") => "api key",
            Scheme::Basic { .. } => "auth token",
            Scheme::Client { .. } => "client credentials",
            Scheme::Provider(_) => "provider",
        };
        f.debug_struct("Credentials")
            .field("account_sid", &self.account_sid)
            .field("scheme", &scheme)
            .finish_non_exhaustive()
    }
}

fn account(sid: impl Argument<AccountSid>) -> Result<AccountSid, Error> {
    sid.into_argument()
        .map_err(|error| Error::configuration_because("invalid account SID", error))
}

pub(crate) fn check_key_sid(sid: &str) -> Result<(), Error> {
    let hex = sid
        .strip_prefix("SK")
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    if hex {
        return Ok(());
    }
    Err(Error::configuration(
        "invalid API key SID; expected `SK` and 32 hexadecimal digits",
    ))
}

/// The secret, unless it is empty or was copied with white space, such as the line break at the end of a file.
pub(crate) fn filled<S: Borrow<Secret>>(secret: S, what: &str) -> Result<S, Error> {
    if secret.borrow().is_empty() {
        return Err(Error::configuration(format!("{what} is empty")));
    }
    let text = secret.borrow().expose();
    if text.trim().len() != text.len() {
        let problem = format!("{what} begins or ends with white space");
        return Err(Error::configuration(problem));
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::Credentials;
    use crate::environment::lookup;
    use crate::error::Error;

    const ACCOUNT: &str = "AC00000000000000000000000000000000";
    const KEY: &str = "SK00000000000000000000000000000000";

    #[test]
    fn a_missing_variable_is_named() {
        for (variables, named) in [
            (vec![], "TWILIO_ACCOUNT_SID is not set"),
            (
                vec![("TWILIO_ACCOUNT_SID", ACCOUNT)],
                "TWILIO_AUTH_TOKEN is not set",
            ),
            (
                vec![("TWILIO_ACCOUNT_SID", ACCOUNT), ("TWILIO_API_KEY", KEY)],
                "TWILIO_API_SECRET is not set",
            ),
            (
                vec![
                    ("TWILIO_ACCOUNT_SID", ACCOUNT),
                    ("TWILIO_API_KEY", "x"),
                    ("TWILIO_API_SECRET", "s"),
                ],
                "TWILIO_API_KEY is invalid",
            ),
            (
                vec![("TWILIO_ACCOUNT_SID", KEY), ("TWILIO_AUTH_TOKEN", "t")],
                "belongs in TWILIO_API_KEY",
            ),
        ] {
            let message = Credentials::from_lookup(&lookup(&variables))
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(message.contains(named), "{message}");
        }
    }

    #[test]
    fn an_api_key_goes_before_the_auth_token() -> Result<(), Error> {
        let variables = [
            ("TWILIO_ACCOUNT_SID", ACCOUNT),
            ("TWILIO_AUTH_TOKEN", "token"),
            ("TWILIO_API_KEY", KEY),
            ("TWILIO_API_SECRET", "hush"),
        ];
        let shown = format!("{:?}", Credentials::from_lookup(&lookup(&variables))?);
        assert!(
            shown.contains("api key") && !shown.contains("hush"),
            "{shown}"
        );
        let shown = format!("{:?}", Credentials::from_lookup(&lookup(&variables[..2]))?);
        assert!(
            shown.contains("auth token") && !shown.contains("\"token\""),
            "{shown}"
        );
        Ok(())
    }
}
