//! Compares the spec with the names in the product documentation: none may be missing.
//!
//! The spec may have more names; each addition shows in the outline, for review.

use codegen::{Document, Node};
use twilio_calls_tests::spec_document;

const CREATE: [&str; 38] = [
    "To",
    "From",
    "Method",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackEvent",
    "StatusCallbackMethod",
    "SendDigits",
    "Timeout",
    "Record",
    "RecordingChannels",
    "RecordingStatusCallback",
    "RecordingStatusCallbackMethod",
    "SipAuthUsername",
    "SipAuthPassword",
    "MachineDetection",
    "MachineDetectionTimeout",
    "RecordingStatusCallbackEvent",
    "Trim",
    "CallerId",
    "MachineDetectionSpeechThreshold",
    "MachineDetectionSpeechEndThreshold",
    "MachineDetectionSilenceTimeout",
    "AsyncAmd",
    "AsyncAmdStatusCallback",
    "AsyncAmdStatusCallbackMethod",
    "Byoc",
    "CallReason",
    "CallToken",
    "Passports",
    "RecordingConfigurationId",
    "RecordingTrack",
    "TimeLimit",
    "ClientNotificationUrl",
    "Url",
    "Twiml",
    "ApplicationSid",
];

const LIST: [&str; 13] = [
    "To",
    "From",
    "ParentCallSid",
    "Status",
    "StartTime",
    "StartTime<",
    "StartTime>",
    "EndTime",
    "EndTime<",
    "EndTime>",
    "PageSize",
    "Page",
    "PageToken",
];

const UPDATE: [&str; 9] = [
    "Url",
    "Method",
    "Status",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
    "Twiml",
    "TimeLimit",
];

const CALL: [&str; 28] = [
    "sid",
    "date_created",
    "date_updated",
    "parent_call_sid",
    "account_sid",
    "to",
    "to_formatted",
    "from",
    "from_formatted",
    "phone_number_sid",
    "status",
    "start_time",
    "end_time",
    "duration",
    "price",
    "price_unit",
    "direction",
    "answered_by",
    "annotation",
    "api_version",
    "forwarded_from",
    "stir_verstat",
    "group_sid",
    "caller_name",
    "queue_time",
    "trunk_sid",
    "uri",
    "subresource_uris",
];

const SUBRESOURCES: [&str; 9] = [
    "notifications",
    "recordings",
    "payments",
    "events",
    "siprec",
    "streams",
    "transcriptions",
    "user_defined_message_subscriptions",
    "user_defined_messages",
];

const RECORDING: [&str; 18] = [
    "account_sid",
    "api_version",
    "call_sid",
    "conference_sid",
    "date_created",
    "date_updated",
    "start_time",
    "duration",
    "sid",
    "price",
    "uri",
    "encryption_details",
    "price_unit",
    "status",
    "channels",
    "source",
    "error_code",
    "track",
];

const RECORDINGS: [&str; 6] = [
    "DateCreated",
    "DateCreated<",
    "DateCreated>",
    "PageSize",
    "Page",
    "PageToken",
];

const CREATE_RECORDING: [&str; 7] = [
    "RecordingStatusCallbackEvent",
    "RecordingStatusCallback",
    "RecordingStatusCallbackMethod",
    "Trim",
    "RecordingChannels",
    "RecordingTrack",
    "RecordingConfigurationId",
];

const UPDATE_RECORDING: [&str; 2] = ["Status", "PauseBehavior"];
const NOTIFICATIONS: [&str; 7] = [
    "Log",
    "MessageDate",
    "MessageDate<",
    "MessageDate>",
    "PageSize",
    "Page",
    "PageToken",
];

const NOTIFICATION: [&str; 14] = [
    "account_sid",
    "api_version",
    "call_sid",
    "date_created",
    "date_updated",
    "error_code",
    "log",
    "message_date",
    "message_text",
    "more_info",
    "request_method",
    "request_url",
    "sid",
    "uri",
];

/// Additional properties of a fetched notification.
const NOTIFICATION_DETAILS: [&str; 3] = ["request_variables", "response_body", "response_headers"];

const EVENTS: [&str; 3] = ["PageSize", "Page", "PageToken"];

const LOGGED_RESPONSE: [&str; 5] = [
    "response_code",
    "request_duration",
    "content_type",
    "response_body",
    "date_created",
];

