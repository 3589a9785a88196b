//! Requests for instructions: signed like callbacks, with TwiML as the response.

use axum::http::Request;
use twilio_calls::webhook::{Callback, PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
use twilio_calls::{
    DialCallStatus, DialRequest, FallbackRequest, GatherRequest, InstructionsRequest, RecordRequest,
};

use crate::TOKEN;

const COMMON: &str = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\
    &From=%2B15550002222&To=client%3Ajoey&CallStatus=in-progress&ApiVersion=2010-04-01&Direction=outbound-api\
    &ForwardedFrom=%2B15550004444&CallerName=DOE+JANE&AnsweredBy=human\
    &ParentCallSid=CA0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a&ToCity=&StirVerstat=TN-Validation-Passed-A";
const RECORDING: &str = "&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2FAccounts%2FAC%2FRecordings%2FRE\
    &RecordingSid=REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4&RecordingDuration=12";

/// Receives a signed form with these parameters in addition to the common ones, by POST and by GET.
async fn receive<C: Callback>(more: &str) -> C {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let receiver = Receiver::new(
        validator.clone(),
        PublicUrl::base("https://example.com").unwrap(),
    );
    let body = format!("{COMMON}{more}");
    let target = format!("/voice?{body}");
    let signature = validator.sign(&format!("https://example.com{target}"), "");
    let query = Request::get(target)
        .header(SIGNATURE_HEADER, signature)
        .body(String::new())
        .unwrap();
    receiver.receive_query::<C, _>(query, None).await.unwrap();
    let request = |signed: &str| {
        Request::post("/voice")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(
                SIGNATURE_HEADER,
                validator.sign("https://example.com/voice", signed),
            )
            .body(body.clone())
            .unwrap()
    };
    let forged = receiver.receive::<C, _>(request("CallSid=CA"), None).await;
    assert_eq!(forged.err().unwrap().status().as_u16(), 403);
    receiver.receive(request(&body), None).await.unwrap()
}

#[tokio::test]
async fn the_first_request_says_which_call_it_is() {
    let request: InstructionsRequest = receive("").await;
    assert_eq!(request.call_status, "in-progress");
    assert_eq!(request.direction.unwrap(), "outbound-api");
    assert_eq!(request.to.unwrap().as_str(), "client:joey");
    assert_eq!(request.caller_name.unwrap().as_str(), "DOE JANE");
    assert_eq!(request.answered_by.unwrap(), "human");
    assert!(request.parent_call_sid.is_some() && request.forwarded_from.is_some());
    assert_eq!(
        request.extra.get("StirVerstat"),
        Some("TN-Validation-Passed-A")
    );
    assert_eq!(request.extra.get("ToCity"), Some(""));
}

#[tokio::test]
async fn a_fallback_says_what_went_wrong() {
    let request: FallbackRequest =
        receive("&ErrorCode=11200&ErrorUrl=https%3A%2F%2Fme%3Apw%40example.com%2Fvoice").await;
    assert_eq!(request.error_code.unwrap().get(), 11200);
    assert!(!format!("{request:?}").contains("pw"), "{request:?}");
    assert_eq!(
        request.error_url.unwrap().as_str(),
        "https://me:pw@example.com/voice"
    );
}

#[tokio::test]
async fn what_was_gathered_is_typed_and_private() {
    let keys: GatherRequest = receive("&Digits=4711&FinishedOnKey=%23").await;
    assert!(!format!("{keys:?}").contains("4711"), "{keys:?}");
    assert_eq!(keys.digits.unwrap().as_str(), "4711");
    assert_eq!(keys.finished_on_key.unwrap().as_str(), "#");
    let speech: GatherRequest =
        receive("&SpeechResult=at+nine&Confidence=0.9123&Language=en").await;
    assert!(!format!("{speech:?}").contains("nine"), "{speech:?}");
    assert_eq!(speech.speech_result.unwrap().as_str(), "at nine");
    assert_eq!(speech.confidence.unwrap().as_str(), "0.9123");
    assert_eq!(speech.extra.get("Language"), Some("en"));
    let nothing: GatherRequest = receive("&Digits=").await;
    assert_eq!(nothing.digits, None);
}

#[tokio::test]
async fn how_a_dialed_call_ended_is_typed() {
    let more = format!(
        "&DialCallStatus=completed&DialCallSid=CA0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c&DialCallDuration=31\
         &DialBridged=true{RECORDING}"
    );
    let dialed: DialRequest = receive(&more).await;
    assert_eq!(dialed.dial_call_status, Some(DialCallStatus::Completed));
    assert_eq!(dialed.dial_call_duration.unwrap().get(), 31);
    assert_eq!(dialed.dial_bridged, Some(true));
    assert!(dialed.dial_call_sid.is_some() && dialed.recording_url.is_some());
    let tomorrow: DialRequest = receive("&DialCallStatus=rejected").await;
    assert_eq!(tomorrow.dial_call_status.unwrap().as_str(), "rejected");
}

#[tokio::test]
async fn a_recorded_message_is_typed() {
    let recorded: RecordRequest = receive(&format!("{RECORDING}&Digits=hangup")).await;
    assert_eq!(recorded.digits.unwrap().as_str(), "hangup");
    assert_eq!(recorded.recording_duration.unwrap().get(), 12);
    assert!(recorded.recording_sid.is_some() && recorded.recording_url.is_some());
}
