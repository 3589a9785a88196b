//! Common slips in YAML: text that does not parse, or whose meaning differs from the intended one.

use crate::edit::{Fix, quoted};
use crate::source::Span;

/// Keys whose values are prose, which may well contain ` #`.
pub(super) const PROSE: &[&str] = &["description", "reason", "summary", "title"];

/// A slip where the parser gave up, and how to write it instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

/// A line of a text, and the byte at which it begins.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

/// Finds the slip that made the parser give up at this byte for this reason.
pub(super) fn near(text: &str, at: usize, reason: &str) -> Option<Slip> {
    let lines = around(text, at);
    let lines = || lines.iter().copied();
    lines()
        .find_map(conflict)
        .or_else(|| lines().find_map(|line| blank(line, reason)))
        .or_else(|| {
            let line = lines().find(|line| at <= line.start + line.text.len())?;
            quoting(line, at, reason)
        })
}

/// The line of a position, one line before it and two after it: the parser reads ahead.
fn around(text: &str, at: usize) -> Vec<Line<'_>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let text = line.trim_end_matches(['\n', '\r']);
        start += line.len();
        Line {
            start: start - line.len(),
            text,
        }
    });
    let lines: Vec<Line<'_>> = lines.collect();
    let number = lines.partition_point(|line| line.start <= at);
    let first = number.saturating_sub(2);
    lines
        .into_iter()
        .skip(first)
        .take(number + 2 - first)
        .collect()
}

/// A leftover merge conflict marker.
fn conflict(line: Line<'_>) -> Option<Slip> {
    let markers = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    let marker = markers.into_iter().find(|it| line.text.starts_with(it))?;
    Some(Slip {
        span: Span::new(line.start, line.start + marker.len()),
        message: "a merge conflict marker".to_owned(),
        help: "resolve the conflict, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            .to_owned(),
        fix: None,
    })
}

/// A tab or another space-like character where only spaces are allowed.
fn blank(line: Line<'_>, reason: &str) -> Option<Slip> {
    let is_odd = |c: char| c != ' ' && c.is_whitespace();
    let indent = line.text.find(|c: char| !c.is_whitespace());
    let (indentation, rest) = line.text.split_at(indent.unwrap_or(line.text.len()));
    let after_colon = rest.find(':').map(|colon| indentation.len() + colon + 1);
    let after_colon = after_colon.filter(|at| {
        let next = line.text.get(*at..).unwrap_or_default();
        // A tab is allowed there, unless the parser says otherwise.
        next.starts_with(|c| is_odd(c) && (c != '\t' || reason.contains("whitespace")))
    });
    let indent = indentation.find(is_odd);
    let at = indent.or(after_colon)?;
    let c = line.text.get(at..)?.chars().next()?;
    let message = match (c, indent) {
        ('\t', Some(_)) => "a tab in the indentation".to_owned(),
        ('\t', None) => "a tab after the colon".to_owned(),
        _ => looks_like_a_space(c),
    };
    let span = Span::new(line.start + at, line.start + at + c.len_utf8());
    Some(Slip {
        span,
        message,
        help: "write spaces instead".to_owned(),
        // The number of spaces that a tab represents is uncertain.
        fix: (c != '\t' || indent.is_none()).then(|| Fix::exact(span, " ")),
    })
}

fn looks_like_a_space(c: char) -> String {
    format!(
        "the character U+{:04X}, which only looks like a space",
        u32::from(c)
    )
}

/// Space-like characters at the start or end of unquoted text, which YAML considers part of it.
pub(super) fn odd_space(text: &str) -> Option<Slip> {
    let is_odd = |c: &char| c.is_whitespace() && !c.is_ascii_whitespace();
    let first = text.chars().next().filter(is_odd);
    let c = first.or_else(|| text.chars().next_back().filter(is_odd))?;
    Some(Slip {
        span: Span::default(),
        message: format!("the string begins or ends with {}", looks_like_a_space(c)),
        help: "remove it, or put the string in quotes".to_owned(),
        fix: None,
    })
}

