//! Applies the fixes of findings, as long as each leaves less to correct.

use std::collections::BTreeSet;

use crate::edit::{TextEdit, apply};
use crate::finding::{Finding, Report};
use crate::generate::{Faults, faults};
use crate::source::{Lines, Position, Source, Span};

/// The maximum number of documents tried. Fixes are tried all at once, and only rarely have to be undone.
const MOST_TRIES: usize = 1000;

/// A document with its fixes applied.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The document, with its comments, order and layout preserved.
    pub source: Source,
    /// The applied fixes, in the order of the document where they were applied together.
    pub fixes: Vec<Applied>,
    /// The remaining findings.
    pub report: Report,
}

/// An applied fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule that was broken.
    pub rule: &'static str,
    /// The position in the document before this fix.
    pub position: Position,
    /// What was wrong.
    pub message: String,
}

/// Applies every fix that is the only one possible.
///
/// A fix is undone unless the document can be read with it and has fewer findings, including those that only follow
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

/// An intermediate document.
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

    /// Findings that can be fixed together, because their edits do not touch.
    fn candidates(&self) -> Vec<Candidate> {
        let lines = Lines::new(&self.source.text);
        let mut taken = BTreeSet::new();
        let mut candidates = Vec::new();
        for finding in self.faults.report.findings() {
            let fix = finding.fix.as_ref().filter(|_| self.is_certain(finding));
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

    /// Whether a fix does not depend on the other findings. An entry that is there twice is only removed from a document
    /// that is right otherwise: if a key is indented too far, the entries below it look like those of its neighbor.
    fn is_certain(&self, finding: &Finding) -> bool {
        finding.rule != "duplicate-key" || self.faults.count == 1
    }

    /// The document with all of these fixes, or with as many as do no harm together.
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

    /// Whether these fixes were an improvement: reading gets further, or each left less to correct.
    fn is_better_than(&self, before: &Self, fixes: usize) -> bool {
        let (now, before) = (&self.faults, &before.faults);
        now.step > before.step || now.step == before.step && now.count + fixes <= before.count
    }
}

/// Whether an edit touches none of the `taken` ones, which do not touch each other.
fn is_free(span: Span, taken: &BTreeSet<Span>) -> bool {
    let until = Span::new(span.start, usize::MAX);
    let before = taken.range(..=until).next_back();
    let after = taken.range(until..).next();
    before.is_none_or(|it| it.end <= span.start && it.start < span.start)
        && after.is_none_or(|it| span.end <= it.start)
}
