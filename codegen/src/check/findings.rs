//! Findings about nodes, before they belong to a report.

use crate::document::At;
use crate::finding::Finding;

/// The findings of the checks.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    /// An error about a node.
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

    /// An error about the key in front of a node.
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

    /// A warning about a node's key.
    pub(crate) fn warning(
        &mut self,
        rule: &'static str,
        at: &At<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.0
            .push(Finding::error(rule, &at.pointer, at.key_span(), message, help).into_warning());
    }
}
