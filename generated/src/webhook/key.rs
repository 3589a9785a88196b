//! What requests are signed with.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderValue};
use sha1::Sha1;
use sha2::Sha256;

use super::header::{Signature, SignatureSettings};
use super::signed::Signed;
use super::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER};
use crate::Secret;

/// The longest id of a shared key that is accepted.
const MAX_ID: usize = 256;

/// How a shared key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-1, `HMAC_SHA1` on the wire.
    HmacSha1,
    /// HMAC with SHA-256, `HMAC_SHA256` on the wire.
    HmacSha256,
}

impl SignatureAlgorithm {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC_SHA1",
            Self::HmacSha256 => "HMAC_SHA256",
        }
    }

    /// The algorithm of this name; case does not matter.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::HmacSha1, Self::HmacSha256]
            .into_iter()
            .find(|algorithm| name.eq_ignore_ascii_case(algorithm.as_str()))
    }

    /// The length of a signature in bytes.
    pub(super) const fn tag_length(self) -> usize {
        match self {
            Self::HmacSha1 => 20,
            Self::HmacSha256 => 32,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A shared key that webhooks are signed with: its id, its secret, and the algorithms it is configured for.
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
/// let key = SharedKey::new("webhooks_sharedkey_01", "a long secret".replace(' ', "-"), [SignatureAlgorithm::HmacSha256])?;
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
    /// A key with its id, such as `webhooks_sharedkey_…`, its secret, and the algorithms it may be used with.
    ///
    /// # Errors
    ///
    /// The id is empty, longer than 256 characters, or has characters that cannot stand in the header; the secret is
    /// empty or contains white space; or no algorithm is given.
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

    /// The id of the key.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidSharedKey {
    /// The id is empty, too long, or has characters that cannot stand in the header.
    Id,
    /// The secret is empty or contains white space.
    Secret,
    /// No algorithm is given.
    NoAlgorithm,
}

impl fmt::Display for InvalidSharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => {
                "the id of a shared key is 1 to 256 visible ASCII characters without a comma, an equals sign or a quote"
            }
            Self::Secret => "the secret of a shared key must not be empty or contain white space",
            Self::NoAlgorithm => "a shared key needs at least one algorithm",
        })
    }
}

impl std::error::Error for InvalidSharedKey {}

/// The two headers of a request that is signed with a shared key.
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

    /// Puts both into the headers of a request.
    pub fn insert_into(&self, headers: &mut HeaderMap) {
        for (name, value) in [
            (SIGNATURE_HEADER, &self.signature),
            (SIGNATURE_SETTINGS_HEADER, &self.settings),
        ] {
            // Base64 and ids are visible ASCII, so this cannot fail.
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// A signature can be sent again by whoever sees it.
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

/// A secret as an HMAC needs it. The crates below overwrite its memory when it is dropped.
#[derive(Clone)]
pub(super) enum HmacKey {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
}

impl HmacKey {
    /// `None` when the secret is empty or contains white space: anybody could sign with it, or it was pasted wrongly.
    pub(super) fn new(secret: &Secret, algorithm: SignatureAlgorithm) -> Option<Self> {
        let secret = secret.expose();
        if secret.is_empty() || secret.contains(char::is_whitespace) {
            return None;
        }
        let secret = secret.as_bytes();
        match algorithm {
            SignatureAlgorithm::HmacSha1 => Hmac::new_from_slice(secret).ok().map(Self::Sha1),
            SignatureAlgorithm::HmacSha256 => Hmac::new_from_slice(secret).ok().map(Self::Sha256),
        }
    }

    const fn algorithm(&self) -> SignatureAlgorithm {
        match self {
            Self::Sha1(_) => SignatureAlgorithm::HmacSha1,
            Self::Sha256(_) => SignatureAlgorithm::HmacSha256,
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(mac) => mac.update(bytes),
            Self::Sha256(mac) => mac.update(bytes),
        }
    }

    /// Compares in constant time.
    pub(super) fn verify(self, tag: &[u8]) -> bool {
        match self {
            Self::Sha1(mac) => mac.verify_slice(tag).is_ok(),
            Self::Sha256(mac) => mac.verify_slice(tag).is_ok(),
        }
    }

    pub(super) fn encoded(self) -> String {
        match self {
            Self::Sha1(mac) => STANDARD.encode(mac.finalize().into_bytes()),
            Self::Sha256(mac) => STANDARD.encode(mac.finalize().into_bytes()),
        }
    }
}
