//! One change, described on the wire and in Rust.

use std::fmt;

use super::approval::{Approval, Waiver};
use super::rule::Rule;
use crate::source::Position;

/// The start of a document.
const START: Position = Position { line: 1, column: 1 };

/// What a change means for users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only descriptions or examples changed.
    Documentation,
    /// Programs that compile still do, and behave as before.
    Compatible,
    /// Some programs no longer compile, or send or read different data.
    Breaking,
}

impl Class {
    /// The name of the class in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation only",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Unchanged.
    Nothing,
    /// Added.
    Added,
    /// Removed.
    Removed,
    /// Changed.
    Changed {
        /// The verb: `raised`, `narrowed`, or just `changed`.
        verb: &'static str,
        /// The old value.
        old: String,
        /// The new value.
        new: String,
    },
    /// Its content changed, and is too long to be shown.
    Edited,
    /// Its wording changed.
    Reworded,
}

impl Action {
    /// The change of a value, with no more precise verb.
    pub(crate) fn changed(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self::turned("changed", old, new)
    }

    /// The change of a value, with a more precise verb.
    fn turned(verb: &'static str, old: impl Into<String>, new: impl Into<String>) -> Self {
        let (old, new) = (old.into(), new.into());
        Self::Changed { verb, old, new }
    }

    /// The change of an item that is or is not deprecated now, and was the opposite before.
    pub(crate) fn deprecation(is_deprecated: bool) -> Self {
        let (old, new) = match is_deprecated {
            true => ("not deprecated", "deprecated"),
            false => ("deprecated", "not deprecated"),
        };
        Self::changed(old, new)
    }
}

/// One side of a change: which item it affects, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub what: String,
    /// The item it belongs to; empty if there is none.
    pub of: String,
    /// What happened to it.
    pub action: Action,
}

impl Line {
    /// No change on this side.
    pub(crate) fn nothing() -> Self {
        Self::new("", "", Action::Nothing)
    }

    pub(crate) fn new(what: impl Into<String>, of: impl Into<String>, action: Action) -> Self {
        Self {
            what: what.into(),
            of: of.into(),
            action,
        }
    }

    /// An item that changed, with a more precise verb.
    pub(crate) fn turned(
        what: impl Into<String>,
        verb: &'static str,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        Self::new(what, "", Action::turned(verb, old, new))
    }

    /// An item that changed.
    pub(crate) fn changed(
        what: impl Into<String>,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        Self::new(what, "", Action::changed(old, new))
    }

    /// Adds the old and new value of another item that changed in the same way.
    pub(crate) fn extend(&mut self, other: &Self) {
        if let (
            Action::Changed { old, new, .. },
            Action::Changed {
                old: before,
                new: after,
                ..
            },
        ) = (&mut self.action, &other.action)
        {
            *old = format!("{old}, {before}");
            *new = format!("{new}, {after}");
        }
    }

    /// Whether the other line is the inverse.
    #[must_use]
    pub fn mirrors(&self, other: &Self) -> bool {
        let way_back = match (&self.action, &other.action) {
            (Action::Added, Action::Removed)
            | (Action::Removed, Action::Added)
            | (Action::Nothing, Action::Nothing)
            | (Action::Edited, Action::Edited)
            | (Action::Reworded, Action::Reworded) => true,
            (
                Action::Changed { old, new, .. },
                Action::Changed {
                    old: other_old,
                    new: other_new,
                    ..
                },
            ) => old == other_new && new == other_old,
            _ => false,
        };
        // Where a name changes, the item is called by that name.
        let same = self.what == other.what && self.of == other.of;
        way_back && same
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, of, action } = self;
        let of = |preposition: &str| {
            if of.is_empty() {
                String::new()
            } else {
                format!(" {preposition} {of}")
            }
        };
        match action {
            Action::Nothing => write!(f, "nothing changes"),
            Action::Added => write!(f, "{what} added{}", of("to")),
            Action::Removed => write!(f, "{what} removed{}", of("from")),
            Action::Changed { verb, old, new } => {
                write!(f, "{what}{} {verb} from {old} to {new}", of("of"))
            }
            Action::Edited => write!(f, "{what}{} changed", of("of")),
            Action::Reworded => write!(f, "{what}{} reworded", of("of")),
        }
    }
}

