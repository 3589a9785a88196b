//! Items generated from extensions: waiters, reconcilers, rows, events, progress, rate limits, groups of values,
//! conversions and names of error codes.

mod conversions;
mod error_codes;
mod events;
mod groups;
mod progress;
mod rate_limits;
mod reconcilers;
mod rows;
mod waiters;

use super::change::Change;
use super::context::Context;

/// Compares all of them.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    waiters::compare(context, changes);
    reconcilers::compare(context, changes);
    rows::compare(context, changes);
    events::compare(context, changes);
    progress::compare(context, changes);
    rate_limits::compare(context, changes);
    groups::compare(context, changes);
    conversions::compare(context, changes);
    error_codes::compare(context, changes);
}
