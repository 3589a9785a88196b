//! Invalid values of every setter are rejected before anything is sent, with parameter name and reason.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use codegen::{Document, Node};
use twilio_calls::{
    Client, CreateCall, CreateCallRecording, DateOrTime, Error, FetchRecordingWav, ListCallEvents,
    ListCallNotifications, ListCallRecordings, ListCalls, RequestFuture, UpdateCall,
    UpdateCallRecording,
};
use twilio_calls_tests::spec_document;

use crate::support::{FROM, SID, TO, client, silent};

/// A value, and part of the reason why it is rejected.
type Bad = (&'static str, &'static str);

/// How a parameter is set, and what it rejects besides ten megabytes.
enum How<R> {
    Text(fn(R, &str) -> R, &'static [&'static [Bad]]),
    /// An integer, its bounds, and the milliseconds of one unit if it is a duration.
    Number(fn(R, i64) -> R, i64, i64),
    Duration(fn(R, std::time::Duration) -> R),
    /// Anything but `true` and `false` does not compile.
    Flag(#[expect(dead_code, reason = "it has no bad values")] fn(R, bool) -> R),
}

type Setter<R> = (&'static str, How<R>);

const RECORDING: &str = "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";

static LONG: LazyLock<String> = LazyLock::new(|| "a".repeat(10 * 1024 * 1024));

const TOO_LONG: &str = "too long";
const CHARACTER: &str = "invalid character";
const EARLY: &str = "the value is empty";
const WORD: &str = "expected one of";
const FORM: &str = "expected a phone number such as";

const SIDS: &[Bad] = &[
    ("", EARLY),
    ("XXb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2", CHARACTER),
    ("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2", "too short"),
    ("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b", TOO_LONG),
    ("APg2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2", CHARACTER),
    ("BYb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b\n", CHARACTER),
    ("CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 2", CHARACTER),
];
const URLS: &[Bad] = &[
    ("", EARLY),
    ("example.com/voice.xml", CHARACTER),
    ("/voice.xml", CHARACTER),
    ("ftp://example.com/", CHARACTER),
    ("javascript:alert(1)", CHARACTER),
    ("https://", "incomplete after 8 characters"),
    ("https:///path", CHARACTER),
    ("https://example.com/a b", CHARACTER),
    ("https://example.com/\n", CHARACTER),
    ("https://example.com/\u{0}", CHARACTER),
    ("https://example.com/\u{7f}", CHARACTER),
    (" https://example.org/", CHARACTER),
];
/// Hosts with an underscore receive no callbacks.
const CALLBACK_URLS: &[Bad] = &[
    ("https://my_host.example.com/", CHARACTER),
    ("https://user:pass@my_host/", CHARACTER),
];
const WORDS: &[Bad] = &[
    ("", WORD),
    ("exploded", WORD),
    (" GET", WORD),
    ("POST\r\nX: y", WORD),
    ("in progress", WORD),
    ("éé", WORD),
];
/// Numbers are explained.
const LEVELS: &[Bad] = &[("fatal", "expected one of `0` (`Error`) or `1` (`Warning`)")];
const CONTROLS: &[Bad] = &[
    ("a\nb", CHARACTER),
    ("a\r\nb", CHARACTER),
    ("\u{0}", CHARACTER),
    ("\u{1b}[31m", CHARACTER),
    ("\u{7f}", CHARACTER),
];
const TWIML: &[Bad] = &[
    ("<Response>\u{0}", CHARACTER),
    ("\u{8}", CHARACTER),
    ("\u{1f}", CHARACTER),
];
const DIGITS: &[Bad] = &[
    ("12x", CHARACTER),
    ("1 2", CHARACTER),
    ("E", CHARACTER),
    ("1\n", CHARACTER),
    ("١", CHARACTER),
    ("111111111111111111111111111111111", TOO_LONG),
];
const ADDRESSES: &[Bad] = &[
    ("", FORM),
    ("not a number", FORM),
    ("+0555", FORM),
    ("+1555000111122223", FORM),
    ("client:", FORM),
    ("client:a\nb", FORM),
    ("sip:", FORM),
    ("sip:a b@example.com", FORM),
    ("sip:a@example.com\r\nX: y", FORM),
    ("\u{0}", FORM),
];
/// Neither what can be called nor the filters for calls accept plain names.
const CALLED: &[Bad] = &[("tel:+15550001111", FORM), ("5550001111", FORM)];
const DATES: &[Bad] = &[
    ("", "expected "),
    ("yesterday", "expected a date such as 2009-07-06"),
    ("06/10/2026", "expected a date such as 2009-07-06"),
    ("2026-02-30", "expected "),
    ("2026-13-01", "expected "),
    ("2026-06-10T10:00:00", "expected "),
    ("2026-06-10T25:00:00Z", "expected "),
    ("2026-06-10\n", "expected "),
    ("20260610", "expected "),
];
/// Days are not moments.
const DAYS: &[Bad] = &[
    ("2026-06-10T10:00:00Z", "without a time"),
    ("2026-06-10T10:00:00+02:00", "without a time"),
];
const TOKENS: &[Bad] = &[
    ("a b", CHARACTER),
    ("a\nb", CHARACTER),
    ("\u{0}", CHARACTER),
];
/// PASSporTs are base64, at most five.
const PASSPORTS: &[Bad] = &[
    ("", "expected "),
    ("a,,b", CHARACTER),
    ("a, b", CHARACTER),
    ("a,b,", "expected "),
    ("a,b,c,d,e,f", CHARACTER),
];

use How::{Duration, Flag, Number, Text};

fn create() -> Vec<Setter<CreateCall>> {
    vec![
        ("ApplicationSid", Text(|r, v| r.application_sid(v), &[SIDS])),
        ("AsyncAmd", Flag(|r, v| r.async_amd(v))),
        (
            "AsyncAmdStatusCallback",
            Text(|r, v| r.async_amd_status_callback(v), &[URLS]),
        ),
        (
            "AsyncAmdStatusCallbackMethod",
            Text(|r, v| r.async_amd_status_callback_method(v), &[WORDS]),
        ),
        ("Byoc", Text(|r, v| r.byoc(v), &[SIDS])),
        ("CallReason", Text(|r, v| r.call_reason(v), &[CONTROLS])),
        ("CallToken", Text(|r, v| r.call_token(v), &[CONTROLS])),
        ("CallerId", Text(|r, v| r.caller_id(v), &[ADDRESSES])),
        (
            "ClientNotificationUrl",
            Text(|r, v| r.client_notification_url(v), &[URLS]),
        ),
        (
            "FallbackMethod",
            Text(|r, v| r.fallback_method(v), &[WORDS]),
        ),
        ("FallbackUrl", Text(|r, v| r.fallback_url(v), &[URLS])),
        (
            "MachineDetection",
            Text(|r, v| r.machine_detection(v), &[WORDS]),
        ),
        (
            "MachineDetectionSilenceTimeout",
            Number(|r, v| r.machine_detection_silence_timeout(v), 2000, 10000),
        ),
        (
            "MachineDetectionSilenceTimeout",
            Duration(|r, v| r.machine_detection_silence_timeout(v)),
        ),
        (
            "MachineDetectionSpeechEndThreshold",
            Number(
                |r, v| r.machine_detection_speech_end_threshold(v),
                500,
                5000,
            ),
        ),
        (
            "MachineDetectionSpeechEndThreshold",
            Duration(|r, v| r.machine_detection_speech_end_threshold(v)),
        ),
        (
            "MachineDetectionSpeechThreshold",
            Number(|r, v| r.machine_detection_speech_threshold(v), 1000, 6000),
        ),
        (
            "MachineDetectionSpeechThreshold",
            Duration(|r, v| r.machine_detection_speech_threshold(v)),
        ),
        (
            "MachineDetectionTimeout",
            Number(|r, v| r.machine_detection_timeout(v), 1, 120),
        ),
        (
            "MachineDetectionTimeout",
            Duration(|r, v| r.machine_detection_timeout(v)),
        ),
        ("Method", Text(|r, v| r.method(v), &[WORDS])),
        ("Passports", Text(|r, v| r.passports(v), &[PASSPORTS])),
        ("Record", Flag(|r, v| r.record(v))),
        (
            "RecordingChannels",
            Text(|r, v| r.recording_channels(v), &[WORDS]),
        ),
        (
            "RecordingConfigurationId",
            Text(|r, v| r.recording_configuration_id(v), &[TOKENS]),
        ),
        (
            "RecordingStatusCallback",
            Text(|r, v| r.recording_status_callback(v), &[URLS]),
        ),
        (
            "RecordingStatusCallbackEvent",
            Text(|r, v| r.recording_status_callback_event([v]), &[WORDS]),
        ),
        (
            "RecordingStatusCallbackMethod",
            Text(|r, v| r.recording_status_callback_method(v), &[WORDS]),
        ),
        (
            "RecordingTrack",
            Text(|r, v| r.recording_track(v), &[WORDS]),
        ),
        ("SendDigits", Text(|r, v| r.send_digits(v), &[DIGITS])),
        (
            "SipAuthPassword",
            Text(|r, v| r.sip_auth_password(v), &[CONTROLS]),
        ),
        (
            "SipAuthUsername",
            Text(|r, v| r.sip_auth_username(v), &[CONTROLS]),
        ),
        (
            "StatusCallback",
            Text(|r, v| r.status_callback(v), &[URLS, CALLBACK_URLS]),
        ),
        (
            "StatusCallbackEvent",
            Text(|r, v| r.status_callback_event(["answered", v]), &[WORDS]),
        ),
        (
            "StatusCallbackMethod",
            Text(|r, v| r.status_callback_method(v), &[WORDS]),
        ),
        ("TimeLimit", Number(|r, v| r.time_limit(v), 1, 604_800)),
        ("TimeLimit", Duration(|r, v| r.time_limit(v))),
        ("Timeout", Number(|r, v| r.timeout(v), 0, 600)),
        ("Timeout", Duration(|r, v| r.timeout(v))),
        ("Trim", Text(|r, v| r.trim(v), &[WORDS])),
        ("Twiml", Text(|r, v| r.twiml(v), &[TWIML])),
        ("Url", Text(|r, v| r.url(v), &[URLS])),
    ]
}

fn update() -> Vec<Setter<UpdateCall>> {
    vec![
        (
            "FallbackMethod",
            Text(|r, v| r.fallback_method(v), &[WORDS]),
        ),
        ("FallbackUrl", Text(|r, v| r.fallback_url(v), &[URLS])),
        ("Method", Text(|r, v| r.method(v), &[WORDS])),
        ("Status", Text(|r, v| r.status(v), &[WORDS])),
        (
            "StatusCallback",
            Text(|r, v| r.status_callback(v), &[URLS, CALLBACK_URLS]),
        ),
        (
            "StatusCallbackMethod",
            Text(|r, v| r.status_callback_method(v), &[WORDS]),
        ),
        ("TimeLimit", Number(|r, v| r.time_limit(v), 1, 604_800)),
        ("TimeLimit", Duration(|r, v| r.time_limit(v))),
        ("Twiml", Text(|r, v| r.twiml(v), &[TWIML])),
        ("Url", Text(|r, v| r.url(v), &[URLS])),
    ]
}

#[expect(deprecated, reason = "what is deprecated is checked too")]
fn list() -> Vec<Setter<ListCalls>> {
    vec![
        ("To", Text(|r, v| r.to(v), &[ADDRESSES, CALLED])),
        ("From", Text(|r, v| r.from(v), &[ADDRESSES])),
        ("ParentCallSid", Text(|r, v| r.parent_call_sid(v), &[SIDS])),
        ("Status", Text(|r, v| r.status(v), &[WORDS])),
        ("StartTime", Text(|r, v| r.start_time(v), &[DATES])),
        ("StartTime<", Text(|r, v| r.start_time_before(v), &[DATES])),
        ("StartTime>", Text(|r, v| r.start_time_after(v), &[DATES])),
        ("EndTime", Text(|r, v| r.end_time(v), &[DATES])),
        ("EndTime<", Text(|r, v| r.end_time_before(v), &[DATES])),
        ("EndTime>", Text(|r, v| r.end_time_after(v), &[DATES])),
        ("PageSize", Number(|r, v| r.page_size(v), 1, 1000)),
        ("Page", Number(|r, v| r.page(v), 0, 2_147_483_647)),
        ("PageToken", Text(|r, v| r.page_token(v), &[TOKENS])),
    ]
}

#[expect(deprecated, reason = "what is deprecated is checked too")]
fn recordings() -> Vec<Setter<ListCallRecordings>> {
    vec![
        (
            "DateCreated",
            Text(|r, v| r.date_created(v), &[DATES, DAYS]),
        ),
        (
            "DateCreated<",
            Text(|r, v| r.date_created_before(v), &[DATES, DAYS]),
        ),
        (
            "DateCreated>",
            Text(|r, v| r.date_created_after(v), &[DATES, DAYS]),
        ),
        ("PageSize", Number(|r, v| r.page_size(v), 1, 1000)),
        ("Page", Number(|r, v| r.page(v), 0, 2_147_483_647)),
        ("PageToken", Text(|r, v| r.page_token(v), &[TOKENS])),
    ]
}

fn create_recording() -> Vec<Setter<CreateCallRecording>> {
    vec![
        (
            "RecordingChannels",
            Text(|r, v| r.recording_channels(v), &[WORDS]),
        ),
        (
            "RecordingConfigurationId",
            Text(|r, v| r.recording_configuration_id(v), &[CONTROLS]),
        ),
        (
            "RecordingStatusCallback",
            Text(|r, v| r.recording_status_callback(v), &[URLS]),
        ),
        (
            "RecordingStatusCallbackEvent",
            Text(|r, v| r.recording_status_callback_event([v]), &[WORDS]),
        ),
        (
            "RecordingStatusCallbackMethod",
            Text(|r, v| r.recording_status_callback_method(v), &[WORDS]),
        ),
        (
            "RecordingTrack",
            Text(|r, v| r.recording_track(v), &[WORDS]),
        ),
        ("Trim", Text(|r, v| r.trim(v), &[WORDS])),
    ]
}

fn update_recording() -> Vec<Setter<UpdateCallRecording>> {
    vec![(
        "PauseBehavior",
        Text(
            |r, v| r.pause_behavior(v),
            &[WORDS, &[("Skip", WORD), ("silence ", WORD)]],
        ),
    )]
}

fn audio() -> Vec<Setter<FetchRecordingWav>> {
    vec![(
        "RequestedChannels",
        Number(|r, v| r.requested_channels(v), 1, 2),
    )]
}

#[expect(deprecated, reason = "what is deprecated is checked too")]
fn events() -> Vec<Setter<ListCallEvents>> {
    vec![
        ("PageSize", Number(|r, v| r.page_size(v), 1, 1000)),
        ("Page", Number(|r, v| r.page(v), 0, 2_147_483_647)),
        ("PageToken", Text(|r, v| r.page_token(v), &[TOKENS])),
    ]
}

#[expect(deprecated, reason = "what is deprecated is checked too")]
fn notifications() -> Vec<Setter<ListCallNotifications>> {
    vec![
        ("Log", Text(|r, v| r.log(v), &[WORDS, LEVELS])),
        (
            "MessageDate",
            Text(|r, v| r.message_date(v), &[DATES, DAYS]),
        ),
        (
            "MessageDate<",
            Text(|r, v| r.message_date_before(v), &[DATES, DAYS]),
        ),
        (
            "MessageDate>",
            Text(|r, v| r.message_date_after(v), &[DATES, DAYS]),
        ),
        ("PageSize", Number(|r, v| r.page_size(v), 1, 1000)),
        ("Page", Number(|r, v| r.page(v), 0, 2_147_483_647)),
        ("PageToken", Text(|r, v| r.page_token(v), &[TOKENS])),
    ]
}

/// Checks that this is the only rejected argument, and that the message is short.
#[track_caller]
fn assert_named(error: &Error, parameter: &str, reason: &str, value: &str) {
    let text = error.to_string();
    let rejected = error.invalid_arguments();
    assert_eq!(rejected.len(), 1, "{text}");
    assert_eq!(rejected[0].parameter(), parameter, "{text}");
    assert!(text.contains(&format!("`{parameter}`")), "{text}");
    assert!(
        text.contains(reason),
        "{parameter}: `{reason}` is not in `{text}`"
    );
    assert!(rejected[0].value_error().is_some());
    assert!(text.len() < 600, "{}", text.len());
    // At most the start of a value is repeated, without anything that could break a line.
    assert!(value.len() <= 8 || !text.contains(value), "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}

async fn check<R>(base: impl Fn(&Client) -> R, setters: Vec<Setter<R>>)
where
    R: IntoFuture<Output = Result<R::Value, Error>, IntoFuture = RequestFuture<R::Value>> + Awaited,
{
    let listener = silent();
    let client = client(&listener);
    let mut checked = 0;
    for (parameter, how) in setters {
        let mut cases: Vec<(String, String, R)> = Vec::new();
        match how {
            Text(set, groups) => {
                for (value, reason) in groups.iter().copied().flatten() {
                    let request = set(base(&client), value);
                    cases.push(((*value).to_owned(), (*reason).to_owned(), request));
                }
                let request = set(base(&client), LONG.as_str());
                cases.push((LONG.clone(), ": ".to_owned(), request));
            }
            Number(set, min, max) => {
                let reason = format!("expected an integer from {min} to {max}");
                for value in [min - 1, max + 1, -1, i64::MIN, i64::MAX] {
                    let request = set(base(&client), value);
                    cases.push((value.to_string(), reason.clone(), request));
                }
            }
            Duration(set) => {
                for value in [
                    std::time::Duration::from_nanos(1_000_000_001),
                    std::time::Duration::from_secs(1 << 40),
                    std::time::Duration::MAX,
                ] {
                    let request = set(base(&client), value);
                    cases.push((format!("{value:?}"), ": ".to_owned(), request));
                }
            }
            Flag(_) => {}
        }
        for (value, reason, request) in cases {
            match request.await {
                Ok(_) => panic!("{parameter} takes {value:?}"),
                Err(error) if error.is_invalid_argument() => {
                    assert_named(&error, parameter, &reason, &value);
                }
                Err(error) => panic!("{parameter} takes {value:?}: {error}"),
            }
            checked += 1;
        }
    }
    assert!(checked >= 5, "{checked}");
    assert!(listener.received().is_empty(), "something was sent");
}

/// The output of a request, under a name that a bound can use.
trait Awaited {
    type Value;
}

impl Awaited for CreateCall {
    type Value = twilio_calls::Call;
}

impl Awaited for UpdateCall {
    type Value = twilio_calls::Call;
}

impl Awaited for ListCalls {
    type Value = twilio_calls::CallPage;
}

impl Awaited for ListCallRecordings {
    type Value = twilio_calls::RecordingPage;
}

impl Awaited for ListCallEvents {
    type Value = twilio_calls::CallLogPage;
}

impl Awaited for ListCallNotifications {
    type Value = twilio_calls::CallNotificationPage;
}

impl Awaited for CreateCallRecording {
    type Value = twilio_calls::Recording;
}

impl Awaited for UpdateCallRecording {
    type Value = twilio_calls::Recording;
}

impl Awaited for FetchRecordingWav {
    type Value = twilio_calls::Download;
}

#[tokio::test]
async fn of_recordings() {
    let create = |client: &Client| client.create_call_recording(SID);
    check(create, create_recording()).await;
    let update = |client: &Client| client.update_call_recording(SID, RECORDING, "paused");
    check(update, update_recording()).await;
    check(|client| client.fetch_recording_wav(RECORDING), audio()).await;
}

/// A recording is identified by its SID or, in an update, as the current one.
#[tokio::test]
async fn of_the_sid_of_a_recording() {
    let listener = silent();
    let client = client(&listener);
    for (value, reason) in [
        ("", EARLY),
        (SID, CHARACTER),
        ("Twilio.CURRENT", "too short"),
        (LONG.as_str(), ": "),
    ] {
        for error in [
            client.fetch_call_recording(SID, value).await.unwrap_err(),
            client.delete_call_recording(SID, value).await.unwrap_err(),
            client.fetch_recording_wav(value).await.unwrap_err(),
            client.fetch_recording_mp3(value).await.unwrap_err(),
        ] {
            assert_named(&error, "Sid", reason, value);
        }
    }
    for value in ["", SID, "Twilio.LAST", "twilio.current", LONG.as_str()] {
        let request = client.update_call_recording(SID, value, "paused");
        let reason = "expected `RE` and 32 hexadecimal digits";
        assert_named(&request.await.unwrap_err(), "Sid", reason, value);
    }
    for (value, reason) in WORDS {
        let request = client.update_call_recording(SID, RECORDING, *value);
        assert_named(&request.await.unwrap_err(), "Status", reason, value);
    }
    assert!(listener.received().is_empty(), "something was sent");
}

#[tokio::test]
async fn of_creates() {
    check(
        |client| client.create_call(TO, FROM).twiml("<Response/>"),
        create(),
    )
    .await;
}

#[tokio::test]
async fn of_updates() {
    check(|client| client.update_call(SID), update()).await;
}

#[tokio::test]
async fn of_the_list_of_calls() {
    check(Client::list_calls, list()).await;
}

#[tokio::test]
async fn of_the_list_of_recordings() {
    check(|client| client.list_call_recordings(SID), recordings()).await;
}

#[tokio::test]
async fn of_the_log_of_a_call() {
    check(|client| client.list_call_events(SID), events()).await;
}

#[tokio::test]
async fn of_the_list_of_notifications() {
    check(
        |client| client.list_call_notifications(SID),
        notifications(),
    )
    .await;
}

/// Parameters that are arguments, and the one in the path.
#[tokio::test]
async fn of_required_parameters() {
    let listener = silent();
    let client = client(&listener);
    let long = (LONG.as_str(), ": ");
    for (value, reason) in ADDRESSES.iter().chain(CALLED).chain([&long]) {
        let error = client
            .create_call(*value, FROM)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_named(&error, "To", reason, value);
    }
    for (value, reason) in ADDRESSES.iter().chain([&long]) {
        let error = client
            .create_call(TO, *value)
            .twiml("<Response/>")
            .await
            .unwrap_err();
        assert_named(&error, "From", reason, value);
    }
    for (value, reason) in SIDS.iter().chain([&long]) {
        if value.starts_with("CA") && *reason == CHARACTER && !value.contains(' ') {
            continue;
        }
        for (parameter, error) in [
            ("Sid", client.fetch_call(*value).await.unwrap_err()),
            ("Sid", client.fetch_call(*value).csv().await.unwrap_err()),
            ("Sid", client.update_call(*value).await.unwrap_err()),
            ("Sid", client.delete_call(*value).await.unwrap_err()),
            ("Sid", client.wait_for_call(*value).await.unwrap_err()),
            (
                "CallSid",
                client.list_call_recordings(*value).await.unwrap_err(),
            ),
            (
                "CallSid",
                client.list_call_events(*value).await.unwrap_err(),
            ),
            (
                "CallSid",
                client.list_call_notifications(*value).await.unwrap_err(),
            ),
            (
                "Sid",
                client
                    .fetch_call_notification(SID, *value)
                    .await
                    .unwrap_err(),
            ),
        ] {
            assert_named(&error, parameter, reason, value);
        }
    }
    assert!(listener.received().is_empty(), "something was sent");
}

/// One character more than allowed is too many, whatever the number of bytes.
#[tokio::test]
async fn lengths_are_those_of_the_spec() {
    let listener = silent();
    let client = client(&listener);
    for (parameter, max) in [
        ("Twiml", 4000),
        ("CallReason", 1024),
        ("SipAuthPassword", 1024),
        ("CallToken", 16384),
        ("Passports", 32768),
    ] {
        for character in ["a", "é"] {
            let text = character.repeat(max + 1);
            let (_, how) = create()
                .into_iter()
                .find(|setter| setter.0 == parameter)
                .unwrap();
            let Text(set, _) = how else {
                panic!("{parameter} is not a string")
            };
            let error = set(client.create_call(TO, FROM).twiml("<Response/>"), &text)
                .await
                .unwrap_err();
            assert_named(&error, parameter, &format!("at most {max}"), &text);
        }
    }
    let url = format!("https://example.com/{}", "a".repeat(8192));
    let error = client
        .create_call(TO, FROM)
        .url(url.as_str())
        .await
        .unwrap_err();
    assert_named(&error, "Url", "at most 8192", &url);
    assert!(listener.received().is_empty(), "something was sent");
}

/// The tables above have a parameter of every type in requests. Since one macro generates all setters, another
/// parameter of the same type needs no row of its own.
#[test]
fn every_type_of_a_parameter_is_checked() {
    let document = spec_document();
    let calls = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Calls";
    let required = ["To", "From"];
    let create = names(&create()).chain(required).collect();
    assert_covered(create, &form(document, "CreateCallForm"));
    let update = names(&update()).collect();
    assert_covered(update, &form(document, "UpdateCallForm"));
    let list = names(&list()).collect();
    assert_covered(list, &query(document, &format!("{calls}.json/get")));
    let recordings = names(&recordings()).collect();
    let path = format!("{calls}~1{{CallSid}}~1Recordings.json/get");
    assert_covered(recordings, &query(document, &path));
    let create = names(&create_recording()).collect();
    assert_covered(create, &form(document, "CreateCallRecordingForm"));
    let update = names(&update_recording()).chain(["Status"]).collect();
    assert_covered(update, &form(document, "UpdateCallRecordingForm"));
    let audio = names(&audio()).collect();
    let path = "/paths/~12010-04-01~1Accounts~1{AccountSid}~1Recordings~1{Sid}.wav/get";
    assert_covered(audio, &query(document, path));
}

/// The type of each parameter: the component that it refers to, or the type that replaces it.
type Types = BTreeMap<String, String>;

#[track_caller]
fn assert_covered(checked: BTreeSet<&str>, types: &Types) {
    let unknown: Vec<_> = checked
        .iter()
        .filter(|name| !types.contains_key(**name))
        .collect();
    assert!(unknown.is_empty(), "not in the spec: {unknown:?}");
    let covered: BTreeSet<&String> = checked.iter().map(|name| &types[*name]).collect();
    let missing: Vec<_> = types
        .iter()
        .filter(|(_, each)| !covered.contains(each))
        .collect();
    assert!(missing.is_empty(), "types without a row: {missing:?}");
}

fn names<R>(setters: &[Setter<R>]) -> impl Iterator<Item = &'static str> {
    setters.iter().map(|setter| setter.0)
}

fn form(document: &Document, schema: &str) -> Types {
    let properties = format!("/components/schemas/{schema}/properties");
    let entries = document.node(&properties).unwrap().entries().iter();
    entries
        .map(|entry| (entry.key.clone(), type_of(&entry.node)))
        .collect()
}

fn query(document: &Document, operation: &str) -> Types {
    let parameters = document.node(&format!("{operation}/parameters")).unwrap();
    let parameters = parameters.items().iter();
    parameters
        .map(|parameter| match parameter.get("$ref") {
            Some(reference) => document.node(&text(reference)[1..]).unwrap(),
            None => parameter,
        })
        .filter(|parameter| text(parameter.get("in").unwrap()) == "query")
        .map(|parameter| {
            let name = text(parameter.get("name").unwrap()).to_owned();
            (name, type_of(parameter.get("schema").unwrap()))
        })
        .collect()
}

fn type_of(schema: &Node) -> String {
    let inner = schema.get("items").or_else(|| {
        let members = schema.get("allOf")?;
        members.items().first()
    });
    match (inner, schema.get("$ref")) {
        (Some(inner), _) => type_of(inner),
        (None, Some(reference)) => text(reference).to_owned(),
        (None, None) => text(schema.get("type").unwrap()).to_owned(),
    }
}

fn text(node: &Node) -> &str {
    node.as_str().unwrap()
}

/// A date is in UTC or has an explicit offset; nothing is converted silently.
#[test]
fn dates_are_in_utc_and_explicit() {
    for (given, sent) in [
        ("2026-06-10", "2026-06-10"),
        ("2026-06-10T23:30:00-05:00", "2026-06-11T04:30:00Z"),
        ("2026-06-10T10:00:00Z", "2026-06-10T10:00:00Z"),
    ] {
        assert_eq!(DateOrTime::try_from(given).unwrap().to_string(), sent);
    }
}
