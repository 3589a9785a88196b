//! Maps spans to parts of a document.

use crate::document::{At, Node, Source, Span};
use crate::finding::{Finding, Report};

/// Findings about a document that was made from `given`, with pointers into `given`.
pub(super) fn in_given(report: &Report, source: &Source, given: &Node) -> Report {
    let mut moved = Report::new(source);
    for finding in report.findings() {
        // Examples in third-party documents are not checked, so none were copied.
        if finding.rule == "missing-example" {
            continue;
        }
        moved.push(Finding {
            pointer: pointer(given, finding.span),
            related: None,
            ..finding.clone()
        });
    }
    moved.sort();
    moved
}

/// The pointer to the innermost part that begins at or before a span.
pub(super) fn pointer(root: &Node, span: Span) -> String {
    let mut at = At::root(root);
    while at.key_span != Some(span) && !span.range().is_empty() {
        let entries = at.entries().map(|(_, member)| member);
        let parts = entries.chain(at.items());
        let begun = parts.filter(|part| start(part) <= span.start);
        match begun.max_by_key(start) {
            Some(part) => at = part,
            None => break,
        }
    }
    at.pointer
}

/// The start of a part: that of its key, if it has one.
fn start(at: &At<'_>) -> usize {
    at.key_span.unwrap_or(at.node.span).start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;

    #[test]
    fn a_span_leads_back_to_its_part() {
        let text = "b: {c: [1, {d: e}]}\na: f\n";
        let mut root = parse(text).0.unwrap();
        root.sort_keys();
        for (part, expected) in [
            ("c", "/b/c"),
            ("[", "/b/c"),
            ("{d", "/b/c/1"),
            ("e", "/b/c/1/d"),
            ("a", "/a"),
            ("f", "/a"),
        ] {
            let start = text.find(part).unwrap();
            assert_eq!(pointer(&root, Span::new(start, start + 1)), expected);
        }
        assert_eq!(pointer(&root, Span::default()), "");
    }
}
