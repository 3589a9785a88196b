//! The rules a document has to follow.
//!
//! What passes here can be generated: progenitor and typify panic on some documents and quietly misread others, and
//! every such document is refused by a rule, with the line it is about and what to write instead.
//!
//! Two passes: [`shape`] holds every map of the document against a table of the keywords that something reads, and
//! [`rules`] judges what the keywords say. The second pass only trusts what it looks at, so that it can also run over
//! a document that failed the first.

mod api;
mod body;
mod callback;
mod component;
mod document;
mod example;
mod keyword;
mod object;
mod operation;
mod pagination;
mod path;
mod prose;
mod reference;
mod scalar;
mod similar;
mod table;
mod union;
mod usage;
mod value;
mod xrules;

use crate::document::Document;
use crate::document::{At, Node, Value};
use crate::finding::{Finding, Findings, Report, Severity};
use api::Api;

/// Judges a document.
///
/// The report is sorted; a document whose report has no errors can be generated.
pub fn check(document: &Document) -> Report {
    let mut report = Report::new(document.source());
    rules(document.root(), &[])
        .into_iter()
        .for_each(|finding| report.push(finding));
    report.sort();
    report
}

/// Holds every map against the table of its keywords. Leaves out what follows from `earlier` findings.
pub(crate) fn shape(root: &Node, earlier: &[Finding]) -> Vec<Finding> {
    let mut findings = Findings::default();
    keyword::document(&At::root(root), &mut findings);
    unhidden(root, findings.0, earlier)
}

/// Applies every rule. Leaves out what follows from `earlier` findings.
pub(crate) fn rules(root: &Node, earlier: &[Finding]) -> Vec<Finding> {
    let api = Api::new(root);
    let mut findings = Findings::default();
    for rule in [
        document::check,
        reference::check,
        component::check,
        operation::check,
        path::check,
        body::check,
        callback::check,
        pagination::check,
        xrules::check,
        scalar::check,
        object::check,
        union::check,
        example::check,
        prose::check,
        usage::check,
    ] {
        rule(&api, &mut findings);
    }
    // What a broken reference was meant to use is not unused.
    if findings
        .0
        .iter()
        .any(|finding| finding.rule.starts_with("ref-"))
    {
        findings.0.retain(|finding| finding.rule != usage::RULE);
    }
    unhidden(root, findings.0, earlier)
}

/// The findings that do not just follow from an earlier error.
fn unhidden(root: &Node, findings: Vec<Finding>, earlier: &[Finding]) -> Vec<Finding> {
    let errors: Vec<&str> = earlier
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.pointer.as_str())
        .collect();
    findings
        .into_iter()
        .filter(|finding| {
            let follows = errors
                .iter()
                .any(|error| follows(root, &finding.pointer, error));
            // A warning about what is not used means little while parts of the document are not understood.
            !follows && (errors.is_empty() || finding.severity == Severity::Error)
        })
        .collect()
}

/// Whether what is found at `pointer` probably follows from the error: it is in the faulty part, about the map around
/// it, or about a keyword beside it.
fn follows(root: &Node, pointer: &str, error: &str) -> bool {
    let around = parent(error);
    let beside = || {
        let is_map = root
            .find(pointer)
            .is_some_and(|node| matches!(node.value, Value::Object(_)));
        !is_map
    };
    inside(pointer, error) || pointer == around || parent(pointer) == around && beside()
}

/// The pointer to the map or list that holds what `pointer` leads to.
fn parent(pointer: &str) -> &str {
    pointer
        .rfind('/')
        .and_then(|at| pointer.get(..at))
        .unwrap_or_default()
}

/// Whether `pointer` leads to `map` or into it.
fn inside(pointer: &str, map: &str) -> bool {
    pointer
        .strip_prefix(map)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
