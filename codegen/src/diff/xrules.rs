//! Rules between the parameters of an operation.

use super::change::{Action, Change, Line};
use super::fields::reworded;
use super::rule::Rule;
use crate::document::join;
use crate::model::{self, Operation, Relation};

/// Compares the rules of an operation.
pub(super) fn compare(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let list = |operation: &Operation| -> Vec<(String, String)> {
        let rules = operation.body.iter().flat_map(|body| &body.rules);
        rules
            .map(|rule| (rule_name(rule), rule.reason.clone()))
            .collect()
    };
    let here = new.body.as_ref().map_or_else(
        || new.pointer(),
        |body| {
            let component = join("/components/schemas", &body.component);
            format!("{component}/x-rules")
        },
    );
    let (before, after) = (list(old), list(new));
    let send = format!("`{}::send`", new.rust);
    for (name, reason) in &before {
        match after.iter().find(|(it, _)| it == name) {
            None => changes.push(Change::new(
                Rule::ParameterRuleRemoved,
                Line::new(format!("rule that {name}"), &new.id, Action::Removed),
                Line::new(format!("check that {name}"), &send, Action::Removed),
                here.clone(),
            )),
            Some((_, now)) if now != reason => changes.push(reworded(
                Rule::ParameterRuleReasonChanged,
                format!("reason that {name}"),
                &new.id,
                &send,
                here.clone(),
            )),
            Some(_) => {}
        }
    }
    for (name, _) in &after {
        if !before.iter().any(|(it, _)| it == name) {
            changes.push(Change::new(
                Rule::ParameterRuleAdded,
                Line::new(format!("rule that {name}"), &new.id, Action::Added),
                Line::new(format!("check that {name}"), &send, Action::Added),
                here.clone(),
            ));
        }
    }
}

fn rule_name(rule: &model::Rule) -> String {
    let relation = match rule.relation {
        Relation::Requires => "needs",
        Relation::Excludes => "excludes",
    };
    format!("`{}` {relation} `{}`", rule.parameter, rule.other)
}
