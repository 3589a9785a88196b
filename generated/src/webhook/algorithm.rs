//! How requests are signed.

use std::fmt;

/// An algorithm that requests are signed with.
///
/// ```
/// use twilio_calls::webhook::{SharedKey, SignatureAlgorithm};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", [SignatureAlgorithm::HmacSha256])?;
/// assert_eq!(key.algorithms().collect::<Vec<_>>(), [SignatureAlgorithm::HmacSha256]);
/// # Ok::<(), twilio_calls::webhook::InvalidSharedKey>(())
/// ```
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
