//! Receiving requests, whatever the web framework.

use std::error::Error as StdError;
use std::net::IpAddr;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Uri};
use http_body::Body;

use super::accounts::AccountValidators;
use super::body::{collect, is_not_a_form};
use super::callback::Callback;
use super::decode::Pairs;
use super::error::{BodyError, SignatureError, VerifyError};
use super::header::Signature;
use super::public_url::{PublicUrl, Resolved};
use super::rejection::Rejection;
use super::signed::Signed;
use super::trace;
use super::validator::SignatureValidator;
use super::validators::Validators;
use crate::AccountSid;

/// The largest body that is accepted by default, in bytes.
///
/// Reports about calls are one or two thousand bytes long; the longest parameter of other requests is 16 thousand.
const DEFAULT_LIMIT: usize = 64 * 1024;

/// Receives Twilio's requests, with the tokens and keys, the public URL and the size limit of bodies.
///
/// There is a method for each kind of request, and only the right one accepts it:
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

impl Receiver {
    /// Creates a receiver of requests whose bodies are at most 64 KiB.
    #[must_use]
    pub const fn new(validator: SignatureValidator, url: PublicUrl) -> Self {
        Self {
            validators: Validators::One(validator),
            url,
            limit: DEFAULT_LIMIT,
        }
    }

    /// Creates a receiver for several accounts: the parameter `AccountSid` selects the account whose token or key
    /// must have signed the request.
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
    /// For requests without the parameter `AccountSid`, such as handshakes, where the expected account is known in
    /// another way, for example from a separate path for each account. A request that names another account is rejected
    /// with [`SignatureError::UnknownAccount`].
    #[must_use]
    pub fn account(&self, account: &AccountSid) -> Option<Self> {
        let Validators::ByAccount(validators) = &self.validators else {
            return None;
        };
        Some(Self {
            validators: Validators::OfAccount(account.to_owned(), validators.get(account)?.clone()),
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
    /// `peer` is the address at the other end of the connection; only [`PublicUrl::behind`] needs it. If the signature
    /// cannot be right, the body is not read.
    ///
    /// # Errors
    ///
    /// Fails if the request is not accepted; respond with [`Rejection::status`].
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
        let read = self.read_form(request, peer).await;
        read.inspect_err(trace::rejected)
    }

    /// Checks a callback with the method GET and reads its query.
    ///
    /// Use this only if the callback was requested with GET, for example by `status_callback_method`, and not
    /// together with [`receive`](Self::receive) for the same path: anybody can put the parameters of a signed form
    /// into a query.
    ///
    /// # Errors
    ///
    /// Fails if the request is not accepted; respond with [`Rejection::status`].
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
        let read = self.read_query(request, peer).await;
        read.inspect_err(trace::rejected)
    }

    /// Checks a request whose body is not a form, such as JSON, and returns the body.
    ///
    /// Such a body is signed through its hash, the parameter `bodySHA256` at the end of the query. A request whose
    /// content type is that of a form, or whose query has no hash, is rejected. Read only the body: everything else
    /// in the query was written there by your application, or moved there from another signed request by a forger.
    ///
    /// With several accounts, select the receiver of one of them with [`account`](Self::account) first.
    ///
    /// # Errors
    ///
    /// Fails if the request is not accepted; respond with [`Rejection::status`].
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
        let read = self.read_bytes(request, peer).await;
        read.inspect_err(trace::rejected)
    }

    /// Checks the handshake of a media stream: the request that opens a WebSocket.
    ///
    /// Twilio signs the URL of the WebSocket, which begins with `wss://`, or with `ws://` if there is no TLS; the scheme
    /// follows from the public URL.
    ///
    /// With several accounts, select the receiver of one of them with [`account`](Self::account) first.
    ///
    /// # Errors
    ///
    /// Fails if the request is not accepted; respond with [`Rejection::status`].
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
        let checked = self.check_signed_handshake(uri, headers, peer);
        checked.inspect_err(trace::rejected)
    }
}

/// The methods above, without their events.
impl Receiver {
    async fn read_form<C, B>(
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
        precheck.map_err(|error| called.reject_signature(error))?;
        let body = collect(body, self.limit).await?;
        let pairs = Pairs::of(&body);
        self.validators
            .select(&pairs)
            .and_then(|validator| validator.claim(&signature))
            .map_err(VerifyError::from)
            .and_then(|claim| claim.read_form(&called.url, &body, &pairs))
            .map_err(|error| called.reject(error))
    }

    async fn read_query<C, B>(
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
        precheck.map_err(|error| called.reject_signature(error))?;
        // Twilio sends no body with GET, and the signature would not cover one.
        if !collect(body, self.limit).await?.is_empty() {
            return Err(Rejection::UnexpectedBody);
        }
        let signed = Signed::url(&called.url);
        let pairs = Pairs::of(signed.query().as_bytes());
        self.validators
            .select(&pairs)
            .and_then(|validator| validator.claim(&signature))
            .map_err(VerifyError::from)
            .and_then(|claim| claim.read_query(&signed, &pairs))
            .map_err(|error| called.reject(error))
    }

    async fn read_bytes<B>(
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
        let reject = |error| called.reject_signature(error);
        let claim = self
            .validators
            .only()
            .and_then(|validator| validator.claim(&signature))
            .map_err(reject)?;
        if Signed::url(&called.url).body_hash().is_none() {
            return Err(reject(SignatureError::Wrong));
        }
        let body = collect(body, self.limit).await?;
        claim
            .check(&Signed::new(&called.url, &body))
            .map_err(reject)?;
        Ok(body.freeze())
    }

    fn check_signed_handshake(
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
            .map_err(|error| called.reject_signature(error))
    }

    fn called(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
    ) -> Result<Resolved, Rejection> {
        Ok(self.url.resolved(uri, headers, peer)?)
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
