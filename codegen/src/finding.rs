//! Diagnostics, rendered like rustc's.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::edit::Fix;
use crate::source::{Lines, Position, Source, Span};

/// The severity of a [`Finding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document can still be used.
    Warning,
    /// Nothing is generated from the document.
    Error,
}

/// A problem in a document, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken, in kebab case.
    pub rule: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// The JSON pointer to the node.
    pub pointer: String,
    /// The text to underline.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead, on one line or several.
    pub help: String,
    /// A second relevant place, and why.
    pub related: Option<(Span, String)>,
    /// A fix, if only one is possible.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Creates an error about the text at `span`.
    pub fn error(
        rule: &'static str,
        pointer: impl Into<String>,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            pointer: pointer.into(),
            span,
            message: message.into(),
            help: help.into(),
            related: None,
            fix: None,
        }
    }

    /// The same finding as a warning.
    pub fn into_warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// The same finding with a second place.
    pub fn with_related(self, span: Span, label: impl Into<String>) -> Self {
        Self {
            related: Some((span, label.into())),
            ..self
        }
    }
}

/// A [`Finding`] with line and column, for machine-readable formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<'r> {
    /// The rule that was broken.
    pub rule: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// The JSON pointer to the node.
    pub pointer: &'r str,
    /// The name of the document.
    pub file: &'r str,
    /// Line and column in it.
    pub position: Position,
    /// What is wrong.
    pub message: &'r str,
    /// What to write instead.
    pub help: &'r str,
}

/// The maximum number of findings per rule shown to people; machine-readable formats contain all.
const MOST_SHOWN: usize = 50;

/// All findings of one run about one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    source: Source,
    findings: Vec<Finding>,
}

impl Report {
    /// Creates an empty report about `source`.
    pub fn new(source: &Source) -> Self {
        Self {
            source: source.clone(),
            findings: Vec::new(),
        }
    }

    /// The document.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds the findings of another report about the same document.
    pub fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// The findings, in the order they were added or, after [`Report::sort`], by severity and place.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The first finding of a rule, as its own report; `None` if there is none.
    pub fn first_of(&self, rule: &str) -> Option<Self> {
        let mut findings = self.findings.iter();
        let first = findings.find(|finding| finding.rule == rule)?;
        Some(Self {
            source: self.source.clone(),
            findings: vec![first.clone()],
        })
    }

    /// Whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// Sorts errors before warnings, each in the order of the document, and removes duplicates.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        self.findings.dedup();
    }

    /// The findings with line and column.
    pub fn located(&self) -> impl Iterator<Item = Located<'_>> {
        let lines = Lines::new(&self.source.text);
        self.findings.iter().map(move |finding| Located {
            rule: finding.rule,
            severity: finding.severity,
            pointer: &finding.pointer,
            file: &self.source.name,
            position: lines.position(finding.span.start),
            message: &finding.message,
            help: &finding.help,
        })
    }

    /// Renders the findings for people, with a summary.
    ///
    /// With `color`, the text contains ANSI escapes.
    pub fn render(&self, color: bool) -> String {
        let mut text = self.render_findings(color);
        text.push_str(&self.summary());
        text
    }

    /// Renders the findings for people: rule, message, place, the underlined line, and what to write instead. After
    /// the first fifty findings of a rule, the others are only counted.
    ///
    /// With `color`, the text contains ANSI escapes.
    pub fn render_findings(&self, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let lines = Lines::new(&self.source.text);
        let mut text = String::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.findings {
            let count = counts.entry(finding.rule).or_default();
            *count += 1;
            if *count <= MOST_SHOWN {
                text.push_str(&renderer.render(&[self.group(finding, &lines)]));
                text.push_str("\n\n");
            }
        }
        for (rule, count) in counts {
            if let Some(more @ 1..) = count.checked_sub(MOST_SHOWN) {
                text.push_str(&format!("and {more} more of rule `{rule}`\n"));
            }
        }
        text
    }

    fn group<'r>(&'r self, finding: &'r Finding, lines: &Lines<'r>) -> Group<'r> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = level
            .primary_title(finding.message.as_str())
            .id(finding.rule)
            .element(self.snippet(finding.span, AnnotationKind::Primary, None, lines));
        if let Some((span, label)) = &finding.related {
            group = group.element(self.snippet(*span, AnnotationKind::Context, Some(label), lines));
        }
        if !finding.pointer.is_empty() {
            group = group.element(Level::NOTE.message(format!("at {}", plain(&finding.pointer))));
        }
        if !finding.help.is_empty() {
            group = group.element(Level::HELP.message(finding.help.as_str()));
        }
        group
    }

    /// One underlined line of the document; a span of several lines is cut after its first.
    fn snippet<'r>(
        &'r self,
        span: Span,
        kind: AnnotationKind,
        label: Option<&'r str>,
        lines: &Lines<'r>,
    ) -> Snippet<'r, annotate_snippets::Annotation<'r>> {
        let line = lines.line(span.start);
        let range = lines.range(line);
        let content = self.source.text.get(range.clone()).unwrap_or_default();
        let start = span.start.clamp(range.start, range.end) - range.start;
        let end = span.end.clamp(range.start, range.end) - range.start;
        Snippet::source(content)
            .line_start(line + 1)
            .path(self.source.name.as_str())
            .annotation(kind.span(start..end.max(start)).label(label))
    }

    fn summary(&self) -> String {
        let errors = self
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        let warnings = self.findings.len() - errors;
        let mut parts = Vec::new();
        if errors > 0 {
            parts.push(counted(errors, "error"));
        }
        if warnings > 0 {
            parts.push(counted(warnings, "warning"));
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("{}: {}\n", plain(&self.source.name), parts.join(", "))
    }
}

