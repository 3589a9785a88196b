//! Findings about nodes, before they belong to a report.

use crate::document::At;
use crate::edit::Fix;
use crate::finding::Finding;
use crate::source::Span;

/// The findings of the checks.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    /// Adds an error about a node.
    pub(crate) fn error(
        &mut self,
        rule: &'static str,
        at: &At<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0
            .push(Finding::error(rule, &at.pointer, at.span(), message, help));
    }

    /// Adds an error about the key of a node.
    pub(crate) fn key_error(
        &mut self,
        rule: &'static str,
        at: &At<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0.push(Finding::error(
            rule,
            &at.pointer,
            at.key_span(),
            message,
            help,
        ));
    }

    /// Adds a second place to the last finding.
    pub(crate) fn relate(&mut self, span: Span, label: &str) {
        if let Some(last) = self.0.last_mut() {
            last.related = Some((span, label.to_owned()));
        }
    }

    /// Adds a fix to the last finding, if only one is possible.
    pub(crate) fn fix(&mut self, fix: impl Into<Option<Fix>>) {
        if let Some(last) = self.0.last_mut() {
            last.fix = fix.into();
        }
    }
}
