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
            let limit = |it: &Operation| {
                if it.rate_limited {
                    "calls-per-second"
                } else {
                    "none"
                }
            };
            let (class, why) = if new.rate_limited {
                (Class::Compatible, "")
            } else {
                (
                    Class::Breaking,
                    "the limit of calls per second no longer applies to it",
                )
            };
            changes.push(Change::new(
                class,
                Line::changed(format!("rate limit of {}", new.id), limit(old), limit(new)),
                Line::changed(
                    format!("rate limit of `Client::{}`", new.method),
                    limit(old),
                    limit(new),
                ),
                why,
                format!("{}/x-rate-limit", new.pointer()),
            ));
        }
    }
}
