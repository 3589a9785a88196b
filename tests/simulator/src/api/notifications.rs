//! Notifications: what went wrong on a call.

use std::sync::Arc;

use super::{ApiResponse, Handler};
use crate::error::ApiError;
use crate::notification::{Details, Notification};
use crate::sid::Sid;

impl Handler<'_> {
    pub(super) fn notifications(&self) -> Result<ApiResponse, ApiError> {
        let wanted = self.page()?;
        let level = self.text("Log");
        let dates = self.span("MessageDate", "MessageDate<", "MessageDate>");
        let call = self.visible()?.sid;
        let all: Vec<Arc<Notification>> = {
            let world = self.shared.world();
            let fits = |it: &&Arc<Notification>| {
                level.is_none_or(|level| it.level.as_str() == level) && dates.holds(Some(it.at))
            };
            world.notifications.of(call).filter(fits).cloned().collect()
        };
        Ok(self.page_of(wanted, &all))
    }

    pub(super) fn notification(&self) -> Result<ApiResponse, ApiError> {
        let call = self.visible()?.sid;
        let sid = self.item.and_then(|text| Sid::of_kind("NO", text));
        let found = {
            let world = self.shared.world();
            let mut all = world.notifications.of(call);
            all.find(|it| Some(it.sid) == sid).cloned()
        };
        let notification = found.ok_or_else(|| self.not_found())?;
        Ok(ApiResponse::json(200, &Details(&notification)).about(call))
    }
}
