//! SIDs and other strings with a pattern, compared with an ECMAScript engine.

use regress::Regex;
use twilio_calls::*;

use super::{ACCOUNT, inputs};

/// Fragments of such strings.
pub const DICTIONARY: &[&str] = &[
    "AC",
    "CA",
    "CF",
    "RE",
    "sip:",
    "sips:",
    "client:",
    "sim:",
    "+1",
    "@",
    "https://",
    "http://",
    ".",
    "/",
    ":",
    "é",
    "\n",
    "\0",
    " ",
    "0123456789abcdef",
    "USD",
];

/// One string of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = inputs(&[
        "USD",
        "+15550001111",
        "sips:front.desk@pbx.example.com:5061;transport=tls",
        "client:charlie",
        "sim:DE0123456789abcdefABCDEF0123456789",
        "https://user:pw@example.com:8080/a_b?c_d#e",
        "Your parcel",
        "ww1234#",
    ]);
    let sids = ["CA", "AC", "CF", "GP", "PN", "RE", "TK", "AP", "BY"];
    seeds.extend(sids.map(|prefix| [prefix, &ACCOUNT[2..]].concat().into_bytes()));
    seeds
}

/// A string is accepted if and only if it satisfies its pattern and length, and is then unchanged.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    macro_rules! agree {
        ($($name:ident $($max:expr)?),* $(,)?) => {$({
            thread_local!(static REGEX: Option<Regex> = Regex::new($name::PATTERN).ok());
            let max: Option<usize> = None $(.or(Some($max)))?;
            let expected = REGEX.with(|regex| expected(regex.as_ref(), max, text));
            agrees($name::try_from(text).ok(), expected, text, stringify!($name));
        })*};
    }
    agree!(
        AccountSid, ApplicationSid, ByocTrunkSid, CallSid, ConferenceSid, GroupSid, PhoneNumberSid, RecordingSid,
        TrunkSid, Currency, SimAddress, PhoneNumber, SipAddress SipAddress::MAX_LENGTH,
        ClientIdentifier ClientIdentifier::MAX_LENGTH, HttpUrl HttpUrl::MAX_LENGTH,
        CallbackUrl CallbackUrl::MAX_LENGTH, CallReason CallReason::MAX_LENGTH,
    );
}

fn expected(regex: Option<&Regex>, max: Option<usize>, text: &str) -> bool {
    let found = regex.and_then(|regex| regex.find(text));
    let whole = found.is_some_and(|found| found.range() == (0..text.len()));
    whole && max.is_none_or(|max| text.chars().count() <= max)
}

fn agrees<T: AsRef<str>>(value: Option<T>, expected: bool, text: &str, name: &str) {
    assert_eq!(value.is_some(), expected, "{name} {text:?}");
    if let Some(value) = value {
        assert_eq!(value.as_ref(), text, "{name}");
    }
}
