//! Examples for patterns without one.

use std::collections::BTreeMap;

use crate::pattern::{Pattern, Work};

/// A sample of a pattern, and some of its properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// A shortest matching string.
    pub(super) text: String,
    /// Whether the length of matching strings is bounded.
    pub(super) is_bounded: bool,
    /// Whether matching strings may contain control characters other than tabs and line ends.
    pub(super) admits_controls: bool,
}

/// The samples of patterns, each of which is compiled once.
#[derive(Debug)]
pub(super) struct Samples {
    known: BTreeMap<String, Option<Sample>>,
    /// The remaining budget for further ones.
    work: Work,
}

impl Default for Samples {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
            work: Work::DOCUMENT,
        }
    }
}

impl Samples {
    /// The sample of a pattern, unless it cannot be compiled.
    pub(super) fn of(&mut self, pattern: &str) -> Option<Sample> {
        match self.known.get(pattern) {
            Some(known) => known.clone(),
            None => {
                let sample = sample(pattern, &mut self.work);
                self.known.insert(pattern.to_owned(), sample.clone());
                sample
            }
        }
    }
}

fn sample(pattern: &str, work: &mut Work) -> Option<Sample> {
    let pattern = Pattern::parse_within(pattern, work).ok()?;
    let dfa = pattern.dfa().ok()?;
    Some(Sample {
        text: pattern.sample(0, work)?,
        is_bounded: pattern.lengths().1.is_some(),
        admits_controls: (0_u8..0x20)
            .chain([0x7F])
            .filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'))
            .any(|byte| dfa.admits(byte)),
    })
}

#[cfg(test)]
mod tests {
    use super::Samples;

    #[test]
    fn a_sample_matches() {
        let mut samples = Samples::default();
        let sample = samples.of("^CA[0-9a-f]{4}$").unwrap();
        assert_eq!(sample.text, "CA0000");
        assert!(sample.is_bounded && !sample.admits_controls);
        let sample = samples.of("^.*$").unwrap();
        assert_eq!(sample.text, "");
        assert!(!sample.is_bounded && sample.admits_controls);
        assert_eq!(samples.of("^["), None);
    }
}
