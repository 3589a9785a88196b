//! What is sent for every operation with every parameter set, byte for byte.

use std::time::Duration;

use twilio_calls::{
    BankAccountType, CallEvent, CallStatus, DateOrTime, Error, HttpMethod, MachineDetection,
    MediaStatus, MediaTrack, NotificationLevel, PauseBehavior, PaymentCapture, PaymentInput,
    PaymentMethod, PaymentTokenType, RecordingChannels, RecordingEvent, RecordingStatus,
    RecordingTrack, Trim, UpdateCallStatus, UpdateMediaStatus, UpdatePaymentStatus,
    UpdateRecordingStatus,
};
use twilio_calls_tests::listener::{Listener, RawResponse};
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

fn response(verb: &str, path: &str, status: &'static str) -> RawResponse {
    RawResponse::json(
        status,
        example(&[&format!("{path}/{verb}/responses/{}", &status[..3])]),
    )
}

/// Pins the only request of an operation, with one line per header and per parameter.
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
    let listener = Listener::responding([response("post", "Calls.json", "201 Created")]).unwrap();
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
    let listener = Listener::responding([response("get", "Calls~1{Sid}.json", "200 OK")]).unwrap();
    let call = client(&listener).fetch_call(SID).await?;
    assert_eq!(call.account_sid.unwrap(), ACCOUNT);
    pin("fetch_call", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call() -> Result<(), Error> {
    let listener = Listener::responding([response("post", "Calls~1{Sid}.json", "200 OK")]).unwrap();
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
    let listener = Listener::responding([RawResponse::new("204 No Content")]).unwrap();
    client(&listener).delete_call(SID).await?;
    pin("delete_call", &listener);
    Ok(())
}

#[tokio::test]
async fn list_calls() -> Result<(), Error> {
    let listener = Listener::responding([response("get", "Calls.json", "200 OK")]).unwrap();
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
    let listener = Listener::responding([response("get", "Recordings.json", "200 OK")]).unwrap();
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
    let listener = Listener::responding([response("get", "Events.json", "200 OK")]).unwrap();
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
    let listener = Listener::responding([response("get", "Notifications.json", "200 OK")]).unwrap();
    #[expect(deprecated, reason = "what is deprecated is still sent")]
    let page = client(&listener)
        .list_call_notifications(SID)
        .log(NotificationLevel::Error)
        .message_date("2026-06-10")
        .message_date_before("2026-06-11")
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
    let response = response("get", "Notifications~1{Sid}.json", "200 OK");
    let listener = Listener::responding([response]).unwrap();
    let notification = client(&listener)
        .fetch_call_notification(SID, NOTIFICATION)
        .await?;
    assert_eq!(notification.error_code.unwrap().get(), 11200);
    pin("fetch_call_notification", &listener);
    Ok(())
}

#[tokio::test]
async fn list_calls_csv() -> Result<(), Error> {
    let listener = Listener::responding([RawResponse::new("200 OK")
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
    let listener = Listener::responding([RawResponse::new("200 OK")
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
    let listener =
        Listener::responding([response("post", "Recordings.json", "201 Created")]).unwrap();
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

/// The response to a request about a subresource of a call.
fn below(path: &str, status: &'static str) -> RawResponse {
    response("post", &format!("{{CallSid}}~1{path}.json"), status)
}

#[tokio::test]
async fn create_call_stream() -> Result<(), Error> {
    let listener = Listener::responding([below("Streams", "200 OK")]).unwrap();
    let stream = client(&listener)
        .create_call_stream(SID, "wss://example.com/audio?a=1&b=2")
        .name("agent assist")
        .track(MediaTrack::BothTracks)
        .status_callback("https://example.com/hooks/stream")
        .status_callback_method(HttpMethod::Get)
        .parameter("customer", "7781 & co")
        .parameter("language", "en")
        .parameter("empty", "")
        .await?;
    assert_eq!(stream.status, MediaStatus::InProgress);
    pin("create_call_stream", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_call_recording() -> Result<(), Error> {
    let listener =
        Listener::responding([response("get", "Recordings~1{Sid}.json", "200 OK")]).unwrap();
    let request = client(&listener).fetch_call_recording(SID, RECORDING);
    assert_eq!(request.await?.status, RecordingStatus::Completed);
    pin("fetch_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_stream() -> Result<(), Error> {
    let responses = [(); 3].map(|()| below("Streams~1{Sid}", "200 OK"));
    let listener = Listener::responding(responses).unwrap();
    let client = client(&listener);
    let stop = UpdateMediaStatus::Stopped;
    let stream = client.update_call_stream(SID, "a/b c", stop).await?;
    assert_eq!(stream.status, MediaStatus::Stopped);
    assert!(stream.status.is_final());
    client.update_call_stream(SID, stream.sid, stop).await?;
    client
        .update_call_stream(SID, stream.sid, "stopped")
        .await?;
    let paths: Vec<String> = listener
        .requests()
        .iter()
        .map(|request| request.split(' ').nth(1).unwrap().to_owned())
        .collect();
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{SID}/Streams/");
    let by_sid = format!("{path}{}.json", stream.sid);
    assert_eq!(
        paths,
        [format!("{path}a%2Fb%20c.json"), by_sid.clone(), by_sid]
    );
    Ok(())
}

#[tokio::test]
async fn update_call_recording() -> Result<(), Error> {
    let listener =
        Listener::responding([response("post", "Recordings~1{Sid}.json", "200 OK")]).unwrap();
    client(&listener)
        .update_call_recording(SID, "Twilio.CURRENT", UpdateRecordingStatus::Paused)
        .pause_behavior(PauseBehavior::Skip)
        .await?;
    pin("update_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn create_call_siprec() -> Result<(), Error> {
    let listener = Listener::responding([below("Siprec", "200 OK")]).unwrap();
    client(&listener)
        .create_call_siprec(SID)
        .connector_name("recorder")
        .name("agent assist")
        .track("outbound_track")
        .status_callback("https://example.com/hooks/siprec")
        .status_callback_method(HttpMethod::Post)
        .parameter("customer", "7781")
        .await?;
    pin("create_call_siprec", &listener);
    Ok(())
}

#[tokio::test]
async fn delete_call_recording() -> Result<(), Error> {
    let listener = Listener::responding([RawResponse::new("204 No Content")]).unwrap();
    let request = client(&listener).delete_call_recording(SID, RECORDING);
    request.await?;
    pin("delete_call_recording", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_recording_wav() -> Result<(), Error> {
    let listener = Listener::responding([RawResponse::new("200 OK").body("RIFF")]).unwrap();
    let request = client(&listener).fetch_recording_wav(RECORDING);
    drop(request.requested_channels(2).await?);
    pin("fetch_recording_wav", &listener);
    Ok(())
}

#[tokio::test]
async fn fetch_recording_mp3() -> Result<(), Error> {
    let listener = Listener::responding([RawResponse::new("200 OK").body("ID3")]).unwrap();
    let request = client(&listener).fetch_recording_mp3(RECORDING);
    drop(request.requested_channels(1).await?);
    pin("fetch_recording_mp3", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_siprec() -> Result<(), Error> {
    let listener = Listener::responding([below("Siprec~1{Sid}", "200 OK")]).unwrap();
    client(&listener)
        .update_call_siprec(SID, "agent assist", UpdateMediaStatus::Stopped)
        .await?;
    pin("update_call_siprec", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_stream_by_name() -> Result<(), Error> {
    let listener = Listener::responding([below("Streams~1{Sid}", "200 OK")]).unwrap();
    client(&listener)
        .update_call_stream(SID, "agent assist", UpdateMediaStatus::Stopped)
        .await?;
    pin("update_call_stream", &listener);
    Ok(())
}

#[tokio::test]
async fn create_call_transcription() -> Result<(), Error> {
    let listener = Listener::responding([below("Transcriptions", "200 OK")]).unwrap();
    client(&listener)
        .create_call_transcription(SID)
        .name("agent assist")
        .track(MediaTrack::InboundTrack)
        .status_callback_url("https://example.com/hooks/transcription")
        .status_callback_method(HttpMethod::Post)
        .inbound_track_label("customer")
        .outbound_track_label("agent")
        .partial_results(true)
        .language_code("en-US")
        .transcription_engine("google")
        .profanity_filter(false)
        .speech_model("long")
        .hints("parcel, delivery")
        .enable_automatic_punctuation(true)
        .intelligence_service("GA6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d6d")
        .conversation_configuration("conv_configuration_made_up")
        .conversation_id("conv_made_up")
        .configuration_id("real_time_transcription_made_up")
        .enable_provider_data(false)
        .await?;
    pin("create_call_transcription", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_transcription() -> Result<(), Error> {
    let listener = Listener::responding([below("Transcriptions~1{Sid}", "200 OK")]).unwrap();
    client(&listener)
        .update_call_transcription(SID, "agent assist", UpdateMediaStatus::Stopped)
        .await?;
    pin("update_call_transcription", &listener);
    Ok(())
}

#[tokio::test]
async fn create_call_payment() -> Result<(), Error> {
    let listener = Listener::responding([below("Payments", "201 Created")]).unwrap();
    client(&listener)
        .create_call_payment(SID, "order-7781", "https://example.com/hooks/payment")
        .bank_account_type(BankAccountType::ConsumerChecking)
        .charge_amount("12.00")
        .currency("USD")
        .description("order 7781")
        .input(PaymentInput::Dtmf)
        .min_postal_code_length(5)
        .parameter(r#"{"order":"7781"}"#)
        .payment_connector("Default")
        .payment_method(PaymentMethod::CreditCard)
        .postal_code(true)
        .security_code(false)
        .timeout(Duration::from_secs(5))
        .token_type(PaymentTokenType::OneTime)
        .valid_card_types("visa mastercard amex")
        .require_matching_inputs("payment-card-number,security-code")
        .confirmation(true)
        .await?;
    pin("create_call_payment", &listener);
    Ok(())
}

#[tokio::test]
async fn update_call_payment() -> Result<(), Error> {
    let listener = Listener::responding([below("Payments~1{Sid}", "202 Accepted")]).unwrap();
    client(&listener)
        .update_call_payment(
            SID,
            "PK3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a",
            "order-7781-card",
            "/hooks/payment",
        )
        .capture(PaymentCapture::PaymentCardNumber)
        .status(UpdatePaymentStatus::Complete)
        .await?;
    pin("update_call_payment", &listener);
    Ok(())
}

#[tokio::test]
async fn create_call_user_defined_message() -> Result<(), Error> {
    let listener = Listener::responding([below("UserDefinedMessages", "201 Created")]).unwrap();
    client(&listener)
        .create_call_user_defined_message(SID, r#"{"action":"show_offer"}"#)
        .idempotency_key("offer-1")
        .await?;
    pin("create_call_user_defined_message", &listener);
    Ok(())
}

#[tokio::test]
async fn create_call_user_defined_message_subscription() -> Result<(), Error> {
    let path = "UserDefinedMessageSubscriptions";
    let listener = Listener::responding([below(path, "201 Created")]).unwrap();
    client(&listener)
        .create_call_user_defined_message_subscription(SID, "https://example.com/hooks/message")
        .idempotency_key("subscription-1")
        .method(HttpMethod::Get)
        .await?;
    pin("create_call_user_defined_message_subscription", &listener);
    Ok(())
}

#[tokio::test]
async fn delete_call_user_defined_message_subscription() -> Result<(), Error> {
    let listener = Listener::responding([RawResponse::new("204 No Content")]).unwrap();
    client(&listener)
        .delete_call_user_defined_message_subscription(SID, "ZY5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c")
        .await?;
    pin("delete_call_user_defined_message_subscription", &listener);
    Ok(())
}
