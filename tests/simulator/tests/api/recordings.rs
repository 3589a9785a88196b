//! Recordings of calls in progress: started, paused, resumed, stopped, deleted, and downloaded.

use std::time::Duration;

use axum::http::Method;
use serde_json::Value;
use twilio_calls_simulator::{Contract, Scenario, Simulator};

use crate::support::{Api, Receiver, Reply};

/// A call that stays in progress until it is hung up.
async fn talking(simulator: &Simulator, api: &Api) -> String {
    simulator.next_scenario(Scenario::answered().talks_until_hung_up());
    let call = api.place(&[]).await;
    simulator.answer(&call).await.unwrap();
    call
}

struct Recordings<'a> {
    api: &'a Api,
    call: String,
}

impl Recordings<'_> {
    fn path(&self, recording: &str) -> String {
        let call = &self.call;
        self.api
            .path(&format!("Calls/{call}/Recordings/{recording}.json"))
    }

    async fn create(&self, form: &[(&str, &str)]) -> Reply {
        let path = format!("Calls/{}/Recordings.json", self.call);
        self.api.post(&self.api.path(&path), form).await
    }

    /// Starts a recording and returns its SID.
    async fn begin(&self, form: &[(&str, &str)]) -> String {
        let created = self.create(form).await;
        assert_eq!(created.status, 201, "{created:?}");
        agree("createCallRecording", 201, &created.json());
        created.json()["sid"].as_str().unwrap().to_owned()
    }

    async fn update(&self, recording: &str, form: &[(&str, &str)]) -> Reply {
        self.api.post(&self.path(recording), form).await
    }

    async fn status(&self, recording: &str, status: &str) -> Value {
        let updated = self.update(recording, &[("Status", status)]).await.ok();
        agree("updateCallRecording", 200, &updated);
        assert_eq!(updated["status"], status);
        updated
    }

    async fn fetch(&self, recording: &str) -> Value {
        let fetched = self.api.get(&self.path(recording)).await.ok();
        agree("fetchCallRecording", 200, &fetched);
        fetched
    }
}

#[track_caller]
fn agree(operation: &str, status: u16, body: &Value) {
    let contract = Contract::of_spec().unwrap();
    let violations = contract.check_response(operation, status, body);
    assert_eq!(violations, Vec::<String>::new(), "{body:#}");
}

async fn audio(api: &Api, rest: &str) -> Reply {
    api.get(&api.path(&format!("Recordings/{rest}"))).await
}

#[tokio::test]
async fn a_recording_is_as_long_as_it_ran() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    for (behavior, seconds) in [("skip", "7"), ("silence", "17"), ("", "17")] {
        let sid = recordings.begin(&[]).await;
        let begun = recordings.fetch(&sid).await;
        assert_eq!(begun["status"], "in-progress");
        assert_eq!(begun["source"], "StartCallRecordingAPI");
        assert_eq!(begun["channels"], 1);
        assert_eq!(begun["duration"], Value::Null);
        simulator.advance(Duration::from_secs(3)).await;
        let pause = [("Status", "paused"), ("PauseBehavior", behavior)];
        let fields = if behavior.is_empty() { 1 } else { 2 };
        let paused = recordings.update(&sid, &pause[..fields]).await.ok();
        assert_eq!(paused["status"], "paused");
        simulator.advance(Duration::from_secs(10)).await;
        recordings.status(&sid, "in-progress").await;
        simulator.advance(Duration::from_secs(4)).await;
        recordings.status(&sid, "stopped").await;
        assert_eq!(recordings.fetch(&sid).await["status"], "stopped");
        simulator.advance(Duration::from_secs(1)).await;
        let ended = recordings.fetch(&sid).await;
        assert_eq!(ended["status"], "completed");
        assert_eq!(ended["duration"], seconds, "{behavior}");
    }
}

