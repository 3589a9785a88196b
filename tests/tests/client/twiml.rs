//! TwiML is checked before a phone rings: which documents are rejected and how, and which are accepted.

use proptest::prelude::*;
use twilio_calls::{InvalidValue, Twiml, escape_xml};

use crate::support::{FROM, TO, client, silent};

const BUILT: &str = include_str!("../../fixtures/twiml/built.txt");
const DOCUMENTED: &str = include_str!("../../fixtures/twiml/documented.txt");

/// A broken document, the position of the error, and the message.
type Broken = (&'static str, (usize, usize), &'static str);

/// Data that only the caller and the called party should know, which all of these contain.
const SECRETS: [&str; 3] = ["Jane", "+15550001111", "example.com"];

#[rustfmt::skip]
const BROKEN: &[Broken] = &[
    // Not a document at all.
    ("", (1, 1), "expected `<Response>`, the root element"),
    (" \n ", (2, 2), "expected `<Response>`"),
    ("Jane", (1, 1), "expected `<Response>`"),
    ("not xml & broken", (1, 1), "expected `<Response>`"),
    ("https://example.com/voice.xml", (1, 1), "expected `<Response>`"),
    ("<!-- Jane -->", (1, 14), "expected `<Response>`"),
    ("<?xml version=\"1.0\"?>", (1, 22), "expected `<Response>`"),
    ("{\"Say\": \"Jane\"}", (1, 1), "expected `<Response>`"),
    ("&lt;Response/&gt;", (1, 1), "expected `<Response>`"),
    ("<![CDATA[ ]]><Response/>", (1, 1), "expected `<Response>`"),
    ("&#32;<Response/>", (1, 1), "expected `<Response>`"),
    // Wrong root element.
    ("<Say>Jane</Say>", (1, 1), "expected `<Response>`"),
    ("<response><Say>Jane</Say></response>", (1, 1), "expected `<Response>`"),
    ("<RESPONSE/>", (1, 1), "expected `<Response>`"),
    ("<Response2/>", (1, 1), "expected `<Response>`"),
    ("<html><body>Jane</body></html>", (1, 1), "expected `<Response>`"),
    ("<x:Response/>", (1, 1), "expected `<Response>`"),
    ("</Response>", (1, 1), "expected `<Response>`"),
    // More than one root element.
    ("<Response/><Response/>", (1, 12), "nothing after the root element"),
    ("<Response/>Jane", (1, 12), "nothing after the root element"),
    ("<Response/>\n\n  Jane", (3, 3), "nothing after the root element"),
    ("<Response></Response></Response>", (1, 22), "nothing after the root element"),
    ("<Response/>&#32;", (1, 12), "nothing after the root element"),
    ("<Response/><![CDATA[ ]]>", (1, 12), "nothing after the root element"),
    ("Jane<Response/>", (1, 1), "expected `<Response>`"),
    // Missing, crossed and misspelt end tags.
    ("<Response>", (1, 11), "expected `</Response>` for the element at line 1, column 1"),
    ("<Response><Say>Jane</Say>", (1, 26), "expected `</Response>`"),
    ("<Response><Say>Jane</Response>", (1, 20), "expected `</Say>` for the element at line 1, column 11"),
    ("<Response><Say>Jane</say></Response>", (1, 20), "expected `</Say>`"),
    ("<Response><Say>Jane</Play></Response>", (1, 20), "expected `</Say>`"),
    ("<Response>\n  <Dial>\n    <Number>+15550001111</Dial></Number></Response>", (3, 25), "expected `</Number>` for the element at line 3, column 5"),
    ("<Response><Gather><Say>Jane</Gather></Say></Response>", (1, 28), "expected `</Say>`"),
    ("<Response><Say>Jane<Say></Response>", (1, 20), "`<Say>` cannot be in `<Say>`"),
    ("<Response><Say>Jane", (1, 20), "expected `</Say>`"),
    ("<Response><Say>Jane</Say", (1, 25), "expected `>`"),
    ("<Response><Say>Jane</", (1, 22), "the name of the element that ends"),
    ("<Response><Say>Jane</ Say></Response>", (1, 22), "the name of the element that ends"),
    ("<Response><Say>Jane</Say x=\"\"></Response>", (1, 26), "expected `>`"),
    ("<Response><Hangup></Response>", (1, 19), "expected `</Hangup>`"),
    // Invalid tags.
    ("<", (1, 2), "the name of an element"),
    ("< Response/>", (1, 2), "the name of an element"),
    ("<Response", (1, 10), "an attribute after a space, `>` or `/>`"),
    ("<Response/", (1, 10), "an attribute after a space, `>` or `/>`"),
    ("<Response><Say>1 < 2, Jane</Say></Response>", (1, 19), "`&lt;`"),
    ("<Response><Say>Jane <3</Say></Response>", (1, 22), "`&lt;`"),
    ("<Response><<Say>Jane</Say></Response>", (1, 12), "the name of an element"),
    ("<Response><></Response>", (1, 12), "the name of an element"),
    ("<Response><1Say>Jane</1Say></Response>", (1, 12), "the name of an element"),
    ("<Response><Pause / ></Response>", (1, 18), "an attribute after a space, `>` or `/>`"),
    // Attributes.
    ("<Response><Say voice>Jane</Say></Response>", (1, 21), "`=` and a value in quotes"),
    ("<Response><Say voice=alice>Jane</Say></Response>", (1, 22), "a value in quotes"),
    ("<Response><Say voice=\"alice>Jane</Say></Response>", (1, 33), "`&lt;`"),
    ("<Response><Say voice=\"alice'>Jane</Say></Response>", (1, 34), "`&lt;`"),
    ("<Response><Say voice=\"alice\"language=\"en\">Jane</Say></Response>", (1, 29), "an attribute after a space"),
    ("<Response><Say voice=\"a\" voice=\"b\">Jane</Say></Response>", (1, 26), "each attribute only once"),
    ("<Response><Say voice=\"a<b\">Jane</Say></Response>", (1, 24), "`&lt;`"),
    ("<Response><Play loop=\"1\" =\"2\">https://example.com/a.mp3</Play></Response>", (1, 26), "an attribute after a space"),
    ("<Response><Redirect method=“POST”>https://example.com/</Redirect></Response>", (1, 28), "a value in quotes"),
    ("<Response><Gather action=\"https://example.com/?a=1&b=2\"/></Response>", (1, 51), "`&amp;`"),
    ("<Response><Gather action='https://example.com/?a=1&b=2'/></Response>", (1, 51), "`&amp;`"),
    ("<Response><Record action=\"https://example.com/", (1, 47), "the quote after the value"),
    // References.
    ("<Response><Say>Jane & John</Say></Response>", (1, 21), "`&amp;` for the character `&`"),
    ("<Response><Say>Jane &amp John</Say></Response>", (1, 21), "`&amp;`"),
    ("<Response><Say>Jane&nbsp;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&copy;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&AMP;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#0;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#8;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#xD800;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#xFFFE;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#x110000;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#99999999999;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#65</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane&#X41;</Say></Response>", (1, 20), "`&amp;`"),
    ("<Response><Say>Jane ]]> </Say></Response>", (1, 21), "`]]&gt;`"),
    ("<Response><Say>Jane \u{FFFE}</Say></Response>", (1, 21), "a character that XML allows"),
    // Comments, sections, instructions, declarations and document types.
    ("<Response><!-- Jane</Response>", (1, 31), "`-->` at the end of the comment"),
    ("<Response><!-- Jane -- John --></Response>", (1, 23), "no `--` within"),
    ("<Response><!-- Jane ---></Response>", (1, 23), "no `--` within"),
    ("<Response><!- Jane --></Response>", (1, 11), "an element"),
    ("<Response><Say><![CDATA[Jane</Say></Response>", (1, 46), "`]]>` at the end of the CDATA section"),
    ("<Response><Say><![cdata[Jane]]></Say></Response>", (1, 16), "an element"),
    ("<Response><?xml version=\"1.0\"?></Response>", (1, 13), "at the very beginning only"),
    (" <?xml version=\"1.0\"?><Response/>", (1, 4), "at the very beginning only"),
    ("<?xml?><Response/>", (1, 3), "at the very beginning only"),
    ("<?xml version=\"2.0\"?><Response/>", (1, 16), "a value that XML declarations can have"),
    ("<?xml encoding=\"UTF-8\"?><Response/>", (1, 7), "`version=\"1.0\"`"),
    ("<?xml version=1.0?><Response/>", (1, 15), "a value in quotes"),
    ("<?xml version=\"1.0\" encoding=\"\"?><Response/>", (1, 31), "a value that XML declarations can have"),
    ("<?xml version=\"1.0\" standalone=\"maybe\"?><Response/>", (1, 33), "a value that XML declarations can have"),
    ("<?xml version=\"1.0\"><Response/>", (1, 20), "`?>` at the end of the XML declaration"),
    ("<?xml version=\"1.0\" encoding=\"UTF-8\"><Response/>", (1, 37), "`?>`"),
    ("<Response><?Jane</Response>", (1, 17), "`?>` at the end of the processing instruction"),
    ("<Response><? Jane?></Response>", (1, 13), "the name of a processing instruction"),
    ("<!DOCTYPE Response><Response/>", (1, 1), "document types are not allowed"),
    ("<!DOCTYPE r [<!ENTITY a \"Jane\">]><Response><Say>&a;</Say></Response>", (1, 1), "document types are not allowed"),
    // Verbs and nouns that do not exist.
    ("<Response><Speak>Jane</Speak></Response>", (1, 11), "unknown element, expected `<Connect>`, `<Dial>`"),
    ("<Response><say>Jane</say></Response>", (1, 11), "unknown element, did you mean `<Say>`?"),
    ("<Response><SAY>Jane</SAY></Response>", (1, 11), "did you mean `<Say>`?"),
    ("<Response><Sya>Jane</Sya></Response>", (1, 11), "did you mean `<Say>`?"),
    ("<Response><Sax>Jane</Sax></Response>", (1, 11), "unknown element, expected "),
    ("<Response><Syay>Jane</Syay></Response>", (1, 11), "did you mean `<Say>`?"),
    ("<Response><Gahter><Say>Jane</Say></Gahter></Response>", (1, 11), "did you mean `<Gather>`?"),
    ("<Response><HangUp/></Response>", (1, 11), "did you mean `<Hangup>`?"),
    ("<Response><Jane/></Response>", (1, 11), "unknown element"),
    ("<Response><Message>Jane</Message></Response>", (1, 11), "unknown element"),
    ("<Response><Dial><Phone>+15550001111</Phone></Dial></Response>", (1, 17), "unknown element, expected `<Application>`, `<Client>`"),
    ("<Response><Dial><Numbers>+15550001111</Numbers></Dial></Response>", (1, 17), "did you mean `<Number>`?"),
    ("<Response><Say>Jane <b>Doe</b></Say></Response>", (1, 21), "unknown element, expected `<break>`"),
    ("<Response><Say><speak>Jane</speak></Say></Response>", (1, 16), "unknown element"),
    ("<Response><Hangup><Jane/></Hangup></Response>", (1, 19), "unknown element, expected `<Parameter>`"),
    ("<Response>\n\t<Say>Jane</Say>\n\t<Plya>https://example.com/a.mp3</Plya>\n</Response>", (3, 2), "did you mean `<Play>`?"),
    ("<Response><Say>Jäné</Say><Wait/></Response>", (1, 26), "unknown element"),
    // Elements in the wrong place.
    ("<Response><Number>+15550001111</Number></Response>", (1, 11), "`<Number>` cannot be in `<Response>`, only in `<Dial>`"),
    ("<Response><Response><Say>Jane</Say></Response></Response>", (1, 11), "`<Response>` cannot be in `<Response>`"),
    ("<Response><Dial><Say>Jane</Say></Dial></Response>", (1, 17), "`<Say>` cannot be in `<Dial>`, only in `<Gather>`, `<Prompt>` or `<Response>`"),
    ("<Response><Gather><Dial>+15550001111</Dial></Gather></Response>", (1, 19), "`<Dial>` cannot be in `<Gather>`"),
    ("<Response><Gather><Record/></Gather></Response>", (1, 19), "`<Record>` cannot be in `<Gather>`"),
    ("<Response><Say>Jane<Pause/></Say></Response>", (1, 20), "`<Pause>` cannot be in `<Say>`"),
    ("<Response><Play><Say>Jane</Say></Play></Response>", (1, 17), "`<Say>` cannot be in `<Play>`"),
    ("<Response><Stream url=\"wss://example.com\"/></Response>", (1, 11), "`<Stream>` cannot be in `<Response>`, only in `<Connect>`, `<Start>` or `<Stop>`"),
    ("<Response><Connect><Number>+15550001111</Number></Connect></Response>", (1, 20), "`<Number>` cannot be in `<Connect>`"),
    ("<Response><break/></Response>", (1, 11), "`<break>` cannot be in `<Response>`"),
    ("<Response><Say><say-as>Jane<break/></say-as></Say></Response>", (1, 28), "`<break>` cannot be in `<say-as>`"),
    ("<Response><Hangup><Say>Jane</Say></Hangup></Response>", (1, 19), "`<Say>` cannot be in `<Hangup>`"),
    // Text where it is not allowed.
    ("<Response>Jane</Response>", (1, 11), "`<Response>` cannot contain text"),
    ("<Response>\n  <Say>Jane</Say>\n  Doe\n</Response>", (3, 3), "`<Response>` cannot contain text"),
    ("<Response><![CDATA[Jane]]></Response>", (1, 11), "`<Response>` cannot contain text"),
    ("<Response>&#65;</Response>", (1, 11), "`<Response>` cannot contain text"),
    ("<Response><Gather>Jane</Gather></Response>", (1, 19), "`<Gather>` cannot contain text, expected `<Pause>`, `<Play>` or `<Say>`"),
    ("<Response><Pause>5</Pause></Response>", (1, 18), "`<Pause>` cannot contain text, expected `</Pause>`"),
];

