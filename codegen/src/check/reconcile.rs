//! Operations whose outcome can be determined afterwards, by looking for the created resource in a list.

use super::findings::Findings;
use super::similar::did_you_mean;
use crate::document::{At, Index, JSON, Operation, SchemaKind, entries, items};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "reconcile";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for operation in (index.operations.iter()).filter(|operation| !operation.is_callback()) {
        if let Some(at) = operation.at.get("x-reconcile") {
            reconcile(index, operation, &at, findings);
        }
    }
}

fn reconcile(index: &Index<'_>, operation: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let created = operation
        .success_schema(JSON)
        .and_then(|schema| index.target(&schema));
    let Some(created) = created.filter(|_| operation.method == "post") else {
        findings.key_error(
            RULE,
            at,
            "only a POST operation that returns one JSON object can be reconciled",
            "move `x-reconcile` to the operation that creates the object",
        );
        return;
    };
    exact(index, at, findings);
    amounts(at, findings);
    let Some(list) = list(index, created, at, findings) else {
        return;
    };
    same(operation, list, at, findings);
    let Some(schema) = index.schemas.get(created) else {
        return;
    };
    let properties: Vec<(&str, At<'_>)> = entries(schema.get("properties")).collect();
    moment(index, &properties, at, findings);
    only(index, &properties, at, findings);
}

/// The list operation, whose items are the created resources.
fn list<'i, 'd>(
    index: &'i Index<'d>,
    created: &str,
    at: &At<'_>,
    findings: &mut Findings,
) -> Option<&'i Operation<'d>> {
    let name = at.get("list")?;
    let text = name.as_str()?;
    let lists = || {
        let operations = index.operations.iter();
        operations.filter(|operation| !operation.is_callback() && operation.at.has("x-pagination"))
    };
    let Some(list) = lists().find(|list| list.id() == Some(text)) else {
        findings.error(
            RULE,
            &name,
            format!("the document has no list operation {}", show(text)),
            did_you_mean(
                text,
                lists().filter_map(Operation::id),
                "name an operation with `x-pagination`",
            ),
        );
        return None;
    };
    // Errors in the list itself are reported there.
    if item(index, list)? == created {
        return Some(list);
    }
    findings.error(
        RULE,
        &name,
        format!(
            "the items of {} do not have the type of the created object",
            show(text)
        ),
        format!("name an operation that lists {}", show(created)),
    );
    None
}

/// The component of the list's items.
fn item<'d>(index: &Index<'d>, list: &Operation<'d>) -> Option<&'d str> {
    let property = list.at.get("x-pagination")?.get_str("items")?;
    let envelope = list.success_schema(JSON)?;
    let page = index.resolve(&envelope)?;
    let array = page.get("properties")?.get(property)?;
    let item = index.target(&array.get("items")?)?;
    // A page that contains itself is recursive, which has its own finding.
    (Some(item) != index.target(&envelope)).then_some(item)
}

/// Checks the parameters that both operations have.
fn same(operation: &Operation<'_>, list: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let required: Vec<&str> =
        items((operation.form.as_ref()).and_then(|form| form.get("required")))
            .filter_map(|name| name.as_str())
            .collect();
    let filters: Vec<&str> = (list.parameters.iter())
        .filter_map(|parameter| parameter.key())
        .filter(|(place, _)| *place == "query")
        .map(|(_, name)| name)
        .collect();
    let Some(names) = at.get("same") else { return };
    if names.items().next().is_none() {
        findings.key_error(
            RULE,
            &names,
            "no parameter identifies the created object",
            "name required parameters that are also filters of the list",
        );
    }
    for (position, item) in names.items().enumerate() {
        let Some(name) = item.as_str() else { continue };
        let mut known = names.items().take(position);
        if known.any(|other| other.as_str() == Some(name)) {
            findings.error(
                RULE,
                &item,
                format!("{} is listed twice", show(name)),
                "remove one of them",
            );
        } else if !required.contains(&name) {
            findings.error(
                RULE,
                &item,
                format!("the request has no required parameter {}", show(name)),
                did_you_mean(
                    name,
                    required.iter().copied(),
                    "name a required parameter of the body",
                ),
            );
        } else if !filters.contains(&name) {
            findings.error(
                RULE,
                &item,
                format!("the list has no query parameter {}", show(name)),
                "name a parameter of both operations",
            );
        }
    }
}

/// Checks the property with the time of creation.
fn moment(index: &Index<'_>, properties: &[(&str, At<'_>)], at: &At<'_>, findings: &mut Findings) {
    let Some(name) = at.get("created") else {
        return;
    };
    let Some(property) = property(&name, properties, findings) else {
        return;
    };
    let format = index
        .resolve(property)
        .and_then(|target| target.get_str("format"));
    if format != Some("date-time-rfc-2822") {
        findings.error(
            RULE,
            &name,
            "`created` does not name a time",
            "name the property with `format: date-time-rfc-2822` that contains the time of creation",
        );
    }
}

