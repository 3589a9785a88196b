//! The report for a pull request: the verdict, the documents, the most severe changes, and then all others, folded.

use super::change::{Action, Change, Class, Line};
use super::compared::Compared;
use super::report::ChangeReport;

impl ChangeReport {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self, compared: &Compared) -> String {
        let verdict = self.verdict(&compared.baseline);
        let mut text = format!("**{verdict}**\n\n{}.\n", escaped(&compared.names()));
        for (class, title) in [
            (Class::Breaking, "Breaking"),
            (Class::Compatible, "Compatible"),
            (Class::Documentation, "Documentation only"),
        ] {
            let entries: Vec<String> = self.of(class).map(entry).collect();
            if entries.is_empty() {
                continue;
            }
            let (count, entries) = (entries.len(), entries.join("\n"));
            text.push_str(&match self.class() == Some(class) {
                true => format!("\n### {title}\n\n{entries}\n"),
                false => format!(
                    "\n<details>\n<summary>{title}: {count}</summary>\n\n{entries}\n\n</details>\n"
                ),
            });
        }
        text
    }
}

fn entry(change: &Change) -> String {
    let Change {
        wire,
        rust,
        rule,
        types,
        why,
        ..
    } = change;
    let mut text = match (&wire.action, &rust.action) {
        (Action::Nothing, _) => format!("- In Rust: {}", shown(rust)),
        (_, Action::Nothing) => format!("- On the wire: {}", shown(wire)),
        _ => format!("- {}. In Rust: {}", shown(wire), shown(rust)),
    };
    text.push_str(&format!(" ({}, `{}`)", change.place(), rule.id()));
    for accepted in types {
        text.push_str(&format!(". {}", escaped(accepted)));
    }
    if !why.is_empty() {
        text.push_str(&format!(". *{why}*"));
    }
    for approval in &change.approvals {
        text.push_str(&format!(". Approved: {}", escaped(&approval.reason)));
    }
    text
}

fn shown(line: &Line) -> String {
    escaped(&line.to_string())
}

/// A line of text as Markdown; angle brackets outside code would be HTML tags.
fn escaped(line: &str) -> String {
    let mut text = String::new();
    let mut code = false;
    for c in line.chars() {
        match c {
            '`' => {
                code = !code;
                text.push(c);
            }
            '<' if !code => text.push_str("&lt;"),
            '\n' => text.push(' '),
            _ => text.push(c),
        }
    }
    text
}
