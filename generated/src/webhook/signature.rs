//! Who sent a request.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderValue;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::callback::{Callback, Reader};
use super::decode::Pairs;
use super::error::{BodyError, InvalidToken, SignatureError, VerifyError};
use super::signed_url::{Form, SignedUrl};
use crate::Secret;

/// The query parameter with the hash of a body that is not a form.
const BODY_HASH: &str = "bodySHA256";
/// The length of a signature.
const TAG: usize = 20;
/// The length of a signature in base64.
const ENCODED_TAG: usize = 28;

/// Checks that requests come from the service.
///
/// The service signs each request with the auth token of the account: HMAC-SHA1 over the URL as it was called, query
/// included, followed by the name and the value of every form parameter in the order of their bytes, each different
/// pair once. A body that is no form is signed through the parameter `bodySHA256` that the service adds to the URL. A
/// request with the method GET has its parameters in the URL and nothing else.
///
/// The URL counts as it is given, and also with its port left out or the default port added; with `https` also without
/// user and port; and with the apostrophes of its query escaped and bare: the service and its libraries have signed in
/// all these ways. Other than that every byte counts. Signatures are compared in constant time.
///
/// It is cheap to clone, and holds no token but what was derived from it.
#[derive(Clone)]
pub struct SignatureValidator {
    keys: Arc<[Hmac<Sha1>]>,
}

impl SignatureValidator {
    /// A validator with the primary auth token of the account. API keys do not sign.
    ///
    /// # Errors
    ///
    /// The token is empty or holds white space.
    pub fn new(auth_token: impl Into<Secret>) -> Result<Self, InvalidToken> {
        Ok(Self {
            keys: Arc::new([key(&auth_token.into())?]),
        })
    }

    /// Accepts what was signed with another token as well, as happens while tokens are being replaced.
    ///
    /// # Errors
    ///
    /// The token is empty or holds white space.
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
        let other = key(&auth_token.into())?;
        Ok(Self {
            keys: self.keys.iter().cloned().chain([other]).collect(),
        })
    }

    /// Checks a request and reads it.
    ///
    /// - `url`: the whole URL that the service called, query included, as the service sees it.
    /// - `signature`: the header `X-Twilio-Signature`, as text, as a header value, or an `Option` of either.
    /// - `body`: the raw body. When it is empty, as it is with the method GET, the parameters are those of the query.
    ///
    /// # Errors
    ///
    /// The signature is missing, malformed or wrong; or the parameters are not those of the callback.
    ///
    /// ```
    /// use twilio_calls::CallStatusCallback;
    /// use twilio_calls::webhook::{SignatureError, SignatureValidator, VerifyError};
    ///
    /// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
    /// let url = "https://example.com/hook?CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\
    ///     &AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=completed";
    /// let report = validator.verify::<CallStatusCallback>(url, &validator.sign(url, ""), "")?;
    /// assert_eq!(report.call_status, "completed");
    ///
    /// let error = validator.verify::<CallStatusCallback>(url, None::<&str>, "").unwrap_err();
    /// assert_eq!(error, VerifyError::Signature(SignatureError::Missing));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify<'a, C: Callback>(
        &self,
        url: &str,
        signature: impl Into<Signature<'a>>,
        body: impl AsRef<[u8]>,
    ) -> Result<C, VerifyError> {
        let signed = Signed::new(url, body.as_ref());
        self.check(&signed, signature.into())?;
        let event = match &signed.content {
            Content::Form(pairs) => C::read(&mut Reader::new(pairs)),
            Content::Nothing => {
                C::read(&mut Reader::new(&Pairs::of(signed.url.query().as_bytes())))
            }
            Content::Hashed(_) => return Err(BodyError::NotAForm.into()),
        };
        event.map_err(|error| BodyError::from(error).into())
    }

    /// Checks a request without reading it; for bodies that are no forms.
    ///
    /// The parameters are those of [`verify`](Self::verify).
    ///
    /// # Errors
    ///
    /// The signature is missing, malformed or wrong.
    pub fn validate<'a>(
        &self,
        url: &str,
        signature: impl Into<Signature<'a>>,
        body: impl AsRef<[u8]>,
    ) -> Result<(), SignatureError> {
        self.check(&Signed::new(url, body.as_ref()), signature.into())
    }

    /// The signature that the service would send with a request, made with the first token.
    ///
    /// For tests of an application's own handlers. The URL is signed as it is given. To sign a body that is no form,
    /// give a URL with the parameter `bodySHA256` of [`body_sha256`].
    #[must_use]
    pub fn sign(&self, url: &str, body: impl AsRef<[u8]>) -> String {
        let signed = Signed::new(url, body.as_ref());
        self.keys.first().map_or_else(String::new, |key| {
            STANDARD.encode(
                signed
                    .mac(key, SignedUrl::given(), &signed.parameters())
                    .finalize()
                    .into_bytes(),
            )
        })
    }

    fn check(&self, signed: &Signed<'_>, signature: Signature<'_>) -> Result<(), SignatureError> {
        let tag = signature.tag()?;
        if !signed.is_possible() {
            return Err(SignatureError::Wrong);
        }
        let parameters = signed.parameters();
        // Each comparison takes the same time for every tag. To stop at the first that agrees tells only those who
        // have a valid signature in hand which form of the URL and which token it was made of.
        let agrees = self.keys.iter().any(|key| {
            signed.url.forms().any(|form| {
                signed
                    .mac(key, form, &parameters)
                    .verify_slice(&tag)
                    .is_ok()
            })
        });
        if agrees {
            Ok(())
        } else {
            Err(SignatureError::Wrong)
        }
    }
}

