//! The differences as annotations, in the formats shared by all tasks.

use super::compare::{Difference, Place};
use super::{Drift, Outdated};
use crate::formats::Annotation;
use crate::source::Position;

impl Drift {
    /// Returns annotations for the unexplained differences and the outdated explanations. `names` are the file names
    /// of our document, of Twilio's, and of the explanations.
    #[must_use]
    pub fn annotations(&self, names: (&str, &str, &str)) -> Vec<Annotation> {
        let (ours, theirs, explanations) = names;
        let different = (self.unexplained.iter()).map(|it| difference(it, (ours, theirs)));
        let outdated = self.outdated.iter().map(|it| outdated(it, explanations));
        different.chain(outdated).collect()
    }
}

fn difference(difference: &Difference, names: (&str, &str)) -> Annotation {
    let ours = difference.ours.as_ref().map(|place| (names.0, place));
    let theirs = difference.theirs.as_ref().map(|place| (names.1, place));
    let says: Vec<String> = [("ours", ours), ("theirs", theirs)]
        .into_iter()
        .filter_map(|(word, side)| Some((word, &side?.1.says)))
        .filter(|(_, says)| !says.is_empty())
        .map(|(word, says)| format!("; {word}: {says}"))
        .collect();
    let message = format!("{}{}", difference.title(), says.concat());
    let help = "change the spec, or explain the difference in `spec/drift.yaml`";
    let (file, place) = match ours.or(theirs) {
        Some((file, place)) => (file, Some(place)),
        None => (names.0, None),
    };
    let mut annotation = Annotation::of_file("drift-unexplained", file, message, help);
    if let Some(Place {
        pointer, position, ..
    }) = place
    {
        annotation.pointer.clone_from(pointer);
        annotation.place.start = *position;
        annotation.place.end = *position;
    }
    annotation
}

fn outdated(outdated: &Outdated, file: &str) -> Annotation {
    let Outdated { what, reason, line } = outdated;
    let message = format!("outdated: {what} ({reason})");
    let help = "remove the explanation, or the part of it that no longer differs";
    let mut annotation = Annotation::of_file("drift-outdated", file, message, help);
    let position = Position {
        line: *line,
        column: 1,
    };
    annotation.place.start = position;
    annotation.place.end = position;
    annotation
}
