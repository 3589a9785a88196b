//! The text of a document, and positions in it.

use std::ops::Range;
use std::sync::Arc;

/// The text of a document, and its name in findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name in findings, usually the path as the maintainer wrote it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The table of error codes next to it.
    error_codes: Option<Arc<Self>>,
}

impl Source {
    /// A document of this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            error_codes: None,
        }
    }

    /// The same document, with the table of error codes next to it, if there is one.
    #[must_use]
    pub fn with_error_codes(self, table: Option<Self>) -> Self {
        Self {
            error_codes: table.map(Arc::new),
            ..self
        }
    }

    /// The same document with another text.
    pub(crate) fn with_text(&self, text: String) -> Self {
        Self {
            text,
            ..self.clone()
        }
    }

    /// Whether it has a table of error codes.
    #[must_use]
    pub fn has_error_codes(&self) -> bool {
        self.error_codes.is_some()
    }

    pub(crate) fn error_codes(&self) -> Option<&Self> {
        self.error_codes.as_deref()
    }
}

/// A range of bytes in a [`Source`]; the end is exclusive.
///
/// Both ends are on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, or an empty one if `end` is before `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A position for people: both numbers start at 1, and columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The starts of the lines of a text.
///
/// A line ends at a line feed; a carriage return before it belongs to the line end.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, starts }
    }

    /// The number of the line that contains this byte, from 0.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The bytes of a line (counted from 0) without its line end.
    pub(crate) fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self
            .starts
            .get(line + 1)
            .copied()
            .unwrap_or(self.text.len());
        let content = self.text.get(start..end).unwrap_or_default();
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        start..start + content.len()
    }

    /// Line and column of a byte, for people.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.range(line).start;
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        let text = "a: ä\r\nlang: 日本 x\n";
        let lines = Lines::new(text);
        let at = text.find('x').unwrap_or_default();
        assert_eq!(
            lines.position(at),
            Position {
                line: 2,
                column: 10
            }
        );
        assert_eq!(&text[lines.range(0)], "a: ä");
        assert_eq!(&text[lines.range(1)], "lang: 日本 x");
        assert_eq!(&text[lines.range(9)], "");
    }
}
