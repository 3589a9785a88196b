//! Why a callback was not accepted.

use std::fmt;

use super::callback::InvalidParameter;

/// Why a callback was not accepted.
///
/// With a [`SignatureError`], the sender is not known. With a [`BodyError`], Twilio sent the callback, but it cannot be
/// read.
///
/// ```
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{BodyError, SignatureError, SignatureValidator, VerifyError};
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let (url, body) = ("https://example.com/hooks/call_status", "CallStatus=ringing");
///
/// let unsigned = validator.verify::<CallStatusCallback>(url, "", body).unwrap_err();
/// assert_eq!(unsigned, VerifyError::Signature(SignatureError::Malformed));
///
/// // Signed by Twilio, but without the parameters of this callback.
/// let error = validator.verify::<CallStatusCallback>(url, &validator.sign(url, body), body).unwrap_err();
/// assert!(matches!(error, VerifyError::Body(BodyError::Parameter(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature does not prove that Twilio sent the request.
    Signature(SignatureError),
    /// Twilio sent the request, but it cannot be read.
    Body(BodyError),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for VerifyError {}

impl From<SignatureError> for VerifyError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<BodyError> for VerifyError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

/// What is wrong with a signature.
///
/// ```
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{BodyError, SignatureError, SignatureValidator, VerifyError};
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let (url, body) = ("https://example.com/hooks/call_status", "CallStatus=ringing");
///
/// let unsigned = validator.verify::<CallStatusCallback>(url, "", body).unwrap_err();
/// assert_eq!(unsigned, VerifyError::Signature(SignatureError::Malformed));
///
/// // Signed by Twilio, but without the parameters of this callback.
/// let error = validator.verify::<CallStatusCallback>(url, &validator.sign(url, body), body).unwrap_err();
/// assert!(matches!(error, VerifyError::Body(BodyError::Parameter(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature is missing.
    Missing,
    /// The signature does not have the length and the base64 form that its algorithm produces, or the header is
    /// repeated.
    Malformed,
    /// The signature was made with another token or key, for another URL, or for other parameters.
    ///
    /// If Twilio did send the request, check the URL first: see [`PublicUrl`](super::PublicUrl).
    Wrong,
    /// The header that names the shared key and the algorithm is malformed or repeated.
    MalformedSettings,
    /// The request names an algorithm that this crate does not know.
    UnknownAlgorithm,
    /// The request names a shared key that was not configured.
    UnknownKey,
    /// The shared key is not configured for the algorithm that the request names.
    AlgorithmNotAllowed,
    /// The request names no shared key, and no auth token is accepted.
    ///
    /// Twilio signed the request with the auth token, or somebody removed the header so that a weaker signature is
    /// checked.
    KeyRequired,
    /// The account that the request names was not configured, or the request names none or several.
    UnknownAccount,
    /// The signature is correct, but the signed text was split into other names and values than Twilio sent, or the body
    /// is not a form as Twilio writes it, such as `hello`.
    ///
    /// See the [module documentation](super#what-a-signature-does-not-prove).
    Ambiguous,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the signature is missing",
            Self::Malformed => "the signature is malformed",
            Self::Wrong => "the signature is wrong",
            Self::MalformedSettings => "the settings of the signature are malformed",
            Self::UnknownAlgorithm => "the algorithm of the signature is unknown",
            Self::UnknownKey => "the shared key of the signature is unknown",
            Self::AlgorithmNotAllowed => {
                "the algorithm of the signature is not allowed for its shared key"
            }
            Self::KeyRequired => "the signature must be made with a shared key",
            Self::UnknownAccount => "the account is unknown",
            Self::Ambiguous => {
                "the signature is correct, but the parameters are not written as Twilio writes them"
            }
        })
    }
}

impl std::error::Error for SignatureError {}

/// What is wrong with the body of a request that Twilio has signed.
///
/// ```
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::{BodyError, SignatureError, SignatureValidator, VerifyError};
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let (url, body) = ("https://example.com/hooks/call_status", "CallStatus=ringing");
///
/// let unsigned = validator.verify::<CallStatusCallback>(url, "", body).unwrap_err();
/// assert_eq!(unsigned, VerifyError::Signature(SignatureError::Malformed));
///
/// // Signed by Twilio, but without the parameters of this callback.
/// let error = validator.verify::<CallStatusCallback>(url, &validator.sign(url, body), body).unwrap_err();
/// assert!(matches!(error, VerifyError::Body(BodyError::Parameter(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// A parameter is missing, repeated, or invalid.
    Parameter(InvalidParameter),
    /// The body is not a form, but most likely JSON, which is signed by its hash.
    ///
    /// Receive such requests with [`Receiver::receive_bytes`](super::Receiver::receive_bytes), or verify them with
    /// [`SignatureValidator::validate`](super::SignatureValidator::validate), and read the body with a parser for it.
    NotAForm,
    /// The body has no parameters.
    ///
    /// A callback with the method GET has them in its query: see
    /// [`Receiver::receive_query`](super::Receiver::receive_query).
    Empty,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(error) => error.fmt(f),
            Self::NotAForm => f.write_str("the body is not a form"),
            Self::Empty => f.write_str("the body has no parameters"),
        }
    }
}

impl std::error::Error for BodyError {}

impl From<InvalidParameter> for BodyError {
    fn from(error: InvalidParameter) -> Self {
        Self::Parameter(error)
    }
}

/// A string that cannot be an auth token: it is empty or contains white space.
///
/// With an empty token, anybody could sign a request.
///
/// ```
/// use twilio_calls::webhook::SignatureValidator;
///
/// assert!(SignatureValidator::new("").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InvalidToken(());

impl InvalidToken {
    pub(super) const fn new() -> Self {
        Self(())
    }
}

/// Shows the message, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidToken({self})")
    }
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an auth token must not be empty or contain white space")
    }
}

impl std::error::Error for InvalidToken {}
