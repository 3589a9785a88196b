//! Examples and defaults: they must exist, and match their schema.

use super::findings::Findings;
use super::fixes::{append, remove};
use super::follow::Faults;
use super::value::{Violation, violations};
use crate::document::{
    At, Index, Rule, SchemaKind, Value, entries, is_binary, items, named_examples,
};
use crate::finding::{show, show_all, show_lines};
use crate::source::Span;

/// The rule about examples of responses that lack a property.
pub(crate) const INCOMPLETE: &str = "incomplete-example";

/// Checks all examples and defaults, except against schemas that have `faults`.
pub(crate) fn check(index: &Index<'_>, faults: &mut Faults, findings: &mut Findings) {
    let mut examples = Examples::default();
    for (name, schema) in index.schemas.iter() {
        schema_values(index, schema, faults, &mut examples, findings);
        let is_scalar = SchemaKind::of(schema.node).is_scalar() && !index.is_object(schema);
        if is_scalar && !schema.has("example") {
            findings.key_error(
                "missing-example",
                schema,
                format!("the component {} has no example", show(name)),
                "add `example`; it is shown in the documentation and used in tests",
            );
        }
    }
    // A schema that does not fit its own example is not compared with others.
    faults.extend(examples.pointers());
    for parameter in index.parameter_definitions() {
        let Some(schema) = parameter.get("schema") else {
            continue;
        };
        schema_values(index, &schema, faults, &mut examples, findings);
        let example = parameter.get("example");
        examples.compare(index, faults, &schema, example, "example");
    }
    for media in index.media_types() {
        media_type(index, &media, faults, &mut examples, findings);
    }
    for media in index.response_media_types() {
        let Some(schema) = media.get("schema") else {
            continue;
        };
        for value in example_values(&media) {
            examples.complete(index, faults, &schema, &value);
        }
    }
    examples.report(index, findings);
}

/// All examples of a media type.
fn example_values<'d>(media: &At<'d>) -> Vec<At<'d>> {
    named_examples(media)
        .map(|(_, value)| value)
        .chain(media.get("example"))
        .collect()
}

/// The violations found in examples. A mistake in a schema shows up in many of them, but is reported once.
#[derive(Default)]
struct Examples<'d> {
    found: Vec<(&'static str, Violation<'d>)>,
}

impl<'d> Examples<'d> {
    /// Compares an example or a default with its schema.
    fn compare(
        &mut self,
        index: &Index<'d>,
        faults: &Faults,
        schema: &At<'d>,
        value: Option<At<'d>>,
        what: &'static str,
    ) {
        let Some(value) = value else { return };
        let rule = match what {
            // This has its own finding.
            "default" if value.node.value == Value::Null => return,
            "default" => "invalid-default",
            _ => "invalid-example",
        };
        for mut violation in violations(index, faults, schema, &value) {
            violation.message = format!(
                "the {what} does not match its schema: {}",
                violation.message
            );
            self.found.push((rule, violation));
        }
    }

    /// Checks that an example of a response has every property; otherwise the tests would not read and write them
    /// all.
    fn complete(&mut self, index: &Index<'d>, faults: &Faults, schema: &At<'d>, value: &At<'d>) {
        for (schema, value) in objects(index, schema, value) {
            let required: Vec<&str> = items(schema.get("required"))
                .filter_map(|item| item.as_str())
                .collect();
            let properties = schema.get("properties");
            let is_known = |name: &str| properties.as_ref().is_some_and(|it| it.has(name));
            // An unknown name is probably a misspelling of the missing one.
            if faults.in_schema(&schema.pointer) || value.entries().any(|(name, _)| !is_known(name))
            {
                continue;
            }
            let missing: Vec<(&str, At<'d>)> = entries(properties)
                // Missing required properties and invalid ones have their own findings.
                .filter(|(name, at)| {
                    !value.has(name) && !required.contains(name) && !faults.within(&at.pointer)
                })
                .collect();
            let Some((first, property)) = missing.first() else {
                continue;
            };
            let help = match (missing.len(), property.is_true("nullable")) {
                (1, true) => format!("add it, with `null` where it has no value:\n  {first}: null"),
                (1, false) => format!("add it:\n  {first}: ..."),
                (_, true) => format!("add all of them, for example\n  {first}: null"),
                (_, false) => format!("add all of them, for example\n  {first}: ..."),
            };
            let fix = missing
                .iter()
                .map(|(name, at)| at.is_true("nullable").then(|| format!("{name}: null")))
                .collect::<Option<Vec<String>>>()
                .and_then(|lines| append(&value, lines));
            let message = format!(
                "the example of a response has no {}",
                show_all(missing.iter().map(|(name, _)| *name))
            );
            let rule = INCOMPLETE;
            self.found.push((
                rule,
                Violation {
                    at: value,
                    schema: schema.pointer,
                    key: false,
                    message,
                    help,
                    fix,
                },
            ));
        }
    }

    /// Pointers to the examples with violations.
    fn pointers(&self) -> impl Iterator<Item = String> {
        self.found.iter().map(|(_, it)| it.at.pointer.clone())
    }

    fn report(self, index: &Index<'_>, findings: &mut Findings) {
        let mut reported: Vec<(&'static str, Violation<'d>, Vec<Span>)> = Vec::new();
        for (rule, violation) in self.found {
            let same = reported.iter_mut().find(|(other, first, _)| {
                *other == rule
                    && first.schema == violation.schema
                    && first.message == violation.message
            });
            match same {
                Some((_, first, others)) => {
                    let fixes = first.fix.take().zip(violation.fix.clone());
                    let other = if violation.at.span() < first.at.span() {
                        std::mem::replace(first, violation)
                    } else {
                        violation
                    };
                    others.push(other.place());
                    first.fix = fixes.map(|(one, other)| one.and(other));
                }
                None => reported.push((rule, violation, Vec::new())),
            }
        }
        for (rule, violation, others) in reported {
            let Violation {
                at,
                message,
                help,
                fix,
                ..
            } = violation;
            let others = others.into_iter();
            let lines = || show_lines(&index.document.source().text, others.clone());
            let message = match others.len() {
                0 => message,
                1 => format!("{message}; the example in {} has the same error", lines()),
                _ => format!("{message}; the examples in {} have the same error", lines()),
            };
            if violation.key {
                findings.key_error(rule, &at, message, help);
            } else {
                findings.error(rule, &at, message, help);
            }
            findings.fix(fix);
        }
    }
}

/// The objects in a value, each with its schema.
fn objects<'d>(index: &Index<'d>, schema: &At<'d>, value: &At<'d>) -> Vec<(At<'d>, At<'d>)> {
    let mut found = Vec::new();
    let mut queue = vec![(schema.clone(), value.clone())];
    while let Some((schema, value)) = queue.pop() {
        match (SchemaKind::of(schema.node), &value.node.value) {
            (SchemaKind::Reference, _) => {
                // An alias has its own finding, and may form a cycle.
                let target = index.resolve(&schema);
                let target = target.filter(|it| SchemaKind::of(it.node) != SchemaKind::Reference);
                queue.extend(target.map(|target| (target, value)));
            }
            (SchemaKind::Array, Value::Array(_)) => {
                let items = schema.get("items");
                queue.extend(
                    items
                        .iter()
                        .flat_map(|it| value.items().map(|value| (it.clone(), value))),
                );
            }
            (SchemaKind::Object, Value::Object(_)) => {
                let properties = entries(schema.get("properties"));
                queue.extend(properties.filter_map(|(name, it)| Some((it, value.get(name)?))));
                found.push((schema, value));
            }
            _ => {}
        }
    }
    found
}