const ENVELOPE: [&str; 8] = [
    "end",
    "first_page_uri",
    "next_page_uri",
    "page",
    "page_size",
    "previous_page_uri",
    "start",
    "uri",
];

/// The tables of all requests and of progress events.
const STATUS_CALLBACK: [&str; 20] = [
    "CallSid",
    "AccountSid",
    "From",
    "To",
    "CallStatus",
    "ApiVersion",
    "Direction",
    "ForwardedFrom",
    "CallerName",
    "ParentCallSid",
    "Duration",
    "CallDuration",
    "SipResponseCode",
    "RecordingUrl",
    "RecordingSid",
    "RecordingDuration",
    "Timestamp",
    "CallbackSource",
    "SequenceNumber",
    "AnsweredBy",
];

const RECORDING_CALLBACK: [&str; 10] = [
    "AccountSid",
    "CallSid",
    "RecordingSid",
    "RecordingUrl",
    "RecordingStatus",
    "RecordingDuration",
    "RecordingChannels",
    "RecordingStartTime",
    "RecordingSource",
    "RecordingTrack",
];

/// The parameters of a request for instructions.
const INSTRUCTIONS: [&str; 11] = [
    "CallSid",
    "AccountSid",
    "From",
    "To",
    "CallStatus",
    "ApiVersion",
    "Direction",
    "ForwardedFrom",
    "CallerName",
    "ParentCallSid",
    "AnsweredBy",
];

/// Additional parameters of a request to the action of `<Gather>`.
const GATHERED: [&str; 4] = ["Digits", "FinishedOnKey", "SpeechResult", "Confidence"];

/// Additional parameters of a request to the action of `<Dial>`.
const DIALED: [&str; 5] = [
    "DialCallStatus",
    "DialCallSid",
    "DialCallDuration",
    "DialBridged",
    "RecordingUrl",
];

/// Additional parameters of a request to the action of `<Record>`.
const RECORDED: [&str; 3] = ["RecordingUrl", "RecordingDuration", "Digits"];

const AMD_CALLBACK: [&str; 4] = [
    "CallSid",
    "AccountSid",
    "AnsweredBy",
    "MachineDetectionDuration",
];

/// The forms of subresources of a call: path, method and parameters.
const BELOW: [(&str, &[&str]); 10] = [
    (
        "Streams.json",
        &[
            "Url",
            "Name",
            "Track",
            "StatusCallback",
            "StatusCallbackMethod",
            "Parameter",
        ],
    ),
    ("Streams~1{Sid}.json", &["Status"]),
    (
        "Siprec.json",
        &[
            "Name",
            "ConnectorName",
            "Track",
            "StatusCallback",
            "StatusCallbackMethod",
            "Parameter",
        ],
    ),
    ("Siprec~1{Sid}.json", &["Status"]),
    (
        "Transcriptions.json",
        &[
            "Name",
            "Track",
            "StatusCallbackUrl",
            "StatusCallbackMethod",
            "InboundTrackLabel",
            "OutboundTrackLabel",
            "PartialResults",
            "LanguageCode",
            "TranscriptionEngine",
            "ProfanityFilter",
            "SpeechModel",
            "Hints",
            "EnableAutomaticPunctuation",
            "IntelligenceService",
            "ConversationConfiguration",
            "ConversationId",
            "ConfigurationId",
            "EnableProviderData",
        ],
    ),
    ("Transcriptions~1{Sid}.json", &["Status"]),
    (
        "Payments.json",
        &[
            "IdempotencyKey",
            "StatusCallback",
            "BankAccountType",
            "ChargeAmount",
            "Currency",
            "Description",
            "Input",
            "MinPostalCodeLength",
            "Parameter",
            "PaymentConnector",
            "PaymentMethod",
            "PostalCode",
            "SecurityCode",
            "Timeout",
            "TokenType",
            "ValidCardTypes",
            "RequireMatchingInputs",
            "Confirmation",
        ],
    ),
    (
        "Payments~1{Sid}.json",
        &["IdempotencyKey", "StatusCallback", "Capture", "Status"],
    ),
    ("UserDefinedMessages.json", &["Content", "IdempotencyKey"]),
    (
        "UserDefinedMessageSubscriptions.json",
        &["Callback", "IdempotencyKey", "Method"],
    ),
];

