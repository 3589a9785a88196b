//! Patterns (ECMA-262, as JSON Schema has them) turned into tables over bytes.
//!
//! Only what a matcher without backtracking can decide is understood, and only what reads the same in every engine:
//! literals, explicit classes, groups, alternatives and counts. The generated crate needs no regex engine then.

use std::collections::BTreeMap;
use std::fmt;

use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// The highest count in braces. Longer texts are bounded by `maxLength`, which costs no states.
const MAX_COUNT: u32 = 256;
/// How deeply groups may nest.
const MAX_GROUPS: usize = 24;
/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 2000;
/// The most entries a transition table may have.
const MAX_TABLE: usize = 16 * 1024;
/// The most memory that building one may take, in bytes.
const MAX_BUILD: usize = 8 * 1024 * 1024;

/// A deterministic automaton over the bytes of UTF-8 text, anchored at both ends and minimal.
///
/// State 0 is dead, state 1 the start; from state `s`, byte `b` leads to `next[s * width + classes[b]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dfa {
    /// The column of each byte.
    pub classes: [u8; 256],
    /// The number of columns.
    pub width: usize,
    /// The states that follow, row by row.
    pub next: Vec<u16>,
    /// Whether a text may end in a state.
    pub accept: Vec<bool>,
}

impl Dfa {
    /// Runs the automaton over a text.
    ///
    /// # Errors
    /// The position of the first byte that cannot match, or the length of a text that ended too early.
    pub fn run(&self, text: &[u8]) -> Result<(), usize> {
        let mut state = 1;
        for (at, byte) in text.iter().enumerate() {
            state = self.step(state, *byte);
            if state == 0 {
                return Err(at);
            }
        }
        if self.accept.get(state).copied().unwrap_or(false) {
            Ok(())
        } else {
            Err(text.len())
        }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.run(text.as_bytes()).is_ok()
    }

    fn step(&self, state: usize, byte: u8) -> usize {
        let column = usize::from(self.classes[usize::from(byte)]);
        self.next
            .get(state * self.width + column)
            .copied()
            .map_or(0, usize::from)
    }

    /// Whether some matching text holds this byte. Every state but the dead one lies on the way of a matching text.
    pub(crate) fn admits(&self, byte: u8) -> bool {
        (1..self.accept.len()).any(|state| self.step(state, byte) != 0)
    }
}

/// Why a pattern cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternProblem {
    /// The kind of trouble.
    pub kind: ProblemKind,
    /// The byte of the pattern it starts at.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for PatternProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.at)
    }
}

impl std::error::Error for PatternProblem {}

/// The kind of a [`PatternProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Not a regular expression at all.
    Invalid,
    /// Does not start with `^` and end with `$`.
    Unanchored,
    /// Valid in ECMA-262, but outside of what is understood here.
    Unsupported,
    /// The table would be too big.
    TooBig,
    /// No text matches.
    Empty,
}

/// Compiles a pattern.
///
/// # Errors
/// When the pattern is not one, uses what is not understood, or would need too big a table.
///
/// ```
/// let dfa = codegen::dfa("^CA[0-9a-f]{2}$").map_err(|problem| problem.message)?;
/// assert!(dfa.matches("CA3f"));
/// assert_eq!(dfa.run(b"CX"), Err(1));
/// # Ok::<(), String>(())
/// ```
pub fn dfa(pattern: &str) -> Result<Dfa, PatternProblem> {
    let ast = parse(pattern)?;
    let too_big = || PatternProblem {
        kind: ProblemKind::TooBig,
        at: 0,
        message: "the pattern needs too big a table".to_owned(),
        help: "leave lengths to `minLength` and `maxLength`, and nest fewer counts".to_owned(),
    };
    let hir = Hir::concat(vec![ast.hir(), Hir::look(Look::End)]);
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .which_captures(thompson::WhichCaptures::None)
                .nfa_size_limit(Some(MAX_BUILD)),
        )
        .build_from_hir(&hir)
        .map_err(|_| too_big())?;
    let automaton = dense::Builder::new()
        .configure(
            dense::Config::new()
                .match_kind(MatchKind::All)
                .start_kind(StartKind::Anchored)
                .accelerate(false)
                .dfa_size_limit(Some(MAX_BUILD))
                .determinize_size_limit(Some(MAX_BUILD)),
        )
        .build_from_nfa(&nfa)
        .map_err(|_| too_big())?;
    let rough = UnminimizedDfa::explore(&automaton).ok_or_else(too_big)?;
    let dfa = rough.minimal().ok_or_else(too_big)?;
    if dfa.accept.len() < 2 {
        return Err(PatternProblem {
            kind: ProblemKind::Empty,
            at: 0,
            message: "no text matches the pattern".to_owned(),
            help: "check the classes and anchors".to_owned(),
        });
    }
    Ok(dfa)
}

