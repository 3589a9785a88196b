//! Conversions between enums.

use crate::diff::change::Change;
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::ScalarKind;

/// Compares which enum each enum extends.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    let new = &context.new.model;
    for before in &context.old.model.scalars {
        let name = context.now(&before.component);
        let Some(after) = new.scalar(name) else {
            continue;
        };
        let old_base = extended(&before.kind).map(|base| context.now(base));
        let new_base = extended(&after.kind);
        if old_base == new_base {
            continue;
        }
        let here = format!("{}/x-extends", join("/components/schemas", name));
        let item = |base: &str| {
            // The removal of the base is reported as such.
            let base = &new.scalar(base)?.rust;
            Some(format!("conversions between `{base}` and `{}`", after.rust))
        };
        if let Some(item) = old_base.and_then(item) {
            changes.push(Change::item_removed(
                Rule::ConversionsRemoved,
                item,
                here.clone(),
            ));
        }
        if let Some(item) = new_base.and_then(item) {
            changes.push(Change::item_added(Rule::ConversionsAdded, item, here));
        }
    }
}

fn extended(kind: &ScalarKind) -> Option<&str> {
    match kind {
        ScalarKind::Enum { extends, .. } => extends.as_deref(),
        _ => None,
    }
}
