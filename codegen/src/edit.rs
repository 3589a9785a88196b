//! Edits of a document's text that fix a finding.
//!
//! Only the affected text is replaced; no node is rewritten, so that comments, order and layout are preserved.

use crate::source::Span;

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The replaced text; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// A fix for a finding, if only one is possible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Replaces a scalar.
    Replace { span: Span, with: String },
    /// Replaces exactly this text, including trailing white space.
    Exact { span: Span, with: String },
    /// Replaces a string and keeps its quotes.
    Rewrite { span: Span, with: String },
    /// Puts single quotes around the text.
    Quote(Span),
    /// Removes an entry of an object or an item of an array, with its lines or its comma.
    Remove { span: Span, is_item: bool },
    /// Adds entries after another.
    Append { last: Span, entries: Vec<String> },
    /// Wraps a reference in `allOf`; the span goes from `$ref` to the end of the reference.
    Wrap(Span),
    /// Turns what YAML considers a comment after a key into its value.
    Uncomment(usize),
    /// Moves the comment at the end of a line to its own line before it.
    Lift(Span),
    /// Indents lines, so that the first is indented like the line of another byte.
    Nest { lines: Span, like: usize },
}

impl Fix {
    /// Replaces a scalar.
    pub(crate) fn replace(span: Span, with: impl Into<String>) -> Self {
        Self::of(Step::Replace {
            span,
            with: with.into(),
        })
    }

    /// Replaces exactly this text, including trailing white space.
    pub(crate) fn exact(span: Span, with: impl Into<String>) -> Self {
        Self::of(Step::Exact {
            span,
            with: with.into(),
        })
    }

    /// Replaces a string and keeps its quotes.
    pub(crate) fn rewrite(span: Span, with: impl Into<String>) -> Self {
        Self::of(Step::Rewrite {
            span,
            with: with.into(),
        })
    }

    /// Quotes an unquoted scalar.
    pub(crate) fn quote(span: Span) -> Self {
        Self::of(Step::Quote(span))
    }

    /// Removes an entry; the span goes from the start of the key to the end of the value.
    pub(crate) fn remove_entry(span: Span) -> Self {
        Self::of(Step::Remove {
            span,
            is_item: false,
        })
    }

    /// Removes an item of an array.
    pub(crate) fn remove_item(span: Span) -> Self {
        Self::of(Step::Remove {
            span,
            is_item: true,
        })
    }

    /// Adds entries after another; the span goes from the start of its key to the end of its value.
    pub(crate) fn append(last: Span, entries: Vec<String>) -> Self {
        Self::of(Step::Append { last, entries })
    }

    /// Wraps a reference in `allOf`; the span goes from the start of `$ref` to the end of the reference.
    pub(crate) fn wrap(span: Span) -> Self {
        Self::of(Step::Wrap(span))
    }

    /// Turns the comment after a key that ends here into its value.
    pub(crate) fn uncomment(key_end: usize) -> Self {
        Self::of(Step::Uncomment(key_end))
    }

    /// Moves the comment at the end of a line to its own line.
    pub(crate) fn lift(comment: Span) -> Self {
        Self::of(Step::Lift(comment))
    }

    /// Indents the lines of an entry, so that its key is in the same column as the key at `like`.
    pub(crate) fn nest(entry: Span, like: usize) -> Self {
        Self::of(Step::Nest { lines: entry, like })
    }

    /// Both fixes at once.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.steps.extend(other.steps);
        self
    }

    fn of(step: Step) -> Self {
        Self { steps: vec![step] }
    }

    /// The edits, in the order of the text. `None` if the layout allows no certain edit, a comment would be lost, or
    /// two edits overlap.
    pub fn edits(&self, text: &str) -> Option<Vec<TextEdit>> {
        let mut edits = Vec::new();
        for step in &self.steps {
            edits.push(step.edit(text)?);
        }
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let overlap = edits
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a.span.end > b.span.start));
        (!overlap && !edits.is_empty()).then_some(edits)
    }
}