/// The bytes each position may hold, when the pattern is a fixed sequence of ASCII literals and classes.
///
/// Ranges are inclusive, sorted and do not touch. `None` for any other pattern, also for one that [`dfa`] refuses.
pub fn sequence(pattern: &str) -> Option<Vec<Vec<(u8, u8)>>> {
    let mut positions = Vec::new();
    parse(pattern).ok()?.flatten(&mut positions)?;
    (!positions.is_empty()).then_some(positions)
}

/// The fewest and the most characters of a matching text; no most where there is no bound.
pub(crate) fn lengths(pattern: &str) -> Option<(u64, Option<u64>)> {
    parse(pattern).ok().map(|ast| ast.lengths())
}

/// An automaton as the library built it, with plain numbers for its states.
struct UnminimizedDfa {
    /// The column of each byte.
    classes: [u8; 256],
    /// For each state, the state that follows each column; state 0 is dead, state 1 the start.
    rows: Vec<Vec<usize>>,
    accept: Vec<bool>,
}

impl UnminimizedDfa {
    fn explore(automaton: &dense::DFA<Vec<u32>>) -> Option<Self> {
        let start = automaton
            .start_state(&start::Config::new().anchored(Anchored::Yes))
            .ok()?;
        // One byte of each class stands for all of them.
        let known = automaton.byte_classes();
        let bytes: Vec<u8> = known
            .representatives(0..=u8::MAX)
            .filter_map(|unit| unit.as_u8())
            .collect();
        let mut classes = [0; 256];
        for (byte, class) in (0..=u8::MAX).zip(&mut classes) {
            *class = known.get(byte);
        }
        let mut ids: BTreeMap<StateID, usize> = BTreeMap::from([(start, 1)]);
        let mut queue = vec![start];
        let mut rough = Self {
            classes,
            rows: vec![vec![0; bytes.len()]],
            accept: vec![false],
        };
        let mut done = 0;
        while let Some(state) = queue.get(done).copied() {
            done += 1;
            let mut row = Vec::with_capacity(bytes.len());
            for byte in &bytes {
                let target = automaton.next_state(state, *byte);
                if automaton.is_quit_state(target) || queue.len() > MAX_TABLE {
                    return None;
                }
                row.push(if automaton.is_dead_state(target) {
                    0
                } else {
                    *ids.entry(target).or_insert_with(|| {
                        queue.push(target);
                        queue.len()
                    })
                });
            }
            rough.rows.push(row);
            rough
                .accept
                .push(automaton.is_match_state(automaton.next_eoi_state(state)));
        }
        Some(rough)
    }

