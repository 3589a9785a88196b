//! Which requests the client's rate limit paces.

use crate::diff::change::{Change, Class, Line};
use crate::diff::context::Context;
use crate::model::Operation;

/// Compares which operations are limited.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for old in &context.old.model.operations {
        let all = &context.new.model.operations;
        let moved = |it: &&Operation| (it.verb, &it.path) == (old.verb, &old.path);
        let Some(new) = all
            .iter()
            .find(|it| it.id == old.id)
            .or_else(|| all.iter().find(moved))
        else {
            continue;
        };
        if old.rate_limited != new.rate_limited {
            let word = |it: &Operation| if it.rate_limited { "limited" } else { "free" };
            let (class, why) = if new.rate_limited {
                (Class::Compatible, "")
            } else {
                (
                    Class::Breaking,
                    "a limit of calls per second no longer holds for it",
                )
            };
            changes.push(Change::new(
                class,
                Line::changed(format!("pace of {}", new.id), word(old), word(new)),
                Line::changed(
                    format!("pace of `Client::{}` under `calls_per_second`", new.method),
                    word(old),
                    word(new),
                ),
                why,
                format!("{}/x-rate-limit", new.pointer()),
            ));
        }
    }
}
