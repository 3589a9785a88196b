//! Documents made by editing the spec.

use std::sync::{LazyLock, OnceLock};

use codegen::{Action, Baseline, ChangeReport, Compared, Line, Source, Spec, SpecChange};
use twilio_calls_tests::frozen;

use crate::edits::{EDITS, Edit, Replace};

/// The text of the spec after an edit.
pub(crate) fn edited(text: &str, edit: &Edit) -> String {
    replaced(text, edit.name, edit.replace)
}

/// A text with all replacements applied.
pub(crate) fn replaced(text: &str, name: &str, replace: Replace) -> String {
    replace.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(
            text.contains(old),
            "{name}: the document does not contain\n{old}\nCopy the spec to tests/fixtures/review if it is new"
        );
        text.replace(old, new)
    })
}

/// Text as a document without errors.
pub(crate) fn read(name: &str, text: &str) -> Spec {
    Spec::read(&Source::new(name, text))
        .unwrap_or_else(|report| panic!("{name}\n{}", report.render(false)))
}

/// The spec itself.
pub(crate) fn real() -> &'static Spec {
    static REAL: LazyLock<Spec> = LazyLock::new(|| read("spec/twilio-calls.yaml", &frozen().text));
    &REAL
}

/// An edit by its place in the list, and its document, which is read once.
pub(crate) fn after(at: usize) -> (&'static Edit, &'static Spec) {
    static SPECS: [OnceLock<Spec>; EDITS.len()] = [const { OnceLock::new() }; EDITS.len()];
    let edit = &EDITS[at];
    let new = || read(edit.name, &edited(&frozen().text, edit));
    (edit, SPECS[at].get_or_init(new))
}

/// All edits and their documents.
pub(crate) fn all() -> impl Iterator<Item = (&'static Edit, &'static Spec)> {
    (0..EDITS.len()).map(after)
}

/// The spec compared with a version that has been released.
pub(crate) fn released(version: &str) -> Compared {
    Compared {
        file: "spec/twilio-calls.yaml".to_owned(),
        base: Some(format!("5d41402abc4b (`v{version}`)")),
        baseline: Baseline::released(codegen::release(version).unwrap()),
    }
}

/// Whether a report contains a renaming; other changes use the new name.
pub(crate) fn has_renames(report: &ChangeReport) -> bool {
    let renamed = |line: &Line| {
        matches!(
            &line.action,
            Action::Changed {
                verb: "renamed",
                ..
            }
        )
    };
    let mut changes = report.changes().iter();
    changes.any(|it| renamed(&it.wire) || renamed(&it.rust))
}

/// Whether the second report is the reverse of the first. A new resource only has a reverse in its operations.
pub(crate) fn mirrors(there: &ChangeReport, back: &ChangeReport) -> bool {
    let of = |report: &ChangeReport| -> Vec<SpecChange> {
        let changes = report.changes().iter();
        let changes = changes.filter(|change| change.rule.id() != "resource-added");
        changes.cloned().collect()
    };
    let (changes, others) = (of(there), of(back));
    let is_back = |change: &SpecChange| others.iter().any(|other| change.mirrors(other));
    changes.len() == others.len()
        && (has_renames(there) && changes.len() > 1 || changes.iter().all(is_back))
}