/// Text that needs quotes, or different ones.
fn quoting(line: Line<'_>, at: usize, reason: &str) -> Option<Slip> {
    let (before, value) = line.text.split_once(": ")?;
    let start = line.start + before.len() + 2 + (value.len() - value.trim_start().len());
    let (key, value) = (before.trim(), value.trim());
    let is_prose = PROSE.contains(&key);
    let (message, help, written, is_certain) =
        if reason.contains("escape") && value.starts_with('"') {
            (
                "a backslash in double quotes begins an escape sequence".to_owned(),
                "use single quotes, in which a backslash has no special meaning",
                quoted(value.trim_matches('"')),
                value.len() > 1 && value.ends_with('"'),
            )
        } else if let Some(first) = value.chars().next().filter(|c| "`@%*&![]{},".contains(*c)) {
            (
                format!("an unquoted string cannot begin with `{first}` in YAML"),
                "put it in quotes",
                quoted(value),
                is_prose,
            )
        } else if value.contains(": ") && !value.starts_with(['\'', '"', '|', '>']) {
            (
                "an unquoted string cannot contain `: ` in YAML".to_owned(),
                "put it in quotes",
                quoted(value),
                is_prose,
            )
        } else if let Some(inner) = value.strip_prefix('\'') {
            let closed = inner.strip_suffix('\'');
            let inner = closed.unwrap_or(inner).replace("''", "'");
            (
                "the quoted string does not end properly".to_owned(),
                "close the quotes, and double any apostrophe inside single quotes",
                quoted(&inner),
                closed.is_some() || is_prose,
            )
        } else {
            return None;
        };
    Some(Slip {
        span: Span::new(at, at),
        message,
        help: format!("{help}:\n  {key}: {written}"),
        fix: is_certain.then(|| Fix::exact(Span::new(start, start + value.len()), written)),
    })
}

/// Whether unquoted text is enclosed in typographic quotes, which are part of it. The last one may be straight.
pub(super) fn is_in_typographic_quotes(text: &str) -> bool {
    let is_quote = |c: Option<char>| c.is_some_and(|c| "‘’‚‛“”„‟«»‹›".contains(c));
    let ends = is_quote(text.chars().next_back()) || text.ends_with(['\'', '"']);
    text.chars().count() > 1 && is_quote(text.chars().next()) && ends
}

/// The comment that follows unquoted text on its last line.
pub(super) fn comment_after(text: &str, end: usize) -> Option<Span> {
    let rest = text.get(end..)?;
    let line = rest.lines().next()?.trim_end();
    let comment = line.trim_start();
    let blank = line.len() - comment.len();
    comment
        .starts_with('#')
        .then(|| Span::new(end + blank, end + line.len()))
}

#[cfg(test)]
mod tests {
    use super::{is_in_typographic_quotes, near, odd_space};

    #[test]
    fn slips_are_found_where_they_are() {
        for (text, at, reason, place, message) in [
            ("a:\n  b: 1\n\tc: 2\n", 4, "", 10, "a tab"),
            ("a:\n \u{A0}b: 1\n", 5, "", 4, "U+00A0"),
            ("a: 1\n=======\nb: 2\n", 3, "", 5, "a merge"),
            ("a:\t1\n", 3, "a valid YAML whitespace", 2, "a tab after"),
            ("a: \"\\d\"\n", 4, "unknown escape", 4, "a backslash"),
            ("a: `b`\n", 3, "", 3, "begin with ```"),
            ("a: b: c\n", 4, "", 4, "contain `: `"),
            ("a: 'b's'\n", 6, "", 6, "the quoted string"),
        ] {
            let slip = near(text, at, reason).unwrap();
            assert_eq!(slip.span.start, place, "{text}");
            assert!(slip.message.contains(message), "{text} {}", slip.message);
        }
        assert_eq!(near("a:\n  b\nc\n", 7, ""), None);
    }

    #[test]
    fn spaces_that_are_none_are_found_at_the_ends() {
        assert!(odd_space("\u{A0}a").is_some() && odd_space("a\u{3000}").is_some());
        assert!(odd_space("a\u{A0}b").is_none() && odd_space("").is_none());
    }

    #[test]
    fn quotes_are_typographic_on_both_sides() {
        assert!(is_in_typographic_quotes("“a”"));
        assert!(is_in_typographic_quotes("‘a'"));
        assert!(!is_in_typographic_quotes("“a” is a word."));
        assert!(!is_in_typographic_quotes("’"));
    }
}
