//! Who the client is.

use std::env::VarError;
use std::fmt;

use crate::AccountSid;
use crate::error::Error;
use crate::request::Argument;
use crate::secret::Secret;

/// Who the client is, and for which account it acts.
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
}

impl Credentials {
    /// The account SID and its auth token.
    ///
    /// # Errors
    ///
    /// The account SID is not one, or the token is empty.
    pub fn auth_token(
        account_sid: impl Argument<AccountSid>,
        token: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let password = filled(token.into(), "the auth token")?;
        Ok(Self {
            account_sid,
            scheme: Scheme::Basic {
                username: account_sid.to_string(),
                password,
            },
        })
    }

    /// An API key (`SK...`) and its secret, acting for an account.
    ///
    /// # Errors
    ///
    /// The account SID or the key SID is not one, or the secret is empty.
    pub fn api_key(
        account_sid: impl Argument<AccountSid>,
        key_sid: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let username = key_sid.into();
        let hex = username
            .strip_prefix("SK")
            .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hex {
            return Err(Error::configuration(
                "the SID of an API key is `SK` and 32 hexadecimal digits",
            ));
        }
        let password = filled(secret.into(), "the secret of the API key")?;
        Ok(Self {
            account_sid,
            scheme: Scheme::Basic { username, password },
        })
    }

    /// OAuth client credentials, acting for an account.
    ///
    /// The client gets an access token before its first request, keeps it, and gets another before it
    /// expires, or once when the service refuses it (401).
    ///
    /// # Errors
    ///
    /// The account SID is not one, or the client id or secret is empty.
    pub fn client_credentials(
        account_sid: impl Argument<AccountSid>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, Error> {
        let account_sid = account(account_sid)?;
        let id = client_id.into();
        if id.is_empty() {
            return Err(Error::configuration("the client id is empty"));
        }
        let secret = filled(client_secret.into(), "the client secret")?;
        Ok(Self {
            account_sid,
            scheme: Scheme::Client { id, secret },
        })
    }

    /// The credentials in the environment.
    ///
    /// `TWILIO_ACCOUNT_SID` names the account. `TWILIO_API_KEY` and `TWILIO_API_SECRET` are used when
    /// the former is set, otherwise `TWILIO_AUTH_TOKEN`. An empty variable counts as not set,
    /// and one that begins or ends with white space is an error.
    ///
    /// # Errors
    ///
    /// A variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(&environment)
    }

    pub(crate) fn from_lookup(lookup: &Lookup<'_>) -> Result<Self, Error> {
        let sid = required(lookup, ACCOUNT_SID, "")?;
        let account_sid = Argument::<AccountSid>::into_argument(sid.as_str()).map_err(|error| {
            let hint = if sid.starts_with("SK") {
                "; it holds the SID of an API key, which belongs into TWILIO_API_KEY"
            } else {
                ""
            };
            Error::configuration_because(
                format!("the environment variable {ACCOUNT_SID} is no account SID{hint}"),
                error,
            )
        })?;
        match lookup(API_KEY)? {
            Some(key) => {
                let secret = required(lookup, API_SECRET, " (it goes with TWILIO_API_KEY)")?;
                Self::api_key(account_sid, key, secret).map_err(|error| {
                    Error::configuration_because(
                        format!("the environment variable {API_KEY} cannot be used"),
                        error,
                    )
                })
            }
            None => {
                if lookup(AUTH_TOKEN)?.is_none() && lookup(API_SECRET)?.is_some() {
                    required(lookup, API_KEY, " (it goes with TWILIO_API_SECRET)")?;
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

    /// The account that the client acts for.
    #[must_use]
    pub fn account_sid(&self) -> AccountSid {
        self.account_sid
    }

    pub(crate) fn into_scheme(self) -> Scheme {
        self.scheme
    }
}

/// Shows the account and the way of authentication, not the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match &self.scheme {
            Scheme::Basic { username, .. } if username.starts_with("SK") => "api key",
            Scheme::Basic { .. } => "auth token",
            Scheme::Client { .. } => "client credentials",
        };
        f.debug_struct("Credentials")
            .field("account_sid", &self.account_sid)
            .field("scheme", &scheme)
            .finish_non_exhaustive()
    }
}

const ACCOUNT_SID: &str = "TWILIO_ACCOUNT_SID";
const AUTH_TOKEN: &str = "TWILIO_AUTH_TOKEN";
const API_KEY: &str = "TWILIO_API_KEY";
const API_SECRET: &str = "TWILIO_API_SECRET";
pub(crate) const REGION: &str = "TWILIO_REGION";
pub(crate) const EDGE: &str = "TWILIO_EDGE";

/// Where variables come from; the environment of a process cannot be changed safely in a test.
pub(crate) type Lookup<'a> = dyn Fn(&'static str) -> Result<Option<String>, Error> + 'a;

pub(crate) fn environment(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        // What a file or a shell left at the end of a secret makes the service refuse it without a reason.
        Ok(value) if value.trim() != value => Err(Error::configuration(format!(
            "the environment variable {name} begins or ends with white space"
        ))),
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not valid Unicode"
        ))),
    }
}

fn required(lookup: &Lookup<'_>, name: &'static str, hint: &str) -> Result<String, Error> {
    lookup(name)?.ok_or_else(|| {
        Error::configuration(format!("the environment variable {name} is not set{hint}"))
    })
}

fn account(sid: impl Argument<AccountSid>) -> Result<AccountSid, Error> {
    sid.into_argument()
        .map_err(|error| Error::configuration_because("the account SID is not one", error))
}

fn filled(secret: Secret, what: &str) -> Result<Secret, Error> {
    if secret.is_empty() {
        return Err(Error::configuration(format!("{what} is empty")));
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::Credentials;
    use crate::client::ClientBuilder;
    use crate::error::Error;

    const ACCOUNT: &str = "AC00000000000000000000000000000000";
    const KEY: &str = "SK00000000000000000000000000000000";

    fn lookup<'a>(
        variables: &'a [(&'a str, &'a str)],
    ) -> impl Fn(&'static str) -> Result<Option<String>, Error> + 'a {
        |name| {
            Ok(variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned()))
        }
    }

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
                "TWILIO_API_KEY cannot be used",
            ),
            (
                vec![("TWILIO_ACCOUNT_SID", KEY), ("TWILIO_AUTH_TOKEN", "t")],
                "belongs into TWILIO_API_KEY",
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

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[test]
    fn region_and_edge_come_from_the_environment_too() -> Result<(), Error> {
        let mut variables = vec![
            ("TWILIO_ACCOUNT_SID", ACCOUNT),
            ("TWILIO_AUTH_TOKEN", "token"),
            ("TWILIO_REGION", "au1"),
        ];
        let client = ClientBuilder::from_lookup(&lookup(&variables))?.build()?;
        assert!(format!("{client:?}").contains("https://api.au1.twilio.com"));
        variables.push(("TWILIO_EDGE", "evil.example/"));
        let error = ClientBuilder::from_lookup(&lookup(&variables))
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("TWILIO_EDGE")));
        Ok(())
    }
}
