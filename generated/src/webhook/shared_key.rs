//! Keys that an account shares with the receiver of its webhooks.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};

use super::algorithm::SignatureAlgorithm;
use super::header::{Signature, SignatureSettings};
use super::hmac_key::HmacKey;
use super::signed::Signed;
use super::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER};
use crate::Secret;

/// The longest ID of a shared key that is accepted.
const MAX_ID: usize = 256;

/// A shared key that webhooks are signed with: its ID, its secret, and the algorithms it is configured for.
///
/// A request that is signed with a shared key names the key and the algorithm in a header of its own,
/// [`SIGNATURE_SETTINGS_HEADER`]. Only an algorithm that is listed here is accepted for the key, whatever the header
/// says.
///
/// The secret is kept only in the form that the algorithms need, its memory is overwritten when the key is dropped, and
/// `Debug` does not show it.
///
/// ```
/// use twilio_calls::webhook::{SharedKey, SignatureAlgorithm, SignatureValidator};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "a-long-secret", [SignatureAlgorithm::HmacSha256])?;
/// let validator = SignatureValidator::with_key(key.clone());
///
/// // What Twilio would send; for tests of your own handlers.
/// let (url, body) = ("https://example.com/hook", "CallStatus=busy");
/// let sent = key.sign(url, body);
/// assert_eq!(sent.settings(), "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256");
/// assert_eq!(validator.validate(url, &sent, body), Ok(()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SharedKey {
    id: Arc<str>,
    /// One for each algorithm, at least one.
    keys: Arc<[HmacKey]>,
}

impl SharedKey {
    /// Creates a key from its ID, such as `webhooks_sharedkey_…`, its secret, and the algorithms it may be used with.
    ///
    /// # Errors
    ///
    /// Fails if the ID is empty, longer than 256 characters, or has characters that cannot appear in the header; the
    /// secret is empty or contains white space; or no algorithm is given.
    pub fn new(
        id: impl Into<String>,
        secret: impl Into<Secret>,
        algorithms: impl IntoIterator<Item = SignatureAlgorithm>,
    ) -> Result<Self, InvalidSharedKey> {
        let id = id.into();
        let is_id_byte = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b'=' | b'"');
        if id.is_empty() || id.len() > MAX_ID || !id.bytes().all(is_id_byte) {
            return Err(InvalidSharedKey::Id);
        }
        let secret = secret.into();
        let mut keys: Vec<HmacKey> = Vec::with_capacity(2);
        for algorithm in algorithms {
            if keys.iter().all(|key| key.algorithm() != algorithm) {
                keys.push(HmacKey::new(&secret, algorithm).ok_or(InvalidSharedKey::Secret)?);
            }
        }
        if keys.is_empty() {
            return Err(InvalidSharedKey::NoAlgorithm);
        }
        Ok(Self {
            id: id.into(),
            keys: keys.into(),
        })
    }

    /// The ID of the key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The algorithms that the key may be used with.
    pub fn algorithms(&self) -> impl Iterator<Item = SignatureAlgorithm> {
        self.keys.iter().map(HmacKey::algorithm)
    }

    /// The headers that Twilio would send with a request, made with the first algorithm of the key.
    ///
    /// For tests of your own handlers. The URL is signed as it is given. See
    /// [`SignatureValidator::sign`](super::SignatureValidator::sign).
    #[must_use]
    pub fn sign(&self, url: &str, body: impl AsRef<[u8]>) -> SignedHeaders {
        let Some(key) = self.keys.first() else {
            // There is always one.
            return SignedHeaders::default();
        };
        SignedHeaders {
            signature: Signed::new(url, body.as_ref()).signature(key),
            settings: format!("key={},algorithm={}", self.id, key.algorithm()),
        }
    }

    pub(super) fn hmac_key(&self, algorithm: SignatureAlgorithm) -> Option<&HmacKey> {
        self.keys.iter().find(|key| key.algorithm() == algorithm)
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedKey")
            .field("id", &self.id)
            .field("algorithms", &self.algorithms().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A shared key that cannot be used.
///
/// ```
/// use twilio_calls::webhook::{InvalidSharedKey, SharedKey};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", []);
/// assert_eq!(key.unwrap_err(), InvalidSharedKey::NoAlgorithm);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidSharedKey {
    /// The ID is empty, too long, or has characters that cannot appear in the header.
    Id,
    /// The secret is empty or contains white space.
    Secret,
    /// No algorithm is given.
    NoAlgorithm,
}

/// Shows the message, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for InvalidSharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidSharedKey({self})")
    }
}

impl fmt::Display for InvalidSharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => {
                "the ID of a shared key must be 1 to 256 visible ASCII characters without a comma, an equals sign or a quote"
            }
            Self::Secret => "the secret of a shared key must not be empty or contain white space",
            Self::NoAlgorithm => "a shared key needs at least one algorithm",
        })
    }
}

impl std::error::Error for InvalidSharedKey {}

/// The two headers of a request that is signed with a shared key.
///
/// ```
/// use twilio_calls::webhook::{SharedKey, SignatureAlgorithm};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", [SignatureAlgorithm::HmacSha256])?;
/// let body = "CallStatus=busy";
/// let mut request = http::Request::post("/hook").body(body)?;
/// key.sign("https://example.com/hook", body).insert_into(request.headers_mut());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignedHeaders {
    signature: String,
    settings: String,
}

impl SignedHeaders {
    /// The value of [`SIGNATURE_HEADER`].
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The value of [`SIGNATURE_SETTINGS_HEADER`].
    #[must_use]
    pub fn settings(&self) -> &str {
        &self.settings
    }

    /// Adds both to the headers of a request.
    pub fn insert_into(&self, headers: &mut HeaderMap) {
        for (name, value) in [
            (SIGNATURE_HEADER, &self.signature),
            (SIGNATURE_SETTINGS_HEADER, &self.settings),
        ] {
            // Base64 and IDs are visible ASCII, so this cannot fail.
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// Does not show the signature, because whoever sees it can send it again.
impl fmt::Debug for SignedHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedHeaders")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl<'a> From<&'a SignedHeaders> for Signature<'a> {
    fn from(headers: &'a SignedHeaders) -> Self {
        Self::from(headers.signature.as_str())
            .with_settings(SignatureSettings::from(headers.settings.as_str()))
    }
}
