//! Operations that are paced by the client's rate limit.

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::model::Operation;

/// Compares which operations are limited.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for (old, new) in context.operations() {
        if old.rate_limited != new.rate_limited {
            let limit = |it: &Operation| {
                if it.rate_limited {
                    "calls-per-second"
                } else {
                    "none"
                }
            };
            let rule = match new.rate_limited {
                true => Rule::RateLimitAdded,
                false => Rule::RateLimitRemoved,
            };
            changes.push(Change::new(
                rule,
                Line::changed(format!("rate limit of {}", new.id), limit(old), limit(new)),
                Line::changed(
                    format!("rate limit of `Client::{}`", new.method),
                    limit(old),
                    limit(new),
                ),
                format!("{}/x-rate-limit", new.pointer()),
            ));
        }
    }
}
