//! Whether one pattern matches everything that another does.

use std::collections::BTreeSet;

use super::{Dfa, Pattern, Work};

/// How the values of a component changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same values, written differently.
    Same,
    /// Some values were added.
    Wider,
    /// Some values were removed.
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

/// How the strings that two patterns match are related; without a pattern, every string matches. If comparing them is
/// too much work, they count as unrelated.
pub(crate) fn between(old: Option<&Pattern>, new: Option<&Pattern>, work: &mut Work) -> Relation {
    match (old, new) {
        (None, None) => Relation::Same,
        (None, Some(_)) => Relation::Narrower,
        (Some(_), None) => Relation::Wider,
        (Some(old), Some(new)) => match (old.dfa(), new.dfa()) {
            // Minimal automata for the same strings have the same table.
            (Ok(old), Ok(new)) if old == new => Relation::Same,
            (Ok(old), Ok(new)) => {
                let mut covers = |all, some| work.within(|work| covers(all, some, work));
                Relation::of(!covers(new, old), !covers(old, new))
            }
            _ => Relation::Other,
        },
    }
}

/// Whether `all` matches every string that `some` matches: both automata read the same strings in lockstep. If that
/// is too much work, the result is `false`.
fn covers(all: &Dfa, some: &Dfa, work: &mut Work) -> bool {
    let bytes = columns(all, some);
    let (height, width) = (all.accept.len(), some.accept.len());
    if !work.spend(height * width / 64) {
        return false;
    }
    let mut seen = vec![false; height * width];
    let mut queue = vec![(Dfa::START, Dfa::START)];
    while let Some((left, right)) = queue.pop() {
        if some.accepts(right) && !all.accepts(left) || !work.spend(bytes.len()) {
            return false;
        }
        for byte in &bytes {
            let next = (all.step(left, *byte), some.step(right, *byte));
            let seen = seen.get_mut(next.0 * width + next.1);
            if next.1 != Dfa::DEAD && seen.is_some_and(|seen| !std::mem::replace(seen, true)) {
                queue.push(next);
            }
        }
    }
    true
}

/// Whether some string matches both patterns; without a pattern, every string matches. If comparing them is too much
/// work, the result is `true`.
pub(crate) fn overlap(one: Option<&Pattern>, other: Option<&Pattern>, work: &mut Work) -> bool {
    match (one.map(Pattern::dfa), other.map(Pattern::dfa)) {
        (Some(Ok(one)), Some(Ok(other))) => work.within(|work| meet(one, other, work)),
        _ => true,
    }
}

/// Whether both automata accept some string, or comparing them is too much work.
fn meet(one: &Dfa, other: &Dfa, work: &mut Work) -> bool {
    let bytes = columns(one, other);
    let mut seen = BTreeSet::from([(Dfa::START, Dfa::START)]);
    let mut queue = vec![(Dfa::START, Dfa::START)];
    while let Some((left, right)) = queue.pop() {
        if one.accepts(left) && other.accepts(right) || !work.spend(bytes.len()) {
            return true;
        }
        for byte in &bytes {
            let next = (one.step(left, *byte), other.step(right, *byte));
            if next.0 != Dfa::DEAD && next.1 != Dfa::DEAD && seen.insert(next) {
                queue.push(next);
            }
        }
    }
    false
}

/// One byte for each class of bytes that neither automaton distinguishes.
fn columns(one: &Dfa, other: &Dfa) -> Vec<u8> {
    let mut known = BTreeSet::new();
    let column = |byte: &u8| {
        let byte = usize::from(*byte);
        (one.classes.get(byte), other.classes.get(byte))
    };
    (0..=u8::MAX)
        .filter(|byte| known.insert(column(byte)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Relation, between, overlap};
    use crate::pattern::{Pattern, PatternProblem, Work};

    #[test]
    fn patterns_overlap_where_a_string_matches_both() -> Result<(), PatternProblem> {
        for (one, other, expected) in [
            ("^[0-9]+$", "^[0-9a-f]{2}$", true),
            ("^[0-9]+$", "^[a-f]+$", false),
            ("^client:.*$", "^sip:.*$", false),
            ("^a?$", "^b?$", true),
            ("^xa$", "^xb$", false),
            ("^(ax|bx)$", "^(ay|bx)$", true),
            ("^(aa)*b$", "^a(aa)*b$", false),
        ] {
            let (one, other) = (Pattern::parse(one)?, Pattern::parse(other)?);
            let work = &mut Work::PATTERN.clone();
            assert_eq!(overlap(Some(&one), Some(&other), work), expected);
            assert!(overlap(Some(&one), None, work));
        }
        Ok(())
    }

    #[test]
    fn patterns_are_compared_by_what_they_match() -> Result<(), PatternProblem> {
        for (old, new, relation) in [
            ("^[0-9]*$", "^[0-9]+$", Relation::Narrower),
            ("^[0-9]+$", "^[0-9a-f]*$", Relation::Wider),
            ("^(a|b)$", "^[ab]$", Relation::Same),
            ("^ab$", "^ac$", Relation::Other),
            ("^(ax|bx)$", "^(ax|by)$", Relation::Other),
            ("^ab?$", "^a(bc?)?$", Relation::Wider),
            ("^(aa)*$", "^(aaaa)*$", Relation::Narrower),
            ("^CA[0-9a-f]{32}$", "^CA[0-9a-fA-F]{32}$", Relation::Wider),
        ] {
            let patterns = (Pattern::parse(old)?, Pattern::parse(new)?);
            assert_eq!(
                between(
                    Some(&patterns.0),
                    Some(&patterns.1),
                    &mut Work::PATTERN.clone()
                ),
                relation,
                "{old} {new}"
            );
        }
        let (any, empty) = (Pattern::parse("^a$")?, Pattern::parse("^a[]$")?);
        for (old, new, relation) in [
            (None, Some(&any), Relation::Narrower),
            (Some(&any), None, Relation::Wider),
            (None, None, Relation::Same),
            (Some(&any), Some(&any), Relation::Same),
            (Some(&empty), Some(&any), Relation::Other),
        ] {
            assert_eq!(between(old, new, &mut Work::PATTERN.clone()), relation);
        }
        assert!(overlap(
            Some(&empty),
            Some(&any),
            &mut Work::PATTERN.clone()
        ));
        Ok(())
    }
}
