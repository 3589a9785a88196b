//! Patterns (ECMA-262, as in JSON Schema): each is parsed once and compiled to an automaton over bytes.
//!
//! Only patterns that can be matched without backtracking are supported, and only syntax that has the same meaning in
//! every engine: literals, explicit classes, groups, alternatives and counts. So the generated crate needs no regex
//! engine.

mod class;
mod dfa;
mod minimize;
mod parse;
pub(crate) mod relation;
mod sample;
mod shape;
#[cfg(test)]
mod tests;
mod work;

pub(crate) use dfa::Dfa;
pub(crate) use shape::Sequence;
pub(crate) use work::Work;

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: String,
    lengths: (u64, Option<u64>),
    sequences: Option<Vec<Sequence>>,
    dfa: Result<Dfa, PatternProblem>,
}

impl Pattern {
    /// Parses and compiles a pattern.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternProblem> {
        Self::parse_within(text, &mut Work::DOCUMENT.clone())
    }

    /// Parses and compiles a pattern, within the remaining budget for the patterns of its document.
    pub(crate) fn parse_within(text: &str, work: &mut Work) -> Result<Self, PatternProblem> {
        let ast = parse::parse(text)?;
        let dfa = work.within(|work| dfa::compile(&ast, work));
        Ok(Self {
            text: text.to_owned(),
            lengths: ast.lengths(),
            // A pattern that is too much work may also be too long to expand.
            sequences: dfa.as_ref().ok().and_then(|_| ast.sequences()),
            dfa: match dfa {
                Err(_) if work.is_spent() => Err(PatternProblem {
                    kind: ProblemKind::TooBig,
                    at: 0,
                    message: "the patterns of the document are too much work to compile".to_owned(),
                    help: "write simpler patterns, with fewer and smaller counts".to_owned(),
                }),
                dfa => dfa,
            },
        })
    }

    /// The minimum and maximum number of characters of a matching text, without compiling the pattern.
    pub(crate) fn lengths_of(text: &str) -> Option<(u64, Option<u64>)> {
        Some(parse::parse(text).ok()?.lengths())
    }

    /// The pattern as written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The automaton, unless it would be too large or matches nothing.
    pub(crate) fn dfa(&self) -> Result<&Dfa, &PatternProblem> {
        self.dfa.as_ref()
    }

    /// The sequences of ASCII literals and classes that the pattern consists of, if all have the same length: a
    /// single one, or one for each prefix of a SID.
    pub(crate) fn sequences(&self) -> Option<&[Sequence]> {
        self.sequences.as_deref()
    }

    /// The minimum and maximum length of a matching string, in characters; the maximum is `None` if it is unbounded.
    pub(crate) fn lengths(&self) -> (u64, Option<u64>) {
        self.lengths
    }
}

/// Why a pattern is not usable, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternProblem {
    /// The kind of problem.
    pub(crate) kind: ProblemKind,
    /// The byte of the pattern at which it starts.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// The kind of a [`PatternProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ProblemKind {
    /// Not a valid regular expression.
    Invalid,
    /// Not anchored by `^` and `$`.
    Unanchored,
    /// Valid in ECMA-262, but not supported here.
    Unsupported,
    /// The table would be too large.
    TooBig,
    /// No text matches.
    Empty,
}
