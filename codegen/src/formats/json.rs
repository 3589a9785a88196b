//! Findings as JSON, described by `codegen/schemas/findings.schema.json`.

use serde_json::{Value, json};

use super::{Annotation, Level, Place};
use crate::source::Position;

/// The version of the format; raised when a key is removed or changes its meaning, not when one is added.
const VERSION: u32 = 1;

/// The findings of a run as JSON, with its outcome and what was done, or has to be done, to each file.
#[must_use]
pub fn findings_json(
    outcome: &str,
    files: &[(&str, String)],
    annotations: &[Annotation],
) -> String {
    let count = |level| {
        annotations
            .iter()
            .filter(|annotation| annotation.level == level)
            .count()
    };
    let file = |(action, path): &(&str, String)| json!({ "action": action, "path": path });
    let value = json!({
        "version": VERSION,
        "outcome": outcome,
        "errors": count(Level::Error),
        "warnings": count(Level::Warning),
        "files": files.iter().map(file).collect::<Vec<_>>(),
        "findings": annotations.iter().map(finding).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn finding(annotation: &Annotation) -> Value {
    let mut value = place(&annotation.place);
    let related = annotation.related.as_ref().map(|(at, message)| {
        let mut related = place(at);
        related["message"] = json!(message);
        related
    });
    value["rule"] = json!(annotation.rule);
    value["severity"] = json!(annotation.level.name());
    value["message"] = json!(annotation.message);
    value["help"] = json!(annotation.help);
    value["pointer"] = json!(annotation.pointer);
    value["related"] = json!(related);
    value
}

fn place(place: &Place) -> Value {
    json!({
        "file": place.file,
        "start": position(place.start),
        "end": position(place.end),
    })
}

fn position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}
