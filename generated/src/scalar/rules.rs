//! Lengths and patterns of strings.

use super::invalid::{Expected, Reason};
use super::{ANY_STRING, InvalidValue};
use crate::xml::{Strictness, Vocabulary};

/// A pattern, compiled to tables at generation time. It runs over bytes; state 0 is the one from which nothing matches,
/// state 1 is the first.
pub(crate) struct Dfa {
    /// The class of every byte: bytes of one class lead to the same state from everywhere.
    pub(crate) classes: &'static [u8; 256],
    /// The number of classes, which is the length of a row of `next`.
    pub(crate) width: usize,
    /// The next state, at `state * width + class`.
    pub(crate) next: &'static [u16],
    /// Whether a string may end in a state: `y` or `n` for each.
    pub(crate) accept: &'static [u8],
}

impl Dfa {
    const fn step(&self, state: usize, byte: u8) -> usize {
        self.next[state * self.width + self.classes[byte as usize] as usize] as usize
    }

    /// Whether the whole string matches; if not, the position of the first byte that cannot match, or the length of a
    /// string that is incomplete.
    pub(crate) const fn run(&self, text: &[u8]) -> Result<(), usize> {
        let mut state = 1;
        let mut at = 0;
        while at < text.len() {
            state = self.step(state, text[at]);
            if state == 0 {
                return Err(at);
            }
            at += 1;
        }
        if self.accept[state] == b'y' {
            Ok(())
        } else {
            Err(at)
        }
    }
}

impl Dfa {
    /// The fault of a string whose byte `at` does not match, or which ends at `at` although more must follow.
    #[cold]
    fn fault(&self, text: &str, at: usize) -> Reason {
        match Reason::at(text, at) {
            Reason::Character { position } if self.ends_after(&text.as_bytes()[..at]) => {
                Reason::TooLong {
                    length: text.chars().count(),
                    max: position - 1,
                }
            }
            reason => reason,
        }
    }

    /// Whether this part of a string matches, and no byte may follow it.
    fn ends_after(&self, start: &[u8]) -> bool {
        let state = start.iter().fold(1, |state, byte| self.step(state, *byte));
        let row = self.next.get(state * self.width..(state + 1) * self.width);
        self.accept.get(state) == Some(&b'y')
            && row.is_some_and(|row| row.iter().all(|next| *next == 0))
    }
}

/// The class of every byte, from ranges such as `30-39:1 41:2`: the first byte, the last one if there are several, both in
/// hexadecimal, and the class. Bytes in none of them are of class 0, which leads nowhere.
pub(crate) const fn byte_classes(ranges: &str) -> [u8; 256] {
    let mut classes = [0; 256];
    let mut reader = Numbers::new(ranges);
    while !reader.is_done() {
        let first = reader.number(16);
        let last = if reader.skip(b'-') {
            reader.number(16)
        } else {
            first
        };
        assert!(reader.skip(b':'));
        let class = reader.number(10);
        assert!(class < 256);
        let mut byte = first;
        while byte <= last {
            classes[byte] = class as u8;
            byte += 1;
        }
        reader.skip(b' ');
    }
    classes
}

/// A table of states from numbers such as `0*20 2 0*3`, where `0*20` stands for twenty zeros.
pub(crate) const fn states<const N: usize>(numbers: &str) -> [u16; N] {
    let mut table = [0; N];
    let mut at = 0;
    let mut reader = Numbers::new(numbers);
    while !reader.is_done() {
        let state = reader.number(10);
        assert!(state <= u16::MAX as usize);
        let end = at
            + if reader.skip(b'*') {
                reader.number(10)
            } else {
                1
            };
        while at < end {
            table[at] = state as u16;
            at += 1;
        }
        reader.skip(b' ');
    }
    assert!(at == N);
    table
}

/// Reads numbers from a string while the crate is compiled.
struct Numbers<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Numbers<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
        }
    }

    const fn is_done(&self) -> bool {
        self.at == self.text.len()
    }

    /// Whether the next byte is this one, which is skipped then.
    const fn skip(&mut self, byte: u8) -> bool {
        let found = !self.is_done() && self.text[self.at] == byte;
        self.at += found as usize;
        found
    }

    /// The number that begins here.
    const fn number(&mut self, radix: usize) -> usize {
        let start = self.at;
        let mut value = 0;
        while !self.is_done() {
            let digit = match self.text[self.at] {
                byte @ b'0'..=b'9' => byte - b'0',
                byte @ b'a'..=b'f' if radix == 16 => byte - b'a' + 10,
                _ => break,
            };
            value = value * radix + digit as usize;
            self.at += 1;
        }
        assert!(self.at > start);
        value
    }
}

