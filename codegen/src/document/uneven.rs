//! Lines whose indentation differs by a space or so from that of their siblings.
//!
//! The parser only notices such a line when a later one does not fit. Documents are indented in steps, so the line
//! that breaks the step is the one to correct, and not its neighbor.

use std::cmp::Reverse;

use crate::document::margin::{Start, indent, is_blank, moved, start, whole};
use crate::document::slip::{Line, Slip, lines};
use crate::edit::Fix;
use crate::finding::counted;
use crate::source::Span;

/// The number of suspects to examine.
const MOST: usize = 4;

/// The lines before this byte that are indented by an odd number of spaces, nearest first.
pub(super) fn odd(text: &str, stopped: usize) -> Vec<Suspect> {
    let all = lines(text);
    let Outline { entries, texts } = Outline::of(&all);
    let odd = entries.iter().filter(|it| is_odd(it)).count();
    if odd * 4 > entries.len() {
        return Vec::new();
    }
    let step = step(&entries);
    let of_entries = before(&entries, stopped).filter_map(|at| off(&all, &entries, at, step));
    let of_texts = before(&texts, stopped).filter_map(|at| {
        let line = texts.get(at).filter(|it| is_odd(it))?;
        let here = indent(line);
        let targets = [here.saturating_sub(1), here + 1];
        Some(Suspect::new(&all, &texts, (line, line), &targets))
    });
    let mut suspects: Vec<Suspect> = of_entries.take(MOST).chain(of_texts.take(MOST)).collect();
    suspects.sort_by_key(|it| Reverse(it.span));
    suspects.truncate(MOST);
    suspects
}

/// The lines before this byte that are indented by more than one step below the key above, nearest first.
pub(super) fn too_deep(text: &str, stopped: usize) -> Vec<Suspect> {
    let all = lines(text);
    let Outline { entries, .. } = Outline::of(&all);
    let step = step(&entries);
    let suspects = before(&entries, stopped).filter_map(|number| {
        let (above, line) = (entries.get(number.checked_sub(1)?)?, entries.get(number)?);
        let wanted = child_of(above, Some(line)).map(|_| indent(above) + step)?;
        let is_deep = indent(line) > wanted;
        is_deep.then(|| Suspect::new(&all, &entries, (line, line), &[wanted]))
    });
    suspects.take(MOST).collect()
}

/// The numbers of the lines that begin before this byte, nearest first.
pub(super) fn before(lines: &[Line<'_>], stopped: usize) -> impl Iterator<Item = usize> {
    // The parser may stop at the end of the line before the one that it rejects.
    let last = lines.partition_point(|it| it.start <= stopped) + 1;
    (0..last.min(lines.len())).rev()
}

/// The lines of a document that are not blank.
#[derive(Default)]
struct Outline<'t> {
    /// Those with an entry or item.
    entries: Vec<Line<'t>>,
    /// Those of the texts after `|` and `>`.
    texts: Vec<Line<'t>>,
}