const SESSION: [&str; 7] = [
    "sid",
    "account_sid",
    "call_sid",
    "name",
    "status",
    "date_updated",
    "uri",
];

const ERROR: [&str; 6] = [
    "code",
    "message",
    "more_info",
    "status",
    "detail",
    "details",
];

const CALLS: &str = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls";

fn at<'d>(document: &'d Document, pointer: &str) -> &'d Node {
    document
        .node(pointer)
        .unwrap_or_else(|| panic!("{pointer} is not in the spec"))
}

/// Resolves a `$ref`, if there is one.
fn resolved<'d>(document: &'d Document, node: &'d Node) -> &'d Node {
    match node.get("$ref").and_then(Node::as_str) {
        Some(reference) => at(document, reference.strip_prefix('#').unwrap()),
        None => node,
    }
}

fn properties(document: &Document, schema: &str) -> Vec<String> {
    let node = at(
        document,
        &format!("/components/schemas/{schema}/properties"),
    );
    node.entries()
        .iter()
        .map(|entry| entry.key.clone())
        .collect()
}

/// The names of an operation's query parameters.
fn query(document: &Document, path: &str, verb: &str) -> Vec<String> {
    [
        format!("{path}/parameters"),
        format!("{path}/{verb}/parameters"),
    ]
    .iter()
    .filter_map(|pointer| document.node(pointer))
    .flat_map(|list| list.items())
    .map(|parameter| resolved(document, parameter))
    .filter(|parameter| parameter.get("in").and_then(Node::as_str) == Some("query"))
    .map(|parameter| {
        parameter
            .get("name")
            .and_then(Node::as_str)
            .unwrap()
            .to_owned()
    })
    .collect()
}

/// The schema of the form that an operation sends.
fn form(document: &Document, operation: &str) -> String {
    let pointer =
        format!("{operation}/requestBody/content/application~1x-www-form-urlencoded/schema/$ref");
    let reference = at(document, &pointer).as_str().unwrap();
    reference
        .strip_prefix("#/components/schemas/")
        .unwrap()
        .to_owned()
}

