//! Patterns (ECMA-262, as JSON Schema has them): each is read once, and compiled to an automaton over bytes.
//!
//! Only what a matcher without backtracking can decide is understood, and only what reads the same in every engine:
//! literals, explicit classes, groups, alternatives and counts. The generated crate needs no regex engine then.

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

/// A pattern that has been understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: String,
    lengths: (u64, Option<u64>),
    sequences: Option<Vec<Sequence>>,
    dfa: Result<Dfa, PatternProblem>,
}

impl Pattern {
    /// Reads a pattern and compiles it.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternProblem> {
        Self::parse_within(text, &mut Work::DOCUMENT.clone())
    }

    /// Reads a pattern and compiles it, as far as the work that is left for the patterns of its document allows.
    pub(crate) fn parse_within(text: &str, work: &mut Work) -> Result<Self, PatternProblem> {
        let ast = parse::parse(text)?;
        let dfa = work.within(|work| dfa::compile(&ast, work));
        Ok(Self {
            text: text.to_owned(),
            lengths: ast.lengths(),
            // One that is too much work may be too long to be written out.
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

    /// The fewest and the most characters of a matching text, without compiling the pattern.
    pub(crate) fn lengths_of(text: &str) -> Option<(u64, Option<u64>)> {
        Some(parse::parse(text).ok()?.lengths())
    }

    /// The pattern as it is written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The automaton, unless it would be too big or matches nothing.
    pub(crate) fn dfa(&self) -> Result<&Dfa, &PatternProblem> {
        self.dfa.as_ref()
    }

    /// The sequences of ASCII literals and classes that the pattern consists of, when all are of one length: a single one,
    /// or one for each prefix of a SID.
    pub(crate) fn sequences(&self) -> Option<&[Sequence]> {
        self.sequences.as_deref()
    }

    /// The minimum and the maximum length of a matching string, in characters; no maximum if it is unbounded.
    pub(crate) fn lengths(&self) -> (u64, Option<u64>) {
        self.lengths
    }
}

/// Why a pattern cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternProblem {
    /// The kind of problem.
    pub(crate) kind: ProblemKind,
    /// The byte of the pattern it starts at.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// The kind of a [`PatternProblem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ProblemKind {
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
