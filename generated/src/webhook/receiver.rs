//! Taking requests, whatever the web framework.

use std::error::Error as StdError;
use std::fmt;
use std::net::IpAddr;
use std::pin::pin;

use bytes::{Buf as _, Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body::Body;

use super::accounts::AccountValidators;
use super::callback::Callback;
use super::decode::Pairs;
use super::error::{BodyError, SignatureError, VerifyError};
use super::header::Signature;
use super::public_url::{PublicUrl, Resolved, UrlError};
use super::signed::Signed;
use super::trace;
use super::validator::SignatureValidator;
use crate::AccountSid;

/// The largest body that is accepted by default, in bytes.
///
/// Reports about calls have one or two thousand bytes; the longest parameter of other requests has 16 thousand.
const DEFAULT_LIMIT: usize = 64 * 1024;

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// Takes Twilio's requests: knows the tokens and keys, the public URL and how large a body may be.
///
/// There is a method for each way in which a callback travels, and only the right one accepts it:
///
/// | the callback | method |
/// |---|---|
/// | with POST, its parameters in a form | [`receive`](Self::receive) |
/// | with GET, its parameters in the query | [`receive_query`](Self::receive_query) |
/// | with a body that is not a form, such as JSON | [`receive_bytes`](Self::receive_bytes) |
/// | the handshake of a media stream | [`verify_handshake`](Self::verify_handshake) |
///
/// It is cheap to clone, so that it can be part of a server's state.
///
/// ```
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let receiver = Receiver::new(validator.clone(), PublicUrl::base("https://example.com")?);
///
/// let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=busy";
/// let request = http::Request::post("/hook")
///     .header(SIGNATURE_HEADER, validator.sign("https://example.com/hook", body))
///     .body(body.to_owned())?;
/// let report: CallStatusCallback = receiver.receive(request, None).await?;
/// assert_eq!(report.call_status, "busy");
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Receiver {
    validators: Validators,
    url: PublicUrl,
    limit: usize,
}

#[derive(Clone, Debug)]
enum Validators {
    One(SignatureValidator),
    ByAccount(AccountValidators),
}

impl Validators {
    /// The validator for a request, where it does not depend on the parameters.
    const fn only(&self) -> Result<&SignatureValidator, SignatureError> {
        match self {
            Self::One(validator) => Ok(validator),
            Self::ByAccount(_) => Err(SignatureError::UnknownAccount),
        }
    }

    /// The validator for a request with these parameters.
    fn select(&self, pairs: &Pairs) -> Result<&SignatureValidator, SignatureError> {
        match self {
            Self::One(validator) => Ok(validator),
            Self::ByAccount(validators) => validators.select(pairs),
        }
    }

    /// Refuses signatures that cannot be right whatever the request says.
    fn precheck(&self, signature: &Signature<'_>) -> Result<(), SignatureError> {
        match self {
            Self::One(validator) => validator.claim(signature).map(drop),
            Self::ByAccount(_) => signature.precheck(),
        }
    }
}

impl Receiver {
    /// A receiver of requests whose bodies have at most 64 KiB.
    #[must_use]
    pub const fn new(validator: SignatureValidator, url: PublicUrl) -> Self {
        Self {
            validators: Validators::One(validator),
            url,
            limit: DEFAULT_LIMIT,
        }
    }

    /// A receiver for several accounts: the parameter `AccountSid` selects the token or key that has to have signed.
    #[must_use]
    pub const fn for_accounts(validators: AccountValidators, url: PublicUrl) -> Self {
        Self {
            validators: Validators::ByAccount(validators),
            url,
            limit: DEFAULT_LIMIT,
        }
    }

    /// The receiver for one of several accounts; `None` when the account is not one of them.
    ///
    /// For requests without the parameter `AccountSid`, such as handshakes, where something else says which account is
    /// expected: a path of its own for each account, for example.
    #[must_use]
    pub fn account(&self, account: &AccountSid) -> Option<Self> {
        let Validators::ByAccount(validators) = &self.validators else {
            return None;
        };
        Some(Self {
            validators: Validators::One(validators.get(account)?.clone()),
            url: self.url.clone(),
            limit: self.limit,
        })
    }

    /// Accepts bodies up to this many bytes.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self {
            limit: bytes,
            ..self
        }
    }

    /// Checks a callback with the method POST and reads the form in its body.
    ///
    /// `peer` is the address at the other end of the connection; only [`PublicUrl::behind`] needs it. Nothing of the
    /// body is read when the signature cannot be right.
    ///
    /// # Errors
    ///
    /// The request is not accepted; [`Rejection::status`] is what to answer.
    pub async fn receive<C, B>(
        &self,
        request: Request<B>,
        peer: Option<IpAddr>,
    ) -> Result<C, Rejection>
    where
        C: Callback,
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        expect_method(&parts, &Method::POST)?;
        if is_not_a_form(&parts.headers) {
            return Err(BodyError::NotAForm.into());
        }
        let called = self.called(&parts.uri, &parts.headers, peer)?;
        let signature = Signature::from(&parts.headers);
        let precheck = self.validators.precheck(&signature);
        precheck.map_err(|error| called.refused(error))?;
        let body = self.collect(body).await?;
        let pairs = Pairs::of(&body);
        self.validators
            .select(&pairs)
            .and_then(|validator| validator.claim(&signature))
            .map_err(VerifyError::from)
            .and_then(|claim| claim.read_form(&called.url, &body, &pairs))
            .map_err(|error| called.rejected(error))
    }

    /// Checks a callback with the method GET and reads its query.
    ///
    /// Call this only where the callback was asked for with GET, for example by `status_callback_method`, and not beside
    /// [`receive`](Self::receive) for the same path: the parameters of a form that Twilio has sent and signed can be put
    /// into a query.
    ///
    /// # Errors
    ///
    /// The request is not accepted; [`Rejection::status`] is what to answer.
    ///
    /// ```
    /// use twilio_calls::CallStatusCallback;
    /// use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let receiver = Receiver::new(validator.clone(), PublicUrl::base("https://example.com")?);
    ///
    /// let target = "/hook?CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\
    ///     &CallStatus=busy";
    /// let request = http::Request::get(target)
    ///     .header(SIGNATURE_HEADER, validator.sign(&format!("https://example.com{target}"), ""))
    ///     .body(String::new())?;
    /// let report: CallStatusCallback = receiver.receive_query(request, None).await?;
    /// assert_eq!(report.call_status, "busy");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn receive_query<C, B>(
        &self,
        request: Request<B>,
        peer: Option<IpAddr>,
    ) -> Result<C, Rejection>
    where
        C: Callback,
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        expect_method(&parts, &Method::GET)?;
        let called = self.called(&parts.uri, &parts.headers, peer)?;
        let signature = Signature::from(&parts.headers);
        let precheck = self.validators.precheck(&signature);
        precheck.map_err(|error| called.refused(error))?;
        // Twilio sends none, and it is not signed.
        if !self.collect(body).await?.is_empty() {
            return Err(Rejection::UnexpectedBody);
        }
        let signed = Signed::url(&called.url);
        let pairs = Pairs::of(signed.query().as_bytes());
        self.validators
            .select(&pairs)
            .and_then(|validator| validator.claim(&signature))
            .map_err(VerifyError::from)
            .and_then(|claim| claim.read_query(&signed, &pairs))
            .map_err(|error| called.rejected(error))
    }

    /// Checks a request whose body is not a form, such as JSON, and returns the body.
    ///
    /// Such a body is signed through its hash, the parameter `bodySHA256` at the end of the query. A request that says it
    /// has a form, or whose query has no hash, is refused. Read the body alone: what else is in the query is what your
    /// application wrote there, or a part of another request.
    ///
    /// With several accounts, take the receiver of one of them with [`account`](Self::account) first.
    ///
    /// # Errors
    ///
    /// The request is not accepted; [`Rejection::status`] is what to answer.
    ///
    /// ```
    /// use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator, body_sha256};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let receiver = Receiver::new(validator.clone(), PublicUrl::base("https://example.com")?);
    ///
    /// let body = r#"{"kind":"event"}"#;
    /// let target = format!("/hook?bodySHA256={}", body_sha256(body));
    /// let request = http::Request::post(&target)
    ///     .header("content-type", "application/json")
    ///     .header(SIGNATURE_HEADER, validator.sign(&format!("https://example.com{target}"), body))
    ///     .body(body.to_owned())?;
    /// assert_eq!(receiver.receive_bytes(request, None).await?, body);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn receive_bytes<B>(
        &self,
        request: Request<B>,
        peer: Option<IpAddr>,
    ) -> Result<Bytes, Rejection>
    where
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        expect_method(&parts, &Method::POST)?;
        if !is_not_a_form(&parts.headers) {
            return Err(Rejection::Form);
        }
        let called = self.called(&parts.uri, &parts.headers, peer)?;
        let signature = Signature::from(&parts.headers);
        let refused = |error| called.refused(error);
        let claim = self
            .validators
            .only()
            .and_then(|validator| validator.claim(&signature))
            .map_err(refused)?;
        if Signed::url(&called.url).body_hash().is_none() {
            return Err(refused(SignatureError::Wrong));
        }
        let body = self.collect(body).await?;
        claim
            .check(&Signed::new(&called.url, &body))
            .map_err(refused)?;
        Ok(body.freeze())
    }

    /// Checks the handshake of a media stream: the request that becomes a web socket.
    ///
    /// Twilio signs it over the URL of the web socket, which begins with `wss://`, or with `ws://` where there is no TLS;
    /// the scheme follows from the public URL.
    ///
    /// With several accounts, take the receiver of one of them with [`account`](Self::account) first.
    ///
    /// # Errors
    ///
    /// The request is not accepted; [`Rejection::status`] is what to answer.
    ///
    /// ```
    /// use twilio_calls::webhook::{PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
    ///
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let receiver = Receiver::new(validator.clone(), PublicUrl::base("https://example.com")?);
    ///
    /// let handshake = http::Request::get("/media")
    ///     .header("upgrade", "websocket")
    ///     .header(SIGNATURE_HEADER, validator.sign("wss://example.com/media", ""))
    ///     .body(())?;
    /// receiver.verify_handshake(&handshake, None)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_handshake<B>(
        &self,
        request: &Request<B>,
        peer: Option<IpAddr>,
    ) -> Result<(), Rejection> {
        self.check_handshake(request.uri(), request.headers(), peer)
    }

    pub(super) fn check_handshake(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Result<(), Rejection> {
        let mut called = self.called(uri, headers, peer)?;
        if let Some(rest) = called.url.strip_prefix("http") {
            called.url = ["ws", rest].concat();
        }
        self.validators
            .only()
            .and_then(|validator| validator.claim(&Signature::from(headers)))
            .and_then(|claim| claim.check(&Signed::url(&called.url)))
            .map_err(|error| called.refused(error))
    }

    fn called(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Result<Resolved, Rejection> {
        Ok(self.url.resolved(uri, headers, peer)?)
    }

    async fn collect<B>(&self, body: B) -> Result<BytesMut, Rejection>
    where
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let hint = body.size_hint().lower();
        if usize::try_from(hint).is_ok_and(|hint| hint > self.limit) {
            return Err(Rejection::TooLarge { limit: self.limit });
        }
        let mut collected = BytesMut::with_capacity(usize::try_from(hint).unwrap_or_default());
        let mut body = pin!(body);
        while let Some(frame) =
            std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
        {
            let frame = frame.map_err(|error| Rejection::Interrupted(error.into()))?;
            let Ok(mut data) = frame.into_data() else {
                continue;
            };
            if data.remaining() > self.limit - collected.len() {
                return Err(Rejection::TooLarge { limit: self.limit });
            }
            while data.has_remaining() {
                let chunk = data.chunk();
                let length = chunk.len();
                collected.extend_from_slice(chunk);
                data.advance(length);
            }
        }
        Ok(collected)
    }
}

