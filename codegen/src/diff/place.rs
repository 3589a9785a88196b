//! The places of changes, and whether removals were deprecated.

use super::change::Change;
use super::rule::Rule;
use crate::document::{Document, follow};
use crate::source::Lines;

/// Adds what can only be derived from the documents.
pub(super) fn complete(old: &Document, new: &Document, changes: &mut [Change]) {
    let (old_lines, new_lines) = (lines(old), lines(new));
    for change in changes {
        // A removed part is in the old document; the new one only has what it was part of.
        let (document, lines) = match change.is_removal() {
            true => (old, &old_lines),
            false => (new, &new_lines),
        };
        let span = document.key_span(&change.pointer);
        change.line = lines.position(span.start).line;
        let span = new.key_span(&change.pointer);
        change.start = new_lines.position(span.start);
        change.end = new_lines.position(span.end);
        change.undeprecated = takes_away(change.rule) && !was_deprecated(old, change);
    }
}

fn lines(document: &Document) -> Lines<'_> {
    Lines::new(&document.source().text)
}

/// Whether the rule reports the removal of something that users name.
fn takes_away(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::OperationRemoved
            | Rule::OperationRenamed
            | Rule::ParameterRemoved
            | Rule::ParameterRenamed
            | Rule::PropertyRemoved
            | Rule::PropertyRenamed
            | Rule::EnumValueRemoved
    )
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
    use super::*;

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
                takes_away(*rule) || OTHERS.contains(&id),
                "{id}: must it have been deprecated?"
            );
        }
    }
}
