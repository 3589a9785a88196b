//! Converts third-party Markdown into one plain paragraph.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::judge::line_problem;
use super::{code_span, is_unprintable};

/// The text as one line: code stays code, links are replaced by their text and destination, HTML and Markdown syntax
/// is escaped.
pub(crate) fn plain(text: &str) -> String {
    let printable = |c: &char| !is_unprintable(*c) || c.is_whitespace();
    let text: String = text.chars().filter(printable).collect();
    let line = line(&parts(&text));
    if line.is_empty() || line_problem(&line).is_none() {
        return line;
    }
    // In case anything was overlooked: after a backslash, punctuation has no meaning in Markdown.
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut escaped = String::new();
    for c in words.join(" ").chars().filter(|c| !is_unprintable(*c)) {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A run of text or of code.
#[derive(Debug)]
enum Part {
    Text(String),
    Code(String),
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut destinations = Vec::new();
    let mut in_block = false;
    // No extensions: what they would match may be plain text.
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_block = true;
                parts.push(Part::Text(" ".to_owned()));
                parts.push(Part::Code(String::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_block = false;
                parts.push(Part::Text(" ".to_owned()));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                destinations.push((dest_url, parts.len()));
                parts.push(Part::Text(String::new()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((destination, from)) = destinations.pop() {
                    leads_to(&mut parts, from, &destination);
                }
            }
            Event::Text(text) => match parts.last_mut() {
                Some(Part::Code(code)) if in_block => code.push_str(&text),
                Some(Part::Text(before)) => before.push_str(&text),
                _ => parts.push(Part::Text(text.into_string())),
            },
            Event::Html(text) | Event::InlineHtml(text) => {
                parts.push(Part::Text(text.into_string()));
            }
            Event::Code(code) => parts.push(Part::Code(code.into_string())),
            Event::SoftBreak | Event::HardBreak | Event::Rule => {
                parts.push(Part::Text(" ".to_owned()));
            }
            Event::Start(tag) if !is_inline(&tag) => parts.push(Part::Text(" ".to_owned())),
            _ => {}
        }
    }
    parts
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
}

/// Adds the destination of a link after its text, unless they are the same.
fn leads_to(parts: &mut Vec<Part>, from: usize, destination: &str) {
    let words: String = parts
        .iter()
        .skip(from)
        .map(|part| match part {
            Part::Text(text) | Part::Code(text) => text.as_str(),
        })
        .collect();
    if words.trim() != destination && !destination.is_empty() {
        parts.push(Part::Text(" (".to_owned()));
        parts.push(Part::Code(destination.to_owned()));
        parts.push(Part::Text(")".to_owned()));
    } else {
        // Separates it from what follows.
        parts.push(Part::Text(String::new()));
    }
}

fn line(parts: &[Part]) -> String {
    let mut line = String::new();
    for part in parts {
        match part {
            Part::Code(code) => {
                let words: Vec<&str> = code.split_whitespace().collect();
                let words: String = words.join(" ");
                let shown: String = words.chars().filter(|c| !is_unprintable(*c)).collect();
                // Two adjacent code spans would become one.
                if line.ends_with('`') {
                    line.push(' ');
                }
                if !shown.is_empty() {
                    line.push_str(&code_span(&shown));
                }
            }
            Part::Text(text) => text_part(text, &mut line),
        }
    }
    let line = line.trim();
    match first_marker(line) {
        Some(at) => {
            let (before, marker) = line.split_at(at);
            format!("{before}\\{marker}")
        }
        None => line.to_owned(),
    }
}

/// The position of a character that would turn the line into a heading, quote, list or rule.
fn first_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_marker = match digits {
        0 => rest.starts_with(['#', '>', '-', '+']),
        _ => rest.strip_prefix(['.', ')']).is_some_and(ends_word),
    };
    is_marker.then_some(digits)
}

fn text_part(text: &str, line: &mut String) {
    let mut spaced = text.starts_with(char::is_whitespace);
    for word in text.split_whitespace() {
        if spaced && !line.ends_with(' ') {
            line.push(' ');
        }
        spaced = true;
        let word: String = word.chars().filter(|c| !is_unprintable(*c)).collect();
        if word.contains("://") {
            if line.ends_with('`') {
                line.push(' ');
            }
            line.push_str(&code_span(&word));
            continue;
        }
        for c in word.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | '<' | '~' | '&') {
                line.push('\\');
            }
            line.push(c);
        }
    }
    if text.ends_with(char::is_whitespace) && !line.ends_with(' ') {
        line.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_means_itself() {
        for (text, expected) in [
            ("Two\n\n  lines.", "Two lines."),
            (
                "See [this](https://example.com).",
                "See this (`https://example.com`).",
            ),
            (
                "See <https://example.com>, http://a.b.",
                "See `https://example.com`, `http://a.b.`",
            ),
            ("A <Dial> verb and `<Say>`.", "A \\<Dial> verb and `<Say>`."),
            ("An `open span.", "An \\`open span."),
            ("> a quote", "a quote"),
            ("- one\n- two", "one two"),
            ("`a``b` c", "``` a``b ``` c"),
            ("*call_sid*: a_b", "call\\_sid: a\\_b"),
            ("```\nfn main() {}\n```", "`fn main() {}`"),
            ("A.\n\n    let x = 1;\n    y", "A. `let x = 1; y`"),
            ("&lt;b&gt; AT&T", "\\<b> AT\\&T"),
            ("1986\\. A year", "1986\\. A year"),
            ("1.0", "1.0"),
            ("-1 or +1", "\\-1 or +1"),
            (
                "[a][b] [c]\n\n[b]: javascript:d",
                "a (`javascript:d`) \\[c]",
            ),
            ("\u{202e}a\0", "a"),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text}");
            assert_eq!(plain(&plain(text)), expected, "{text}");
        }
    }
}