impl Resolved {
    /// The rejection of a request with this URL.
    fn refused(&self, error: SignatureError) -> Rejection {
        trace::refused(error, &self.url);
        let refused = RefusedSignature {
            error,
            url: Some(self.url.as_str().into()),
        };
        // With the right URL the signature might have been right.
        if self.ignored_proxy && error == SignatureError::Wrong {
            Rejection::UntrustedProxy(refused)
        } else {
            Rejection::Signature(refused)
        }
    }

    fn rejected(&self, error: VerifyError) -> Rejection {
        match error {
            VerifyError::Signature(error) => self.refused(error),
            VerifyError::Body(error) => Rejection::Body(error),
        }
    }
}

fn expect_method(parts: &Parts, expected: &Method) -> Result<(), Rejection> {
    if parts.method == *expected {
        Ok(())
    } else {
        Err(Rejection::Method {
            expected: expected.clone(),
        })
    }
}

/// Whether the request says that its body is not a form. One content type of a form makes it one.
fn is_not_a_form(headers: &HeaderMap) -> bool {
    let is_form = |value: &HeaderValue| {
        let essence = value.as_bytes().split(|byte| *byte == b';').next();
        let essence = essence.unwrap_or_default().trim_ascii();
        essence.eq_ignore_ascii_case(FORM.as_bytes())
    };
    let mut types = headers.get_all(CONTENT_TYPE).iter().peekable();
    types.peek().is_some() && !types.any(is_form)
}

