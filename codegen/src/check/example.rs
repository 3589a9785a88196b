//! Examples and defaults: that they are there, and that they are what their schema says.

use super::api::{Api, SchemaKind, contents, entries, items};
use super::value::violations;
use super::xrules::{self, Relation};
use crate::document::{At, Value};
use crate::finding::{Findings, show};

pub(crate) fn check(api: &Api<'_>, findings: &mut Findings) {
    for (name, schema) in &api.schemas {
        schema_values(api, schema, findings);
        if SchemaKind::of(schema.node).is_scalar() && !schema.has("example") {
            findings.warning(
                "missing-example",
                schema,
                format!("the component {} has no example", show(name)),
                "add `example`; it is shown in the documentation and used in tests",
            );
        }
    }
    let holders = api.paths.iter().map(|(_, item)| item);
    let operations = api.operations.iter().map(|operation| &operation.at);
    let parameters = api.parameters.values().cloned().chain(
        holders
            .chain(operations)
            .flat_map(|at| items(at.get("parameters"))),
    );
    for parameter in parameters.filter(|parameter| !parameter.has("$ref")) {
        let Some(schema) = parameter.get("schema") else {
            continue;
        };
        schema_values(api, &schema, findings);
        validator(api, &schema, parameter.get("example"), "example", findings);
    }
    for operation in &api.operations {
        for (_, media) in contents(operation.at.get("requestBody")) {
            media_type(api, &media, findings);
        }
        for (_, response) in entries(operation.at.get("responses")) {
            for (_, media) in contents(Some(response)) {
                media_type(api, &media, findings);
            }
        }
    }
    for response in api.responses.values() {
        for (_, media) in contents(Some(response.clone())) {
            media_type(api, &media, findings);
        }
    }
}

/// The example and default of a schema and of its properties.
fn schema_values<'d>(api: &Api<'d>, schema: &At<'d>, findings: &mut Findings) {
    validator(api, schema, schema.get("example"), "example", findings);
    validator(api, schema, schema.get("default"), "default", findings);
    if let Some(at) = schema.get("default")
        && at.node.value == Value::Null
    {
        findings.key_error(
            "invalid-default",
            &at,
            "null is no default",
            "remove it: what is not set is not there",
        );
    }
    for (_, property) in entries(schema.get("properties")) {
        schema_values(api, &property, findings);
    }
    schema
        .get("items")
        .iter()
        .for_each(|items| schema_values(api, items, findings));
}

fn validator<'d>(
    api: &Api<'d>,
    schema: &At<'d>,
    value: Option<At<'d>>,
    what: &'static str,
    findings: &mut Findings,
) {
    let Some(value) = value else { return };
    let rule = match what {
        // It has its own finding.
        "default" if value.node.value == Value::Null => return,
        "default" => "invalid-default",
        _ => "invalid-example",
    };
    for violation in violations(api, schema, &value) {
        let message = format!(
            "the {what} is not what its schema says: {}",
            violation.message
        );
        if violation.key {
            findings.key_error(rule, &violation.at, message, violation.help);
        } else {
            findings.error(rule, &violation.at, message, violation.help);
        }
    }
}

fn media_type<'d>(api: &Api<'d>, media: &At<'d>, findings: &mut Findings) {
    let named = media.get("examples");
    let values: Vec<At<'d>> = entries(named.clone())
        .filter_map(|(_, example)| example.get("value"))
        .chain(media.get("example"))
        .collect();
    if let (Some(_), Some(single)) = (&named, media.get("example")) {
        findings.key_error(
            "example-and-examples",
            &single,
            "both `example` and `examples`",
            "move it into `examples` under a name",
        );
    }
    if values.is_empty() {
        findings.warning(
            "missing-example",
            media,
            "the media type has no example",
            "add one; tests read it and write it again:\n  examples:\n    typical:\n      value: ...",
        );
    }
    let Some(schema) = media.get("schema") else {
        return;
    };
    for value in values {
        validator(api, &schema, Some(value.clone()), "example", findings);
        if let Some(form) = api.resolve(&schema) {
            rules(&form, &value, findings);
        }
    }
}

/// An example of a form has to keep the form's own rules.
fn rules(form: &At<'_>, value: &At<'_>, findings: &mut Findings) {
    for rule in xrules::of(form) {
        let (first, second) = (value.has(rule.parameter), value.has(rule.other));
        let broken = first
            && match rule.relation {
                Relation::Requires => !second,
                Relation::Excludes => second,
            };
        if broken {
            let verb = match rule.relation {
                Relation::Requires => "requires",
                Relation::Excludes => "excludes",
            };
            findings.error(
                "invalid-example",
                value,
                format!(
                    "the example breaks a rule of its form: {} {verb} {}",
                    show(rule.parameter),
                    show(rule.other)
                ),
                "add or remove a field, or correct `x-rules`",
            );
        }
    }
}
