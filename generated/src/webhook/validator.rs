//! Who sent a request.

use std::fmt;
use std::sync::Arc;

use super::algorithm::SignatureAlgorithm;
use super::borders;
use super::callback::{Callback, Reader};
use super::decode::Pairs;
use super::error::{BodyError, InvalidToken, SignatureError, VerifyError};
use super::header::{Signature, Tag};
use super::hmac_key::HmacKey;
use super::shared_key::SharedKey;
use super::signed::Signed;
use crate::Secret;

/// Checks that requests come from Twilio.
///
/// Twilio signs each request with the auth token of the account, or with a [`SharedKey`]. The signature is an HMAC over
/// the URL as requested, including the query, followed by the name and the value of every form parameter, sorted by
/// bytes and without duplicate pairs. A body that is not a form is signed through the parameter `bodySHA256` that
/// Twilio adds to the URL. A request with the method GET has its parameters in the URL and nothing else.
///
/// A signature is accepted if it matches the URL as given, or with any of these changes: without its port, or with the
/// default port added; for `https` and `wss`, without user info; the apostrophes in its query escaped, or unescaped.
/// Twilio and its libraries have signed URLs in all these ways. Apart from that, every byte of the URL must match.
/// Signatures are compared in constant time.
///
/// # Tokens and keys
///
/// A request that names a shared key is checked with that key alone, and only with an algorithm that the key is
/// configured for. A request that names none is checked with the auth tokens. Traffic can be split between the two, so
/// a validator takes any number of both:
///
/// ```
/// use twilio_calls::webhook::{SharedKey, SignatureAlgorithm, SignatureError, SignatureValidator};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", [SignatureAlgorithm::HmacSha256])?;
/// let token = SignatureValidator::new("0123456789abcdef0123456789abcdef")?;
/// let url = "https://example.com/hook";
///
/// // While the account moves from its token to the key, both are accepted.
/// let both = token.clone().and_key(key.clone());
/// assert_eq!(both.validate(url, &token.sign(url, "a=b"), "a=b"), Ok(()));
/// assert_eq!(both.validate(url, &key.sign(url, "a=b"), "a=b"), Ok(()));
///
/// // Afterwards, keys only: signatures made with the token are rejected, even correct ones.
/// let keys_only = SignatureValidator::with_key(key);
/// assert_eq!(keys_only.validate(url, &token.sign(url, "a=b"), "a=b"), Err(SignatureError::KeyRequired));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It is cheap to clone, and stores what is derived from the tokens, not the tokens.
#[derive(Clone)]
pub struct SignatureValidator {
    tokens: Arc<[HmacKey]>,
    shared: Arc<[SharedKey]>,
}

impl SignatureValidator {
    /// Creates a validator with the primary auth token of the account. Twilio does not sign with API keys.
    ///
    /// # Errors
    ///
    /// Fails if the token is empty or contains white space.
    pub fn new(auth_token: impl Into<Secret>) -> Result<Self, InvalidToken> {
        Ok(Self {
            tokens: Arc::new([token(&auth_token.into())?]),
            shared: Arc::new([]),
        })
    }

    /// A validator that accepts signatures with shared keys only, beginning with this one.
    ///
    /// A request without the header that names a key is rejected with [`SignatureError::KeyRequired`], unless an auth
    /// token is added with [`and_token`](Self::and_token).
    #[must_use]
    pub fn with_key(key: SharedKey) -> Self {
        Self {
            tokens: Arc::new([]),
            shared: Arc::new([key]),
        }
    }

    /// Also accepts requests signed with another token, as happens while tokens are being replaced.
    ///
    /// # Errors
    ///
    /// Fails if the token is empty or contains white space.
    ///
    /// ```
    /// use twilio_calls::webhook::SignatureValidator;
    ///
    /// let old = SignatureValidator::new("0123456789abcdef0123456789abcdef")?;
    /// let both = SignatureValidator::new("fedcba9876543210fedcba9876543210")?
    ///     .and_token("0123456789abcdef0123456789abcdef")?;
    /// let url = "https://example.com/hook";
    /// assert_eq!(both.validate(url, &old.sign(url, "a=b"), "a=b"), Ok(()));
    /// # Ok::<(), twilio_calls::webhook::InvalidToken>(())
    /// ```
    pub fn and_token(self, auth_token: impl Into<Secret>) -> Result<Self, InvalidToken> {
        let other = token(&auth_token.into())?;
        Ok(Self {
            tokens: self.tokens.iter().cloned().chain([other]).collect(),
            ..self
        })
    }