    /// Merges states that no text can tell apart, and columns that no state can.
    fn minimal(&self) -> Option<Dfa> {
        let blocks = self.blocks();
        // The dead block becomes 0, the start's 1, the others follow in the order of exploration.
        let dead = *blocks.first()?;
        let mut names: BTreeMap<usize, u16> = BTreeMap::from([(dead, 0)]);
        let mut members = vec![0];
        for (state, block) in blocks.iter().enumerate().skip(1) {
            if !names.contains_key(block) {
                names.insert(*block, u16::try_from(members.len()).ok()?);
                members.push(state);
            }
        }
        let mut columns: Vec<Vec<u16>> = Vec::new();
        let mut classes = [0; 256];
        for (class, old) in classes.iter_mut().zip(&self.classes) {
            let mut column = Vec::with_capacity(members.len());
            for member in &members {
                let target = *self.rows.get(*member)?.get(usize::from(*old))?;
                column.push(*names.get(blocks.get(target)?)?);
            }
            let known = columns.iter().position(|known| *known == column);
            let number = known.unwrap_or(columns.len());
            if known.is_none() {
                columns.push(column);
            }
            *class = u8::try_from(number).ok()?;
        }
        let width = columns.len();
        if width * members.len() > MAX_TABLE {
            return None;
        }
        let mut next = Vec::with_capacity(width * members.len());
        for row in 0..members.len() {
            for column in &columns {
                next.push(*column.get(row)?);
            }
        }
        let accept = members
            .iter()
            .map(|member| self.accept.get(*member).copied().unwrap_or(false))
            .collect();
        Some(Dfa {
            classes,
            width,
            next,
            accept,
        })
    }

    /// The block of each state by Moore's algorithm. States from which no text is accepted share the dead one's.
    fn blocks(&self) -> Vec<usize> {
        let mut blocks: Vec<usize> = self
            .accept
            .iter()
            .map(|accept| usize::from(*accept))
            .collect();
        let mut count = 0;
        loop {
            let mut signatures: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
            let refined: Vec<usize> = self
                .rows
                .iter()
                .zip(&blocks)
                .map(|(row, block)| {
                    let signature = std::iter::once(*block)
                        .chain(
                            row.iter()
                                .map(|target| blocks.get(*target).copied().unwrap_or(0)),
                        )
                        .collect();
                    let fresh = signatures.len();
                    *signatures.entry(signature).or_insert(fresh)
                })
                .collect();
            blocks = refined;
            if signatures.len() == count {
                return blocks;
            }
            count = signatures.len();
        }
    }
}

/// What a pattern says.
#[derive(Clone, Debug, PartialEq)]
enum Ast {
    /// One character out of ranges (sorted, without overlaps).
    Class(Vec<(char, char)>),
    Sequence(Vec<Self>),
    Either(Vec<Self>),
    Repeat {
        min: u32,
        max: Option<u32>,
        of: Box<Self>,
    },
}

impl Ast {
    fn hir(&self) -> Hir {
        match self {
            Self::Class(ranges) => Hir::class(Class::Unicode(ClassUnicode::new(
                ranges
                    .iter()
                    .map(|(first, last)| ClassUnicodeRange::new(*first, *last)),
            ))),
            Self::Sequence(parts) => Hir::concat(parts.iter().map(Self::hir).collect()),
            Self::Either(parts) => Hir::alternation(parts.iter().map(Self::hir).collect()),
            Self::Repeat { min, max, of } => Hir::repetition(Repetition {
                min: *min,
                max: *max,
                greedy: true,
                sub: Box::new(of.hir()),
            }),
        }
    }

    fn flatten(&self, positions: &mut Vec<Vec<(u8, u8)>>) -> Option<()> {
        /// Longer sequences are no identifiers; the table does for them.
        const LONGEST: usize = 256;
        match self {
            Self::Class(ranges) => {
                let mut bytes = Vec::with_capacity(ranges.len());
                for (first, last) in ranges {
                    if !last.is_ascii() {
                        return None;
                    }
                    bytes.push((u8::try_from(*first).ok()?, u8::try_from(*last).ok()?));
                }
                positions.push(bytes);
            }
            Self::Sequence(parts) => {
                for part in parts {
                    part.flatten(positions)?;
                }
            }
            Self::Either(parts) => match parts.as_slice() {
                [only] => only.flatten(positions)?,
                _ => return None,
            },
            Self::Repeat { min, max, of } => {
                if *max != Some(*min) {
                    return None;
                }
                for _ in 0..*min {
                    of.flatten(positions)?;
                }
            }
        }
        (positions.len() <= LONGEST).then_some(())
    }

