//! Choices of unions.

use super::pair::{Pair, Rules};
use super::string;
use crate::diff::change::{Action, Change, Line};
use crate::diff::rule::Rule;
use crate::model::Model;
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
    let choice = |at: usize| format!("{}/oneOf/{at}", pair.pointer());
    for (at, (member, now)) in old.iter().zip(&renamed).enumerate() {
        if !new.contains(now) {
            changes.push(Change::new(
                Rule::UnionMemberRemoved,
                Line::new(format!("member `{member}`"), pair.name(), Action::Removed),
                Line::new(pair.item(member), "", Action::Removed),
                choice(at),
            ));
        } else if member != now {
            let variant = Line::turned("a variant", "renamed", pair.item(member), pair.item(now));
            let here = pair.keyword("oneOf");
            let renamed = Change::in_rust(Rule::UnionVariantRenamed, variant, here);
            changes.push(match component(pair.context.new.model, now) {
                Some(component) => renamed.about(component),
                None => renamed,
            });
        }
    }
    for (at, member) in new.iter().enumerate() {
        if !renamed.contains(member) {
            let change = pair.admitted(
                &MEMBERS,
                Relation::Wider,
                Line::new(format!("member `{member}`"), pair.name(), Action::Added),
                Line::new(pair.item(member), "", Action::Added),
            );
            changes.push(change.at(choice(at)));
        }
    }
    let winners = winners(pair, &renamed, new);
    if winners.is_empty() {
        let order = pair.order(Rule::UnionMembersReordered, &renamed, new, "members");
        changes.extend(order.map(|it| it.at(pair.keyword("oneOf"))));
    }
    changes.extend(winners);
}

/// Members that changed places and overlap: some strings are now parsed as the other member.
fn winners(pair: &Pair<'_>, old: &[String], new: &[String]) -> Vec<Change> {
    let place = |list: &[String], name: &String| list.iter().position(|it| it == name);
    let kept: Vec<&String> = old.iter().filter(|it| new.contains(it)).collect();
    let mut winners = Vec::new();
    for (at, first) in kept.iter().enumerate() {
        for second in kept.iter().skip(at + 1) {
            if place(new, first) > place(new, second) && overlap(pair, first, second) {
                let (low, high) = (first.min(second), first.max(second));
                let union = &pair.new.rust;
                let what =
                    format!("variant of `{union}` for strings that fit both `{low}` and `{high}`");
                let rust = Line::changed(what, pair.item(first), pair.item(second));
                let here = pair.keyword("oneOf");
                winners.push(Change::in_rust(Rule::UnionWinnerChanged, rust, here));
            }
        }
    }
    winners
}

/// Whether some string matches both members.
fn overlap(pair: &Pair<'_>, first: &str, second: &str) -> bool {
    let limits = |name: &str| {
        let scalars = &pair.context.new.model.scalars;
        let scalar = scalars.iter().find(|it| it.rust == name)?;
        string::limits(&scalar.kind)
    };
    let (Some(first), Some(second)) = (limits(first), limits(second)) else {
        return false;
    };
    let apart = |short: &string::Limits<'_>, long: &string::Limits<'_>| {
        short.max.zip(long.min).is_some_and(|(max, min)| max < min)
    };
    !apart(&first, &second)
        && !apart(&second, &first)
        && pair.context.overlap(first.pattern, second.pattern)
}

/// The new name of an old type.
fn current_name(pair: &Pair<'_>, member: &str) -> String {
    let (old, new) = (pair.context.old.model, pair.context.new.model);
    let now = component(old, member).map(|it| pair.context.now(it));
    let scalar = now.and_then(|it| new.scalar(it)).map(|it| &it.rust);
    let structure = || Some(&new.structure(now?)?.rust);
    let current = scalar.or_else(structure).cloned();
    current.unwrap_or_else(|| member.to_owned())
}

/// The component of a type: a scalar or, in a union of objects, a struct.
fn component<'m>(model: &'m Model, rust: &str) -> Option<&'m str> {
    let scalar = model.scalars.iter().find(|it| it.rust == rust);
    let scalar = scalar.map(|it| it.component.as_str());
    scalar.or_else(|| {
        let structure = model.structs.iter().find(|it| it.rust == rust);
        structure.map(|it| it.component.as_str())
    })
}
