//! The rules that a document must follow.
//!
//! A client can be generated from a document that passes. progenitor and typify panic on some documents and quietly
//! misread others; the rules reject every such document, with the line at fault and what to write instead.
//!
//! There are two passes: [`keywords`] compares every object of the document with a table of supported keywords, and
//! the rules check their values. The second pass makes no assumptions beyond what it checks itself, so that it can
//! also run over a document that failed the first.

pub(crate) mod body;
mod callback;
pub(crate) mod component;
mod document;
mod enumeration;
mod error_codes;
mod event;
mod example;
mod extends;
mod findings;
mod fixes;
mod follow;
mod format;
mod groups;
mod inline;
mod integer;
mod keyword;
mod map;
mod min_properties;
mod number;
mod numbered;
mod object;
mod operation;
mod pagination;
mod path;
mod progress;
mod prose;
pub(crate) mod rate_limit;
mod received;
mod reconcile;
mod reference;
mod rows;
pub(crate) mod scalar;
pub(crate) mod segment;
mod similar;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod text;
mod union;
mod usage;
mod value;
mod waiter;
mod xml;
mod xrules;

use crate::document::Index;
use crate::finding::{Finding, Report};
use findings::Findings;
use follow::{Faults, independent, unhidden};
use received::Received;
pub(crate) use similar::similar;

/// Checks a document.
///
/// The report is sorted. If it has no errors, the document can be generated. It contains every mistake, so that one
/// run shows all there is to correct, except those that probably only follow from another.
pub(crate) fn check(index: &Index<'_>) -> Report {
    weigh(index).0
}

/// House rules, which are only warnings in lenient documents.
const OF_HOUSE: &[&str] = &["default-response", "missing-example", usage::RULE];

/// Checks a document; also counts the findings, including those that are left out.
pub(crate) fn weigh(index: &Index<'_>) -> (Report, usize) {
    let mut report = keywords(index);
    let (rules, hidden) = rules(index, report.findings());
    let is_lenient = index.document.is_lenient();
    for finding in rules
        .into_iter()
        .chain(index.document.layout().iter().cloned())
    {
        let is_of_house = is_lenient && OF_HOUSE.contains(&finding.rule);
        report.push(if is_of_house {
            finding.into_warning()
        } else {
            finding
        });
    }
    report.sort();
    let count = report.findings().len() + hidden;
    (report, count)
}

/// Checks the YAML and the keywords: some may be unknown, missing or of the wrong type.
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

/// Applies every rule, leaves out findings that only follow from `earlier` ones, and returns how many those are.
fn rules(index: &Index<'_>, earlier: &[Finding]) -> (Vec<Finding>, usize) {
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
        reconcile::check,
        rows::check,
        waiter::check,
        event::check,
        progress::check,
        xml::check,
        xrules::check,
        min_properties::check,
        numbered::check,
        scalar::check,
        object::check,
        union::check,
        prose::check,
        usage::check,
    ] {
        rule(index, &mut findings);
    }
    let received = Received::new(index, &findings.0, earlier);
    groups::check(index, &received, &mut findings);
    extends::check(index, &received, &mut findings);
    let mut faults = Faults::of(findings.0.iter().chain(earlier));
    example::check(index, &mut faults, &mut findings);
    // An object that contains itself cannot have a complete example.
    if findings.0.iter().any(|it| it.rule == reference::RECURSIVE) {
        findings.0.retain(|it| it.rule != example::INCOMPLETE);
    }
    let count = findings.0.len();
    let findings = unhidden(index.root.node, findings.0, earlier);
    let findings = independent(index, findings, earlier);
    let hidden = count - findings.len();
    (findings, hidden)
}