    fn lengths(&self) -> (u64, Option<u64>) {
        match self {
            Self::Class(_) => (1, Some(1)),
            Self::Sequence(parts) => {
                parts
                    .iter()
                    .map(Self::lengths)
                    .fold((0, Some(0)), |(low, high), (min, max)| {
                        let high = high.zip(max).map(|(a, b)| a.saturating_add(b));
                        (low.saturating_add(min), high)
                    })
            }
            Self::Either(parts) => parts
                .iter()
                .map(Self::lengths)
                .reduce(|(low, high), (min, max)| {
                    (low.min(min), high.zip(max).map(|(a, b)| a.max(b)))
                })
                .unwrap_or((0, Some(0))),
            Self::Repeat { min, max, of } => {
                let (low, high) = of.lengths();
                let high = match (high, max) {
                    (Some(0), _) | (_, Some(0)) => Some(0),
                    (high, max) => high
                        .zip(*max)
                        .map(|(high, max)| high.saturating_mul(u64::from(max))),
                };
                (low.saturating_mul(u64::from(*min)), high)
            }
        }
    }
}

fn parse(pattern: &str) -> Result<Ast, PatternProblem> {
    let fault = |kind, at, message: &str, help: &str| {
        Err(PatternProblem {
            kind,
            at,
            message: message.to_owned(),
            help: help.to_owned(),
        })
    };
    if pattern.len() > MAX_PATTERN {
        return fault(
            ProblemKind::TooBig,
            0,
            "the pattern is longer than 2000 characters",
            "split the text into simpler components",
        );
    }
    if !pattern.starts_with('^') {
        return fault(
            ProblemKind::Unanchored,
            0,
            "the pattern is not anchored at its start, so it would match inside a longer text",
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
            "the pattern is not anchored at its end, so it would match a longer text",
            "start it with `^` and end it with `$`",
        );
    }
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
            &format!("`{c}` closes nothing"),
            "remove it, or escape it with a backslash",
        );
    }
    if let Some(at) = split {
        return fault(
            ProblemKind::Unanchored,
            at,
            "`|` divides the whole pattern, so each side is anchored at one end only",
            "put the alternatives into a group: `^(?:one|two)$`",
        );
    }
    Ok(Ast::Either(parts))
}

