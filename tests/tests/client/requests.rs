//! What is sent for every operation with every parameter set, byte for byte.

use std::time::Duration;

use twilio_calls::{
    CallEvent, CallStatus, DateOrTime, Error, HttpMethod, MachineDetection, NotificationLevel,
    PauseBehavior, RecordingChannels, RecordingEvent, RecordingStatus, RecordingTrack, Trim,
    UpdateCallStatus, UpdateRecordingStatus,
};
use twilio_calls_tests::listener::{Answer, Listener};
use twilio_calls_tests::{examples, snapshots};

use crate::support::{ACCOUNT, SID, client};

const NOTIFICATION: &str = "NO4e4e4e4e4e4e4e4e4e4e4e4e4e4e4e4e";

/// An example of the spec whose pointer has all these parts.
fn example(parts: &[&str]) -> serde_json::Value {
    examples()
        .into_iter()
        .find(|(pointer, _)| parts.iter().all(|part| pointer.contains(part)))
        .unwrap_or_else(|| panic!("no example at {parts:?}"))
        .1
}

fn answer(verb: &str, path: &str, status: &'static str) -> Answer {
    Answer::json(
        status,
        example(&[&format!("{path}/{verb}/responses/{}", &status[..3])]),
    )
}

/// Pins the one request of an operation, one line a header and one a parameter.
fn pin(name: &str, listener: &Listener) {
    let requests = listener.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    let shown: Vec<String> = head
        .lines()
        .map(|line| match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                assert!(value.starts_with("Basic "), "{name}");
                format!("{name}: Basic [the account's SID and token]")
            }
            Some((name, value)) if name.eq_ignore_ascii_case("user-agent") => {
                format!("{name}: {}", value.split('/').next().unwrap_or_default())
            }
            _ => line.replace('?', "\n  ?").replace('&', "\n  &"),
        })
        .collect();
    let body = body
        .replace("not-a-real-password", "[secret]")
        .replace("not-a-real-call-token", "[secret]");
    let text = format!("{}\n\n{}", shown.join("\n"), body.replace('&', "\n&"));
    snapshots("requests", "what is sent with every parameter set")
        .bind(|| insta::assert_snapshot!(name, text));
}

