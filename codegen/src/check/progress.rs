//! Callbacks and fetched objects that report the progress of the same resource.

use super::callback::forms_with;
use super::findings::Findings;
use super::similar::did_you_mean;
use crate::document::{At, Index, JSON, Operation, SchemaKind, entries, items};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "progress";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (schema, at) in forms_with(index, "x-progress", RULE, findings) {
        let statuses = status(index, &schema, &at, findings);
        number(index, &schema, &at, findings);
        let Some(fetched) = fetched(index, &at, findings) else {
            continue;
        };
        if let Some(statuses) = statuses {
            related(index, statuses, fetched, &at, findings);
        }
    }
}

/// The component of the status property: an enum with final values.
fn status<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    at: &At<'d>,
    findings: &mut Findings,
) -> Option<&'d str> {
    let (name, property) = property(schema, at, "status", findings)?;
    let text = name.as_str().unwrap_or_default();
    let is_required = items(schema.get("required")).any(|required| required.as_str() == Some(text));
    let target = index.resolve(&property);
    let problem = match target {
        _ if !is_required => Some((
            format!("the property {} may be missing", show(text)),
            "name a required property",
        )),
        Some(target) if SchemaKind::of(target.node) == SchemaKind::Enum => (!target.has("x-final"))
            .then(|| {
                (
                    format!("the enum of {} has no final values", show(text)),
                    "list the final values under `x-final` of its component",
                )
            }),
        _ => Some((
            format!("{} is not an enum", show(text)),
            "name the property with the status",
        )),
    };
    if let Some((message, help)) = problem {
        findings.error(RULE, &name, message, help);
        return None;
    }
    index.target(&property)
}

/// Checks the property that numbers the events.
fn number(index: &Index<'_>, schema: &At<'_>, at: &At<'_>, findings: &mut Findings) {
    let Some((name, property)) = property(schema, at, "number", findings) else {
        return;
    };
    let target = index.resolve(&property);
    if target.and_then(|target| target.get_str("format")) != Some("uint64") {
        findings.error(
            RULE,
            &name,
            "`number` does not name an integer",
            "name the property with `format: uint64` that numbers the events",
        );
    }
}

/// The component of the status of the object that an operation with `x-waiter` fetches.
fn fetched<'d>(index: &Index<'d>, at: &At<'d>, findings: &mut Findings) -> Option<&'d str> {
    let name = at.get("waiter")?;
    let text = name.as_str()?;
    let waiters = || {
        let operations = index.operations.iter();
        operations.filter(|operation| !operation.is_callback() && operation.at.has("x-waiter"))
    };
    let Some(operation) = waiters().find(|operation| operation.id() == Some(text)) else {
        findings.error(
            RULE,
            &name,
            format!(
                "the document has no operation {} with `x-waiter`",
                show(text)
            ),
            did_you_mean(
                text,
                waiters().filter_map(Operation::id),
                "name the operation that fetches the same status",
            ),
        );
        return None;
    };
    // Errors in it are reported there.
    let schema = operation.success_schema(JSON)?;
    let status = operation.at.get_str("x-waiter")?;
    let object = index.resolve(&schema)?;
    let status = object.get("properties")?.get(status)?;
    let target = index.resolve(&status)?;
    let is_enum = SchemaKind::of(target.node) == SchemaKind::Enum;
    is_enum.then(|| index.target(&status))?
}

/// Checks that a fetched status converts into a status of the callback.
fn related(index: &Index<'_>, statuses: &str, fetched: &str, at: &At<'_>, findings: &mut Findings) {
    let extended = (index.schemas.get(statuses)).and_then(|schema| schema.get_str("x-extends"));
    // An `x-extends` that names no other enum is reported by the rule about it.
    let is_enum = |it: &At<'_>| SchemaKind::of(it.node) == SchemaKind::Enum;
    let is_extendable =
        |name: &str| name != statuses && index.schemas.get(name).is_some_and(is_enum);
    if statuses != fetched && extended.is_none_or(|it| it != fetched && is_extendable(it)) {
        findings.key_error(
            RULE,
            at,
            format!(
                "{} is not {} and does not extend it",
                show(statuses),
                show(fetched)
            ),
            format!("add `x-extends: {fetched}` to {}", show(statuses)),
        );
    }
}

fn property<'d>(
    schema: &At<'d>,
    at: &At<'d>,
    key: &str,
    findings: &mut Findings,
) -> Option<(At<'d>, At<'d>)> {
    let name = at.get(key)?;
    let text = name.as_str()?;
    let properties: Vec<(&str, At<'_>)> = entries(schema.get("properties")).collect();
    let found = properties.iter().find(|(property, _)| *property == text);
    if found.is_none() {
        findings.error(
            RULE,
            &name,
            format!("the callback has no property {}", show(text)),
            did_you_mean(
                text,
                properties.iter().map(|(name, _)| *name),
                "name a property of this schema",
            ),
        );
    }
    let (_, property) = found?;
    Some((name, property.clone()))
}
