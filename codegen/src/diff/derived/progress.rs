//! Types that follow progress.

use crate::diff::change::{Change, Class, Line};
use crate::diff::context::Context;
use crate::document::join;
use crate::model::Progress;

/// Compares them.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.progress, &context.new.model.progress);
    for progress in old {
        let callback = context.now(&progress.callback);
        match new.iter().find(|it| it.callback == callback) {
            Some(now) => pair(progress, now, changes),
            None => changes.push(Change::item_removed(
                shown(progress),
                "programs that follow the progress no longer compile",
                pointer(progress),
            )),
        }
    }
    for progress in new {
        if !(old.iter()).any(|it| context.now(&it.callback) == progress.callback) {
            changes.push(Change::item_added(shown(progress), pointer(progress)));
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

fn pair(old: &Progress, new: &Progress, changes: &mut Vec<Change>) {
    if old.rust != new.rust {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::turned("a type", "renamed", shown(old), shown(new)),
            "programs that follow the progress no longer compile",
            pointer(new),
        ));
    }
    let (before, after) = (sources(old), sources(new));
    if before != after {
        changes.push(Change::new(
            Class::Breaking,
            Line::nothing(),
            Line::changed(format!("reports of {}", shown(new)), before, after),
            "other reports count as new",
            pointer(new),
        ));
    }
}

/// What the progress is read from.
fn sources(progress: &Progress) -> String {
    format!(
        "`{}`, `{}`, {}",
        progress.status.wire, progress.number.wire, progress.fetched.operation
    )
}
