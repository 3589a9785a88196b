//! Streams, SIPREC sessions, transcriptions, payments, messages and subscriptions of a call.

use std::sync::{Arc, MutexGuard};

use super::{ApiResponse, Handler};
use crate::call::{Call, CallStatus};
use crate::error::ApiError;
use crate::media::{Entry, EntryKind, Session, SessionKind};
use crate::store::Seq;
use crate::world::World;

impl Handler<'_> {
    /// Starts a stream, a SIPREC session or a transcription.
    pub(super) fn start_session(&self, kind: SessionKind) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let (seq, call) = self.call_in_progress(&world)?;
        let name = self.text("Name");
        let media = world.media.get(&call.sid);
        if name.is_some_and(|name| media.is_some_and(|it| it.is_taken(kind, name))) {
            return Err(ApiError::new(
                409,
                20409,
                "Name is already in use in this call",
            ));
        }
        let url = match kind {
            SessionKind::Transcription => "StatusCallbackUrl",
            SessionKind::Stream | SessionKind::Siprec => "StatusCallback",
        };
        let session = Session {
            kind,
            sid: world.fresh_sid(kind.prefix()),
            account: self.account,
            call: call.sid,
            name: name.map(Arc::from),
            is_running: true,
            updated: now,
            target: self.target(url, "StatusCallbackMethod"),
            reported: 0,
        };
        let response = ApiResponse::json(200, &session).about(call.sid);
        world.start_session(seq, &call, session);
        self.settle(world);
        Ok(response)
    }

    /// Stops a stream, a SIPREC session or a transcription, by its SID or its name.
    pub(super) fn stop_session(&self, kind: SessionKind) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let (seq, call) = self.call(&world)?;
        self.check()?;
        let id = self.item.unwrap_or_default();
        let stopped = world.stop_session(seq, &call, (kind, id), now);
        let stopped = stopped.ok_or_else(|| self.not_found())?;
        self.settle(world);
        Ok(ApiResponse::json(200, &stopped).about(call.sid))
    }

    /// Adds a payment session, a message or a subscription; with a known key, returns the existing one.
    pub(super) fn add_entry(&self, kind: EntryKind) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let (_, call) = self.call_in_progress(&world)?;
        let key = self.text("IdempotencyKey");
        let media = world.media.entry(call.sid).or_default();
        if let Some(known) = key.and_then(|key| media.created_by(kind, key)) {
            return Ok(ApiResponse::json(201, known).about(call.sid));
        }
        let entry = Entry {
            kind,
            sid: world.fresh_sid(kind.prefix()),
            account: self.account,
            call: call.sid,
            created: now,
            updated: now,
            keys: key.map(Arc::from).into_iter().collect(),
            is_over: false,
        };
        let response = ApiResponse::json(201, &entry).about(call.sid);
        let media = world.media.entry(call.sid).or_default();
        media.entries.push(entry);
        Ok(response)
    }

    /// Captures something for a payment, or ends it; with a known key, changes nothing.
    pub(super) fn update_payment(&self) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let (_, call) = self.call_in_progress(&world)?;
        let (id, key) = (
            self.item.unwrap_or_default(),
            self.text("IdempotencyKey").unwrap_or_default(),
        );
        let media = world.media.entry(call.sid).or_default();
        let payment = media.entry(EntryKind::Payment, id);
        let payment = payment.ok_or_else(|| self.not_found())?;
        if !payment.keys.iter().any(|known| &**known == key) {
            if payment.is_over {
                return Err(ApiError::new(409, 20409, "The payment session is over"));
            }
            payment.keys.push(key.into());
            payment.is_over = self.text("Status").is_some();
            payment.updated = now;
        }
        Ok(ApiResponse::json(202, &*payment).about(call.sid))
    }

    pub(super) fn delete_subscription(&self) -> Result<ApiResponse, ApiError> {
        let mut world = self.shared.world();
        let (_, call) = self.call(&world)?;
        let id = self.item.unwrap_or_default();
        let media = world.media.entry(call.sid).or_default();
        let subscription = media.entry(EntryKind::Subscription, id);
        let sid = subscription.ok_or_else(|| self.not_found())?.sid;
        media.entries.retain(|entry| entry.sid != sid);
        Ok(ApiResponse::empty().about(call.sid))
    }

    /// The call of the path.
    fn call(&self, world: &World) -> Result<(Seq, Arc<Call>), ApiError> {
        let found = self.sid.and_then(|sid| world.store.find(self.account, sid));
        let found = found.map(|(seq, call)| (seq, call.clone()));
        found.ok_or_else(|| self.not_found())
    }

    /// The call of the path, if it is in progress and the parameters are valid.
    fn call_in_progress(&self, world: &World) -> Result<(Seq, Arc<Call>), ApiError> {
        let (seq, call) = self.call(world)?;
        self.check()?;
        if call.status != CallStatus::InProgress {
            return Err(ApiError::bad(21220, "Call is not in-progress."));
        }
        Ok((seq, call))
    }

    /// Lets the callbacks go out.
    fn settle(&self, world: MutexGuard<'_, World>) {
        drop(world);
        self.shared.planned.notify_one();
    }

    fn check(&self) -> Result<(), ApiError> {
        match self.violations().first() {
            Some(violation) => Err(ApiError::invalid(&violation.parameter, &violation.reason)),
            None => Ok(()),
        }
    }
}
