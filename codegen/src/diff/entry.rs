//! What a changelog entry must mention.

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
    /// that it belongs to, unless together with another member. Ordinary English words only count as code, in
    /// backticks. A text that quotes the report's sentence about the change names it, too.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let has_sentence =
            |line: &&Line| line.action != Action::Nothing && text.contains(&line.to_string());
        if [&self.wire, &self.rust].iter().any(has_sentence) {
            return true;
        }
        let spans = [&self.wire, &self.rust].into_iter().flat_map(code);
        let codes: Vec<String> = quoted(text).collect();
        let in_code = |name: &str| codes.iter().any(|code| has_name(code, name));
        spans.into_iter().any(|span| {
            let mut names = names(&span).rev();
            let item = names.next().unwrap_or_default();
            let is_constant = !item.chars().any(char::is_lowercase);
            (!is_constant && (in_code(item) || (is_distinctive(item) && has_name(text, item))))
                || names.any(|owner| {
                    owner != "Client" && codes.iter().any(|code| is_about(code, owner, item))
                })
        })
    }
}

/// Whether code in a text is an owner by itself, or this item of it.
fn is_about(code: &str, owner: &str, item: &str) -> bool {
    let mut names = names(code).filter(|name| !name.is_empty()).rev();
    match names.next() {
        Some(last) if last == owner => true,
        Some(last) => last == item && names.any(|name| name == owner),
        None => false,
    }
}

/// The code in backticks in a line, and the operations and types that it belongs to, as paths that end in `::`. The
/// old and new value only count if they are names.
fn code(line: &Line) -> Vec<String> {
    let mut texts = vec![line.what.as_str()];
    if let Action::Changed {
        verb: "renamed",
        old,
        new,
    } = &line.action
    {
        texts.extend([old.as_str(), new.as_str()]);
    }
    let mut spans: Vec<String> = texts.into_iter().flat_map(quoted).collect();
    let owners = quoted(&line.of).map(|owner| format!("{owner}::"));
    spans.extend(owners);
    let is_name = |it: &&str| !it.is_empty() && !it.contains([' ', '`']);
    let operations = line.of.split(", ").filter(is_name);
    spans.extend(operations.map(|it| format!("{it}::")));
    spans
}

/// The code in backticks in a text.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
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
            ("- `CreateCall::hold_tone` added.", false),
            ("- `createCall` and `CreateCall::hold_tone`.", true),
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
        let removed = change(
            Line::new("value `fax`", "`AnsweredBy`", Action::Removed),
            Line::new("`AnsweredBy::Fax`", "", Action::Removed),
        );
        for (text, named) in [
            ("- `AnsweredBy::Fax` removed.", true),
            ("- `fax` is never sent.", true),
            ("- Values of `AnsweredBy` removed.", true),
            ("- `AnsweredBy::Unknown` removed.", false),
            ("- AnsweredBy has fewer values.", false),
        ] {
            assert_eq!(removed.is_named_in(text), named, "{text}");
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
