//! Values of enums.

use std::collections::BTreeMap;

use super::pair::Pair;
use crate::diff::change::{Action, Change, Class, Line};
use crate::diff::fields::reworded;
use crate::model::{ScalarKind, Variant};

/// Compares the values of two enums.
pub(super) fn compare(
    pair: &Pair<'_>,
    old: &[Variant],
    new: &[Variant],
    changes: &mut Vec<Change>,
) {
    let now = by_wire(new);
    for variant in old {
        match now.get(variant.wire.as_str()) {
            None => changes.push(Change::new(
                Class::Breaking,
                Line::new(value(variant), pair.name(), Action::Removed),
                Line::new(pair.item(&variant.rust), "", Action::Removed),
                "programs that name the variant no longer compile",
                format!("{}/enum", pair.pointer()),
            )),
            Some(now) if now.doc != variant.doc => changes.push(reworded(
                format!("description of {}", value(now)),
                &pair.name(),
                &pair.item(&now.rust),
                format!("{}/x-enum-descriptions", pair.pointer()),
            )),
            Some(_) => {}
        }
    }
    added(pair, old, new, changes);
    let wire_values = |list: &[Variant]| list.iter().map(|it| it.wire.clone()).collect::<Vec<_>>();
    pair.order(&wire_values(old), &wire_values(new), "values", changes);
}

fn by_wire(variants: &[Variant]) -> BTreeMap<&str, &Variant> {
    let variants = variants.iter();
    variants.map(|it| (it.wire.as_str(), it)).collect()
}

fn value(variant: &Variant) -> String {
    format!("value `{}`", variant.wire)
}

fn added(pair: &Pair<'_>, old: &[Variant], new: &[Variant], changes: &mut Vec<Change>) {
    // Variants of open enums have no discriminants, because one of them has a field.
    let has_discriminants = [&pair.old.kind, &pair.new.kind]
        .into_iter()
        .all(|kind| matches!(kind, ScalarKind::Enum { open: false, .. }));
    let before = by_wire(old);
    let is_old = |variant: &Variant| before.contains_key(variant.wire.as_str());
    let last_old = new.iter().rposition(is_old);
    for (index, variant) in new.iter().enumerate() {
        if is_old(variant) {
            continue;
        }
        let moves_others = has_discriminants && last_old.is_some_and(|last| index < last);
        let (class, why) = if moves_others {
            (
                Class::Breaking,
                "the variants after it get other discriminants; put it last",
            )
        } else {
            (Class::Compatible, "")
        };
        changes.push(Change::new(
            class,
            Line::new(value(variant), pair.name(), Action::Added),
            Line::new(pair.item(&variant.rust), "", Action::Added),
            why,
            format!("{}/enum", pair.pointer()),
        ));
    }
}
