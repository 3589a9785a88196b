//! The recordings of a call, and their audio. A call has few, so no index is needed.

use std::sync::Arc;

use super::{ApiResponse, Handler};
use crate::audio::{Audio, Format};
use crate::call::{CallStatus, Recording, RecordingOptions};
use crate::error::ApiError;
use crate::sid::Sid;
use crate::store::Store;
use crate::world::RecordingChange;

/// Stands for the current recording, in place of a SID.
const CURRENT: &str = "Twilio.CURRENT";

impl Handler<'_> {
    /// Recordings stay when their call is deleted, so a deleted call still has its list.
    pub(super) fn recordings(&self) -> Result<ApiResponse, ApiError> {
        let wanted = self.page()?;
        let created = self.span("DateCreated", "DateCreated<", "DateCreated>");
        let all: Vec<Arc<Recording>> = {
            let world = self.shared.world();
            let fitting = self.recordings_of_call(&world.store)?.iter();
            let fitting = fitting.filter(|recording| created.holds(Some(recording.created)));
            fitting.rev().cloned().map(Arc::new).collect()
        };
        Ok(self.page_of(wanted, &all))
    }

    pub(super) fn create_recording(&self) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let recording = {
            let mut world = self.shared.world();
            let found = self.sid.and_then(|sid| world.store.find(self.account, sid));
            let call = found
                .map(|(_, call)| call.clone())
                .ok_or_else(|| self.not_found())?;
            self.check_parameters()?;
            if call.status != CallStatus::InProgress {
                return Err(ApiError::bad(
                    21220,
                    "Requested resource is not eligible for recording",
                ));
            }
            world.record(
                &call,
                self.recording_options(),
                "StartCallRecordingAPI",
                now,
            )
        };
        self.shared.planned.notify_one();
        Ok(ApiResponse::json(201, &recording).about(recording.call))
    }

    pub(super) fn fetch_recording(&self) -> Result<ApiResponse, ApiError> {
        let world = self.shared.world();
        let recording = self.recording(&world.store)?;
        Ok(ApiResponse::json(200, recording).about(recording.call))
    }

    pub(super) fn update_recording(&self) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let recording = {
            let mut world = self.shared.world();
            let recording = self.recording_to_change(&world.store)?.clone();
            self.check_parameters()?;
            if recording.is_over() {
                return Err(ApiError::bad(21220, "The recording has ended"));
            }
            let change = match self.text("Status") {
                Some("stopped") => RecordingChange::Stop,
                Some("paused") => RecordingChange::Pause {
                    silence: self.text("PauseBehavior") != Some("skip"),
                },
                _ => RecordingChange::Resume,
            };
            world
                .change_recording(recording.call, recording.sid, change, now)
                .ok_or_else(|| self.not_found())?
        };
        self.shared.planned.notify_one();
        Ok(ApiResponse::json(200, &recording).about(recording.call))
    }

    pub(super) fn delete_recording(&self) -> Result<ApiResponse, ApiError> {
        let mut world = self.shared.world();
        let recording = self.recording(&world.store)?.clone();
        if !matches!(recording.status, "completed" | "absent") {
            return Err(ApiError::new(
                409,
                20009,
                "Cannot delete this resource before it is complete",
            ));
        }
        let recordings = world.store.recordings_mut(recording.call);
        recordings.retain(|other| other.sid != recording.sid);
        Ok(ApiResponse::empty().about(recording.call))
    }

    /// The audio of a recording, by SID alone.
    pub(super) fn audio(&self, format: Format) -> Result<ApiResponse, ApiError> {
        let world = self.shared.world();
        let sid = self.item.and_then(|text| Sid::of_kind("RE", text));
        let recording = sid
            .and_then(|sid| world.store.recording(self.account, sid))
            .filter(|recording| recording.status == "completed")
            .ok_or_else(|| self.not_found())?;
        self.check_parameters()?;
        let channels = match self.number("RequestedChannels") {
            Some(1) => 1,
            Some(2) if recording.channels < 2 => {
                let message = "The recording has only one channel";
                return Err(ApiError::invalid("RequestedChannels", message));
            }
            _ => recording.channels,
        };
        let audio = Audio::of(recording, format, channels);
        Ok(ApiResponse::audio(audio).about(recording.call))
    }

    /// The options of a recording in a request.
    pub(super) fn recording_options(&self) -> RecordingOptions {
        let events = self.values("RecordingStatusCallbackEvent");
        let dual = self.text("RecordingChannels") == Some("dual");
        RecordingOptions {
            channels: if dual { 2 } else { 1 },
            track: self.text("RecordingTrack").unwrap_or("both").into(),
            callback: self.target("RecordingStatusCallback", "RecordingStatusCallbackMethod"),
            events: if events.is_empty() {
                vec!["completed".into()]
            } else {
                events.into_iter().map(Into::into).collect()
            },
        }
    }

    fn check_parameters(&self) -> Result<(), ApiError> {
        match self.violations().first() {
            Some(violation) => Err(ApiError::invalid(&violation.parameter, &violation.reason)),
            None => Ok(()),
        }
    }

    /// The recordings of the call in the path, if the account has or had such a call.
    fn recordings_of_call<'s>(&self, store: &'s Store) -> Result<&'s [Recording], ApiError> {
        let call = self.sid.ok_or_else(|| self.not_found())?;
        let recordings = store.recordings(call);
        let known = store.find(self.account, call).is_some()
            || recordings
                .iter()
                .any(|recording| recording.account == self.account);
        match known {
            true => Ok(recordings),
            false => Err(self.not_found()),
        }
    }

    /// The recording in the path.
    fn recording<'s>(&self, store: &'s Store) -> Result<&'s Recording, ApiError> {
        let sid = self.item.and_then(|text| Sid::of_kind("RE", text));
        let mut recordings = self.recordings_of_call(store)?.iter();
        let found = recordings.find(|recording| Some(recording.sid) == sid);
        found.ok_or_else(|| self.not_found())
    }

    /// The recording in the path, which can be the only one that has not ended.
    fn recording_to_change<'s>(&self, store: &'s Store) -> Result<&'s Recording, ApiError> {
        if self.item != Some(CURRENT) {
            return self.recording(store);
        }
        let recordings = self.recordings_of_call(store)?.iter();
        let mut running = recordings.filter(|recording| !recording.is_over());
        match (running.next(), running.next()) {
            (Some(recording), None) => Ok(recording),
            (None, _) => Err(self.not_found()),
            (Some(_), Some(_)) => Err(ApiError::bad(
                20422,
                "Several recordings of the call have not ended",
            )),
        }
    }
}
