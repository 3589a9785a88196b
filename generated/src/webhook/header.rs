//! The headers that a signature travels in.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::algorithm::SignatureAlgorithm;
use super::error::SignatureError;
use super::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER};

/// The longest signature: 32 bytes in base64.
const MAX_ENCODED_TAG: usize = 44;

/// The value of a header that may be missing.
#[derive(Clone, Copy)]
enum Value<'a> {
    Missing,
    Bytes(&'a [u8]),
    /// The header is there more than once.
    Repeated,
}

impl<'a> Value<'a> {
    fn of(headers: &'a HeaderMap, name: &HeaderName) -> Self {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Self::Missing,
            (Some(value), None) => Self::Bytes(value.as_bytes()),
            (Some(_), Some(_)) => Self::Repeated,
        }
    }
}

/// The signature of a request: the header `X-Twilio-Signature`, which may be missing, and beside it the header
/// `X-Twilio-Webhooks-Signature-Settings` where a shared key was used.
///
/// `Signature::from(headers)` takes both from a [`HeaderMap`]. A string, a header value, bytes, or an `Option` of them is
/// the signature alone; [`with_settings`](Self::with_settings) adds the other header.
///
/// ```
/// use twilio_calls::webhook::{SharedKey, Signature, SignatureAlgorithm, SignatureValidator};
///
/// let key = SharedKey::new("webhooks_sharedkey_01", "secret", [SignatureAlgorithm::HmacSha256])?;
/// let sent = key.sign("https://example.com/hook", "a=b");
///
/// let validator = SignatureValidator::with_key(key);
/// let signature = Signature::from(sent.signature()).with_settings(sent.settings());
/// assert_eq!(validator.validate("https://example.com/hook", signature, "a=b"), Ok(()));
/// # Ok::<(), twilio_calls::webhook::InvalidSharedKey>(())
/// ```
#[derive(Clone, Copy)]
pub struct Signature<'a> {
    value: Value<'a>,
    settings: SignatureSettings<'a>,
}

/// The header `X-Twilio-Webhooks-Signature-Settings` of a request, which may be missing.
///
/// Made from a string, a header value, bytes, or an `Option` of them.
///
/// ```
/// use twilio_calls::webhook::{SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER, Signature};
///
/// # fn example(headers: &http::HeaderMap) {
/// let signature = Signature::from(headers.get(SIGNATURE_HEADER))
///     .with_settings(headers.get(SIGNATURE_SETTINGS_HEADER));
/// # let _ = signature;
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct SignatureSettings<'a>(Value<'a>);

/// The bytes of a signature.
pub(super) struct Tag {
    /// Room for what the decoder asks for: as many bytes as the characters would need without padding.
    decoded: [u8; MAX_ENCODED_TAG / 4 * 3],
    length: usize,
}

impl Tag {
    pub(super) fn bytes(&self) -> &[u8] {
        self.decoded.get(..self.length).unwrap_or_default()
    }
}

impl<'a> Signature<'a> {
    /// Adds the header that names the shared key and the algorithm.
    #[must_use]
    pub fn with_settings(self, settings: impl Into<SignatureSettings<'a>>) -> Self {
        Self {
            settings: settings.into(),
            ..self
        }
    }

    pub(super) const fn is_missing(&self) -> bool {
        matches!(self.value, Value::Missing)
    }

    /// Rejects what no token and no key can have produced.
    pub(super) fn precheck(&self) -> Result<(), SignatureError> {
        if self.is_missing() {
            return Err(SignatureError::Missing);
        }
        let algorithm = self
            .settings
            .parse()?
            .map_or(SignatureAlgorithm::HmacSha1, |(_, algorithm)| algorithm);
        self.tag(algorithm).map(drop)
    }

    pub(super) const fn settings(&self) -> SignatureSettings<'a> {
        self.settings
    }

    /// The bytes of the signature, if the algorithm can have made it.
    pub(super) fn tag(&self, algorithm: SignatureAlgorithm) -> Result<Tag, SignatureError> {
        let encoded = match self.value {
            Value::Missing => return Err(SignatureError::Missing),
            Value::Repeated => return Err(SignatureError::Malformed),
            Value::Bytes(encoded) => encoded,
        };
        let length = algorithm.tag_length();
        if encoded.len() != length.div_ceil(3) * 4 {
            return Err(SignatureError::Malformed);
        }
        let mut decoded = [0; MAX_ENCODED_TAG / 4 * 3];
        match STANDARD.decode_slice(encoded, &mut decoded) {
            Ok(decoded_length) if decoded_length == length => Ok(Tag { decoded, length }),
            _ => Err(SignatureError::Malformed),
        }
    }
}

