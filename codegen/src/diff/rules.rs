//! Rules between the parameters of an operation.

use super::change::{Action, Change, Class, Line};
use super::fields::reworded;
use crate::document::join;
use crate::model::{Operation, Relation, Rule};

/// Compares the rules of an operation.
pub(super) fn compare(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let (before, after) = (rules(old), rules(new));
    let here = pointer(new, "x-rules");
    for rule in &before {
        match after.iter().find(|it| rule_name(it) == rule_name(rule)) {
            None => changes.push(one(new, rule, Action::Removed, &here)),
            Some(now) if now.reason != rule.reason => changes.push(reworded(
                format!("reason that {}", rule_name(rule)),
                &new.id,
                &method(new, rule),
                here.clone(),
            )),
            Some(_) => {}
        }
    }
    for rule in &after {
        if !before.iter().any(|it| rule_name(it) == rule_name(rule)) {
            changes.push(one(new, rule, Action::Added, &here));
        }
    }
    emptiness(old, new, changes);
}

/// Compares whether a request without any parameter is rejected.
fn emptiness(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    const NAME: &str = "at least one parameter is given";
    let needs = |operation: &Operation| operation.body.as_ref().is_some_and(|it| it.not_empty);
    let (action, class, why) = match (needs(old), needs(new)) {
        (false, true) => (Action::Added, Class::Breaking, REJECTED),
        (true, false) => (Action::Removed, Class::Compatible, ""),
        _ => return,
    };
    let send = format!("`{}::send`", new.rust);
    changes.push(Change::new(
        class,
        Line::new(format!("rule that {NAME}"), &new.id, action.clone()),
        Line::new(format!("check that {NAME}"), send, action),
        why,
        pointer(new, "minProperties"),
    ));
}

const REJECTED: &str = "requests that could be sent are rejected";

fn rules(operation: &Operation) -> Vec<&Rule> {
    let body = operation.body.iter();
    body.flat_map(|body| &body.rules).collect()
}

/// The pointer to a keyword of the body.
fn pointer(operation: &Operation, keyword: &str) -> String {
    operation.body.as_ref().map_or_else(
        || operation.pointer(),
        |body| {
            let component = join("/components/schemas", &body.component);
            format!("{component}/{keyword}")
        },
    )
}

/// The method that looks at the rule.
fn method(operation: &Operation, rule: &Rule) -> String {
    let method = match rule.relation {
        Relation::Requires | Relation::Excludes => "send",
        Relation::Expects => "warnings",
    };
    format!("`{}::{method}`", operation.rust)
}

/// A rule that was added or removed.
fn one(operation: &Operation, rule: &Rule, action: Action, here: &str) -> Change {
    let name = rule_name(rule);
    let (class, why) = if action == Action::Added && rule.relation != Relation::Expects {
        (Class::Breaking, REJECTED)
    } else {
        (Class::Compatible, "")
    };
    Change::new(
        class,
        Line::new(format!("rule that {name}"), &operation.id, action.clone()),
        Line::new(
            format!("check that {name}"),
            method(operation, rule),
            action,
        ),
        why,
        here,
    )
}

fn rule_name(rule: &Rule) -> String {
    let relation = rule.relation.verb();
    format!("`{}` {relation} `{}`", rule.parameter, rule.other)
}
