//! Compiles the tree of a pattern to a minimal automaton over bytes.

use std::collections::{BTreeMap, HashMap};

use regex_automata::nfa::thompson::{self, NFA, State};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Repetition};

use super::minimize;
use super::parse::Ast;
use super::{PatternProblem, ProblemKind, Work};

/// The maximum number of entries in a transition table.
const MAX_TABLE: usize = 16 * 1024;
/// The maximum memory of the nondeterministic automaton, in bytes.
const MAX_NFA: usize = 2 * 1024 * 1024;

/// A minimal deterministic automaton over the bytes of UTF-8 text, anchored at both ends.
///
/// State 0 is dead and state 1 is the start; from state `s`, byte `b` leads to `next[s * width + classes[b]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dfa {
    /// The column of each byte.
    pub(crate) classes: [u8; 256],
    /// The number of columns.
    pub(crate) width: usize,
    /// The next states, row by row.
    pub(crate) next: Vec<u16>,
    /// Whether a text may end in each state.
    pub(crate) accept: Vec<bool>,
}

impl Dfa {
    /// The state from which nothing matches.
    pub(crate) const DEAD: usize = 0;
    /// The state before the first byte.
    pub(crate) const START: usize = 1;

    /// Runs the automaton over a text; an error is the position of the first byte that cannot match, or the length of
    /// a text that ends too early.
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

    /// The next state; from the dead state, every byte leads back to it.
    pub(crate) fn step(&self, state: usize, byte: u8) -> usize {
        let column = usize::from(self.classes[usize::from(byte)]);
        self.next
            .get(state * self.width + column)
            .copied()
            .map_or(0, usize::from)
    }

    /// Whether some matching text contains this byte. Every state except the dead one is on the path of a matching
    /// text.
    pub(crate) fn admits(&self, byte: u8) -> bool {
        (Self::START..self.accept.len()).any(|state| self.step(state, byte) != Self::DEAD)
    }
}

/// Compiles a pattern, unless its table would be too large, it would take too much work, or no text matches.
pub(super) fn compile(ast: &Ast, work: &mut Work) -> Result<Dfa, PatternProblem> {
    let too_big = || PatternProblem {
        kind: ProblemKind::TooBig,
        at: 0,
        message: "the automaton of the pattern is too large".to_owned(),
        help: "use `minLength` and `maxLength` for lengths, and nest fewer counts".to_owned(),
    };
    // The library expands counts: the size is known in advance and need not be tried.
    let size = usize::try_from(ast.size()).unwrap_or(usize::MAX);
    if !work.spend(size) {
        return Err(too_big());
    }
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .which_captures(thompson::WhichCaptures::None)
                .nfa_size_limit(Some(MAX_NFA)),
        )
        .build_from_hir(&hir(ast))
        .map_err(|_| too_big())?;
    let dfa = UnminimizedDfa::of(&nfa, work)
        .and_then(|unminimized| unminimized.minimal(work))
        .ok_or_else(too_big)?;
    if dfa.accept.len() < 2 {
        return Err(PatternProblem {
            kind: ProblemKind::Empty,
            at: 0,
            message: "no string matches the pattern".to_owned(),
            help: "correct its classes and anchors".to_owned(),
        });
    }
    Ok(dfa)
}

/// The tree in the form that the compiling library expects.
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

/// A deterministic automaton before minimization, with plain numbers as states.
struct UnminimizedDfa {
    /// The column of each byte.
    classes: [u8; 256],
    /// For each state, the next state by column; state 0 is dead and state 1 is the start.
    rows: Vec<Vec<usize>>,
    accept: Vec<bool>,
}

