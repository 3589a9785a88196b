//! The URL that the service called.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::header::HOST;
use http::{HeaderMap, Uri};

use super::network::TrustedProxies;
use super::proxy::{self, Asked};

/// How to tell the URL that the service called from a request as a server sees it.
///
/// ```
/// use twilio_calls::webhook::PublicUrl;
///
/// let request = http::Request::get("/hooks/call_status?shop=5").header("host", "10.0.0.7:8080").body(())?;
/// let url = PublicUrl::base("https://example.com")?.of(request.uri(), request.headers(), None);
/// assert_eq!(url.as_deref(), Some("https://example.com/hooks/call_status?shop=5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PublicUrl(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Base(Arc<str>),
    Direct(&'static str),
    Behind(TrustedProxies, ProxyHeaders),
}

/// The headers in which proxies say what they were asked for.
///
/// A proxy that writes one kind passes the other kind on as it came from outside. So only one is ever read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyHeaders {
    /// `Forwarded` of RFC 7239.
    Forwarded,
    /// `X-Forwarded-Proto`, `X-Forwarded-Host`, `X-Forwarded-Port`, and `X-Forwarded-For` for the way they took.
    XForwarded,
}

impl PublicUrl {
    /// Every URL begins like this: scheme and host, such as `https://example.com`, and whatever a proxy takes off the
    /// path. What follows is taken from the request. This is the best choice wherever the URL is known.
    ///
    /// # Errors
    ///
    /// It does not begin with `http://` or `https://`, has no host, or has a query or a fragment.
    pub fn base(url: impl Into<String>) -> Result<Self, InvalidPublicUrl> {
        let mut url = url.into();
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
        if !has_host
            || url.contains(|character: char| {
                !character.is_ascii_graphic() || matches!(character, '?' | '#')
            })
        {
            return Err(InvalidPublicUrl(()));
        }
        url.truncate(url.trim_end_matches('/').len());
        Ok(Self(Kind::Base(url.into())))
    }

    /// The server is called directly, without TLS: `http`, and the host that the request names.
    #[must_use]
    pub const fn http() -> Self {
        Self(Kind::Direct("http"))
    }

    /// The server is called directly and speaks TLS itself, or the proxy before it leaves the host as it is: `https`,
    /// and the host that the request names.
    #[must_use]
    pub const fn https() -> Self {
        Self(Kind::Direct("https"))
    }

    /// Trusted proxies say what they were asked for.
    ///
    /// Their headers count when the request comes from one of them; from anybody else it counts as a direct one
    /// without TLS. The outermost proxy has to set or remove the headers it gets from outside. A proxy that changes
    /// the path is not supported: state the URL with [`base`](Self::base) then.
    #[must_use]
    pub const fn behind(proxies: TrustedProxies, headers: ProxyHeaders) -> Self {
        Self(Kind::Behind(proxies, headers))
    }

    /// The URL that the service called, or `None` when the request names no host.
    ///
    /// `peer` is the address at the other end of the connection.
    #[must_use]
    pub fn of(&self, uri: &Uri, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let asked = match &self.0 {
            Kind::Base(base) => return Some([base, target].concat()),
            Kind::Direct(scheme) => Asked {
                scheme: Some(Cow::Borrowed(scheme)),
                ..Asked::default()
            },
            Kind::Behind(proxies, kind) if peer.is_some_and(|peer| proxies.contains(peer)) => {
                match kind {
                    ProxyHeaders::Forwarded => proxy::forwarded(headers, proxies),
                    ProxyHeaders::XForwarded => proxy::x_forwarded(headers, proxies),
                }
            }
            Kind::Behind(..) => Asked::default(),
        };
        let scheme = match asked.scheme {
            Some(scheme) if scheme.eq_ignore_ascii_case("https") => "https",
            _ => "http",
        };
        let host = asked.host.filter(|host| is_host(host));
        let host = host.as_deref().or_else(|| named_host(uri, headers))?;
        let default = if scheme == "https" { 443 } else { 80 };
        match asked.port {
            Some(port) if port != default && !has_port(host) => {
                Some(format!("{scheme}://{host}:{port}{target}"))
            }
            _ => Some([scheme, "://", host, target].concat()),
        }
    }
}

/// The host of HTTP/2, or the header of HTTP/1.
fn named_host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let host = match uri.authority() {
        Some(authority) => authority.as_str(),
        None => headers.get(HOST)?.to_str().ok()?,
    };
    is_host(host).then_some(host)
}

/// Whether a text can be the host of a URL and nothing beyond it.
fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'/' | b'?' | b'#' | b'\\'))
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':')
        .is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A text that is not the beginning of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicUrl(());

impl fmt::Display for InvalidPublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a public URL begins with https:// or http:// and a host, and has neither query nor fragment")
    }
}

impl std::error::Error for InvalidPublicUrl {}