#[test]
fn broken_documents_are_rejected_with_line_and_column() {
    assert!(BROKEN.len() >= 100, "only {} are left", BROKEN.len());
    for (document, place, message) in BROKEN {
        let error = Twiml::new(*document).expect_err(document);
        assert_eq!(error.line_and_column(), Some(*place), "{document}: {error}");
        let shown = error.to_string();
        let start = format!("line {}, column {}: ", place.0, place.1);
        assert!(shown.starts_with(&start), "{document}: {shown}");
        assert!(shown.contains(message), "{document}: {shown}");
        for secret in SECRETS {
            let all = format!("{error} {error:?} {error:#?} {}", error.reason());
            assert!(!all.contains(secret), "{document}: {all}");
        }
    }
}

#[test]
fn messages_name_no_element_that_only_the_document_has() {
    for document in [
        "<Response><Jane/></Response>",
        "<Response><Say></Jane></Response>",
        "<Jane/>",
        "<Response><Say><Jane></Say></Response>",
    ] {
        let error = Twiml::new(document).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Jane"), "{error}");
        if let Err(error) = Twiml::well_formed(document) {
            assert!(!format!("{error} {error:?}").contains("Jane"), "{error}");
        }
    }
}

#[test]
fn what_the_official_library_builds_passes() {
    assert!(BUILT.lines().count() > 300);
    for document in BUILT.lines() {
        if let Err(error) = Twiml::new(document) {
            panic!("{error}: {document}");
        }
    }
}

