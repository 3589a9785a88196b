//! Waiting for a call to reach a status.

use std::error::Error as _;
use std::time::Duration;

use tokio::time::Instant;
use twilio_calls::{Call, CallSid, CallStatus, RecordingStatus};
use twilio_calls_tests::listener::Listener;

use crate::support::{SID, call, client, json, sid, silent};

#[tokio::test(start_paused = true)]
async fn waiting_ends_with_the_call_and_survives_what_passes() {
    let listener = Listener::acting(|number, _| match number {
        1 | 2 => json("404 Not Found", "{}"),
        3 => json("200 OK", call(1, "queued")),
        4 => json("500 Internal Server Error", "{}"),
        5 => json("200 OK", call(1, "in-progress")),
        _ => json("200 OK", call(1, "busy")),
    })
    .unwrap();
    let client = client(&listener);
    let call = client
        .wait_for_call(SID)
        .until(CallStatus::Ringing)
        .await
        .unwrap();
    assert_eq!(call.status, CallStatus::InProgress, "it has been ringing");
    let call = client.wait_for_call(SID).await.unwrap();
    assert_eq!(call.status, CallStatus::Busy);
    // A call that ends differently also ends the waiting.
    let call = client
        .wait_for_call(SID)
        .until(CallStatus::InProgress)
        .await
        .unwrap();
    assert_eq!(call.status, CallStatus::Busy);
}

#[tokio::test]
async fn a_waiter_shows_what_it_waits_for() {
    let listener = Listener::acting(|_, _| json("404 Not Found", "{}")).unwrap();
    let waiter = client(&listener).wait_for_call(SID);
    let shown = format!("{:?}", waiter.until(CallStatus::Ringing));
    assert!(
        shown.contains("Ringing") && shown.contains("deadline"),
        "{shown}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_never_appears_is_not_found() {
    let listener = Listener::acting(|_, _| json("404 Not Found", "{}")).unwrap();
    let started = Instant::now();
    let error = client(&listener).wait_for_call(SID).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().contains("404"), "{error}");
    assert_eq!(started.elapsed().as_secs(), 10, "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn waiting_has_a_deadline() {
    let listener = Listener::acting(|_, _| json("503 Service Unavailable", "{}")).unwrap();
    let started = Instant::now();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(60));
    let error = wait.await.unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable());
    assert!(error.source().is_some(), "the last failure");
    assert!(error.last_seen::<Call>().is_none(), "none was seen");
    assert_eq!(started.elapsed().as_secs(), 60);

    let listener = Listener::acting(|_, _| json("200 OK", call(1, "ringing"))).unwrap();
    let started = Instant::now();
    let error = client(&listener).wait_for_call(SID).await.unwrap_err();
    assert!(error.is_timeout() && error.source().is_none());
    assert_eq!(error.last_seen::<Call>().unwrap().sid, sid(1).as_str());
    assert!(error.last_seen::<CallSid>().is_none(), "it is a call");
    assert!(
        error
            .to_string()
            .ends_with("was not reached within 14400s; the last one was `ringing`"),
        "{error}"
    );
    assert_eq!(
        started.elapsed().as_secs(),
        4 * 60 * 60,
        "there is a default deadline"
    );
    // A deadline that is out of range does not overflow.
    let wait = client(&listener).wait_for_call(SID).deadline(Duration::MAX);
    let cut = tokio::time::timeout(Duration::from_secs(1), wait.send()).await;
    assert!(cut.is_err());
}

