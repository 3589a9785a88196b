//! Lists the recordings of a call. There are few, so no index is needed.

use std::sync::Arc;

use super::{ApiResponse, Handler};
use crate::call::Recording;
use crate::error::ApiError;

impl Handler<'_> {
    /// Recordings stay when their call is deleted, so a deleted call still has its list.
    pub(super) fn recordings(&self) -> Result<ApiResponse, ApiError> {
        let wanted = self.page()?;
        let created = self.span("DateCreated", "DateCreated<", "DateCreated>");
        let call = self.sid.ok_or_else(|| self.not_found())?;
        let all: Vec<Arc<Recording>> = {
            let world = self.shared.world();
            let recordings = world.store.recordings(call);
            let known = world.store.find(self.account, call).is_some()
                || recordings
                    .iter()
                    .any(|recording| recording.account == self.account);
            if !known {
                return Err(self.not_found());
            }
            let fitting = recordings
                .iter()
                .filter(|recording| created.holds(Some(recording.created)));
            fitting.rev().cloned().map(Arc::new).collect()
        };
        Ok(self.page_of(wanted, &all))
    }
}
