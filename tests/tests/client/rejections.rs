//! Invalid arguments are rejected before anything is sent, and invalid responses keep what was received.

use twilio_calls::testing::Canned;
use twilio_calls::{CallEvent, CallStatus, Error, InvalidArgument, Outcome};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{FROM, SID, TO, call, client, json, silent};

/// The error names each parameter and reason, and nothing was sent.
#[track_caller]
fn assert_rejected(listener: &Listener, error: &Error, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in `{text}`");
    }
    assert_eq!(listener.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn bad_arguments_are_named_all_at_once() {
    let listener = silent();
    let error = client(&listener)
        .create_call("not a number", "+15550002222")
        .timeout(601)
        .url("ftp://example.com")
        .send_digits("12x")
        .status_callback_event(["answered", "exploded"])
        .await
        .unwrap_err();
    assert_rejected(
        &listener,
        &error,
        &[
            "`To`",
            "`Timeout`",
            "an integer from 0 to 600",
            "`Url`",
            "`SendDigits`",
            "`StatusCallbackEvent`",
            "answered",
        ],
    );
    assert!(!error.to_string().contains("not a number"), "{error}");
}

#[tokio::test]
async fn a_status_callback_needs_a_url() {
    let listener = silent();
    let error = client(&listener)
        .update_call(SID)
        .status_callback("https://example.com/a")
        .await
        .unwrap_err();
    assert_rejected(&listener, &error, &["`StatusCallback`", "`Url`"]);
}

#[tokio::test]
async fn twiml_and_url_exclude_each_other() {
    let listener = silent();
    let error = client(&listener)
        .update_call(SID)
        .twiml("<Response/>")
        .url("https://example.com/voice.xml")
        .await
        .unwrap_err();
    assert_rejected(&listener, &error, &["`Twiml`", "`Url`", "exclude"]);
}

#[tokio::test]
async fn what_the_service_ignores_is_not_rejected() {
    let body = twilio_calls_tests::examples()
        .into_iter()
        .find(|(pointer, _)| pointer.contains("Calls.json/post/responses/201"))
        .unwrap()
        .1;
    let listener = Listener::responding([RawResponse::json("201 Created", body)]).unwrap();
    client(&listener)
        .create_call("+15550001111", "+15550002222")
        .twiml("<Response/>")
        .url("https://example.com/voice.xml")
        .machine_detection("Enable")
        .send_digits("1")
        .await
        .unwrap();
    assert_eq!(listener.requests().len(), 1);
}

#[tokio::test]
async fn a_bad_response_names_the_path_and_keeps_the_body() {
    let page = r#"{"calls":[{"sid":"XX","account_sid":"ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","status":"queued"}]}"#;
    let listener = Listener::responding([RawResponse::json("200 OK", page)]).unwrap();
    let error = client(&listener).list_calls().await.unwrap_err();
    assert!(error.to_string().contains("calls[0].sid"), "{error}");
    assert_eq!(error.raw_body().unwrap(), page.as_bytes());
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn unknown_words_are_kept() {
    let mut body = twilio_calls_tests::examples()
        .into_iter()
        .find(|(pointer, _)| pointer.contains("{Sid}.json/get/responses/200"))
        .unwrap()
        .1;
    body["status"] = "new-status".into();
    body["something_new"] = "x".into();
    body["trunk_sid"] = "".into();
    let listener = Listener::responding([RawResponse::json("200 OK", body)]).unwrap();
    let call = client(&listener).fetch_call(SID).await.unwrap();
    assert_eq!(call.status.as_str(), "new-status");
    assert!(!call.status.is_known());
    assert_eq!(call.trunk_sid, None);
    assert!(
        "new-status".parse::<CallStatus>().is_err(),
        "strict where we speak"
    );
}

#[tokio::test]
async fn an_update_with_nothing_to_update_is_rejected() {
    let listener = silent();
    let error = client(&listener).update_call(SID).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "updateCall: nothing was sent: no parameter is given, expected at least one of `FallbackMethod`, `FallbackUrl`, \
         `Method`, `Status`, `StatusCallback`, `StatusCallbackMethod`, `TimeLimit`, `Twiml`, `Url`"
    );
    assert_eq!(error.invalid_arguments()[0].parameter(), "body");
    assert!(listener.requests().is_empty());
}

/// An unknown parameter counts as a parameter.
#[tokio::test]
async fn an_update_with_an_unknown_parameter_alone_is_sent() {
    let response = json("200 OK", call(1, "completed"));
    let listener = Listener::responding([response]).unwrap();
    let update = client(&listener).update_call(SID);
    update.form_param("Tomorrow", "1").await.unwrap();
    assert!(listener.requests()[0].ends_with("Tomorrow=1"));
}

#[test]
fn parameters_without_effect_are_reported() {
    let client = Canned::new().client().unwrap();
    let create = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .machine_detection_timeout(10)
        .status_callback_event(CallEvent::Answered);
    let warnings: Vec<String> = create.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "`MachineDetectionTimeout` has no effect without `MachineDetection`",
            "`StatusCallbackEvent` has no effect without `StatusCallback`",
        ]
    );
    assert_eq!(create.warnings()[0].parameter(), "MachineDetectionTimeout");
    assert_eq!(create.warnings()[0].missing(), Some("MachineDetection"));
    assert_eq!(create.warnings()[0].overridden_by(), None);
    let complete = create
        .machine_detection("Enable")
        .status_callback("https://example.com/events");
    assert!(complete.warnings().is_empty());
    let update = client.update_call(SID).status_callback_method("GET");
    assert_eq!(update.warnings().len(), 1);
}

