//! Why a request is not accepted, and the status to respond with.

use std::error::Error as StdError;
use std::fmt;

use http::{Method, StatusCode};

use super::error::{BodyError, SignatureError, VerifyError};
use super::public_url::{Ignored, Resolved, UrlError};

/// A signature that was rejected, with the URL that it was checked for.
///
/// `Display` and `Debug` do not show the URL: it can have a secret in its path, and parameters in its query.
///
/// ```
/// use twilio_calls::webhook::{Rejection, SignatureError};
///
/// fn log(rejection: &Rejection) {
///     eprintln!("{}: {rejection}", rejection.status());
///     if rejection.signature_error() == Some(SignatureError::Wrong) {
///         eprintln!("signed for a URL other than {:?}?", rejection.checked_url());
///     }
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RejectedSignature {
    error: SignatureError,
    url: Option<Box<str>>,
}

impl RejectedSignature {
    /// What is wrong with the signature.
    #[must_use]
    pub const fn error(&self) -> SignatureError {
        self.error
    }

    /// The URL that the signature was checked for, as this server reconstructed it.
    ///
    /// If it is not the URL that Twilio is configured with, correct the [`PublicUrl`](super::PublicUrl). It can have
    /// a secret in its path and personal data in its query, so be careful where you log it.
    #[must_use]
    pub fn checked_url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

impl fmt::Debug for RejectedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedSignature")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RejectedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for RejectedSignature {}

/// Why a request was not accepted.
///
/// The `Display` text can be sent as the response: it names the problem and contains no personal data. Twilio shows
/// it in its debugger.
///
/// | the mistake | the rejection |
/// |---|---|
/// | the base URL is not the one that Twilio calls | [`Signature`](Self::Signature) with [`SignatureError::Wrong`]; [`checked_url`](Self::checked_url) shows it |
/// | the router is not served with `into_make_service_with_connect_info` | [`UnknownPeer`](Self::UnknownPeer) |
/// | the proxy is not one of the trusted ones | [`UntrustedProxy`](Self::UntrustedProxy) |
/// | the proxy sends the other kind of [`ProxyHeaders`](super::ProxyHeaders) | [`OtherProxyHeaders`](Self::OtherProxyHeaders) |
/// | the proxy sends neither kind | [`Signature`](Self::Signature) with [`SignatureError::Wrong`]; `checked_url` begins with `http://` or has another host |
/// | the callback was requested with another method | [`Method`](Self::Method) |
///
/// ```
/// use twilio_calls::webhook::{Rejection, SignatureError};
///
/// fn log(rejection: &Rejection) {
///     eprintln!("{}: {rejection}", rejection.status());
///     if rejection.signature_error() == Some(SignatureError::Wrong) {
///         eprintln!("signed for a URL other than {:?}?", rejection.checked_url());
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The signature does not prove that Twilio sent the request. Respond with 403.
    Signature(RejectedSignature),
    /// The signature is wrong for the URL that the server sees, and there are headers of a proxy that were ignored
    /// because the peer is not one of the [`TrustedProxies`](super::TrustedProxies). Respond with 403.
    UntrustedProxy(RejectedSignature),
    /// The signature is wrong for the URL that the server sees, and a trusted proxy sent only the kind of headers that
    /// is not read: choose the other one of [`ProxyHeaders`](super::ProxyHeaders). Respond with 403.
    OtherProxyHeaders(RejectedSignature),
    /// Twilio sent the request, but it cannot be read. Respond with 400.
    Body(BodyError),
    /// The body has more bytes than the limit. Respond with 413.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The method of the request is not that of the callback. Respond with 405.
    Method {
        /// The method of the callback.
        expected: Method,
    },
    /// A GET request has a body, which no signature covers. Respond with 400.
    UnexpectedBody,
    /// The body is a form, or has no content type, where something else is expected. Respond with 415.
    Form,
    /// The request names no host, so its URL is not known. Respond with 400.
    NoHost,
    /// The address of the peer is not known, so it is not known whether it is a trusted proxy. Respond with 500.
    ///
    /// With axum, serve the router with `into_make_service_with_connect_info::<SocketAddr>()`; with other frameworks,
    /// pass the address.
    UnknownPeer,
    /// The headers of a trusted proxy are malformed. Respond with 400.
    ProxyHeaders,
    /// The body ended early. Respond with 400, if the connection is still open.
    Interrupted(Box<dyn StdError + Send + Sync>),
}

