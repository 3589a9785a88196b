//! A tree compiled to an automaton over bytes, and minimized.

use std::collections::BTreeMap;

use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

use super::parse::Ast;
use super::{PatternProblem, ProblemKind};

/// The most entries a transition table may have.
const MAX_TABLE: usize = 16 * 1024;
/// The most memory that building one may take, in bytes.
const MAX_BUILD: usize = 8 * 1024 * 1024;

/// A deterministic automaton over the bytes of UTF-8 text, anchored at both ends and minimal.
///
/// State 0 is dead, state 1 the start; from state `s`, byte `b` leads to `next[s * width + classes[b]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dfa {
    /// The column of each byte.
    pub(crate) classes: [u8; 256],
    /// The number of columns.
    pub(crate) width: usize,
    /// The states that follow, row by row.
    pub(crate) next: Vec<u16>,
    /// Whether a text may end in a state.
    pub(crate) accept: Vec<bool>,
}

impl Dfa {
    /// The state from which nothing matches.
    pub(crate) const DEAD: usize = 0;
    /// The state before the first byte.
    pub(crate) const START: usize = 1;

    /// Runs the automaton over a text; an error is the position of the first byte that cannot match, or the length of
    /// a text that ended too early.
    pub(crate) fn run(&self, text: &[u8]) -> Result<(), usize> {
        let mut state = Self::START;
        for (at, byte) in text.iter().enumerate() {
            state = self.step(state, *byte);
            if state == Self::DEAD {
                return Err(at);
            }
        }
        if self.accepts(state) {
            Ok(())
        } else {
            Err(text.len())
        }
    }

    /// Whether the whole text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.run(text.as_bytes()).is_ok()
    }

    /// Whether a text may end in this state.
    pub(crate) fn accepts(&self, state: usize) -> bool {
        self.accept.get(state).copied().unwrap_or(false)
    }

    /// The state that follows; from the dead state every byte leads to it.
    pub(crate) fn step(&self, state: usize, byte: u8) -> usize {
        let column = usize::from(self.classes[usize::from(byte)]);
        self.next
            .get(state * self.width + column)
            .copied()
            .map_or(0, usize::from)
    }

    /// Whether some matching text contains this byte. Every state but the dead one lies on the way of a matching text.
    pub(crate) fn admits(&self, byte: u8) -> bool {
        (Self::START..self.accept.len()).any(|state| self.step(state, byte) != Self::DEAD)
    }
}

/// Compiles a pattern, unless its table would be too big or no text matches.
pub(super) fn compile(ast: &Ast) -> Result<Dfa, PatternProblem> {
    let too_big = || PatternProblem {
        kind: ProblemKind::TooBig,
        at: 0,
        message: "the automaton of the pattern is too large".to_owned(),
        help: "leave lengths to `minLength` and `maxLength`, and nest fewer counts".to_owned(),
    };
    let hir = Hir::concat(vec![hir(ast), Hir::look(Look::End)]);
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
    let unminimized = UnminimizedDfa::explore(&automaton).ok_or_else(too_big)?;
    let dfa = unminimized.minimal().ok_or_else(too_big)?;
    if dfa.accept.len() < 2 {
        return Err(PatternProblem {
            kind: ProblemKind::Empty,
            at: 0,
            message: "no string matches the pattern".to_owned(),
            help: "check the classes and anchors".to_owned(),
        });
    }
    Ok(dfa)
}

/// The tree as the library that compiles it takes it.
fn hir(ast: &Ast) -> Hir {
    match ast {
        Ast::Class(ranges) => Hir::class(Class::Unicode(ClassUnicode::new(
            ranges
                .iter()
                .map(|(first, last)| ClassUnicodeRange::new(*first, *last)),
        ))),
        Ast::Sequence(parts) => Hir::concat(parts.iter().map(hir).collect()),
        Ast::Either(parts) => Hir::alternation(parts.iter().map(hir).collect()),
        Ast::Repeat { min, max, of } => Hir::repetition(Repetition {
            min: *min,
            max: *max,
            greedy: true,
            sub: Box::new(hir(of)),
        }),
    }
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
        let mut unminimized = Self {
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
            unminimized.rows.push(row);
            unminimized
                .accept
                .push(automaton.is_match_state(automaton.next_eoi_state(state)));
        }
        Some(unminimized)
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
