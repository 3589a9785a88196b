//! Parses patterns into trees.

use super::class::negate;
use super::{PatternProblem, ProblemKind};

/// The maximum count in braces. Longer strings are limited by `maxLength`, which needs no states.
const MAX_COUNT: u32 = 256;
/// The maximum depth of groups.
const MAX_GROUPS: usize = 24;
/// The maximum length of a pattern, in bytes.
const MAX_PATTERN: usize = 2000;

/// A pattern as a tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ast {
    /// One character from ranges (sorted, without overlaps).
    Class(Vec<(char, char)>),
    Sequence(Vec<Self>),
    Either(Vec<Self>),
    Repeat {
        min: u32,
        max: Option<u32>,
        of: Box<Self>,
    },
}

/// Parses a pattern.
pub(super) fn parse(pattern: &str) -> Result<Ast, PatternProblem> {
    let end = anchored(pattern)?;
    let mut scanner = Scanner {
        text: pattern,
        at: 1,
        end,
        depth: 0,
    };
    let (parts, split) = scanner.alternatives()?;
    if let Some(c) = scanner.peek() {
        return fault(
            ProblemKind::Invalid,
            scanner.at,
            format!("`{c}` is unmatched"),
            "remove it, or escape it with a backslash",
        );
    }
    if let Some(at) = split {
        return fault(
            ProblemKind::Unanchored,
            at,
            "`|` splits the whole pattern, so that each side is only anchored at one end",
            "put the alternatives in a group: `^(?:one|two)$`",
        );
    }
    Ok(Ast::Either(parts))
}

/// The position of the final `$` in a pattern that begins with `^`.
fn anchored(pattern: &str) -> Result<usize, PatternProblem> {
    if pattern.len() > MAX_PATTERN {
        return fault(
            ProblemKind::TooBig,
            0,
            format!("the pattern is longer than {MAX_PATTERN} characters"),
            "split the string into simpler components",
        );
    }
    if !pattern.starts_with('^') {
        return fault(
            ProblemKind::Unanchored,
            0,
            "the pattern is not anchored at its start, so it would match inside a longer string",
            "start it with `^` and end it with `$`",
        );
    }
    let end = pattern.len() - 1;
    let escaped = pattern
        .get(..end)
        .is_some_and(|before| before.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1);
    if !pattern.ends_with('$') || escaped || end == 0 {
        return fault(
            ProblemKind::Unanchored,
            end,
            "the pattern is not anchored at its end, so it would match a longer string",
            "start it with `^` and end it with `$`",
        );
    }
    Ok(end)
}

fn fault<T>(
    kind: ProblemKind,
    at: usize,
    message: impl Into<String>,
    help: &str,
) -> Result<T, PatternProblem> {
    Err(PatternProblem {
        kind,
        at,
        message: message.into(),
        help: help.to_owned(),
    })
}