/// One change of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that reports it.
    pub rule: Rule,
    /// Its effect on users: the class of the rule.
    pub class: Class,
    /// The change on the wire.
    pub wire: Line,
    /// The change in Rust.
    pub rust: Line,
    /// For each added type, a sentence about what it accepts.
    pub types: Vec<String>,
    /// The reason for the class, where it is not obvious.
    pub why: &'static str,
    /// The JSON pointer to the part of the document; for removals, in the old one.
    pub pointer: String,
    /// The JSON pointer in the old document, if the part was renamed.
    pub(crate) old_pointer: Option<String>,
    /// The name in that part that changed, if the part has several: of a value, a parameter or a component.
    pub(crate) about: Option<String>,
    /// The line of what changed in that part: in the new document or, if `is_gone`, in the old one.
    pub line: usize,
    /// Whether it was removed, so that only the old document has it.
    pub is_gone: bool,
    /// Where it, or after a removal the nearest part around it, starts in the new document.
    pub start: Position,
    /// Where it ends in the new document.
    pub end: Position,
    /// Whether it removes something that the old document does not mark as deprecated.
    pub undeprecated: bool,
    /// The approvals of the change.
    pub approvals: Vec<Approval>,
}

impl Change {
    pub(crate) fn new(rule: Rule, wire: Line, rust: Line, pointer: impl Into<String>) -> Self {
        let class = rule.class();
        let why = match class {
            Class::Breaking => rule.why(),
            Class::Compatible | Class::Documentation => "",
        };
        Self {
            rule,
            class,
            wire,
            rust,
            types: Vec::new(),
            why,
            pointer: pointer.into(),
            old_pointer: None,
            about: None,
            line: 0,
            is_gone: false,
            start: START,
            end: START,
            undeprecated: false,
            approvals: Vec::new(),
        }
    }

    /// A change in Rust only.
    pub(crate) fn in_rust(rule: Rule, rust: Line, pointer: impl Into<String>) -> Self {
        Self::new(rule, Line::nothing(), rust, pointer)
    }

