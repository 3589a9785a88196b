//! The client.

use std::fmt;
use std::sync::Arc;

use crate::api::service::AccountSid;
use crate::transport::Transport;

/// A client for Twilio: places, fetches, lists, changes and deletes calls.
///
/// Cheap to clone; clones share connections, limits and access tokens. Create one and reuse it.
///
/// ```no_run
/// # async fn example() -> Result<(), twilio_calls::Error> {
/// use twilio_calls::Client;
///
/// let client = Client::from_env()?;
/// let call = client
///     .create_call("+15558675310", "+15552223214")
///     .twiml("<Response><Say>Ahoy there!</Say></Response>")
///     .await?;
/// println!("{} is {}", call.sid, call.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
    account_sid: AccountSid,
}

impl Client {
    pub(crate) fn with_transport(transport: Transport, account_sid: AccountSid) -> Self {
        Self {
            transport: Arc::new(transport),
            account_sid,
        }
    }

    /// The account that the client acts on behalf of.
    #[must_use]
    pub fn account_sid(&self) -> &AccountSid {
        &self.account_sid
    }

    /// The base URL of all requests, without a slash at the end.
    ///
    /// ```
    /// # use twilio_calls::{Client, Credentials};
    /// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
    /// let client = Client::builder(credentials).base_url("http://127.0.0.1:8080/").build()?;
    /// assert_eq!(client.base_url(), "http://127.0.0.1:8080");
    /// # Ok::<(), twilio_calls::Error>(())
    /// ```
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.transport.base_url.as_str()
    }

    /// Returns a client that acts on behalf of another account, such as a subaccount.
    ///
    /// ```
    /// # use twilio_calls::{AccountSid, Client, Credentials};
    /// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
    /// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
    /// const BRANCH: AccountSid = AccountSid::from_static("AC11111111111111111111111111111111");
    /// let branch = client.for_account(BRANCH);
    /// assert_eq!(branch.account_sid(), &BRANCH);
    /// # Ok::<(), twilio_calls::Error>(())
    /// ```
    #[must_use]
    pub fn for_account(&self, account_sid: AccountSid) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
            account_sid,
        }
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account_sid", &self.account_sid)
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
