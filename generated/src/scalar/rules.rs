//! Lengths and patterns of text.

use super::InvalidValue;
use super::invalid::{Expected, Reason};

/// A pattern, compiled to tables at generation time. It runs over bytes; state 0 is the one from which nothing matches,
/// state 1 is the first.
pub(crate) struct Dfa {
    /// The pattern as the spec writes it, for messages and schemas.
    pub(crate) pattern: &'static str,
    /// The class of every byte: bytes of one class lead to the same state from everywhere.
    pub(crate) classes: &'static [u8; 256],
    /// The number of classes, which is the length of a row of `next`.
    pub(crate) width: usize,
    /// Where `state * width + class` leads.
    pub(crate) next: &'static [u16],
    /// Whether the text may end in a state.
    pub(crate) accept: &'static [bool],
}

impl Dfa {
    /// Whether the whole text matches; if not, where the first byte is that cannot, or the length of a text to which
    /// something must be added.
    pub(crate) const fn run(&self, text: &[u8]) -> Result<(), usize> {
        let mut state = 1;
        let mut at = 0;
        while at < text.len() {
            state =
                self.next[state * self.width + self.classes[text[at] as usize] as usize] as usize;
            if state == 0 {
                return Err(at);
            }
            at += 1;
        }
        if self.accept[state] { Ok(()) } else { Err(at) }
    }
}

/// The class of every byte, from ranges with their first byte, their last one and their class. Bytes in none of them are
/// of class 0, which leads nowhere.
pub(crate) const fn byte_classes(ranges: &[(u8, u8, u8)]) -> [u8; 256] {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < ranges.len() {
        let (first, last, class) = ranges[at];
        let mut byte = first as usize;
        while byte <= last as usize {
            classes[byte] = class;
            byte += 1;
        }
        at += 1;
    }
    classes
}

/// What a text must satisfy.
#[derive(Clone, Copy)]
pub(crate) struct TextRules {
    name: &'static str,
    min: usize,
    max: Option<usize>,
    pattern: Option<&'static Dfa>,
    /// Whether errors may repeat the start of the value.
    shown: bool,
}

impl TextRules {
    /// Rules of a type that allow everything.
    pub(crate) const fn new(name: &'static str) -> Self {
        Self {
            name,
            min: 0,
            max: None,
            pattern: None,
            shown: true,
        }
    }

    /// Keeps the value out of errors.
    pub(crate) const fn hidden(self) -> Self {
        Self {
            shown: false,
            ..self
        }
    }

    /// The greatest number of characters.
    pub(crate) const fn max(self, max: usize) -> Self {
        self.length(0, Some(max))
    }

    /// The least number of characters, and the greatest one if there is one.
    pub(crate) const fn length(self, min: usize, max: Option<usize>) -> Self {
        Self { min, max, ..self }
    }

    /// The pattern.
    pub(crate) const fn pattern(self, pattern: &'static Dfa) -> Self {
        Self {
            pattern: Some(pattern),
            ..self
        }
    }

    /// The JSON Schema that says the same.
    #[cfg(feature = "schemars")]
    pub(crate) fn schema(&self) -> schemars::Schema {
        super::schema::text(
            self.name,
            self.pattern.map(|dfa| dfa.pattern),
            self.min,
            self.max,
        )
    }

    /// Checks the length, then the pattern. A text that is far too long is refused without being read.
    pub(crate) fn check(&self, text: &str) -> Result<(), InvalidValue> {
        match self.fault(text) {
            None => Ok(()),
            Some(reason) if self.shown => Err(InvalidValue::new(self.name, reason, text)),
            Some(reason) => Err(InvalidValue::hidden(self.name, reason)),
        }
    }

    fn fault(&self, text: &str) -> Option<Reason> {
        length_fault(text, self.min, self.max).or_else(|| {
            let dfa = self.pattern?;
            let at = dfa.run(text.as_bytes()).err()?;
            Some(pattern_fault(text, at, dfa.pattern))
        })
    }
}

/// What is wrong with the number of characters.
pub(crate) fn length_fault(text: &str, min: usize, max: Option<usize>) -> Option<Reason> {
    let bytes = text.len();
    // A character has one to four bytes, so most texts need no counting.
    if let Some(max) = max
        && bytes > max
    {
        if bytes > max.saturating_mul(4) {
            return Some(Reason::FarTooLong { bytes, max });
        }
        let length = text.chars().count();
        if length > max {
            return Some(Reason::TooLong { length, max });
        }
    }
    if bytes < min.saturating_mul(4) {
        let length = text.chars().count();
        if length < min {
            return Some(Reason::TooShort { length, min });
        }
    }
    None
}

/// The fault of a text whose byte `at` does not match, or which ends at `at` although more must follow.
pub(crate) fn pattern_fault(text: &str, at: usize, pattern: &'static str) -> Reason {
    let expected = Expected::Pattern(pattern);
    match character_at(text, at) {
        (position, true) => Reason::Character { position, expected },
        (position, false) => Reason::EndsEarly { position, expected },
    }
}

/// The number, from 1, of the character to which byte `at` belongs, and whether there is one.
pub(crate) fn character_at(text: &str, at: usize) -> (usize, bool) {
    let starts = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    match text.as_bytes().get(..=at) {
        Some(before) => (starts(before), true),
        None => (starts(text.as_bytes()) + 1, false),
    }
}