impl<'t> Outline<'t> {
    fn of(lines: &[Line<'t>]) -> Self {
        let mut outline = Self::default();
        // The indentation of the key before a text.
        let mut header: Option<usize> = None;
        // The indentation of the text.
        let mut text: Option<usize> = None;
        for line in lines.iter().filter(|it| !it.text.trim().is_empty()) {
            let is_in_text = header.is_some_and(|header| indent(line) > header)
                && (text.is_none_or(|text| indent(line) >= text) || !is_entry(line));
            if is_in_text {
                text = text.or(Some(indent(line)));
                outline.texts.push(*line);
                continue;
            }
            (header, text) = (None, None);
            if is_entry(line) {
                outline.entries.push(*line);
                let value = line.text.trim_end().rsplit(' ').next().unwrap_or_default();
                let is_header = value.starts_with(['|', '>']) && value.len() <= 2;
                header = is_header.then(|| indent(line));
            }
        }
        outline
    }
}

/// Whether a line begins with a key or a hyphen, and is not prose with a colon.
fn is_entry(line: &Line<'_>) -> bool {
    if is_blank(line) {
        return false;
    }
    let text = line.text.trim();
    let key = text.split(": ").next().unwrap_or_default();
    let is_word = !key.contains(' ') && !text.starts_with('\t');
    match start(line) {
        Start::Item => true,
        Start::Key => is_word,
        Start::Text => false,
    }
}

/// The most frequent number of spaces by which entries are indented more than the line above.
fn step(entries: &[Line<'_>]) -> usize {
    let mut counts = [0_usize; 9];
    for pair in entries.windows(2) {
        if let [above, below] = pair
            && let Some(by) = indent(below).checked_sub(indent(above))
            && let Some(count) = counts.get_mut(by)
        {
            *count += usize::from(by > 1);
        }
    }
    let most = counts.iter().enumerate().max_by_key(|(_, count)| **count);
    most.map_or(2, |(by, _)| by.max(2))
}

fn is_odd(line: &Line<'_>) -> bool {
    indent(line) % 2 == 1
}

/// An entry with an odd indentation, which those right after it may share.
fn off(all: &[Line<'_>], entries: &[Line<'_>], number: usize, step: usize) -> Option<Suspect> {
    let line = entries.get(number).filter(|it| is_odd(it))?;
    let above = number.checked_sub(1).and_then(|it| entries.get(it));
    if above.is_some_and(is_odd) {
        // Only the first of several such lines is a suspect.
        return None;
    }
    let here = indent(line);
    let rest = entries.get(number + 1..)?;
    let others = rest.iter().take_while(|it| is_odd(it)).count();
    let last = entries.get(number + others)?;
    let child = child_of(line, rest.first()).filter(|child| others == 0 && *child > here);
    let targets = match child.map(|child| child.saturating_sub(step)) {
        Some(target) if target.abs_diff(here) == 1 => vec![target],
        _ => vec![here.saturating_sub(1), here + 1],
    };
    Some(Suspect::new(all, entries, (line, last), &targets))
}

/// The indentation of the entry below a key, if the key has no value on its own line.
fn child_of(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<usize> {
    let has_no_value = line.text.trim_end().ends_with(':') && start(line) == Start::Key;
    next.filter(|_| has_no_value).map(indent)
}

/// A line that may have to be moved, with those after it that are moved together with it.
pub(super) struct Suspect {
    span: Span,
    /// The number of spaces before it.
    indent: usize,
    /// What to do with the lines after it, for the help.
    accordingly: String,
    pub(super) places: Vec<Place>,
}

/// Where to move a line.
pub(super) struct Place {
    /// The number of spaces before it there.
    indent: usize,
    /// How that differs from the current number, and which line shows it.
    difference: String,
    pub(super) fix: Fix,
}

impl Suspect {
    /// The lines from the first to the last, of which the first may have to have one of these indentations.
    fn new(
        all: &[Line<'_>],
        others: &[Line<'_>],
        (first, last): (&Line<'_>, &Line<'_>),
        targets: &[usize],
    ) -> Self {
        let number = |line: &Line<'_>| all.partition_point(|it| it.start < line.start) + 1;
        let here = indent(first);
        let difference = |target: usize| {
            let is_like = |it: &&Line<'_>| indent(it) == target && start(it) == start(first);
            let siblings = others.iter().filter(is_like);
            let nearest = siblings.min_by_key(|it| number(it).abs_diff(number(first)));
            let than = nearest.map_or("the lines around it".to_owned(), |it| {
                format!("line {}", number(it))
            });
            let direction = if here > target { "more" } else { "fewer" };
            format!("{} {direction} than {than}", here.abs_diff(target))
        };
        let place = |target: &usize| {
            let block = all
                .iter()
                .filter(|it| (first.start..=last.start).contains(&it.start));
            let block = block.filter(|it| !it.text.trim().is_empty());
            let fixes = block.map(|it| moved(it, (indent(it) + target).saturating_sub(here)));
            Some(Place {
                indent: *target,
                difference: difference(*target),
                fix: fixes.reduce(Fix::and)?,
            })
        };
        Self {
            span: whole(first),
            indent: here,
            accordingly: match number(last) {
                last if last == number(first) => String::new(),
                last => format!(", and the lines up to line {last} accordingly"),
            },
            places: targets.iter().filter_map(place).collect(),
        }
    }

    pub(super) fn slip(self) -> Slip {
        let differences: Vec<&str> = self
            .places
            .iter()
            .map(|it| it.difference.as_str())
            .collect();
        let indents: Vec<String> = self.places.iter().map(|it| it.indent.to_string()).collect();
        let noun = match self.places.as_slice() {
            [Place { indent: 1, .. }] => "space",
            _ => "spaces",
        };
        Slip {
            span: self.span,
            message: format!(
                "the line is indented by {}, {}",
                counted(self.indent, "space"),
                differences.join(" and ")
            ),
            help: format!(
                "indent it by {} {noun}{}",
                indents.join(" or "),
                self.accordingly
            ),
            fix: None,
            choices: self.places.into_iter().map(|it| it.fix).collect(),
        }
    }
}
