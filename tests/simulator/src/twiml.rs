//! The part of TwiML that affects the progress of a call: pause, dial, gather, record, redirect and hang up. All other verbs
//! take no time and have no effect.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::callback::Target;
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
    Record(Record),
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

/// How a message of the called party is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Where instructions are requested when it has been recorded.
    pub(crate) action: Action,
    /// How much silence ends it.
    pub(crate) timeout: Duration,
    /// The keys that end it.
    pub(crate) finish: Arc<str>,
    /// How long it can be.
    pub(crate) longest: Duration,
    /// Whether silence at its end is cut off.
    pub(crate) trims: bool,
    /// Where the status of the recording is reported, and which statuses.
    pub(crate) callback: Option<Target>,
    pub(crate) events: Vec<Arc<str>>,
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

/// The defaults of `<Record>`: the silence that ends a message and its maximum length, in seconds, and the keys that end it.
const RECORD_TIMEOUT: u64 = 5;
const LONGEST_RECORD: u64 = 3600;
const RECORD_FINISH: &str = "1234567890*#";

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
        "Record" => {
            let events = node.attribute("recordingStatusCallbackEvent");
            let events = events.unwrap_or("completed").split_whitespace();
            Some(Verb::Record(Record {
                action: Action::of(node),
                timeout: seconds("timeout", RECORD_TIMEOUT),
                finish: node
                    .attribute("finishOnKey")
                    .unwrap_or(RECORD_FINISH)
                    .into(),
                longest: seconds("maxLength", LONGEST_RECORD),
                trims: node.attribute("trim") != Some("do-not-trim"),
                callback: node.attribute("recordingStatusCallback").map(|url| Target {
                    url: url.into(),
                    get: node.attribute("recordingStatusCallbackMethod") == Some("GET"),
                }),
                events: events.map(Arc::from).collect(),
            }))
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
    fn a_message_is_recorded_as_the_attributes_say() {
        let record = |attributes: &str| {
            let verbs = read(&format!("<Response><Record {attributes}/></Response>")).unwrap();
            match verbs.as_slice() {
                [Verb::Record(record)] => record.clone(),
                other => panic!("{other:?}"),
            }
        };
        let plain = record("");
        assert_eq!(plain.timeout, Duration::from_secs(5));
        assert_eq!(plain.longest, Duration::from_secs(3600));
        assert_eq!(&*plain.finish, "1234567890*#");
        assert!(plain.trims && plain.callback.is_none());
        assert_eq!((&*plain.action.url, plain.action.get), ("", false));
        let full = record(
            "action='/a' method='GET' timeout='2' maxLength='9' finishOnKey='' trim='do-not-trim' \
             recordingStatusCallback='http://127.0.0.1/' recordingStatusCallbackMethod='GET' \
             recordingStatusCallbackEvent='in-progress absent'",
        );
        assert_eq!(
            (full.timeout, full.longest),
            (Duration::from_secs(2), Duration::from_secs(9))
        );
        assert_eq!(
            (&*full.finish, full.trims, full.action.get),
            ("", false, true)
        );
        assert!(full.callback.is_some_and(|target| target.get));
        assert_eq!(full.events, ["in-progress".into(), "absent".into()]);
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
