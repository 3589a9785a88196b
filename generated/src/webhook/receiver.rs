//! Taking requests, whatever the web framework.

use std::error::Error as StdError;
use std::fmt;
use std::net::IpAddr;
use std::pin::pin;

use bytes::{Buf as _, BytesMut};
use http::{Request, StatusCode};
use http_body::Body;

use super::SIGNATURE_HEADER;
use super::callback::Callback;
use super::error::{BodyError, SignatureError, VerifyError};
use super::public_url::PublicUrl;
use super::signature::{Signature, SignatureValidator};

/// The largest body that is accepted, in bytes, unless something else is said.
///
/// Reports about calls have one or two thousand bytes; the longest parameter of other requests has 16 thousand.
const DEFAULT_LIMIT: usize = 64 * 1024;

/// Takes the service's requests: knows the tokens, the public URL and how large a body may be.
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
    validator: SignatureValidator,
    url: PublicUrl,
    limit: usize,
}

impl Receiver {
    /// A receiver of requests whose bodies have at most 64 KiB.
    #[must_use]
    pub const fn new(validator: SignatureValidator, url: PublicUrl) -> Self {
        Self {
            validator,
            url,
            limit: DEFAULT_LIMIT,
        }
    }

    /// Accepts bodies up to this many bytes.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self {
            limit: bytes,
            ..self
        }
    }

    /// Checks a request and reads it.
    ///
    /// `peer` is the address at the other end of the connection; only [`PublicUrl::behind`] needs it. Nothing of the
    /// body is read when the signature cannot be one.
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
        let signature = parts.headers.get(SIGNATURE_HEADER);
        let url = self
            .url
            .of(&parts.uri, &parts.headers, peer)
            .ok_or(Rejection::NoHost)?;
        Signature::from(signature).tag()?;
        let body = self.collect(body).await?;
        Ok(self.validator.verify(&url, signature, body)?)
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

/// Why a request was not accepted.
///
/// `Display` is fit to be sent as the answer: it names what is wrong, and no personal data. The service shows it in
/// its debugger.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The signature does not prove that the service sent it. Answer 403.
    Signature(SignatureError),
    /// The service sent it, but it cannot be read. Answer 400.
    Body(BodyError),
    /// The body has more bytes than the limit. Answer 413.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The request names no host, so nobody knows which URL was called. Answer 400.
    NoHost,
    /// The body broke off. Answer 400, if anybody still listens.
    Interrupted(Box<dyn StdError + Send + Sync>),
}

impl Rejection {
    /// The status to answer with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Signature(_) => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(_) | Self::NoHost | Self::Interrupted(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::NoHost => f.write_str("the request names no host"),
            Self::Interrupted(_) => f.write_str("the body broke off"),
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
        Self::Signature(error)
    }
}

impl From<VerifyError> for Rejection {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Signature(error) => Self::Signature(error),
            VerifyError::Body(error) => Self::Body(error),
        }
    }
}
