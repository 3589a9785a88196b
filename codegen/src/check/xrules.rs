//! Rules between the fields of a form: one requires another, has no effect without it, or excludes it.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::fixes::rewrite;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, Relation, Rule, SchemaKind, entries, items};
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
        for key in ["parameter", "requires", "excludes", "expects"] {
            let Some(at) = item.get(key) else { continue };
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
    let mut known: BTreeMap<(&str, &str), Relation> = BTreeMap::new();
    for rule in Rule::of(schema) {
        let (a, b) = (rule.parameter, rule.other);
        let problem = if a == b {
            Some("a field cannot require or exclude itself".to_owned())
        } else if required.contains(&b) {
            Some(match rule.relation {
                Relation::Requires | Relation::Expects => {
                    format!("{} is always present", show(b))
                }
                Relation::Excludes => {
                    format!("{} is required, so {} can never be set", show(b), show(a))
                }
            })
        } else if required.contains(&a) {
            Some(match rule.relation {
                Relation::Requires | Relation::Expects => {
                    format!(
                        "{} is required, so {} has to be required, too",
                        show(a),
                        show(b)
                    )
                }
                Relation::Excludes => {
                    format!("{} is required, so {} can never be set", show(a), show(b))
                }
            })
        } else {
            match (known.get(&(a, b)), known.get(&(b, a)), rule.relation) {
                (Some(it), _, Relation::Excludes) | (_, Some(it), Relation::Excludes)
                    if *it != Relation::Excludes =>
                {
                    Some(both(a, b))
                }
                (Some(Relation::Excludes), _, it) | (_, Some(Relation::Excludes), it)
                    if it != Relation::Excludes =>
                {
                    Some(both(a, b))
                }
                (Some(_), _, _) | (_, Some(Relation::Excludes), _) => {
                    Some("the rule is listed twice".to_owned())
                }
                _ => None,
            }
        };
        if let Some(message) = problem {
            findings.error(
                "rules",
                &rule.at,
                message,
                "remove the rule, or correct its names",
            );
        }
        known.insert((a, b), rule.relation);
    }
}

fn both(a: &str, b: &str) -> String {
    format!(
        "{} and {} both require and exclude each other",
        show(a),
        show(b)
    )
}
