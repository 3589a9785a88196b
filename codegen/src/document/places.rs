//! Positions reported by the YAML parser, as byte offsets.

use saphyr_parser::Marker;

use crate::source::{Lines, Span};

/// Converts the lines and columns reported by the parser into byte offsets.
///
/// The parser's own index counts characters; lines and columns are what it tracks most carefully, and converting them
/// needs no walk from the start of the text.
pub(super) struct Places<'t> {
    text: &'t str,
    lines: Lines<'t>,
    /// The last position found, since positions mostly come in order: line, column, byte.
    last: (usize, usize, usize),
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            last: (0, 0, 0),
        }
    }

    pub(super) fn offset(&mut self, marker: Marker) -> usize {
        let line = marker.line().saturating_sub(1);
        let range = self.lines.range(line);
        let (last_line, last_column, last_byte) = self.last;
        let (mut column, mut byte) = if last_line == line && last_column <= marker.col() {
            (last_column, last_byte)
        } else {
            (0, range.start)
        };
        let rest = self.text.get(byte..range.end).unwrap_or_default();
        for c in rest.chars().take(marker.col().saturating_sub(column)) {
            column += 1;
            byte += c.len_utf8();
        }
        self.last = (line, column, byte);
        byte
    }

    pub(super) fn span(&mut self, span: saphyr_parser::Span) -> Span {
        let start = self.offset(span.start);
        let end = self.offset(span.end);
        Span::new(start, end)
    }

    /// The span of a quoted scalar without the space and comment that the parser skipped after it.
    pub(super) fn quoted(&self, span: Span) -> Span {
        let text = self.text.get(span.range()).unwrap_or_default();
        let mut characters = text.char_indices().peekable();
        let Some((_, quote @ ('\'' | '"'))) = characters.next() else {
            return span;
        };
        while let Some((at, c)) = characters.next() {
            if c == '\\' && quote == '"' {
                characters.next();
            } else if c == quote {
                // Two single quotes represent one.
                if quote == '\'' && characters.next_if(|(_, c)| *c == '\'').is_some() {
                    continue;
                }
                return Span::new(span.start, span.start + at + c.len_utf8());
            }
        }
        span
    }
}
