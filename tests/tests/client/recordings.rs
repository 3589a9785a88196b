//! Recordings of a call: started, changed, fetched and deleted.

use twilio_calls::{
    CurrentRecording, ErrorCode, Outcome, PauseBehavior, RecordingReference, RecordingSid,
    RecordingStatus, UpdateRecordingStatus,
};
use twilio_calls_tests::listener::{Listener, RawResponse};

use crate::support::{ACCOUNT, SID, client, json};

const RECORDING: &str = "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";

fn recording(status: &str) -> String {
    format!(r#"{{"sid":"{RECORDING}","status":"{status}","call_sid":"{SID}"}}"#)
}

/// According to its document, Twilio sends both.
#[tokio::test]
async fn a_recording_begins_with_200_and_with_201() {
    for (line, status) in [("200 OK", 200), ("201 Created", 201)] {
        let listener = Listener::responding([json(line, recording("in-progress"))]).unwrap();
        let request = client(&listener).create_call_recording(SID);
        let response = request.response().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.value().sid, RECORDING);
        assert_eq!(response.value().status, RecordingStatus::InProgress);
    }
    let listener = Listener::responding([json("202 Accepted", recording("in-progress"))]).unwrap();
    let error = client(&listener)
        .create_call_recording(SID)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(202));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.created_sid(), Some(RECORDING));
}

/// Sending it twice could start two recordings.
#[tokio::test]
async fn a_recording_that_may_have_begun_is_not_started_again() {
    let listener = Listener::acting(|_, _| RawResponse::new("503 Service Unavailable")).unwrap();
    let error = client(&listener)
        .create_call_recording(SID)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(listener.received().len(), 1);
}

#[tokio::test]
async fn the_recording_that_runs_needs_no_sid() {
    let listener = Listener::acting(|_, _| json("200 OK", recording("paused"))).unwrap();
    let client = client(&listener);
    let paused = UpdateRecordingStatus::Paused;
    let current: RecordingReference = CurrentRecording::from_static("Twilio.CURRENT").into();
    let of_sid: RecordingReference = RecordingSid::from_static(RECORDING).into();
    client
        .update_call_recording(SID, "Twilio.CURRENT", paused)
        .pause_behavior(PauseBehavior::Skip)
        .await
        .unwrap();
    client
        .update_call_recording(SID, &current, paused)
        .await
        .unwrap();
    client
        .update_call_recording(SID, &of_sid, paused)
        .await
        .unwrap();
    let path = |recording: &str| {
        format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{SID}/Recordings/{recording}.json")
    };
    let sent: Vec<_> = listener
        .received()
        .into_iter()
        .map(|it| (it.target, it.body))
        .collect();
    assert_eq!(
        sent,
        [
            (
                path("Twilio.CURRENT"),
                "PauseBehavior=skip&Status=paused".to_owned()
            ),
            (path("Twilio.CURRENT"), "Status=paused".to_owned()),
            (path(RECORDING), "Status=paused".to_owned()),
        ]
    );
    assert_eq!(current.to_string(), "Twilio.CURRENT");
    for wrong in ["", "Twilio.LAST", "Twilio.CURRENT/..", SID] {
        let request = client.update_call_recording(SID, wrong, paused);
        let error = request.await.unwrap_err();
        assert!(error.is_invalid_argument(), "{wrong}");
    }
    assert_eq!(listener.received().len(), 3);
}

/// The recording was not changed in time, but may still be.
#[tokio::test]
async fn a_change_that_takes_too_long_has_the_body_of_an_error() {
    let body =
        r#"{"code":21220,"message":"too late","more_info":"https://example.com","status":408}"#;
    let listener = Listener::acting(move |_, _| json("408 Request Timeout", body)).unwrap();
    let error = client(&listener)
        .update_call_recording(SID, RECORDING, UpdateRecordingStatus::Stopped)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(408));
    assert_eq!(error.code(), Some(ErrorCode::INVALID_CALL_STATE));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(listener.received().len(), 1);
}

#[tokio::test]
async fn a_recording_is_fetched_and_deleted_by_its_sid() {
    let deleted = RawResponse::new("204 No Content");
    let listener = Listener::responding([json("200 OK", recording("completed")), deleted]).unwrap();
    let client = client(&listener);
    let fetched = client.fetch_call_recording(SID, RECORDING).await.unwrap();
    assert_eq!(fetched.status, RecordingStatus::Completed);
    client
        .delete_call_recording(SID, fetched.sid)
        .await
        .unwrap();
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{SID}/Recordings/{RECORDING}.json");
    let sent: Vec<_> = listener
        .received()
        .into_iter()
        .map(|it| (it.method, it.target))
        .collect();
    assert_eq!(
        sent,
        [
            ("GET".to_owned(), path.clone()),
            ("DELETE".to_owned(), path)
        ]
    );
}
