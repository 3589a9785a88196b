//! Findings about nodes, before they belong to a report.

use crate::document::At;
use crate::edit::Fix;
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

    /// Adds to the last finding how it is fixed, where only one fix is possible.
    pub(crate) fn fix(&mut self, fix: impl Into<Option<Fix>>) {
        if let Some(last) = self.0.last_mut() {
            last.fix = fix.into();
        }
    }
}