    /// Also accepts requests signed with this shared key.
    #[must_use]
    pub fn and_key(self, key: SharedKey) -> Self {
        Self {
            shared: self.shared.iter().cloned().chain([key]).collect(),
            ..self
        }
    }

    /// Checks a request whose parameters are in its body, and reads it.
    ///
    /// - `url`: the whole URL that Twilio called, query included, as Twilio sees it.
    /// - `signature`: the header `X-Twilio-Signature`, as text, as a header value, or an `Option` of either; or the
    ///   `HeaderMap` of the request, which also has the header that names a shared key.
    /// - `body`: the raw body, a form. For requests with the method GET see [`verify_query`](Self::verify_query).
    ///
    /// # Errors
    ///
    /// Fails if the signature is missing, malformed or wrong, if names and values may have been split differently from
    /// how Twilio sent them, or if the parameters do not fit the callback.
    ///
    /// ```
    /// use twilio_calls::CallStatusCallback;
    /// use twilio_calls::webhook::{SignatureError, SignatureValidator, VerifyError};
    ///
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let url = "https://example.com/hook";
    /// let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\
    ///     &AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=completed";
    /// let report = validator.verify::<CallStatusCallback>(url, &validator.sign(url, body), body)?;
    /// assert_eq!(report.call_status, "completed");
    ///
    /// let error = validator.verify::<CallStatusCallback>(url, None::<&str>, body).unwrap_err();
    /// assert_eq!(error, VerifyError::Signature(SignatureError::Missing));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify<'a, C: Callback>(
        &self,
        url: &str,
        signature: impl Into<Signature<'a>>,
        body: impl AsRef<[u8]>,
    ) -> Result<C, VerifyError> {
        let body = body.as_ref();
        let claim = self.claim(&signature.into())?;
        claim.read_form(url, body, &Pairs::of(body))
    }

    /// Checks a request whose parameters are in its query, and reads it.
    ///
    /// Call this only where the callback was requested with the method GET. Elsewhere, Twilio does not send its
    /// parameters in the query, so such a request is not from Twilio.
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify).
    ///
    /// ```
    /// use twilio_calls::CallStatusCallback;
    /// use twilio_calls::webhook::SignatureValidator;
    ///
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let url = "https://example.com/hook?CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\
    ///     &AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=completed";
    /// let report = validator.verify_query::<CallStatusCallback>(url, &validator.sign(url, ""))?;
    /// assert_eq!(report.call_status, "completed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_query<'a, C: Callback>(
        &self,
        url: &str,
        signature: impl Into<Signature<'a>>,
    ) -> Result<C, VerifyError> {
        let claim = self.claim(&signature.into())?;
        let signed = Signed::url(url);
        claim.read_query(&signed, &Pairs::of(signed.query().as_bytes()))
    }

    /// Checks a request without reading it: a body that is not a form, or the handshake of a media stream, whose URL
    /// begins with `wss://` and whose body is empty.
    ///
    /// When the last parameter of the query is `bodySHA256`, the body has to have that hash. Without this parameter,
    /// the body is treated as a form. Do not read parameters from a request that was checked in this way:
    /// [`verify`](Self::verify) and [`verify_query`](Self::verify_query) also look at where names and values meet.
    ///
    /// # Errors
    ///
    /// Fails if the signature is missing, malformed or wrong.
    pub fn validate<'a>(
        &self,
        url: &str,
        signature: impl Into<Signature<'a>>,
        body: impl AsRef<[u8]>,
    ) -> Result<(), SignatureError> {
        self.claim(&signature.into())?
            .check(&Signed::new(url, body.as_ref()))
    }

    /// The signature that Twilio would send with a request, made with the first token; empty if there is no token.
    ///
    /// For tests of your own handlers; see [`SharedKey::sign`] for signatures with a key. The URL is signed as it is
    /// given. To sign a body that is not a form, give a URL that ends with the parameter `bodySHA256`, whose value
    /// [`body_sha256`](super::body_sha256) returns.
    #[must_use]
    pub fn sign(&self, url: &str, body: impl AsRef<[u8]>) -> String {
        self.tokens.first().map_or_else(String::new, |token| {
            Signed::new(url, body.as_ref()).signature(token)
        })
    }

    /// What the headers of a request claim it is signed with, if that is accepted.
    pub(super) fn claim<'v, 's: 'v>(
        &'v self,
        signature: &Signature<'s>,
    ) -> Result<Claim<'v>, SignatureError> {
        if signature.is_missing() {
            return Err(SignatureError::Missing);
        }
        let Some((id, algorithm)) = signature.settings().parse()? else {
            if self.tokens.is_empty() {
                return Err(SignatureError::KeyRequired);
            }
            return Ok(Claim {
                tag: signature.tag(SignatureAlgorithm::HmacSha1)?,
                keys: ClaimedKeys::Tokens(&self.tokens),
            });
        };
        let shared = &self.shared;
        if shared.iter().all(|key| key.id() != id) {
            return Err(SignatureError::UnknownKey);
        }
        let keys = ClaimedKeys::Shared {
            shared,
            id,
            algorithm,
        };
        if keys.iter().next().is_none() {
            return Err(SignatureError::AlgorithmNotAllowed);
        }
        Ok(Claim {
            tag: signature.tag(algorithm)?,
            keys,
        })
    }
}

