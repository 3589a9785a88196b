//! Builds clients from settings and from the environment.

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::api::service::BASE_URL;
use crate::auth::Auth;
use crate::base_url::{BaseUrl, is_on_this_machine};
use crate::client::Client;
use crate::concurrency::ConcurrencyLimit;
use crate::credentials::Credentials;
use crate::environment::{self, Lookup};
use crate::error::Error;
use crate::http_client::{HttpClient, Sender};
use crate::http_transport::{DynTransport, HttpTransport};
use crate::idle_time::IdleTime;
use crate::rate_limiter::RateLimiter;
use crate::retry::RetryPolicy;
use crate::retry_budget::RetryBudget;
use crate::tls;
use crate::transport::Transport;

impl Client {
    /// Creates a client with default settings.
    ///
    /// # Errors
    ///
    /// Fails if TLS cannot be set up.
    pub fn new(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(credentials).build()
    }

    /// Creates a client configured from environment variables: those of [`Credentials::from_env`], and
    /// `TWILIO_REGION` and `TWILIO_EDGE`, or `TWILIO_BASE_URL`, if they are set.
    ///
    /// `TWILIO_BASE_URL` points any program at a simulator or a proxy, such as `http://127.0.0.1:8080`. Credentials are
    /// sent there, so an `http` URL must point to the machine that the program runs on.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid, which the error names, or if TLS cannot be set up.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Returns a builder for a client with these credentials.
    pub fn builder(credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(credentials)
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
///     .user_agent_suffix("dialer/2.1")
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
    transport: Option<Arc<dyn DynTransport>>,
    configure_http: Option<Arc<Configure>>,
    retry: RetryPolicy,
    retry_budget: Option<u32>,
    calls_per_second: Option<u32>,
    max_concurrent: Option<usize>,
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
            transport: None,
            configure_http: None,
            retry: RetryPolicy::default(),
            retry_budget: Some(50),
            calls_per_second: None,
            max_concurrent: None,
            max_response: 32 * 1024 * 1024,
        }
    }

    /// Creates a builder configured from environment variables, like [`Client::from_env`].
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(&environment::variable)
    }

    fn from_lookup(lookup: &Lookup<'_>) -> Result<Self, Error> {
        let mut builder = Self::new(Credentials::from_lookup(lookup)?);
        builder.region = lookup(environment::REGION)?;
        builder.edge = lookup(environment::EDGE)?;
        builder.base_url = lookup(environment::BASE_URL)?;
        if let Some(url) = &builder.base_url {
            if builder.region.is_some() || builder.edge.is_some() {
                return Err(Error::configuration(format!(
                    "the environment variable {} cannot be combined with {} or {}",
                    environment::BASE_URL,
                    environment::REGION,
                    environment::EDGE,
                )));
            }
            checked_environment_url(url)?;
        }
        for (variable, value) in [
            (environment::REGION, &builder.region),
            (environment::EDGE, &builder.edge),
        ] {
            if value.as_deref().is_some_and(|value| !is_label(value)) {
                return Err(Error::configuration(format!(
                    "the environment variable {variable} is invalid: expected letters, digits and hyphens"
                )));
            }
        }
        Ok(builder)
    }

    /// Sets the base URL, such as `http://127.0.0.1:8080`, instead of Twilio's.
    ///
    /// It may have a path, which precedes the path of every request. Credentials are sent there: use an
    /// `http` URL in tests only.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the URL where client credentials are exchanged for an access token. The default is `/v2/token` on Twilio's
    /// OAuth host or, if a [`base_url`](Self::base_url) is set, below that.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the region where calls are processed, such as `ie1`.
    ///
    /// With a region alone, the host is `api.<region>.twilio.com`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the edge location where requests enter Twilio's network, such as `dublin`.
    ///
    /// The host is then `api.<edge>.<region>.twilio.com`, with `us1` if no region is set.
    pub fn edge(mut self, edge: impl Into<String>) -> Self {
        self.edge = Some(edge.into());
        self
    }

    /// Sets the timeout for establishing a connection. The default is 10 seconds.
    ///
    /// It has no effect with [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout for each attempt of a request, from connecting to the last byte of the response.
    /// The default is 30 seconds. A streamed body only has to make progress within it: see
    /// [`ByteStream`](crate::ByteStream). [`RetryPolicy::total_time`] limits all attempts together.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the end of the `User-Agent` header: the name of the application, such as `dialer/2.1`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Configures the HTTP client that is built for this client: proxies, connection pools, name resolution.
    ///
    /// Redirects stay off. With the feature `rustls-ring`, TLS is already set up and settings for certificates have
    /// no effect; pass an [`http_client`](Self::http_client) for these.
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

    /// Uses this HTTP client, which can be shared with other parts of the application.
    ///
    /// It must be configured neither to follow redirects ([`Policy::none`](reqwest::redirect::Policy::none)) nor to retry
    /// ([`retry::never`](reqwest::retry::never)):
    ///
    /// - Creates and updates have a body that can be sent only once. So the HTTP client can neither retry them nor
    ///   repeat them at the target of a redirect (307, 308), nor retry streams that an HTTP/2 server refused.
    /// - Reads and deletes have no body. The HTTP client's own retries of them are not visible: [`Error::attempts`]
    ///   counts only the attempts of this crate, and the [`outcome`](Error::outcome) of a delete that found no
    ///   connection is unknown.
    /// - If it followed a redirect (301, 302, 303), the response is rejected, and the [`outcome`](Error::outcome) of
    ///   anything but a read is unknown. A redirect to the same URL is not detected.
    /// - What a proxy or an added layer does with a request is not visible at all.
    ///
    /// The timeouts of the [`Client`] apply all the same, except for [`connect_timeout`](Self::connect_timeout). With the
    /// feature `rustls-ring`, the application has to enable a TLS feature of `reqwest` in its own `Cargo.toml` or to
    /// install a crypto provider: without either, `reqwest::Client::new()` panics.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Uses this transport instead of an HTTP client: a function from a request to a future with the response.
    ///
    /// Everything else is as usual: credentials, retries, limits, timeouts, errors. Bodies are not streamed: even a CSV
    /// is held in memory as a whole. A transport cannot be combined with [`http_client`](Self::http_client), and
    /// connection settings have no effect.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// use twilio_calls::http::{Request, Response};
    /// use twilio_calls::{Client, Credentials, TransportError};
    ///
    /// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
    /// let client = Client::builder(credentials)
    ///     .transport(|request: Request<_>| async move {
    ///         assert!(request.uri().path().ends_with("/Calls/CA00000000000000000000000000000000.json"));
    ///         Ok::<_, TransportError>(Response::new("{}".into()))
    ///     })
    ///     .build()?;
    /// let error = client.fetch_call("CA00000000000000000000000000000000").await.unwrap_err();
    /// assert!(error.is_decode());
    /// # Ok::<(), twilio_calls::Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the retry policy. A request can override it.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the number of retries that all requests of the client and its clones share, whatever their policies.
    /// The default is 50; `None` removes the budget.
    ///
    /// Ten responses from a working Twilio restore one retry, up to this number. So while Twilio is down, 1,000
    /// requests are sent 1,050 times at most, and as a rule no more than one in eleven requests is a retry. When the
    /// budget is used up, errors are returned at once; [`Error::is_retryable`] is still true where it applies.
    /// Retries after 429 do not count, because Twilio is working then.
    pub fn retry_budget(mut self, retries: impl Into<Option<u32>>) -> Self {
        self.retry_budget = retries.into();
        self
    }

    /// Limits the calls placed per second; calls beyond the limit wait, first come, first served.
    ///
    /// There is no limit by default. A limit is shared by all clones of the client, and calls are evenly spaced. An
    /// account can place one call per second unless Twilio has raised that; Twilio queues calls beyond it.
    pub fn calls_per_second(mut self, calls: u32) -> Self {
        self.calls_per_second = Some(calls);
        self
    }

    /// Limits the requests that are in flight at the same time; those beyond it wait, first come, first served. By default
    /// there is no limit.
    ///
    /// The limit is shared by all clones of the client, applies to requests of every kind, and adapts. When Twilio
    /// rejects a request because there were too many (429), the limit drops to half the number of requests that were in
    /// flight. It then grows by one, up to the value set here, whenever enough requests have succeeded while the limit
    /// was reached: as many as the current limit, but at least 16. So a generous limit is good enough. Time spent
    /// waiting counts toward neither the [`timeout`](Self::timeout) nor [`RetryPolicy::total_time`]. Whether a rejected
    /// request is sent again is up to the [`RetryPolicy`].
    ///
    /// A request whose response body is streamed, such as one for CSV, no longer counts once the body has begun. A
    /// request whose future is kept but not polled does count. So if no request ends for as long as the
    /// [`timeout`](Self::timeout), the next one is sent all the same.
    pub fn max_concurrent_requests(mut self, requests: usize) -> Self {
        self.max_concurrent = Some(requests);
        self
    }

    /// Sets the size limit of a response body, in bytes. The default is 32 MiB.
    ///
    /// A page of 1000 calls is about 2.5 MB. The limit does not apply to CSV and audio, which are streamed.
    ///
    /// Once decoded, a page of typical calls takes about as much memory as its body. A page of calls with only the
    /// required properties takes up to 15 times as much, since every decoded call has room for all properties, and
    /// briefly up to 27 times where the allocator cannot extend a large block in place. To bound the memory of a
    /// process whatever Twilio returns, divide the available memory by 27 and by the number of responses that are
    /// decoded at the same time.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response = bytes;
        self
    }

    /// Builds the client. It does not connect yet.
    ///
    /// # Errors
    ///
    /// Fails if a URL, a timeout or another setting is invalid, or if TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        if self.base_url.is_some() && (self.region.is_some() || self.edge.is_some()) {
            return Err(Error::configuration(
                "a base URL cannot be combined with a region or an edge",
            ));
        }
        if self.http.is_some() && self.transport.is_some() {
            return Err(Error::configuration(
                "a transport cannot be combined with an HTTP client",
            ));
        }
        if self.timeout.is_zero() || self.connect_timeout.is_zero() {
            return Err(Error::configuration(
                "the timeout must be greater than zero",
            ));
        }
        let rate_limiter = self.calls_per_second.map(rate_limiter).transpose()?;
        let concurrency = self.max_concurrent.map(most_concurrent).transpose()?;
        let base_url = BaseUrl::new(checked_url("the base URL", &self.api_url()?)?);
        let token_url = checked_url("the token URL", &self.token_url_below(base_url.as_str())?)?;
        let user_agent = user_agent(self.user_agent_suffix.as_deref())?;
        let account_sid = self.credentials.account_sid();
        let is_own = self.http.is_some();
        let sender = match (self.transport, self.http) {
            (Some(transport), _) => Sender::Transport(transport),
            (None, Some(client)) => Sender::Client(client),
            (None, None) => Sender::Client(http_client(
                self.connect_timeout,
                base_url.is_https(),
                self.configure_http.as_deref(),
            )?),
        };
        let transport = Transport {
            base_url,
            http: HttpClient {
                sender,
                is_own,
                user_agent,
                timeout: self.timeout,
                max_response: self.max_response,
                idle: IdleTime::new(),
            },
            auth: Auth::new(self.credentials.into_scheme(), &account_sid, token_url)?,
            retry: self.retry,
            retry_budget: self.retry_budget.map(RetryBudget::new),
            rate_limiter,
            concurrency: concurrency.map(ConcurrencyLimit::new),
        };
        Ok(Client::with_transport(transport, account_sid))
    }

    fn api_url(&self) -> Result<String, Error> {
        match &self.base_url {
            Some(url) => Ok(url.clone()),
            None if self.region.is_none() && self.edge.is_none() => Ok(BASE_URL.to_owned()),
            None => host("api", self.region.as_deref(), self.edge.as_deref()),
        }
    }

    fn token_url_below(&self, base: &str) -> Result<String, Error> {
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
            .field("retry_budget", &self.retry_budget)
            .field("calls_per_second", &self.calls_per_second)
            .field("max_concurrent_requests", &self.max_concurrent)
            .field("max_response_size", &self.max_response)
            .finish_non_exhaustive()
    }
}

