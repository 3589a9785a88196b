//! Finds a matching string for a pattern that has no example.

use std::collections::BTreeSet;

use super::{Dfa, Pattern, Work};

/// How a state was reached: by a byte, from a state in the previous layer.
type Step = (usize, u8);

impl Pattern {
    /// A shortest matching string of at least `least` characters, unless finding it is too much work.
    pub(crate) fn sample(&self, least: usize, work: &mut Work) -> Option<String> {
        let dfa = self.dfa().ok()?;
        let text = work.within(|work| shortest(dfa, least, work))?;
        String::from_utf8(text).ok()
    }
}

/// Visits the states that are reached by strings of each length.
fn shortest(dfa: &Dfa, least: usize, work: &mut Work) -> Option<Vec<u8>> {
    // Letters and digits first: they are nicer to read, and sufficient for most patterns. One represents all of its
    // class.
    let mut known = BTreeSet::new();
    let bytes: Vec<u8> = (b'0'..=b'9')
        .chain(b'a'..=b'z')
        .chain(b' '..=b'~')
        .filter(|byte| known.insert(dfa.classes.get(usize::from(*byte))))
        .collect();
    let mut layers: Vec<Vec<Option<Step>>> = Vec::new();
    let mut states = vec![Dfa::START];
    loop {
        let length = layers.len();
        if length >= least
            && let Some(state) = states.iter().find(|state| dfa.accepts(**state))
        {
            return Some(text(&layers, *state));
        }
        // A string that is longer than the number of states has run into a cycle.
        if states.is_empty() || length > least.saturating_add(dfa.accept.len()) {
            return None;
        }
        let mut steps = vec![None; dfa.accept.len()];
        let mut next = Vec::new();
        for state in states {
            if !work.spend(bytes.len()) {
                return None;
            }
            for byte in &bytes {
                let to = dfa.step(state, *byte);
                let step = steps.get_mut(to)?;
                if to != Dfa::DEAD && step.is_none() {
                    *step = Some((state, *byte));
                    next.push(to);
                }
            }
        }
        if !work.spend(steps.len()) {
            return None;
        }
        layers.push(steps);
        states = next;
    }
}

/// The string that led to a state in the last layer.
fn text(layers: &[Vec<Option<Step>>], state: usize) -> Vec<u8> {
    let mut at = state;
    let mut text = Vec::new();
    for layer in layers.iter().rev() {
        if let Some(Some((before, byte))) = layer.get(at) {
            text.push(*byte);
            at = *before;
        }
    }
    text.reverse();
    text
}

#[cfg(test)]
mod tests {
    use crate::pattern::{Pattern, Work};

    #[test]
    fn a_sample_matches() {
        let sample = |pattern, least| {
            Pattern::parse(pattern)
                .ok()?
                .sample(least, &mut Work::PATTERN.clone())
        };
        assert_eq!(sample("^CA[0-9a-f]{4}$", 0).as_deref(), Some("CA0000"));
        assert_eq!(sample("^[a-z]*$", 2).as_deref(), Some("aa"));
        assert_eq!(sample("^[ -~]-[x-z]$", 0).as_deref(), Some("0-x"));
        assert_eq!(sample("^(bb|b|aaaa)$", 0).as_deref(), Some("b"));
        assert_eq!(sample("^(bb|b|aaaa)$", 3).as_deref(), Some("aaaa"));
        assert_eq!(sample("^(ab){0,3}$", 5).as_deref(), Some("ababab"));
        assert_eq!(sample("^a{5}$", 0).as_deref(), Some("aaaaa"));
        assert_eq!(sample("^a{5}$", 6), None);
        assert_eq!(sample("^é$", 0), None, "only ASCII");
        assert_eq!(sample("^[", 0), None);
    }
}
