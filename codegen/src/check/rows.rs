//! Typed rows of CSV responses.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::fixes::rewrite;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, JSON, Operation, SchemaKind, entries, items};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
    for operation in index
        .operations
        .iter()
        .filter(|operation| !operation.is_callback())
    {
        let Some(at) = operation.at.get("x-row-key") else {
            continue;
        };
        let Some(represented) = operation.at.get_str("x-representation-of") else {
            findings.key_error(
                "row-key",
                &at,
                "`x-row-key` is used without `x-representation-of`",
                "remove `x-row-key`, or name the JSON operation with the same items",
            );
            continue;
        };
        // A missing operation has its own finding.
        let Some(other) = index
            .operations
            .iter()
            .find(|it| it.id() == Some(represented))
        else {
            continue;
        };
        let Some((name, item)) = item(index, other) else {
            continue;
        };
        let text = at.as_str().unwrap_or_default();
        if !key(index, &at, name, &item, findings) {
            continue;
        }
        let first = *keys.entry(name).or_insert(text);
        if first != text {
            findings.error(
                "row-key",
                &at,
                format!(
                    "another operation uses the key {} for rows of {}",
                    show(first),
                    show(name)
                ),
                "use the same key everywhere: an item has one row type",
            );
        }
    }
}

/// The component that a row represents: an item of the list, or the whole response.
fn item<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Option<(&'d str, At<'d>)> {
    let schema = operation.success_schema(JSON)?;
    let schema = match operation.at.get("x-pagination") {
        None => schema,
        Some(pages) => index
            .resolve(&schema)?
            .get("properties")?
            .get(pages.get_str("items")?)?
            .get("items")?,
    };
    Some((index.target(&schema)?, index.resolve(&schema)?))
}

/// Checks a key; returns whether it is valid.
fn key(index: &Index<'_>, at: &At<'_>, name: &str, item: &At<'_>, findings: &mut Findings) -> bool {
    let Some(text) = at.as_str() else {
        return false;
    };
    let properties: Vec<(&str, At<'_>)> = entries(item.get("properties")).collect();
    let Some((_, property)) = properties.iter().find(|(property, _)| *property == text) else {
        findings.error(
            "row-key",
            at,
            format!("{} has no property {}", show(name), show(text)),
            suggestion(
                index,
                text,
                properties.iter().map(|(name, _)| *name),
                "name a property that every row has",
            ),
        );
        let names = properties.iter().map(|(name, _)| *name);
        findings.fix(declared(index, text, names).map(|it| rewrite(at, it)));
        return false;
    };
    let scalar = index
        .resolve(property)
        .is_some_and(|target| SchemaKind::of(target.node).is_scalar());
    let always = items(item.get("required")).any(|required| required.as_str() == Some(text));
    let fits = scalar && always && !property.is_true("nullable");
    if !fits {
        findings.error(
            "row-key",
            at,
            format!(
                "the property {} of {} is not a single value that is always present",
                show(text),
                show(name)
            ),
            "name a required property with a single value, such as an identifier",
        );
    }
    fits
}
