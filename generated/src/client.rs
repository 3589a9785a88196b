//! The client and how it is built.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::AccountSid;
use crate::api::BASE_URL;
use crate::auth::Auth;
use crate::credentials::{self, Credentials, Lookup};
use crate::error::Error;
use crate::rate_limiter::RateLimiter;
use crate::retry::RetryPolicy;

/// The way to the service: places, fetches, lists, changes and deletes calls.
///
/// Cheap to clone; clones share connections, limits and access tokens. Make one and keep it.
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
    shared: Arc<Shared>,
    account_sid: AccountSid,
}

/// What all clones of a client have in common.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// The address of the service, without a slash at the end.
    pub(crate) base: String,
    /// The same, parsed.
    pub(crate) url: Url,
    pub(crate) auth: Auth,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limiter: Option<RateLimiter>,
    pub(crate) max_response: usize,
}

impl Shared {
    /// The address of a path, which begins with the base, and a query, both encoded already.
    ///
    /// Only the path is parsed: parsing the host again would cost more than encoding the form.
    pub(crate) fn address(&self, text: &str, query: &str) -> Url {
        let origin = self.base.len() - self.url.path().trim_end_matches('/').len();
        let mut url = self.url.clone();
        url.set_path(text.get(origin..).unwrap_or_default());
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        url
    }
}

impl Client {
    /// A client with default settings.
    ///
    /// # Errors
    ///
    /// TLS cannot be set up.
    pub fn new(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(credentials).build()
    }

    /// A client as the environment describes it: [`Credentials::from_env`], and `TWILIO_REGION` and
    /// `TWILIO_EDGE` if they are set.
    ///
    /// # Errors
    ///
    /// A variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Starts a client with settings of its own.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(credentials)
    }

    /// The account that requests of this client concern.
    #[must_use]
    pub fn account_sid(&self) -> &AccountSid {
        &self.account_sid
    }

    /// The address of the service that requests go to, without a slash at the end.
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
        &self.shared.base
    }

    /// The same client, acting for another account, such as a subaccount of the own one.
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
            shared: Arc::clone(&self.shared),
            account_sid,
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account_sid", &self.account_sid)
            .field("base_url", &self.shared.base)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Client`].
///
/// ```no_run
/// use std::time::Duration;
/// use twilio_calls::{Client, Credentials, RetryPolicy};
///
/// let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "the auth token")?;
/// let client = Client::builder(credentials)
///     .region("ie1")
///     .edge("dublin")
///     .timeout(Duration::from_secs(10))
///     .user_agent_suffix("dialler/2.1")
///     .retry(RetryPolicy::default().max_attempts(5))
///     .calls_per_second(1)
///     .build()?;
/// # let _ = client;
/// # Ok::<(), twilio_calls::Error>(())
/// ```
#[must_use = "a builder does nothing until it is built"]
#[derive(Clone)]
pub struct ClientBuilder {
    credentials: Credentials,
    base_url: Option<String>,
    token_url: Option<String>,
    region: Option<String>,
    edge: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    user_agent_suffix: Option<String>,
    http: Option<reqwest::Client>,
    configure_http: Option<Arc<Configure>>,
    retry: RetryPolicy,
    calls_per_second: Option<u32>,
    max_response: usize,
}

type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