impl UnminimizedDfa {
    /// The subset construction, unless it is too much work.
    fn of(nfa: &NFA, work: &mut Work) -> Option<Self> {
        // One byte represents all of its class.
        let known = nfa.byte_classes();
        let bytes: Vec<u8> = known
            .representatives(0..=u8::MAX)
            .filter_map(|unit| unit.as_u8())
            .collect();
        let mut classes = [0; 256];
        for (byte, class) in (0..=u8::MAX).zip(&mut classes) {
            *class = known.get(byte);
        }
        let mut closure = Closure::new(nfa);
        let start = closure.of([nfa.start_anchored()], work)?;
        let mut ids: HashMap<Vec<StateID>, usize> =
            HashMap::from([(Vec::new(), 0), (start.clone(), 1)]);
        let mut queue = vec![start];
        let mut unminimized = Self {
            classes,
            rows: vec![vec![0; bytes.len()]],
            accept: vec![false],
        };
        let mut done = 0;
        while let Some(set) = queue.get(done).cloned() {
            done += 1;
            let mut row = Vec::with_capacity(bytes.len());
            for byte in &bytes {
                if !work.spend(set.len() + 1) || queue.len() > MAX_TABLE {
                    return None;
                }
                let next = set
                    .iter()
                    .filter_map(|state| step(nfa.state(*state), *byte));
                let target = closure.of(next, work)?;
                row.push(match ids.get(&target) {
                    Some(id) => *id,
                    None => {
                        queue.push(target.clone());
                        ids.insert(target, queue.len());
                        queue.len()
                    }
                });
            }
            unminimized.rows.push(row);
            let is_match = |state: &StateID| matches!(nfa.state(*state), State::Match { .. });
            unminimized.accept.push(set.iter().any(is_match));
        }
        Some(unminimized)
    }

    /// Merges states that no string can distinguish, and columns that no state distinguishes.
    fn minimal(&self, work: &mut Work) -> Option<Dfa> {
        let blocks = self.blocks(work)?;
        // The dead block becomes 0, that of the start 1, and the others follow in the order of exploration.
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
        let mut numbers = Vec::new();
        for old in 0..self.rows.first()?.len() {
            if !work.spend(members.len()) {
                return None;
            }
            let mut column = Vec::with_capacity(members.len());
            for member in &members {
                let target = *self.rows.get(*member)?.get(old)?;
                column.push(*names.get(blocks.get(target)?)?);
            }
            let known = columns.iter().position(|known| *known == column);
            numbers.push(u8::try_from(known.unwrap_or(columns.len())).ok()?);
            if known.is_none() {
                columns.push(column);
            }
        }
        let mut classes = [0; 256];
        for (class, old) in classes.iter_mut().zip(&self.classes) {
            *class = *numbers.get(usize::from(*old))?;
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

    /// The block of each state; no string can distinguish the states in one block. States from which nothing is
    /// accepted are in the block of the dead state.
    fn blocks(&self, work: &mut Work) -> Option<Vec<usize>> {
        minimize::blocks(&self.rows, &self.accept, work)
    }
}

/// The next state after a byte.
fn step(state: &State, byte: u8) -> Option<StateID> {
    match state {
        State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
        State::Sparse(transitions) => transitions.matches_byte(byte),
        State::Dense(transitions) => transitions.matches_byte(byte),
        _ => None,
    }
}

/// Finds the states that are reachable without reading a byte.
struct Closure<'n> {
    nfa: &'n NFA,
    /// For each state, the last search that reached it.
    reached: Vec<usize>,
    search: usize,
}

impl<'n> Closure<'n> {
    fn new(nfa: &'n NFA) -> Self {
        Self {
            nfa,
            reached: vec![0; nfa.states().len()],
            search: 0,
        }
    }

    /// The states that read a byte or match, sorted, unless finding them is too much work.
    fn of(
        &mut self,
        from: impl IntoIterator<Item = StateID>,
        work: &mut Work,
    ) -> Option<Vec<StateID>> {
        self.search += 1;
        let mut stack: Vec<StateID> = from.into_iter().collect();
        let mut found = Vec::new();
        while let Some(state) = stack.pop() {
            let reached = self.reached.get_mut(state.as_usize())?;
            if std::mem::replace(reached, self.search) == self.search {
                continue;
            }
            if !work.spend(1) {
                return None;
            }
            match self.nfa.state(state) {
                State::Union { alternates } => stack.extend(alternates.iter()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
                State::Look { next, .. } | State::Capture { next, .. } => stack.push(*next),
                State::Fail => {}
                _ => found.push(state),
            }
        }
        found.sort_unstable();
        Some(found)
    }
}
