//! Where changes are reported: at a line that was edited, and at the same one in every format.

use std::collections::BTreeSet;

use codegen::{Action, ChangeReport, SpecChange};
use imara_diff::{Algorithm, Diff, InternedInput};
use twilio_calls_tests::frozen;
use xtask::Format;

use crate::support::{all, edited, real, released};

/// Changes that follow from an edit of another part, each with the reason.
const FOLLOWING: &[(&str, &str)] = &[
    (
        "enum-opened",
        "a response uses the enum now, wherever that is",
    ),
    ("enum-closed", "no response uses the enum any more"),
    (
        "reconciler-arguments-changed",
        "its arguments are in the order of the form's",
    ),
];

/// The lines that only one of two texts has: those of the first, and those of the second. If lines are
/// swapped, a diff moves only one of them; here, all of them count as edited.
fn edited_lines(old: &str, new: &str) -> [BTreeSet<usize>; 2] {
    let input = InternedInput::new(old, new);
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let [mut removed, mut added] = [BTreeSet::new(), BTreeSet::new()];
    for hunk in diff.hunks() {
        removed.extend(hunk.before.map(|it| it as usize + 1));
        added.extend(hunk.after.map(|it| it as usize + 1));
    }
    let lines = old.lines().zip(new.lines()).enumerate();
    if old.lines().count() == new.lines().count() {
        let edited = lines.filter(|(_, (old, new))| old != new);
        let edited: BTreeSet<usize> = edited.map(|(at, _)| at + 1).collect();
        removed.extend(&edited);
        added.extend(edited);
    }
    [removed, added]
}

/// The changes that are not at an edited line.
fn misplaced(report: &ChangeReport, [removed, added]: &[BTreeSet<usize>; 2]) -> Vec<String> {
    let is_misplaced = |it: &&SpecChange| {
        let lines = if it.is_gone { removed } else { added };
        !lines.contains(&it.line) && !FOLLOWING.iter().any(|(rule, _)| *rule == it.rule.id())
    };
    let changes = report.changes().iter().filter(is_misplaced);
    let shown = changes.map(|it| {
        let place = if it.is_gone { "was line" } else { "line" };
        format!(
            "{} ({place} {}): {}; {}",
            it.rule.id(),
            it.line,
            it.wire,
            it.rust
        )
    });
    shown.collect()
}

#[test]
fn changes_are_reported_at_an_edited_line() {
    let old = frozen().text;
    let mut wrong = Vec::new();
    for (edit, spec) in all() {
        let new = edited(&old, edit);
        for (way, report, lines) in [
            ("there", real().compare(spec), edited_lines(&old, &new)),
            ("back", spec.compare(real()), edited_lines(&new, &old)),
        ] {
            let misplaced = misplaced(&report, &lines);
            if !misplaced.is_empty() {
                wrong.push(format!(
                    "{} ({way}) {lines:?}\n  {}",
                    edit.name,
                    misplaced.join("\n  ")
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} edits\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// People and programs are sent to the same line. Annotations can only be at a line that the new document has, so
/// their messages name a removed one.
#[test]
fn every_format_reports_the_same_place() {
    let compared = released("0.1.0");
    for (edit, spec) in all() {
        let report = real().compare(spec);
        let render = |format| xtask::diff::render(&report, &compared, format, false);
        let text = render(Format::Text);
        let markdown = render(Format::Markdown);
        let github = render(Format::Github);
        for change in report.changes() {
            let line = change.line;
            let place = if change.is_gone { "was line" } else { "line" };
            let what = match change.wire.action {
                Action::Nothing => &change.rust,
                _ => &change.wire,
            };
            let what = format!("{what} ({place} {line})\n");
            assert!(text.contains(&what), "{}: {what}{text}", edit.name);
            let rule = change.rule.id();
            let shown = format!("({place} {line}, `{rule}`)");
            assert!(markdown.contains(&shown), "{}: {markdown}", edit.name);
            let title = format!("title={rule}::");
            let mut annotations = github.lines().filter(|it| it.contains(&title));
            let is_there = |it: &str| match change.is_gone {
                true => it.contains(&format!("(was line {line}")),
                false => it.contains(&format!("line={line},")),
            };
            assert!(annotations.any(is_there), "{}: {what}{github}", edit.name);
        }
    }
}