impl<'a> SignatureSettings<'a> {
    const MISSING: Self = Self(Value::Missing);

    /// The ID of the key and the algorithm, or `None` where the header does not name an algorithm: the request is then
    /// signed with the auth token.
    pub(super) fn parse(self) -> Result<Option<(&'a str, SignatureAlgorithm)>, SignatureError> {
        const MALFORMED: SignatureError = SignatureError::MalformedSettings;
        let bytes = match self.0 {
            Value::Missing => return Ok(None),
            Value::Repeated => return Err(MALFORMED),
            Value::Bytes(bytes) => bytes,
        };
        let text = std::str::from_utf8(bytes).map_err(|_| MALFORMED)?;
        let (mut key, mut algorithm, mut has_other_text) = (None, None, false);
        for item in text.split(',') {
            let Some((name, value)) = item.split_once('=') else {
                has_other_text |= !item.trim().is_empty();
                continue;
            };
            let known = match name.trim() {
                name if name.eq_ignore_ascii_case("key") => &mut key,
                name if name.eq_ignore_ascii_case("algorithm") => &mut algorithm,
                // Whatever Twilio adds one day.
                _ => continue,
            };
            if known.replace(value.trim()).is_some() {
                return Err(MALFORMED);
            }
        }
        match (key, algorithm) {
            (_, None) => Ok(None),
            (Some(key), Some(algorithm))
                if !key.is_empty() && !algorithm.is_empty() && !has_other_text =>
            {
                let algorithm =
                    SignatureAlgorithm::named(algorithm).ok_or(SignatureError::UnknownAlgorithm)?;
                Ok(Some((key, algorithm)))
            }
            _ => Err(MALFORMED),
        }
    }
}

/// Does not show the signature, because whoever sees it can send it again.
impl fmt::Debug for Signature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("is_missing", &self.is_missing())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SignatureSettings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parse() {
            Ok(Some((key, algorithm))) => write!(f, "SignatureSettings({key:?}, {algorithm})"),
            Ok(None) => f.write_str("SignatureSettings(auth token)"),
            Err(error) => write!(f, "SignatureSettings({error})"),
        }
    }
}

impl<'a> From<Value<'a>> for Signature<'a> {
    fn from(value: Value<'a>) -> Self {
        Self {
            value,
            settings: SignatureSettings::MISSING,
        }
    }
}

impl<'a> From<Value<'a>> for SignatureSettings<'a> {
    fn from(value: Value<'a>) -> Self {
        Self(value)
    }
}

/// Takes both headers.
impl<'a> From<&'a HeaderMap> for Signature<'a> {
    fn from(headers: &'a HeaderMap) -> Self {
        Self {
            value: Value::of(headers, &SIGNATURE_HEADER),
            settings: SignatureSettings(Value::of(headers, &SIGNATURE_SETTINGS_HEADER)),
        }
    }
}

/// The ways to give a header, each also as an `Option`.
macro_rules! header_from {
    ($header:ident: $($type:ty, $value:ident => $bytes:expr;)+) => {
        $(
            impl<'a> From<&'a $type> for $header<'a> {
                fn from($value: &'a $type) -> Self {
                    Value::Bytes($bytes).into()
                }
            }

            impl<'a> From<Option<&'a $type>> for $header<'a> {
                fn from(value: Option<&'a $type>) -> Self {
                    value.map_or(Value::Missing, |$value| Value::Bytes($bytes)).into()
                }
            }
        )+
    };
    ($($header:ident),+) => {
        $(
            header_from! { $header:
                str, text => text.as_bytes();
                String, text => text.as_bytes();
                [u8], bytes => bytes;
                HeaderValue, value => value.as_bytes();
            }
        )+
    };
}

header_from!(Signature, SignatureSettings);
