//! Results in machine-readable formats. All tasks share one list of annotations and its renderers.

mod github;
mod json;
mod sarif;

use crate::finding::{Finding, Report, Severity};
use crate::source::{Lines, Position, Span};

pub use github::github;
pub use json::findings_json;
pub use sarif::{Described, sarif};

/// The severity of an [`Annotation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Information.
    Notice,
    /// Not an error, but worth a look.
    Warning,
    /// Something has to be done.
    Error,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A range in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the root of the repository if it is inside.
    pub file: String,
    /// The first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

/// One result of a task: a rule, a message and a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The rule that reported it.
    pub rule: &'static str,
    /// Its severity.
    pub level: Level,
    /// The message.
    pub message: String,
    /// What to do: empty, one line or several.
    pub help: String,
    /// The JSON pointer to the part of the document; empty for the whole document.
    pub pointer: String,
    /// The place.
    pub place: Place,
    /// A second relevant place, and why.
    pub related: Option<(Place, String)>,
}

impl Annotation {
    /// Creates an error about a whole file.
    #[must_use]
    pub fn of_file(
        rule: &'static str,
        file: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let start = Position { line: 1, column: 1 };
        Self {
            rule,
            level: Level::Error,
            message: message.into(),
            help: help.into(),
            pointer: String::new(),
            place: Place {
                file: file.into(),
                start,
                end: start,
            },
            related: None,
        }
    }

    /// Message and help as one string.
    fn text(&self) -> String {
        if self.help.is_empty() {
            return self.message.clone();
        }
        format!("{}\nhelp: {}", self.message, self.help)
    }
}

/// The findings of a report, in its order.
#[must_use]
pub fn annotations(report: &Report) -> Vec<Annotation> {
    let source = report.source();
    let lines = Lines::new(&source.text);
    let place = |span: Span| Place {
        file: source.name.clone(),
        start: lines.position(span.start),
        end: lines.position(span.end),
    };
    let annotation = |finding: &Finding| Annotation {
        rule: finding.rule,
        level: match finding.severity {
            Severity::Warning => Level::Warning,
            Severity::Error => Level::Error,
        },
        message: finding.message.clone(),
        help: finding.help.clone(),
        pointer: finding.pointer.clone(),
        place: place(finding.span),
        related: (finding.related.as_ref()).map(|(span, label)| (place(*span), label.clone())),
    };
    report.findings().iter().map(annotation).collect()
}
