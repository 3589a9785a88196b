//! Markdown as rustdoc reads it: by the same parser, with the same extensions.
//!
//! rustdoc compiles and runs every code block that it considers Rust, and copies HTML into its pages. Since
//! descriptions become documentation, they are parsed before they are emitted ([`problem`], [`paragraph_problem`]),
//! rewritten if they come from a third-party document ([`plain`]), and parsed once more after they have been emitted
//! ([`hazard`]).

mod judge;
mod plain;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

pub(crate) use judge::{Problem, line_problem, paragraph_problem, problem};
pub(crate) use plain::plain;

/// The extensions that rustdoc enables.
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Languages of code blocks that rustdoc shows but does not compile.
const LANGUAGES: &[&str] = &["text", "json", "xml", "http"];

/// The parts of a text and their positions. A reference without a definition counts as a link, because rustdoc would
/// look for an item of that name.
fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let item =
        |link: BrokenLink<'_>| Some((CowStr::from(link.reference.to_string()), CowStr::from("")));
    Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(item)).into_offset_iter()
}

/// Whether rustdoc compiles a code block of this kind.
fn is_test(kind: &CodeBlockKind<'_>) -> bool {
    match kind {
        CodeBlockKind::Indented => true,
        CodeBlockKind::Fenced(language) => !LANGUAGES.contains(&&**language),
    }
}

/// Whether a link leads out of the documentation, and runs no code in a browser.
fn is_url(destination: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| destination.starts_with(scheme))
}

/// Whether a link leads to an item: `crate::Client` or, from its text alone, `` `Client` ``.
fn is_item(destination: &str) -> bool {
    destination.trim_matches('`').split("::").all(|segment| {
        segment.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// What must never be in emitted documentation: a test that is not in `tests`, HTML, or a link that runs code in a
/// browser.
pub(crate) fn hazard(text: &str, tests: &[String]) -> Option<String> {
    let mut code: Option<String> = None;
    for (event, range) in events(text) {
        let excerpt = || text.get(range.clone()).unwrap_or_default().to_owned();
        match event {
            Event::Start(Tag::CodeBlock(kind)) if is_test(&kind) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(code) = code.take()
                    && !tests.contains(&code)
                {
                    return Some(format!("a test: {}", excerpt()));
                }
            }
            Event::Text(text) => {
                if let Some(code) = &mut code {
                    code.push_str(&text);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => return Some(format!("HTML: {}", excerpt())),
            Event::Start(Tag::Image { .. }) => return Some(format!("an image: {}", excerpt())),
            Event::Start(Tag::Link { dest_url, .. })
                if !is_url(&dest_url) && !is_item(&dest_url) =>
            {
                return Some(format!("a link to `{dest_url}`"));
            }
            _ => {}
        }
    }
    None
}

/// A text as it is in doc comments: without space around it and at the ends of its lines.
///
/// This can change its meaning as Markdown, because a line that becomes empty ends a paragraph, so it comes first.
pub(crate) fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The first paragraph of a text, unchanged.
pub(crate) fn first_paragraph(text: &str) -> &str {
    let mut depth = 0_usize;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                return text.get(range).unwrap_or_default().trim_end();
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    ""
}

/// A code span with any contents.
///
/// Characters that would end the line or change the writing direction are shown as escapes.
pub(crate) fn code_span(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if is_unprintable(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if shown.is_empty() {
        shown.push_str("\"\"");
    }
    let longest = shown
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    // Markdown strips one space from both ends.
    let spaced = longest > 0 || shown.starts_with(' ') && shown.ends_with(' ');
    let space = if spaced { " " } else { "" };
    format!("{ticks}{space}{shown}{space}{ticks}")
}

/// Whether a character is invisible or affects others.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans_hold_anything() {
        for (text, expected) in [
            ("abc", "`abc`"),
            ("a`b", "`` a`b ``"),
            ("a``b`", "``` a``b` ```"),
            ("", "`\"\"`"),
            (" a ", "`  a  `"),
            ("^a\n\n    b", "`^a\\n\\n    b`"),
            ("\u{202e}", "`\\u{202e}`"),
        ] {
            assert_eq!(code_span(text), expected);
            let parts: Vec<_> = events(expected).map(|(event, _)| event).collect();
            assert!(
                matches!(parts.as_slice(), [_, Event::Code(_), _]),
                "{parts:?}"
            );
        }
    }

    #[test]
    fn first_paragraphs() {
        for (text, expected) in [
            ("One.\ntwo\n\nThree.", "One.\ntwo"),
            ("One.\n```text\nx\n```", "One."),
            ("# A\nOne.", "One."),
            ("- a\n\n  b", ""),
            ("One.\n- a", "One."),
            ("One.\n \n      code", "One."),
            ("", ""),
        ] {
            assert_eq!(first_paragraph(text), expected);
        }
    }

    #[test]
    fn hazards() {
        let imports = ["use a;\n".to_owned()];
        for harmless in [
            "```\nuse a;\n```",
            "```text\nuse b;\n```",
            "[`Client::a`] and [`b`](Self::b), <https://example.com>",
        ] {
            assert_eq!(hazard(harmless, &imports), None, "{harmless}");
        }
        for harmful in [
            "```\nuse b;\n```",
            "    use b;",
            "- a\n\n      use b;",
            "<b>",
            "a <b> c",
            "[a](javascript:b)",
            "[a](javascript::b())",
            "![a](https://example.com)",
        ] {
            assert!(hazard(harmful, &imports).is_some(), "{harmful}");
        }
    }
}
