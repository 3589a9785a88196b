//! Streams, SIPREC sessions and transcriptions over time: they report their start and stop, and stop with their call.

use std::sync::Arc;

use super::World;
use crate::call::Call;
use crate::callback::{self, CallbackKind};
use crate::media::{Session, SessionKind};
use crate::moment::Moment;
use crate::sid::Sid;
use crate::store::Seq;

impl World {
    /// A SID for an item of a call.
    pub(crate) fn fresh_sid(&mut self, kind: [u8; 2]) -> Sid {
        Sid::random(kind, &mut self.random)
    }

    /// Adds a session, which reports that it starts.
    pub(crate) fn start_session(&mut self, seq: Seq, call: &Arc<Call>, session: Session) {
        let now = session.updated;
        let session = self.tell(seq, call, session, now);
        self.media
            .entry(call.sid)
            .or_default()
            .sessions
            .push(session);
    }

    /// Stops a session, which reports it, unless it has stopped before.
    pub(crate) fn stop_session(
        &mut self,
        seq: Seq,
        call: &Arc<Call>,
        (kind, id): (SessionKind, &str),
        now: Moment,
    ) -> Option<Session> {
        let session = self.media.get_mut(&call.sid)?.session(kind, id)?;
        if !session.is_running {
            return Some(session.clone());
        }
        session.is_running = false;
        session.updated = now;
        let stopped = session.clone();
        let stopped = self.tell(seq, call, stopped, now);
        let media = self.media.get_mut(&call.sid)?;
        *media.session(kind, &stopped.sid.to_string())? = stopped.clone();
        Some(stopped)
    }

    /// Stops everything that is running in a call that has ended.
    pub(super) fn stop_media(&mut self, seq: Seq, call: &Arc<Call>, now: Moment) {
        let sessions = self.media.get(&call.sid).map(|it| it.sessions.iter());
        let running: Vec<(SessionKind, Sid)> = sessions
            .into_iter()
            .flatten()
            .filter(|session| session.is_running)
            .map(|session| (session.kind, session.sid))
            .collect();
        for (kind, sid) in running {
            self.stop_session(seq, call, (kind, &sid.to_string()), now);
        }
    }

    /// Reports the state of a session. The callbacks of SIPREC sessions are not documented, so there are none.
    fn tell(&mut self, seq: Seq, call: &Arc<Call>, mut session: Session, now: Moment) -> Session {
        let Some(target) = session.target.clone() else {
            return session;
        };
        let kind = match session.kind {
            SessionKind::Stream => CallbackKind::Stream,
            SessionKind::Transcription => CallbackKind::Transcription,
            SessionKind::Siprec => return session,
        };
        session.reported += 1;
        let parameters = callback::session(&session, now);
        self.fire(kind, seq, call, target, parameters, now);
        session
    }
}