#[test]
fn documents_of_the_forms_in_the_documentation_pass() {
    for document in DOCUMENTED.split("\n\n") {
        if let Err(error) = Twiml::new(document) {
            panic!("{error}: {document}");
        }
    }
}

/// If the table and the fixture differ, one of them was not updated.
#[test]
fn every_element_of_the_official_library_is_needed() {
    let names = |document: &str| -> Vec<String> {
        let document = roxmltree::Document::parse(document).unwrap();
        let elements = document.descendants().filter(roxmltree::Node::is_element);
        elements.map(|it| it.tag_name().name().to_owned()).collect()
    };
    let built: std::collections::BTreeSet<String> = BUILT.lines().flat_map(names).collect();
    assert!(built.len() > 50, "{built:?}");
}

#[test]
fn unknown_elements_pass_on_demand() {
    let document = "<Response><Tomorrow><Say>Hi</Say>text</Tomorrow><Number/></Response>";
    assert!(Twiml::new(document).is_err());
    assert_eq!(Twiml::well_formed(document).unwrap().as_str(), document);
    for document in [
        "<Tomorrow/>",
        "<Response><Tomorrow></Response>",
        "<Response>&</Response>",
    ] {
        assert!(Twiml::well_formed(document).is_err(), "{document}");
    }
}

