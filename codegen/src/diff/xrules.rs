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
        for name in [&mut rule.parameter, &mut rule.other] {
            if let Some((_, now)) = renamed.iter().find(|(field, _)| field.wire == *name) {
                name.clone_from(&now.wire);
            }
        }
    }
    let here = pointer(new, "x-rules");
    for rule in &before {
        match after.iter().find(|it| rule_name(it) == rule_name(rule)) {
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
        if !before.iter().any(|it| rule_name(it) == rule_name(rule)) {
            changes.push(one(new, rule, Action::Added, &here));
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

/// The method that checks the rule.
fn method(operation: &Operation, rule: &model::Rule) -> String {
    let method = match rule.relation {
        Relation::Requires | Relation::Excludes => "send",
        Relation::Expects => "warnings",
    };
    format!("`{}::{method}`", operation.rust)
}

/// A rule that was added or removed.
fn one(operation: &Operation, rule: &model::Rule, action: Action, here: &str) -> Change {
    let name = rule_name(rule);
    let is_added = action == Action::Added;
    let reported = match (rule.relation, is_added) {
        (Relation::Expects, true) => Rule::ParameterWarningAdded,
        (Relation::Expects, false) => Rule::ParameterWarningRemoved,
        (_, true) => Rule::ParameterRuleAdded,
        (_, false) => Rule::ParameterRuleRemoved,
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
    format!("`{}` {relation} `{}`", rule.parameter, rule.other)
}
