//! Indentation that does not fit the lines around it: which line it is, and how far it may have to be moved.

use crate::document::slip::{Line, Slip};
use crate::edit::Fix;
use crate::finding::counted;
use crate::source::Span;

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Item,
    Key,
    /// Neither: the continuation of a text.
    Text,
}

/// The tab sizes that editors use.
const TAB_SIZES: [usize; 3] = [2, 4, 8];

/// Finds the line whose indentation made the parser give up at this byte for this reason.
pub(super) fn near(lines: &[Line<'_>], at: usize, reason: &str) -> Option<Slip> {
    let number = lines.partition_point(|line| line.start <= at);
    let number = number.checked_sub(1)?;
    let line = lines.get(number)?;
    if is_blank(line) {
        return None;
    }
    if reason.contains("invalid indentation in") {
        return unclosed(lines, number).or_else(|| continuation(lines, number, reason));
    }
    let before = lines.get(..number)?;
    if let Some(slip) = shallow_text(before, line) {
        return Some(slip);
    }
    if ["simple key", "mapping values"]
        .iter()
        .any(|it| reason.contains(it))
        && let Some(slip) = no_entry(before)
    {
        return Some(slip);
    }
    match start(line) {
        Start::Text => stray_text(before, line),
        Start::Item => {
            shallow_item(before, lines, number).or_else(|| misfit(before, lines, number))
        }
        Start::Key => misfit(before, lines, number),
    }
}

/// The possible replacements of the tabs in the indentation of this line and of those after it.
pub(super) fn without_tabs(lines: &[Line<'_>], number: usize) -> Vec<Fix> {
    let before = lines.get(..number).unwrap_or_default();
    let rest = lines.get(number..).unwrap_or_default();
    let run = rest.iter().take_while(|line| margin(line).contains('\t'));
    let run: Vec<Line<'_>> = run.copied().collect();
    let mut fixes: Vec<Fix> = Vec::new();
    let mut add = |width: &dyn Fn(&str) -> usize| {
        let edits = run.iter().map(|line| {
            let margin = margin(line);
            Fix::exact(
                Span::new(line.start, line.start + margin.len()),
                " ".repeat(width(margin)),
            )
        });
        if let Some(fix) = edits.reduce(Fix::and)
            && !fixes.contains(&fix)
        {
            fixes.push(fix);
        }
    };
    for size in TAB_SIZES {
        add(&|margin| {
            let column = |at, c| {
                if c == '\t' {
                    (at / size + 1) * size
                } else {
                    at + 1
                }
            };
            margin.chars().fold(0, column)
        });
    }
    if run.len() == 1 {
        for (indent, _) in open(before) {
            add(&|_| indent);
        }
        let parent = before.iter().rev().find(|line| !is_blank(line));
        if let Some(parent) = parent.filter(|line| line.text.trim_end().ends_with(':')) {
            add(&|_| content(parent) + 2);
        }
    }
    fixes
}

/// The line on which a quoted string, or what is in brackets, begins, and the first line after it that is not indented
/// more than its key.
fn opened<'l, 't>(
    lines: &'l [Line<'t>],
    number: usize,
    signs: &[char],
) -> Option<(&'l Line<'t>, usize)> {
    let opens = |it: &Line<'_>| {
        let (_, value) = it.text.split_once(": ").unwrap_or(("", it.text));
        let value = value.trim_start().trim_start_matches("- ");
        !is_blank(it) && start(it) != Start::Text && value.starts_with(signs)
    };
    // The parser stops at the beginning of the string, or at the line that is indented too little.
    let first = lines.get(..=number)?.iter().rposition(opens)?;
    let opening = lines.get(first)?;
    let is_shallow = |it: &Line<'_>| !is_blank(it) && indent(it) <= content(opening);
    let after = lines.get(first + 1..)?.iter().position(is_shallow)?;
    Some((opening, first + 1 + after))
}