#[tokio::test]
async fn nothing_is_sent_when_the_document_is_broken() {
    let listener = silent();
    let error = client(&listener)
        .create_call(TO, FROM)
        .twiml("<Response><Say>Hello, Jane</Sya></Response>")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "createCall: nothing was sent: `Twiml`: line 1, column 27: expected `</Say>` for the element at line 1, column 11"
    );
    let place = |error: &InvalidValue| error.line_and_column();
    assert_eq!(
        error.invalid_arguments()[0].value_error().and_then(place),
        Some((1, 27))
    );
    assert!(listener.requests().is_empty());
}

#[test]
fn depth_and_attributes_are_bounded() {
    let nested = |depth: usize| {
        let (start, end) = ("<p>".repeat(depth), "</p>".repeat(depth));
        format!("<Response>{start}{end}</Response>")
    };
    assert!(Twiml::well_formed(&nested(99)).is_ok());
    let error = Twiml::well_formed(&nested(100)).unwrap_err();
    assert!(error.to_string().contains("nested less deeply"), "{error}");
    let attributes = |count: usize| {
        let attributes: String = (0..count).map(|it| format!(" a{it}=''")).collect();
        format!("<Response{attributes}/>")
    };
    assert!(Twiml::new(attributes(128)).is_ok());
    assert!(Twiml::new(attributes(129)).is_err());
}

