//! Groups of enum values: final ones, and others.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Line};
use crate::diff::context::Context;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::{FINAL, Model, Variant};
use crate::names;

/// Compares which values belong to which groups.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    for old in &context.old.model.scalars {
        let name = context.now(&old.component);
        let Some(new) = context.new.model.scalar(name) else {
            continue;
        };
        let (Some(before), Some(after)) = (old.kind.values(), new.kind.values()) else {
            continue;
        };
        let groups: BTreeSet<&String> = before
            .iter()
            .chain(after)
            .flat_map(|value| &value.groups)
            .collect();
        for group in groups {
            let group = Group {
                name: group,
                method: format!("`{}::{}`", new.rust, names::group_method(group)),
                here: place(name, group),
                before: members(before, group),
                after: members(after, group),
            };
            group.compare(context, &old.component, name, changes);
        }
    }
}

/// The pointer to a group.
fn place(component: &str, group: &str) -> String {
    let schema = join("/components/schemas", component);
    if group == FINAL {
        format!("{schema}/x-final")
    } else {
        join(&format!("{schema}/x-groups"), group)
    }
}

/// A group of an enum, from before the change, after it, or both.
struct Group<'d> {
    name: &'d str,
    method: String,
    here: String,
    before: BTreeSet<&'d str>,
    after: BTreeSet<&'d str>,
}

impl Group<'_> {
    fn compare(&self, context: &Context<'_>, old: &str, new: &str, changes: &mut Vec<Change>) {
        let (method, here) = (self.method.clone(), self.here.clone());
        let Rules { added, removed, .. } = self.rules();
        match (self.before.is_empty(), self.after.is_empty()) {
            (true, true) => {}
            (true, false) => changes.push(Change::item_added(added, method, here)),
            (false, true) => changes.push(Change::item_removed(removed, method, here)),
            (false, false) => {
                for value in self.before.symmetric_difference(&self.after) {
                    // A removed or added value is reported as such.
                    let in_both = has_value(context.old.model, old, value)
                        && has_value(context.new.model, new, value);
                    if in_both {
                        changes.push(self.moved(value));
                    }
                }
            }
        }
    }

    /// A value that was added to the group or removed from it.
    fn moved(&self, value: &str) -> Change {
        Change::in_rust(
            self.rules().changed,
            Line::changed(
                format!("{} of `{value}`", self.method),
                self.before.contains(value).to_string(),
                self.after.contains(value).to_string(),
            ),
            &self.here,
        )
        .about(value)
    }

    /// Final values end waiting, so they have their own rules.
    fn rules(&self) -> Rules {
        if self.name == FINAL {
            Rules {
                added: Rule::FinalValuesAdded,
                removed: Rule::FinalValuesRemoved,
                changed: Rule::FinalValueChanged,
            }
        } else {
            Rules {
                added: Rule::GroupAdded,
                removed: Rule::GroupRemoved,
                changed: Rule::GroupChanged,
            }
        }
    }
}

/// The rules about a group.
struct Rules {
    added: Rule,
    removed: Rule,
    changed: Rule,
}

fn members<'v>(values: &'v [Variant], group: &str) -> BTreeSet<&'v str> {
    let members = values.iter().filter(|value| value.is_in(group));
    members.map(|value| value.wire.as_str()).collect()
}

fn has_value(model: &Model, component: &str, wire: &str) -> bool {
    let values = model.scalar(component).and_then(|it| it.kind.values());
    values.is_some_and(|values| values.iter().any(|it| it.wire == wire))
}
