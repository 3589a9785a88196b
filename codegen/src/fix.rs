//! Applies the fixes that findings carry, as long as each leaves less to correct.

use std::collections::BTreeSet;

use crate::edit::{TextEdit, apply};
use crate::finding::Report;
use crate::generate::{Faults, faults};
use crate::source::{Lines, Position, Source, Span};

/// How many documents are tried at most. Fixes that have to be taken back are rare; the others are tried all at once.
const MOST_TRIES: usize = 1000;

/// A document after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The document, with its comments, order and layout.
    pub source: Source,
    /// What was fixed, in the order of the document as far as it was fixed together.
    pub fixes: Vec<Applied>,
    /// What is left.
    pub report: Report,
}

/// A finding that was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule that was broken.
    pub rule: &'static str,
    /// Where, in the document before this fix.
    pub position: Position,
    /// What was wrong.
    pub message: String,
}

/// Fixes what has only one fix.
///
/// A fix is taken back unless the document can be read with it and has fewer findings, those included that only follow
/// from others and are not reported yet, so that no fix does harm. Fixing the result again changes nothing.
pub fn fix(source: &Source) -> Fixed {
    let mut draft = Draft::new(source.clone());
    let mut fixes = Vec::new();
    let mut tries = 0;
    while let Some((next, applied)) = draft.better(&draft.candidates(), &mut tries) {
        draft = next;
        fixes.extend(applied);
    }
    Fixed {
        source: draft.source,
        fixes,
        report: draft.faults.report,
    }
}

/// A document on the way.
struct Draft {
    source: Source,
    faults: Faults,
}

/// A finding with the edits that fix it.
#[derive(Clone)]
struct Candidate {
    edits: Vec<TextEdit>,
    applied: Applied,
}

impl Draft {
    fn new(source: Source) -> Self {
        Self {
            faults: faults(&source),
            source,
        }
    }

    /// The findings that can be fixed together: no two edits touch.
    fn candidates(&self) -> Vec<Candidate> {
        let lines = Lines::new(&self.source.text);
        let mut taken = BTreeSet::new();
        let mut candidates = Vec::new();
        for finding in self.faults.report.findings() {
            let fix = finding.fix.as_ref();
            let Some(edits) = fix.and_then(|fix| fix.edits(&self.source.text)) else {
                continue;
            };
            if edits.iter().all(|edit| is_free(edit.span, &taken)) {
                taken.extend(edits.iter().map(|edit| edit.span));
                candidates.push(Candidate {
                    edits,
                    applied: Applied {
                        rule: finding.rule,
                        position: lines.position(finding.span.start),
                        message: finding.message.clone(),
                    },
                });
            }
        }
        candidates
    }

    /// A document with all of these fixes, or with as many as do no harm together.
    fn better(&self, candidates: &[Candidate], tries: &mut usize) -> Option<(Self, Vec<Applied>)> {
        if candidates.is_empty() || *tries >= MOST_TRIES {
            return None;
        }
        *tries += 1;
        let mut edits: Vec<TextEdit> = candidates.iter().flat_map(|it| it.edits.clone()).collect();
        edits.sort_by_key(|edit| edit.span);
        let next = Self::new(self.source.with_text(apply(&self.source.text, &edits)));
        if next.is_better_than(self, candidates.len()) {
            let applied = candidates.iter().map(|it| it.applied.clone()).collect();
            return Some((next, applied));
        }
        let (first, second) = candidates.split_at(candidates.len() / 2);
        if first.is_empty() {
            return None;
        }
        self.better(first, tries)
            .or_else(|| self.better(second, tries))
    }

    /// Whether so many fixes have led further: reading ends at a later step, or each has left less to correct.
    fn is_better_than(&self, before: &Self, fixes: usize) -> bool {
        let (now, before) = (&self.faults, &before.faults);
        now.step > before.step || now.step == before.step && now.count + fixes <= before.count
    }
}

/// Whether an edit touches none of those that are taken, which do not touch each other.
fn is_free(span: Span, taken: &BTreeSet<Span>) -> bool {
    let until = Span::new(span.start, usize::MAX);
    let before = taken.range(..=until).next_back();
    let after = taken.range(until..).next();
    before.is_none_or(|it| it.end <= span.start && it.start < span.start)
        && after.is_none_or(|it| span.end <= it.start)
}
