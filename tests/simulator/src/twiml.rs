//! The part of TwiML that affects the progress of a call: pause, dial, gather, redirect and hang up. All other verbs take
//! no time and have no effect.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::contract::Vocabulary;

/// A verb of a call's instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Pause(Duration),
    Dial {
        to: Arc<str>,
        /// What is requested after it has ended.
        action: Option<Action>,
    },
    Gather {
        action: Action,
        /// How long to wait for a key.
        timeout: Duration,
        /// The key that ends the input.
        finish: Option<char>,
    },
    Redirect {
        url: Arc<str>,
        get: bool,
    },
    Hangup,
}

/// The URL of instructions, which can be relative to that of the document, and its method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    /// The URL of the document if it is empty.
    pub(crate) url: Arc<str>,
    pub(crate) get: bool,
}

impl Action {
    fn of(node: roxmltree::Node<'_, '_>) -> Self {
        Self {
            url: node.attribute("action").unwrap_or_default().into(),
            get: node.attribute("method") == Some("GET"),
        }
    }
}

/// How long `<Gather>` waits by default, in seconds.
const GATHER_TIMEOUT: u64 = 5;

/// Why a string is not TwiML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
    /// It is not XML.
    NotXml,
    /// It is XML with invalid elements.
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
    let seconds = |name, default| {
        let given = node.attribute(name).and_then(|value| value.parse().ok());
        Duration::from_secs(given.unwrap_or(default))
    };
    match node.tag_name().name() {
        "Pause" => Some(Verb::Pause(seconds("length", 1))),
        "Gather" => Some(Verb::Gather {
            action: Action::of(node),
            timeout: seconds("timeout", GATHER_TIMEOUT),
            finish: node.attribute("finishOnKey").unwrap_or("#").chars().next(),
        }),
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
            let action = Action::of(node);
            Some(Verb::Dial {
                to,
                action: Some(action).filter(|action| !action.url.is_empty()),
            })
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
                    <Dial action='/after'>+15550002222</Dial><Gather method='GET' finishOnKey=''/><Redirect method='GET'>http://127.0.0.1/next</Redirect><Hangup/></Response>";
        assert_eq!(
            read(text),
            Ok(vec![
                Verb::Pause(Duration::from_secs(3)),
                Verb::Dial {
                    to: "+15550001111".into(),
                    action: None
                },
                Verb::Dial {
                    to: "+15550002222".into(),
                    action: Some(Action {
                        url: "/after".into(),
                        get: false
                    })
                },
                Verb::Gather {
                    action: Action {
                        url: "".into(),
                        get: true
                    },
                    timeout: Duration::from_secs(5),
                    finish: None
                },
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