/// The last call seen is kept in later errors, and an unknown status is not repeated in messages.
#[tokio::test(start_paused = true)]
async fn what_was_seen_last_is_carried() {
    let listener = Listener::acting(|number, _| match number {
        1 => json("200 OK", call(1, "ringing")),
        2 => json("200 OK", call(2, "+15550001111")),
        _ => json("500 Internal Server Error", "{}"),
    })
    .unwrap();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(60));
    let error = wait.await.unwrap_err();
    assert_eq!(error.last_seen::<Call>().unwrap().sid, sid(2).as_str());
    assert!(error.source().is_some(), "the last failure");
    assert!(
        !format!("{error} {error:?}").contains("555000"),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn looks_are_polite() {
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "in-progress"))).unwrap();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(600));
    wait.await.unwrap_err();
    // Ten minutes at 7.5 to 10 seconds, and a few shorter delays at the start.
    let looks = listener.received().len();
    assert!((60..90).contains(&looks), "{looks}");
    // The delays grow by half, from a second, so the looks are at 0, 1, 2.5, 4.75, 8.1 and 13.2 seconds at the latest.
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "in-progress"))).unwrap();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(15));
    wait.await.unwrap_err();
    let looks = listener.received().len();
    assert!((6..9).contains(&looks), "{looks}");
    // A delay requested by Twilio takes precedence.
    let listener =
        Listener::acting(|_, _| json("429 Too Many Requests", "{}").header("Retry-After", "100"))
            .unwrap();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(350));
    assert!(wait.await.unwrap_err().is_timeout());
    assert!(
        listener.received().len() <= 4,
        "{}",
        listener.received().len()
    );
}

#[tokio::test(start_paused = true)]
async fn what_the_service_asks_for_can_be_any_number() {
    let asked = u64::MAX.to_string();
    let listener = Listener::acting(move |_, _| {
        json("429 Too Many Requests", "{}").header("Retry-After", &asked)
    })
    .unwrap();
    let wait = client(&listener)
        .wait_for_call(SID)
        .deadline(Duration::from_secs(60));
    assert!(wait.await.unwrap_err().is_timeout());
    assert_eq!(listener.received().len(), 1);
}

#[tokio::test]
async fn what_does_not_pass_ends_the_waiting() {
    let listener = Listener::acting(|_, _| json("401 Unauthorized", "{}")).unwrap();
    let error = client(&listener).wait_for_call(SID).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(listener.received().len(), 1);

    let listener = silent();
    let error = client(&listener).wait_for_call("CAx").await.unwrap_err();
    assert_eq!(error.invalid_arguments()[0].parameter(), "Sid");
    assert!(listener.received().is_empty());
}

/// The SID of a call that was just created can be passed directly.
#[tokio::test]
async fn a_sid_is_an_argument_as_it_is() {
    const KNOWN: CallSid = CallSid::from_static(SID);
    let listener = Listener::acting(|_, _| json("200 OK", call(1, "completed"))).unwrap();
    client(&listener).wait_for_call(KNOWN).await.unwrap();
    let borrowed = &KNOWN;
    client(&listener).wait_for_call(borrowed).await.unwrap();
}

/// A recording that is paused and resumed is waited for until it can be fetched, or never will be.
#[tokio::test(start_paused = true)]
async fn a_recording_is_waited_for_until_it_is_there() {
    const RECORDING: &str = "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";
    for (last, expected) in [
        ("completed", RecordingStatus::Completed),
        ("absent", RecordingStatus::Absent),
    ] {
        let listener = Listener::acting(move |number, received| {
            let path = format!("/Calls/{SID}/Recordings/{RECORDING}.json");
            assert!(received.target.ends_with(&path), "{}", received.target);
            let status = match number {
                1 => "in-progress",
                2 => "paused",
                3 => "in-progress",
                4 => "stopped",
                5 => "processing",
                _ => last,
            };
            let body = format!(r#"{{"sid":"{RECORDING}","call_sid":"{SID}","status":"{status}"}}"#);
            json("200 OK", body)
        })
        .unwrap();
        let client = client(&listener);
        let recording = client.wait_for_recording(SID, RECORDING).await.unwrap();
        assert_eq!(recording.status, expected);
        assert!(recording.status.is_final());
        assert_eq!(listener.received().len(), 6);
        // Through a handle it is the same, and some statuses are waited for alone.
        let wait = client.call(SID).wait_for_recording(RECORDING);
        let recording = wait.until(RecordingStatus::Stopped).await.unwrap();
        assert_eq!(recording.status, expected);
    }
}
