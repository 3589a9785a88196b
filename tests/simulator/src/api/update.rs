//! Changes a call: new instructions, a new time limit, or its end.

use std::sync::Arc;
use std::time::Duration;

use super::{ApiResponse, Handler};
use crate::call::{CallStatus, Instructions};
use crate::error::ApiError;

impl Handler<'_> {
    pub(super) fn update(self) -> Result<ApiResponse, ApiError> {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let found = self.sid.and_then(|sid| world.store.find(self.account, sid));
        let Some((seq, call)) = found.map(|(seq, call)| (seq, call.clone())) else {
            return Err(self.not_found());
        };
        if let Some(violation) = self.violations().first() {
            if violation.parameter == "StatusCallback" && self.value("Url").is_none() {
                return Err(ApiError::bad(21205, "Url parameter is required."));
            }
            return Err(ApiError::invalid(&violation.parameter, &violation.reason));
        }
        if call.status.is_final() {
            return Err(ApiError::bad(
                21220,
                "Call is not in-progress. Cannot redirect.",
            ));
        }
        let instructions = match (self.target("Url", "Method"), self.text("Twiml")) {
            (Some(target), _) => Some(Instructions::Url(target)),
            (None, Some(twiml)) => Some(Instructions::Twiml(twiml.into())),
            (None, None) => None,
        };
        if let Some(instructions) = instructions {
            if call.status != CallStatus::InProgress {
                return Err(ApiError::bad(
                    21220,
                    "Call is not in-progress. Cannot redirect.",
                ));
            }
            let callback = self.target("StatusCallback", "StatusCallbackMethod");
            let fallback = self.target("FallbackUrl", "FallbackMethod");
            world.redirect(
                seq,
                instructions,
                |options| {
                    if callback.is_some() {
                        options.status_callback = callback;
                    }
                    if fallback.is_some() {
                        options.fallback = fallback;
                    }
                },
                now,
            );
        }
        if let Some(limit) = self.number("TimeLimit") {
            world.store.change(seq, now, |call| {
                Arc::make_mut(&mut call.options).time_limit = Duration::from_secs(limit);
            });
            world.limit_moved(seq, now);
        }
        match self.text("Status") {
            Some("completed") => {
                world.hang_up(seq, false, now);
            }
            // Has no effect on a call in progress.
            Some("canceled") if call.status != CallStatus::InProgress => {
                world.hang_up(seq, false, now);
            }
            _ => {}
        }
        let call = world
            .store
            .get(seq)
            .cloned()
            .ok_or_else(|| self.not_found())?;
        let response = ApiResponse::json(200, &*call).about(call.sid);
        self.log(&mut world, &call, &response);
        drop(world);
        self.shared.planned.notify_one();
        Ok(response)
    }
}