fn order(finding: &Finding) -> (Reverse<Severity>, Span, &'static str, &str, &str) {
    (
        Reverse(finding.severity),
        finding.span,
        finding.rule,
        &finding.pointer,
        &finding.message,
    )
}

/// A number with its noun, in the plural unless it is 1.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The text without control characters, which a terminal might interpret.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

/// A name from the document for a message: in backticks, shortened if it is long, without control characters.
pub(crate) fn show(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown: String = plain(text).chars().take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        shown.push_str("...");
    }
    format!("`{shown}`")
}

/// The lines of places, for a message: the first few, and how many more there are.
pub(crate) fn show_lines(text: &str, places: impl IntoIterator<Item = Span>) -> String {
    const SHOWN: usize = 5;
    let lines = Lines::new(text);
    let mut numbers: Vec<usize> = places
        .into_iter()
        .map(|place| lines.line(place.start) + 1)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let shown: Vec<String> = numbers.iter().take(SHOWN).map(usize::to_string).collect();
    let noun = if numbers.len() == 1 { "line" } else { "lines" };
    let more = match numbers.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{noun} {}{more}", shown.join(", "))
}

/// Names in backticks, joined by commas and "and".
pub(crate) fn show_all<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(show).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_like_one_of_rustc() {
        let source = Source::new("spec.yaml", "a:\n  mininum: 1\n");
        let mut report = Report::new(&source);
        report.push(
            Finding::error(
                "unknown-keyword",
                "/a/mininum",
                Span::new(5, 12),
                "unknown keyword `mininum` in a schema",
                "did you mean `minimum`?\nwrite:\n  minimum: 1",
            )
            .with_related(Span::new(0, 1), "in this map"),
        );
        let text = report.render(false);
        assert!(
            text.contains("error[unknown-keyword]: unknown keyword `mininum`"),
            "{text}"
        );
        assert!(text.contains("--> spec.yaml:2:3"), "{text}");
        assert!(text.contains("help: did you mean `minimum`?"), "{text}");
        assert!(text.contains("note: at /a/mininum"), "{text}");
        assert!(text.ends_with("spec.yaml: 1 error\n"), "{text}");
    }

    #[test]
    fn many_findings_of_one_rule_are_counted() {
        let source = Source::new("spec.yaml", "a: 1\n");
        let mut report = Report::new(&source);
        for at in 0..52 {
            let pointer = format!("/{at}");
            report.push(Finding::error("one", pointer, Span::new(0, 1), "x", ""));
        }
        report.push(Finding::error("two", "/a", Span::new(0, 1), "x", ""));
        let text = report.render(false);
        assert_eq!(text.matches("error[one]").count(), 50, "{text}");
        assert_eq!(text.matches("error[two]").count(), 1, "{text}");
        let end = "and 2 more of rule `one`\nspec.yaml: 53 errors\n";
        assert!(text.ends_with(end), "{text}");
    }
}
