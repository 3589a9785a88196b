//! One change, told twice.

use std::fmt;

/// What a change asks of those who use the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only words change, or examples.
    Documentation,
    /// Programs that compile go on to compile, and to do what they did.
    Compatible,
    /// Some program no longer compiles, sends what it sent or reads what it read.
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

/// What happened to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is as it was.
    Nothing,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed {
        /// How, in one word: `raised`, `narrowed`, or plainly `changed`.
        verb: &'static str,
        /// What it was.
        old: String,
        /// What it is.
        new: String,
    },
    /// It says the same thing in other words.
    Reworded,
}

/// One side of a change: what happens to which thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The thing.
    pub what: String,
    /// What it belongs to; empty where it stands alone.
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

    /// A thing that was one and is another, said with a verb of its own.
    pub(crate) fn turned(
        what: impl Into<String>,
        verb: &'static str,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        let (old, new) = (old.into(), new.into());
        Self::new(what, "", Action::Changed { verb, old, new })
    }

    /// A thing that was one and is another.
    pub(crate) fn changed(
        what: impl Into<String>,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        Self::turned(what, "changed", old, new)
    }

    /// Whether the other line tells the way back.
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
        // Where a name itself changes, the thing is called by it.
        let same = self.what == other.what && self.of == other.of;
        way_back && same
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, of, action } = self;
        let of = |word: &str| {
            if of.is_empty() {
                String::new()
            } else {
                format!(" {word} {of}")
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
    /// What it asks of users.
    pub class: Class,
    /// What happens on the wire.
    pub wire: Line,
    /// What happens in Rust.
    pub rust: Line,
    /// Why it has its class, where that is not plain.
    pub why: &'static str,
    /// The JSON pointer to the part of the document, the old one for what is gone.
    pub pointer: String,
    /// The line of that part.
    pub line: usize,
}

impl Change {
    pub(crate) fn new(
        class: Class,
        wire: Line,
        rust: Line,
        why: &'static str,
        pointer: impl Into<String>,
    ) -> Self {
        Self {
            class,
            wire,
            rust,
            why,
            pointer: pointer.into(),
            line: 0,
        }
    }

    /// An item of Rust that only the new document has.
    pub(crate) fn item_added(item: String, pointer: String) -> Self {
        let rust = Line::new(item, "", Action::Added);
        Self::new(Class::Compatible, Line::nothing(), rust, "", pointer)
    }

    /// An item of Rust that only the old document has.
    pub(crate) fn item_removed(item: String, why: &'static str, pointer: String) -> Self {
        let rust = Line::new(item, "", Action::Removed);
        Self::new(Class::Breaking, Line::nothing(), rust, why, pointer)
    }

    /// Whether the other change takes this one back.
    #[must_use]
    pub fn mirrors(&self, other: &Self) -> bool {
        self.wire.mirrors(&other.wire) && self.rust.mirrors(&other.rust)
    }

    /// Whether what it is about is only in the old document.
    pub(crate) fn is_removal(&self) -> bool {
        self.wire.action == Action::Removed
    }
}
