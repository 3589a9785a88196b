//! Lines that lack the colon after a key, or the space after a hyphen.
//!
//! The parser takes such a line for a text that goes on below, and only stops at a later one.

use crate::document::margin::{end_of, indent, is_blank, whole};
use crate::document::slip::{Line, Slip, lines};
use crate::document::uneven;
use crate::edit::Fix;
use crate::source::Span;

/// The number of lines before the one at which the parser stopped that are examined.
const FAR: usize = 40;

/// The lines near this byte that may lack a character, nearest first.
pub(super) fn before(text: &str, stopped: usize) -> Vec<Slip> {
    let all = lines(text);
    let slips = uneven::before(&all, stopped)
        .take(FAR)
        .filter_map(|number| {
            let line = all.get(number).filter(|line| !is_blank(line))?;
            hyphen(line).or_else(|| colon(&all, number, line))
        });
    slips.collect()
}

/// A hyphen that is directly followed by a key or a value.
fn hyphen(line: &Line<'_>) -> Option<Slip> {
    let rest = line.text.trim().strip_prefix('-')?;
    let is_value = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "$'\"{[".contains(c));
    let after = line.start + indent(line) + 1;
    is_value.then(|| {
        slip(
            whole(line),
            "the hyphen of an item needs a space",
            format!("write `- {rest}`"),
            Fix::exact(Span::new(after, after), " "),
        )
    })
}

/// A single word with lines below that are indented more, which only a key has.
fn colon(all: &[Line<'_>], number: usize, line: &Line<'_>) -> Option<Slip> {
    let span = whole(line);
    let word = line.text.trim_start().trim_start_matches("- ").trim_end();
    let is_word = !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c == ':');
    let has_block = end_of(all, number) > number + 1;
    (is_word && has_block).then(|| {
        slip(
            Span::new(span.end - word.len(), span.end),
            "the key has no colon",
            format!("write `{word}:`"),
            Fix::exact(Span::new(span.end, span.end), ":"),
        )
    })
}

fn slip(span: Span, message: &str, help: String, fix: Fix) -> Slip {
    Slip {
        span,
        message: message.to_owned(),
        help,
        fix: None,
        choices: vec![fix],
    }
}
