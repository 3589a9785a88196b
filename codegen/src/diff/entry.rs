//! What a change log entry must mention.

use super::change::{Action, Change, Class, Line};
use super::report::ChangeReport;

impl ChangeReport {
    /// The changes that satisfy a condition.
    #[must_use]
    pub fn only(&self, condition: impl Fn(&Change) -> bool) -> Self {
        let changes = self.changes().iter();
        Self::new(
            changes
                .filter(|change| condition(change))
                .cloned()
                .collect(),
        )
    }

    /// The changes that users must know about and that the earlier report does not have.
    #[must_use]
    pub fn news_since(&self, earlier: &Self) -> Self {
        let known = |change: &Change| {
            let mut changes = earlier.changes().iter();
            changes.any(|it| {
                (it.class, &it.wire, &it.rust) == (change.class, &change.wire, &change.rust)
            })
        };
        self.only(|change| change.class > Class::Documentation && !known(change))
    }
}

impl Change {
    /// Whether a text names what changed, on the wire or in Rust: `HoldMusic`, `hold_music`, or the type or method
    /// that it belongs to. Ordinary English words only count as code, in backticks.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let spans = [&self.wire, &self.rust].into_iter().flat_map(code);
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        let in_code = |name: &str| quoted.iter().any(|code| has_name(code, name));
        spans.into_iter().any(|span| {
            let mut names = names(&span).rev();
            let item = names.next().unwrap_or_default();
            let is_constant = !item.chars().any(char::is_lowercase);
            (!is_constant && (in_code(item) || (is_distinctive(item) && has_name(text, item))))
                || names.any(|owner| owner != "Client" && in_code(owner))
        })
    }
}

/// The code in backticks in a line, and the operation or type that it belongs to. The old and new value only count if
/// they are names.
fn code(line: &Line) -> Vec<String> {
    let mut texts = vec![line.what.as_str(), line.of.as_str()];
    if let Action::Changed {
        verb: "renamed",
        old,
        new,
    } = &line.action
    {
        texts.extend([old.as_str(), new.as_str()]);
    }
    let spans = texts
        .iter()
        .flat_map(|text| text.split('`').skip(1).step_by(2));
    let mut spans: Vec<String> = spans.map(str::to_owned).collect();
    if !line.of.is_empty() && !line.of.contains([' ', '`']) {
        spans.push(format!("{}::", line.of));
    }
    spans
}

/// The names in a path in code.
fn names(span: &str) -> impl DoubleEndedIterator<Item = &str> {
    span.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Whether a name cannot be an ordinary English word: `hold_music`, `HoldMusic`.
fn is_distinctive(name: &str) -> bool {
    name.contains('_') || name.chars().skip(1).any(char::is_uppercase)
}

/// Whether a text contains a name as a whole.
fn has_name(text: &str, name: &str) -> bool {
    !name.is_empty() && names(text).any(|it| it == name)
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::*;

    fn change(wire: Line, rust: Line) -> Change {
        Change::new(Rule::ParameterAdded, wire, rust, "")
    }

    #[test]
    fn an_entry_names_the_item_or_what_it_belongs_to() {
        let added = |what: &str, of: &str| Line::new(what, of, Action::Added);
        let parameter = change(
            added("form parameter `HoldMusic`", "createCall"),
            added("`CreateCall::hold_music`", ""),
        );
        for (text, named) in [
            ("- `CreateCall::hold_music` added.", true),
            ("- Music for those who wait: hold_music.", true),
            ("- The parameter `HoldMusic`.", true),
            ("- `CreateCall` plays music.", true),
            ("- `createCall` plays music.", true),
            ("- CreateCall plays music.", false),
            ("- There is music on hold.", false),
            ("- `CreateCalls` plays music.", false),
            ("- no_hold_music.", false),
            ("- Fix a typo.", false),
            ("- `Client` plays music.", false),
        ] {
            assert_eq!(parameter.is_named_in(text), named, "{text}");
        }
        let bound = change(
            Line::nothing(),
            Line::turned("`Timeout::MAX`", "raised", "`600`", "`900`"),
        );
        for (text, named) in [
            ("- `Timeout` allows more.", true),
            ("- A Timeout allows more.", false),
            ("- `Timeout::MAX` raised.", true),
            ("- MAX, 600, 900.", false),
        ] {
            assert_eq!(bound.is_named_in(text), named, "{text}");
        }
        let renamed = change(
            Line::nothing(),
            Line::turned(
                "a method",
                "renamed",
                "`Client::delete_call`",
                "`Client::remove_call`",
            ),
        );
        assert!(renamed.is_named_in("- Write remove_call."));
        assert!(!renamed.is_named_in("- A method."));
    }
}
