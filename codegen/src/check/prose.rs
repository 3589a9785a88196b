//! Descriptions: they become rustdoc, so they must exist and render safely.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::fixes::remove;
use crate::document::{At, Index, SchemaKind, entries};
use crate::finding::show;
use crate::markdown::{self, Problem};

/// The rule about missing and empty descriptions.
const MISSING: &str = "missing-description";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    presence(index, findings);
    let missing = findings.0.iter().filter(|it| it.rule == MISSING);
    let reported: BTreeSet<String> = missing.map(|it| it.pointer.clone()).collect();
    let mut queue = vec![index.root.clone()];
    while let Some(at) = queue.pop() {
        for (key, member) in at.entries() {
            match key {
                // These contain values, not descriptions.
                "example" | "examples" | "default" | "enum" => continue,
                "description" | "summary" => {
                    not_empty(&member, key, &reported, findings);
                    markup(&member, markdown::problem, findings);
                }
                "reason" => markup(&member, markdown::paragraph_problem, findings),
                "title" => markup(&member, markdown::line_problem, findings),
                "x-enum-descriptions" => {
                    let described = member.entries();
                    described.for_each(|(_, at)| markup(&at, markdown::problem, findings));
                    continue;
                }
                // Their keys are names, which may well be `example`.
                "properties" | "schemas" | "responses" | "parameters" | "callbacks" => {
                    queue.extend(member.entries().map(|(_, at)| at));
                    queue.extend(member.items());
                    continue;
                }
                _ => {}
            }
            queue.push(member);
        }
        queue.extend(at.items());
    }
}

fn presence(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        described(
            schema,
            &["description"],
            || format!("the component {}", show(name)),
            findings,
        );
        for (name, property) in entries(schema.get("properties")) {
            // A bare reference inherits the description of its component.
            let is_reference = SchemaKind::of(property.node) == SchemaKind::Reference;
            if is_reference && !index.document.is_lenient()
                || matches!(
                    SchemaKind::of(property.node),
                    SchemaKind::Boolean | SchemaKind::Array
                )
            {
                described(
                    &property,
                    &["description"],
                    || format!("the property {}", show(name)),
                    findings,
                );
            }
        }
        for (value, at) in entries(schema.get("x-enum-descriptions")) {
            if at.as_str().is_some_and(|text| text.trim().is_empty()) {
                findings.error(
                    MISSING,
                    &at,
                    format!("the value {} has no description", show(value)),
                    "write a sentence",
                );
            }
        }
    }
    for operation in &index.operations {
        described(
            &operation.at,
            &["description", "summary"],
            || format!("the operation {}", show(&operation.name())),
            findings,
        );
    }
    for parameter in index.parameter_definitions() {
        let name = parameter.get_str("name").unwrap_or_default();
        described(
            &parameter,
            &["description"],
            || format!("the parameter {}", show(name)),
            findings,
        );
    }
}

fn described(at: &At<'_>, keys: &[&str], what: impl Fn() -> String, findings: &mut Findings) {
    if at.has("$ref") {
        return;
    }
    let present = keys.iter().any(|key| {
        at.get(key)
            .is_some_and(|text| text.as_str().is_none_or(|text| !text.trim().is_empty()))
    });
    if !present {
        findings.error(
            MISSING,
            at,
            format!("{} has no description", what()),
            "add `description`; it becomes the documentation",
        );
    }
}

/// Reports an empty description, unless it is already `reported` as missing at the enclosing object.
fn not_empty(at: &At<'_>, key: &str, reported: &BTreeSet<String>, findings: &mut Findings) {
    let around = at.pointer.strip_suffix(key);
    let around = around.and_then(|it| it.strip_suffix('/'));
    let is_reported = around.is_some_and(|it| reported.contains(it));
    if !is_reported && at.as_str().is_some_and(|text| text.trim().is_empty()) {
        findings.error(
            MISSING,
            at,
            format!("{} is empty", show(key)),
            "write a sentence, or remove it if it is optional",
        );
        findings.fix(remove(at));
    }
}

/// Reports Markdown that rustdoc would warn about, copy into the page as HTML, or run as code.
fn markup(at: &At<'_>, judge: fn(&str) -> Option<Problem>, findings: &mut Findings) {
    if let Some(Problem { message, help }) = at.as_str().and_then(judge) {
        findings.error("description-markup", at, message, help);
    }
}