/// Applies edits, which must be in order and must not overlap.
pub(crate) fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(text.get(at..edit.span.start).unwrap_or_default());
        edited.push_str(&edit.replacement);
        at = edit.span.end.max(at);
    }
    edited.push_str(text.get(at..).unwrap_or_default());
    edited
}

impl Step {
    fn edit(&self, text: &str) -> Option<TextEdit> {
        match self {
            Self::Replace { span, with } => edit_of(text, *span, |_| Some(with.clone())),
            Self::Exact { span, with } => Some(TextEdit {
                span: *span,
                replacement: with.clone(),
            }),
            Self::Rewrite { span, with } => edit_of(text, *span, |old| written_like(old, with)),
            Self::Quote(span) => edit_of(text, *span, |old| {
                (!old.contains('\n')).then(|| quoted(old))
            }),
            Self::Remove { span, is_item } => removed(text, *span, *is_item),
            Self::Append { last, entries } => appended(text, *last, entries),
            Self::Wrap(span) => edit_of(text, *span, |old| wrapped(text, span.start, old)),
            Self::Uncomment(key_end) => uncommented(text, *key_end),
            Self::Lift(comment) => lifted(text, *comment),
            Self::Nest { lines, like } => indented(text, *lines, *like),
        }
    }
}

/// The edit that replaces a text without its trailing white space.
fn edit_of(text: &str, span: Span, new: impl Fn(&str) -> Option<String>) -> Option<TextEdit> {
    let span = trimmed(text, span)?;
    Some(TextEdit {
        span,
        replacement: new(text.get(span.range())?)?,
    })
}

/// The edit that removes an entry or an item; `None` if a comment would be removed with it.
fn removed(text: &str, span: Span, is_item: bool) -> Option<TextEdit> {
    let span = if is_flow(text, span.start) {
        flow_member(text, trimmed(text, span)?)?
    } else {
        block_member(text, span.start, is_item)?
    };
    let is_lossy = has_comment(text.get(span.range())?);
    (!is_lossy).then(|| TextEdit {
        span,
        replacement: String::new(),
    })
}

/// Wraps the reference that starts at this byte in `allOf`.
fn wrapped(text: &str, start: usize, reference: &str) -> Option<String> {
    if reference.contains('\n') {
        return None;
    }
    if is_flow(text, start) {
        return Some(format!("allOf: [{{{reference}}}]"));
    }
    let (_, prefix) = line_before(text, start);
    let indent = " ".repeat(prefix.len());
    Some(format!("allOf:{}{indent}  - {reference}", line_end(text)))
}

/// The edit that quotes the comment after a key.
fn uncommented(text: &str, key_end: usize) -> Option<TextEdit> {
    let line = text.get(key_end..)?.lines().next()?.trim_end();
    let start = line.find(" #")? + 1;
    let comment = line.get(start..)?;
    Some(TextEdit {
        span: Span::new(key_end + start, key_end + start + comment.len()),
        replacement: quoted(comment),
    })
}

/// The edit that moves the comment at the end of a line to a line before it.
fn lifted(text: &str, comment: Span) -> Option<TextEdit> {
    let (start, line) = line_before(text, comment.start);
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (indent, comment_text) = (" ".repeat(indent), text.get(comment.range())?);
    let (line_end, rest) = (line_end(text), line.trim_end());
    Some(TextEdit {
        span: Span::new(start, comment.end),
        replacement: format!("{indent}{comment_text}{line_end}{rest}"),
    })
}

