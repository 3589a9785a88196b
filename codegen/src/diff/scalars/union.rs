//! Choices of unions.

use super::pair::{Pair, Rules};
use crate::diff::change::{Action, Change, Line};
use crate::diff::rule::Rule;
use crate::pattern::relation::Relation;

const MEMBERS: Rules = Rules {
    same: Rule::UnionMemberAdded,
    narrower: Rule::UnionMemberRemoved,
    wider: Rule::UnionMemberAdded,
    wider_in_responses: Rule::UnionMemberAddedInResponses,
};

/// Compares the choices of two unions.
pub(super) fn compare(pair: &Pair<'_>, old: &[String], new: &[String], changes: &mut Vec<Change>) {
    let renamed: Vec<String> = old.iter().map(|it| current_name(pair, it)).collect();
    for (member, now) in old.iter().zip(&renamed) {
        if !new.contains(now) {
            changes.push(Change::new(
                Rule::UnionMemberRemoved,
                Line::new(format!("choice `{member}`"), pair.name(), Action::Removed),
                Line::new(pair.item(member), "", Action::Removed),
                format!("{}/oneOf", pair.pointer()),
            ));
        } else if member != now {
            changes.push(Change::in_rust(
                Rule::UnionVariantRenamed,
                Line::turned("a variant", "renamed", pair.item(member), pair.item(now)),
                format!("{}/oneOf", pair.pointer()),
            ));
        }
    }
    for member in new {
        if !renamed.contains(member) {
            let change = pair.admitted(
                &MEMBERS,
                Relation::Wider,
                Line::new(format!("choice `{member}`"), pair.name(), Action::Added),
                Line::new(pair.item(member), "", Action::Added),
            );
            changes.push(change.at(format!("{}/oneOf", pair.pointer())));
        }
    }
    changes.extend(pair.order(Rule::UnionMembersReordered, &renamed, new, "choices"));
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
