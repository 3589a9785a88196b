//! The types of callbacks.

use serde_json::Value;
use twilio_calls::webhook::{
    BodyError, Callback, InvalidParameter, Parameters, Reader, SignatureValidator, VerifyError,
    parse_unverified,
};
use twilio_calls::{
    AsyncAmdStatusCallback, BilledMinutes, CallDuration, CallEvent, CallStatus, CallStatusCallback,
    CallbackCallStatus, MediaTrack, RecordingStatusCallback, StreamEvent, StreamStatusCallback,
    TranscriptionEvent, TranscriptionStatusCallback,
};

use crate::TOKEN;

const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

/// Pairs as the body of a form.
fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut body = String::new();
    for (name, value) in pairs {
        if !body.is_empty() {
            body.push('&');
        }
        for (text, end) in [(name, "="), (value, "")] {
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() {
                    body.push(char::from(byte))
                } else {
                    body.push_str(&format!("%{byte:02x}"))
                }
            }
            body.push_str(end);
        }
    }
    body
}

/// A report about a call with these parameters in addition to the three required ones.
fn status_with(more: &[(&str, &str)]) -> Result<CallStatusCallback, InvalidParameter> {
    let always = [
        ("CallSid", CALL),
        ("AccountSid", ACCOUNT),
        ("CallStatus", "completed"),
    ];
    let given = |name: &str| more.iter().any(|(other, _)| *other == name);
    parse_unverified(form(
        always
            .into_iter()
            .filter(|(name, _)| !given(name))
            .chain(more.iter().copied()),
    ))
}

fn captured(id: &str) -> String {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/signatures/callbacks.json")).unwrap();
    let case = cases.iter().find(|case| case["id"] == id).unwrap();
    let pairs = case["form"].as_array().unwrap().iter();
    form(pairs.map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())))
}

/// Writes an event as JSON and reads it again.
fn queued<C>(form: &str) -> Value
where
    C: Callback + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let event: C = parse_unverified(form).unwrap();
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(
        serde_json::from_str::<C>(&written).unwrap(),
        event,
        "{written}"
    );
    let value = serde_json::to_value(&event).unwrap();
    assert_eq!(C::deserialize(&value).unwrap(), event, "{value}");
    value
}

#[test]
fn events_survive_a_queue() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/signatures/callbacks.json")).unwrap();
    let mut seen = [0; 3];
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let form = captured(id);
        if id.starts_with("status.") {
            queued::<CallStatusCallback>(&form);
            seen[0] += 1;
        } else if parse_unverified::<RecordingStatusCallback>(&form).is_ok() {
            queued::<RecordingStatusCallback>(&form);
            seen[1] += 1;
        } else if parse_unverified::<AsyncAmdStatusCallback>(&form).is_ok() {
            queued::<AsyncAmdStatusCallback>(&form);
            seen[2] += 1;
        }
    }
    assert!(seen.iter().all(|seen| *seen > 0), "{seen:?}");
}

