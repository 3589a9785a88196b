//! What else is wrong with a document that cannot be read because of a slip without a certain fix.
//!
//! It is read in every way in which it may have been intended. Findings that all of these have in common, and that are
//! not about the part around the slip, do not depend on how the slip is corrected.

use crate::check;
use crate::document::{Guess, Index, tentatively};
use crate::finding::{Finding, Report};
use crate::source::{Lines, Source};

/// Rules about a single object, or a single value: what is missing elsewhere does not affect them.
const LOCAL: &[&str] = &[
    "alias",
    "all-of",
    "anchor",
    "array-items",
    "body-media-type",
    "boolean-component",
    "comment-after-text",
    "component-name",
    "description-markup",
    "duplicate-key",
    "duplicate-parameter",
    "enum-and-constraint",
    "enum-value",
    "format-and-constraint",
    "inline-schema",
    "integer-bounds",
    "integer-format",
    "length-bounds",
    "long-line",
    "merge-key",
    "misplaced-keyword",
    "missing-description",
    "missing-keyword",
    "name-reserved",
    "number",
    "odd-space",
    "openapi-version",
    "operation-id",
    "parameter-location",
    "path-template",
    "pattern-empty",
    "pattern-syntax",
    "pattern-unanchored",
    "pattern-unsupported",
    "private-mark",
    "ref-form",
    "ref-siblings",
    "request-body",
    "response-code",
    "schema-type",
    "security",
    "server",
    "success-code",
    "tag",
    "typographic-quotes",
    "unit",
    "unknown-extension",
    "unknown-format",
    "unknown-keyword",
    "unsupported-keyword",
    "wire-name",
    "wrong-type",
    "yaml-syntax",
];

/// The number of lines around a slip that may be misunderstood because of it.
const NEAR: usize = 30;

/// The findings about a document that cannot be read, and those that it has no matter how the slip is corrected.
pub(crate) fn with_rest(source: &Source, mut unreadable: Report) -> Report {
    let documents = tentatively(source);
    let lines = Lines::new(&source.text);
    let line = |finding: &Finding| lines.line(finding.span.start);
    let slips: Vec<usize> = unreadable.findings().iter().map(line).collect();
    let is_far = |it: &Finding| slips.iter().all(|slip| slip.abs_diff(line(it)) > NEAR);
    let reports = documents.iter().map(|(document, guess)| {
        let report = check::check(&Index::new(document));
        let findings = report.findings().iter();
        let findings = findings.filter(|it| is_far(it) && is_certain(it, guess));
        findings.cloned().collect::<Vec<Finding>>()
    });
    let reports: Vec<Vec<Finding>> = reports.collect();
    let Some((first, others)) = reports.split_first() else {
        return unreadable;
    };
    for finding in first {
        let is_same = |it: &Finding| {
            it.rule == finding.rule && it.span == finding.span && it.message == finding.message
        };
        let is_common = others.iter().all(|report| report.iter().any(is_same));
        if is_common && !unreadable.findings().iter().any(is_same) {
            // Only a document that can be read is fixed.
            unreadable.push(Finding {
                fix: None,
                ..finding.clone()
            });
        }
    }
    unreadable.sort();
    unreadable
}

/// Whether a finding does not depend on a guess: it is not about the path or component with the slip or before it and,
/// if anything was lost there, not about how parts fit together.
fn is_certain(finding: &Finding, guess: &Guess) -> bool {
    let is_near = guess.pointers.iter().any(|pointer| {
        is_within(&finding.pointer, part(pointer)) || is_within(pointer, &finding.pointer)
    });
    let is_local = LOCAL.contains(&finding.rule);
    !is_near && (is_local || !guess.is_lossy)
}

/// Whether a JSON pointer leads to the same part as another, or into it.
fn is_within(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The pointer to the path or component that contains this part.
fn part(pointer: &str) -> &str {
    let depth = if pointer.starts_with("/components") {
        3
    } else {
        2
    };
    let end = pointer.match_indices('/').nth(depth);
    end.and_then(|(end, _)| pointer.get(..end))
        .unwrap_or(pointer)
}
