//! An example for a pattern that has none.

use std::collections::BTreeSet;

use crate::pattern::dfa;

/// A shortest text that matches, of at least so many characters.
pub(super) fn text(pattern: &str, least: usize) -> Option<String> {
    let dfa = dfa(pattern).ok()?;
    let mut seen = BTreeSet::from([(1, 0)]);
    let mut layer: Vec<(usize, Vec<u8>)> = vec![(1, Vec::new())];
    while !layer.is_empty() {
        let mut next = Vec::new();
        for (state, text) in layer {
            if text.len() >= least && dfa.accept.get(state).copied().unwrap_or(false) {
                return String::from_utf8(text).ok();
            }
            // Letters and digits first: nicer to read, and enough for most patterns.
            for byte in (b'0'..=b'9').chain(b'a'..=b'z').chain(b' '..=b'~') {
                let column = dfa
                    .classes
                    .get(usize::from(byte))
                    .copied()
                    .map_or(0, usize::from);
                let to = dfa
                    .next
                    .get(state * dfa.width + column)
                    .copied()
                    .map_or(0, usize::from);
                if to != 0 && seen.insert((to, (text.len() + 1).min(least + dfa.accept.len()))) {
                    let mut longer = text.clone();
                    longer.push(byte);
                    next.push((to, longer));
                }
            }
        }
        layer = next;
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_sample_matches() {
        assert_eq!(super::text("^CA[0-9a-f]{4}$", 0).as_deref(), Some("CA0000"));
        assert_eq!(super::text("^[a-z]*$", 2).as_deref(), Some("aa"));
        assert_eq!(super::text("^[", 0), None);
    }
}
