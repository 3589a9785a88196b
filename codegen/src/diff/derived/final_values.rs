//! Which values of enums are final.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::{Model, ScalarKind};

/// Compares which values are final.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for old in &context.old.model.scalars {
        let name = context.now(&old.component);
        let (Some(before), Some((rust, after))) = (
            finals(&old.kind),
            context
                .new
                .model
                .scalar(name)
                .and_then(|it| Some((&it.rust, finals(&it.kind)?))),
        ) else {
            continue;
        };
        let here = format!("{}/x-final", join("/components/schemas", name));
        let method = format!("`{rust}::is_final`");
        match (before.is_empty(), after.is_empty()) {
            (true, true) => {}
            (true, false) => {
                changes.push(Change::item_added(Rule::FinalValuesAdded, method, here));
            }
            (false, true) => {
                changes.push(Change::item_removed(Rule::FinalValuesRemoved, method, here))
            }
            (false, false) => {
                for value in before.symmetric_difference(&after) {
                    // A removed or added value is reported as such.
                    let in_both = has_value(context.old.model, &old.component, value)
                        && has_value(context.new.model, name, value);
                    if in_both {
                        changes.push(moved(&method, value, &before, &after, &here));
                    }
                }
            }
        }
    }
}

/// A value that became final, or is no longer final.
fn moved(
    method: &str,
    value: &str,
    before: &BTreeSet<&str>,
    after: &BTreeSet<&str>,
    here: &str,
) -> Change {
    Change::in_rust(
        Rule::FinalValueChanged,
        Line::changed(
            format!("{method} of `{value}`"),
            before.contains(value).to_string(),
            after.contains(value).to_string(),
        ),
        here,
    )
}

fn finals(kind: &ScalarKind) -> Option<BTreeSet<&str>> {
    match kind {
        ScalarKind::Enum { values, .. } => Some(
            values
                .iter()
                .filter(|value| value.is_final)
                .map(|value| value.wire.as_str())
                .collect(),
        ),
        _ => None,
    }
}

fn has_value(model: &Model, component: &str, wire: &str) -> bool {
    model.scalar(component).is_some_and(|scalar| {
        matches!(&scalar.kind, ScalarKind::Enum { values, .. } if values.iter().any(|it| it.wire == wire))
    })
}