struct Scanner<'p> {
    text: &'p str,
    at: usize,
    /// Where the final `$` stands.
    end: usize,
    depth: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn invalid<T>(&self, at: usize, message: impl Into<String>) -> Result<T, PatternProblem> {
        Err(PatternProblem {
            kind: ProblemKind::Invalid,
            at,
            message: message.into(),
            help: "patterns are ECMA-262; a backslash before a special character makes it stand for itself".to_owned(),
        })
    }

    fn unsupported<T>(
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

    /// Alternatives up to the end or a closing bracket, and where the first `|` stands.
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
                "an anchor stands inside the pattern",
                "anchor the pattern once: `^` first, `$` last",
            ),
            Some(c @ ('*' | '+' | '?')) => self.invalid(at, format!("`{c}` repeats nothing")),
            Some(c @ ('{' | '}' | ']')) => self.invalid(at, format!("`{c}` stands alone")),
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
                    "a look-ahead or look-behind cannot be decided by a table",
                    "say what the text is, not what it is not: list the allowed characters in classes",
                )
            } else {
                self.unsupported(
                    at,
                    "a named group or a flag",
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
            // The three signs are one character; braces have been read whole.
            self.at += 1;
        }
        match self.peek() {
            Some('?') => self.unsupported(
                self.at,
                "a lazy repetition",
                "remove the `?`: both ends are anchored, so greed makes no difference",
            ),
            Some('*' | '+' | '{') => self.invalid(self.at, "a repetition of a repetition"),
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
                    message: format!("a count of more than {MAX_COUNT}"),
                    help: "write `*` and leave the length to `maxLength`".to_owned(),
                }),
            }
        };
        let min = count(low)?;
        let max = high.map(count).transpose()?;
        if max.is_some_and(|max| max < min) {
            return self.invalid(at, "the counts in braces are the wrong way round");
        }
        self.at += length + 1;
        Ok((min, max))
    }

    fn class(&mut self, at: usize) -> Result<Ast, PatternProblem> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        loop {
            let from = self.at;
            let first = match self.bump() {
                None => return self.invalid(at, "the class is not closed"),
                Some(']') => break,
                Some('\\') => self.escape(from, true)?,
                Some(c) => c,
            };
            let dash = self.rest();
            let last = if dash.starts_with('-') && !dash.starts_with("-]") && dash.len() > 1 {
                self.at += 1;
                let to = self.at;
                match self.bump() {
                    Some('\\') => self.escape(to, true)?,
                    Some(c) => c,
                    None => return self.invalid(at, "the class is not closed"),
                }
            } else {
                first
            };
            if last < first {
                return self.invalid(
                    from,
                    format!("the range `{first}-{last}` is the wrong way round"),
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
    fn escape(&mut self, at: usize, in_class: bool) -> Result<char, PatternProblem> {
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
                format!("`\\{c}` means different things in different engines"),
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
                "a word boundary",
                "write the characters on both sides out",
            ),
            Some(c) if c.is_ascii_digit() || c == 'k' => self.unsupported(
                at,
                "a back-reference cannot be decided by a table",
                "write the repeated part out",
            ),
            Some('p' | 'P') => self.unsupported(
                at,
                "a Unicode property",
                "list the allowed characters in classes",
            ),
            Some(c) if c.is_ascii_punctuation() && (c != '-' || in_class) => Ok(c),
            Some(c) => self.invalid(at, format!("`\\{c}` is no escape")),
            None => self.invalid(at, "the pattern ends with a backslash"),
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
                format!("the escape needs {digits} hexadecimal digits of a character"),
            ),
        }
    }
}

/// The ranges sorted, with overlaps and neighbours joined.
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

