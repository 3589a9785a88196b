//! A reverse proxy in front of the application, which callbacks pass through.

use std::fmt;

use url::Url;

/// Two URLs of an application: the public one, which callbacks are signed for, and the one on this machine that a proxy would
/// pass them on to.
///
/// So an application can be tried with its `https` URLs before it is deployed: it verifies the signature of the public URL,
/// while the request arrives from this machine. As with a typical proxy, the request has the public host in `Host` and
/// `X-Forwarded-Host`, and `https` in `X-Forwarded-Proto`.
///
/// ```
/// use twilio_calls_simulator::{ReverseProxy, Simulator};
///
/// // `https://example.com/hooks/events` is sent to `http://127.0.0.1:3000/hooks/events`.
/// let proxy = ReverseProxy::new("https://example.com", "http://127.0.0.1:3000")?;
/// let builder = Simulator::builder().reverse_proxy(proxy);
///
/// // A proxy that removes `/api` from the path.
/// let proxy = ReverseProxy::new("https://example.com/api", "http://127.0.0.1:3000")?;
/// # let _ = (builder, proxy);
/// # Ok::<(), twilio_calls_simulator::InvalidProxy>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReverseProxy {
    public: Url,
    upstream: Url,
}

impl ReverseProxy {
    /// Creates a proxy from the public URL, and the URL that requests are sent to instead.
    ///
    /// # Errors
    ///
    /// Fails if one of them is not an `http` or `https` URL, the second one not an `http` URL, or one has credentials, a query
    /// or a fragment.
    pub fn new(public: &str, upstream: &str) -> Result<Self, InvalidProxy> {
        Ok(Self {
            public: base("the public URL", public, &["https", "http"])?,
            upstream: base("the URL to deliver to", upstream, &["http"])?,
        })
    }

    /// The URL that a request for this public URL is sent to; `None` if it is not below that of the proxy.
    pub(crate) fn pass_on(&self, url: &Url) -> Option<Url> {
        let is_behind = url.origin() == self.public.origin();
        let rest = url.path().strip_prefix(path(&self.public))?;
        if !is_behind || !(rest.is_empty() || rest.starts_with('/')) {
            return None;
        }
        let mut passed = self.upstream.clone();
        passed.set_path(&[path(&self.upstream), rest].concat());
        passed.set_query(url.query());
        Some(passed)
    }
}

fn base(name: &'static str, url: &str, schemes: &'static [&str]) -> Result<Url, InvalidProxy> {
    let invalid = |problem| InvalidProxy { name, problem };
    let url = Url::parse(url).map_err(|_| invalid("is not a URL with a scheme and a host"))?;
    if !schemes.contains(&url.scheme()) {
        return Err(invalid(match schemes {
            ["http"] => "must begin with http://",
            _ => "must begin with https:// or http://",
        }));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("must not contain credentials"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("must not have a query or a fragment"));
    }
    Ok(url)
}

/// The path without a slash at the end.
fn path(url: &Url) -> &str {
    url.path().trim_end_matches('/')
}

/// A URL that cannot be that of a [`ReverseProxy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidProxy {
    name: &'static str,
    problem: &'static str,
}

impl fmt::Display for InvalidProxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.name, self.problem)
    }
}

impl std::error::Error for InvalidProxy {}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed_on(public: &str, upstream: &str, url: &str) -> Option<String> {
        let proxy = ReverseProxy::new(public, upstream).unwrap();
        let passed = proxy.pass_on(&Url::parse(url).unwrap())?;
        Some(passed.into())
    }

    #[test]
    fn urls_below_the_public_one_are_passed_on() {
        const PUBLIC: &str = "https://example.com";
        const LOCAL: &str = "http://127.0.0.1:3000";
        for (public, upstream, url, expected) in [
            (PUBLIC, LOCAL, "https://example.com/a?b=c", "/a?b=c"),
            (PUBLIC, LOCAL, "https://EXAMPLE.com:443", "/"),
            (
                "https://example.com/api/",
                LOCAL,
                "https://example.com/api",
                "/",
            ),
            (
                "https://example.com/api",
                LOCAL,
                "https://example.com/api/a%20b",
                "/a%20b",
            ),
            (
                PUBLIC,
                "http://127.0.0.1:3000/v1/",
                "https://example.com/a",
                "/v1/a",
            ),
        ] {
            let expected = [LOCAL, expected].concat();
            assert_eq!(passed_on(public, upstream, url), Some(expected), "{url}");
        }
        for url in [
            "http://example.com/api",
            "https://example.com:8443/api",
            "https://www.example.com/api",
            "https://example.com/apis",
            "https://example.com/",
        ] {
            assert_eq!(
                passed_on("https://example.com/api", LOCAL, url),
                None,
                "{url}"
            );
        }
    }

    #[test]
    fn what_cannot_be_a_proxy_is_rejected() {
        let problem = |public, upstream| {
            let rejected = ReverseProxy::new(public, upstream);
            rejected.unwrap_err().to_string()
        };
        let public = |url| problem(url, "http://localhost:1");
        let upstream = |url| problem("https://example.com", url);
        assert_eq!(
            public("example.com"),
            "the public URL is not a URL with a scheme and a host"
        );
        assert_eq!(
            public("wss://example.com"),
            "the public URL must begin with https:// or http://"
        );
        assert_eq!(
            public("https://u:p@example.com"),
            "the public URL must not contain credentials"
        );
        assert_eq!(
            public("https://example.com/?"),
            "the public URL must not have a query or a fragment"
        );
        assert_eq!(
            upstream("https://localhost"),
            "the URL to deliver to must begin with http://"
        );
    }
}