/// The example and default of a schema and of its properties.
fn schema_values<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    faults: &Faults,
    examples: &mut Examples<'d>,
    findings: &mut Findings,
) {
    for what in ["example", "default"] {
        examples.compare(index, faults, schema, schema.get(what), what);
    }
    if let Some(at) = schema.get("default")
        && at.node.value == Value::Null
    {
        findings.key_error(
            "invalid-default",
            &at,
            "a default cannot be null",
            "remove it: a value that is not set is not sent",
        );
        findings.fix(remove(&at));
    }
    let properties = entries(schema.get("properties")).map(|(_, property)| property);
    for inner in properties.chain(schema.get("items")) {
        schema_values(index, &inner, faults, examples, findings);
    }
}

fn media_type<'d>(
    index: &Index<'d>,
    media: &At<'d>,
    faults: &Faults,
    examples: &mut Examples<'d>,
    findings: &mut Findings,
) {
    let named = media.get("examples");
    let values = example_values(media);
    if media.get("schema").is_some_and(|it| is_binary(it.node)) {
        for key in ["example", "examples"] {
            if let Some(at) = media.get(key) {
                findings.key_error(
                    "misplaced-keyword",
                    &at,
                    format!("`{key}` has no effect on bytes"),
                    "remove it: bytes have no example",
                );
                findings.fix(remove(&at));
            }
        }
        return;
    }
    if let (Some(_), Some(single)) = (&named, media.get("example")) {
        findings.key_error(
            "example-and-examples",
            &single,
            "the media type has both `example` and `examples`",
            "move the example into `examples` under a name",
        );
    }
    if values.is_empty() {
        findings.key_error(
            "missing-example",
            media,
            "the media type has no example",
            "add one; tests decode and encode it:\n  examples:\n    typical:\n      value: ...",
        );
    }
    let Some(schema) = media.get("schema") else {
        return;
    };
    for value in values {
        examples.compare(index, faults, &schema, Some(value.clone()), "example");
        if let Some(form) = index.resolve(&schema) {
            rules(&form, &value, findings);
        }
    }
}

/// Checks that an example of a form satisfies the form's `x-rules`.
fn rules(form: &At<'_>, value: &At<'_>, findings: &mut Findings) {
    let is_known = |name: &str| form.get("properties").is_some_and(|it| it.has(name));
    for rule in Rule::of(form) {
        // A rule about a missing field has its own finding.
        let others = rule.names();
        if !is_known(rule.parameter) || !others.iter().copied().all(is_known) {
            continue;
        }
        let any_other = others.iter().any(|it| value.has(it));
        if rule
            .relation
            .is_broken(value.has(rule.parameter), any_other)
        {
            let verb = rule.relation.verb();
            findings.error(
                "invalid-example",
                value,
                format!(
                    "the example violates a rule of its form: {} {verb} {}",
                    show(rule.parameter),
                    show_all(others)
                ),
                "add or remove a field, or correct `x-rules`",
            );
        }
    }
}