/// All characters outside of the ranges.
fn negate(ranges: Vec<(char, char)>) -> Vec<(char, char)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(pattern: &str) -> Option<ProblemKind> {
        dfa(pattern).err().map(|problem| problem.kind)
    }

    #[test]
    fn a_sid_is_a_fixed_sequence() {
        let sequence = sequence("^CA[0-9a-fA-F]{32}$").unwrap_or_default();
        assert_eq!(sequence.len(), 34);
        assert_eq!(sequence[0], [(b'C', b'C')]);
        assert_eq!(sequence[2], [(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]);
        assert_eq!(super::sequence("^a?$"), None);
        assert_eq!(super::sequence("^[^a]$"), None);
        assert_eq!(super::sequence("^$"), None);
    }

    #[test]
    fn the_table_says_where_a_text_goes_wrong() -> Result<(), PatternProblem> {
        let dfa = dfa("^CA[0-9a-fA-F]{32}$")?;
        let sid = "CA00000000000000000000000000000000";
        assert_eq!(dfa.run(sid.as_bytes()), Ok(()));
        assert_eq!(dfa.run(&sid.as_bytes()[..33]), Err(33));
        assert_eq!(dfa.run(b"CB"), Err(1));
        assert_eq!(dfa.run(format!("{sid}0").as_bytes()), Err(34));
        assert_eq!(dfa.accept.len(), 36);
        assert_eq!(dfa.next.len(), dfa.accept.len() * dfa.width);
        assert!(!dfa.accept[0] && !dfa.accept[1]);
        assert!(dfa.next[..dfa.width].iter().all(|next| *next == 0));
        Ok(())
    }

    #[test]
    fn alternatives_share_no_priority() -> Result<(), PatternProblem> {
        let dfa = dfa("^(?:a|ab|abc*)$")?;
        for text in ["a", "ab", "abc", "abccc"] {
            assert!(dfa.matches(text), "{text}");
        }
        assert!(!dfa.matches("") && !dfa.matches("ac"));
        Ok(())
    }

    #[test]
    fn classes_are_of_characters_and_the_dot_is_ecma() -> Result<(), PatternProblem> {
        let any = dfa("^.$")?;
        assert!(any.matches("a") && any.matches("é") && any.matches("😀"));
        for end in ["\n", "\r", "\u{2028}", "\u{2029}", "ab", ""] {
            assert!(!any.matches(end));
        }
        let most = dfa(r"^[^\x00-\x1F\x7F]*$")?;
        assert!(most.matches("") && most.matches("grüß dich 日本"));
        assert!(!most.matches("a\tb") && !most.matches("\u{7f}"));
        assert!(!most.admits(b'\n') && most.admits(b' '));
        assert!(most.run(&[0xFF]).is_err(), "not UTF-8");
        let dash = dfa(r"^[a\-z.+/-]+$")?;
        assert!(dash.matches("a-z") && !dash.matches("b"));
        Ok(())
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        use ProblemKind::{Empty, Invalid, TooBig, Unanchored, Unsupported};
        for (pattern, expected) in [
            ("", Unanchored),
            ("^", Unanchored),
            ("abc", Unanchored),
            ("^abc", Unanchored),
            (r"^abc\$", Unanchored),
            ("^a|b$", Unanchored),
            (r"^\d$", Unsupported),
            (r"^[\w]$", Unsupported),
            ("^(?=a)a$", Unsupported),
            ("^(?<!a)b$", Unsupported),
            ("^(?<name>a)$", Unsupported),
            ("^(?i)a$", Unsupported),
            (r"^(a)\1$", Unsupported),
            (r"^\bword$", Unsupported),
            (r"^\p{L}$", Unsupported),
            ("^a*?$", Unsupported),
            ("^a^b$", Unsupported),
            ("^(a$", Invalid),
            ("^a)$", Invalid),
            ("^[a$", Invalid),
            ("^[z-a]$", Invalid),
            ("^*$", Invalid),
            ("^a{2,1}$", Invalid),
            ("^a{x}$", Invalid),
            ("^a{2$", Invalid),
            ("^a**$", Invalid),
            (r"^\q$", Invalid),
            (r"^\x0$", Invalid),
            (r"^\ud83d$", Invalid),
            ("^{$", Invalid),
            ("^a{4000}$", TooBig),
            ("^(?:(?:(?:a{200}b){200}c){200}){200}$", TooBig),
            ("^(?:[ab]*a[ab]{200})$", TooBig),
            ("^[]$", Empty),
            ("^a[]b$", Empty),
        ] {
            assert_eq!(kind(pattern), Some(expected), "{pattern}");
        }
        assert_eq!(
            kind(&format!("^{}a{}$", "(".repeat(500), ")".repeat(500))),
            Some(TooBig)
        );
        assert_eq!(kind(&format!("^{}$", "a".repeat(5000))), Some(TooBig));
    }

    #[test]
    fn braces_and_signs_count() -> Result<(), PatternProblem> {
        for (pattern, good, bad) in [
            ("^a{2}$", "aa", "aaa"),
            ("^a{2,}$", "aaaaa", "a"),
            ("^a{0,2}b$", "aab", "aaab"),
            ("^(ab)+$", "abab", "aba"),
            ("^a?$", "", "aa"),
            ("^$", "", "a"),
            (r"^\{\}$", "{}", "{"),
            (r"^\$\^$", "$^", "$"),
            (r"^\\$", r"\", ""),
        ] {
            let dfa = dfa(pattern)?;
            assert!(dfa.matches(good), "{pattern} {good}");
            assert!(!dfa.matches(bad), "{pattern} {bad}");
        }
        Ok(())
    }

    #[test]
    fn lengths_are_bounded_where_the_pattern_is() {
        assert_eq!(lengths("^CA[0-9]{32}$"), Some((34, Some(34))));
        assert_eq!(lengths("^(?:a|bcd)e*$"), Some((1, None)));
        assert_eq!(lengths("^(?:a|bcd){0,2}$"), Some((0, Some(6))));
        assert_eq!(lengths("^(?:)*$"), Some((0, Some(0))));
    }
}