impl Rejection {
    /// The status to respond with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Signature(_) | Self::UntrustedProxy(_) | Self::OtherProxyHeaders(_) => {
                StatusCode::FORBIDDEN
            }
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Form => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::UnknownPeer => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Body(_)
            | Self::UnexpectedBody
            | Self::NoHost
            | Self::ProxyHeaders
            | Self::Interrupted(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// What is wrong with the signature, if that is the reason.
    #[must_use]
    pub const fn signature_error(&self) -> Option<SignatureError> {
        match self.rejected_signature() {
            Some(rejected) => Some(rejected.error()),
            None => None,
        }
    }

    /// The URL that the signature was checked for. See [`RejectedSignature::checked_url`].
    ///
    /// ```
    /// use twilio_calls::CallStatusCallback;
    /// use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// // The scheme should be https.
    /// let receiver = Receiver::new(validator.clone(), PublicUrl::base("http://example.com")?);
    /// let request = http::Request::post("/hook")
    ///     .header(SIGNATURE_HEADER, validator.sign("https://example.com/hook", "a=b"))
    ///     .body("a=b".to_owned())?;
    /// let rejection = receiver.receive::<CallStatusCallback, _>(request, None).await.unwrap_err();
    /// assert_eq!(rejection.to_string(), "the signature is wrong");
    /// assert_eq!(rejection.checked_url(), Some("http://example.com/hook"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn checked_url(&self) -> Option<&str> {
        self.rejected_signature()
            .and_then(RejectedSignature::checked_url)
    }

    const fn rejected_signature(&self) -> Option<&RejectedSignature> {
        match self {
            Self::Signature(rejected)
            | Self::UntrustedProxy(rejected)
            | Self::OtherProxyHeaders(rejected) => Some(rejected),
            _ => None,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(rejected) => rejected.fmt(f),
            Self::UntrustedProxy(rejected) => write!(
                f,
                "{rejected}; the headers of a proxy were ignored because the peer is not a trusted one"
            ),
            Self::OtherProxyHeaders(rejected) => write!(
                f,
                "{rejected}; the headers of the proxy were ignored because they are of the other kind (Forwarded, or \
                 X-Forwarded-Proto and so on)"
            ),
            Self::Body(error) => error.fmt(f),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Method { expected } => {
                write!(f, "the callback is expected with the method {expected}")
            }
            Self::UnexpectedBody => {
                f.write_str("a callback with the method GET must not have a body")
            }
            Self::Form => {
                f.write_str("the content type must be given and must not be that of a form")
            }
            Self::NoHost => UrlError::NoHost.fmt(f),
            Self::UnknownPeer => UrlError::UnknownPeer.fmt(f),
            Self::ProxyHeaders => UrlError::ProxyHeaders.fmt(f),
            Self::Interrupted(_) => f.write_str("the body ended early"),
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Interrupted(error) => Some(&**error),
            _ => None,
        }
    }
}

impl From<SignatureError> for Rejection {
    fn from(error: SignatureError) -> Self {
        Self::Signature(RejectedSignature { error, url: None })
    }
}

impl From<BodyError> for Rejection {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<VerifyError> for Rejection {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Signature(error) => error.into(),
            VerifyError::Body(error) => error.into(),
        }
    }
}

impl From<UrlError> for Rejection {
    fn from(error: UrlError) -> Self {
        match error {
            UrlError::NoHost => Self::NoHost,
            UrlError::UnknownPeer => Self::UnknownPeer,
            UrlError::ProxyHeaders => Self::ProxyHeaders,
        }
    }
}

impl Resolved {
    /// The rejection of a request with this URL.
    pub(super) fn reject_signature(&self, error: SignatureError) -> Rejection {
        let rejected = RejectedSignature {
            error,
            url: Some(self.url.as_str().into()),
        };
        match self.ignored {
            // With the right URL the signature might have been right.
            Ignored::UntrustedPeer if error == SignatureError::Wrong => {
                Rejection::UntrustedProxy(rejected)
            }
            Ignored::OtherKind if error == SignatureError::Wrong => {
                Rejection::OtherProxyHeaders(rejected)
            }
            _ => Rejection::Signature(rejected),
        }
    }

    pub(super) fn reject(&self, error: VerifyError) -> Rejection {
        match error {
            VerifyError::Signature(error) => self.reject_signature(error),
            VerifyError::Body(error) => Rejection::Body(error),
        }
    }
}
