//! Recordings: started with their call or during it, paused, resumed, ended, and processed.

use std::sync::Arc;
use std::time::Duration;

use super::{Event, World};
use crate::call::{Call, Recording, RecordingOptions};
use crate::moment::Moment;
use crate::sid::Sid;
use crate::store::Seq;

/// How long the processing of a recording takes.
const PROCESSING: Duration = Duration::from_secs(1);

/// A change of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordingChange {
    /// It pauses, with or without silence in place of the pause.
    Pause {
        silence: bool,
    },
    Resume,
    Stop,
}

impl World {
    /// Starts the recording that the request for the call asked for.
    pub(super) fn start_recording(&mut self, seq: Seq, call: &Arc<Call>, now: Moment) {
        let Some(options) = call.options.recording.clone() else {
            return;
        };
        let recording = self.record(call, options, "OutboundAPI", now);
        if let Some(live) = self.live.get_mut(&seq) {
            live.recording = Some(recording.sid);
        }
    }

    /// Starts a recording of a call in progress.
    pub(crate) fn record(
        &mut self,
        call: &Call,
        options: RecordingOptions,
        source: &'static str,
        now: Moment,
    ) -> Recording {
        let recording = Recording {
            sid: Sid::random(*b"RE", &mut self.random),
            account: call.account,
            call: call.sid,
            status: "in-progress",
            source,
            channels: options.channels,
            track: options.track.clone(),
            created: now,
            updated: now,
            recorded: Duration::ZERO,
            running_since: Some(now),
            duration: None,
            price: None,
            options,
        };
        self.store.recordings_mut(call.sid).push(recording.clone());
        self.report_recording(&recording, now);
        recording
    }

    /// Changes a recording that has not ended, and returns it.
    pub(crate) fn change_recording(
        &mut self,
        call: Sid,
        sid: Sid,
        change: RecordingChange,
        now: Moment,
    ) -> Option<Recording> {
        match change {
            RecordingChange::Stop => self.stop_recording(call, sid, "stopped", now),
            RecordingChange::Pause { silence } => self.set_recording(call, sid, now, |recording| {
                recording.status = "paused";
                if !silence {
                    recording.recorded = recording.recorded_by(now);
                    recording.running_since = None;
                }
            }),
            RecordingChange::Resume => self.set_recording(call, sid, now, |recording| {
                recording.status = "in-progress";
                recording.running_since.get_or_insert(now);
            }),
        }
    }

    /// Ends all recordings of a call that ended.
    pub(super) fn stop_recordings(&mut self, call: Sid, now: Moment) {
        let running: Vec<Sid> = self
            .store
            .recordings(call)
            .iter()
            .filter(|recording| !recording.is_over())
            .map(|recording| recording.sid)
            .collect();
        for sid in running {
            self.stop_recording(call, sid, "processing", now);
        }
    }

    /// Ends a recording and starts its processing.
    pub(super) fn stop_recording(
        &mut self,
        call: Sid,
        sid: Sid,
        status: &'static str,
        now: Moment,
    ) -> Option<Recording> {
        let live = self.store.number(call).and_then(|seq| self.live.get(&seq));
        let silent = live.is_some_and(|live| live.scenario.silent);
        let stopped = self.set_recording(call, sid, now, |recording| {
            let recorded = recording.recorded_by(now);
            recording.status = status;
            recording.recorded = recorded;
            recording.running_since = None;
            let seconds = recorded.as_millis().div_ceil(1000);
            let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
            recording.duration = Some(Duration::from_secs(seconds));
        });
        let ready = Event::RecordingReady {
            call,
            recording: sid,
            silent,
        };
        self.timeline.add(now.plus(PROCESSING), ready);
        stopped
    }

    /// Changes a recording and returns it.
    pub(super) fn set_recording(
        &mut self,
        call: Sid,
        sid: Sid,
        now: Moment,
        change: impl FnOnce(&mut Recording),
    ) -> Option<Recording> {
        let recording = self
            .store
            .recordings_mut(call)
            .iter_mut()
            .find(|recording| recording.sid == sid)?;
        change(recording);
        recording.updated = now;
        Some(recording.clone())
    }

    /// Finishes the processing of a recording: it is `completed`, or `absent` if nobody spoke.
    pub(super) fn finish_recording(&mut self, call: Sid, sid: Sid, silent: bool, now: Moment) {
        let changed = self.set_recording(call, sid, now, |recording| {
            if silent {
                recording.status = "absent";
                recording.duration = None;
            } else {
                recording.status = "completed";
                recording.price = Some("-0.0025");
            }
        });
        if let Some(recording) = changed {
            self.report_recording(&recording, now);
        }
    }
}