#[track_caller]
fn assert_has(found: &[String], wanted: &[&str]) {
    let missing: Vec<_> = wanted
        .iter()
        .filter(|name| !found.iter().any(|found| found == *name))
        .collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[test]
fn every_parameter_of_a_request_is_there() {
    let document = spec_document();
    let create = form(document, &format!("{CALLS}.json/post"));
    assert_has(&properties(document, &create), &CREATE);
    let update = form(document, &format!("{CALLS}~1{{Sid}}.json/post"));
    assert_has(&properties(document, &update), &UPDATE);
    for representation in ["json", "csv"] {
        assert_has(
            &query(document, &format!("{CALLS}.{representation}"), "get"),
            &LIST,
        );
        assert_has(
            &query(
                document,
                &format!("{CALLS}~1{{Sid}}.{representation}"),
                "get",
            ),
            &[],
        );
    }
    assert_has(
        &query(
            document,
            &format!("{CALLS}~1{{CallSid}}~1Recordings.json"),
            "get",
        ),
        &RECORDINGS,
    );
    for (list, wanted) in [
        ("Events", EVENTS.as_slice()),
        ("Notifications", NOTIFICATIONS.as_slice()),
    ] {
        let path = format!("{CALLS}~1{{CallSid}}~1{list}.json");
        assert_has(&query(document, &path, "get"), wanted);
    }
    let notification = format!("{CALLS}~1{{CallSid}}~1Notifications~1{{Sid}}.json/get");
    assert!(document.node(&notification).is_some());
    for (path, wanted) in BELOW {
        let form = form(document, &format!("{CALLS}~1{{CallSid}}~1{path}/post"));
        assert_has(&properties(document, &form), wanted);
    }
    assert_has(&properties(document, "MediaParameter"), &["Name", "Value"]);
    assert!(
        document
            .node(&format!("{CALLS}~1{{Sid}}.json/delete"))
            .is_some()
    );
}

#[test]
fn every_parameter_of_a_recording_is_there() {
    let document = spec_document();
    let recordings = format!("{CALLS}~1{{CallSid}}~1Recordings");
    let create = form(document, &format!("{recordings}.json/post"));
    assert_has(&properties(document, &create), &CREATE_RECORDING);
    let update = form(document, &format!("{recordings}~1{{Sid}}.json/post"));
    assert_has(&properties(document, &update), &UPDATE_RECORDING);
    for verb in ["get", "delete"] {
        let pointer = format!("{recordings}~1{{Sid}}.json/{verb}");
        assert!(document.node(&pointer).is_some(), "{verb}");
    }
    for (suffix, media_type) in [("wav", "audio~1x-wav"), ("mp3", "audio~1mpeg")] {
        let path = CALLS.replace("~1Calls", &format!("~1Recordings~1{{Sid}}.{suffix}"));
        assert_has(&query(document, &path, "get"), &["RequestedChannels"]);
        let content = format!("{path}/get/responses/200/content/{media_type}");
        assert!(document.node(&content).is_some(), "{suffix}");
    }
}

#[test]
fn every_property_of_a_response_is_there() {
    let document = spec_document();
    assert_has(&properties(document, "Call"), &CALL);
    assert_has(&properties(document, "SubresourceUris"), &SUBRESOURCES);
    assert_has(&properties(document, "Recording"), &RECORDING);
    assert_has(&properties(document, "ErrorBody"), &ERROR);
    assert_has(&properties(document, "CallNotification"), &NOTIFICATION);
    let details = properties(document, "CallNotificationDetails");
    assert_has(&details, &NOTIFICATION);
    assert_has(&details, &NOTIFICATION_DETAILS);
    assert_has(
        &properties(document, "CallLogEvent"),
        &["request", "response"],
    );
    let request = properties(document, "LoggedRequest");
    assert_has(&request, &["method", "url", "parameters"]);
    assert_has(&properties(document, "LoggedResponse"), &LOGGED_RESPONSE);
    for session in ["CallStream", "CallSiprec", "CallTranscription"] {
        assert_has(&properties(document, session), &SESSION);
    }
    let dated = ["sid", "account_sid", "call_sid", "date_created"];
    assert_has(&properties(document, "UserDefinedMessage"), &dated);
    for (schema, more) in [
        ("CallPayment", &["date_updated", "uri"][..]),
        ("UserDefinedMessageSubscription", &["uri"]),
    ] {
        assert_has(&properties(document, schema), &dated);
        assert_has(&properties(document, schema), more);
    }
    let envelope =
        |items: &'static str| ENVELOPE.iter().copied().chain([items]).collect::<Vec<_>>();
    assert_has(&properties(document, "CallPage"), &envelope("calls"));
    assert_has(
        &properties(document, "RecordingPage"),
        &envelope("recordings"),
    );
    assert_has(&properties(document, "CallLogPage"), &envelope("events"));
    assert_has(
        &properties(document, "CallNotificationPage"),
        &envelope("notifications"),
    );
}

#[test]
fn every_parameter_of_a_callback_is_there() {
    let document = spec_document();
    let callbacks = at(document, &format!("{CALLS}.json/post/callbacks"));
    for (name, url, wanted) in [
        (
            "statusCallback",
            "StatusCallback",
            STATUS_CALLBACK.as_slice(),
        ),
        (
            "recordingStatusCallback",
            "RecordingStatusCallback",
            RECORDING_CALLBACK.as_slice(),
        ),
        (
            "asyncAmdStatusCallback",
            "AsyncAmdStatusCallback",
            AMD_CALLBACK.as_slice(),
        ),
        ("instructions", "Url", INSTRUCTIONS.as_slice()),
        ("fallback", "FallbackUrl", &["ErrorCode", "ErrorUrl"]),
        ("gathered", "Twiml", GATHERED.as_slice()),
        ("dialed", "Twiml", DIALED.as_slice()),
        ("recorded", "Twiml", RECORDED.as_slice()),
    ] {
        let expression = format!("{{$request.body#/{url}}}");
        let operation = callbacks
            .get(name)
            .and_then(|it| it.get(&expression))
            .and_then(|it| it.get("post"))
            .unwrap();
        let reference = [
            "requestBody",
            "content",
            "application/x-www-form-urlencoded",
            "schema",
            "$ref",
        ]
        .iter()
        .fold(operation, |node, key| node.get(key).unwrap());
        let schema = reference
            .as_str()
            .unwrap()
            .strip_prefix("#/components/schemas/")
            .unwrap();
        assert_has(&properties(document, schema), wanted);
    }
}
