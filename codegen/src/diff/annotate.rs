//! The changes as annotations of the new document, in the formats shared by all tasks.

use super::approval::Approval;
use super::change::{Action, Change, Class};
use super::report::ChangeReport;
use crate::formats::{Annotation, Level};

impl ChangeReport {
    /// Returns an annotation for each change. Breaking changes are errors, or warnings if approved; everything else
    /// is a notice. Removals are annotated at the nearest part around them. `file` is the name of the new document.
    #[must_use]
    pub fn annotations(&self, file: &str) -> Vec<Annotation> {
        let changes = self.changes().iter();
        changes.map(|change| annotation(change, file)).collect()
    }
}

fn annotation(change: &Change, file: &str) -> Annotation {
    let mut annotation =
        Annotation::of_file(change.rule.id(), file, change.message(), help(change));
    annotation.level = match change.class {
        Class::Breaking if change.approvals.is_empty() => Level::Error,
        Class::Breaking => Level::Warning,
        Class::Compatible | Class::Documentation => Level::Notice,
    };
    annotation.pointer.clone_from(&change.pointer);
    annotation.place.start = change.start;
    annotation.place.end = change.end;
    annotation
}

fn help(change: &Change) -> String {
    let approved = |it: &Approval| format!("approved: {}", it.reason);
    let approvals: Vec<String> = change.approvals.iter().map(approved).collect();
    approvals.join("\n")
}

impl Change {
    /// The change in one sentence: on the wire, in Rust, and why it matters.
    fn message(&self) -> String {
        let Self {
            class,
            wire,
            rust,
            types,
            why,
            ..
        } = self;
        let what = match (&wire.action, &rust.action) {
            (Action::Nothing, _) => format!("in Rust: {rust}"),
            (_, Action::Nothing) => wire.to_string(),
            _ => format!("{wire}; in Rust: {rust}"),
        };
        let what = [&[what], types.as_slice()].concat().join("; ");
        // A removed line cannot be annotated, since the file no longer has it.
        let place = self.is_gone.then(|| self.place());
        let details: Vec<&str> = place.as_deref().into_iter().chain([*why]).collect();
        let details: Vec<&str> = details.into_iter().filter(|it| !it.is_empty()).collect();
        if details.is_empty() {
            format!("{class}: {what}")
        } else {
            format!("{class}: {what} ({})", details.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::Line;
    use crate::diff::rule::Rule;

    #[test]
    fn a_message_names_the_sides_that_change() {
        let added = || Line::new("`A`", "", Action::Added);
        for (wire, rust, expected) in [
            (added(), Line::nothing(), "compatible: `A` added"),
            (Line::nothing(), added(), "compatible: in Rust: `A` added"),
            (
                added(),
                added(),
                "compatible: `A` added; in Rust: `A` added",
            ),
        ] {
            let change = Change::new(Rule::ParameterAdded, wire, rust, "/A");
            assert_eq!(change.message(), expected);
        }
    }
}
