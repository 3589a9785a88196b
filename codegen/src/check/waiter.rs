//! Operations that are repeated until a status is final.

use super::findings::Findings;
use super::fixes::rewrite;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, JSON, Operation, SchemaKind, entries, items};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
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

fn waiter(index: &Index<'_>, operation: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let response = operation
        .success_schema(JSON)
        .and_then(|schema| index.resolve(&schema));
    let is_fetch = operation.method == "get" && !operation.at.has("x-pagination");
    let Some(response) = response.filter(|_| is_fetch) else {
        findings.key_error(
            "waiter",
            at,
            "only a GET operation that returns one JSON object can be waited for",
            "move `x-waiter` to the operation that fetches the object",
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
            suggestion(
                index,
                text,
                properties.iter().map(|(name, _)| *name),
                "name the property with the object's status",
            ),
        );
        let names = properties.iter().map(|(name, _)| *name);
        findings.fix(declared(index, text, names).map(|it| rewrite(at, it)));
        return;
    };
    let always = items(response.get("required")).any(|required| required.as_str() == Some(text));
    if !always || property.is_true("nullable") {
        findings.error(
            "waiter",
            at,
            format!("the property {} may be missing or null", show(text)),
            "name a required property that is never null",
        );
        return;
    }
    status(index, text, property, at, findings);
}

/// Checks the property that is polled: an enum with final values.
fn status(index: &Index<'_>, name: &str, property: &At<'_>, at: &At<'_>, findings: &mut Findings) {
    let target = index.resolve(property);
    let is_enum = |target: &At<'_>| SchemaKind::of(target.node) == SchemaKind::Enum;
    if !target.as_ref().is_some_and(is_enum) {
        findings.error(
            "waiter",
            at,
            format!("{} is not an enum", show(name)),
            "name the property with the object's status",
        );
    } else if !target.is_some_and(|target| target.has("x-final")) {
        findings.error(
            "waiter",
            at,
            format!("the enum of {} has no final values", show(name)),
            "list the final values under `x-final` of its component",
        );
    }
}
