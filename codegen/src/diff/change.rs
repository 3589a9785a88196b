//! One change, described on the wire and in Rust.

use std::fmt;

use super::approval::{Approval, Waiver};
use super::rule::Rule;
use crate::source::Position;

/// The first character of a document.
const START: Position = Position { line: 1, column: 1 };

/// What a change asks of those who use the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only descriptions or examples change.
    Documentation,
    /// Programs that compile still compile and behave as before.
    Compatible,
    /// Some program no longer compiles, or sends or reads something else.
    Breaking,
}

impl Class {
    /// The class as people read it.
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
        /// How: `raised`, `narrowed`, or just `changed`.
        verb: &'static str,
        /// The old value.
        old: String,
        /// The new value.
        new: String,
    },
    /// Only its wording changed.
    Reworded,
}

/// One side of a change: what happened to which item.
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
    /// Nothing happens on this side.
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
        let (old, new) = (old.into(), new.into());
        Self::new(what, "", Action::Changed { verb, old, new })
    }

    /// An item that changed.
    pub(crate) fn changed(
        what: impl Into<String>,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        Self::turned(what, "changed", old, new)
    }

    /// Whether the other line describes the inverse change.
    #[must_use]
    pub fn mirrors(&self, other: &Self) -> bool {
        let way_back = match (&self.action, &other.action) {
            (Action::Added, Action::Removed)
            | (Action::Removed, Action::Added)
            | (Action::Nothing, Action::Nothing)
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
        // Where a name itself changes, the item is called by it.
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
            Action::Reworded => write!(f, "{what}{} reworded", of("of")),
        }
    }
}

/// One change of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that reports it.
    pub rule: Rule,
    /// What it asks of users: the class of the rule.
    pub class: Class,
    /// What happens on the wire.
    pub wire: Line,
    /// What happens in Rust.
    pub rust: Line,
    /// Why it has its class, where that is not obvious.
    pub why: &'static str,
    /// The JSON pointer to the part of the document, the old one for what is gone.
    pub pointer: String,
    /// The JSON pointer to what had another name in the old document.
    pub(crate) old_pointer: Option<String>,
    /// The line of that part.
    pub line: usize,
    /// Where that part starts in the new document or, when it is gone, the nearest part around it.
    pub start: Position,
    /// Where that part ends in the new document.
    pub end: Position,
    /// It takes something away that the old document does not mark as deprecated.
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
            why,
            pointer: pointer.into(),
            old_pointer: None,
            line: 0,
            start: START,
            end: START,
            undeprecated: false,
            approvals: Vec::new(),
        }
    }

    /// A change of Rust alone.
    pub(crate) fn in_rust(rule: Rule, rust: Line, pointer: impl Into<String>) -> Self {
        Self::new(rule, Line::nothing(), rust, pointer)
    }

    /// The same change, with a reason of its own.
    pub(crate) fn because(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    /// The same change, of what had another name in the old document.
    pub(crate) fn formerly_at(self, pointer: &str) -> Self {
        Self {
            old_pointer: Some(pointer.to_owned()),
            ..self
        }
    }

    /// The same change, elsewhere in the document.
    pub(crate) fn at(self, pointer: String) -> Self {
        Self { pointer, ..self }
    }

    /// An item of Rust that only the new document has.
    pub(crate) fn item_added(rule: Rule, item: String, pointer: String) -> Self {
        Self::in_rust(rule, Line::new(item, "", Action::Added), pointer)
    }

    /// An item of Rust that only the old document has.
    pub(crate) fn item_removed(rule: Rule, item: String, pointer: String) -> Self {
        Self::in_rust(rule, Line::new(item, "", Action::Removed), pointer)
    }

    /// An item of Rust with another name.
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

    /// A function whose arguments come in another order.
    pub(crate) fn arguments_reordered(arguments: Line, pointer: String) -> Self {
        Self::in_rust(Rule::RequiredArgumentsReordered, arguments, pointer)
    }

    /// Whether an approval lets it do without.
    #[must_use]
    pub fn is_waived(&self, waiver: Waiver) -> bool {
        let mut approvals = self.approvals.iter();
        approvals.any(|approval| approval.waives.contains(&waiver))
    }

    /// The item of the list of approvals that lets it do without.
    #[must_use]
    pub fn as_approval(&self, waiver: Waiver) -> String {
        format!(
            "  - rule: {}\n    at: {}\n    waives: [{}]\n    reason: ...\n",
            self.rule.id(),
            self.pointer,
            waiver.name()
        )
    }

    /// Whether the other change undoes this one.
    #[must_use]
    pub fn mirrors(&self, other: &Self) -> bool {
        self.wire.mirrors(&other.wire) && self.rust.mirrors(&other.rust)
    }

    /// Whether what it is about is only in the old document.
    pub(crate) fn is_removal(&self) -> bool {
        self.wire.action == Action::Removed
    }
}
