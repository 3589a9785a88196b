//! The report as JSON, described by `codegen/schemas/changes.schema.json`.

use serde_json::{Value, json};

use super::approval::Approval;
use super::change::{Action, Change, Line};
use super::compared::Compared;
use super::report::ChangeReport;
use crate::source::Position;

/// The version of the format; raised when a key is removed or changes its meaning, not when one is added.
const VERSION: u32 = 1;

impl ChangeReport {
    /// The report as JSON: `file`, `base`, `class`, `bump`, `released`, `from`, `to`, and the array `changes`.
    #[must_use]
    pub fn json(&self, compared: &Compared) -> String {
        let baseline = &compared.baseline;
        let value = json!({
            "version": VERSION,
            "file": compared.file,
            "base": compared.base,
            "class": self.class().map(|class| class.name()),
            "bump": self.step(baseline).name(),
            "released": baseline.is_released(),
            "from": baseline.version.to_string(),
            "to": self.target(baseline).to_string(),
            "changes": self.changes().iter().map(change).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }
}

fn change(change: &Change) -> Value {
    json!({
        "rule": change.rule.id(),
        "class": change.class.name(),
        "wire": line(&change.wire),
        "rust": line(&change.rust),
        "types": change.types,
        "why": (!change.why.is_empty()).then_some(change.why),
        "pointer": change.pointer,
        "line": change.line,
        "is_gone": change.is_gone,
        "start": position(change.start),
        "end": position(change.end),
        "undeprecated": change.undeprecated,
        "approvals": change.approvals.iter().map(approval).collect::<Vec<_>>(),
    })
}

fn approval(approval: &Approval) -> Value {
    let waives: Vec<&str> = approval.waives.iter().map(|it| it.name()).collect();
    json!({ "reason": approval.reason, "waives": waives, "line": approval.line })
}

fn position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}

fn line(line: &Line) -> Value {
    (line.action != Action::Nothing)
        .then(|| line.to_string())
        .into()
}