/// Parts of documents, valid and broken.
const PIECES: &[&str] = &[
    "<a>",
    "</a>",
    "<b x='1'>",
    "</b>",
    "<c/>",
    "<d y=\"2\" z='3' />",
    "text",
    " ",
    "\n",
    "\r",
    "é",
    "\u{FEFF}",
    "&amp;",
    "&lt;",
    "&#65;",
    "&#x41;",
    "&#0;",
    "&x;",
    "&",
    ";",
    "<!--",
    "-->",
    "--",
    "-",
    "<![CDATA[",
    "]]>",
    "]",
    "<?pi x?>",
    "<?pi?>",
    "?>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a>",
    "<",
    ">",
    "/",
    "=",
    "'",
    "\"",
    "x",
    "1",
    "\u{FFFE}",
    "\u{10000}",
    "\u{B7}",
    ".",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A document of the fixture with a few characters removed, inserted or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let documents: Vec<&str> = BUILT.lines().filter(|it| it.len() < 500).collect();
    let edit = (
        any::<prop::sample::Index>(),
        0..3,
        prop::sample::select(PIECES),
    );
    let edits = prop::collection::vec(edit, 1..4);
    (prop::sample::select(documents), edits).prop_map(|(document, edits)| {
        // The other reader accepts any XML declaration.
        let (declaration, root) = document.split_at(document.find("<Response").unwrap());
        let mut characters: Vec<String> = root.chars().map(String::from).collect();
        for (at, kind, piece) in edits {
            let at = at.index(characters.len());
            match kind {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, piece.to_owned()),
                _ => piece.clone_into(&mut characters[at]),
            }
        }
        format!("{declaration}{}", characters.concat())
    })
}

/// The verdict of roxmltree: whether it is a document with that root, or `None` if it depends on namespaces, which we
/// do not check.
fn reference(text: &str) -> Option<bool> {
    use roxmltree::Error as E;
    let starts_local_name = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !text.split(':').skip(1).all(starts_local_name) {
        return None;
    }
    match roxmltree::Document::parse(text) {
        Ok(document) => Some(document.root_element().tag_name().name() == "Response"),
        Err(
            E::UnknownNamespace(..)
            | E::InvalidXmlPrefixUri(..)
            | E::UnexpectedXmlUri(..)
            | E::UnexpectedXmlnsUri(..)
            | E::InvalidElementNamePrefix(..)
            | E::DuplicatedNamespace(..),
        ) => None,
        Err(_) => Some(false),
    }
}

fn agrees(text: &str) -> Result<(), TestCaseError> {
    // Control characters are already rejected by the pattern.
    if let Some(expected) = reference(text) {
        let ours = Twiml::well_formed(text);
        prop_assert_eq!(ours.is_ok(), expected, "{:?}: {:?}", text, ours.err());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn documents_are_well_formed_when_another_reader_says_so(inside in pieces()) {
        agrees(&format!("<Response>{inside}</Response>"))?;
        agrees(&format!("<Response {inside}/>"))?;
        agrees(&format!("<?xml version='1.0' {inside}?><Response/>"))?;
        agrees(&inside)?;
    }

    #[test]
    fn mutated_documents_are_well_formed_when_another_reader_says_so(text in mutated()) {
        agrees(&text)?;
    }

    #[test]
    fn escaped_text_is_read_back(text in any::<String>()) {
        let escaped = escape_xml(&text);
        let document = format!("<Response><Say voice=\"{escaped}\">{escaped}</Say></Response>");
        if document.chars().count() <= Twiml::MAX_LENGTH {
            prop_assert!(Twiml::new(document.as_str()).is_ok(), "{document:?}");
        }
        let read = roxmltree::Document::parse(&document).unwrap();
        let say = read.root_element().first_element_child().unwrap();
        // Line ends are normalized, and characters that no document can contain become spaces.
        let is_control = |it: char| (it.is_ascii_control() && !"\t\n".contains(it)) || "\u{FFFE}\u{FFFF}".contains(it);
        let expected = text.replace("\r\n", "\n").replace('\r', "\n").replace(is_control, " ");
        prop_assert_eq!(say.text().unwrap_or_default(), expected);
    }
}
