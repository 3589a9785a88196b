//! Enumerations: their values, and the description of each.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::fixes::{quote, remove, rename};
use super::similar::{declared, did_you_mean, similar};
use crate::document::{At, Index, Value, entries};
use crate::finding::show;
use crate::names;

pub(super) fn check(index: &Index<'_>, schema: &At<'_>, findings: &mut Findings) {
    for key in ["format", "pattern", "minLength", "maxLength"] {
        if let Some(at) = schema.get(key) {
            findings.key_error(
                "enum-and-constraint",
                &at,
                format!("{} has no effect next to `enum`", show(key)),
                "remove it: `enum` already defines the values",
            );
            findings.fix(remove(&at));
        }
    }
    let Some(list) = schema.get("enum") else {
        return;
    };
    if list.node.items().is_empty() {
        findings.error(
            "enum-value",
            &list,
            "the enum has no values",
            "list them, or remove `enum`",
        );
    }
    let mut values: BTreeSet<&str> = BTreeSet::new();
    for item in list.items() {
        if let Some(value) = enum_value(&item, findings)
            && !values.insert(value)
        {
            findings.error(
                "enum-value",
                &item,
                format!("the value {} is listed twice", show(value)),
                "remove one of them",
            );
            findings.fix(remove(&item));
        }
    }
    descriptions(index, schema, &list, &values, findings);
    variant_names(schema, &list, &values, findings);
}

fn enum_value<'d>(item: &At<'d>, findings: &mut Findings) -> Option<&'d str> {
    let (message, help) = match &item.node.value {
        Value::String(text) if text.is_empty() => (
            "an enum cannot have an empty value".to_owned(),
            "remove it: an empty string in a response counts as a missing value".to_owned(),
        ),
        Value::String(text) if text.trim() != text || text.chars().any(char::is_control) => (
            format!(
                "the value {} has surrounding spaces or contains control characters",
                show(text)
            ),
            "write it exactly as it is sent".to_owned(),
        ),
        Value::String(text) if !text.contains(|c: char| c.is_ascii_alphanumeric()) => (
            format!(
                "the value {} cannot be turned into the name of a variant",
                show(text)
            ),
            "describe this string with a `pattern` instead".to_owned(),
        ),
        Value::String(text) => return Some(text),
        Value::Bool(flag) => (
            format!("the value {flag} is not a string"),
            format!("put it in quotes: '{flag}'"),
        ),
        Value::Number(number) => (
            format!("the value {number} is not a string"),
            format!("put it in quotes: '{number}'"),
        ),
        _ => (
            "the value is not a string".to_owned(),
            "list strings; if a property may be null, mark it with `nullable: true`".to_owned(),
        ),
    };
    findings.error("enum-value", item, message, help);
    let is_empty = item.as_str().is_some_and(str::is_empty);
    findings.fix(is_empty.then(|| remove(item)).or_else(|| quote(item)));
    None
}

/// Whether an item is this value, perhaps unquoted.
fn is_written(item: &At<'_>, text: &str) -> bool {
    match &item.node.value {
        Value::String(value) => value == text,
        Value::Bool(value) => value.to_string().as_str() == text,
        Value::Number(value) => value.to_string().as_str() == text,
        _ => false,
    }
}

/// Checks the descriptions of the valid `values`.
fn descriptions(
    index: &Index<'_>,
    schema: &At<'_>,
    list: &At<'_>,
    values: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    let Some(described) = schema.get("x-enum-descriptions") else {
        findings.key_error(
            "enum-descriptions",
            schema,
            "the values of the enum are not described",
            "add a sentence for each:\n  x-enum-descriptions:\n    value: What it means.",
        );
        return;
    };
    let names: BTreeSet<&str> = described.entries().map(|(name, _)| name).collect();
    let mut lacking: BTreeSet<&str> = values.difference(&names).copied().collect();
    // An invalid value has its own finding.
    let is_listed = |name: &str| list.items().any(|item| is_written(&item, name));
    for (name, at) in entries(Some(described.clone())) {
        if is_listed(name) {
            continue;
        }
        // A similarly spelled value without a description is probably the intended one; either may be misspelt.
        match similar(name, lacking.iter().copied()) {
            Some(value) => {
                findings.key_error(
                    "enum-descriptions",
                    &at,
                    format!("{} is not a value of the enum", show(name)),
                    format!(
                        "the value {} has no description: correct the misspelt one of the two",
                        show(value)
                    ),
                );
                if let Some(item) = list.items().find(|item| item.as_str() == Some(value)) {
                    findings.relate(item.span(), "the value");
                }
                let intended = declared(index, name, lacking.iter().copied());
                findings.fix(intended.and_then(|it| rename(&at, it)));
                lacking.remove(value);
            }
            None => findings.key_error(
                "enum-descriptions",
                &at,
                format!("{} is not a value of the enum", show(name)),
                "remove it, or add the value to `enum`",
            ),
        }
    }
    for value in lacking {
        findings.key_error(
            "enum-descriptions",
            &described,
            format!("the value {} is not described", show(value)),
            format!("add a sentence:\n  {value}: What it means."),
        );
    }
}

/// Checks the variant names of values that cannot be turned into names.
fn variant_names(schema: &At<'_>, list: &At<'_>, values: &BTreeSet<&str>, findings: &mut Findings) {
    let is_listed = |name: &str| list.items().any(|item| is_written(&item, name));
    for (value, at) in entries(schema.get("x-enum-names")) {
        let Some(name) = at.as_str() else { continue };
        if !is_listed(value) {
            findings.key_error(
                "enum-names",
                &at,
                format!("{} is not a value of the enum", show(value)),
                did_you_mean(
                    value,
                    values.iter().copied(),
                    "remove it, or add the value to `enum`",
                ),
            );
        } else if !is_words(name) {
            findings.error(
                "enum-names",
                &at,
                format!("{} cannot be turned into the name of a variant", show(name)),
                "write lower-case words separated by hyphens: `no-answer` becomes `NoAnswer`",
            );
        } else if names::variant_name(name) == names::variant_name(value) {
            findings.error(
                "enum-names",
                &at,
                format!("the variant of {} already has this name", show(value)),
                "remove it",
            );
            findings.fix(remove(&at));
        }
    }
}

/// Whether the name is lower-case words separated by hyphens, the first of which starts with a letter.
fn is_words(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(is_word)
}
