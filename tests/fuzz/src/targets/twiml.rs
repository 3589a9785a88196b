//! Instructions (TwiML), compared with the crate `roxmltree`.

use roxmltree::{Document, Error, ParsingOptions};
use twilio_calls::{Twiml, escape_xml};

use super::inputs;

/// Fragments of XML.
pub const DICTIONARY: &[&str] = &[
    "<Response>",
    "</Response>",
    "<Say>",
    "</Say>",
    "<Dial>",
    "<Number>",
    "<Hangup/>",
    "<Gather ",
    "a=\"b\"",
    "a='b'",
    "xmlns=\"a\"",
    "xmlns:x=\"a\"",
    "x:a",
    "<!--",
    "-->",
    "--",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<?a b?>",
    "&amp;",
    "&lt;",
    "&#65;",
    "&#x41;",
    "&#0;",
    "&#xD800;",
    "&a;",
    "<!DOCTYPE a>",
    "&",
    "<",
    ">",
    "/",
    "\"",
    "\u{FEFF}",
    "\u{FFFE}",
    "\u{1}",
    "é",
    "😀",
    "\r\n",
];

/// Instructions of all kinds.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = inputs(&[
        "<Response/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n  <Say voice=\"alice\">Jane &amp; John</Say>\n</Response>\n",
        "<Response><Gather action='/a?b=1&amp;c=2'><Say>One<break time=\"1s\"/></Say></Gather></Response>",
        "<Response><!-- note --><Dial><Number>+15550001111</Number></Dial><Say><![CDATA[a < b]]></Say><?x y?></Response>",
        "<Response xmlns:x=\"urn:x\"><Pause length=\"1\"/><Say>&#x1F600;&#65;</Say></Response>",
    ]);
    let built = include_str!("../../../fixtures/twiml/built.txt").lines();
    seeds.extend(
        built
            .filter(|line| line.starts_with('<'))
            .step_by(10)
            .map(|line| line.as_bytes().to_vec()),
    );
    seeds
}

/// What we accept is XML with the right root, and what is not XML we reject. Any text can be escaped and parsed
/// again.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if Twiml::try_from(text).is_ok() {
        let read = Document::parse(text);
        match read {
            Ok(document) => assert_eq!(document.root_element().tag_name().name(), "Response"),
            Err(error) => assert!(is_about_namespaces(&error, text), "{text:?}: {error}"),
        }
    }
    escaped(text);
}

/// Well-formedness does not depend on namespaces, which are a separate standard.
fn is_about_namespaces(error: &Error, text: &str) -> bool {
    // `a:-b` is a valid name in XML, but not if `a` is a prefix.
    let is_local_name = matches!(error, Error::InvalidName(_)) && text.contains(':');
    is_local_name
        || matches!(
            error,
            Error::UnknownNamespace(..)
                | Error::InvalidXmlPrefixUri(_)
                | Error::UnexpectedXmlUri(_)
                | Error::UnexpectedXmlnsUri(_)
                | Error::InvalidElementNamePrefix(_)
                | Error::DuplicatedNamespace(..)
        )
}

#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
fn escaped(text: &str) {
    let document = format!(
        "<Response><Say voice=\"{0}\">{0}</Say></Response>",
        escape_xml(text)
    );
    let read = Document::parse_with_options(&document, ParsingOptions::default());
    let accepted = Twiml::try_from(document.as_str());
    // Only the length can prevent it, and characters that XML does not allow.
    let is_short = document.chars().count() <= Twiml::MAX_LENGTH;
    assert_eq!(
        accepted.is_ok(),
        read.is_ok() && is_short,
        "{document:?}: {accepted:?} {read:?}"
    );
    if accepted.is_ok() {
        let read = read.expect("compared above");
        let say = read.descendants().find(|node| node.has_tag_name("Say"));
        let heard = say.and_then(|say| say.text()).unwrap_or_default();
        let attribute = say.and_then(|say| say.attribute("voice"));
        // Characters that are not allowed became spaces, and readers treat line ends differently.
        let is_space = |it: char| it.is_control() || matches!(it, '\u{FFFE}' | '\u{FFFF}');
        let spaces = |text: &str| text.replace("\r\n", " ").replace(is_space, " ");
        assert_eq!(spaces(heard), spaces(text));
        assert_eq!(attribute.map(spaces), Some(spaces(text)));
    }
}
