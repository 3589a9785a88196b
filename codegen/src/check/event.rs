//! Events of callbacks: which values of a property report which event.

use super::callback::forms_with;
use super::findings::Findings;
use super::fixes::{rename, rewrite};
use super::similar::{declared, suggestion};
use crate::document::{At, Index, SchemaKind, entries, items};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "event";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (schema, at) in forms_with(index, "x-event", RULE, findings) {
        let events = events(index, &at, findings);
        let Some(values) = property(index, &schema, &at, findings) else {
            continue;
        };
        mapping(index, &at, &values, events.as_deref(), findings);
    }
}

/// The values of the enum of events.
fn events<'d>(index: &Index<'d>, at: &At<'d>, findings: &mut Findings) -> Option<Vec<&'d str>> {
    let name = at.get("enum")?;
    let text = name.as_str()?;
    let enums = || {
        index
            .schemas
            .iter()
            .filter(|(_, schema)| SchemaKind::of(schema.node) == SchemaKind::Enum)
    };
    let found = enums().find(|(component, _)| *component == text);
    if found.is_none() {
        findings.error(
            RULE,
            &name,
            format!("the document has no enum {}", show(text)),
            suggestion(
                index,
                text,
                enums().map(|(component, _)| component),
                "name the component whose values are the events",
            ),
        );
        let names = enums().map(|(component, _)| component);
        findings.fix(declared(index, text, names).map(|it| rewrite(&name, it)));
    }
    found.map(|(_, schema)| values(schema))
}

/// The values of the enum that the property holds.
fn property<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    at: &At<'d>,
    findings: &mut Findings,
) -> Option<Vec<&'d str>> {
    let name = at.get("property")?;
    let text = name.as_str()?;
    let properties: Vec<(&str, At<'_>)> = entries(schema.get("properties")).collect();
    let Some((_, property)) = properties.iter().find(|(property, _)| *property == text) else {
        findings.error(
            RULE,
            &name,
            format!("the callback has no property {}", show(text)),
            suggestion(
                index,
                text,
                properties.iter().map(|(name, _)| *name),
                "name a property of this schema",
            ),
        );
        let names = properties.iter().map(|(name, _)| *name);
        findings.fix(declared(index, text, names).map(|it| rewrite(&name, it)));
        return None;
    };
    let target = index
        .resolve(property)
        .filter(|target| SchemaKind::of(target.node) == SchemaKind::Enum);
    if target.is_none() {
        findings.error(
            RULE,
            &name,
            format!("{} is not an enum", show(text)),
            "name the property whose values report the events",
        );
    }
    target.map(|target| values(&target))
}

fn mapping(
    index: &Index<'_>,
    at: &At<'_>,
    values: &[&str],
    events: Option<&[&str]>,
    findings: &mut Findings,
) {
    for (value, event) in entries(at.get("values")) {
        if !values.contains(&value) {
            findings.key_error(
                RULE,
                &event,
                format!("the property has no value {}", show(value)),
                suggestion(
                    index,
                    value,
                    values.iter().copied(),
                    "move values that are not in its enum to `others`",
                ),
            );
            findings.fix(
                declared(index, value, values.iter().copied()).and_then(|it| rename(&event, it)),
            );
        }
    }
    for (value, event) in entries(at.get("others")) {
        if values.contains(&value) {
            findings.key_error(
                RULE,
                &event,
                format!("{} is a value of the property", show(value)),
                "move it to `values`: `others` is for values that are not in its enum",
            );
        }
    }
    let mapped = entries(at.get("values")).chain(entries(at.get("others")));
    for (_, event) in mapped {
        let (Some(text), Some(events)) = (event.as_str(), events) else {
            continue;
        };
        if !events.contains(&text) {
            findings.error(
                RULE,
                &event,
                format!("the enum has no event {}", show(text)),
                suggestion(
                    index,
                    text,
                    events.iter().copied(),
                    "write one of its values",
                ),
            );
            findings
                .fix(declared(index, text, events.iter().copied()).map(|it| rewrite(&event, it)));
        }
    }
    if let Some(values) = at.get("values")
        && values.entries().next().is_none()
    {
        findings.key_error(
            RULE,
            &values,
            "no value is mapped to an event",
            "map values of the property to events:\n  values:\n    in-progress: answered",
        );
    }
}

fn values<'d>(schema: &At<'d>) -> Vec<&'d str> {
    items(schema.get("enum"))
        .filter_map(|value| value.as_str())
        .collect()
}
