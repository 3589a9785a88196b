//! A text that matches, for a pattern that comes without an example.

use std::collections::BTreeSet;

use super::{Dfa, Pattern};

impl Pattern {
    /// A shortest text that matches, of at least so many characters.
    pub(crate) fn sample(&self, least: usize) -> Option<String> {
        let dfa = self.dfa().ok()?;
        let longest = least + dfa.accept.len();
        let mut seen = BTreeSet::from([(Dfa::START, 0)]);
        let mut layer: Vec<(usize, Vec<u8>)> = vec![(Dfa::START, Vec::new())];
        while !layer.is_empty() {
            let mut next = Vec::new();
            for (state, text) in layer {
                if text.len() >= least && dfa.accepts(state) {
                    return String::from_utf8(text).ok();
                }
                // Letters and digits first: nicer to read, and enough for most patterns.
                for byte in (b'0'..=b'9').chain(b'a'..=b'z').chain(b' '..=b'~') {
                    let to = dfa.step(state, byte);
                    if to != Dfa::DEAD && seen.insert((to, (text.len() + 1).min(longest))) {
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
}

#[cfg(test)]
mod tests {
    use crate::pattern::Pattern;

    #[test]
    fn a_sample_matches() {
        let sample = |pattern, least| Pattern::parse(pattern).ok()?.sample(least);
        assert_eq!(sample("^CA[0-9a-f]{4}$", 0).as_deref(), Some("CA0000"));
        assert_eq!(sample("^[a-z]*$", 2).as_deref(), Some("aa"));
        assert_eq!(sample("^[", 0), None);
    }
}