/// The state of the parser.
pub(super) struct Scanner<'p> {
    text: &'p str,
    pub(super) at: usize,
    /// The position of the final `$`.
    end: usize,
    depth: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    pub(super) fn invalid<T>(
        &self,
        at: usize,
        message: impl Into<String>,
    ) -> Result<T, PatternProblem> {
        Err(PatternProblem {
            kind: ProblemKind::Invalid,
            at,
            message: message.into(),
            help: "write an ECMA-262 pattern, and escape special characters with a backslash"
                .to_owned(),
        })
    }

    pub(super) fn unsupported<T>(
        &self,
        at: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Result<T, PatternProblem> {
        Err(PatternProblem {
            kind: ProblemKind::Unsupported,
            at,
            message: message.into(),
            help: help.into(),
        })
    }

    /// Alternatives up to the end or a closing bracket, and the position of the first `|`.
    fn alternatives(&mut self) -> Result<(Vec<Ast>, Option<usize>), PatternProblem> {
        let mut parts = Vec::new();
        let mut split = None;
        loop {
            parts.push(self.sequence()?);
            if self.peek() != Some('|') {
                return Ok((parts, split));
            }
            split = split.or(Some(self.at));
            self.at += 1;
        }
    }

    fn sequence(&mut self) -> Result<Ast, PatternProblem> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.counted(atom)?);
        }
        Ok(Ast::Sequence(parts))
    }

    fn atom(&mut self) -> Result<Ast, PatternProblem> {
        let at = self.at;
        match self.bump() {
            Some('.') => Ok(Ast::Class(negate(vec![
                ('\n', '\n'),
                ('\r', '\r'),
                ('\u{2028}', '\u{2029}'),
            ]))),
            Some('[') => self.class(at),
            Some('(') => self.group(at),
            Some('\\') => {
                let c = self.escape(at, false)?;
                Ok(Ast::Class(vec![(c, c)]))
            }
            Some('^' | '$') => self.unsupported(
                at,
                "the pattern has an inner anchor",
                "use anchors only at the ends: `^` first, `$` last",
            ),
            Some(c @ ('*' | '+' | '?')) => self.invalid(at, format!("`{c}` has nothing to repeat")),
            Some(c @ ('{' | '}' | ']')) => self.invalid(at, format!("`{c}` is unmatched")),
            Some(c) => Ok(Ast::Class(vec![(c, c)])),
            None => self.invalid(at, "the pattern ends too early"),
        }
    }

    fn group(&mut self, at: usize) -> Result<Ast, PatternProblem> {
        if self.peek() == Some('?') && !self.eat("?:") {
            let rest = self.rest();
            return if ["?=", "?!", "?<=", "?<!"]
                .iter()
                .any(|mark| rest.starts_with(mark))
            {
                self.unsupported(
                    at,
                    "a look-ahead or look-behind cannot be compiled to an automaton",
                    "list the allowed characters in classes instead",
                )
            } else {
                self.unsupported(
                    at,
                    "a named group or a flag is not supported",
                    "write a plain group: `(?:...)`",
                )
            };
        }
        self.depth += 1;
        if self.depth > MAX_GROUPS {
            return Err(PatternProblem {
                kind: ProblemKind::TooBig,
                at,
                message: format!("groups nest more than {MAX_GROUPS} levels deep"),
                help: "write a flatter pattern".to_owned(),
            });
        }
        let (parts, _) = self.alternatives()?;
        self.depth -= 1;
        if self.eat(")") {
            Ok(Ast::Either(parts))
        } else {
            self.invalid(at, "the group is not closed")
        }
    }

    fn counted(&mut self, atom: Ast) -> Result<Ast, PatternProblem> {
        let at = self.at;
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => self.braces(at)?,
            _ => return Ok(atom),
        };
        if self.at == at {
            // `*`, `+` and `?` are one character; braces have been read already.
            self.at += 1;
        }
        match self.peek() {
            Some('?') => self.unsupported(
                self.at,
                "a lazy repetition is not supported",
                "remove the `?`: it makes no difference between two anchors",
            ),
            Some('*' | '+' | '{') => self.invalid(self.at, "a repetition cannot be repeated"),
            _ => Ok(Ast::Repeat {
                min,
                max,
                of: Box::new(atom),
            }),
        }
    }

    fn braces(&mut self, at: usize) -> Result<(u32, Option<u32>), PatternProblem> {
        let malformed = "the count in braces is malformed";
        let Some(length) = self.rest().find('}') else {
            return self.invalid(at, "the count in braces is not closed");
        };
        let inside = self.rest().get(1..length).unwrap_or_default().to_owned();
        let (low, high) = match inside.split_once(',') {
            Some((low, "")) => (low, None),
            Some((low, high)) => (low, Some(high)),
            None => (inside.as_str(), Some(inside.as_str())),
        };
        let count = |text: &str| {
            if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
                return self.invalid(at, malformed);
            }
            match text.parse::<u32>() {
                Ok(count) if count <= MAX_COUNT => Ok(count),
                _ => Err(PatternProblem {
                    kind: ProblemKind::TooBig,
                    at,
                    message: format!("the count is greater than {MAX_COUNT}"),
                    help: "write `*` and limit the length with `maxLength`".to_owned(),
                }),
            }
        };
        let min = count(low)?;
        let max = high.map(count).transpose()?;
        if max.is_some_and(|max| max < min) {
            return self.invalid(at, "the counts in braces are reversed");
        }
        self.at += length + 1;
        Ok((min, max))
    }
}
