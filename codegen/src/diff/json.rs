//! The report as JSON.

use semver::Version;
use serde_json::{Value, json};

use super::change::{Action, Change, Line};
use super::report::ChangeReport;

impl ChangeReport {
    /// The report as JSON: `class`, `bump`, `from`, `to`, and the array `changes`.
    #[must_use]
    pub fn json(&self, version: &Version) -> String {
        let value = json!({
            "class": self.class().map(|class| class.name()),
            "bump": self.bump(version).name(),
            "from": version.to_string(),
            "to": self.next(version).to_string(),
            "changes": self.changes().iter().map(change).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }
}

fn change(change: &Change) -> Value {
    json!({
        "class": change.class.name(),
        "wire": line(&change.wire),
        "rust": line(&change.rust),
        "why": (!change.why.is_empty()).then_some(change.why),
        "pointer": change.pointer,
        "line": change.line,
    })
}

fn line(line: &Line) -> Value {
    (line.action != Action::Nothing)
        .then(|| line.to_string())
        .into()
}
