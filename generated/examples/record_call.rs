//! Records a part of a call, with a pause, and downloads the audio.
//!
//! ```text
//! cargo run --example record_call -- call.wav
//! TWILIO_ACCOUNT_SID=AC.. TWILIO_AUTH_TOKEN=.. cargo run --example record_call -- call.wav CA..
//! ```
//!
//! The second argument is the SID of a call in progress. Without credentials, the call is placed with a simulator, and
//! the audio is silence. With credentials, a real call is recorded, which costs money: tell those who are recorded.

mod service;

use std::env;
use std::error::Error;
use std::time::Duration;

use tokio::time::sleep;
use twilio_calls::{
    CallSid, CallStatus, Client, CurrentRecording, PauseBehavior, Recording, RecordingChannels,
    RecordingStatus, UpdateRecordingStatus,
};
use twilio_calls_simulator::Scenario;

const CURRENT: CurrentRecording = CurrentRecording::from_static("Twilio.CURRENT");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("usage: record_call FILE [CALL]")?;
    let (client, simulator) = service::connect(|builder| builder).await?;
    let call: CallSid = match (arguments.next(), &simulator) {
        (Some(sid), _) => sid.parse()?,
        (None, Some(simulator)) => {
            simulator.next_scenario(Scenario::answered().talks_until_hung_up());
            place(&client).await?
        }
        (None, None) => return Err("usage: record_call FILE CALL".into()),
    };

    let recording = client
        .create_call_recording(call)
        .recording_channels(RecordingChannels::Dual)
        .await?;
    show(&recording);
    sleep(Duration::from_millis(200)).await;
    // The call has only one recording, so its SID is not needed.
    let paused = client
        .update_call_recording(call, CURRENT, UpdateRecordingStatus::Paused)
        .pause_behavior(PauseBehavior::Skip)
        .await?;
    show(&paused);
    let resumed =
        client.update_call_recording(call, recording.sid, UpdateRecordingStatus::InProgress);
    show(&resumed.await?);
    sleep(Duration::from_millis(200)).await;
    let stopped = client.update_call_recording(call, recording.sid, UpdateRecordingStatus::Stopped);
    show(&stopped.await?);

    // An application that Twilio can reach learns this from the recording status callback instead.
    let recording = client.wait_for_recording(call, recording.sid).await?;
    let seconds = recording.duration.map_or(0, |duration| duration.get());
    println!(
        "{} is {} after {seconds} s",
        recording.sid, recording.status
    );
    if recording.status == RecordingStatus::Absent {
        return Err("nothing was recorded".into());
    }

    let audio = client.fetch_recording_wav(recording.sid).await?;
    let kind = audio.content_type().unwrap_or("bytes").to_owned();
    let length = audio
        .save_to(&path)
        .progress(|written, total| match total {
            Some(total) => eprintln!("{} %", written * 100 / total.max(1)),
            None => eprintln!("{written} bytes"),
        })
        .await?;
    println!("{length} bytes of {kind} are in {path}");
    Ok(())
}

fn show(recording: &Recording) {
    println!("{} is {}", recording.sid, recording.status);
}

/// Places a call and waits until it is answered.
async fn place(client: &Client) -> Result<CallSid, twilio_calls::Error> {
    // Made-up numbers are enough for the simulator.
    let call = client
        .create_call("+15558675310", "+15552223214")
        .twiml("<Response><Pause length=\"60\"/></Response>")
        .await?;
    let wait = client.wait_for_call(call.sid);
    wait.until(CallStatus::InProgress).await?;
    Ok(call.sid)
}
