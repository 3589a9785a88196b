//! Numbered parameters, and invalid values for streams, payments and similar requests.

use twilio_calls::{Client, Error, UpdateMediaStatus};

use crate::support::{SID, client, silent};

const PAYMENT: &str = "PK3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a";
const HOOK: &str = "https://example.com/hooks/payment";

/// The parameters that are rejected, each with its reason.
fn rejected(error: &Error) -> Vec<String> {
    assert!(error.is_invalid_argument(), "{error}");
    let arguments = error.invalid_arguments();
    arguments.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_numbered_parameter_has_a_bound() {
    let listener = silent();
    let client = client(&listener);
    let many = |times: usize| {
        let stream = client.create_call_stream(SID, "wss://example.com/audio");
        (0..times).fold(stream, |stream, number| {
            stream.parameter(format!("name{number}"), "value")
        })
    };
    for times in [100, 101, 500] {
        let error = many(times).await.unwrap_err();
        assert_eq!(
            rejected(&error)[0],
            "`Parameter` is given more than 99 times"
        );
        assert_eq!(rejected(&error).len(), 1, "{times}");
    }
    assert!(listener.received().is_empty(), "something was sent");
    // The maximum number is sent: the listener does not respond.
    let error = many(99).await.unwrap_err();
    assert!(!error.is_invalid_argument(), "{error}");
}

/// Twilio supports no other scheme, and takes relative URLs.
#[tokio::test]
async fn a_stream_goes_to_a_secure_web_socket() {
    let listener = silent();
    let client = client(&listener);
    for url in [
        "wss://example.com",
        "WSS://example.com:8443/audio?x=1",
        "/audio",
        "audio/of/calls:1",
    ] {
        let error = client.create_call_stream(SID, url).await.unwrap_err();
        assert!(!error.is_invalid_argument(), "{url}: {error}");
    }
    let wrong = client.create_call_stream(SID, "https://example.com/audio");
    let error = wrong.await.unwrap_err();
    let rejected = rejected(&error);
    let expected = "expected a `wss://` URL such as wss://example.com/audio, or a relative one";
    assert!(rejected[0].contains(expected), "{rejected:?}");
    assert!(!rejected[0].contains("https"), "{rejected:?}");
}

#[tokio::test]
async fn bad_parts_of_numbered_parameters_are_named() {
    let listener = silent();
    let client = client(&listener);
    let error = client
        .create_call_siprec(SID)
        .parameter("customer", "7781")
        .parameter("", "a\u{0}b")
        .parameter("language", "en")
        .await
        .unwrap_err();
    let rejected = rejected(&error);
    assert_eq!(rejected.len(), 2, "{rejected:?}");
    assert!(
        rejected[0].starts_with("`Parameter2.Name`: the value is empty"),
        "{rejected:?}"
    );
    assert!(
        rejected[1].starts_with("`Parameter2.Value`: invalid character"),
        "{rejected:?}"
    );
    for name in [
        "Parameter1.Name",
        "parameter7.value",
        "Parameter99.Other",
        "Parameter1",
    ] {
        let request = client.create_call_siprec(SID).form_param(name, "x");
        let error = request.await.unwrap_err();
        let reason = format!("`{name}` has its own setter; use it instead");
        assert_eq!(self::rejected(&error), [reason]);
    }
    assert!(listener.received().is_empty(), "something was sent");
    for name in ["Parameter", "ParameterName", "Paramete", "Größe1"] {
        let request = client.create_call_siprec(SID).form_param(name, "x");
        assert!(!request.await.unwrap_err().is_invalid_argument(), "{name}");
    }
}

#[tokio::test]
async fn values_of_numbered_parameters_are_private() {
    let listener = silent();
    let request = client(&listener)
        .create_call_stream(SID, "wss://user:pw@example.com/audio")
        .parameter("customer", "+15550001111");
    let shown = format!("{request:?}");
    assert!(!shown.contains("1111") && !shown.contains("pw@"), "{shown}");
    assert!(shown.contains("customer"), "{shown}");
}

/// Sets a parameter of a request, and sends it.
type Sending = fn(Client, &'static str) -> std::pin::Pin<Box<dyn Future<Output = Error>>>;

macro_rules! send {
    ($client:ident, $value:ident, $request:expr) => {
        |$client, $value| Box::pin(async move { $request.await.unwrap_err() })
    };
}

const STOP: UpdateMediaStatus = UpdateMediaStatus::Stopped;

/// A parameter, its setter, and values that it rejects.
const BAD: &[(&str, Sending, &[&str])] = &[
    (
        "CallSid",
        send!(c, v, c.create_call_stream(v, "wss://x")),
        &["", "CA1"],
    ),
    (
        "Url",
        send!(c, v, c.create_call_stream(SID, v)),
        &[
            "",
            "wss://a b",
            "wss://a\n",
            "wss://",
            "wss:audio",
            "ws://example.com/audio",
            "https://example.com/audio",
        ],
    ),
    (
        "Sid",
        send!(c, v, c.update_call_stream(SID, v, STOP)),
        &["", "a\nb"],
    ),
    (
        "Sid",
        send!(c, v, c.update_call_siprec(SID, v, STOP)),
        &["", "\u{7f}"],
    ),
    (
        "Sid",
        send!(c, v, c.update_call_transcription(SID, v, STOP)),
        &["", "a\tb"],
    ),
    (
        "Status",
        send!(c, v, c.update_call_stream(SID, "x", v)),
        &["", "in-progress"],
    ),
    (
        "Name",
        send!(c, v, c.create_call_siprec(SID).name(v)),
        &["", "a\rb"],
    ),
    (
        "ConnectorName",
        send!(c, v, c.create_call_siprec(SID).connector_name(v)),
        &["", "a\n"],
    ),
    (
        "Track",
        send!(c, v, c.create_call_siprec(SID).track(v)),
        &["", "both", "BOTH_TRACKS"],
    ),
    (
        "StatusCallback",
        send!(c, v, c.create_call_siprec(SID).status_callback(v)),
        &["", "/x"],
    ),
    (
        "StatusCallbackMethod",
        send!(c, v, c.create_call_siprec(SID).status_callback_method(v)),
        &["PUT"],
    ),
    (
        "InboundTrackLabel",
        send!(
            c,
            v,
            c.create_call_transcription(SID).inbound_track_label(v)
        ),
        &["", "\n"],
    ),
    (
        "LanguageCode",
        send!(c, v, c.create_call_transcription(SID).language_code(v)),
        &["", "en US", "en/US"],
    ),
    (
        "TranscriptionEngine",
        send!(
            c,
            v,
            c.create_call_transcription(SID).transcription_engine(v)
        ),
        &["", "\n"],
    ),
    (
        "SpeechModel",
        send!(c, v, c.create_call_transcription(SID).speech_model(v)),
        &["", "\n"],
    ),
    (
        "Hints",
        send!(c, v, c.create_call_transcription(SID).hints(v)),
        &["", "a\nb"],
    ),
    (
        "IntelligenceService",
        send!(
            c,
            v,
            c.create_call_transcription(SID).intelligence_service(v)
        ),
        &["", "\n"],
    ),
    (
        "ConversationConfiguration",
        send!(
            c,
            v,
            c.create_call_transcription(SID)
                .conversation_configuration(v)
        ),
        &["", "\n"],
    ),
    (
        "ConversationId",
        send!(c, v, c.create_call_transcription(SID).conversation_id(v)),
        &["", "\n"],
    ),
    (
        "ConfigurationId",
        send!(c, v, c.create_call_transcription(SID).configuration_id(v)),
        &["", "\n"],
    ),
    (
        "IdempotencyKey",
        send!(c, v, c.create_call_payment(SID, v, HOOK)),
        &["", "a\nb"],
    ),
    (
        "StatusCallback",
        send!(c, v, c.create_call_payment(SID, "k", v)),
        &["", "a b"],
    ),
    (
        "BankAccountType",
        send!(
            c,
            v,
            c.create_call_payment(SID, "k", HOOK).bank_account_type(v)
        ),
        &["", "savings"],
    ),
    (
        "ChargeAmount",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).charge_amount(v)),
        &[
            "",
            "-1",
            "1000000",
            "12,00",
            "1e3",
            "12.",
            ".5",
            "12.000000001",
        ],
    ),
    (
        "Currency",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).currency(v)),
        &["", "US", "US1", "EURO"],
    ),
    (
        "Description",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).description(v)),
        &["", "a\nb"],
    ),
    (
        "Input",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).input(v)),
        &["", "speech"],
    ),
    (
        "Parameter",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).parameter(v)),
        &["", "{\u{0}}"],
    ),
    (
        "PaymentConnector",
        send!(
            c,
            v,
            c.create_call_payment(SID, "k", HOOK).payment_connector(v)
        ),
        &["", "\n"],
    ),
    (
        "PaymentMethod",
        send!(
            c,
            v,
            c.create_call_payment(SID, "k", HOOK).payment_method(v)
        ),
        &["", "cash"],
    ),
    (
        "TokenType",
        send!(c, v, c.create_call_payment(SID, "k", HOOK).token_type(v)),
        &["", "none"],
    ),
    (
        "ValidCardTypes",
        send!(
            c,
            v,
            c.create_call_payment(SID, "k", HOOK).valid_card_types(v)
        ),
        &["", "visa,amex"],
    ),
    (
        "RequireMatchingInputs",
        send!(
            c,
            v,
            c.create_call_payment(SID, "k", HOOK)
                .require_matching_inputs(v)
        ),
        &["", "postal-code,", "Postal"],
    ),
    (
        "Sid",
        send!(c, v, c.update_call_payment(SID, v, "k", HOOK)),
        &["", "MZ3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a"],
    ),
    (
        "Capture",
        send!(
            c,
            v,
            c.update_call_payment(SID, PAYMENT, "k", HOOK).capture(v)
        ),
        &["", "cvc"],
    ),
    (
        "Status",
        send!(
            c,
            v,
            c.update_call_payment(SID, PAYMENT, "k", HOOK).status(v)
        ),
        &["", "canceled"],
    ),
    (
        "Content",
        send!(c, v, c.create_call_user_defined_message(SID, v)),
        &["", "{\u{1}}"],
    ),
    (
        "Callback",
        send!(
            c,
            v,
            c.create_call_user_defined_message_subscription(SID, v)
        ),
        &["", "/x", "https://my_host/"],
    ),
    (
        "Sid",
        send!(
            c,
            v,
            c.delete_call_user_defined_message_subscription(SID, v)
        ),
        &["", "KX"],
    ),
];

