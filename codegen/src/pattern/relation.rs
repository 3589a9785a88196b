//! Whether one pattern admits all that another does.

use std::collections::BTreeSet;

use super::{Dfa, Pattern};

/// How the values of a component have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same values, written differently.
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

/// How the texts of two patterns relate; without a pattern everything matches.
pub(crate) fn between(old: Option<&Pattern>, new: Option<&Pattern>) -> Relation {
    match (old, new) {
        (None, None) => Relation::Same,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(old), Some(new)) => match (old.dfa(), new.dfa()) {
            (Ok(old), Ok(new)) => Relation::of(!covers(new, old), !covers(old, new)),
            _ => Relation::Other,
        },
    }
}

/// Whether `all` matches every text that `some` matches: both automata walk the same texts, in step.
fn covers(all: &Dfa, some: &Dfa) -> bool {
    let mut seen = BTreeSet::from([(Dfa::START, Dfa::START)]);
    let mut queue = vec![(Dfa::START, Dfa::START)];
    while let Some((left, right)) = queue.pop() {
        if some.accepts(right) && !all.accepts(left) {
            return false;
        }
        for byte in 0..=u8::MAX {
            let next = (all.step(left, byte), some.step(right, byte));
            if next.1 != Dfa::DEAD && seen.insert(next) {
                queue.push(next);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Relation, between};
    use crate::pattern::{Pattern, PatternProblem};

    #[test]
    fn patterns_are_compared_by_what_they_match() -> Result<(), PatternProblem> {
        for (old, new, relation) in [
            ("^[0-9]*$", "^[0-9]+$", Relation::Narrower),
            ("^[0-9]+$", "^[0-9a-f]*$", Relation::Wider),
            ("^(a|b)$", "^[ab]$", Relation::Same),
            ("^ab$", "^ac$", Relation::Other),
            ("^CA[0-9a-f]{32}$", "^CA[0-9a-fA-F]{32}$", Relation::Wider),
        ] {
            let patterns = (Pattern::parse(old)?, Pattern::parse(new)?);
            assert_eq!(
                between(Some(&patterns.0), Some(&patterns.1)),
                relation,
                "{old} {new}"
            );
        }
        assert_eq!(
            between(None, Some(&Pattern::parse("^a$")?)),
            Relation::Narrower
        );
        Ok(())
    }
}
