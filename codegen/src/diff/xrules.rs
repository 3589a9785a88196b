//! Rules between the parameters of an operation.

use super::change::{Action, Change, Line};
use super::context::Context;
use super::fields::reworded;
use super::renames;
use super::rule::Rule;
use crate::document::join;
use crate::model::{self, Field, Operation, Relation};

/// Compares the rules of an operation. A rule about a renamed parameter is the same rule under the new name.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Operation,
    new: &Operation,
    changes: &mut Vec<Change>,
) {
    let (mut before, after) = (rules(old), rules(new));
    let renamed = renames::fields(context, fields(old), fields(new)).renamed;
    for rule in &mut before {
        for name in std::iter::once(&mut rule.parameter).chain(&mut rule.others) {
            if let Some((_, now)) = renamed.iter().find(|(field, _)| field.wire == *name) {
                name.clone_from(&now.wire);
            }
        }
    }
    let here = pointer(new, "x-rules");
    for rule in &before {
        match after.iter().find(|it| rule_name(it) == rule_name(rule)) {
            None if after.iter().any(|it| replaces(it, rule)) => {}
            None => changes.push(one(new, rule, Action::Removed, &here)),
            Some(now) if now.reason != rule.reason => changes.push(
                reworded(
                    Rule::ParameterRuleReasonChanged,
                    format!("reason that {}", rule_name(rule)),
                    &new.id,
                    &method(new, rule),
                    here.clone(),
                )
                .about(&rule.parameter),
            ),
            Some(_) => {}
        }
    }
    for rule in &after {
        if before.iter().any(|it| rule_name(it) == rule_name(rule)) {
            continue;
        }
        match before.iter().find(|it| replaces(rule, it)) {
            Some(old) => changes.push(replaced(new, old, rule, &here)),
            None => changes.push(one(new, rule, Action::Added, &here)),
        }
    }
    emptiness(old, new, changes);
}

/// Compares whether a request without any parameters is rejected.
fn emptiness(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    const NAME: &str = "at least one parameter is given";
    let needs = |operation: &Operation| operation.body.as_ref().is_some_and(|it| it.not_empty);
    let (action, rule) = match (needs(old), needs(new)) {
        (false, true) => (Action::Added, Rule::EmptyRequestRejected),
        (true, false) => (Action::Removed, Rule::EmptyRequestAccepted),
        _ => return,
    };
    let send = format!("`{}::send`", new.rust);
    changes.push(Change::new(
        rule,
        Line::new(format!("rule that {NAME}"), &new.id, action.clone()),
        Line::new(format!("check that {NAME}"), send, action),
        pointer(new, "minProperties"),
    ));
}

fn rules(operation: &Operation) -> Vec<model::Rule> {
    let body = operation.body.iter();
    body.flat_map(|body| body.rules.clone()).collect()
}

fn fields(operation: &Operation) -> &[Field] {
    operation.body.as_ref().map_or(&[], |body| &body.fields)
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

/// Whether a rule is another one with other alternatives.
fn replaces(new: &model::Rule, old: &model::Rule) -> bool {
    let is_alternative = |rule: &model::Rule| rule.relation == Relation::Unless;
    is_alternative(new) && is_alternative(old) && new.parameter == old.parameter
}

/// A rule whose alternatives changed. With more of them, fewer requests are rejected.
fn replaced(operation: &Operation, old: &model::Rule, new: &model::Rule, here: &str) -> Change {
    let keeps_all = old.others.iter().all(|it| new.others.contains(it));
    let rule = if keeps_all {
        Rule::ParameterRuleRemoved
    } else {
        Rule::ParameterRuleAdded
    };
    let action = || Action::changed(names(old), names(new));
    let what = format!("alternatives to `{}`", new.parameter);
    Change::new(
        rule,
        Line::new(what.clone(), &operation.id, action()),
        Line::new(what, method(operation, new), action()),
        here,
    )
    .about(&new.parameter)
}

/// The method that checks the rule.
fn method(operation: &Operation, rule: &model::Rule) -> String {
    let method = if rule.relation.rejects() {
        "send"
    } else {
        "warnings"
    };
    format!("`{}::{method}`", operation.rust)
}

/// A rule that was added or removed.
fn one(operation: &Operation, rule: &model::Rule, action: Action, here: &str) -> Change {
    let name = rule_name(rule);
    let is_added = action == Action::Added;
    let reported = match (rule.relation.rejects(), is_added) {
        (false, true) => Rule::ParameterWarningAdded,
        (false, false) => Rule::ParameterWarningRemoved,
        (true, true) => Rule::ParameterRuleAdded,
        (true, false) => Rule::ParameterRuleRemoved,
    };
    Change::new(
        reported,
        Line::new(format!("rule that {name}"), &operation.id, action.clone()),
        Line::new(
            format!("check that {name}"),
            method(operation, rule),
            action,
        ),
        here,
    )
    .about(&rule.parameter)
}

fn rule_name(rule: &model::Rule) -> String {
    let relation = rule.relation.verb();
    format!("`{}` {relation} {}", rule.parameter, names(rule))
}

fn names(rule: &model::Rule) -> String {
    let names = rule.others.iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}
