//! The URL that Twilio requested.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::header::HOST;
use http::{HeaderMap, Uri};

use super::network::TrustedProxies;
use super::proxy::{self, Asked, Malformed, Scheme, is_host};

/// Reconstructs the URL that Twilio requested from a request as the server receives it.
///
/// `Debug` shows no user and no password of a base URL.
///
/// ```
/// use twilio_calls::webhook::PublicUrl;
///
/// let request = http::Request::get("/hooks/call_status?shop=5").header("host", "10.0.0.7:8080").body(())?;
/// let url = PublicUrl::base("https://example.com")?.resolve(request.uri(), request.headers(), None);
/// assert_eq!(url.as_deref(), Ok("https://example.com/hooks/call_status?shop=5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PublicUrl(Kind);

#[derive(Clone)]
enum Kind {
    Base(Arc<str>),
    Direct(Scheme),
    Behind(TrustedProxies, ProxyHeaders),
}

/// The URL of a request.
pub(super) struct Resolved {
    pub(super) url: String,
    pub(super) ignored: Ignored,
}

/// Headers of a proxy that were ignored, although they may report the right URL.
#[derive(Clone, Copy)]
pub(super) enum Ignored {
    Nothing,
    /// The peer is not a trusted proxy.
    UntrustedPeer,
    /// A trusted proxy sent only the kind of headers that is not read.
    OtherKind,
}

/// The headers in which proxies report the original URL. They are read strictly: a request with malformed headers is
/// rejected.
///
/// A proxy that writes one kind of header passes on the other kind as it was received. So only one kind is read.
///
/// ```
/// use twilio_calls::webhook::{ProxyHeaders, PublicUrl, TrustedProxies};
///
/// let proxies = TrustedProxies::new(["10.0.0.0/8"])?;
/// let url = PublicUrl::behind(proxies, ProxyHeaders::XForwarded);
/// # let _ = url;
/// # Ok::<(), twilio_calls::webhook::InvalidNetwork>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyHeaders {
    /// `Forwarded` of RFC 7239.
    Forwarded,
    /// `X-Forwarded-Proto`, `X-Forwarded-Host`, `X-Forwarded-Port`, and `X-Forwarded-For` for the proxies that the
    /// request passed through.
    XForwarded,
}

impl PublicUrl {
    /// States how every URL begins: the scheme and the host, such as `https://example.com`, and the prefix that a proxy
    /// removes from the path, if any. The rest is taken from the request. This is the best choice wherever the URL is
    /// known. For the handshake of a media stream, [`Receiver`](super::Receiver) changes the scheme to `wss` or `ws`.
    ///
    /// # Errors
    ///
    /// Fails if it does not begin with `http://` or `https://`, has no host, or has a query or a fragment.
    pub fn base(url: impl Into<String>) -> Result<Self, InvalidPublicUrl> {
        let mut url = url.into();
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let has_host = rest.is_some_and(|rest| is_host(host_of(rest)));
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

    /// For a server that is requested directly, without TLS: the scheme is `http`, and the host is the one in the
    /// request.
    ///
    /// The sender of a request chooses that host. So a request that Twilio sent to another host, signed with the same
    /// token or key, is accepted here as well: prefer [`base`](Self::base).
    #[must_use]
    pub const fn http() -> Self {
        Self(Kind::Direct(Scheme::Http))
    }

    /// For a server that is requested directly with TLS, or through a proxy that does not change the host: the scheme
    /// is `https`, and the host is the one in the request. As with [`http`](Self::http), prefer [`base`](Self::base).
    #[must_use]
    pub const fn https() -> Self {
        Self(Kind::Direct(Scheme::Https))
    }

    /// For a server behind trusted proxies, whose headers report the requested URL.
    ///
    /// The headers are used if the request comes from a trusted proxy; any other request is treated as a direct one
    /// without TLS. The outermost proxy must set or remove these headers of incoming requests. If a proxy changes the
    /// path, state the URL with [`base`](Self::base) instead.
    #[must_use]
    pub const fn behind(proxies: TrustedProxies, headers: ProxyHeaders) -> Self {
        Self(Kind::Behind(proxies, headers))
    }

    /// The URL that Twilio requested, or `None` if [`resolve`](Self::resolve) fails.
    #[must_use]
    pub fn of(&self, uri: &Uri, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
        self.resolve(uri, headers, peer).ok()
    }

    /// The URL that Twilio requested.
    ///
    /// `peer` is the address at the other end of the connection; only [`behind`](Self::behind) needs it.
    ///
    /// # Errors
    ///
    /// Fails if the request names no host, if the peer is needed and missing, or if the headers of a trusted proxy are
    /// malformed.
    pub fn resolve(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Result<String, UrlError> {
        self.resolved(uri, headers, peer)
            .map(|resolved| resolved.url)
    }

    pub(super) fn resolved(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Result<Resolved, UrlError> {
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let mut ignored = Ignored::Nothing;
        let asked = match &self.0 {
            Kind::Base(base) => {
                return Ok(Resolved {
                    url: [base, target].concat(),
                    ignored,
                });
            }
            Kind::Direct(scheme) => Asked {
                scheme: Some(*scheme),
                ..Asked::default()
            },
            Kind::Behind(proxies, kind) => {
                let peer = peer.ok_or(UrlError::UnknownPeer)?;
                let is_trusted = proxies.contains(peer);
                ignored = kind.ignored(headers, is_trusted);
                match kind {
                    _ if !is_trusted => Asked::default(),
                    ProxyHeaders::Forwarded => proxy::forwarded(headers, proxies)?,
                    ProxyHeaders::XForwarded => proxy::x_forwarded(headers, proxies)?,
                }
            }
        };
        let (scheme, default) = match asked.scheme {
            Some(Scheme::Https) => ("https", 443),
            Some(Scheme::Http) | None => ("http", 80),
        };
        let host = match &asked.host {
            Some(host) => host,
            None => named_host(uri, headers).ok_or(UrlError::NoHost)?,
        };
        let url = match asked.port {
            Some(port) if port != default && !has_port(host) => {
                format!("{scheme}://{host}:{port}{target}")
            }
            _ => [scheme, "://", host, target].concat(),
        };
        Ok(Resolved { url, ignored })
    }
}

impl ProxyHeaders {
    /// Which headers of a request are ignored if this kind is read from trusted proxies.
    fn ignored(self, headers: &HeaderMap, is_trusted: bool) -> Ignored {
        let (expected, other) = match self {
            Self::Forwarded => (
                proxy::has_forwarded(headers),
                proxy::has_x_forwarded(headers),
            ),
            Self::XForwarded => (
                proxy::has_x_forwarded(headers),
                proxy::has_forwarded(headers),
            ),
        };
        match is_trusted {
            false if expected => Ignored::UntrustedPeer,
            true if other && !expected => Ignored::OtherKind,
            _ => Ignored::Nothing,
        }
    }
}

impl fmt::Debug for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Base(base) => write!(f, "PublicUrl({:?})", without_user(base)),
            Kind::Direct(Scheme::Http) => f.write_str("PublicUrl(http)"),
            Kind::Direct(Scheme::Https) => f.write_str("PublicUrl(https)"),
            Kind::Behind(proxies, headers) => write!(f, "PublicUrl({headers:?}, {proxies:?})"),
        }
    }
}

