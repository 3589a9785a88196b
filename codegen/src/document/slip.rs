//! Common slips in YAML: text that does not parse, or whose meaning differs from the intended one.

use crate::document::margin;
use crate::edit::{Fix, quoted};
use crate::source::Span;

/// Keys whose values are prose, which may well contain ` #`.
pub(super) const PROSE: &[&str] = &["description", "reason", "summary", "title"];

/// A slip where the parser gave up, and how to write it instead.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
    /// Possible fixes; one is only certain if the document cannot be read with any of the others.
    pub(super) choices: Vec<Fix>,
}

/// A line of a text, and the byte at which it begins.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) start: usize,
    pub(super) text: &'t str,
}

/// Finds the slip that made the parser give up at this byte for this reason.
pub(super) fn near(text: &str, at: usize, reason: &str) -> Option<Slip> {
    let all = lines(text);
    let number = all.partition_point(|line| line.start <= at);
    // One line before it and two after it: the parser reads ahead.
    let around = number.saturating_sub(2)..(number + 2).min(all.len());
    let lines = || all.get(around.clone()).unwrap_or_default().iter().copied();
    lines()
        .find_map(conflict)
        .or_else(|| {
            let first = around.start;
            let mut numbered = lines().enumerate();
            numbered.find_map(|(number, line)| blank(line, reason, &all, first + number))
        })
        .or_else(|| unspaced(all.get(..number)?))
        .or_else(|| {
            let line = lines().find(|line| at <= line.start + line.text.len())?;
            quoting(line, at, reason)
        })
        .or_else(|| margin::near(&all, at, reason))
}

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let text = line.trim_end_matches(['\n', '\r']);
        start += line.len();
        Line {
            start: start - line.len(),
            text,
        }
    });
    lines.collect()
}

/// A key without a space after its colon, on one of the last of these lines: the parser reads on until it finds the
/// next colon.
fn unspaced(lines: &[Line<'_>]) -> Option<Slip> {
    const FAR: usize = 8;
    for line in lines.iter().rev().take(FAR) {
        let text = line.text.trim_start().trim_start_matches("- ");
        let start = line.start + line.text.len() - text.len();
        if let Some(colon) = colon_without_space(text) {
            let at = start + colon;
            return Some(Slip {
                span: Span::new(at, at + 1),
                message: "the colon after a key needs a space".to_owned(),
                help: "write `key: value`".to_owned(),
                fix: Some(Fix::exact(Span::new(at, at + 1), ": ")),
                choices: Vec::new(),
            });
        }
        let is_first = lines.last().is_some_and(|last| last.start == line.start);
        if !is_first && (text.contains(": ") || text.ends_with(':')) {
            break;
        }
    }
    None
}

/// The place of the colon in a text such as `key:value`, but not in `https://example.com`.
pub(crate) fn colon_without_space(text: &str) -> Option<usize> {
    let (key, value) = text.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_$".contains(&b));
    let is_value = !value.starts_with([' ', ':', '/']) && !value.trim().is_empty();
    (is_key && is_value).then_some(key.len())
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
        ..Slip::default()
    })
}

/// A tab or another space-like character where only spaces are allowed.
fn blank(line: Line<'_>, reason: &str, all: &[Line<'_>], number: usize) -> Option<Slip> {
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
    let is_tab = c == '\t' && indent.is_some();
    Some(Slip {
        span,
        message,
        help: "write spaces instead".to_owned(),
        fix: (!is_tab).then(|| Fix::exact(span, " ")),
        // The number of spaces that a tab represents is uncertain.
        choices: if is_tab {
            margin::without_tabs(all, number)
        } else {
            Vec::new()
        },
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
        ..Slip::default()
    })
}

/// Text that needs quotes, or different ones.
fn quoting(line: Line<'_>, at: usize, reason: &str) -> Option<Slip> {
    let (before, value) = line.text.split_once(": ")?;
    let start = line.start + before.len() + 2 + (value.len() - value.trim_start().len());
    let (key, value) = (before.trim(), value.trim());
    let is_prose = PROSE.contains(&key);
    if let Some(slip) = after_quotes(value, start).or_else(|| two_entries(value, start, is_prose)) {
        return Some(slip);
    }
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
                match first {
                    '`' => "an unquoted string cannot begin with a backtick in YAML".to_owned(),
                    _ => format!("an unquoted string cannot begin with `{first}` in YAML"),
                },
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
        } else if let Some(inner) = value.strip_prefix('\'').filter(|it| !is_closed(it)) {
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
        choices: Vec::new(),
    })
}

/// A comma after a string in quotes, as in JSON.
fn after_quotes(value: &str, start: usize) -> Option<Slip> {
    let string = value.strip_suffix(',')?.trim_end();
    let quote = string.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = string.get(1..)?.strip_suffix(quote)?;
    let at = start + string.len();
    (!inner.contains(quote)).then(|| Slip {
        span: Span::new(at, start + value.len()),
        message: "a comma after the quoted string".to_owned(),
        help: format!("remove it:\n  {string}"),
        fix: Some(Fix::exact(Span::new(at, start + value.len()), "")),
        choices: Vec::new(),
    })
}

/// Two entries on one line.
fn two_entries(value: &str, start: usize, is_prose: bool) -> Option<Slip> {
    let (before, _) = value.split_once(": ")?;
    let (first, key) = before.rsplit_once(' ')?;
    let is_key = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let at = start + first.len() + 1;
    (!is_prose && !first.contains(' ') && is_key(key)).then(|| Slip {
        span: Span::new(at, at + key.len()),
        message: "a second key on the same line".to_owned(),
        help: "write each key on its own line".to_owned(),
        ..Slip::default()
    })
}

/// Whether the rest of a string in single quotes ends properly.
fn is_closed(inner: &str) -> bool {
    let rest = inner.replace("''", "");
    let rest = rest.split(" #").next().unwrap_or_default();
    rest.trim_end()
        .strip_suffix('\'')
        .is_some_and(|it| !it.contains('\''))
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
            ("a: `b`\n", 3, "", 3, "begin with a backtick"),
            ("a: b: c\n", 4, "", 4, "contain `: `"),
            ("a: 'b's'\n", 6, "", 6, "the quoted string"),
        ] {
            let slip = near(text, at, reason).unwrap();
            assert_eq!(slip.span.start, place, "{text}");
            assert!(slip.message.contains(message), "{text} {}", slip.message);
        }
        assert_eq!(near("a:\n  b\nc: 1\n", 7, ""), None);
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