/// The edit that indents the lines of this span, up to its last line end.
fn indented(text: &str, span: Span, like: usize) -> Option<TextEdit> {
    let (start, before) = line_before(text, span.start);
    let (_, wanted) = line_before(text, like);
    let is_margin = |it: &str| it.bytes().all(|b| b == b' ');
    let more = wanted
        .len()
        .checked_sub(before.len())
        .filter(|it| *it > 0)?;
    if !is_margin(before) || !is_margin(wanted) {
        return None;
    }
    let (end, rest) = line_before(text, span.end);
    let end = if is_margin(rest) {
        end
    } else {
        text.get(span.end..)?.find('\n')? + span.end + 1
    };
    let margin = " ".repeat(more);
    let lines = text.get(start..end)?.split_inclusive('\n');
    let lines = lines.map(|line| {
        let margin = if line.trim().is_empty() { "" } else { &margin };
        format!("{margin}{line}")
    });
    Some(TextEdit {
        span: Span::new(start, end),
        replacement: lines.collect(),
    })
}

/// The span without trailing white space.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let length = text.get(span.range())?;
    let length = length.trim_end_matches([' ', '\t', '\r', '\n']).len();
    Some(Span::new(span.start, span.start + length))
}

/// A string in single quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The string as YAML, with the quotes of the old text; `None` for a block.
fn written_like(old: &str, with: &str) -> Option<String> {
    let needs_no_quotes = is_plain(with);
    match old.chars().next()? {
        '|' | '>' => None,
        '"' if !with.contains(['"', '\\']) => Some(format!("\"{with}\"")),
        '\'' | '"' => Some(quoted(with)),
        _ if needs_no_quotes => Some(with.to_owned()),
        _ => Some(quoted(with)),
    }
}