/// A signature that was refused, with the URL that it was checked for.
///
/// `Display` and `Debug` do not show the URL: it can have a secret in its path, and parameters in its query.
#[derive(Clone, PartialEq, Eq)]
pub struct RefusedSignature {
    error: SignatureError,
    url: Option<Box<str>>,
}

impl RefusedSignature {
    /// What is wrong with the signature.
    #[must_use]
    pub const fn error(&self) -> SignatureError {
        self.error
    }

    /// The URL that the signature was checked for, as this server believes that Twilio called it.
    ///
    /// When it is not the URL that was given to Twilio, correct the [`PublicUrl`]. It can have a secret in its path and
    /// personal data in its query, so be careful where it is written.
    #[must_use]
    pub fn checked_url(&self) -> Option<&str> {
        self.url.as_deref()
    }
}

impl fmt::Debug for RefusedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedSignature")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RefusedSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for RefusedSignature {}

/// Why a request was not accepted.
///
/// `Display` is fit to be sent as the response: it names the problem, and no personal data. Twilio shows it in its
/// debugger.
///
/// | the mistake | the rejection |
/// |---|---|
/// | the base URL is not the one that Twilio calls | [`Signature`](Self::Signature) with [`SignatureError::Wrong`]; [`checked_url`](Self::checked_url) shows it |
/// | the router is not served with `into_make_service_with_connect_info` | [`UnknownPeer`](Self::UnknownPeer) |
/// | the proxy is not one of the trusted ones | [`UntrustedProxy`](Self::UntrustedProxy) |
/// | the callback was asked for with another method | [`Method`](Self::Method) |
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The signature does not prove that Twilio sent it. Answer 403.
    Signature(RefusedSignature),
    /// The signature is wrong for the URL that the server sees, and there are headers of a proxy that were ignored
    /// because the peer is not one of the [`TrustedProxies`](super::TrustedProxies). Answer 403.
    UntrustedProxy(RefusedSignature),
    /// Twilio sent it, but it cannot be read. Answer 400.
    Body(BodyError),
    /// The body has more bytes than the limit. Answer 413.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The request has another method than the callback. Answer 405.
    Method {
        /// The method of the callback.
        expected: Method,
    },
    /// A request with the method GET has a body, which nobody has signed. Answer 400.
    UnexpectedBody,
    /// The body is a form, or has no content type, where something else is expected. Answer 415.
    Form,
    /// The request names no host, so nobody knows which URL was called. Answer 400.
    NoHost,
    /// The address of the peer is not known, so nobody knows whether it is a trusted proxy. Answer 500.
    ///
    /// With axum, serve the router with `into_make_service_with_connect_info::<SocketAddr>()`; elsewhere, hand over the
    /// address.
    UnknownPeer,
    /// What a trusted proxy says about the request is malformed. Answer 400.
    ProxyHeaders,
    /// The body ended early. Answer 400, if anybody still listens.
    Interrupted(Box<dyn StdError + Send + Sync>),
}

impl Rejection {
    /// The status to answer with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Signature(_) | Self::UntrustedProxy(_) => StatusCode::FORBIDDEN,
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

    /// What is wrong with the signature, where that is the reason.
    #[must_use]
    pub const fn signature_error(&self) -> Option<SignatureError> {
        match self {
            Self::Signature(refused) | Self::UntrustedProxy(refused) => Some(refused.error()),
            _ => None,
        }
    }

    /// The URL that the signature was checked for. See [`RefusedSignature::checked_url`].
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
        match self {
            Self::Signature(refused) | Self::UntrustedProxy(refused) => refused.checked_url(),
            _ => None,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(refused) => refused.fmt(f),
            Self::UntrustedProxy(refused) => write!(
                f,
                "{refused}; the headers of a proxy were ignored because the peer is not a trusted one"
            ),
            Self::Body(error) => error.fmt(f),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Method { expected } => {
                write!(f, "the callback is expected with the method {expected}")
            }
            Self::UnexpectedBody => f.write_str("a callback with the method GET has no body"),
            Self::Form => f.write_str("the content type must be given and must not be a form"),
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
        Self::Signature(RefusedSignature { error, url: None })
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