    /// The same change, with its own reason.
    pub(crate) fn because(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    /// The same change, of a part that was renamed.
    pub(crate) fn formerly_at(self, pointer: &str) -> Self {
        Self {
            old_pointer: Some(pointer.to_owned()),
            ..self
        }
    }

    /// The same change, in another place of the document.
    pub(crate) fn at(self, pointer: String) -> Self {
        Self { pointer, ..self }
    }

    /// The same change, of what has this name in a part with several names.
    pub(crate) fn about(self, name: &str) -> Self {
        Self {
            about: Some(name.to_owned()),
            ..self
        }
    }

    /// The line of what changed, in words; a removed line is one of the old document.
    pub(crate) fn place(&self) -> String {
        let Self { line, .. } = self;
        match self.is_gone {
            true => format!("was line {line}"),
            false => format!("line {line}"),
        }
    }

    /// A Rust item that only the new API has.
    pub(crate) fn item_added(rule: Rule, item: String, pointer: String) -> Self {
        Self::in_rust(rule, Line::new(item, "", Action::Added), pointer)
    }

    /// A Rust item that only the old API has.
    pub(crate) fn item_removed(rule: Rule, item: String, pointer: String) -> Self {
        Self::in_rust(rule, Line::new(item, "", Action::Removed), pointer)
    }

    /// A Rust item that was renamed.
    pub(crate) fn renamed(
        rule: Rule,
        what: &str,
        old: &str,
        new: &str,
        pointer: impl Into<String>,
    ) -> Self {
        let name = |name: &str| format!("`{name}`");
        let rust = Line::turned(what, "renamed", name(old), name(new));
        Self::in_rust(rule, rust, pointer)
    }

    /// A function whose arguments were reordered.
    pub(crate) fn arguments_reordered(arguments: Line, pointer: String) -> Self {
        Self::in_rust(Rule::RequiredArgumentsReordered, arguments, pointer)
    }

    /// Whether an approval waives this requirement.
    #[must_use]
    pub fn is_waived(&self, waiver: Waiver) -> bool {
        let mut approvals = self.approvals.iter();
        approvals.any(|approval| approval.waives.contains(&waiver))
    }

    /// The item for the list of approvals that waives this requirement.
    #[must_use]
    pub fn as_approval(&self, waiver: Waiver) -> String {
        format!(
            "  - rule: {}\n    at: {}\n    waives: [{}]\n    reason: ...\n",
            self.rule.id(),
            self.pointer,
            waiver.name()
        )
    }

    /// Whether the other change is the inverse of this one.
    #[must_use]
    pub fn mirrors(&self, other: &Self) -> bool {
        self.wire.mirrors(&other.wire) && self.rust.mirrors(&other.rust)
    }

    /// Whether the part is only in the old document.
    pub(crate) fn is_removal(&self) -> bool {
        self.wire.action == Action::Removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(old: &str, new: &str) -> Line {
        Line::changed("default of `Timeout`", old, new)
    }

    #[test]
    fn a_line_is_mirrored_by_its_inverse_alone() {
        let line = |what: &str, of: &str, action: Action| Line::new(what, of, action);
        let added = line("`A`", "`B`", Action::Added);
        for (other, expected) in [
            (line("`A`", "`B`", Action::Removed), true),
            (line("`A`", "`B`", Action::Added), false),
            (line("`A`", "`B`", Action::Reworded), false),
            (line("`A`", "`B`", Action::Edited), false),
            (line("`A`", "`B`", Action::Nothing), false),
            (line("`X`", "`B`", Action::Removed), false),
            (line("`A`", "`X`", Action::Removed), false),
        ] {
            assert_eq!(added.mirrors(&other), expected, "{other}");
            assert_eq!(other.mirrors(&added), expected, "{other}");
        }
        let reworded = line("`A`", "", Action::Reworded);
        assert!(reworded.mirrors(&reworded));
        let edited = line("`A`", "", Action::Edited);
        assert!(edited.mirrors(&edited) && !edited.mirrors(&reworded));
        assert!(Line::nothing().mirrors(&Line::nothing()));
        assert!(!reworded.mirrors(&line("`A`", "", Action::Nothing)));
        for (old, new, expected) in [
            ("2", "1", true),
            ("1", "2", false),
            ("2", "3", false),
            ("3", "1", false),
        ] {
            assert_eq!(changed("1", "2").mirrors(&changed(old, new)), expected);
        }
    }

    #[test]
    fn a_change_is_mirrored_on_both_sides() {
        let change =
            |wire: Line, rust: Line| Change::new(Rule::ParameterDefaultChanged, wire, rust, "");
        let there = change(changed("1", "2"), changed("3", "4"));
        let sides = [(true, true), (true, false), (false, true), (false, false)];
        for (wire, rust) in sides {
            let back = |mirrored: bool, old: &str, new: &str| match mirrored {
                true => changed(new, old),
                false => changed(old, new),
            };
            let back = change(back(wire, "1", "2"), back(rust, "3", "4"));
            assert_eq!(there.mirrors(&back), wire && rust, "{wire} {rust}");
        }
    }

    #[test]
    fn a_line_is_a_sentence() {
        for (line, expected) in [
            (Line::nothing(), "nothing changes"),
            (Line::new("`A`", "`B`", Action::Added), "`A` added to `B`"),
            (Line::new("`A`", "", Action::Added), "`A` added"),
            (
                Line::new("`A`", "`B`", Action::Removed),
                "`A` removed from `B`",
            ),
            (
                Line::new("`A`", "`B`", Action::Reworded),
                "`A` of `B` reworded",
            ),
            (
                Line::new("`A`", "`B`", Action::Edited),
                "`A` of `B` changed",
            ),
            (
                changed("1", "2"),
                "default of `Timeout` changed from 1 to 2",
            ),
            (
                Line::turned("`A`", "raised", "1", "2"),
                "`A` raised from 1 to 2",
            ),
        ] {
            assert_eq!(line.to_string(), expected);
        }
    }

    #[test]
    fn a_change_is_approved_by_its_rule_and_its_place() {
        let change = Change::new(
            Rule::ParameterDefaultChanged,
            changed("1", "2"),
            Line::nothing(),
            "/components/schemas/Timeout",
        );
        assert_eq!(
            change.as_approval(Waiver::Version),
            format!(
                "  - rule: {}\n    at: /components/schemas/Timeout\n    waives: [version]\n    reason: ...\n",
                Rule::ParameterDefaultChanged.id()
            )
        );
        assert!(!change.is_waived(Waiver::Version) && !change.is_removal());
        let removed = Line::new("`A`", "", Action::Removed);
        let in_rust = Change::in_rust(Rule::ParameterDefaultChanged, removed.clone(), "");
        assert!(!in_rust.is_removal(), "the document still has it");
        assert!(
            Change::new(Rule::ParameterDefaultChanged, removed, Line::nothing(), "").is_removal()
        );
    }
}