/// The rules of a string type.
#[derive(Clone, Copy)]
pub(crate) struct TextRules {
    name: &'static str,
    min: usize,
    max: Option<usize>,
    pattern: Option<(&'static str, &'static Dfa)>,
    /// A description of the strings of the type, for messages; empty if there is none.
    expected: &'static str,
    xml: Option<(&'static Vocabulary, Strictness)>,
    /// Whether errors may repeat the start of the value.
    shown: bool,
}

impl TextRules {
    /// Rules of a type that allow everything.
    pub(crate) const fn new(name: &'static str, shown: bool) -> Self {
        Self {
            name,
            min: 0,
            max: None,
            pattern: None,
            expected: "",
            xml: None,
            shown,
        }
    }

    /// The least number of characters, and the greatest one if there is one.
    pub(crate) const fn length(self, min: usize, max: Option<usize>) -> Self {
        Self { min, max, ..self }
    }

    /// The description of the strings for messages, such as "a phone number".
    pub(crate) const fn expected(self, expected: &'static str) -> Self {
        Self { expected, ..self }
    }

    /// The description, or a generic one.
    pub(crate) const fn description(&self) -> &'static str {
        if self.expected.is_empty() {
            ANY_STRING
        } else {
            self.expected
        }
    }

    /// The pattern as the spec writes it, for schemas, and what it was compiled to.
    pub(crate) const fn pattern(self, pattern: &'static str, dfa: &'static Dfa) -> Self {
        Self {
            pattern: Some((pattern, dfa)),
            ..self
        }
    }

    /// The string is an XML document.
    pub(crate) const fn xml(self, vocabulary: &'static Vocabulary) -> Self {
        Self {
            xml: Some((vocabulary, Strictness::Known)),
            ..self
        }
    }

    /// The same rules for documents with unknown elements.
    pub(crate) const fn any_elements(self) -> Self {
        match self.xml {
            Some((vocabulary, _)) => Self {
                xml: Some((vocabulary, Strictness::WellFormed)),
                ..self
            },
            None => self,
        }
    }

    /// The same rules as JSON Schema.
    #[cfg(feature = "schemars")]
    pub(crate) fn schema(&self) -> schemars::Schema {
        super::schema::text(
            self.name,
            self.pattern.map(|(pattern, _)| pattern),
            self.min,
            self.max,
        )
    }

    /// Checks the length, then the pattern, then the XML. A string that is far too long is rejected without being read.
    pub(crate) fn check(&self, text: &str) -> Result<(), InvalidValue> {
        let Some(reason) = self.fault(text) else {
            return Ok(());
        };
        let expected = match reason {
            Reason::Xml { .. } => Expected::Nothing,
            _ => Expected::described(self.expected),
        };
        Err(if self.shown {
            InvalidValue::new(self.name, reason, expected, text)
        } else {
            InvalidValue::hidden(self.name, reason, expected)
        })
    }

    fn fault(&self, text: &str) -> Option<Reason> {
        length_fault(text, self.min, self.max)
            .or_else(|| {
                let (_, dfa) = self.pattern?;
                let at = dfa.run(text.as_bytes()).err()?;
                Some(dfa.fault(text, at))
            })
            .or_else(|| {
                let (vocabulary, strictness) = self.xml?;
                let (place, problem) = vocabulary.check(text, strictness).err()?;
                Some(Reason::Xml { place, problem })
            })
    }
}

/// What is wrong with the number of characters.
pub(crate) fn length_fault(text: &str, min: usize, max: Option<usize>) -> Option<Reason> {
    let bytes = text.len();
    // A character has one to four bytes, so most strings need no counting.
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

impl Reason {
    /// Byte `at` is not allowed, or the string ends there although more must follow.
    pub(crate) fn at(text: &str, at: usize) -> Self {
        match character_at(text, at) {
            (position, true) => Self::Character { position },
            (position, false) => Self::EndsEarly { position },
        }
    }
}

/// The number, from 1, of the character to which byte `at` belongs, and whether there is one.
fn character_at(text: &str, at: usize) -> (usize, bool) {
    let starts = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    match text.as_bytes().get(..=at) {
        Some(before) => (starts(before), true),
        None => (starts(text.as_bytes()) + 1, false),
    }
}