#[tokio::test]
async fn bad_values_are_rejected_by_name() {
    let listener = silent();
    let client = client(&listener);
    for (parameter, send, values) in BAD {
        for value in *values {
            let error = send(client.clone(), value).await;
            let [argument] = error.invalid_arguments() else {
                panic!("{parameter} takes {value:?}: {error}");
            };
            assert_eq!(argument.parameter(), *parameter, "{error}");
        }
    }
    let payment = || client.create_call_payment(SID, "k", HOOK);
    for (parameter, request) in [
        ("Timeout", payment().timeout(0)),
        ("Timeout", payment().timeout(601)),
        ("MinPostalCodeLength", payment().min_postal_code_length(0)),
        ("MinPostalCodeLength", payment().min_postal_code_length(256)),
    ] {
        let error = request.await.unwrap_err();
        assert_eq!(error.invalid_arguments()[0].parameter(), parameter);
    }
    assert!(listener.received().is_empty(), "something was sent");
}

/// A parameter without its URL is sent, with a warning.
#[tokio::test]
async fn a_method_without_its_url_is_reported() {
    let listener = silent();
    let request = client(&listener)
        .create_call_siprec(SID)
        .status_callback_method("GET");
    let warnings = request.warnings();
    assert_eq!(warnings.len(), 1);
    let request = request.status_callback("https://example.com/hooks/siprec");
    assert!(request.warnings().is_empty());
}