impl fmt::Debug for SignatureValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SignatureValidator");
        shown.field("tokens", &self.tokens.len());
        if !self.shared.is_empty() {
            shown.field("keys", &self.shared);
        }
        shown.finish()
    }
}

fn token(token: &Secret) -> Result<HmacKey, InvalidToken> {
    HmacKey::new(token, SignatureAlgorithm::HmacSha1).ok_or_else(InvalidToken::new)
}

/// A signature, and the tokens or keys that may have made it.
pub(super) struct Claim<'v> {
    tag: Tag,
    keys: ClaimedKeys<'v>,
}

enum ClaimedKeys<'v> {
    Tokens(&'v [HmacKey]),
    Shared {
        shared: &'v [SharedKey],
        id: &'v str,
        algorithm: SignatureAlgorithm,
    },
}

impl<'v> ClaimedKeys<'v> {
    fn iter(&self) -> impl Iterator<Item = &'v HmacKey> {
        let (tokens, shared, id, algorithm): (&[_], &[SharedKey], _, _) = match *self {
            Self::Tokens(tokens) => (tokens, &[], "", SignatureAlgorithm::HmacSha1),
            Self::Shared {
                shared,
                id,
                algorithm,
            } => (&[], shared, id, algorithm),
        };
        let shared = shared
            .iter()
            .filter(move |key| key.id() == id)
            .filter_map(move |key| key.hmac_key(algorithm));
        tokens.iter().chain(shared)
    }
}

impl Claim<'_> {
    pub(super) fn check(&self, signed: &Signed<'_>) -> Result<(), SignatureError> {
        signed.check(self.keys.iter(), self.tag.bytes())
    }

    /// Checks and reads the parameters of a body; `pairs` has them already decoded.
    pub(super) fn read_form<C: Callback>(
        &self,
        url: &str,
        body: &[u8],
        pairs: &Pairs,
    ) -> Result<C, VerifyError> {
        let (signed, sorted) = Signed::url(url).with_form(pairs);
        if let Err(error) = self.check(&signed) {
            let is_hashed =
                signed.body_hash().is_some() && self.check(&Signed::new(url, body)).is_ok();
            return Err(if is_hashed {
                BodyError::NotAForm.into()
            } else {
                error.into()
            });
        }
        if pairs.is_empty() {
            return Err(match signed.body_hash() {
                Some(_) => BodyError::NotAForm.into(),
                None => BodyError::Empty.into(),
            });
        }
        let mut reader = Reader::new(pairs);
        let event = C::read(&mut reader).map_err(BodyError::from)?;
        let asked = reader.into_asked();
        if borders::is_query_shorter(signed.query(), signed.text(), &asked) {
            return Err(SignatureError::Ambiguous.into());
        }
        borders::check(&sorted, asked)?;
        Ok(event)
    }

    /// Checks and reads the parameters of a query; `pairs` has them already decoded.
    pub(super) fn read_query<C: Callback>(
        &self,
        signed: &Signed<'_>,
        pairs: &Pairs,
    ) -> Result<C, VerifyError> {
        self.check(signed)?;
        C::read(&mut Reader::new(pairs)).map_err(|error| BodyError::from(error).into())
    }
}
