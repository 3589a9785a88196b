//! Accounts, their credentials, and access control.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::queue::Queue;
use crate::random::Random;
use crate::sid::Sid;

/// What a client needs to sign in: a user name, which is the SID of an account or of an API key, and its secret.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = twilio_calls_simulator::Simulator::start().await?;
/// let credentials = simulator.credentials();
/// assert_eq!(credentials.username(), credentials.account_sid().to_string());
/// # Ok(())
/// # }
/// ```
/// `Debug` does not show the password; `Display` does, as `curl --user` takes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub(crate) account: Sid,
    pub(crate) username: String,
    pub(crate) password: String,
}

impl Credentials {
    /// The account, which is also in the path of every request.
    pub const fn account_sid(&self) -> Sid {
        self.account
    }

    /// The user name of HTTP basic authentication.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password: an auth token, or the secret of an API key.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Display for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.username, self.password)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("account", &self.account)
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// An account and what belongs only to it.
pub(crate) struct Account {
    pub(crate) sid: Sid,
    /// Signs callbacks, including those of calls that an API key created.
    pub(crate) token: Arc<str>,
    pub(crate) parent: Option<Sid>,
    /// Calls are validated, but not placed.
    pub(crate) test: bool,
    pub(crate) queue: Queue,
}

struct Key {
    account: Sid,
    secret: Arc<str>,
    /// The account's own token also grants access to subaccounts; an API key only to its own account.
    own_token: bool,
}

/// All accounts of a simulator.
#[derive(Default)]
pub(crate) struct Accounts {
    accounts: HashMap<Sid, Account>,
    keys: HashMap<String, Key>,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.accounts.keys()).finish()
    }
}

/// The access that a request has to the account in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Granted {
        test: bool,
    },
    /// The credentials are missing or wrong.
    Unauthorized,
    /// The credentials are valid for something else.
    Elsewhere,
}

impl Accounts {
    pub(crate) fn add(
        &mut self,
        parent: Option<Sid>,
        test: bool,
        queue: Queue,
        random: &mut Random,
    ) -> Credentials {
        let sid = Sid::random(*b"AC", random);
        let token: Arc<str> = format!("{:016x}{:016x}", random.next(), random.next()).into();
        let own_token = Key {
            account: sid,
            secret: token.clone(),
            own_token: true,
        };
        self.keys.insert(sid.to_string(), own_token);
        self.accounts.insert(
            sid,
            Account {
                sid,
                token: token.clone(),
                parent,
                test,
                queue,
            },
        );
        Credentials {
            account: sid,
            username: sid.to_string(),
            password: token.to_string(),
        }
    }

    pub(crate) fn add_key(&mut self, account: Sid, random: &mut Random) -> Credentials {
        let username = Sid::random(*b"SK", random).to_string();
        let secret: Arc<str> = format!("{:016x}{:016x}", random.next(), random.next()).into();
        self.keys.insert(
            username.clone(),
            Key {
                account,
                secret: secret.clone(),
                own_token: false,
            },
        );
        Credentials {
            account,
            username,
            password: secret.to_string(),
        }
    }

    pub(crate) fn get(&self, sid: Sid) -> Option<&Account> {
        self.accounts.get(&sid)
    }

    pub(crate) fn get_mut(&mut self, sid: Sid) -> Option<&mut Account> {
        self.accounts.get_mut(&sid)
    }

    /// Checks whether the value of an `Authorization` header grants access to the account.
    pub(crate) fn access(&self, authorization: Option<&[u8]>, account: Option<Sid>) -> Access {
        let Some(key) = authorization.and_then(|header| self.sign_in(header)) else {
            return Access::Unauthorized;
        };
        let Some(wanted) = account.and_then(|sid| self.get(sid)) else {
            return Access::Elsewhere;
        };
        if wanted.sid == key.account || (key.own_token && wanted.parent == Some(key.account)) {
            Access::Granted { test: wanted.test }
        } else {
            Access::Elsewhere
        }
    }

    fn sign_in(&self, header: &[u8]) -> Option<&Key> {
        let (scheme, encoded) = header.split_at_checked(6)?;
        let decoded = STANDARD
            .decode(encoded.trim_ascii())
            .ok()
            .filter(|_| scheme.eq_ignore_ascii_case(b"basic "))?;
        let (username, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
        self.keys
            .get(username)
            .filter(|key| *key.secret == *password)
    }
}
