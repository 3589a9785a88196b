//! Callbacks: forms that are parsed into types, and their serialization for queues.

use serde::Serialize;
use serde::de::DeserializeOwned;
use twilio_calls::webhook::{Callback, parse_unverified};
use twilio_calls::{
    AsyncAmdStatusCallback, CallStatusCallback, DialRequest, FallbackRequest, GatherRequest,
    InstructionsRequest, RecordRequest, RecordingStatusCallback,
};

use super::inputs;

/// Fragments of callbacks.
pub const DICTIONARY: &[&str] = &[
    "&CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
    "&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
    "&CallStatus=completed",
    "&CallDuration=",
    "&Timestamp=Wed%2C+10+Jun+2026+20%3A36%3A28+%2B0000",
    "&SequenceNumber=1",
    "&Digits=1",
    "&RecordingSid=REb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
    "&From=%2B15550001111",
    "&SipHeader_X-A=b",
    "&",
    "=",
    "%",
    "%00",
    "%F0%9F%98%80",
    "%FF",
    "+",
];

/// Callbacks of all kinds.
pub fn seeds() -> Vec<Vec<u8>> {
    const CALL: &str =
        "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
    let rest = [
        "&CallStatus=ringing&ToCity=&From=%2B15550001111&To=%2B15550002222&Direction=outbound-api",
        "&CallStatus=completed&CallDuration=15&Duration=1&Timestamp=Wed%2C+10+Jun+2026+20%3A36%3A28+%2B0000&SequenceNumber=3",
        "&CallStatus=in-progress&Digits=12%23&ApiVersion=2010-04-01",
        "&RecordingSid=REb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&RecordingUrl=https%3A%2F%2Fexample.com%2Fa&RecordingStatus=completed&RecordingDuration=3&RecordingChannels=1",
        "&AnsweredBy=machine_start&MachineDetectionDuration=3200",
        "&CallStatus=in-progress&DialCallStatus=busy&DialCallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b3",
        "&ErrorCode=11200&ErrorUrl=https%3A%2F%2Fexample.com%2F&CallStatus=in-progress",
    ];
    let seeds: Vec<String> = rest.iter().map(|rest| format!("{CALL}{rest}")).collect();
    inputs(&seeds.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A parsed callback survives serialization for a queue.
pub fn run(input: &[u8]) {
    queued::<CallStatusCallback>(input);
    queued::<RecordingStatusCallback>(input);
    queued::<AsyncAmdStatusCallback>(input);
    queued::<InstructionsRequest>(input);
    queued::<FallbackRequest>(input);
    queued::<GatherRequest>(input);
    queued::<DialRequest>(input);
    queued::<RecordRequest>(input);
}

#[expect(
    clippy::expect_used,
    reason = "targets panic if something does not hold"
)]
fn queued<C: Callback + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(form: &[u8]) {
    match parse_unverified::<C>(form) {
        Ok(callback) => {
            let queued = serde_json::to_string(&callback).expect("a callback can be written");
            let read: C = serde_json::from_str(&queued).expect("what was written can be read");
            assert_eq!(read, callback, "{queued}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
