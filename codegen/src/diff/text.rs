//! The report for a terminal.

use super::change::{Change, Class};
use semver::Version;

use super::report::ChangeReport;

impl ChangeReport {
    /// The report as plain text: the verdict, then the changes, a few lines each.
    #[must_use]
    pub fn text(&self, version: &Version) -> String {
        let mut text = format!("{}\n", self.verdict(version));
        for class in [Class::Breaking, Class::Compatible, Class::Documentation] {
            let mut changes = self.of(class).peekable();
            if changes.peek().is_some() {
                text.push_str(&format!("\n{class}:\n"));
            }
            for change in changes {
                text.push_str(&entry(change));
            }
        }
        text
    }
}

fn entry(change: &Change) -> String {
    let Change {
        wire,
        rust,
        rule,
        why,
        line,
        ..
    } = change;
    let mut text = format!("  wire: {wire} (line {line})\n  Rust: {rust}\n");
    if !why.is_empty() {
        text.push_str(&format!("   why: {why}\n"));
    }
    text.push_str(&format!("  rule: {}\n", rule.id()));
    for approval in &change.approvals {
        text.push_str(&format!("  approved: {}\n", approval.reason));
    }
    text
}
