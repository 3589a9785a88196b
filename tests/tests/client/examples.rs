//! Every example value in the spec is accepted by its type and returned unchanged.

use std::collections::BTreeSet;

use codegen::{Document, Node, Outline};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use twilio_calls_tests::{spec_document, spec_files};

fn again<T: Serialize + DeserializeOwned>(value: &Value) -> Result<Value, String> {
    let read: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    serde_json::to_value(read).map_err(|error| error.to_string())
}

macro_rules! scalars {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Reads and writes a value as the component of this name; `None` for plain strings and numbers.
        fn read_and_written(component: &str, value: &Value) -> Option<Result<Value, String>> {
            match component {
                $(stringify!($name) => Some(again::<twilio_calls::$name>(value)),)*
                "Timestamp" => Some(again::<twilio_calls::Timestamp>(value)),
                "Date" => Some(again::<twilio_calls::Date>(value)),
                "DateFilter" | "DateOrTime" => Some(again::<twilio_calls::DateOrTime>(value)),
                "Price" => Some(again::<twilio_calls::Decimal>(value)),
                _ => None,
            }
        }
    };
}

scalars! {
    AccountSid Annotation AnsweredBy ApplicationSid BilledMinutes ByocTrunkSid CallDirection CallDuration CallEvent
    CallReason CallSid CallStatus CallToken CallbackCallStatus CallbackChannelCount CallbackSource CallbackUrl
    CallerFilter CallerId CallerName ClientIdentifier ConferenceSid Currency CurrentRecording DialCallStatus EncryptedContentKey Endpoint
    ErrorMessage ErrorUrl
    LoggedBody LoggedHeaders LoggedMethod LoggedParameter LoggedUrl LoggedVariables
    NotificationErrorCode NotificationLevel NotificationSid NotificationText RequestDuration
    FormattedParty GroupSid HttpMethod HttpUrl InstructionsErrorCode MachineDetection MachineDetectionDuration
    MachineDetectionSilenceTimeout MachineDetectionSpeechEndThreshold MachineDetectionSpeechThreshold
    MachineDetectionTimeout PageNumber PageSize PageToken PageUri Party Passports PauseBehavior PhoneNumber PhoneNumberSid PlainCallerId PressedKeys
    QueueTime
    RecordingChannels RecordingConfigurationId RecordingDuration RecordingEvent RecordingReference RecordingSid RecordingSource RecordingStatus RecordingTrack
    RecordingUrl RequestedChannels SendDigits SequenceNumber SimAddress SipAddress SipAuthPassword SipAuthUsername SipResponseCode
    SpeechResult StirVerstat SubresourceUris TimeLimit Timeout Trim TrunkSid Twiml UpdateCallStatus
    UpdateRecordingStatus
    BankAccountType ChargeAmount ConnectorName ConversationConfigurationId ConversationId IdempotencyKey
    IntelligenceService LanguageCode MatchingInputs MediaName MediaParameterName MediaParameterValue MediaStatus
    MediaTrack MinPostalCodeLength PaymentCapture PaymentConnector PaymentDescription PaymentInput PaymentMethod
    PaymentParameters PaymentSid PaymentTimeout PaymentTokenType SiprecSid SiprecSidOrName SpeechHints SpeechModel
    StreamError StreamEvent StreamSid StreamSidOrName StreamUrl TrackLabel TranscriptionConfigurationId TranscriptionData
    TranscriptionEngine TranscriptionError TranscriptionErrorCode TranscriptionEvent TranscriptionSequenceId
    TranscriptionSid TranscriptionSidOrName UpdateMediaStatus UpdatePaymentStatus UrlReference UserDefinedContent
    UserDefinedMessageSid UserDefinedMessageSubscriptionSid ValidCardTypes
}

/// The component that a property, an item of an array or a parameter refers to.
fn component(schema: &Node) -> Option<&str> {
    let direct = schema.get("$ref");
    let wrapped = schema
        .get("allOf")
        .and_then(|all| all.items().first())
        .and_then(|one| one.get("$ref"));
    let listed = schema.get("items").and_then(|items| items.get("$ref"));
    direct
        .or(wrapped)
        .or(listed)?
        .as_str()?
        .strip_prefix("#/components/schemas/")
}

#[test]
fn the_list_of_scalars_is_complete() {
    let files = spec_files();
    let outline = Outline::of(files.values().map(String::as_str)).to_string();
    let kinds = [
        "fixed_text",
        "text",
        "private_text",
        "secret_text",
        "open_text_union",
        "text_union",
        "open_text_union",
        "integer",
        "integer_text",
        "open_enum",
        "closed_enum",
        "lazy_object",
    ];
    let emitted: BTreeSet<&str> = outline
        .lines()
        .filter(|line| line.split([' ', ',']).any(|word| kinds.contains(&word)))
        .filter_map(|line| {
            let start = line.strip_prefix("#[non_exhaustive] ").unwrap_or(line);
            start
                .strip_prefix("struct ")
                .or(start.strip_prefix("enum "))?
                .split(':')
                .next()
        })
        .collect();
    let listed: BTreeSet<&str> = NAMES.iter().copied().collect();
    let missing: Vec<_> = emitted.difference(&listed).collect();
    let outdated: Vec<_> = listed.difference(&emitted).collect();
    assert!(
        missing.is_empty() && outdated.is_empty(),
        "missing from the list: {missing:?}; no longer emitted: {outdated:?}"
    );
}

#[test]
fn every_example_of_a_scalar_survives() {
    let document = spec_document();
    let mut seen = 0;
    for entry in document.node("/components/schemas").unwrap().entries() {
        let Some(example) = entry.node.get("example").map(Node::to_json) else {
            continue;
        };
        if let Some(outcome) = read_and_written(&entry.key, &example) {
            assert_eq!(outcome, Ok(example), "{}", entry.key);
            seen += 1;
        }
    }
    assert!(seen >= 50, "{seen}");
}

/// Checks the fields of a form or callback against the types of its schema's properties.
fn check_fields(document: &Document, schema: &str, example: &Node) -> usize {
    let mut seen = 0;
    for field in example.entries() {
        let property = document
            .node(&format!(
                "/components/schemas/{schema}/properties/{}",
                field.key
            ))
            .unwrap_or_else(|| panic!("{schema} has no {}", field.key));
        let Some(component) = component(property) else {
            continue;
        };
        if property.get("x-numbered").is_some() {
            let items = field.node.items().iter();
            seen += items
                .map(|item| check_fields(document, component, item))
                .sum::<usize>();
            continue;
        }
        let values = match field.node.items() {
            [] => vec![field.node.to_json()],
            items => items.iter().map(Node::to_json).collect(),
        };
        for value in values {
            if let Some(outcome) = read_and_written(component, &value) {
                assert_eq!(outcome, Ok(value), "{schema}.{}", field.key);
                seen += 1;
            }
        }
    }
    seen
}

#[test]
fn every_example_of_a_form_and_of_a_callback_survives() {
    let document = spec_document();
    let mut seen = 0;
    let mut queue = vec![document.node("/paths").unwrap()];
    while let Some(node) = queue.pop() {
        queue.extend(node.entries().iter().map(|entry| &entry.node));
        let Some(media) = node
            .get("content")
            .and_then(|content| content.get("application/x-www-form-urlencoded"))
        else {
            continue;
        };
        let schema = media.get("schema").and_then(component).unwrap();
        for example in media.get("examples").unwrap().entries() {
            seen += check_fields(document, schema, example.node.get("value").unwrap());
        }
    }
    assert!(seen >= 100, "{seen}");
}
