//! Rules between the fields of a form: names that exist, one relation each, and no contradictions.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::fixes::rewrite;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, Relation, Rule, SchemaKind, Value, entries, items};
use crate::finding::{show, show_all};

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        let Some(at) = schema.get("x-rules") else {
            continue;
        };
        if SchemaKind::of(schema.node) != SchemaKind::Object {
            continue;
        }
        let usage = &index.usage;
        let is_body = usage.forms.contains(name) || usage.json_bodies.contains(name);
        if !is_body || usage.in_json_bodies.contains(name) {
            findings.key_error(
                "rules",
                &at,
                "`x-rules` is used with an object that is not a request body",
                "remove it: it only applies to request bodies",
            );
        }
        for item in at.items() {
            completeness(&item, findings);
        }
        fields(index, schema, findings);
        contradictions(schema, findings);
    }
}

fn completeness(at: &At<'_>, findings: &mut Findings) {
    let keywords = || Relation::ALL.into_iter().map(Relation::keyword);
    let has = keywords().filter(|key| at.has(key)).count();
    // A value of another type has its own finding.
    let list = at.get(Relation::Unless.keyword());
    if let Some(list) = list.filter(|it| it.node.value == Value::Array(Vec::new())) {
        findings.error(
            "rules",
            &list,
            "the rule has no alternative, so the field is always required",
            "list the alternatives, or move the field to `required`",
        );
    }
    if has == 1 {
        return;
    }
    let several = if has == 0 { "none" } else { "several" };
    findings.error(
        "rules",
        at,
        format!("the rule has {several} of {}", show_all(keywords())),
        "write one of them:\n  - parameter: StatusCallback\n    requires: Url\n    reason: ...",
    );
}

fn fields(index: &Index<'_>, schema: &At<'_>, findings: &mut Findings) {
    let names: Vec<&str> = entries(schema.get("properties"))
        .map(|(name, _)| name)
        .collect();
    // A form without properties has its own finding.
    if names.is_empty() {
        return;
    }
    for item in items(schema.get("x-rules")) {
        let relations = Relation::ALL.into_iter().map(Relation::keyword);
        let values = relations.filter_map(|key| item.get(key));
        let named = values.flat_map(|at| match at.as_str() {
            Some(_) => vec![at],
            None => at.items().collect(),
        });
        for at in item.get("parameter").into_iter().chain(named) {
            let Some(name) = at.as_str() else { continue };
            if !names.contains(&name) {
                findings.error(
                    "rules",
                    &at,
                    format!("the form has no field {}", show(name)),
                    suggestion(
                        index,
                        name,
                        names.iter().copied(),
                        "name a property of this schema",
                    ),
                );
                findings
                    .fix(declared(index, name, names.iter().copied()).map(|it| rewrite(&at, it)));
            }
        }
    }
}

fn contradictions(schema: &At<'_>, findings: &mut Findings) {
    let required: Vec<&str> = items(schema.get("required"))
        .filter_map(|item| item.as_str())
        .collect();
    let mut known = Known::new();
    for rule in Rule::of(schema) {
        for other in rule.names() {
            let problem = contradiction(&rule, other, &required, &known);
            if let Some(message) = problem {
                findings.error(
                    "rules",
                    &rule.at,
                    message,
                    "remove the rule, or correct its names",
                );
            }
            known.insert((rule.parameter, other), rule.relation);
        }
    }
}

/// The relations of the rules so far, by the two fields.
type Known<'d> = BTreeMap<(&'d str, &'d str), Relation>;

/// Why a rule about this other field contradicts the list of required fields or an earlier rule, or repeats one.
fn contradiction(rule: &Rule<'_>, b: &str, required: &[&str], known: &Known<'_>) -> Option<String> {
    let (a, relation) = (rule.parameter, rule.relation);
    if a == b {
        return Some("a field cannot require or exclude itself".to_owned());
    }
    if required.contains(&b) {
        return Some(match relation {
            Relation::Requires | Relation::Expects | Relation::Unless => {
                format!("{} is always present", show(b))
            }
            Relation::Excludes => never_of_use(b, a),
            Relation::Yields => format!(
                "{} is required, so {} never has an effect",
                show(b),
                show(a)
            ),
        });
    }
    if required.contains(&a) {
        return match relation {
            Relation::Requires | Relation::Expects => Some(format!(
                "{} is required, so {} has to be required, too",
                show(a),
                show(b)
            )),
            Relation::Excludes => Some(never_of_use(a, b)),
            Relation::Unless => Some(format!("{} is always present", show(a))),
            Relation::Yields => None,
        };
    }
    let (same, reverse) = (known.get(&(a, b)), known.get(&(b, a)));
    let has = |it: Option<&Relation>, relations: [Relation; 2]| {
        it.is_some_and(|it| relations.contains(it))
    };
    const TOGETHER: [Relation; 2] = [Relation::Requires, Relation::Expects];
    const APART: [Relation; 2] = [Relation::Excludes, Relation::Yields];
    let opposite = match relation {
        Relation::Requires | Relation::Expects => has(same, APART) || has(reverse, APART),
        Relation::Excludes | Relation::Yields => has(same, TOGETHER) || has(reverse, TOGETHER),
        Relation::Unless => false,
    };
    let repeated = match relation {
        Relation::Requires | Relation::Expects => has(same, TOGETHER),
        Relation::Excludes | Relation::Yields => has(same, APART) || has(reverse, APART),
        Relation::Unless => same == Some(&Relation::Unless),
    };
    if opposite {
        Some(both(a, b))
    } else {
        repeated.then(|| "the rule is listed twice".to_owned())
    }
}

fn never_of_use(required: &str, other: &str) -> String {
    format!(
        "{} is required, so {} can never be set",
        show(required),
        show(other)
    )
}

fn both(a: &str, b: &str) -> String {
    format!(
        "the rules for {} and {} contradict each other",
        show(a),
        show(b)
    )
}
