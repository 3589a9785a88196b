//! Fixes in terms of nodes: remove, rename, rewrite, add.

use crate::document::{At, Index, Value};
use crate::edit::{Fix, quoted};
use crate::source::Span;

/// Removes an entry of an object, or an item of an array.
pub(super) fn remove(at: &At<'_>) -> Fix {
    match at.key_span {
        Some(key) => Fix::remove_entry(Span::new(key.start, at.node.span.end)),
        None => Fix::remove_item(at.node.span),
    }
}

/// Replaces a string by another.
pub(super) fn rewrite(at: &At<'_>, with: impl Into<String>) -> Fix {
    Fix::rewrite(at.node.span, with)
}

/// Replaces a value by other YAML.
pub(super) fn replace(at: &At<'_>, with: impl Into<String>) -> Fix {
    Fix::replace(at.node.span, with)
}

/// Renames a key.
pub(super) fn rename(at: &At<'_>, with: impl Into<String>) -> Option<Fix> {
    at.key_span.map(|key| Fix::rewrite(key, with))
}

/// Quotes a number or a boolean to make it a string.
pub(super) fn quote(at: &At<'_>) -> Option<Fix> {
    let has_no_quotes = matches!(at.node.value, Value::Number(_) | Value::Bool(_));
    has_no_quotes.then(|| Fix::quote(at.node.span))
}

/// Sets a key of an object: replaces its value, or adds the key after `after` or at the end.
pub(super) fn set(object: &At<'_>, key: &str, value: &str, after: &str) -> Option<Fix> {
    if let Some(old) = object.get(key) {
        return Some(replace(&old, value));
    }
    let entries = object.node.entries();
    let place = entries.iter().find(|entry| entry.key == after);
    let place = place.or_else(|| entries.last())?;
    let before = Span::new(place.key_span.start, place.node.span.end);
    Some(Fix::append(before, vec![format!("{key}: {value}")]))
}

/// Adds entries to the end of an object.
pub(super) fn append(object: &At<'_>, entries: Vec<String>) -> Option<Fix> {
    let last = object.node.entries().last()?;
    let last = Span::new(last.key_span.start, last.node.span.end);
    Some(Fix::append(last, entries))
}

/// Rewrites every reference to a component that is spelled `old`.
pub(super) fn references(index: &Index<'_>, section: &str, old: &str, new: &str) -> Option<Fix> {
    let found = index.references.iter();
    let found = found.filter(|it| it.section == section && it.at.as_str() == Some(old));
    let fixes = found.map(|it| Fix::replace(it.at.node.span, quoted(new)));
    fixes.reduce(Fix::and)
}