/// A URL without its user and password.
pub(super) fn without_user(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let path = rest.find(['/', '?']).and_then(|start| rest.get(start..));
    origin(url) + path.unwrap_or_default()
}

/// The scheme and the host, with its port, of a URL.
pub(super) fn origin(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => [scheme, "://", host_of(rest)].concat(),
        None => String::new(),
    }
}

/// The host, with its port, of a URL without its scheme.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

/// The authority of an HTTP/2 request, or the header `Host` of an HTTP/1 request.
fn named_host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let host = match uri.authority() {
        Some(authority) => authority.as_str(),
        None => {
            let mut hosts = headers.get_all(HOST).iter();
            let host = hosts.next()?.to_str().ok()?;
            // With two `Host` headers, it is unknown which host was requested.
            hosts.next().is_none().then_some(host)?
        }
    };
    is_host(host).then_some(host)
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':')
        .is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Why the URL of a request is not known.
///
/// ```
/// use twilio_calls::webhook::{PublicUrl, UrlError};
///
/// let request = http::Request::get("/hooks/call_status").body(())?; // without the header `Host`
/// let url = PublicUrl::https().resolve(request.uri(), request.headers(), None);
/// assert_eq!(url, Err(UrlError::NoHost));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlError {
    /// The request names no host, or something that is not a host.
    NoHost,
    /// The address of the peer is not known, so it is not known whether it is a trusted proxy.
    ///
    /// With axum, serve the router with `into_make_service_with_connect_info::<SocketAddr>()`.
    UnknownPeer,
    /// The headers of a trusted proxy are malformed.
    ProxyHeaders,
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoHost => "the request names no host",
            Self::UnknownPeer => {
                "the address of the peer is unknown; with axum, serve the router with into_make_service_with_connect_info"
            }
            Self::ProxyHeaders => "the headers of the proxy are malformed",
        })
    }
}

impl std::error::Error for UrlError {}

impl From<Malformed> for UrlError {
    fn from(_: Malformed) -> Self {
        Self::ProxyHeaders
    }
}

/// A string that is not the beginning of a URL.
///
/// ```
/// use twilio_calls::webhook::PublicUrl;
///
/// assert!(PublicUrl::base("example.com").is_err()); // without a scheme
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InvalidPublicUrl(());

/// Shows the message, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for InvalidPublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidPublicUrl({self})")
    }
}

impl fmt::Display for InvalidPublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a public URL begins with https:// or http:// and a host, and has neither a query nor a fragment")
    }
}

impl std::error::Error for InvalidPublicUrl {}
