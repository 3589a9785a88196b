//! Where changes are, and whether what they take away was deprecated.

use super::change::Change;
use super::rule::Rule;
use crate::document::{Document, follow};
use crate::source::Lines;

/// Adds what only the documents tell.
pub(super) fn complete(old: &Document, new: &Document, changes: &mut [Change]) {
    let (old_lines, new_lines) = (lines(old), lines(new));
    for change in changes {
        // What is gone is in the old document; there, the new one has what it was a part of.
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

/// Whether the rule reports that something which users name is gone.
fn takes_away(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::OperationRemoved
            | Rule::OperationRenamed
            | Rule::ParameterRemoved
            | Rule::PropertyRemoved
            | Rule::EnumValueRemoved
    )
}

/// Whether the old document marks what is gone as deprecated. Values of an enum cannot be.
fn was_deprecated(old: &Document, change: &Change) -> bool {
    let pointer = change.pointer.as_str();
    let pointer = pointer.strip_suffix("/operationId").unwrap_or(pointer);
    let at = old.nearest(pointer);
    at.pointer == pointer && follow(&old.nearest(""), at).is_true("deprecated")
}
