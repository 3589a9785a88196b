//! Final values of enums, and operations that are repeated until one of them is reached.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::fixes::{remove, rewrite};
use super::similar::{certain, did_you_mean};
use crate::document::{At, Index, JSON, Operation, Response, SchemaKind, entries, items};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        if let Some(at) = schema.get("x-final") {
            final_values(index, name, schema, &at, findings);
        }
    }
    for operation in index
        .operations
        .iter()
        .filter(|operation| !operation.is_callback())
    {
        if let Some(at) = operation.at.get("x-waiter") {
            waiter(index, operation, &at, findings);
        }
    }
}

fn final_values(
    index: &Index<'_>,
    name: &str,
    schema: &At<'_>,
    at: &At<'_>,
    findings: &mut Findings,
) {
    let wrong = match SchemaKind::of(schema.node) {
        SchemaKind::Enum if index.usage.is_received(name) => None,
        SchemaKind::Enum => Some("`x-final` of an enum that only requests use"),
        SchemaKind::Plain | SchemaKind::Text | SchemaKind::Format => {
            Some("`x-final` without `enum`")
        }
        // Misplaced, which is reported as such.
        _ => return,
    };
    if let Some(message) = wrong {
        findings.key_error(
            "final-values",
            at,
            message,
            "remove it: it lists the final values of an enum that responses carry",
        );
        return;
    }
    let values: Vec<&str> = items(schema.get("enum"))
        .filter_map(|value| value.as_str())
        .collect();
    let known = known_values(name, &values, at, findings);
    if at.items().next().is_none() {
        findings.key_error(
            "final-values",
            at,
            "no value is final",
            "list the values that nothing follows, or remove `x-final`",
        );
    } else if known == values.len() {
        findings.key_error(
            "final-values",
            at,
            "every value is final",
            "list only the values that nothing follows, or remove `x-final`",
        );
    }
}

/// Checks each listed value, and counts the different ones that the enum has.
fn known_values(name: &str, values: &[&str], at: &At<'_>, findings: &mut Findings) -> usize {
    let mut seen = BTreeSet::new();
    for item in at.items() {
        let Some(value) = item.as_str() else { continue };
        if !values.contains(&value) {
            findings.error(
                "final-values",
                &item,
                format!("{} has no value {}", show(name), show(value)),
                did_you_mean(value, values.iter().copied(), "name a value of `enum`"),
            );
            findings.fix(certain(value, values.iter().copied()).map(|it| rewrite(&item, it)));
        } else if !seen.insert(value) {
            findings.error(
                "final-values",
                &item,
                format!("{} is listed twice", show(value)),
                "remove one of the two",
            );
            findings.fix(remove(&item));
        }
    }
    seen.len()
}

fn waiter(index: &Index<'_>, operation: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let response = operation
        .successes()
        .flat_map(Response::contents)
        .find(|(name, _)| *name == JSON)
        .and_then(|(_, media)| media.get("schema"))
        .and_then(|schema| index.resolve(&schema));
    let is_fetch = operation.method == "get" && !operation.at.has("x-pagination");
    let Some(response) = response.filter(|_| is_fetch) else {
        findings.key_error(
            "waiter",
            at,
            "only a GET operation that returns one JSON object can be waited for",
            "write `x-waiter` at the operation that fetches the object",
        );
        return;
    };
    let Some(text) = at.as_str() else { return };
    let properties: Vec<(&str, At<'_>)> = entries(response.get("properties")).collect();
    let Some((_, property)) = properties.iter().find(|(name, _)| *name == text) else {
        findings.error(
            "waiter",
            at,
            format!("the response has no property {}", show(text)),
            did_you_mean(
                text,
                properties.iter().map(|(name, _)| *name),
                "name the property with the status of the object",
            ),
        );
        let names = properties.iter().map(|(name, _)| *name);
        findings.fix(certain(text, names).map(|it| rewrite(at, it)));
        return;
    };
    let always = items(response.get("required")).any(|required| required.as_str() == Some(text));
    if !always || property.is_true("nullable") {
        findings.error(
            "waiter",
            at,
            format!("{} may be missing or null", show(text)),
            "name a required property that is never null",
        );
        return;
    }
    status(index, text, property, at, findings);
}

/// The property that is waited for: an enum with final values.
fn status(index: &Index<'_>, name: &str, property: &At<'_>, at: &At<'_>, findings: &mut Findings) {
    let target = index.resolve(property);
    let is_enum = |target: &At<'_>| SchemaKind::of(target.node) == SchemaKind::Enum;
    if !target.as_ref().is_some_and(is_enum) {
        findings.error(
            "waiter",
            at,
            format!("{} is not an enum", show(name)),
            "name the property with the status of the object",
        );
    } else if !target.is_some_and(|target| target.has("x-final")) {
        findings.error(
            "waiter",
            at,
            format!("no value of {} is final", show(name)),
            "list the values that nothing follows under `x-final` of its component",
        );
    }
}
