//! A recording from its start to its file, despite broken connections.

use std::time::Duration;

use twilio_calls::{
    CallStatus, ErrorCode, RecordingChannels, RecordingEvent, RecordingStatus, RetryPolicy,
    UpdateRecordingStatus,
};
use twilio_calls_simulator::{Fault, Scenario, Simulator};

use crate::client;
use crate::hooks::Hooks;

#[tokio::test]
async fn a_recording_is_followed_from_its_start_to_its_file() {
    let simulator = Simulator::start().await.unwrap();
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = client(&simulator).retry(policy).build().unwrap();
    let hooks = Hooks::start(&simulator).await;
    simulator.next_scenario(Scenario::answered().talks_until_hung_up());
    let call = client
        .create_call("+15550001111", "+15550002222")
        .twiml("<Response><Pause length=\"60\"/></Response>")
        .await
        .unwrap();
    let early = client.create_call_recording(call.sid).await.unwrap_err();
    assert_eq!(early.code(), Some(ErrorCode::INVALID_CALL_STATE));
    simulator.answer(call.sid.as_str()).await.unwrap();
    let call = client.fetch_call(call.sid).await.unwrap();
    assert_eq!(call.status, CallStatus::InProgress);

    let recording = client
        .create_call_recording(call.sid)
        .recording_channels(RecordingChannels::Dual)
        .recording_status_callback(hooks.url("/recording"))
        .recording_status_callback_event(RecordingEvent::ALL)
        .await
        .unwrap();
    let change = async |status| {
        let request = client.update_call_recording(call.sid, "Twilio.CURRENT", status);
        request.await.unwrap().status
    };
    simulator.advance(Duration::from_secs(30)).await;
    let paused = change(UpdateRecordingStatus::Paused).await;
    assert_eq!(paused, RecordingStatus::Paused);
    let resumed = change(UpdateRecordingStatus::InProgress).await;
    assert_eq!(resumed, RecordingStatus::InProgress);
    let stopped = change(UpdateRecordingStatus::Stopped).await;
    assert_eq!(stopped, RecordingStatus::Stopped);
    simulator.advance(Duration::from_secs(2)).await;
    let fetched = client.fetch_call_recording(call.sid, recording.sid);
    assert_eq!(fetched.await.unwrap().status, RecordingStatus::Completed);
    assert_eq!(
        *hooks.arrived.rejected.lock().unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(hooks.arrived.recordings.lock().unwrap().len(), 2);

    // The first response breaks off, the rest is requested, and that breaks off, too.
    simulator.script_faults([Some(Fault::Truncated), Some(Fault::Truncated)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.wav");
    let audio = client.fetch_recording_wav(recording.sid).await.unwrap();
    assert_eq!(audio.content_type(), Some("audio/x-wav"));
    // 30 seconds of 8000 samples of 2 bytes in 2 channels.
    let length = 44 + 30 * 8000 * 2 * 2;
    assert_eq!(audio.content_length(), Some(length));
    assert_eq!(audio.save_to(&path).await.unwrap(), length);
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes.len() as u64, length);
    assert!(bytes.starts_with(b"RIFF") && bytes[44..].iter().all(|byte| *byte == 0));
    let fetches = simulator.requests().into_iter();
    let fetches = fetches.filter(|it| it.operation.as_deref() == Some("fetchRecordingWav"));
    let statuses: Vec<_> = fetches.map(|it| it.status).collect();
    assert_eq!(statuses.len(), 3);

    client
        .delete_call_recording(call.sid, recording.sid)
        .await
        .unwrap();
    let gone = client.fetch_recording_mp3(recording.sid).await.unwrap_err();
    assert!(gone.is_not_found());
}
