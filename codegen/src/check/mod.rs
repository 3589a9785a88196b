//! The rules a document has to follow.
//!
//! What passes here can be generated: progenitor and typify panic on some documents and quietly misread others, and
//! every such document is refused by a rule, with the line it is about and what to write instead.
//!
//! Two passes: [`keywords`] compares every object of the document with a table of the keywords that something reads,
//! and the rules judge what the keywords say. The second pass only trusts what it looks at, so that it can also run
//! over a document that failed the first.

mod body;
mod callback;
mod component;
mod document;
mod enumeration;
mod error_codes;
mod event;
mod example;
mod findings;
mod format;
mod integer;
mod keyword;
mod object;
mod operation;
mod pagination;
mod path;
mod prose;
mod rate_limit;
mod reference;
mod rows;
mod scalar;
mod similar;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod union;
mod usage;
mod value;
mod waiter;
mod xrules;

use crate::document::{Index, Node, Value};
use crate::finding::{Finding, Report, Severity};
use findings::Findings;
use std::collections::BTreeSet;

/// Judges a document.
///
/// The report is sorted; a document whose report has no errors can be generated. It holds everything that is wrong, so
/// that one run shows all there is to correct; what probably follows from another finding is left out.
pub(crate) fn check(index: &Index<'_>) -> Report {
    let mut report = keywords(index);
    let rules = rules(index, report.findings());
    for finding in rules {
        report.push(finding);
    }
    report.sort();
    report
}

/// What is wrong with the document as YAML, and with its keywords: some are unknown, missing or of the wrong type.
pub(crate) fn keywords(index: &Index<'_>) -> Report {
    let mut report = Report::new(index.document.source());
    let mut findings = Findings::default();
    keyword::document(&index.root, &mut findings);
    let problems = index.document.problems();
    for finding in problems.iter().cloned() {
        report.push(finding);
    }
    for finding in unhidden(index.root.node, findings.0, problems) {
        report.push(finding);
    }
    report
}

/// Applies every rule. Leaves out what follows from `earlier` findings.
fn rules(index: &Index<'_>, earlier: &[Finding]) -> Vec<Finding> {
    let mut findings = Findings::default();
    for rule in [
        document::check,
        error_codes::check,
        reference::check,
        component::check,
        operation::check,
        path::check,
        body::check,
        callback::check,
        pagination::check,
        rate_limit::check,
        rows::check,
        waiter::check,
        event::check,
        xrules::check,
        scalar::check,
        object::check,
        union::check,
        example::check,
        prose::check,
        usage::check,
    ] {
        rule(index, &mut findings);
    }
    // What a broken reference was meant to use is not unused.
    if findings
        .0
        .iter()
        .any(|finding| finding.rule.starts_with("ref-"))
    {
        findings.0.retain(|finding| finding.rule != usage::RULE);
    }
    unhidden(index.root.node, findings.0, earlier)
}

/// The findings that do not just follow from an earlier error: one in the faulty part, about the object around it, or
/// about a keyword beside it.
fn unhidden(root: &Node, findings: Vec<Finding>, earlier: &[Finding]) -> Vec<Finding> {
    let errors: BTreeSet<&str> = earlier
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.pointer.as_str())
        .collect();
    let around: BTreeSet<&str> = errors.iter().map(|pointer| parent(pointer)).collect();
    let is_object = |pointer: &str| {
        root.find(pointer)
            .is_some_and(|node| matches!(node.value, Value::Object(_)))
    };
    let follows = |pointer: &str| {
        ways(pointer).any(|way| errors.contains(way))
            || around.contains(pointer)
            || around.contains(parent(pointer)) && !is_object(pointer)
    };
    findings
        .into_iter()
        .filter(|finding| {
            // A warning about what is not used means little while parts of the document are not understood.
            !follows(&finding.pointer) && (errors.is_empty() || finding.severity == Severity::Error)
        })
        .collect()
}

/// The pointer to the object or array that holds what `pointer` leads to.
fn parent(pointer: &str) -> &str {
    pointer
        .rfind('/')
        .and_then(|at| pointer.get(..at))
        .unwrap_or_default()
}

/// The pointer itself and those to everything around it, the document included.
fn ways(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |way| (!way.is_empty()).then(|| parent(way)))
}
