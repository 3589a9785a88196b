//! The differences as text, Markdown and JSON.

use serde_json::{Value, json};

use super::compare::{Difference, Place};
use super::{Drift, Outdated};
use crate::document::Position;
use crate::finding::counted;

impl Drift {
    /// The verdict in one line.
    #[must_use]
    pub fn verdict(&self) -> String {
        let mut verdict = format!(
            "{} unexplained, {} explained",
            counted(self.unexplained.len(), "difference"),
            self.explained.len(),
        );
        match self.outdated.len() {
            0 => {}
            1 => verdict.push_str("; 1 explanation is outdated"),
            more => verdict.push_str(&format!("; {more} explanations are outdated")),
        }
        verdict.push('.');
        verdict
    }

    /// A note about an older release.
    fn note(&self) -> Option<String> {
        let (theirs, explanations) = self.older.as_ref()?;
        Some(format!(
            "Their document is from {theirs}, before the release of {explanations} that the explanations are about. \
             None of the explanations counts as outdated, and changes between the two releases are reported as \
             differences."
        ))
    }

    /// The report for a terminal; `names` are those of the two documents.
    #[must_use]
    pub fn text(&self, names: (&str, &str)) -> String {
        let mut text = format!("{}\n", self.verdict());
        if let Some(note) = self.note() {
            text.push_str(&format!("{note}\n"));
        }
        for difference in &self.unexplained {
            text.push_str(&format!("\n{}\n", difference.title()));
            for line in sides(difference, names) {
                text.push_str(&format!("  {line}\n"));
            }
        }
        for Outdated { what, line, .. } in &self.outdated {
            text.push_str(&format!(
                "\noutdated: line {line} of the explanations: {what}\n"
            ));
        }
        text
    }

    /// The report for a pull request: unexplained differences first, everything else folded.
    #[must_use]
    pub fn markdown(&self, names: (&str, &str)) -> String {
        let mut text = format!("**{}**\n", self.verdict());
        if let Some(note) = self.note() {
            text.push_str(&format!("\n{note}\n"));
        }
        if !self.unexplained.is_empty() {
            text.push_str("\n### Unexplained\n\n");
            for difference in &self.unexplained {
                text.push_str(&format!("- {}\n", escaped(&difference.title())));
                for line in sides(difference, names) {
                    text.push_str(&format!("  - {}\n", escaped(&line)));
                }
            }
        }
        if !self.outdated.is_empty() {
            text.push_str("\n### Outdated explanations\n\n");
            for Outdated { what, line, .. } in &self.outdated {
                text.push_str(&format!("- line {line}, outdated: {}\n", escaped(what)));
            }
        }
        if !self.explained.is_empty() {
            text.push_str(&format!(
                "\n<details>\n<summary>Explained: {}</summary>\n\n",
                self.explained.len()
            ));
            for (difference, reason) in &self.explained {
                text.push_str(&format!(
                    "- {}: {}\n",
                    escaped(&difference.title()),
                    escaped(reason)
                ));
            }
            text.push_str("\n</details>\n");
        }
        text
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let explained: Vec<Value> = self
            .explained
            .iter()
            .map(|(difference, reason)| {
                let mut value = entry(difference);
                if let Value::Object(map) = &mut value {
                    map.insert("reason".to_owned(), reason.as_str().into());
                }
                value
            })
            .collect();
        let outdated: Vec<Value> = self
            .outdated
            .iter()
            .map(|it| json!({ "what": it.what, "reason": it.reason, "line": it.line }))
            .collect();
        let value = json!({
            "older": self.note(),
            "unexplained": self.unexplained.iter().map(entry).collect::<Vec<_>>(),
            "outdated": outdated,
            "explained": explained,
        });
        format!("{value:#}\n")
    }
}

fn sides(difference: &Difference, names: (&str, &str)) -> Vec<String> {
    [
        (&difference.ours, "ours", names.0),
        (&difference.theirs, "theirs", names.1),
    ]
    .into_iter()
    .filter_map(|(place, word, name)| {
        let Place {
            says,
            pointer,
            position,
        } = place.as_ref()?;
        let says = if says.is_empty() {
            String::new()
        } else {
            format!("{says} ")
        };
        let Position { line, column } = position;
        Some(format!(
            "{word}: {says}at {name}:{line}:{column} ({pointer})"
        ))
    })
    .collect()
}

/// A text as Markdown, with angle brackets, stars and underscores escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let mut code = false;
    for c in text.chars() {
        if c == '`' {
            code = !code;
        } else if !code && matches!(c, '<' | '*' | '_' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn entry(difference: &Difference) -> Value {
    let place = |place: &Option<Place>| {
        place.as_ref().map(|it| {
            json!({
                "says": it.says,
                "pointer": it.pointer,
                "line": it.position.line,
                "column": it.position.column,
            })
        })
    };
    json!({
        "title": difference.title(),
        "ours": place(&difference.ours),
        "theirs": place(&difference.theirs),
    })
}
