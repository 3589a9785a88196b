//! Choices of unions.

use super::pair::Pair;
use crate::diff::change::{Action, Change, Class, Line};
use crate::pattern::relation::Relation;

/// Compares the choices of two unions.
pub(super) fn compare(pair: &Pair<'_>, old: &[String], new: &[String], changes: &mut Vec<Change>) {
    let renamed: Vec<String> = old.iter().map(|it| current_name(pair, it)).collect();
    for (member, now) in old.iter().zip(&renamed) {
        if !new.contains(now) {
            changes.push(Change::new(
                Class::Breaking,
                Line::new(format!("choice `{member}`"), pair.name(), Action::Removed),
                Line::new(pair.item(member), "", Action::Removed),
                "programs that name the variant no longer compile",
                format!("{}/oneOf", pair.pointer()),
            ));
        } else if member != now {
            changes.push(Change::new(
                Class::Breaking,
                Line::nothing(),
                Line::turned("a variant", "renamed", pair.item(member), pair.item(now)),
                "programs that name the variant no longer compile",
                format!("{}/oneOf", pair.pointer()),
            ));
        }
    }
    for member in new {
        if !renamed.contains(member) {
            let (class, why) = pair.admitted(Relation::Wider);
            changes.push(Change::new(
                class,
                Line::new(format!("choice `{member}`"), pair.name(), Action::Added),
                Line::new(pair.item(member), "", Action::Added),
                why,
                format!("{}/oneOf", pair.pointer()),
            ));
        }
    }
    pair.order(&renamed, new, "choices", changes);
}

/// What a type of the old document is called now.
fn current_name(pair: &Pair<'_>, member: &str) -> String {
    let (old, new) = (pair.context.old.model, pair.context.new.model);
    old.scalars
        .iter()
        .find(|it| it.rust == member)
        .and_then(|it| new.scalar(pair.context.now(&it.component)))
        .map_or_else(|| member.to_owned(), |now| now.rust.clone())
}
