//! The signature of a callback.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// The header with the signature.
const SIGNATURE: &str = "X-Twilio-Signature";
/// The header that names the shared key and the algorithm.
const SETTINGS: &str = "X-Twilio-Webhooks-Signature-Settings";

/// What callbacks are signed with.
///
/// As an argument of the program: `token`, or `ID:SECRET:ALGORITHM`.
///
/// ```
/// use twilio_calls_simulator::{SharedKey, SignatureAlgorithm, Signer};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", SignatureAlgorithm::HmacSha256);
/// assert_eq!("webhooks_sharedkey_01:secret:HMAC_SHA256".parse(), Ok(Signer::SharedKey(key)));
/// assert_eq!("token".parse(), Ok(Signer::AuthToken));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signer {
    /// The auth token of the account.
    AuthToken,
    /// A shared key, whose id is in a separate header.
    SharedKey(SharedKey),
}

/// A key that the account and the receiver of callbacks share.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedKey {
    id: String,
    secret: String,
    algorithm: SignatureAlgorithm,
}

/// The algorithm of a shared key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-1, `HMAC_SHA1` on the wire.
    HmacSha1,
    /// HMAC with SHA-256, `HMAC_SHA256` on the wire.
    HmacSha256,
}

impl SignatureAlgorithm {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC_SHA1",
            Self::HmacSha256 => "HMAC_SHA256",
        }
    }
}

impl SharedKey {
    /// Creates a key with its id, such as `webhooks_sharedkey_01`, its secret and its algorithm.
    pub fn new(
        id: impl Into<String>,
        secret: impl Into<String>,
        algorithm: SignatureAlgorithm,
    ) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            algorithm,
        }
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SharedKey")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

impl From<SharedKey> for Signer {
    fn from(key: SharedKey) -> Self {
        Self::SharedKey(key)
    }
}

impl FromStr for Signer {
    type Err = InvalidSigner;

    fn from_str(text: &str) -> Result<Self, InvalidSigner> {
        if text == "token" {
            return Ok(Self::AuthToken);
        }
        let mut parts = text.split(':');
        let (Some(id), Some(secret), Some(algorithm), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidSigner(()));
        };
        let algorithm = [SignatureAlgorithm::HmacSha1, SignatureAlgorithm::HmacSha256]
            .into_iter()
            .find(|known| algorithm.eq_ignore_ascii_case(known.as_str()))
            .ok_or(InvalidSigner(()))?;
        if id.is_empty() || secret.is_empty() {
            return Err(InvalidSigner(()));
        }
        Ok(SharedKey::new(id, secret, algorithm).into())
    }
}

/// The string does not specify a signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSigner(());

impl fmt::Display for InvalidSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "expected `token` or ID:SECRET:ALGORITHM with HMAC_SHA1 or HMAC_SHA256 as the algorithm",
        )
    }
}

impl std::error::Error for InvalidSigner {}

/// The headers with the signature of a request.
pub(crate) fn headers(
    signer: &Signer,
    token: &str,
    url: &str,
    form: &[(String, String)],
) -> Vec<(&'static str, String)> {
    match signer {
        Signer::AuthToken => vec![(
            SIGNATURE,
            sign(SignatureAlgorithm::HmacSha1, token, url, form),
        )],
        Signer::SharedKey(key) => vec![
            (SIGNATURE, sign(key.algorithm, &key.secret, url, form)),
            (
                SETTINGS,
                format!("key={},algorithm={}", key.id, key.algorithm.as_str()),
            ),
        ],
    }
}

/// Signs a request like Twilio: the URL as requested, followed by name and value of every parameter in the form,
/// sorted by name and value and without repetitions; an HMAC with the token or key; Base64.
fn sign(
    algorithm: SignatureAlgorithm,
    secret: &str,
    url: &str,
    form: &[(String, String)],
) -> String {
    let mut text = url.to_owned();
    let mut pairs: Vec<_> = form.iter().collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (name, value) in pairs {
        text.push_str(name);
        text.push_str(value);
    }
    let signature = match algorithm {
        SignatureAlgorithm::HmacSha1 => mac::<Hmac<Sha1>>(secret, &text),
        SignatureAlgorithm::HmacSha256 => mac::<Hmac<Sha256>>(secret, &text),
    };
    STANDARD.encode(signature)
}

/// HMAC accepts keys of any length, so the error of an invalid length cannot occur.
fn mac<M: Mac + KeyInit>(secret: &str, text: &str) -> Vec<u8> {
    let mac = <M as KeyInit>::new_from_slice(secret.as_bytes());
    mac.map_or_else(
        |_| Vec::new(),
        |mac| mac.chain_update(text).finalize().into_bytes().to_vec(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documented(algorithm: SignatureAlgorithm) -> String {
        let form = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+12349013030"),
            ("Digits", "1234"),
            ("From", "+12349013030"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        sign(algorithm, "12345", url, &form)
    }

    #[test]
    fn the_documented_example_has_the_documented_signature() {
        assert_eq!(
            documented(SignatureAlgorithm::HmacSha1),
            "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
        );
    }

    #[test]
    fn with_sha256_it_has_the_signature_that_others_compute() {
        assert_eq!(
            documented(SignatureAlgorithm::HmacSha256),
            "Rmm4Vzj+Ky7JGoWXMCsZDZuHDszLr9xvdbvitrDr4/M="
        );
    }

    #[test]
    fn what_does_not_name_a_key_is_rejected() {
        for text in [
            "",
            "Token",
            "id",
            "id:secret",
            "id:secret:HMAC_SHA512",
            "id:secret:HMAC_SHA1:more",
            ":secret:HMAC_SHA1",
            "id::HMAC_SHA1",
        ] {
            assert_eq!(text.parse::<Signer>(), Err(InvalidSigner(())), "{text}");
        }
        let signer: Signer = "id:hidden:hmac_sha1".parse().unwrap();
        assert!(!format!("{signer:?}").contains("hidden"));
    }
}
