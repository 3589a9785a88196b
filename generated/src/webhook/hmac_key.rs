//! Tokens and keys in the form that computes signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

use super::algorithm::SignatureAlgorithm;
use crate::Secret;

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

    pub(super) const fn algorithm(&self) -> SignatureAlgorithm {
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
