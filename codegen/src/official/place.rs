//! Which part of a document a span belongs to.

use crate::document::{At, Node, Source, Span};
use crate::finding::{Finding, Report};

/// What was found in a document that was made out of `given`, with the pointers of that one.
pub(super) fn in_given(report: &Report, source: &Source, given: &Node) -> Report {
    let mut moved = Report::new(source);
    for finding in report.findings() {
        // Examples of others are not compared with anything, so none were taken over.
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

/// The pointer to the innermost part that begins with or before a span.
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

/// Where a part begins: with its key, if it has one.
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
