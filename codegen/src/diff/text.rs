//! The report for a terminal.

use anstyle::{AnsiColor, Style};

use super::change::{Action, Change, Class};
use super::compared::Compared;
use super::report::ChangeReport;

impl ChangeReport {
    /// The report as text for a terminal: the documents, the verdict, then the changes, a few lines each.
    ///
    /// With `color`, the text carries ANSI escapes.
    #[must_use]
    pub fn text(&self, compared: &Compared, color: bool) -> String {
        let verdict = painted(
            Style::new().bold(),
            &self.verdict(&compared.baseline),
            color,
        );
        let mut text = format!("{}:\n{verdict}\n", compared.names());
        for class in [Class::Breaking, Class::Compatible, Class::Documentation] {
            let changes: Vec<String> = self.of(class).map(entry).collect();
            if !changes.is_empty() {
                let heading = painted(style(class), &format!("{class}:"), color);
                text.push_str(&format!("\n{heading}\n{}", changes.join("\n")));
            }
        }
        text
    }
}

fn style(class: Class) -> Style {
    let color = match class {
        Class::Breaking => AnsiColor::BrightRed,
        Class::Compatible => AnsiColor::BrightGreen,
        Class::Documentation => AnsiColor::BrightCyan,
    };
    color.on_default().bold()
}

fn painted(style: Style, text: &str, color: bool) -> String {
    if color {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
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
    // The place is printed on the line of the side that changes.
    let (place, none) = (format!(" ({})", change.place()), String::new());
    let (of_wire, of_rust) = match wire.action {
        Action::Nothing => (none, place),
        _ => (place, none),
    };
    let mut text = format!("  wire: {wire}{of_wire}\n  Rust: {rust}{of_rust}\n");
    for accepted in types {
        text.push_str(&format!("  type: {accepted}\n"));
    }
    if !why.is_empty() {
        text.push_str(&format!("   why: {why}\n"));
    }
    text.push_str(&format!("  rule: {}\n", rule.id()));
    for approval in &change.approvals {
        text.push_str(&format!("  approved: {}\n", approval.reason));
    }
    text
}