impl ClientBuilder {
    fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            base_url: None,
            token_url: None,
            region: None,
            edge: None,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            user_agent_suffix: None,
            http: None,
            configure_http: None,
            retry: RetryPolicy::default(),
            calls_per_second: None,
            max_response: 32 * 1024 * 1024,
        }
    }

    /// Starts with what the environment says, as [`Client::from_env`] does.
    ///
    /// # Errors
    ///
    /// A variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(&credentials::environment)
    }

    pub(crate) fn from_lookup(lookup: &Lookup<'_>) -> Result<Self, Error> {
        let mut builder = Self::new(Credentials::from_lookup(lookup)?);
        builder.region = lookup(credentials::REGION)?;
        builder.edge = lookup(credentials::EDGE)?;
        for (variable, value) in [
            (credentials::REGION, &builder.region),
            (credentials::EDGE, &builder.edge),
        ] {
            if value.as_deref().is_some_and(|value| !is_label(value)) {
                return Err(Error::configuration(format!(
                    "the environment variable {variable} cannot be part of a host name"
                )));
            }
        }
        Ok(builder)
    }

    /// The address of the service, such as `http://127.0.0.1:8080`, instead of Twilio's own.
    ///
    /// It can have a path, which goes before the path of every request. Credentials are sent there: an
    /// `http` address is for tests.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The address where client credentials are exchanged for an access token, instead of
    /// `/v2/token` at Twilio's own (or, when there is a [`base_url`](Self::base_url), there).
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// The region where calls are processed, such as `ie1`.
    ///
    /// A region alone gives the host `api.<region>.twilio.com`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The edge location where requests enter the service's network, such as `dublin`.
    ///
    /// Gives the host `api.<edge>.<region>.twilio.com`, with `us1` where no region is set.
    pub fn edge(mut self, edge: impl Into<String>) -> Self {
        self.edge = Some(edge.into());
        self
    }

    /// The time limit for making a connection; 10 seconds unless set.
    ///
    /// It has no effect together with [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time limit for each attempt to send a request, from connecting to the last byte of the
    /// answer; 30 seconds unless set. The time for all attempts together is
    /// [`RetryPolicy::total_time`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// What the application calls itself, such as `dialler/2.1`: the end of the `User-Agent` header.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Changes the HTTP client that is made for this client: for proxies, pools, addresses of one's own.
    ///
    /// Redirects stay off. TLS is set up already, so that settings about certificates have no effect;
    /// for these make an [`http_client`](Self::http_client).
    ///
    /// ```
    /// # use twilio_calls::{Client, Credentials};
    /// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
    /// let client = Client::builder(credentials)
    ///     .configure_http(|http| http.no_proxy().pool_max_idle_per_host(8))
    /// #   .base_url("http://127.0.0.1:1")
    ///     .build()?;
    /// # let _ = client;
    /// # Ok::<(), twilio_calls::Error>(())
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure_http = Some(Arc::new(configure));
        self
    }

    /// Sends through this HTTP client, which can be shared with other parts of the application.
    ///
    /// It must be configured not to follow redirects
    /// ([`Policy::none`](reqwest::redirect::Policy::none)). If it does, the answer is refused, but the
    /// request was sent along. Time limits of the [`Client`] hold nevertheless, except for
    /// [`connect_timeout`](Self::connect_timeout). The application has to choose a TLS feature of
    /// `reqwest` in its own `Cargo.toml`: those that this crate chooses do not let
    /// `reqwest::Client::new()` find a provider of cryptography, and it panics.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// When failed requests are sent again. Single requests can have a policy of their own.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Places no more than this many calls per second; the others wait in the order in which they came.
    ///
    /// The limit is shared by all clones of the client. Calls are evenly spaced. An account can by
    /// default place one call per second, and the service queues what exceeds it.
    pub fn calls_per_second(mut self, calls: u32) -> Self {
        self.calls_per_second = Some(calls);
        self
    }

    /// The largest answer that is read into memory, in bytes; 32 MiB unless set.
    ///
    /// A page of 1000 calls has about 2.5 MB. The limit does not concern CSV, which is not kept.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response = bytes;
        self
    }

    /// Makes the client. No connection is made yet.
    ///
    /// # Errors
    ///
    /// An address, a time limit or another setting cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        if self.base_url.is_some() && (self.region.is_some() || self.edge.is_some()) {
            return Err(Error::configuration("a base URL excludes region and edge"));
        }
        if self.timeout.is_zero() || self.connect_timeout.is_zero() {
            return Err(Error::configuration(
                "a time limit of zero lets nothing through",
            ));
        }
        let rate_limiter = match self.calls_per_second.map(NonZeroU32::new) {
            None => None,
            Some(None) => {
                return Err(Error::configuration(
                    "a limit of zero calls per second lets nothing through",
                ));
            }
            Some(Some(calls)) => Some(RateLimiter::new(calls)),
        };
        let (url, base) = address("the base URL", &self.api_url()?)?;
        let (token_url, _) = address("the token URL", &self.token_address(&base)?)?;
        let user_agent = user_agent(self.user_agent_suffix.as_deref())?;
        let account_sid = self.credentials.account_sid();
        let http = match self.http {
            Some(client) => client,
            None => http_client(
                self.connect_timeout,
                url.scheme() == "https",
                self.configure_http.as_deref(),
            )?,
        };
        let shared = Shared {
            http,
            base,
            url,
            auth: Auth::new(self.credentials.into_scheme(), token_url)?,
            user_agent,
            timeout: self.timeout,
            retry: self.retry,
            rate_limiter,
            max_response: self.max_response,
        };
        Ok(Client {
            shared: Arc::new(shared),
            account_sid,
        })
    }

    fn api_url(&self) -> Result<String, Error> {
        match &self.base_url {
            Some(url) => Ok(url.clone()),
            None if self.region.is_none() && self.edge.is_none() => Ok(BASE_URL.to_owned()),
            None => host("api", self.region.as_deref(), self.edge.as_deref()),
        }
    }

    fn token_address(&self, base: &str) -> Result<String, Error> {
        let origin = match (&self.token_url, &self.base_url) {
            (Some(url), _) => return Ok(url.clone()),
            (None, Some(_)) => base.to_owned(),
            (None, None) => host("oauth", self.region.as_deref(), self.edge.as_deref())?,
        };
        Ok(format!("{origin}/v2/token"))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("edge", &self.edge)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("user_agent_suffix", &self.user_agent_suffix)
            .field("retry", &self.retry)
            .field("calls_per_second", &self.calls_per_second)
            .field("max_response_size", &self.max_response)
            .finish_non_exhaustive()
    }
}