/// Checks the properties that distinguish the resource from those that other requests create.
fn only(index: &Index<'_>, properties: &[(&str, At<'_>)], at: &At<'_>, findings: &mut Findings) {
    for (name, value) in entries(at.get("only")) {
        let found = properties.iter().find(|(property, _)| *property == name);
        let Some((_, property)) = found else {
            findings.key_error(
                RULE,
                &value,
                format!("the created object has no property {}", show(name)),
                did_you_mean(
                    name,
                    properties.iter().map(|(name, _)| *name),
                    "name a property of the created object",
                ),
            );
            continue;
        };
        let target = index.resolve(property);
        let values: Vec<&str> = items(target.and_then(|target| target.get("enum")))
            .filter_map(|value| value.as_str())
            .collect();
        let Some(text) = value.as_str() else { continue };
        if !values.contains(&text) {
            findings.error(
                RULE,
                &value,
                format!("{} has no value {}", show(name), show(text)),
                did_you_mean(
                    text,
                    values.iter().copied(),
                    "name a property that is an enum, and the value that it has in created objects",
                ),
            );
        }
    }
}

fn property<'d, 'p>(
    name: &At<'d>,
    properties: &'p [(&str, At<'d>)],
    findings: &mut Findings,
) -> Option<&'p At<'d>> {
    let text = name.as_str()?;
    let found = properties.iter().find(|(property, _)| *property == text);
    if found.is_none() {
        findings.error(
            RULE,
            name,
            format!("the created object has no property {}", show(text)),
            did_you_mean(
                text,
                properties.iter().map(|(name, _)| *name),
                "name a property of the created object",
            ),
        );
    }
    found.map(|(_, property)| property)
}

/// Checks the component whose values are listed exactly as they were sent.
fn exact(index: &Index<'_>, at: &At<'_>, findings: &mut Findings) {
    let Some(name) = at.get("exact") else { return };
    let Some(text) = name.as_str() else { return };
    let strings = || {
        (index.schemas.iter()).filter(|(_, schema)| SchemaKind::of(schema.node) == SchemaKind::Text)
    };
    if !strings().any(|(component, _)| component == text) {
        findings.error(
            RULE,
            &name,
            format!("the document has no constrained string {}", show(text)),
            did_you_mean(
                text,
                strings().map(|(component, _)| component),
                "name the component whose values are listed exactly as they were sent",
            ),
        );
    }
}

/// Checks the lag and the number of days: both are at least 1.
fn amounts(at: &At<'_>, findings: &mut Findings) {
    for key in ["lag", "days"] {
        if let Some(amount) = at.get(key)
            && amount.node.as_integer() == Some(0)
        {
            findings.error(RULE, &amount, format!("`{key}` is 0"), "write at least 1");
        }
    }
}
