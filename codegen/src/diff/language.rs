//! Whether one pattern admits all that another does.

use std::collections::BTreeSet;

use crate::pattern::{self, Dfa};

/// How the values of a component have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same values in other words.
    Same,
    /// Some values came in.
    Wider,
    /// Some values fell out.
    Narrower,
    /// Both.
    Other,
}

impl Relation {
    pub(crate) fn of(falls_out: bool, comes_in: bool) -> Self {
        match (falls_out, comes_in) {
            (false, false) => Self::Same,
            (false, true) => Self::Wider,
            (true, false) => Self::Narrower,
            (true, true) => Self::Other,
        }
    }

    pub(crate) fn verb(self) -> &'static str {
        match self {
            Self::Same => "rewritten",
            Self::Wider => "widened",
            Self::Narrower => "narrowed",
            Self::Other => "changed",
        }
    }
}

/// How the texts of two patterns relate; no pattern admits everything.
pub(crate) fn patterns(old: Option<&str>, new: Option<&str>) -> Relation {
    match (old, new) {
        (None, None) => Relation::Same,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(old), Some(new)) => match (pattern::dfa(old), pattern::dfa(new)) {
            (Ok(old), Ok(new)) => Relation::of(!covers(&new, &old), !covers(&old, &new)),
            _ => Relation::Other,
        },
    }
}

/// Whether `all` matches every text that `some` matches: both automata walk the same texts, in step.
fn covers(all: &Dfa, some: &Dfa) -> bool {
    let mut seen = BTreeSet::from([(1, 1)]);
    let mut queue = vec![(1, 1)];
    while let Some((left, right)) = queue.pop() {
        if accepts(some, right) && !accepts(all, left) {
            return false;
        }
        for byte in 0..=u8::MAX {
            let next = (step(all, left, byte), step(some, right, byte));
            if next.1 != 0 && seen.insert(next) {
                queue.push(next);
            }
        }
    }
    true
}

fn accepts(dfa: &Dfa, state: usize) -> bool {
    dfa.accept.get(state).copied().unwrap_or(false)
}

/// State 0 is dead, and every step from it leads to it.
fn step(dfa: &Dfa, state: usize, byte: u8) -> usize {
    let column = dfa
        .classes
        .get(usize::from(byte))
        .copied()
        .map_or(0, usize::from);
    dfa.next
        .get(state * dfa.width + column)
        .copied()
        .map_or(0, usize::from)
}

#[cfg(test)]
mod tests {
    use super::{Relation, patterns};

    #[test]
    fn patterns_are_compared_by_what_they_match() {
        for (old, new, relation) in [
            ("^[0-9]*$", "^[0-9]+$", Relation::Narrower),
            ("^[0-9]+$", "^[0-9a-f]*$", Relation::Wider),
            ("^(a|b)$", "^[ab]$", Relation::Same),
            ("^ab$", "^ac$", Relation::Other),
            ("^CA[0-9a-f]{32}$", "^CA[0-9a-fA-F]{32}$", Relation::Wider),
        ] {
            assert_eq!(patterns(Some(old), Some(new)), relation, "{old} {new}");
        }
        assert_eq!(patterns(None, Some("^a$")), Relation::Narrower);
    }
}
