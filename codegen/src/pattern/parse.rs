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
            &format!("remove it, or write {}", literal(c)),
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
            format!("the pattern is longer than {MAX_PATTERN} bytes"),
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
    if pattern.ends_with('$') && escaped {
        return fault(
            ProblemKind::Unanchored,
            end,
            "the pattern ends with an escaped `$`, so it would match a longer string",
            "write `$` without the backslash at the end, or `\\$$` if the string ends with a dollar sign",
        );
    }
    if !pattern.ends_with('$') || end == 0 {
        return fault(
            ProblemKind::Unanchored,
            end,
            "the pattern is not anchored at its end, so it would match a longer string",
            "start it with `^` and end it with `$`",
        );
    }
    Ok(end)
}

/// How to write a special character, for a help.
fn literal(c: char) -> String {
    format!("`\\{c}` for the character itself")
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

    /// The pattern from this byte up to the current position.
    pub(super) fn from(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
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
        help: impl Into<String>,
    ) -> Result<T, PatternProblem> {
        Err(PatternProblem {
            kind: ProblemKind::Invalid,
            at,
            message: message.into(),
            help: help.into(),
        })
    }

    /// Reports a bracket that is opened at `at` and not closed.
    pub(super) fn unclosed<T>(
        &self,
        at: usize,
        what: &str,
        open: char,
        close: char,
    ) -> Result<T, PatternProblem> {
        self.invalid(
            at,
            format!("{what} is not closed"),
            format!("add `{close}` where it ends, or write {}", literal(open)),
        )
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
            Some(c @ ('*' | '+' | '?' | '{')) => self.invalid(
                at,
                format!("`{c}` has nothing to repeat"),
                format!("write what it repeats before it, or write {}", literal(c)),
            ),
            Some(c @ ('}' | ']')) => self.invalid(
                at,
                format!("`{c}` is unmatched"),
                format!("remove it, or write {}", literal(c)),
            ),
            Some(c) => Ok(Ast::Class(vec![(c, c)])),
            None => self.invalid(
                at,
                "the pattern ends too early",
                "write what follows here, before the final `$`",
            ),
        }
    }

    fn group(&mut self, at: usize) -> Result<Ast, PatternProblem> {
        if self.peek() == Some('?') && !self.eat("?:") {
            let rest = self.rest();
            let starts_with = |marks: &[&str]| marks.iter().any(|mark| rest.starts_with(mark));
            return if starts_with(&["?=", "?!", "?<=", "?<!"]) {
                self.unsupported(
                    at,
                    "a look-ahead or look-behind cannot be compiled to an automaton",
                    "list the allowed characters in classes instead",
                )
            } else if starts_with(&["?<", "?P<", "?'", "?>"]) {
                self.unsupported(
                    at,
                    "a named or atomic group is not supported",
                    "write a plain group: `(?:...)`",
                )
            } else {
                self.unsupported(
                    at,
                    "a group with flags is not supported",
                    "write a plain group, `(?:...)`, and both cases of a letter in a class: `[aA]`",
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
            self.unclosed(at, "the group", '(', ')')
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
            Some('*' | '+' | '{') => self.invalid(
                self.at,
                "a repetition cannot be repeated",
                "keep one of the two, or put the first in a group: `(?:a{2})*`",
            ),
            _ => Ok(Ast::Repeat {
                min,
                max,
                of: Box::new(atom),
            }),
        }
    }

    fn braces(&mut self, at: usize) -> Result<(u32, Option<u32>), PatternProblem> {
        let Some(length) = self.rest().find('}') else {
            return self.unclosed(at, "the count in braces", '{', '}');
        };
        let inside = self.rest().get(1..length).unwrap_or_default().to_owned();
        let (low, high) = match inside.split_once(',') {
            Some((low, "")) => (low, None),
            Some((low, high)) => (low, Some(high)),
            None => (inside.as_str(), Some(inside.as_str())),
        };
        if low.is_empty() && high.is_some_and(is_count) {
            return self.invalid(
                at,
                "the count in braces has no minimum",
                format!("write `{{0{inside}}}`"),
            );
        }
        let min = self.count(at, low)?;
        let max = high.map(|high| self.count(at, high)).transpose()?;
        if let Some(max) = max.filter(|max| *max < min) {
            return self.invalid(
                at,
                "the counts in braces are reversed",
                format!("write the smaller one first: `{{{max},{min}}}`"),
            );
        }
        self.at += length + 1;
        Ok((min, max))
    }

    /// One of the counts in the braces at `at`.
    fn count(&self, at: usize, text: &str) -> Result<u32, PatternProblem> {
        if !is_count(text) {
            return self.invalid(
                at,
                "the count in braces is malformed",
                format!(
                    "write a count such as `{{2}}`, `{{2,}}` or `{{2,4}}`, or {}",
                    literal('{')
                ),
            );
        }
        match text.parse::<u32>() {
            Ok(count) if count <= MAX_COUNT => Ok(count),
            _ => fault(
                ProblemKind::TooBig,
                at,
                format!("the count is greater than {MAX_COUNT}"),
                "write `*` and limit the length with `maxLength`",
            ),
        }
    }
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
