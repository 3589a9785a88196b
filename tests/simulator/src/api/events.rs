//! The log of a call: the requests made for it, and what the API itself adds.

use std::sync::Arc;
use std::time::Duration;

use super::{ApiResponse, Handler};
use crate::call::Call;
use crate::error::ApiError;
use crate::exchange::{Exchange, Received};
use crate::world::World;

impl Handler<'_> {
    pub(super) fn events(&self) -> Result<ApiResponse, ApiError> {
        let wanted = self.page()?;
        let call = self.visible()?.sid;
        let all: Vec<Arc<Exchange>> = {
            let world = self.shared.world();
            world.exchanges.of(call).cloned().collect()
        };
        Ok(self.page_of(wanted, &all))
    }

    /// Adds this request to the log of the call that it created or changed.
    pub(super) fn log(&self, world: &mut World, call: &Call, response: &ApiResponse) {
        let shown = self.parameters.iter();
        let shown = shown.filter(|(name, _)| !self.declared.is_secret(name));
        let parameters = shown.map(|(name, value)| (snake_case(name), value.clone()));
        let parameters = Arc::new(parameters.collect());
        let received = Received {
            status: response.status,
            content_type: Some(response.content_type.to_owned()),
            headers: Vec::new(),
            body: String::from_utf8_lossy(&response.body).into_owned(),
        };
        let now = self.shared.clock.now();
        world.note_request(|number, base| {
            Exchange::new(
                call.sid,
                ("POST", format!("{base}{}", self.path).into()),
                parameters,
                Some(received),
                (now, Duration::ZERO),
                number,
            )
        });
    }
}

/// The name of a parameter in the log: `StatusCallback` as `status_callback`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}
