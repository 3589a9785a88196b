//! Numbered parameters of a form: `x-numbered`.

use super::findings::Findings;
use super::fixes::remove;
use crate::document::{At, Index, SchemaKind, entries, items};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "numbered";

/// The maximum number of items; nobody calls a setter more often.
const MOST: i128 = 999;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        for (wire, property) in entries(schema.get("properties")) {
            let Some(at) = property.get("x-numbered") else {
                continue;
            };
            // Reported as misplaced elsewhere.
            if SchemaKind::of(property.node) != SchemaKind::Array {
                continue;
            }
            if index.usage.forms.contains(name) {
                family(index, schema, (wire, &property), &at, findings);
            } else {
                findings.key_error(
                    RULE,
                    &at,
                    "`x-numbered` is used with a property that is not in the form of a request",
                    "remove it: it only applies to request forms",
                );
                findings.fix(remove(&at));
            }
        }
    }
    for name in &index.usage.numbered {
        if let Some(item) = index.schemas.get(name) {
            self::item(index, name, item, findings);
        }
    }
}

/// Checks a numbered family of form parameters.
fn family<'d>(
    index: &Index<'d>,
    form: &At<'d>,
    (name, property): (&str, &At<'d>),
    at: &At<'d>,
    findings: &mut Findings,
) {
    if at
        .node
        .as_integer()
        .is_some_and(|most| !(1..=MOST).contains(&most))
    {
        findings.error(
            RULE,
            at,
            format!(
                "the maximum number of items of {} is out of range",
                show(name)
            ),
            format!("write the number that Twilio accepts, from 1 to {MOST}"),
        );
    }
    let target = property.get("items").and_then(|it| index.resolve(&it));
    if let Some(target) = target
        && SchemaKind::of(target.node) != SchemaKind::Object
    {
        findings.key_error(
            RULE,
            at,
            format!(
                "an item of {} is {}, which has no properties to number",
                show(name),
                SchemaKind::of(target.node).name()
            ),
            "refer to an object, or remove `x-numbered` to repeat the parameter instead",
        );
    }
    if let Some(required) = items(form.get("required")).find(|it| it.as_str() == Some(name)) {
        findings.error(
            RULE,
            &required,
            format!("{} is numbered and cannot be required", show(name)),
            "remove it from `required`: a setter adds each item",
        );
    }
    if let Some((other, second)) =
        entries(form.get("properties")).find(|(other, _)| is_of_family(name, other))
    {
        findings.key_error(
            RULE,
            &second,
            format!(
                "{} is already one of the numbered parameters of {}",
                show(other),
                show(name)
            ),
            "remove it: the setter of the numbered parameter sends it",
        );
    }
}

/// Whether a parameter is named like a member of a numbered family.
fn is_of_family(family: &str, name: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// Checks the item of a numbered parameter: an object whose properties are all required and have one value each.
fn item<'d>(index: &Index<'d>, name: &str, item: &At<'d>, findings: &mut Findings) {
    if SchemaKind::of(item.node) != SchemaKind::Object {
        return;
    }
    let usage = &index.usage;
    if usage.forms.contains(name) || usage.is_sent_as_json(name) {
        findings.key_error(
            RULE,
            item,
            format!(
                "{} is both a numbered item in a form and a body",
                show(name)
            ),
            "make two components",
        );
    }
    let required: Vec<&str> = items(item.get("required"))
        .filter_map(|part| part.as_str())
        .collect();
    for (part, property) in entries(item.get("properties")) {
        if !required.contains(&part) {
            findings.key_error(
                RULE,
                &property,
                format!("{} can be missing from a numbered item", show(part)),
                "list it under `required`: the setter has an argument for each property",
            );
        }
        if SchemaKind::of(property.node) == SchemaKind::Array {
            findings.key_error(
                RULE,
                &property,
                format!("{} of a numbered item is an array", show(part)),
                "refer to a single value",
            );
        }
        for key in ["default", "deprecated"] {
            if let Some(at) = property.get(key) {
                findings.key_error(
                    RULE,
                    &at,
                    format!("a property of a numbered item cannot have {}", show(key)),
                    "remove it: every property is an argument of the setter",
                );
                findings.fix(remove(&at));
            }
        }
    }
}
