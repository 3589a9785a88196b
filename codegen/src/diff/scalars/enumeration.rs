//! Values of enums.

use std::collections::BTreeMap;

use super::pair::Pair;
use crate::diff::change::{Action, Change, Line};
use crate::diff::fields::reworded;
use crate::diff::rule::Rule;
use crate::document::join;
use crate::model::{ScalarKind, Variant};

/// Compares the values of two enums.
pub(super) fn compare(
    pair: &Pair<'_>,
    old: &[Variant],
    new: &[Variant],
    changes: &mut Vec<Change>,
) {
    let now = by_wire(new);
    for (at, variant) in old.iter().enumerate() {
        changes.extend(
            now.get(variant.wire.as_str())
                .and_then(|now| renamed(pair, variant, now)),
        );
        match now.get(variant.wire.as_str()) {
            None => changes.push(Change::new(
                Rule::EnumValueRemoved,
                Line::new(item(variant), pair.name(), Action::Removed),
                Line::new(pair.item(&variant.rust), "", Action::Removed),
                // Each value by itself: an approval of one approves no other.
                format!("{}/enum/{at}", pair.pointer()),
            )),
            Some(now) if now.doc != variant.doc => changes.push(reworded(
                Rule::EnumValueDescriptionChanged,
                format!("description of {}", value(now)),
                &pair.name(),
                &pair.item(&now.rust),
                join(&pair.keyword("x-enum-descriptions"), &now.wire),
            )),
            Some(_) => {}
        }
    }
    added(pair, old, new, changes);
    let wire_values = |list: &[Variant]| list.iter().map(|it| it.wire.clone()).collect::<Vec<_>>();
    let order = pair.order(
        Rule::EnumValuesReordered,
        &wire_values(old),
        &wire_values(new),
        "values",
    );
    changes.extend(order.map(|it| it.at(pair.keyword("enum"))));
}

/// The change of a variant's name.
fn renamed(pair: &Pair<'_>, old: &Variant, new: &Variant) -> Option<Change> {
    let change = || {
        Change::in_rust(
            Rule::EnumVariantRenamed,
            Line::turned(
                "a variant",
                "renamed",
                pair.item(&old.rust),
                pair.item(&new.rust),
            ),
            join(&pair.keyword("x-enum-names"), &new.wire),
        )
    };
    (old.rust != new.rust).then(change)
}

fn by_wire(variants: &[Variant]) -> BTreeMap<&str, &Variant> {
    let variants = variants.iter();
    variants.map(|it| (it.wire.as_str(), it)).collect()
}

fn value(variant: &Variant) -> String {
    format!("value `{}`", variant.wire)
}

/// A value that was added or removed: a final one ends a wait, and any other does not.
fn item(variant: &Variant) -> String {
    match variant.is_final() {
        true => format!("final {}", value(variant)),
        false => value(variant),
    }
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
        let rule = match moves_others {
            true => Rule::EnumValueInserted,
            false => Rule::EnumValueAdded,
        };
        changes.push(Change::new(
            rule,
            Line::new(item(variant), pair.name(), Action::Added),
            Line::new(pair.item(&variant.rust), "", Action::Added),
            format!("{}/enum/{index}", pair.pointer()),
        ));
    }
}
