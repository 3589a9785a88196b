//! Types that track progress.

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::Progress;

/// Compares them.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.progress, &context.new.model.progress);
    for progress in old {
        let callback = context.now(&progress.callback);
        match new.iter().find(|it| it.callback == callback) {
            Some(now) => pair(context, progress, now, changes),
            None => changes.push(Change::item_removed(
                Rule::ProgressRemoved,
                shown(progress),
                pointer(progress),
            )),
        }
    }
    for progress in new {
        if !(old.iter()).any(|it| context.now(&it.callback) == progress.callback) {
            changes.push(Change::item_added(
                Rule::ProgressAdded,
                shown(progress),
                pointer(progress),
            ));
        }
    }
}

fn shown(progress: &Progress) -> String {
    format!("`{}`", progress.rust)
}

fn pointer(progress: &Progress) -> String {
    join(
        &join("/components/schemas", &progress.callback),
        "x-progress",
    )
}

fn pair(context: &Context<'_>, old: &Progress, new: &Progress, changes: &mut Vec<Change>) {
    if old.rust != new.rust {
        let renamed = Line::turned("a type", "renamed", shown(old), shown(new));
        let change = Change::in_rust(Rule::ProgressRenamed, renamed, pointer(new));
        changes.push(change.about(&new.fetched.resource));
    }
    let fetch = context.operation_now(&old.fetched.operation);
    let (before, after) = (sources(old, fetch), sources(new, &new.fetched.operation));
    if before != after {
        let reports = Line::changed(format!("sources of {}", shown(new)), before, after);
        changes.push(Change::in_rust(
            Rule::ProgressSourcesChanged,
            reports,
            pointer(new),
        ));
    }
}

/// Where progress is read from, and the operation that fetches it.
fn sources(progress: &Progress, fetch: &str) -> String {
    format!(
        "`{}`, `{}`, {fetch}",
        progress.status.wire, progress.number.wire
    )
}