/// A call without instructions is not placed. Instructions that were rejected count as given, and so does a parameter
/// that the crate does not know: it may be a newer way to give them.
#[tokio::test]
async fn a_call_without_instructions_is_not_placed() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let client = client(&listener);
    let error = client.create_call(TO, FROM).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "createCall: nothing was sent: `Url` is missing; it is required unless `Twiml` or `ApplicationSid` is set"
    );
    assert_eq!(error.outcome(), Outcome::NoEffect);
    let [argument] = error.invalid_arguments() else {
        panic!("{error:?}")
    };
    assert_eq!(argument.parameter(), "Url");
    assert!(argument.value_error().is_none());
    for (parameter, create) in [
        ("Url", client.create_call(TO, FROM).url("no URL")),
        ("Twiml", client.create_call(TO, FROM).twiml("no TwiML")),
        (
            "ApplicationSid",
            client.create_call(TO, FROM).application_sid("AP"),
        ),
    ] {
        let error = create.await.unwrap_err();
        let arguments = error.invalid_arguments().iter();
        let rejected: Vec<_> = arguments.map(InvalidArgument::parameter).collect();
        assert_eq!(rejected, [parameter]);
    }
    assert!(listener.received().is_empty(), "something was sent");
    for create in [
        client.create_call(TO, FROM).url("https://example.com/"),
        client.create_call(TO, FROM).twiml("<Response/>"),
        client
            .create_call(TO, FROM)
            .application_sid("APe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"),
        client.create_call(TO, FROM).form_param("AssistantId", "1"),
    ] {
        create.await.unwrap();
    }
    assert_eq!(listener.received().len(), 4);
}

/// `ApplicationSid` takes precedence over `Url`, and `Url` over `Twiml`.
#[test]
fn parameters_that_another_one_overrides_are_reported() {
    let client = Canned::new().client().unwrap();
    let create = client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .url("https://example.com/voice.xml");
    let warnings = create.warnings();
    let [warning] = &*warnings else {
        panic!("{warnings:?}")
    };
    assert_eq!(warning.to_string(), "`Twiml` has no effect with `Url`");
    assert_eq!(
        (
            warning.parameter(),
            warning.overridden_by(),
            warning.missing()
        ),
        ("Twiml", Some("Url"), None)
    );
    let create = create.application_sid("APe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5");
    let warnings: Vec<String> = create.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "`Twiml` has no effect with `ApplicationSid`",
            "`Twiml` has no effect with `Url`",
            "`Url` has no effect with `ApplicationSid`",
        ]
    );
}

/// Twilio accepts a request with warnings, so it is sent.
#[tokio::test]
async fn a_request_with_warnings_is_sent() {
    let response = json("201 Created", call(1, "queued"));
    let listener = Listener::responding([response]).unwrap();
    let create = client(&listener)
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .async_amd(true);
    assert_eq!(create.warnings().len(), 1);
    create.await.unwrap();
    assert!(listener.requests()[0].contains("AsyncAmd=true"));
}
