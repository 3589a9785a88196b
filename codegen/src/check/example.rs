//! Examples and defaults: that they are there, and that they are what their schema says.

use super::findings::Findings;
use super::value::violations;
use crate::document::{At, Index, Relation, Rule, SchemaKind, Value, entries, named_examples};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        schema_values(index, schema, findings);
        let is_scalar = SchemaKind::of(schema.node).is_scalar() && !index.is_object(schema);
        if is_scalar && !schema.has("example") {
            findings.warning(
                "missing-example",
                schema,
                format!("the component {} has no example", show(name)),
                "add `example`; it is shown in the documentation and used in tests",
            );
        }
    }
    for parameter in index.parameter_definitions() {
        let Some(schema) = parameter.get("schema") else {
            continue;
        };
        schema_values(index, &schema, findings);
        validator(
            index,
            &schema,
            parameter.get("example"),
            "example",
            findings,
        );
    }
    for media in index.media_types() {
        media_type(index, &media, findings);
    }
}

/// The example and default of a schema and of its properties.
fn schema_values<'d>(index: &Index<'d>, schema: &At<'d>, findings: &mut Findings) {
    validator(index, schema, schema.get("example"), "example", findings);
    validator(index, schema, schema.get("default"), "default", findings);
    if let Some(at) = schema.get("default")
        && at.node.value == Value::Null
    {
        findings.key_error(
            "invalid-default",
            &at,
            "null is not a default",
            "remove it: a value that is not set is left out",
        );
    }
    for (_, property) in entries(schema.get("properties")) {
        schema_values(index, &property, findings);
    }
    schema
        .get("items")
        .iter()
        .for_each(|items| schema_values(index, items, findings));
}

fn validator<'d>(
    index: &Index<'d>,
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
    for violation in violations(index, schema, &value) {
        let message = format!(
            "the {what} does not match its schema: {}",
            violation.message
        );
        if violation.key {
            findings.key_error(rule, &violation.at, message, violation.help);
        } else {
            findings.error(rule, &violation.at, message, violation.help);
        }
    }
}

fn media_type<'d>(index: &Index<'d>, media: &At<'d>, findings: &mut Findings) {
    let named = media.get("examples");
    let values: Vec<At<'d>> = named_examples(media)
        .map(|(_, value)| value)
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
        validator(index, &schema, Some(value.clone()), "example", findings);
        if let Some(form) = index.resolve(&schema) {
            rules(&form, &value, findings);
        }
    }
}

/// An example of a form has to keep the form's own rules.
fn rules(form: &At<'_>, value: &At<'_>, findings: &mut Findings) {
    for rule in Rule::of(form) {
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
