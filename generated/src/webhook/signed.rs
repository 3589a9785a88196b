//! What a signature covers.

use sha2::{Digest as _, Sha256};

use super::borders;
use super::decode::Pairs;
use super::error::SignatureError;
use super::hmac_key::HmacKey;
use super::signed_url::{Form, SignedUrl};

/// The query parameter with the hash of a body that is not a form.
const BODY_HASH: &str = "bodySHA256";
/// The length of the hash in hexadecimal.
const HASH_LENGTH: usize = 64;
/// How many repeated pairs are allowed. Repetitions are not signed, so a forger could add as many as they like.
const MAX_REPEATED: usize = 32;

/// Returns the hash of a body that is not a form, as Twilio writes it into `bodySHA256`.
///
/// ```
/// use twilio_calls::webhook::{SignatureValidator, body_sha256};
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let body = r#"{"event":"done"}"#;
/// let url = format!("https://example.com/hook?bodySHA256={}", body_sha256(body));
/// assert_eq!(validator.validate(&url, &validator.sign(&url, body), body), Ok(()));
/// # Ok::<(), twilio_calls::webhook::InvalidToken>(())
/// ```
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

/// Names and values as they are signed: each different pair once, in the order of the bytes of the names and then of
/// the values.
pub(super) type Sorted<'p> = Vec<(&'p [u8], &'p [u8])>;

/// All that a signature covers: a URL and the text that follows it.
pub(super) struct Signed<'a> {
    url: SignedUrl<'a>,
    text: Vec<u8>,
    /// Whether Twilio can have sent the body: it has the hash in the query, or few enough of its pairs are repeated.
    is_possible: bool,
    /// Whether the body is written as Twilio writes forms.
    is_well_formed: bool,
}

impl<'a> Signed<'a> {
    /// Recognizes how the body is signed: by its hash in the query, not at all because it is empty, or as a form.
    pub(super) fn new(url: &'a str, body: &[u8]) -> Self {
        let signed = Self::url(url);
        if let Some(hash) = signed.body_hash() {
            let is_possible = hash.eq_ignore_ascii_case(&body_sha256(body));
            Self {
                is_possible,
                ..signed
            }
        } else if body.is_empty() {
            signed
        } else {
            signed.with_form(&Pairs::of(body)).0
        }
    }

    /// A URL alone, as with the method GET.
    pub(super) fn url(url: &'a str) -> Self {
        Self {
            url: SignedUrl::new(url),
            text: Vec::new(),
            is_possible: true,
            is_well_formed: true,
        }
    }

