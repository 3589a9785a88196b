//! The places of changes, and whether removals were deprecated.

use super::change::Change;
use super::locate::{Found, locate};
use crate::document::{At, Document, follow};
use crate::source::{Lines, Span};

/// Adds what can only be derived from the documents.
pub(super) fn complete(old: &Document, new: &Document, changes: &mut [Change]) {
    let (old_lines, new_lines) = (lines(old), lines(new));
    for change in changes {
        let (line, span) = match locate(old, new, change) {
            Found::New(at) => (None, at.key_span()),
            Found::Changed(before, after) => {
                let key = after.key_span();
                let text = first_difference((old, &before), (new, &after));
                let is_below = new_lines.line(text.start) > new_lines.line(key.start);
                (None, if is_below { text } else { key })
            }
            Found::Old(at) => {
                let around = at.pointer.rsplit_once('/').map_or("", |(around, _)| around);
                let line = old_lines.position(at.key_span().start).line;
                (Some(line), new.key_span(around))
            }
        };
        change.start = new_lines.position(span.start);
        change.end = new_lines.position(span.end);
        change.is_gone = line.is_some();
        change.line = line.unwrap_or(change.start.line);
        change.undeprecated = change.rule.needs_deprecation() && !was_deprecated(old, change);
    }
}

/// The rest of the first line in which the texts of two values differ.
fn first_difference(
    (old, before): (&Document, &At<'_>),
    (new, after): (&Document, &At<'_>),
) -> Span {
    let written = |document: &'_ Document, at: &At<'_>| {
        let Span { start, end } = at.node.span;
        let text = document.source().text.get(start..end);
        text.unwrap_or_default().to_owned()
    };
    let (before, text) = (written(old, before), written(new, after));
    let same = before.chars().zip(text.chars());
    let same = same.take_while(|(old, new)| old == new);
    let same: usize = same.map(|(it, _)| it.len_utf8()).sum();
    let rest = text.get(same..).unwrap_or_default();
    let start = after.node.span.start + same;
    let length = rest.find('\n').unwrap_or(rest.len());
    Span {
        start,
        end: start + length,
    }
}

fn lines(document: &Document) -> Lines<'_> {
    Lines::new(&document.source().text)
}

/// Whether the old document marks the removed part as deprecated, which is impossible for enum values.
fn was_deprecated(old: &Document, change: &Change) -> bool {
    let pointer = change.old_pointer.as_ref().unwrap_or(&change.pointer);
    let pointer = pointer
        .strip_suffix("/operationId")
        .unwrap_or(pointer.as_str());
    let at = old.nearest(pointer);
    at.pointer == pointer && follow(&old.nearest(""), at).is_true("deprecated")
}

#[cfg(test)]
mod tests {
    use crate::diff::rule::Rule;

    /// Removed or renamed parts other than operations, parameters, properties and values: their removal follows from
    /// that of one of these, or they cannot be marked as deprecated.
    const OTHERS: &[&str] = &[
        "api-item-removed",
        "callback-removed",
        "callback-renamed",
        "column-removed",
        "column-renamed",
        "conversions-removed",
        "enum-variant-renamed",
        "error-code-removed",
        "error-code-renamed",
        "error-response-removed",
        "event-removed",
        "final-values-removed",
        "group-removed",
        "paging-removed",
        "parameter-rule-removed",
        "parameter-warning-removed",
        "path-parameter-renamed",
        "progress-removed",
        "progress-renamed",
        "rate-limit-removed",
        "reconciler-removed",
        "reconciler-renamed",
        "row-removed",
        "row-renamed",
        "security-scheme-renamed",
        "string-rule-removed",
        "type-removed",
        "type-renamed",
        "union-member-removed",
        "union-variant-renamed",
        "unit-removed",
        "waiter-removed",
        "waiter-renamed",
        "xml-removed",
    ];

    #[test]
    fn every_rule_about_what_is_gone_is_decided_upon() {
        for rule in Rule::ALL {
            let id = rule.id();
            let is_gone = id.ends_with("-removed") || id.ends_with("-renamed");
            assert_eq!(
                is_gone,
                rule.needs_deprecation() || OTHERS.contains(&id),
                "{id}: must it have been deprecated?"
            );
        }
    }
}