#[tokio::test]
async fn recordings_end_with_their_call() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    let (first, second) = (
        recordings.begin(&[]).await,
        recordings.begin(&[("RecordingChannels", "dual")]).await,
    );
    simulator.advance(Duration::from_secs(5)).await;
    recordings.status(&first, "paused").await;
    simulator.hang_up(&recordings.call).await.unwrap();
    assert_eq!(recordings.fetch(&first).await["status"], "processing");
    simulator.advance(Duration::from_secs(1)).await;
    for sid in [&first, &second] {
        assert_eq!(recordings.fetch(sid).await["status"], "completed");
        assert_eq!(recordings.fetch(sid).await["duration"], "5");
    }
    assert_eq!(recordings.create(&[]).await.rejection(), (400, 21220));
}

#[tokio::test]
async fn recordings_of_a_call_in_progress_have_callbacks_too() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let receiver = Receiver::start().await;
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    let url = receiver.url("/recording");
    let sid = recordings
        .begin(&[
            ("RecordingStatusCallback", &url),
            ("RecordingStatusCallbackEvent", "in-progress"),
            ("RecordingStatusCallbackEvent", "completed"),
        ])
        .await;
    simulator.advance(Duration::from_secs(2)).await;
    recordings.status(&sid, "stopped").await;
    simulator.advance(Duration::from_secs(2)).await;
    assert_eq!(
        receiver.values("RecordingStatus"),
        ["in-progress", "completed"]
    );
    for arrived in receiver.arrived() {
        assert!(!arrived.signature.is_empty());
        assert_eq!(arrived.get("RecordingSid"), Some(sid.as_str()));
        assert_eq!(
            arrived.get("RecordingSource"),
            Some("StartCallRecordingAPI")
        );
        let contract = Contract::of_spec().unwrap();
        let violations = contract.check_callback("onRecordingStatusCallback", &arrived.form);
        assert_eq!(violations, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_only_recording_that_runs_needs_no_sid() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    const CURRENT: &str = "Twilio.CURRENT";
    let stop = [("Status", "stopped")];
    let none = recordings.update(CURRENT, &stop).await;
    assert_eq!(none.rejection(), (404, 20404));
    let first = recordings.begin(&[]).await;
    assert_eq!(recordings.status(CURRENT, "paused").await["sid"], first);
    let second = recordings.begin(&[]).await;
    let several = recordings.update(CURRENT, &stop).await;
    assert_eq!(several.rejection(), (400, 20422));
    recordings.status(&first, "stopped").await;
    assert_eq!(recordings.status(CURRENT, "stopped").await["sid"], second);
    // It cannot be used as a SID anywhere else.
    let fetched = api.get(&recordings.path(CURRENT)).await;
    assert_eq!(fetched.rejection(), (404, 20404));
}

#[tokio::test]
async fn what_cannot_be_done_to_a_recording_is_rejected() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let queued = api.place(&[]).await;
    let waiting = Recordings {
        api: &api,
        call: queued,
    };
    assert_eq!(waiting.create(&[]).await.rejection(), (400, 21220));
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    let invalid = recordings.create(&[("RecordingChannels", "three")]).await;
    assert_eq!(invalid.rejection(), (400, 20422));
    let sid = recordings.begin(&[]).await;
    for form in [&[][..], &[("Status", "completed")], &[("Status", "")]] {
        assert_eq!(
            recordings.update(&sid, form).await.rejection(),
            (400, 20422)
        );
    }
    let stop = [("Status", "stopped")];
    assert_eq!(waiting.update(&sid, &stop).await.rejection(), (404, 20404));
    let delete = |path: String| api.request(Method::DELETE, &path);
    let deleted = api.send(delete(recordings.path(&sid))).await;
    assert_eq!(deleted.rejection(), (409, 20009));
    assert_eq!(
        audio(&api, &format!("{sid}.wav")).await.rejection(),
        (404, 20404)
    );
    recordings.status(&sid, "stopped").await;
    for status in ["stopped", "paused", "in-progress"] {
        let updated = recordings.update(&sid, &[("Status", status)]).await;
        assert_eq!(updated.rejection(), (400, 21220), "{status}");
    }
    simulator.advance(Duration::from_secs(1)).await;
    assert_eq!(audio(&api, &format!("{sid}.wav")).await.status, 200);
    let two = audio(&api, &format!("{sid}.wav?RequestedChannels=2")).await;
    assert_eq!(two.rejection(), (400, 20422));
    let three = audio(&api, &format!("{sid}.wav?RequestedChannels=3")).await;
    assert_eq!(three.rejection(), (400, 20422));
    let deleted = api.send(delete(recordings.path(&sid))).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    let again = api.send(delete(recordings.path(&sid))).await;
    assert_eq!(again.rejection(), (404, 20404));
    assert_eq!(
        audio(&api, &format!("{sid}.mp3")).await.rejection(),
        (404, 20404)
    );
}