    /// A URL and the pairs of a form.
    pub(super) fn with_form<'p>(self, pairs: &'p Pairs) -> (Self, Sorted<'p>) {
        let mut sorted = Vec::with_capacity(pairs.iter().len());
        sorted.extend(pairs.iter().map(|pair| (pair.name(), pair.value())));
        sorted.sort_unstable();
        sorted.dedup();
        let mut text = Vec::with_capacity(pairs.decoded_len());
        for (name, value) in &sorted {
            text.extend_from_slice(name);
            text.extend_from_slice(value);
        }
        let repeated = pairs.iter().len() - sorted.len();
        let signed = Self {
            text,
            is_possible: repeated <= MAX_REPEATED,
            // `CallStatus=busy` and `CallStatus&busy` are signed alike, and Twilio never writes the latter. What looks like
            // JSON may be read as JSON by the application.
            is_well_formed: pairs.is_well_formed(),
            ..self
        };
        (signed, sorted)
    }

    /// The query without its `?`.
    pub(super) fn query(&self) -> &'a str {
        self.url.query()
    }

    /// The hash of the body that the query states. Twilio adds it as the last parameter, and neither the name nor
    /// the hash ever needs an escape.
    pub(super) fn body_hash(&self) -> Option<&'a str> {
        let (_, last) = self.query().rsplit_once('&').unwrap_or(("", self.query()));
        let hash = last.strip_prefix(BODY_HASH)?.strip_prefix('=')?;
        let is_hash =
            hash.len() == HASH_LENGTH && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then_some(hash)
    }

    /// The text that follows the URL.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Checks a signature with each of the keys.
    ///
    /// Each comparison takes the same time for every tag. Stopping at the first match reveals, only to those who have a
    /// valid signature, which form of the URL and which key were used.
    pub(super) fn check<'k>(
        &self,
        mut keys: impl Iterator<Item = &'k HmacKey>,
        tag: &[u8],
    ) -> Result<(), SignatureError> {
        let is_signed = self.is_possible
            && keys.any(|key| self.url.forms().any(|form| self.mac(key, form).verify(tag)));
        if !is_signed {
            return Err(SignatureError::Wrong);
        }
        if !self.is_well_formed || borders::is_url_longer(self.url.given_text(), &self.text) {
            return Err(SignatureError::Ambiguous);
        }
        Ok(())
    }

    /// The signature of the URL as it is given.
    pub(super) fn signature(&self, key: &HmacKey) -> String {
        self.mac(key, SignedUrl::given()).encoded()
    }

    fn mac(&self, key: &HmacKey, form: Form) -> HmacKey {
        let mut mac = key.clone();
        self.url.write(form, |piece| mac.update(piece.as_bytes()));
        mac.update(&self.text);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::SignatureAlgorithm;

    const URL: &str = "https://example.com/hook";

    /// Checks a request with the signature that it has.
    fn checked(signed: &Signed<'_>) -> Result<(), SignatureError> {
        let secret = "12345678901234567890123456789012".into();
        let key = HmacKey::new(&secret, SignatureAlgorithm::HmacSha1).unwrap();
        let HmacKey::Sha1(mac) = signed.mac(&key, SignedUrl::given()) else {
            unreachable!("the key is one for SHA-1");
        };
        let tag = hmac::Mac::finalize(mac).into_bytes();
        signed.check([&key].into_iter(), &tag)
    }

    #[test]
    fn the_last_parameter_is_a_hash_if_it_is_named_and_written_like_one() {
        let hash = body_sha256("x");
        for (query, expected) in [
            (format!("bodySHA256={hash}"), true),
            (format!("a=1&bodySHA256={hash}"), true),
            (format!("bodySHA256={}", hash.to_ascii_uppercase()), true),
            (format!("bodySHA256={hash}&a=1"), false),
            (format!("bodySHA256={hash}0"), false),
            (format!("bodySHA256={}", &hash[1..]), false),
            (format!("bodySHA256={}g", &hash[1..]), false),
            (format!("bodySHA256{hash}"), false),
            (format!("bodysha256={hash}"), false),
            (format!("a=1?bodySHA256={hash}"), false),
        ] {
            let url = format!("{URL}?{query}");
            let found = Signed::url(&url).body_hash().map(str::to_ascii_lowercase);
            assert_eq!(found, expected.then(|| hash.clone()), "{query}");
        }
    }

    #[test]
    fn a_body_has_the_hash_that_the_url_states() {
        let url = format!("{URL}?bodySHA256={}", body_sha256("x"));
        let upper = url.replace(&body_sha256("x"), &body_sha256("x").to_ascii_uppercase());
        assert_eq!(checked(&Signed::new(&url, b"x")), Ok(()));
        assert_eq!(checked(&Signed::new(&upper, b"x")), Ok(()));
        for body in ["y", "", "x=1"] {
            let signed = Signed::new(&url, body.as_bytes());
            assert_eq!(checked(&signed), Err(SignatureError::Wrong), "{body}");
        }
        assert_eq!(Signed::new(&url, b"x=1").text(), b"");
        assert_eq!(Signed::new(URL, b"x=1").text(), b"x1");
    }

    #[test]
    fn as_many_pairs_are_repeated_as_is_allowed() {
        let form = |times: usize| format!("b=2&{}a=1", "a=1&".repeat(times));
        let most = form(MAX_REPEATED);
        assert_eq!(checked(&Signed::new(URL, most.as_bytes())), Ok(()));
        let more = form(MAX_REPEATED + 1);
        assert_eq!(
            checked(&Signed::new(URL, more.as_bytes())),
            Err(SignatureError::Wrong)
        );
    }

    #[test]
    fn a_form_that_could_be_another_one_is_ambiguous() {
        let longer = format!("{URL}?CallSidCA{}", "b2".repeat(16));
        for (url, body) in [(longer.as_str(), "a=1"), (URL, "a"), (URL, "a={")] {
            assert_eq!(
                checked(&Signed::new(url, body.as_bytes())),
                Err(SignatureError::Ambiguous),
                "{url} {body}"
            );
        }
    }
}
