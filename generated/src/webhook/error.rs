//! Why a callback was not accepted.

use std::fmt;

use super::callback::InvalidParameter;

/// Why a callback was not accepted.
///
/// The three kinds of [`SignatureError`] say that nobody knows who sent it. A [`BodyError`] says that the service sent
/// it and that it is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature does not prove that the service sent it.
    Signature(SignatureError),
    /// The service sent it, but it cannot be read.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureError {
    /// There is none.
    Missing,
    /// It is not 20 bytes in base64, so it cannot be one.
    Malformed,
    /// It was made with another token, for another URL, or for other parameters.
    ///
    /// If the service did send the request, the URL is the first to look at: see [`PublicUrl`](super::PublicUrl).
    Wrong,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the signature is missing",
            Self::Malformed => "the signature is malformed",
            Self::Wrong => "the signature is wrong",
        })
    }
}

impl std::error::Error for SignatureError {}

/// What is wrong with the body of a request that the service has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// A parameter is missing or cannot be read.
    Parameter(InvalidParameter),
    /// The body was signed by its hash, so it is not a form but most likely JSON.
    ///
    /// Check such requests with [`SignatureValidator::validate`](super::SignatureValidator::validate) and read the
    /// body with a parser for what it is.
    NotAForm,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(error) => error.fmt(f),
            Self::NotAForm => f.write_str("the body is not a form"),
        }
    }
}

impl std::error::Error for BodyError {}

impl From<InvalidParameter> for BodyError {
    fn from(error: InvalidParameter) -> Self {
        Self::Parameter(error)
    }
}

/// A text that cannot be an auth token: it is empty, or holds white space.
///
/// With an empty token everybody could sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidToken(());

impl InvalidToken {
    pub(super) const fn new() -> Self {
        Self(())
    }
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an auth token is not empty and holds no white space")
    }
}

impl std::error::Error for InvalidToken {}
