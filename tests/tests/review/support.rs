//! Documents made from the spec by an edit.

use std::sync::LazyLock;

use codegen::{ChangeReport, Source, Spec};
use twilio_calls_tests::spec;

use crate::edits::{EDITS, Edit};

/// The text of the spec after an edit.
pub(crate) fn edited(text: &str, edit: &Edit) -> String {
    let mut edited = text.to_owned();
    for (old, new) in edit.replace {
        assert!(
            edited.contains(old),
            "{}: the spec no longer contains\n{old}",
            edit.name
        );
        edited = edited.replace(old, new);
    }
    edited
}

/// Text as a document without errors.
pub(crate) fn read(name: &str, text: &str) -> Spec {
    Spec::read(&Source::new(name, text))
        .unwrap_or_else(|report| panic!("{name}\n{}", report.render(false)))
}

/// The spec itself.
pub(crate) fn real() -> &'static Spec {
    static REAL: LazyLock<Spec> = LazyLock::new(|| read("spec/twilio-calls.yaml", &spec().text));
    &REAL
}

/// The documents of all edits.
pub(crate) fn all() -> &'static [(&'static Edit, Spec)] {
    static ALL: LazyLock<Vec<(&'static Edit, Spec)>> = LazyLock::new(|| {
        let text = spec().text;
        let read = |edit: &'static Edit| (edit, read(edit.name, &edited(&text, edit)));
        EDITS.iter().map(read).collect()
    });
    &ALL
}

/// Whether the second report tells the way back from the first.
pub(crate) fn mirrors(there: &ChangeReport, back: &ChangeReport) -> bool {
    there.changes().len() == back.changes().len()
        && there
            .changes()
            .iter()
            .all(|change| back.changes().iter().any(|other| change.mirrors(other)))
}
