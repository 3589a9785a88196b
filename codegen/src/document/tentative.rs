//! Guesses at what a slip without a certain fix may have been intended to be.
//!
//! They only serve to read the rest of the document, and are never written to it.

use crate::document::margin::{end_of, is_blank, whole};
use crate::document::place;
use crate::document::slip::{Line, lines};
use crate::edit::{Fix, TextEdit, quoted};
use crate::finding::Finding;
use crate::source::Span;

/// One way to make a text readable.
pub(super) struct Variant {
    pub(super) edits: Vec<TextEdit>,
    /// Whether this is the only way.
    pub(super) is_certain: bool,
    /// Whether it loses something or changes a value.
    pub(super) is_lossy: bool,
    /// A byte of the part that it is about, if that is not where the slip is.
    pub(super) at: Option<usize>,
}

impl Variant {
    pub(super) fn certain(edits: Vec<TextEdit>) -> Self {
        Self {
            edits,
            is_certain: true,
            is_lossy: false,
            at: None,
        }
    }

    fn guessed(edits: Vec<TextEdit>, is_lossy: bool) -> Self {
        Self {
            edits,
            is_certain: false,
            is_lossy,
            at: None,
        }
    }
}

/// The ways in which a text with this slip may become readable: with one of its possible fixes, without its line, and
/// with the value on that line as a string.
pub(super) fn variants(text: &str, slip: &Finding, choices: &[Fix]) -> Vec<Variant> {
    let all = lines(text);
    let number = all.partition_point(|line| line.start <= slip.span.start);
    let Some(number) = number.checked_sub(1) else {
        return Vec::new();
    };
    let sides = sides(&all);
    if !sides.is_empty() {
        // The markers are not indented.
        let at = Some(place::above(text, slip.span.start));
        let guessed = |edits| Variant {
            at,
            ..Variant::guessed(edits, false)
        };
        return sides.into_iter().map(guessed).collect();
    }
    let fixes = choices.iter().filter_map(|it| it.edits(text));
    let lossy = [
        Some(without(&all, number..end_of(&all, number))),
        all.get(number).and_then(with_string),
    ];
    fixes
        .map(|edits| Variant::guessed(edits, false))
        .chain(
            lossy
                .into_iter()
                .flatten()
                .map(|edits| Variant::guessed(edits, true)),
        )
        .collect()
}

/// An edit that empties each of these lines.
fn without(lines: &[Line<'_>], range: std::ops::Range<usize>) -> Vec<TextEdit> {
    let lines = lines.get(range).unwrap_or_default().iter();
    lines.filter(|line| !is_blank(line)).map(emptied).collect()
}

fn emptied(line: &Line<'_>) -> TextEdit {
    TextEdit {
        span: Span::new(line.start, line.start + line.text.len()),
        replacement: String::new(),
    }
}

/// The line with its value in quotes.
fn with_string(line: &Line<'_>) -> Option<Vec<TextEdit>> {
    let (_, value) = line.text.split_once(": ")?;
    let end = whole(line).end;
    let value = value.trim();
    Some(vec![TextEdit {
        span: Span::new(end - value.len(), end),
        replacement: quoted(value),
    }])
}

/// The two sides of all merge conflicts.
fn sides(lines: &[Line<'_>]) -> Vec<Vec<TextEdit>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut is_ours, mut is_theirs) = (true, true);
    for line in lines {
        let is_marker = |marker: &str| line.text.starts_with(marker);
        let sides = if is_marker("<<<<<<<") {
            Some((true, false))
        } else if is_marker("|||||||") {
            Some((false, false))
        } else if is_marker("=======") && !(is_ours && is_theirs) {
            Some((false, true))
        } else if is_marker("=======") || is_marker(">>>>>>>") {
            Some((true, true))
        } else {
            None
        };
        (is_ours, is_theirs) = sides.unwrap_or((is_ours, is_theirs));
        if sides.is_some() || !is_ours {
            ours.push(emptied(line));
        }
        if sides.is_some() || !is_theirs {
            theirs.push(emptied(line));
        }
    }
    let mut sides = vec![ours, theirs];
    sides.dedup();
    sides.retain(|edits| !edits.is_empty());
    sides
}