/// The URL of one of Twilio's products, by the official rules.
fn host(product: &str, region: Option<&str>, edge: Option<&str>) -> Result<String, Error> {
    for (what, label) in [("region", region), ("edge", edge)] {
        if label.is_some_and(|label| !is_label(label)) {
            return Err(Error::configuration(format!(
                "the {what} is invalid: expected letters, digits and hyphens"
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

/// Parses a URL that requests are sent to.
fn checked_url(name: &str, text: &str) -> Result<Url, Error> {
    const SCHEME: &str = "must begin with `https://` or `http://`";
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(_) if !text.contains("://") => {
            return Err(Error::configuration(format!("{name} {SCHEME}")));
        }
        Err(error) => {
            return Err(Error::configuration_because(
                format!("{name} is invalid"),
                error,
            ));
        }
    };
    let problem = if !matches!(url.scheme(), "http" | "https") {
        SCHEME
    } else if !url.username().is_empty() || url.password().is_some() {
        "must not contain credentials"
    } else if url.query().is_some() || url.fragment().is_some() {
        "must not have a query or a fragment"
    } else {
        return Ok(url);
    };
    Err(Error::configuration(format!("{name} {problem}")))
}

/// Checks the base URL from the environment, which may be there by accident: credentials must not leave the machine in
/// plain text.
fn checked_environment_url(text: &str) -> Result<(), Error> {
    let name = format!("the environment variable {}", environment::BASE_URL);
    let url = checked_url(&name, text)?;
    if url.scheme() == "https" || is_on_this_machine(&url) {
        return Ok(());
    }
    Err(Error::configuration(format!(
        "{name} must begin with `https://`, or name this machine, such as `http://127.0.0.1:8080`"
    )))
}

fn rate_limiter(calls_per_second: u32) -> Result<RateLimiter, Error> {
    NonZeroU32::new(calls_per_second)
        .map(RateLimiter::new)
        .ok_or_else(|| {
            Error::configuration("the limit of calls per second must be greater than zero")
        })
}

fn most_concurrent(requests: usize) -> Result<NonZeroUsize, Error> {
    NonZeroUsize::new(requests).ok_or_else(|| {
        Error::configuration("the limit of concurrent requests must be greater than zero")
    })
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let text = match suffix {
        Some(suffix) => format!("{own} ({os} {arch}) {suffix}"),
        None => format!("{own} ({os} {arch})"),
    };
    HeaderValue::from_str(&text)
        .ok()
        .filter(|value| value.to_str().is_ok())
        .ok_or_else(|| {
            Error::configuration(
                "the user agent suffix may contain printable ASCII characters only",
            )
        })
}

fn http_client(
    connect_timeout: Duration,
    https: bool,
    configure: Option<&Configure>,
) -> Result<reqwest::Client, Error> {
    if https && !tls::AVAILABLE {
        return Err(Error::configuration(
            "an `https` URL needs the feature `rustls`, `rustls-ring` or `native-tls`, or your own HTTP client",
        ));
    }
    let builder = tls::configure(reqwest::Client::builder().connect_timeout(connect_timeout))
        .map_err(|error| Error::configuration_because("TLS cannot be set up", error))?;
    let builder = match configure {
        Some(configure) => configure(builder),
        None => builder,
    };
    builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Only `retry_loop` decides about retries.
        .retry(reqwest::retry::never())
        .build()
        .map_err(|error| {
            Error::configuration_because("the HTTP client cannot be set up", error.without_url())
        })
}

#[cfg(test)]
mod tests {
    use super::ClientBuilder;
    use crate::environment::lookup;
    use crate::error::Error;

    const ACCOUNT: &str = "AC00000000000000000000000000000000";

    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
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

    #[test]
    fn the_base_url_comes_from_the_environment_too() -> Result<(), Error> {
        let mut variables = vec![
            ("TWILIO_ACCOUNT_SID", ACCOUNT),
            ("TWILIO_AUTH_TOKEN", "token"),
            ("TWILIO_BASE_URL", ""),
        ];
        for url in [
            "http://127.0.0.1:8080",
            "http://127.9.9.9/proxy",
            "http://[::1]:8080",
            "http://LOCALHOST:8080/",
            "https://proxy.example.com",
        ] {
            variables[2].1 = url;
            let builder = ClientBuilder::from_lookup(&lookup(&variables))?;
            assert_eq!(builder.base_url.as_deref(), Some(url));
        }
        for (url, problem) in [
            ("http://example.com", "must begin with `https://`, or name"),
            ("http://127.0.0.1.example.com", "or name this machine"),
            ("http://localhost.example.com", "or name this machine"),
            ("http://10.0.0.1", "or name this machine"),
            ("http://user@127.0.0.1", "must not contain credentials"),
            ("ftp://127.0.0.1", "must begin with `https://` or `http://`"),
            ("127.0.0.1:8080", "must begin with `https://` or `http://`"),
            ("https://example.com?a=b", "must not have a query"),
        ] {
            variables[2].1 = url;
            let error = ClientBuilder::from_lookup(&lookup(&variables)).err();
            let error = error.map(|error| error.to_string()).unwrap_or_default();
            assert!(
                error.contains("TWILIO_BASE_URL") && error.contains(problem),
                "{url}: {error}"
            );
        }
        variables[2].1 = "http://127.0.0.1:8080";
        variables.push(("TWILIO_EDGE", "dublin"));
        let error = ClientBuilder::from_lookup(&lookup(&variables)).err();
        assert!(
            error.is_some_and(|error| error.to_string().contains("combined with TWILIO_REGION"))
        );
        Ok(())
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
    #[test]
    fn without_tls_https_is_rejected_and_http_is_not() -> Result<(), Error> {
        let variables = [
            ("TWILIO_ACCOUNT_SID", ACCOUNT),
            ("TWILIO_AUTH_TOKEN", "token"),
        ];
        let builder = ClientBuilder::from_lookup(&lookup(&variables))?;
        let error = builder.clone().build().err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("needs the feature `rustls`")));
        builder.base_url("http://127.0.0.1:1").build()?;
        Ok(())
    }
}