#[tokio::test]
async fn create_call() -> Result<(), Error> {
    let listener = Listener::answering([answer("post", "Calls.json", "201 Created")]).unwrap();
    let call = client(&listener)
        .create_call("+15550001111", "+15550002222")
        .application_sid("APe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5")
        .async_amd(true)
        .async_amd_status_callback("https://example.com/amd?a=1&b=2")
        .async_amd_status_callback_method(HttpMethod::Get)
        .byoc("BYf6f6f6f6f6f6f6f6f6f6f6f6f6f6f6f6")
        .call_reason("Your parcel & more")
        .call_token("not-a-real-call-token")
        .caller_id("client:front desk".replace(' ', "_"))
        .client_notification_url("https://example.com/notify")
        .fallback_method("GET")
        .fallback_url("https://example.com/sorry.xml")
        .machine_detection(MachineDetection::DetectMessageEnd)
        .machine_detection_silence_timeout(5000)
        .machine_detection_speech_end_threshold(1200)
        .machine_detection_speech_threshold(2400)
        .machine_detection_timeout(30)
        .method(HttpMethod::Post)
        .passports("bm90LWEtcmVhbC1wYXNzcG9ydA==,YW5vdGhlci1vbmU=")
        .record(true)
        .recording_channels(RecordingChannels::Dual)
        .recording_configuration_id("recording-configuration-1")
        .recording_status_callback("https://example.com/recording")
        .recording_status_callback_event([RecordingEvent::InProgress, RecordingEvent::Completed])
        .recording_status_callback_method(HttpMethod::Post)
        .recording_track(RecordingTrack::Both)
        .send_digits("ww1234#*")
        .sip_auth_password("not-a-real-password")
        .sip_auth_username("reception")
        .status_callback("https://example.com/events")
        .status_callback_event([CallEvent::Initiated, CallEvent::Answered])
        .status_callback_method(HttpMethod::Post)
        .time_limit(Duration::from_secs(3600))
        .timeout(60)
        .trim(Trim::DoNotTrim)
        .twiml("<Response><Say>Grüße &amp; 100 %</Say></Response>")
        .url("https://example.com/voice.xml")
        .await?;
    assert_eq!(call.sid, SID);
    assert_eq!(call.status, CallStatus::Queued);
    pin("create_call", &listener);
    let request = &listener.requests()[0];
    assert_eq!(
        request
            .matches("StatusCallbackEvent=initiated&StatusCallbackEvent=answered")
            .count(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn fetch_call() -> Result<(), Error> {
    let listener = Listener::answering([answer("get", "Calls~1{Sid}.json", "200 OK")]).unwrap();
    let call = client(&listener).fetch_call(SID).await?;
    assert_eq!(call.account_sid.unwrap(), ACCOUNT);
    pin("fetch_call", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call() -> Result<(), Error> {
    let listener = Listener::answering([answer("post", "Calls~1{Sid}.json", "200 OK")]).unwrap();
    client(&listener)
        .update_call(SID)
        .fallback_method(HttpMethod::Get)
        .fallback_url("https://example.com/sorry.xml")
        .method(HttpMethod::Get)
        .status(UpdateCallStatus::Completed)
        .status_callback("https://example.com/events")
        .status_callback_method(HttpMethod::Get)
        .time_limit(60)
        .url("https://example.com/voice.xml")
        .await?;
    pin("update_call", &listener);
    Ok(())
}

#[tokio::test]
async fn delete_call() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("204 No Content")]).unwrap();
    client(&listener).delete_call(SID).await?;
    pin("delete_call", &listener);
    Ok(())
}

#[tokio::test]
async fn list_calls() -> Result<(), Error> {
    let listener = Listener::answering([answer("get", "Calls.json", "200 OK")]).unwrap();
    let day = DateOrTime::try_from("2026-06-10").unwrap();
    #[expect(deprecated, reason = "what is deprecated is still sent")]
    let page = client(&listener)
        .list_calls()
        .to("+15550001111")
        .from("client:charlie")
        .parent_call_sid(SID)
        .status(CallStatus::InProgress)
        .start_time(day)
        .start_time_before("2026-06-11T10:00:00+02:00")
        .start_time_after("2026-06-09")
        .end_time("2026-06-10")
        .end_time_before("2026-06-11")
        .end_time_after("2026-06-09")
        .page_size(20)
        .page(2)
        .page_token("PAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await?;
    assert!(!page.calls.is_empty());
    pin("list_calls", &listener);
    Ok(())
}

#[tokio::test]
async fn list_call_recordings() -> Result<(), Error> {
    let listener = Listener::answering([answer("get", "Recordings.json", "200 OK")]).unwrap();
    #[expect(deprecated, reason = "what is deprecated is still sent")]
    let page = client(&listener)
        .list_call_recordings(SID)
        .date_created("2026-06-10")
        .date_created_before("2026-06-11")
        .date_created_after("2026-06-09")
        .page_size(1000)
        .page(0)
        .page_token("PAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await?;
    assert!(!page.recordings.is_empty());
    pin("list_call_recordings", &listener);
    Ok(())
}

#[tokio::test]
async fn list_call_events() -> Result<(), Error> {
    let listener = Listener::answering([answer("get", "Events.json", "200 OK")]).unwrap();
    #[expect(deprecated, reason = "what is deprecated is still sent")]
    let page = client(&listener)
        .list_call_events(SID)
        .page_size(1000)
        .page(0)
        .page_token("PAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await?;
    let request = page.events[0].request.as_ref().unwrap();
    assert_eq!(
        request.parameters.as_ref().unwrap()["timeout"].as_str(),
        "25"
    );
    let response = page.events[0].response.as_ref().unwrap();
    assert_eq!(response.response_code, Some(201));
    let took = response.request_duration.unwrap();
    assert_eq!(Duration::from(took), Duration::from_millis(48));
    pin("list_call_events", &listener);
    Ok(())
}

#[tokio::test]
async fn list_call_notifications() -> Result<(), Error> {
    let listener = Listener::answering([answer("get", "Notifications.json", "200 OK")]).unwrap();
    #[expect(deprecated, reason = "what is deprecated is still sent")]
    let page = client(&listener)
        .list_call_notifications(SID)
        .log(NotificationLevel::Error)
        .message_date("2026-06-10")
        .message_date_before("2026-06-11T10:00:00+02:00")
        .message_date_after("2026-06-09")
        .page_size(1000)
        .page(0)
        .page_token("PAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2")
        .await?;
    let levels: Vec<_> = page.notifications.iter().map(|it| &it.log).collect();
    let (error, warning) = (NotificationLevel::Error, NotificationLevel::Warning);
    assert_eq!(levels, [&Some(warning), &Some(error)]);
    pin("list_call_notifications", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_call_notification() -> Result<(), Error> {
    let answer = answer("get", "Notifications~1{Sid}.json", "200 OK");
    let listener = Listener::answering([answer]).unwrap();
    let notification = client(&listener)
        .fetch_call_notification(SID, NOTIFICATION)
        .await?;
    assert_eq!(notification.error_code.unwrap().get(), 11200);
    pin("fetch_call_notification", &listener);
    Ok(())
}

#[tokio::test]
async fn list_calls_csv() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("200 OK")
        .header("Content-Type", "text/csv")
        .body("Sid\n")])
    .unwrap();
    let rows = client(&listener)
        .list_calls()
        .status(CallStatus::Busy)
        .page_size(1000)
        .csv_page()
        .await?;
    drop(rows);
    pin("list_calls_csv", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_call_csv() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("200 OK")
        .header("Content-Type", "text/csv")
        .body("Sid\n")])
    .unwrap();
    let rows = client(&listener).fetch_call(SID).csv().await?;
    drop(rows);
    pin("fetch_call_csv", &listener);
    Ok(())
}

const RECORDING: &str = "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";

#[tokio::test]
async fn create_call_recording() -> Result<(), Error> {
    let listener = Listener::answering([answer("post", "Recordings.json", "201 Created")]).unwrap();
    let recording = client(&listener)
        .create_call_recording(SID)
        .recording_channels(RecordingChannels::Dual)
        .recording_configuration_id("default-recording")
        .recording_status_callback("https://example.com/recording?a=1&b=2")
        .recording_status_callback_event([RecordingEvent::InProgress, RecordingEvent::Absent])
        .recording_status_callback_method(HttpMethod::Post)
        .recording_track(RecordingTrack::Inbound)
        .trim(Trim::TrimSilence)
        .await?;
    assert_eq!(recording.status, RecordingStatus::InProgress);
    pin("create_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_call_recording() -> Result<(), Error> {
    let listener =
        Listener::answering([answer("get", "Recordings~1{Sid}.json", "200 OK")]).unwrap();
    let request = client(&listener).fetch_call_recording(SID, RECORDING);
    assert_eq!(request.await?.status, RecordingStatus::Completed);
    pin("fetch_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_recording() -> Result<(), Error> {
    let listener =
        Listener::answering([answer("post", "Recordings~1{Sid}.json", "200 OK")]).unwrap();
    client(&listener)
        .update_call_recording(SID, "Twilio.CURRENT", UpdateRecordingStatus::Paused)
        .pause_behavior(PauseBehavior::Skip)
        .await?;
    pin("update_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn delete_call_recording() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("204 No Content")]).unwrap();
    let request = client(&listener).delete_call_recording(SID, RECORDING);
    request.await?;
    pin("delete_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_recording_wav() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("200 OK").body("RIFF")]).unwrap();
    let request = client(&listener).fetch_recording_wav(RECORDING);
    drop(request.requested_channels(2).await?);
    pin("fetch_recording_wav", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_recording_mp3() -> Result<(), Error> {
    let listener = Listener::answering([Answer::new("200 OK").body("ID3")]).unwrap();
    let request = client(&listener).fetch_recording_mp3(RECORDING);
    drop(request.requested_channels(1).await?);
    pin("fetch_recording_mp3", &listener);
    Ok(())
}
