//! Options of a request besides its typed parameters, and what is returned besides the value.

use std::time::Duration;

use twilio_calls::testing::Canned;
use twilio_calls::{CallEvent, CreateCall};
use twilio_calls_tests::listener::Listener;

use crate::support::{FROM, REQUEST_ID, SID, TO, call, client, json, page, silent};

#[tokio::test]
async fn unknown_parameters_are_sent_along() {
    let listener = Listener::acting(|_, request| {
        if request.target.contains("PageSize") {
            json("200 OK", page(0..0, "/", None))
        } else {
            json("201 Created", call(1, "queued"))
        }
    })
    .unwrap();
    let client = client(&listener);
    client
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .form_param("Brand New", "é & more")
        .form_param("Again", "1")
        .form_param("Again", "2")
        .await
        .unwrap();
    client
        .list_calls()
        .page_size(1)
        .query_param("New<", "a b")
        .await
        .unwrap();
    let requests = listener.received();
    assert!(
        requests[0]
            .body
            .ends_with("&Brand+New=%C3%A9+%26+more&Again=1&Again=2"),
        "{}",
        requests[0].body
    );
    assert!(
        requests[1]
            .target
            .ends_with("Calls.json?PageSize=1&New%3C=a+b"),
        "{}",
        requests[1].target
    );
}

#[tokio::test]
async fn a_typed_parameter_cannot_be_overridden() {
    let listener = silent();
    let client = client(&listener);
    for name in ["To", "to", "TIMEOUT", "StatusCallbackEvent"] {
        let request = client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .form_param(name, "x");
        let error = request.await.unwrap_err();
        assert_eq!(error.invalid_arguments()[0].parameter(), name);
        assert!(error.to_string().contains("its own setter"), "{error}");
    }
    for name in ["StartTime<", "pagesize"] {
        let error = client
            .list_calls()
            .query_param(name, "x")
            .await
            .unwrap_err();
        assert_eq!(error.invalid_arguments()[0].parameter(), name);
    }
    for name in ["", "a\nb"] {
        assert!(client.fetch_call(SID).query_param(name, "x").await.is_err());
    }
    assert!(listener.received().is_empty());
}

/// As for a client: a zero timeout is a mistake, and must always be rejected.
#[tokio::test]
async fn a_time_limit_of_zero_is_rejected() {
    let listener = silent();
    let create = client(&listener).create_call(TO, FROM).twiml("<Response/>");
    let error = create
        .clone()
        .request_timeout(Duration::ZERO)
        .await
        .unwrap_err();
    assert_eq!(error.invalid_arguments()[0].parameter(), "request_timeout");
    assert!(error.to_string().contains("zero"), "{error}");
    assert!(listener.received().is_empty());
    // The last value counts.
    let create = create.request_timeout(Duration::ZERO);
    let error = create.request_timeout(Duration::from_secs(1)).await;
    assert_eq!(error.unwrap_err().status(), Some(500));
}

#[tokio::test]
async fn list_parameters_repeat_the_key() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let create = client(&listener).create_call(TO, FROM).twiml("<Response/>");
    create
        .status_callback_event(["completed"])
        .status_callback_event([CallEvent::Initiated, CallEvent::Answered])
        .await
        .unwrap();
    let body = &listener.received()[0].body;
    let events: Vec<&str> = body
        .split('&')
        .filter(|pair| pair.starts_with("StatusCallbackEvent"))
        .collect();
    assert_eq!(
        events,
        [
            "StatusCallbackEvent=initiated",
            "StatusCallbackEvent=answered"
        ]
    );
}

#[tokio::test]
async fn the_last_word_about_a_parameter_counts() {
    let listener = Listener::acting(|_, _| json("201 Created", call(1, "queued"))).unwrap();
    let create = client(&listener).create_call(TO, FROM).twiml("<Response/>");
    create.timeout(601).timeout(60).await.unwrap();
    assert!(listener.received()[0].body.contains("Timeout=60"));
}