/// The address of one of the service's products, by the official rules.
fn host(product: &str, region: Option<&str>, edge: Option<&str>) -> Result<String, Error> {
    for (what, label) in [("region", region), ("edge", edge)] {
        if label.is_some_and(|label| !is_label(label)) {
            return Err(Error::configuration(format!(
                "the {what} cannot be part of a host name"
            )));
        }
    }
    Ok(match (edge, region) {
        (None, None) => format!("https://{product}.twilio.com"),
        (None, Some(region)) => format!("https://{product}.{region}.twilio.com"),
        (Some(edge), region) => format!(
            "https://{product}.{edge}.{}.twilio.com",
            region.unwrap_or("us1")
        ),
    })
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Checks an address, and gives it parsed and as text without a slash at the end.
fn address(what: &str, text: &str) -> Result<(Url, String), Error> {
    let url = Url::parse(text)
        .map_err(|error| Error::configuration_because(format!("{what} is not valid"), error))?;
    let problem = if !matches!(url.scheme(), "http" | "https") {
        "must begin with `https://` or `http://`"
    } else if !url.username().is_empty() || url.password().is_some() {
        "must not hold credentials"
    } else if url.query().is_some() || url.fragment().is_some() {
        "must not have a query or a fragment"
    } else {
        let base = url.as_str().trim_end_matches('/').to_owned();
        return Ok((url, base));
    };
    Err(Error::configuration(format!("{what} {problem}")))
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!("twilio-calls/", env!("CARGO_PKG_VERSION"));
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let text = match suffix {
        Some(suffix) => format!("{own} ({os} {arch}) {suffix}"),
        None => format!("{own} ({os} {arch})"),
    };
    HeaderValue::from_str(&text)
        .ok()
        .filter(|value| value.to_str().is_ok())
        .ok_or_else(|| {
            Error::configuration("the user agent suffix may hold printable ASCII characters only")
        })
}

fn http_client(
    connect_timeout: Duration,
    tls: bool,
    configure: Option<&Configure>,
) -> Result<reqwest::Client, Error> {
    let builder = crate::tls::configure(
        reqwest::Client::builder().connect_timeout(connect_timeout),
        tls,
    )?;
    let builder = match configure {
        Some(configure) => configure(builder),
        None => builder,
    };
    builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Whether something is sent again is decided in one place, which is not this one.
        .retry(reqwest::retry::never())
        .build()
        .map_err(|error| {
            Error::configuration_because("the HTTP client cannot be set up", error.without_url())
        })
}