/// A string in quotes that are not closed on its line, before a line with a key.
fn unclosed(lines: &[Line<'_>], number: usize) -> Option<Slip> {
    let (first, next) = opened(lines, number, &['"', '\''])?;
    lines.get(next).filter(|it| start(it) != Start::Text)?;
    let (key, value) = first.text.split_once(": ")?;
    let value = value.trim();
    let quote = value.chars().next()?;
    if value.len() > 1 && value.ends_with([quote, '\\']) {
        return None;
    }
    let at = first.start + key.len() + 2;
    let end = first.start + first.text.trim_end().len();
    Some(Slip {
        span: Span::new(at, end),
        message: "the quoted string is not closed".to_owned(),
        help: format!("close the quotes:\n  {}: {value}{quote}", key.trim()),
        fix: None,
        choices: vec![Fix::exact(Span::new(end, end), quote.to_string())],
    })
}

/// The first line of a text after `|` or `>`, if it is not indented more than its key.
fn shallow_text(before: &[Line<'_>], line: &Line<'_>) -> Option<Slip> {
    const FAR: usize = 8;
    let lines: Vec<&Line<'_>> = before
        .iter()
        .chain([line])
        .filter(|it| !it.text.trim().is_empty())
        .collect();
    let near = lines.windows(2).rev().take(FAR);
    let mut near = near.filter_map(|pair| match pair {
        [header, text] => Some((*header, *text)),
        _ => None,
    });
    let is_header = |it: &Line<'_>| {
        let value = it.text.trim_end().rsplit(": ").next().unwrap_or_default();
        matches!(value, "|" | "|-" | "|+" | ">" | ">-" | ">+")
    };
    let (header, text) =
        near.find(|(header, text)| is_header(header) && indent(text) <= content(header))?;
    let least = content(header) + 2;
    Some(Slip {
        span: whole(text),
        message: "the text is indented too little".to_owned(),
        help: format!("indent it by {least} spaces, more than its key in the line above"),
        fix: None,
        choices: vec![moved(text, least)],
    })
}

/// The last of these lines, if it is neither an entry nor an item but should be one.
fn no_entry(before: &[Line<'_>]) -> Option<Slip> {
    let mut above = before.iter().rev().filter(|it| !is_blank(it));
    let line = above.next().filter(|it| start(it) == Start::Text)?;
    let sibling = above.find(|it| indent(it) <= indent(line))?;
    let is_parent = sibling.text.trim_end().ends_with(':');
    if indent(line) > content(sibling) && !is_parent {
        // The text goes on.
        return None;
    }
    let at = line.start + indent(line);
    let text = line.text.trim();
    let slip = |message: &str, help: String, fix: Option<Fix>| Slip {
        span: whole(line),
        message: message.to_owned(),
        help,
        fix: None,
        choices: fix.into_iter().collect(),
    };
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?.trim_start();
    if "‐‑‒–—−•*".contains(first) {
        let fix = Fix::exact(Span::new(at, at + first.len_utf8()), "-");
        return Some(slip(
            "an item begins with a hyphen, not with a character that looks like one",
            format!("write `- {rest}`"),
            Some(fix),
        ));
    }
    if start(sibling) == Start::Item && indent(sibling) == indent(line) {
        let fix = Fix::exact(Span::new(at, at), "- ");
        return Some(slip(
            "the item has no hyphen",
            format!("write `- {text}`"),
            Some(fix),
        ));
    }
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_$".contains(&b))
    };
    if let Some((key, value)) = text.split_once('=').filter(|(key, _)| is_key(key.trim())) {
        let (key, value) = (key.trim(), value.trim());
        let fix = Fix::exact(whole(line), format!("{key}: {value}"));
        return Some(slip(
            "a key is followed by a colon",
            format!("write `{key}: {value}`"),
            Some(fix),
        ));
    }
    let (key, value) = text.split_once(' ').filter(|(key, _)| is_key(key))?;
    if value.contains(' ') {
        let at = before.iter().rposition(|it| it.start == line.start)?;
        return stray_text(before.get(..at)?, line);
    }
    let colon = at + key.len();
    let fix = Fix::exact(Span::new(colon, colon), ":");
    Some(slip(
        "the key has no colon",
        format!("write `{key}: {value}`"),
        Some(fix),
    ))
}

/// A line of a quoted string, or of what is in brackets, that is not indented more than its key.
fn continuation(lines: &[Line<'_>], number: usize, reason: &str) -> Option<Slip> {
    let (signs, what) = if reason.contains("quoted") {
        (['"', '\''], "the quoted string")
    } else {
        (['[', '{'], "the brackets")
    };
    let (first, number) = opened(lines, number, &signs)?;
    let line = lines.get(number)?;
    let least = content(first) + 2;
    let mut fixes = Vec::new();
    for line in lines.get(number..)?.iter().take(MOST_SHIFTED) {
        if !is_blank(line) && indent(line) < least {
            fixes.push(moved(line, least));
        }
        if line.text.trim_end().ends_with(['"', '\'', ']', '}']) {
            break;
        }
    }
    Some(Slip {
        span: whole(line),
        message: format!("the line is indented too little to be part of {what} above"),
        help: format!("indent it by {least} spaces, more than the key before {what}"),
        fix: None,
        choices: fixes.into_iter().reduce(Fix::and).into_iter().collect(),
    })
}

/// The largest number of lines that are moved together.
const MOST_SHIFTED: usize = 200;

/// A line that is neither an entry nor an item, nor part of the text above it.
fn stray_text(before: &[Line<'_>], line: &Line<'_>) -> Option<Slip> {
    let above = before.iter().rev().find(|line| !is_blank(line))?;
    if indent(line) > content(above) {
        return None;
    }
    let least = match start(above) {
        Start::Text => indent(above),
        _ => content(above) + 2,
    };
    let choices = if indent(line) < least {
        vec![moved(line, least)]
    } else {
        Vec::new()
    };
    Some(Slip {
        span: whole(line),
        message: "the line is neither an entry nor an item".to_owned(),
        help: format!(
            "write `key: value`; if it continues the text above, indent it by {least} spaces"
        ),
        fix: None,
        choices,
    })
}

/// An item that is indented less than the other items of its array.
fn shallow_item(before: &[Line<'_>], lines: &[Line<'_>], number: usize) -> Option<Slip> {
    let line = lines.get(number)?;
    let here = indent(line);
    let block = before
        .iter()
        .rev()
        .take_while(|it| is_blank(it) || indent(it) > here);
    let items = block.filter(|it| !is_blank(it) && start(it) == Start::Item);
    let other = items.min_by_key(|it| indent(it))?;
    let wanted = indent(other);
    Some(Slip {
        span: whole(line),
        message: format!(
            "the item is indented by {}, but those above it by {wanted}",
            counted(here, "space")
        ),
        help: format!("indent it by {wanted} spaces, and its other lines accordingly"),
        fix: None,
        choices: choices(lines, number, end_of(lines, number), &[wanted, here]),
    })
}

/// An entry or item whose indentation is not that of an open object or array.
fn misfit(before: &[Line<'_>], lines: &[Line<'_>], number: usize) -> Option<Slip> {
    let line = lines.get(number)?;
    let (here, start_here) = (indent(line), start(line));
    let open = open(before);
    if open.contains(&(here, start_here)) {
        return None;
    }
    if let Some(slip) = shallow_neighbor(before, lines, number) {
        return Some(slip);
    }
    let above = before.iter().rev().find(|line| !is_blank(line))?;
    if here > content(above) && above.text.trim_end().ends_with(':') {
        return None;
    }
    if let Some(slip) = shallow_child(before, line) {
        return Some(slip);
    }
    let mut wanted: Vec<usize> = open
        .iter()
        .filter(|(_, start)| *start == start_here)
        .map(|(indent, _)| *indent)
        .collect();
    wanted.sort_unstable_by_key(|it| it.abs_diff(here));
    wanted.dedup();
    let near: Vec<String> = wanted.iter().take(2).map(usize::to_string).collect();
    if near.is_empty() {
        return None;
    }
    Some(Slip {
        span: whole(line),
        message: format!(
            "the indentation of {} does not fit the lines above",
            counted(here, "space")
        ),
        help: format!(
            "indent it by {} spaces, like a line above",
            near.join(" or ")
        ),
        fix: None,
        choices: choices(lines, number, end_of(lines, number), &wanted),
    })
}

/// The key above this line, if it is not indented more than the key before it, which has no value.
fn shallow_child(before: &[Line<'_>], line: &Line<'_>) -> Option<Slip> {
    let mut above = before.iter().rev().filter(|it| !is_blank(it));
    let child = above.find(|it| indent(it) < indent(line))?;
    let parent = above.next()?;
    let is_parent = parent.text.trim_end().ends_with(':') && indent(parent) == indent(child);
    if !is_parent || start(child) != start(line) {
        return None;
    }
    let wanted = indent(line);
    Some(Slip {
        span: whole(child),
        message: "the line is not indented more than the key above, which it seems to belong to"
            .to_owned(),
        help: format!("indent it by {wanted} spaces, and the lines that belong to it accordingly"),
        fix: None,
        choices: vec![moved(child, wanted)],
    })
}

/// An earlier line that is indented too little, and so ended the object or array that this one belongs to.
fn shallow_neighbor(before: &[Line<'_>], lines: &[Line<'_>], number: usize) -> Option<Slip> {
    let line = lines.get(number)?;
    let wanted = indent(line);
    let is_like = |it: &Line<'_>| !is_blank(it) && indent(it) == wanted && start(it) == start(line);
    let sibling = before.iter().rposition(is_like)?;
    let between = lines.get(sibling..number)?;
    let culprit = between
        .iter()
        .position(|it| !is_blank(it) && indent(it) < wanted)?;
    let at = sibling + culprit;
    let it = lines.get(at)?;
    // Only one entry may be too shallow; otherwise the two lines are far apart.
    let others = lines.get(at + 1..number)?.iter();
    if start(it) == Start::Text
        || others
            .clone()
            .any(|other| !is_blank(other) && indent(other) <= indent(it))
    {
        return None;
    }
    // If it is by much, more lines than one have to show it.
    let after = lines
        .get(end_of(lines, number)..)
        .unwrap_or_default()
        .iter();
    let next = after.clone().find(|other| !is_blank(other));
    let has_sibling = next.is_some_and(|other| indent(other) == wanted);
    if wanted - indent(it) > 2 && !has_sibling {
        return None;
    }
    let (here, first, last) = (indent(it), sibling + 1, number + 1);
    let mut fixes = choices(lines, at, at + 1, &[wanted]);
    fixes.extend(choices(lines, at, number, &[wanted]));
    Some(Slip {
        span: whole(it),
        message: format!(
            "the line is indented by {}, but lines {first} and {last}, which seem to be its neighbors, by {wanted}",
            counted(here, "space")
        ),
        help: format!("indent it by {wanted} spaces, and the lines that belong to it accordingly"),
        fix: None,
        choices: fixes,
    })
}

/// Fixes that move the lines from `from` up to `to` so that the first has one of these indentations.
fn choices(lines: &[Line<'_>], from: usize, to: usize, wanted: &[usize]) -> Vec<Fix> {
    let block = lines.get(from..to).unwrap_or_default();
    let Some(first) = block.first().filter(|_| block.len() <= MOST_SHIFTED) else {
        return Vec::new();
    };
    let here = indent(first);
    let shift = |wanted: &usize| {
        let block = block.iter().filter(|line| !is_blank(line));
        let fixes = block.map(|line| moved(line, (indent(line) + wanted).saturating_sub(here)));
        fixes.reduce(Fix::and)
    };
    wanted
        .iter()
        .filter(|it| **it != here)
        .filter_map(shift)
        .collect()
}

/// The number of the line after the block that begins with this line.
pub(super) fn end_of(lines: &[Line<'_>], number: usize) -> usize {
    let rest = lines.get(number + 1..).unwrap_or_default().iter();
    let here = lines.get(number).map_or(0, indent);
    number
        + 1
        + rest
            .take_while(|line| is_blank(line) || indent(line) > here)
            .count()
}

/// The objects and arrays that are open after these lines, from the innermost.
fn open(before: &[Line<'_>]) -> Vec<(usize, Start)> {
    let mut open = Vec::new();
    let mut least = usize::MAX;
    for line in before.iter().rev().filter(|line| !is_blank(line)) {
        let here = indent(line);
        if here >= least {
            continue;
        }
        match start(line) {
            Start::Text => continue,
            Start::Item => {
                if content(line) < least && line.text.contains(':') {
                    open.push((content(line), Start::Key));
                }
                open.push((here, Start::Item));
            }
            Start::Key => open.push((here, Start::Key)),
        }
        least = here;
    }
    open
}

/// The fix that indents a line by this many spaces.
pub(super) fn moved(line: &Line<'_>, indent_by: usize) -> Fix {
    let old = Span::new(line.start, line.start + indent(line));
    Fix::exact(old, " ".repeat(indent_by))
}

pub(super) fn whole(line: &Line<'_>) -> Span {
    let text = line.text.trim_end();
    Span::new(
        line.start + indent(line).min(text.len()),
        line.start + text.len(),
    )
}

fn margin<'t>(line: &Line<'t>) -> &'t str {
    let length = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    line.text.get(..length).unwrap_or_default()
}

pub(super) fn indent(line: &Line<'_>) -> usize {
    line.text.len() - line.text.trim_start_matches(' ').len()
}

/// The column of the first key or value of a line.
pub(super) fn content(line: &Line<'_>) -> usize {
    line.text.len()
        - line
            .text
            .trim_start_matches(' ')
            .trim_start_matches("- ")
            .len()
}

pub(super) fn is_blank(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    text.is_empty() || text.starts_with('#')
}

pub(super) fn start(line: &Line<'_>) -> Start {
    let text = line.text.trim();
    if text == "-" || text.starts_with("- ") {
        Start::Item
    } else if text.ends_with(':') || text.contains(": ") {
        Start::Key
    } else {
        Start::Text
    }
}
