//! The edits of a document: each one, and a summary.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::document::segments;
use crate::finding::plain;

/// What an edit means for the generated API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// Leaves out an operation, a parameter or a property.
    LeftOut,
    /// Renames something, or makes it a component with a derived name.
    Named,
    /// Drops a constraint that cannot be checked, or adds one of our own.
    Loosened,
    /// Uses one body for all successes, and one for all errors.
    Response,
    /// Drops an unsupported key.
    Unread,
    /// Changes the document as a whole.
    Document,
}

impl Edit {
    fn meaning(self) -> &'static str {
        match self {
            Self::LeftOut => "left out, because they cannot be expressed",
            Self::Named => "given a derived name",
            Self::Loosened => "checked less strictly or differently than documented",
            Self::Response => {
                "responses reduced to one body for all successes and one for all errors"
            }
            Self::Unread => "unused keys removed",
            Self::Document => "edits of the document as a whole",
        }
    }
}

/// The number of left-out parameters and properties named in a summary.
const NAMED: usize = 10;

/// Whether a pointer leads to an operation itself.
fn is_operation(pointer: &str) -> bool {
    pointer.starts_with("/paths/") && segments(pointer).count() == 3
}

/// Every edit, in order.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    edits: Vec<(String, Edit, String)>,
    seen: BTreeSet<(String, String)>,
}

impl Ledger {
    /// Adds an edit; something used in several places is normalized once.
    pub(super) fn add(&mut self, pointer: &str, edit: Edit, text: String) {
        if self.seen.insert((pointer.to_owned(), text.clone())) {
            self.edits.push((pointer.to_owned(), edit, text));
        }
    }

    /// Every edit: the pointer into the given document, its effect, and a description.
    pub(super) fn edits(&self) -> impl Iterator<Item = (&str, Edit, &str)> {
        let edits = self.edits.iter();
        edits.map(|(pointer, edit, text)| (pointer.as_str(), *edit, text.as_str()))
    }

    /// How much was edited, and what is missing as a result.
    pub(super) fn summary(&self, document: &str) -> String {
        let mut counts: BTreeMap<Edit, usize> = BTreeMap::new();
        for (_, edit, _) in &self.edits {
            *counts.entry(*edit).or_default() += 1;
        }
        let mut summary = format!(
            "{document} was normalized at {} places:\n",
            self.edits.len()
        );
        for (edit, count) in counts {
            summary.push_str(&format!("{count:>6} {}\n", edit.meaning()));
            if edit == Edit::LeftOut {
                for line in self.left_out().lines() {
                    summary.push_str(&format!("         {line}\n"));
                }
            }
        }
        summary
    }

    /// What was left out and why, one per line: all operations, and the first few of everything else.
    pub(super) fn left_out(&self) -> String {
        let all = self.edits.iter();
        let (operations, others): (Vec<_>, Vec<_>) = all
            .filter(|(_, edit, _)| *edit == Edit::LeftOut)
            .partition(|(pointer, ..)| is_operation(pointer));
        let mut lines: String = operations
            .iter()
            .chain(others.iter().take(NAMED))
            .map(|(pointer, _, text)| format!("{}: {text}\n", plain(pointer)))
            .collect();
        let more = others.len().saturating_sub(NAMED);
        if more > 0 {
            lines.push_str(&format!("and {more} more\n"));
        }
        lines
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (pointer, _, text) in &self.edits {
            writeln!(f, "{pointer}\n    {text}")?;
        }
        Ok(())
    }
}