#[tokio::test]
async fn the_response_around_the_value_is_there_on_demand() {
    let listener = Listener::acting(|_, _| {
        json("201 Created", call(7, "queued")).header("X-Home-Region", "us1")
    })
    .unwrap();
    let response = client(&listener)
        .create_call(TO, FROM)
        .twiml("<Response/>")
        .response()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some(REQUEST_ID));
    assert_eq!(response.headers()["x-home-region"], "us1");
    assert_eq!(response.value().status.as_str(), "queued");
    assert_eq!(response.value().parent_call_sid, None);
    assert_eq!(response.body(), call(7, "queued").as_bytes());
    assert!(!format!("{response:?}").contains("us1"));
    assert_eq!(response.into_value().sid.as_str(), crate::support::sid(7));
}

#[tokio::test]
async fn deleting_gives_nothing() {
    let listener =
        Listener::acting(|_, _| twilio_calls_tests::listener::RawResponse::new("204 No Content"))
            .unwrap();
    let response = client(&listener).delete_call(SID).response().await.unwrap();
    assert_eq!(response.status(), 204);
    assert!(response.body().is_empty());
    assert_eq!(listener.received()[0].method, "DELETE");
}

/// Optional settings can be passed directly.
#[tokio::test]
async fn setters_take_what_may_be_missing() {
    let twilio = Canned::new()
        .json(201, call(1, "queued"))
        .json(201, call(1, "queued"));
    let client = twilio.client().unwrap();
    for timeout in [Some(30_u16), None] {
        let reason = timeout.map(|it| format!("after {it}"));
        let events = timeout.map(|_| vec![CallEvent::Answered, CallEvent::Completed]);
        client
            .create_call(TO, FROM)
            .twiml("<Response/>")
            .when_some(timeout, CreateCall::timeout)
            .when_some(reason, CreateCall::call_reason)
            .when_some(events, CreateCall::status_callback_event)
            .when_some(timeout, |create, seconds| {
                create.time_limit(u32::from(seconds))
            })
            .await
            .unwrap();
    }
    let sent = |at: usize, name: &str| twilio.requests()[at].parameter(name);
    for (name, value) in [
        ("Timeout", "30"),
        ("CallReason", "after 30"),
        ("StatusCallbackEvent", "answered"),
        ("TimeLimit", "30"),
    ] {
        assert_eq!(sent(0, name).as_deref(), Some(value));
        assert_eq!(sent(1, name), None);
    }
}

/// Either one value or any number of values, of the type itself or convertible to it.
#[tokio::test]
async fn arrays_take_one_value_or_several() {
    const BOTH: [CallEvent; 2] = [CallEvent::Initiated, CallEvent::Answered];
    let (one, both): (&CallEvent, &[CallEvent; 2]) = (&CallEvent::Answered, &BOTH);
    let create = || {
        Canned::new()
            .client()
            .unwrap()
            .create_call(TO, FROM)
            .twiml("<Response/>")
    };
    for (create, events) in [
        (create().status_callback_event(CallEvent::Answered), 1),
        (create().status_callback_event(one), 1),
        (create().status_callback_event("answered"), 1),
        (create().status_callback_event("answered".to_owned()), 1),
        (create().status_callback_event(BOTH), 2),
        (create().status_callback_event(both), 2),
        (create().status_callback_event(BOTH.to_vec()), 2),
        (create().status_callback_event(BOTH.iter()), 2),
        (create().status_callback_event(["initiated", "answered"]), 2),
        (create().status_callback_event(Some(CallEvent::Answered)), 1),
        (create().status_callback_event(None::<CallEvent>), 0),
        (create().status_callback_event(Vec::<CallEvent>::new()), 0),
    ] {
        let shown = format!("{create:?}");
        assert_eq!(
            shown.matches("Initiated").count() + shown.matches("Answered").count(),
            events,
            "{shown}"
        );
    }
    let error = create().status_callback_event("rung").await.unwrap_err();
    assert!(
        error.to_string().contains("`StatusCallbackEvent`"),
        "{error}"
    );
}