/// Whether a string needs no quotes.
fn is_plain(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_./<>-:".contains(c);
    let reserved = ["true", "false", "null"];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(is_word)
        && !text.ends_with(':')
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

/// The text before a byte on its line, and where that line starts.
fn line_before(text: &str, at: usize) -> (usize, &str) {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (start, before.get(start..).unwrap_or_default())
}

/// Whether the entry or item that starts at this byte is inside `{...}` or `[...]`.
fn is_flow(text: &str, at: usize) -> bool {
    let (start, prefix) = line_before(text, at);
    if prefix.chars().any(|c| c != ' ' && c != '-') {
        return true;
    }
    let before = text.get(..start).unwrap_or_default().trim_end();
    prefix.trim().is_empty() && before.ends_with(['{', '[', ','])
}

/// The span of a member of `{...}` or `[...]`, including its comma.
fn flow_member(text: &str, span: Span) -> Option<Span> {
    let after = text.get(span.end..)?;
    let next = after.trim_start();
    if let Some(rest) = next.strip_prefix(',') {
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        let end = text.len() - rest.len() + blank;
        return Some(Span::new(span.start, end));
    }
    if !next.starts_with(['}', ']']) {
        return None;
    }
    let before = text.get(..span.start)?.trim_end();
    let start = match before.strip_suffix(',') {
        Some(before) => before.len(),
        None => span.start,
    };
    Some(Span::new(start, span.end))
}

/// The span of the lines of an entry, or of an item after `- `.
fn block_member(text: &str, at: usize, is_item: bool) -> Option<Span> {
    let (start, prefix) = line_before(text, at);
    let dash = prefix.rfind('-');
    let column = match dash {
        Some(dash) if is_item => dash,
        _ => prefix.len(),
    };
    let end = block_end(text, start, column, is_item);
    match dash {
        // When the first key of an item is removed, the next one takes its place after the dash.
        Some(_) if !is_item => {
            let rest = text.get(end..)?;
            let next = rest.len() - rest.trim_start_matches(' ').len();
            (next == column).then(|| Span::new(at, end + column))
        }
        Some(first) if prefix.get(..first)?.contains('-') => None,
        _ => Some(Span::new(start, end)),
    }
}

/// The byte after the last line of the block that starts at this line and column.
fn block_end(text: &str, start: usize, column: usize, is_item: bool) -> usize {
    let mut end = start;
    let mut at = start;
    for (number, line) in text
        .get(start..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .enumerate()
    {
        at += line.len();
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let is_blank = content.trim().is_empty();
        let is_dash = content.starts_with("- ") || content.trim_end() == "-";
        let belongs = number == 0 || indent > column || !is_item && indent == column && is_dash;
        if is_blank {
            continue;
        }
        if !belongs {
            break;
        }
        end = at;
    }
    end
}

/// Whether the text may contain a comment.
fn has_comment(text: &str) -> bool {
    text.lines()
        .any(|line| line.trim_start().starts_with('#') || line.contains(" #"))
}

/// The line ending of the text.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The edit that adds entries after another.
fn appended(text: &str, last: Span, entries: &[String]) -> Option<TextEdit> {
    if is_flow(text, last.start) {
        let end = trimmed(text, last)?.end;
        return Some(TextEdit {
            span: Span::new(end, end),
            replacement: entries.iter().map(|it| format!(", {it}")).collect(),
        });
    }
    let (start, prefix) = line_before(text, last.start);
    let end = block_end(text, start, prefix.len(), false);
    let indent = " ".repeat(prefix.len());
    let line_end = line_end(text);
    let mut added = String::new();
    if !text.get(..end)?.ends_with('\n') {
        added.push_str(line_end);
    }
    for entry in entries {
        added.push_str(&format!("{indent}{entry}{line_end}"));
    }
    Some(TextEdit {
        span: Span::new(end, end),
        replacement: added,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies a fix to the part of the text marked with `⟦…⟧`.
    fn fixed(marked: &str, fix: impl Fn(Span) -> Fix) -> Option<String> {
        let start = marked.find('⟦')?;
        let text = marked.replacen('⟦', "", 1);
        let end = text.find('⟧')?;
        let text = text.replacen('⟧', "", 1);
        let edits = fix(Span::new(start, end)).edits(&text)?;
        Some(apply(&text, &edits))
    }

    #[test]
    fn entries_are_removed_with_their_lines_or_commas() {
        for (marked, expected) in [
            ("a: 1\n⟦b: 2⟧\nc: 3\n", Some("a: 1\nc: 3\n")),
            ("⟦b:\n  - 1\n  - 2⟧\nc: 3\n", Some("c: 3\n")),
            ("⟦b:\n- 1\n- 2⟧\nc: 3\n", Some("c: 3\n")),
            (
                "a:\n  ⟦b: |-\n    x\n\n    y⟧\n\n  c: 3\n",
                Some("a:\n\n  c: 3\n"),
            ),
            ("a:\n  - ⟦b: 2⟧\n    c: 3\n", Some("a:\n  - c: 3\n")),
            ("a:\n  - ⟦b: 2⟧\n", None),
            ("a: {⟦b: 2⟧, c: 3}\n", Some("a: {c: 3}\n")),
            ("a: {c: 3, ⟦b: 2⟧}\n", Some("a: {c: 3}\n")),
            ("a: {⟦b: 2⟧}\n", Some("a: {}\n")),
            ("a: {\n  c: 3,\n  ⟦b: 2⟧\n}\n", Some("a: {\n  c: 3\n}\n")),
            ("a: 1\n⟦b: 2⟧ # why\nc: 3\n", None),
            ("a: 1\r\n⟦b: 2⟧\r\nc: 3\r\n", Some("a: 1\r\nc: 3\r\n")),
        ] {
            let found = fixed(marked, Fix::remove_entry);
            assert_eq!(found.as_deref(), expected, "{marked}");
        }
    }

    #[test]
    fn items_are_removed_with_their_lines_or_commas() {
        for (marked, expected) in [
            ("a:\n  - 1\n  - ⟦2⟧\n  - 3\n", Some("a:\n  - 1\n  - 3\n")),
            ("a:\n- 1\n- ⟦b: 2\n  c: 3⟧\n- 3\n", Some("a:\n- 1\n- 3\n")),
            ("a: [1, ⟦2⟧, 3]\n", Some("a: [1, 3]\n")),
            ("a: [1, ⟦2⟧]\n", Some("a: [1]\n")),
            ("a:\n  - - ⟦1⟧\n    - 2\n", None),
        ] {
            let found = fixed(marked, Fix::remove_item);
            assert_eq!(found.as_deref(), expected, "{marked}");
        }
    }

    #[test]
    fn entries_are_added_in_the_style_around_them() {
        for (marked, expected) in [
            ("a:\n  ⟦b: 2⟧\n", "a:\n  b: 2\n  n: 1\n"),
            ("a:\n  ⟦b: 2⟧", "a:\n  b: 2\n  n: 1\n"),
            (
                "a:\n  ⟦b:\n    c: 2⟧\n\n# d\nd: 1\n",
                "a:\n  b:\n    c: 2\n  n: 1\n\n# d\nd: 1\n",
            ),
            ("a:\n  - ⟦b: 2⟧\n", "a:\n  - b: 2\n    n: 1\n"),
            ("a: {⟦b: 2⟧}\n", "a: {b: 2, n: 1}\n"),
            ("a:\r\n  ⟦b: 2⟧\r\n", "a:\r\n  b: 2\r\n  n: 1\r\n"),
        ] {
            let found = fixed(marked, |span| Fix::append(span, vec!["n: 1".to_owned()]));
            assert_eq!(found.as_deref(), Some(expected), "{marked}");
        }
    }

    #[test]
    fn references_move_into_all_of() {
        for (marked, expected) in [
            (
                "a:\n  ⟦$ref: 'b'⟧\n  c: 1\n",
                "a:\n  allOf:\n    - $ref: 'b'\n  c: 1\n",
            ),
            (
                "a: {⟦$ref: 'b'⟧, c: 1}\n",
                "a: {allOf: [{$ref: 'b'}], c: 1}\n",
            ),
        ] {
            assert_eq!(
                fixed(marked, Fix::wrap).as_deref(),
                Some(expected),
                "{marked}"
            );
        }
    }

    #[test]
    fn a_comment_becomes_the_value_of_the_key_before_it() {
        let found = fixed("⟦$ref⟧: #/b \nc: 1\n", |span| Fix::uncomment(span.end));
        assert_eq!(found.as_deref(), Some("$ref: '#/b' \nc: 1\n"));
    }

    #[test]
    fn strings_keep_their_quotes() {
        for (marked, with, expected) in [
            ("a: ⟦b ⟧\n", "c", "a: c \n"),
            ("a: ⟦b⟧\n", "true", "a: 'true'\n"),
            ("a: ⟦b⟧\n", "it's", "a: 'it''s'\n"),
            ("a: ⟦'b'⟧\n", "c", "a: 'c'\n"),
            ("a: ⟦\"b\"⟧\n", "c", "a: \"c\"\n"),
            ("a: ⟦\"b\"⟧\n", "\\d", "a: '\\d'\n"),
        ] {
            let found = fixed(marked, |span| Fix::rewrite(span, with));
            assert_eq!(found.as_deref(), Some(expected), "{marked}");
        }
    }

    #[test]
    fn lines_are_indented_like_another() {
        for (marked, expected) in [
            (
                "a:\n  b: 1\n⟦c:\n  d: 2\n\n⟧  e: 3\n",
                Some("a:\n  b: 1\n  c:\n    d: 2\n\n  e: 3\n"),
            ),
            (
                "a:\n  b: 1\n⟦c: 2⟧\nd: 3\n",
                Some("a:\n  b: 1\n  c: 2\nd: 3\n"),
            ),
            ("a: {b: 1}\n⟦c: 2⟧\n", None),
        ] {
            let found = fixed(marked, |span| Fix::nest(span, 5));
            assert_eq!(found.as_deref(), expected, "{marked}");
        }
    }

    #[test]
    fn edits_that_overlap_are_no_fix() {
        let fix = Fix::replace(Span::new(0, 3), "x").and(Fix::replace(Span::new(2, 4), "y"));
        assert_eq!(fix.edits("abcd"), None);
    }
}
