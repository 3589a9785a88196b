//! Classes of characters and escapes in patterns.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::PatternProblem;
use super::parse::{Ast, Scanner};

impl Scanner<'_> {
    /// The class whose opening bracket is at `at`.
    pub(super) fn class(&mut self, at: usize) -> Result<Ast, PatternProblem> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        loop {
            let from = self.at;
            let first = match self.bump() {
                None => return self.unclosed(at, "the class", '[', ']'),
                Some(']') => break,
                Some('\\') => self.escape(from, true)?,
                Some(c) => c,
            };
            let written = self.from(from).to_owned();
            let dash = self.rest();
            let last = if dash.starts_with('-') && !dash.starts_with("-]") {
                self.at += 1;
                let to = self.at;
                match self.bump() {
                    Some('\\') => self.escape(to, true)?,
                    Some(c) => c,
                    None => return self.unclosed(at, "the class", '[', ']'),
                }
            } else {
                first
            };
            if last < first {
                let range = self.from(from);
                let last = range.get(written.len() + 1..).unwrap_or_default();
                return self.invalid(
                    from,
                    format!("the range `{range}` is reversed"),
                    format!("write `{last}-{written}`, or `\\-` for the hyphen itself"),
                );
            }
            ranges.push((first, last));
        }
        let ranges = if negated {
            negate(ranges)
        } else {
            normal(ranges)
        };
        Ok(Ast::Class(ranges))
    }

    /// The character after a backslash at `at`.
    pub(super) fn escape(&mut self, at: usize, in_class: bool) -> Result<char, PatternProblem> {
        match self.bump() {
            Some('t') => Ok('\t'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('f') => Ok('\u{C}'),
            Some('v') => Ok('\u{B}'),
            Some('x') => self.code(at, 2),
            Some('u') => self.code(at, 4),
            Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => self.unsupported(
                at,
                format!("`\\{c}` has different meanings in different engines"),
                match c {
                    'd' => "write `[0-9]`",
                    'D' => "write `[^0-9]`",
                    'w' => "write `[0-9A-Za-z_]`",
                    'W' => "write `[^0-9A-Za-z_]`",
                    's' => "write the characters out: `[ \\t\\r\\n]`",
                    _ => "write the characters out: `[^ \\t\\r\\n]`",
                },
            ),
            Some('b' | 'B') => self.unsupported(
                at,
                "a word boundary is not supported",
                "write out the characters on both sides",
            ),
            Some('0') => self.unsupported(
                at,
                "`\\0` has different meanings in different engines",
                "write `\\x00`",
            ),
            Some(c) if c.is_ascii_digit() || c == 'k' => self.unsupported(
                at,
                "a back-reference cannot be compiled to an automaton",
                "write out the repeated part",
            ),
            Some('p' | 'P') => self.unsupported(
                at,
                "a Unicode property is not supported",
                "list the allowed characters in classes",
            ),
            Some(c) if c.is_ascii_punctuation() && (c != '-' || in_class) => Ok(c),
            Some(c) => self.invalid(
                at,
                format!("`\\{c}` is not an escape sequence"),
                match c {
                    'A' | 'Z' | 'z' => {
                        "remove it: the pattern is anchored by `^` and `$`".to_owned()
                    }
                    'a' => "write `\\x07`".to_owned(),
                    'c' => "write the code of the control character, such as `\\x1F`".to_owned(),
                    'e' => "write `\\x1B`".to_owned(),
                    'h' => "write the characters out: `[ \\t]`".to_owned(),
                    '-' => "write `-`: a hyphen is only escaped in a class".to_owned(),
                    c => format!("write `{c}` without the backslash, or `\\\\` for a backslash"),
                },
            ),
            None => self.invalid(
                at,
                "the pattern ends with a backslash",
                "write `\\\\` for a backslash",
            ),
        }
    }

    fn code(&mut self, at: usize, digits: usize) -> Result<char, PatternProblem> {
        let text = self.rest().get(..digits).unwrap_or_default();
        let code = if text.bytes().all(|b| b.is_ascii_hexdigit()) {
            u32::from_str_radix(text, 16).ok().and_then(char::from_u32)
        } else {
            None
        };
        match code {
            Some(c) => {
                self.at += digits;
                Ok(c)
            }
            None => self.invalid(
                at,
                format!(
                    "the escape sequence needs {digits} hexadecimal digits of a valid character"
                ),
                match digits {
                    2 => "write two digits, such as `\\x1F`",
                    _ => "write four digits, such as `\\u00E9`, or the character itself",
                },
            ),
        }
    }
}

/// The ranges, sorted, with overlapping and adjacent ones merged.
fn normal(ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    ClassUnicode::new(
        ranges
            .into_iter()
            .map(|(first, last)| ClassUnicodeRange::new(first, last)),
    )
    .ranges()
    .iter()
    .map(|range| (range.start(), range.end()))
    .collect()
}

/// All characters outside the ranges.
pub(super) fn negate(ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    let mut class = ClassUnicode::new(
        ranges
            .into_iter()
            .map(|(first, last)| ClassUnicodeRange::new(first, last)),
    );
    class.negate();
    class
        .ranges()
        .iter()
        .map(|range| (range.start(), range.end()))
        .collect()
}