/// Unlisted parameters are kept as they came: in order, with repeated names, empty values, and bytes that are not
/// text.
#[test]
fn unlisted_parameters_survive_a_queue() {
    let always = format!("CallSid={CALL}&AccountSid={ACCOUNT}&CallStatus=new-status");
    let more = "Digits=2&Digits=1&ToCity=&Alone&=x&%ff=%fe&A%20%22=%F0%9F%98%80";
    let value = queued::<CallStatusCallback>(&format!("{always}&{more}"));
    assert_eq!(value["CallStatus"], "new-status");
    assert_eq!(
        value["extra"],
        serde_json::json!([
            ["Digits", "2"],
            ["Digits", "1"],
            ["ToCity", ""],
            ["Alone", null],
            ["", "x"],
            ["%FF", "%FE"],
            ["A \"", "\u{1f600}"],
        ])
    );
    let value = queued::<CallStatusCallback>(&always);
    assert_eq!(value.get("extra"), None);
    assert!(serde_json::from_str::<CallStatusCallback>(r#"{"CallStatus":"busy"}"#).is_err());
}

/// Both kinds of status end alike.
#[test]
fn statuses_of_callbacks_and_of_calls_agree_about_the_end() {
    for status in CallStatus::ALL {
        let reported = CallbackCallStatus::from(status.clone());
        assert_eq!(reported.is_final(), status.is_final(), "{status}");
        assert_eq!(CallStatus::try_from(reported).unwrap(), *status);
    }
    assert!(!CallbackCallStatus::Initiated.is_final());
    assert!(CallStatus::try_from(CallbackCallStatus::Initiated).is_err());
}

#[test]
fn progress_is_reported_by_events() {
    for (id, status, event) in [
        ("status.initiated", "initiated", Some(CallEvent::Initiated)),
        ("status.ringing", "ringing", Some(CallEvent::Ringing)),
        ("status.answered", "in-progress", Some(CallEvent::Answered)),
        ("status.completed", "completed", Some(CallEvent::Completed)),
        ("status.no-answer", "no-answer", Some(CallEvent::Completed)),
    ] {
        let report: CallStatusCallback = parse_unverified(captured(id)).unwrap();
        assert_eq!(
            (report.call_status.as_str(), report.event()),
            (status, event),
            "{id}"
        );
        assert_eq!(report.callback_source.unwrap(), "call-progress-events");
    }
    for (status, event) in [
        ("busy", Some(CallEvent::Completed)),
        ("failed", Some(CallEvent::Completed)),
        ("canceled", Some(CallEvent::Completed)),
        ("cancelled", Some(CallEvent::Completed)),
        ("queued", None),
        ("paused", None),
    ] {
        let report = status_with(&[("CallStatus", status)]).unwrap();
        assert_eq!(
            (report.call_status.as_str(), report.event()),
            (status, event)
        );
    }
}

#[test]
fn every_documented_parameter_of_a_status_callback_is_typed() {
    let report = status_with(&[
        ("From", "+15550002222"),
        ("To", "client:joey"),
        ("ApiVersion", "2010-04-01"),
        ("Direction", "outbound-api"),
        ("ForwardedFrom", "+15550004444"),
        ("CallerName", "DOE JANE"),
        ("ParentCallSid", CALL),
        ("AnsweredBy", "machine_end_beep"),
        ("Duration", "2"),
        ("CallDuration", "63"),
        ("SipResponseCode", "487"),
        (
            "RecordingUrl",
            "https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/RE",
        ),
        ("RecordingSid", "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4"),
        ("RecordingDuration", "62"),
        ("Timestamp", "Wed, 10 Jun 2026 18:45:18 +0000"),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", "3"),
    ])
    .unwrap();
    assert!(report.extra.is_empty(), "{:?}", report.extra);
    assert_eq!(report.to.as_ref().unwrap().as_str(), "client:joey");
    assert_eq!(report.caller_name.as_ref().unwrap().as_str(), "DOE JANE");
    assert_eq!(report.parent_call_sid.unwrap(), CALL);
    // Minutes and seconds are different types.
    let (minutes, seconds): (BilledMinutes, CallDuration) =
        (report.duration.unwrap(), report.call_duration.unwrap());
    assert_eq!(
        (
            minutes.as_duration().as_secs(),
            seconds.as_duration().as_secs()
        ),
        (120, 63)
    );
    assert_eq!(report.sip_response_code.unwrap().to_string(), "487");
    assert_eq!(report.timestamp.unwrap().unix_seconds(), 1_781_117_118);
    assert_eq!(report.sequence_number.unwrap().to_string(), "3");
}

#[test]
fn every_documented_parameter_of_the_other_callbacks_is_typed() {
    let recording: RecordingStatusCallback =
        parse_unverified(captured("recording.completed")).unwrap();
    assert!(recording.extra.is_empty());
    assert_eq!(recording.recording_status, "completed");
    assert_eq!(recording.recording_channels.unwrap().to_string(), "1");
    assert_eq!(recording.recording_source.as_ref().unwrap(), "OutboundAPI");
    assert_eq!(recording.recording_track.as_ref().unwrap(), "both");
    assert_eq!(
        recording.recording_start_time.unwrap().as_str(),
        "Wed, 10 Jun 2026 18:44:15 +0000"
    );

    let absent: RecordingStatusCallback = parse_unverified(captured("recording.absent")).unwrap();
    assert_eq!(
        (absent.recording_status.as_str(), &absent.recording_url),
        ("absent", &None)
    );

    let verdict: AsyncAmdStatusCallback = parse_unverified(captured("amd.async")).unwrap();
    assert!(verdict.extra.is_empty());
    assert_eq!(
        verdict
            .machine_detection_duration
            .unwrap()
            .as_duration()
            .as_millis(),
        2300
    );
}

/// Callbacks about streams and transcriptions are typed, and undocumented parameters are kept.
#[test]
fn reports_about_media_are_typed() {
    let always = [
        ("AccountSid", "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"),
        ("CallSid", CALL),
    ];
    let form = |more: &[(&'static str, &'static str)]| {
        form(always.into_iter().chain(more.iter().copied()))
    };
    let stream: StreamStatusCallback = parse_unverified(form(&[
        ("StreamSid", "MZ0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d"),
        ("StreamEvent", "stream-error"),
        ("StreamName", "agent assist"),
        ("StreamError", "wss://user:pw@example.com/ is not there"),
        ("Timestamp", "2026-06-10T18:44:21.400Z"),
        ("Mood", "good"),
    ]))
    .unwrap();
    assert_eq!(stream.stream_event, StreamEvent::StreamError);
    assert_eq!(stream.stream_name.as_deref(), Some("agent assist"));
    assert_eq!(stream.extra.get("Mood"), Some("good"));
    assert!(!format!("{stream:?}").contains("pw@"));
    let text: TranscriptionStatusCallback = parse_unverified(form(&[
        ("TranscriptionSid", "GT2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f"),
        ("TranscriptionEvent", "transcription-content"),
        ("TranscriptionData", "{\"transcript\":\"hello\"}"),
        ("Track", "inbound_track"),
        ("SequenceId", "2"),
        ("Final", "true"),
    ]))
    .unwrap();
    assert_eq!(
        text.transcription_event,
        TranscriptionEvent::TranscriptionContent
    );
    assert_eq!(text.track, Some(MediaTrack::InboundTrack));
    assert_eq!(text.sequence_id.unwrap(), 2);
    assert_eq!(text.extra.get("Final"), Some("true"));
    assert!(!format!("{text:?}").contains("hello"), "{text:?}");
    // Unknown events do not make a report unreadable.
    let odd: StreamStatusCallback = parse_unverified(form(&[
        ("StreamSid", "MZ0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d"),
        ("StreamEvent", "stream-paused"),
    ]))
    .unwrap();
    assert_eq!(odd.stream_event.as_str(), "stream-paused");
    let missing =
        parse_unverified::<StreamStatusCallback>(form(&[("StreamEvent", "stream-error")]));
    assert!(missing.unwrap_err().to_string().contains("StreamSid"));
}

#[test]
fn what_the_crate_does_not_know_is_kept_in_order() {
    let report: CallStatusCallback = parse_unverified(captured("status.unknown-extra")).unwrap();
    assert_eq!(
        report.extra.iter().collect::<Vec<_>>(),
        [
            ("StirVerstat", "TN-Validation-Passed-A"),
            ("SomethingNew", "x")
        ]
    );
    let report: CallStatusCallback = parse_unverified(captured("status.completed")).unwrap();
    assert_eq!(
        (
            report.extra.get("ToCity"),
            report.extra.get("ToState"),
            report.extra.get("To")
        ),
        (Some(""), Some("CA"), None)
    );
    assert_eq!(report.extra.len(), 18);

    let report = status_with(&[
        ("b", "2"),
        ("a", ""),
        ("b", "1"),
        ("", "x"),
        ("CallSid", CALL),
    ])
    .unwrap();
    let kept: Vec<_> = report.extra.iter().collect();
    assert_eq!(kept, [("b", "2"), ("a", ""), ("b", "1"), ("", "x")]);
    assert_eq!(report.extra.get_all("b").collect::<Vec<_>>(), ["2", "1"]);
}

#[test]
fn bytes_that_are_no_text_are_kept_too() {
    let body = format!(
        "{}&City=Z%fcrich&%FF=%C3&Ok=%C3%BC",
        form([
            ("CallSid", CALL),
            ("AccountSid", ACCOUNT),
            ("CallStatus", "x")
        ])
    );
    let report: CallStatusCallback = parse_unverified(&body).unwrap();
    assert_eq!(
        report.extra.iter().collect::<Vec<_>>(),
        [("City", "Z%FCrich"), ("%FF", "%C3"), ("Ok", "ü")]
    );
    // A character that is split between name and value is not joined again.
    let parameters: Parameters = parse_unverified("a%C3=%BCb").unwrap();
    assert_eq!(parameters.iter().collect::<Vec<_>>(), [("a%C3", "%BCb")]);
    // The signature covers the bytes themselves.
    let (validator, url) = (
        SignatureValidator::new(TOKEN).unwrap(),
        "https://example.com/",
    );
    assert!(
        validator
            .validate(url, &validator.sign(url, "a=%FF"), "a=%fe")
            .is_err()
    );
    assert!(
        validator
            .validate(url, &validator.sign(url, "a=%FF"), "a=%25FF")
            .is_err()
    );
}

#[test]
fn empty_values_are_none_where_there_is_a_type() {
    let report = status_with(&[
        ("CallerName", ""),
        ("Timestamp", ""),
        ("Duration", ""),
        ("ParentCallSid", ""),
        ("ApiVersion", ""),
    ]);
    let report = report.unwrap();
    assert_eq!(
        (report.caller_name, report.timestamp, report.duration),
        (None, None, None)
    );
    assert_eq!((report.parent_call_sid, report.api_version), (None, None));
    assert!(report.extra.is_empty());
}

#[test]
fn forms_are_decoded_as_browsers_do() {
    for (encoded, decoded) in [
        ("a=b+c%20d", vec![("a", "b c d")]),
        ("a=%2B%2b", vec![("a", "++")]),
        (
            "a=%&b=%4&c=%zz&d=%4g&e=%%41",
            vec![
                ("a", "%"),
                ("b", "%4"),
                ("c", "%zz"),
                ("d", "%4g"),
                ("e", "%A"),
            ],
        ),
        ("&&a=1&&", vec![("a", "1")]),
        ("a&=b&=", vec![("a", ""), ("", "b"), ("", "")]),
        ("a=b=c", vec![("a", "b=c")]),
        ("a%3Db=%26", vec![("a=b", "&")]),
        ("%E6%BC%A2=\u{5B57}", vec![("漢", "字")]),
        ("", vec![]),
    ] {
        let parameters: Parameters = parse_unverified(encoded).unwrap();
        assert_eq!(parameters.iter().collect::<Vec<_>>(), decoded, "{encoded}");
    }
}

#[test]
fn errors_name_the_parameter_and_not_what_is_private() {
    let error =
        parse_unverified::<CallStatusCallback>(form([("CallSid", CALL), ("CallStatus", "busy")]))
            .unwrap_err();
    assert_eq!(
        (error.name(), error.is_missing(), error.to_string().as_str()),
        ("AccountSid", true, "`AccountSid` is missing")
    );
    assert_eq!(
        status_with(&[("CallSid", "")]).unwrap_err().to_string(),
        "`CallSid` is missing"
    );

    let error = status_with(&[("To", "client:a"), ("To", "client:b")]).unwrap_err();
    assert_eq!(
        (error.name(), error.is_missing(), error.is_repeated()),
        ("To", false, true)
    );

    let error = status_with(&[("CallSid", "CAnonsense")]).unwrap_err();
    assert_eq!(
        (error.name(), error.is_missing(), error.is_repeated()),
        ("CallSid", false, false)
    );
    assert!(
        error.to_string().starts_with("`CallSid`: too short"),
        "{error}"
    );
    for (name, value) in [
        ("Timestamp", "yesterday"),
        ("Duration", "two"),
        ("SequenceNumber", "-1"),
        ("SipResponseCode", "x"),
    ] {
        let error = status_with(&[(name, value)]).unwrap_err();
        assert_eq!(error.name(), name);
        assert!(
            !error.to_string().contains(value) || value.len() <= 4,
            "{error}"
        );
    }
    // A caller's name may be any valid one; an invalid one is never shown.
    let name = format!("secret{}", "x".repeat(100_000));
    if let Err(error) = status_with(&[("CallerName", &name)]) {
        assert!(!error.to_string().contains("secr"), "{error}");
    }
    let report = status_with(&[
        ("From", "+15550002222"),
        ("CallerName", "DOE JANE"),
        ("Body", "very private"),
    ])
    .unwrap();
    let shown = format!("{report:?}");
    for private in ["5550002222", "DOE", "very private"] {
        assert!(!shown.contains(private), "{shown}");
    }
    assert!(shown.contains(r#"extra: Parameters["Body"]"#), "{shown}");
}

#[test]
fn a_verified_request_that_cannot_be_read_is_another_error_than_a_forged_one() {
    let (validator, url) = (
        SignatureValidator::new(TOKEN).unwrap(),
        "https://example.com/",
    );
    let body = form([
        ("CallSid", "CAnonsense"),
        ("AccountSid", ACCOUNT),
        ("CallStatus", "busy"),
    ]);
    let error = validator
        .verify::<CallStatusCallback>(url, &validator.sign(url, &body), &body)
        .unwrap_err();
    let VerifyError::Body(BodyError::Parameter(error)) = error else {
        panic!("{error}")
    };
    assert_eq!(error.name(), "CallSid");
    let error = validator
        .verify::<CallStatusCallback>(url, &validator.sign(url, "x=y"), &body)
        .unwrap_err();
    assert!(matches!(error, VerifyError::Signature(_)), "{error}");
}

#[test]
fn other_requests_of_the_service_can_have_types_too() {
    #[derive(Debug, PartialEq)]
    struct Gathered {
        digits: Vec<u8>,
        finished: Option<bool>,
        confidence: Option<f64>,
        status: CallbackCallStatus,
    }
    impl Callback for Gathered {
        fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
            Ok(Self {
                digits: reader.list("Digits")?,
                finished: reader.optional("Finished")?,
                confidence: reader.optional("Confidence")?,
                status: reader.required("CallStatus")?,
            })
        }
    }
    let read = |form: &str| parse_unverified::<Gathered>(form);
    assert_eq!(
        read("Digits=1&Digits=&Digits=2&Finished=true&Confidence=0.5&CallStatus=new"),
        Ok(Gathered {
            digits: vec![1, 2],
            finished: Some(true),
            confidence: Some(0.5),
            status: read("CallStatus=new").unwrap().status,
        })
    );
    assert_eq!(
        read("Digits=1&Digits=secret&CallStatus=new")
            .unwrap_err()
            .to_string(),
        "`Digits`: expected an integer"
    );
    assert_eq!(
        read("Finished=secret&CallStatus=new")
            .unwrap_err()
            .to_string(),
        "`Finished`: expected true or false"
    );
}