fn number(bytes: &[u8], at: usize) -> usize {
    let four: [u8; 4] = bytes[at..at + 4].try_into().unwrap();
    u32::from_le_bytes(four).try_into().unwrap()
}

#[tokio::test]
async fn audio_is_silence_of_the_right_length() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    let sid = recordings.begin(&[("RecordingChannels", "dual")]).await;
    simulator.advance(Duration::from_secs(20)).await;
    recordings.status(&sid, "stopped").await;
    simulator.advance(Duration::from_secs(1)).await;
    for (query, channels) in [
        ("", 2),
        ("?RequestedChannels=2", 2),
        ("?RequestedChannels=1", 1),
    ] {
        let wav = audio(&api, &format!("{sid}.wav{query}")).await;
        assert_eq!(wav.status, 200);
        assert_eq!(wav.headers["content-type"], "audio/x-wav");
        let bytes = &wav.body[..];
        // 20 seconds of 8000 samples of 2 bytes.
        let sound = 20 * 8000 * 2 * channels;
        assert_eq!(wav.headers["content-length"], (44 + sound).to_string());
        assert_eq!(bytes.len(), 44 + sound);
        assert_eq!(
            (&bytes[..4], &bytes[8..16]),
            (&b"RIFF"[..], &b"WAVEfmt "[..])
        );
        assert_eq!(number(bytes, 4), bytes.len() - 8);
        assert_eq!(usize::from(bytes[22]), channels);
        assert_eq!((number(bytes, 24), number(bytes, 40)), (8000, sound));
        assert!(bytes[44..].iter().all(|byte| *byte == 0));
        let mp3 = audio(&api, &format!("{sid}.mp3{query}")).await;
        assert_eq!(mp3.headers["content-type"], "audio/mpeg");
        // Frames of 144 bytes, each with 576 samples at 16 kHz.
        let frames: Vec<&[u8]> = mp3.body.chunks(144).collect();
        assert_eq!(frames.len(), (20 * 16_000_usize).div_ceil(576));
        let mode = if channels == 2 { 0x00 } else { 0xC0 };
        let head = [0xFF, 0xF3, 0x48, mode];
        assert!(frames.iter().all(|it| it.len() == 144 && it[..4] == head));
    }
}

#[tokio::test]
async fn a_part_of_the_audio_can_be_requested() {
    let simulator = Simulator::start().await.unwrap();
    let api = Api::new(&simulator);
    let call = talking(&simulator, &api).await;
    let recordings = Recordings { api: &api, call };
    let sid = recordings.begin(&[]).await;
    simulator.advance(Duration::from_secs(1)).await;
    recordings.status(&sid, "stopped").await;
    simulator.advance(Duration::from_secs(1)).await;
    let path = api.path(&format!("Recordings/{sid}.wav"));
    let whole = api.get(&path).await;
    let tag = whole.headers["etag"].to_str().unwrap();
    for (range, if_range, status, part) in [
        ("bytes=40-", tag, 206, 40..16_044),
        ("bytes=0-3", tag, 206, 0..4),
        ("bytes=40-", "\"other\"", 200, 0..16_044),
        ("bytes=16044-", tag, 416, 0..0),
    ] {
        let request = api.request(Method::GET, &path);
        let request = request.header("Range", range).header("If-Range", if_range);
        let reply = api.send(request).await;
        assert_eq!(reply.status, status, "{range}");
        assert_eq!(reply.body, whole.body[part.clone()], "{range}");
        if status == 206 {
            let wanted = format!("bytes {}-{}/16044", part.start, part.end - 1);
            assert_eq!(reply.headers["content-range"], wanted);
        }
    }
}
