//! The part of TwiML that affects the progress of a call: pause, dial, redirect and hang up. All other verbs take no time
//! and have no effect.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::contract::Vocabulary;

/// A verb of a call's instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Pause(Duration),
    Dial(Arc<str>),
    Redirect { url: Arc<str>, get: bool },
    Hangup,
}

/// Why a text is not TwiML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
    /// It is not XML.
    NotXml,
    /// It is XML with something that does not belong there.
    NotTwiml(String),
}

/// Reads the instructions.
pub(crate) fn read(text: &str, vocabulary: &Vocabulary) -> Result<VecDeque<Verb>, Defect> {
    let document = roxmltree::Document::parse(text).map_err(|_| Defect::NotXml)?;
    match vocabulary.problem(&document) {
        Some(problem) => Err(Defect::NotTwiml(problem)),
        None => Ok(document
            .root_element()
            .children()
            .filter_map(verb)
            .collect()),
    }
}

fn verb(node: roxmltree::Node<'_, '_>) -> Option<Verb> {
    let text = || {
        node.text()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(Arc::from)
    };
    match node.tag_name().name() {
        "Pause" => {
            let seconds = node
                .attribute("length")
                .and_then(|length| length.parse().ok())
                .unwrap_or(1);
            Some(Verb::Pause(Duration::from_secs(seconds)))
        }
        "Dial" => {
            let noun = node.children().find(roxmltree::Node::is_element);
            let inner = noun.and_then(|noun| {
                Some((
                    noun.tag_name().name().to_owned(),
                    noun.text()?.trim().to_owned(),
                ))
            });
            let to = match inner {
                Some((noun, identity)) if noun == "Client" => format!("client:{identity}").into(),
                Some((_, number)) => number.into(),
                None => text()?,
            };
            Some(Verb::Dial(to))
        }
        "Redirect" => text().map(|url| Verb::Redirect {
            url,
            get: node.attribute("method") == Some("GET"),
        }),
        "Hangup" | "Reject" => Some(Verb::Hangup),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    fn read(text: &str) -> Result<Vec<Verb>, Defect> {
        let contract = Contract::of_spec().unwrap();
        super::read(text, contract.vocabulary()).map(Vec::from)
    }

    #[test]
    fn verbs_that_affect_progress_are_read() {
        let text = "<Response><Say>Hi</Say><Pause length='3'/><Dial><Number>+15550001111</Number></Dial>\
                    <Dial>+15550002222</Dial><Redirect method='GET'>http://127.0.0.1/next</Redirect><Hangup/></Response>";
        assert_eq!(
            read(text),
            Ok(vec![
                Verb::Pause(Duration::from_secs(3)),
                Verb::Dial("+15550001111".into()),
                Verb::Dial("+15550002222".into()),
                Verb::Redirect {
                    url: "http://127.0.0.1/next".into(),
                    get: true
                },
                Verb::Hangup,
            ])
        );
    }

    #[test]
    fn other_text_is_not_twiml() {
        for text in [
            "",
            "hello",
            "<Response>",
            "<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>",
        ] {
            assert_eq!(read(text), Err(Defect::NotXml), "{text}");
        }
        for (text, problem) in [
            ("<html/>", "the document is not a <Response>"),
            (
                "<Response><Sing/></Response>",
                "<Response> contains an unknown element",
            ),
            (
                "<Response><Number>1</Number></Response>",
                "<Response> contains <Number>",
            ),
            ("<Response>hello</Response>", "<Response> contains text"),
            (
                "<Response><Gather><Dial/></Gather></Response>",
                "<Gather> contains <Dial>",
            ),
        ] {
            let defect = Defect::NotTwiml(problem.to_owned());
            assert_eq!(read(text), Err(defect), "{text}");
        }
    }
}
