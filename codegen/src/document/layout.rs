//! The layout of a document: which lines are too long, and how to fold them.

use crate::edit::Fix;
use crate::finding::Finding;
use crate::source::Span;

/// The maximum length of a line, in characters.
const LONGEST: usize = 120;

/// Reports lines that are too long.
pub(super) fn long_lines(text: &str) -> Vec<Finding> {
    let mut start = 0;
    let mut findings = Vec::new();
    // JSON is usually not written by hand.
    if text.trim_start().starts_with('{') {
        return findings;
    }
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let count = line.chars().count();
        if line.len() > LONGEST && count > LONGEST {
            let beyond = line
                .char_indices()
                .nth(LONGEST)
                .map_or(line.len(), |(at, _)| at);
            let mut finding = Finding::error(
                "long-line",
                "",
                Span::new(start + beyond, start + line.len()),
                format!("the line has {count} characters; the maximum is {LONGEST}"),
                "fold it: put long text in double quotes, with `\\` at the end of each line but the last, and other \
                 values on their own lines",
            );
            let line_end = whole.get(line.len()..).unwrap_or_default();
            finding.fix = folded(line, line_end)
                .map(|(from, text)| Fix::exact(Span::new(start + from, start + line.len()), text));
            findings.push(finding);
        }
        start += whole.len();
    }
    findings
}

/// Folds a string that is on one line with its key into a double-quoted string on several lines. Returns where it
/// starts and the new text.
fn folded(line: &str, line_end: &str) -> Option<(usize, String)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (key, value) = line.split_once(": ")?;
    let from = key.len() + 2;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_key = key.trim_start().chars().all(is_name);
    if !is_key || value.contains(" #") {
        return None;
    }
    let content = unquoted(value)?;
    let margin = " ".repeat(indent + 2);
    let mut text = "\"".to_owned();
    let mut width = from + 1;
    for word in content.split_inclusive(' ') {
        // The backslash at the end of the line needs room, too.
        if width + word.chars().count() + 1 > LONGEST {
            text.push_str(&format!("\\{line_end}{margin}"));
            width = margin.len();
        }
        text.push_str(word);
        width += word.chars().count();
        if width > LONGEST {
            return None;
        }
    }
    text.push('"');
    (width < LONGEST && !line_end.is_empty()).then_some((from, text))
}

/// The contents of the double-quoted form of a value that is written on one line.
fn unquoted(value: &str) -> Option<String> {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    if let Some(inner) = value.strip_prefix('"') {
        return inner.strip_suffix('"').map(str::to_owned);
    }
    if let Some(inner) = value.strip_prefix('\'') {
        return inner
            .strip_suffix('\'')
            .map(|it| escaped(&it.replace("''", "'")));
    }
    let is_text = value.starts_with(|c: char| c.is_alphanumeric());
    is_text.then(|| escaped(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::edit::apply;

    #[test]
    fn long_text_is_folded_and_stays_the_same() {
        let words = "it's a \\ \"word\" and ".repeat(14);
        let quoted = format!("'{}'", words.trim_end().replace('\'', "''"));
        let double = "say \\\"ä\\\" \\u00e4 ".repeat(20);
        for value in [
            words.trim_end(),
            &quoted,
            &format!("\"{}\"", double.trim_end()),
        ] {
            let text = format!("a:\n  b: {value}\n  c: 1\n");
            let findings = long_lines(&text);
            assert_eq!(findings.len(), 1);
            let edits = findings[0].fix.as_ref().unwrap().edits(&text).unwrap();
            let folded = apply(&text, &edits);
            assert_eq!(long_lines(&folded), []);
            let json = |text: &str| parse(text).0.unwrap().to_json();
            assert_eq!(json(&folded), json(&text), "{folded}");
        }
    }

    #[test]
    fn what_is_no_text_on_one_line_is_not_folded() {
        let long = "x".repeat(130);
        for line in [
            format!("a: {{b: {long} c}}"),
            format!("a: {long}"),
            format!("# a: {long} b"),
            format!("- {long} b"),
        ] {
            let text = format!("{line}\n");
            assert!(
                long_lines(&text).iter().all(|it| it.fix.is_none()),
                "{line}"
            );
            assert_eq!(long_lines(&text).len(), 1);
        }
    }
}