impl fmt::Debug for SignatureValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignatureValidator")
            .field("tokens", &self.keys.len())
            .finish()
    }
}

fn key(token: &Secret) -> Result<Hmac<Sha1>, InvalidToken> {
    let token = token.expose();
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(InvalidToken::new());
    }
    Hmac::new_from_slice(token.as_bytes()).map_err(|_| InvalidToken::new())
}

/// The hash of a body that is no form, in the way the service writes it into `bodySHA256`.
#[must_use]
pub fn body_sha256(body: impl AsRef<[u8]>) -> String {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let hash = Sha256::digest(body.as_ref());
    hash.iter()
        .flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]])
        .collect()
}

/// All that a signature covers.
struct Signed<'a> {
    url: SignedUrl<'a>,
    content: Content<'a>,
}

enum Content<'a> {
    /// The query has it all.
    Nothing,
    Form(Pairs),
    /// A body that is signed through its hash in the query.
    Hashed(&'a [u8]),
}

impl<'a> Signed<'a> {
    fn new(url: &'a str, body: &'a [u8]) -> Self {
        let url = SignedUrl::new(url);
        let content = if hashes(&url).next().is_some() {
            Content::Hashed(body)
        } else if body.is_empty() {
            Content::Nothing
        } else {
            Content::Form(Pairs::of(body))
        };
        Self { url, content }
    }

    /// Whether the service can have sent this.
    fn is_possible(&self) -> bool {
        match &self.content {
            Content::Nothing => true,
            // `CallStatus=busy` and `CallStatus&busy` are signed alike, and the service never writes the latter.
            Content::Form(pairs) => pairs.is_complete(),
            Content::Hashed(body) => {
                let hash = body_sha256(body);
                hashes(&self.url).any(|stated| stated.eq_ignore_ascii_case(&hash))
            }
        }
    }

    /// What follows the URL.
    fn parameters(&self) -> Vec<u8> {
        match &self.content {
            Content::Form(pairs) => pairs.signed(),
            Content::Nothing | Content::Hashed(_) => Vec::new(),
        }
    }

    fn mac(&self, key: &Hmac<Sha1>, form: Form, parameters: &[u8]) -> Hmac<Sha1> {
        let mut mac = key.clone();
        self.url.write(form, |piece| mac.update(piece.as_bytes()));
        mac.update(parameters);
        mac
    }
}

/// The hashes of a body that a query states. Neither the name nor a hash ever needs an escape.
fn hashes<'a>(url: &SignedUrl<'a>) -> impl Iterator<Item = &'a str> {
    url.query()
        .split('&')
        .filter_map(|pair| pair.strip_prefix(BODY_HASH)?.strip_prefix('='))
}

/// The header `X-Twilio-Signature` of a request, which may be missing.
///
/// Made from a text, a header value, bytes, or an `Option` of them.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a>(Option<&'a [u8]>);

impl Signature<'_> {
    /// The bytes of the signature, if it can be one.
    pub(super) fn tag(self) -> Result<[u8; TAG], SignatureError> {
        let encoded = self.0.ok_or(SignatureError::Missing)?;
        if encoded.len() != ENCODED_TAG {
            return Err(SignatureError::Malformed);
        }
        // The decoder asks for the room that the characters would need without padding.
        let mut decoded = [0; ENCODED_TAG / 4 * 3];
        match STANDARD.decode_slice(encoded, &mut decoded) {
            Ok(TAG) => decoded
                .first_chunk()
                .copied()
                .ok_or(SignatureError::Malformed),
            _ => Err(SignatureError::Malformed),
        }
    }
}

/// The ways to give a signature, each also as an `Option`.
macro_rules! signature_from {
    ($($type:ty, $value:ident => $bytes:expr;)+) => {
        $(
            impl<'a> From<&'a $type> for Signature<'a> {
                fn from($value: &'a $type) -> Self {
                    Self(Some($bytes))
                }
            }

            impl<'a> From<Option<&'a $type>> for Signature<'a> {
                fn from(value: Option<&'a $type>) -> Self {
                    Self(value.map(|$value| $bytes))
                }
            }
        )+
    };
}

signature_from! {
    str, text => text.as_bytes();
    String, text => text.as_bytes();
    [u8], bytes => bytes;
    HeaderValue, value => value.as_bytes();
}
