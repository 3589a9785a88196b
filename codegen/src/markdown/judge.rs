//! Which Markdown is rejected in a description.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::{EXTENSIONS, events, is_test, is_unprintable, is_url, trimmed};
use crate::finding::show;

/// A problem with a text, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl Problem {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self {
            message: message.into(),
            help,
        }
    }
}

/// Finds what rustdoc would warn about, run, or copy into a page, in a text that is a doc comment by itself.
pub(crate) fn problem(text: &str) -> Option<Problem> {
    let raw = text;
    let text = trimmed(text);
    control_characters(raw)
        .or_else(|| lines(&text))
        .or_else(|| parts(&text))
        .or_else(|| definitions(&text))
        .or_else(|| words(&text))
}

/// The same for text that follows other text in its paragraph.
pub(crate) fn paragraph_problem(text: &str) -> Option<Problem> {
    problem(text).or_else(|| {
        (!is_paragraph(&trimmed(text))).then(|| {
            Problem::new(
                "the text is more than one plain paragraph",
                "write a single paragraph without headings, lists and blocks: it continues a sentence of the \
                 documentation",
            )
        })
    })
}

/// The same for text in the middle of a line.
pub(crate) fn line_problem(text: &str) -> Option<Problem> {
    paragraph_problem(text).or_else(|| {
        text.trim().contains('\n').then(|| {
            Problem::new(
                "the text is more than one line",
                "write it on one line: it is part of a sentence of the documentation",
            )
        })
    })
}

/// Whether the text is a single paragraph.
fn is_paragraph(text: &str) -> bool {
    let mut blocks = events(text).filter_map(|(event, range)| match event {
        Event::Start(tag) => Some((tag, range)),
        Event::Rule => Some((Tag::BlockQuote(None), range)),
        _ => None,
    });
    let first = blocks.next();
    matches!(first, Some((Tag::Paragraph, range)) if range == (0..text.len()))
        && blocks.all(|(tag, _)| {
            matches!(
                tag,
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }
            )
        })
}

fn control_characters(text: &str) -> Option<Problem> {
    text.chars()
        .any(|c| is_unprintable(c) && c != '\n')
        .then(|| {
            Problem::new(
                "the text contains control characters",
                "remove them; only line ends are allowed",
            )
        })
}

fn lines(text: &str) -> Option<Problem> {
    text.lines()
        .map(str::trim_start)
        .any(|line| line.starts_with("~~~") || line.starts_with('>'))
        .then(quote)
}

fn quote() -> Problem {
    Problem::new(
        "a block quote or a code block fenced by tildes is not supported",
        "write plain paragraphs, and put code between lines of ```text and ```",
    )
}

/// Finds parts that rustdoc would run, resolve or copy.
fn parts(text: &str) -> Option<Problem> {
    events(text).find_map(|(event, range)| {
        let source = text.get(range).unwrap_or_default();
        match event {
            Event::Start(Tag::CodeBlock(kind)) => code_block(&kind, source),
            Event::Start(Tag::BlockQuote(_)) => Some(quote()),
            Event::Html(_) | Event::InlineHtml(_) => {
                let tag: String = source.trim().chars().take(20).collect();
                Some(html(&tag))
            }
            Event::Start(Tag::Image { .. }) => Some(Problem::new(
                format!("an image is not supported: {}", show(source)),
                "write a link to it: `[text](https://...)`",
            )),
            Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => {
                Some(Problem::new(
                    format!("footnotes are not supported: {}", show(source)),
                    "write it inline, or put it in backticks",
                ))
            }
            Event::TaskListMarker(_) => Some(item_link(source)),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => match link_type {
                LinkType::Inline | LinkType::Autolink | LinkType::Email => {
                    (!is_url(&dest_url)).then(|| {
                        Problem::new(
                            format!("a link cannot lead to {}", show(&dest_url)),
                            "link to `https://...`, `http://...` or `mailto:...`, or put it in backticks",
                        )
                    })
                }
                _ => Some(item_link(source)),
            },
            _ => None,
        }
    })
}

fn code_block(kind: &CodeBlockKind<'_>, source: &str) -> Option<Problem> {
    let first = show(source.lines().next().unwrap_or_default().trim());
    match kind {
        CodeBlockKind::Indented => Some(Problem::new(
            format!("rustdoc compiles an indented line as Rust: {first}"),
            "remove the indentation, or use a code block: ```text",
        )),
        CodeBlockKind::Fenced(language) if is_test(kind) => Some(Problem::new(
            match language.trim() {
                "" => "rustdoc compiles a code block without a language as Rust".to_owned(),
                language => format!("rustdoc compiles a code block as Rust: {}", show(language)),
            },
            "begin the block with ```text",
        )),
        CodeBlockKind::Fenced(_) => {
            let mut lines = source.trim_end().lines();
            let ticks = |line: &str| line.trim_start().bytes().take_while(|b| *b == b'`').count();
            let opened = lines.next().map(ticks).unwrap_or_default();
            let closed = lines.next_back().is_some_and(|line| {
                ticks(line) >= opened && line.trim().bytes().all(|b| b == b'`')
            });
            (!closed).then(|| Problem::new("a code block is not closed", "add a line with ```"))
        }
    }
}

fn html(tag: &str) -> Problem {
    Problem::new(
        format!("rustdoc renders {} as HTML", show(tag)),
        "put it in backticks",
    )
}

fn item_link(source: &str) -> Problem {
    Problem::new(
        format!("rustdoc reads {} as a link to an item", show(source)),
        "put it in backticks, or write a link: `[text](https://...)`",
    )
}

/// Reference definitions also apply to other text that is combined with this one.
fn definitions(text: &str) -> Option<Problem> {
    let parser = Parser::new_ext(text, EXTENSIONS);
    let (label, _) = parser.reference_definitions().iter().next()?;
    Some(item_link(&format!("[{label}]")))
}

/// Checks everything that is neither code nor a link.
fn words(text: &str) -> Option<Problem> {
    let mut skipped = 0_usize;
    let mut block = String::new();
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => skipped += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => skipped = skipped.saturating_sub(1),
            Event::Code(_) => block.push('x'),
            Event::SoftBreak | Event::HardBreak => block.push('\n'),
            Event::Text(_) if skipped == 0 => {
                if is_escaped(text, range.start) {
                    block.push('\\');
                }
                block.push_str(text.get(range).unwrap_or_default());
            }
            // Emphasis continues within a block.
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::End(_) => {
                let found = plain_text(&block);
                if found.is_some() {
                    return found;
                }
                block.clear();
            }
            _ => {}
        }
    }
    plain_text(&block)
}

/// Whether an odd number of backslashes precedes this byte.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

fn plain_text(text: &str) -> Option<Problem> {
    for (at, c) in text.char_indices() {
        if is_escaped(text, at) {
            continue;
        }
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '`' => {
                return Some(Problem::new(
                    format!(
                        "a code span is not closed: {}",
                        show(rest.lines().next().unwrap_or_default())
                    ),
                    "add the missing backtick",
                ));
            }
            '<' if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') => {
                let word: String = rest.chars().take_while(|c| *c != '>').take(20).collect();
                return Some(html(&format!("<{word}>")));
            }
            '[' => {
                if let Some((label, _)) = rest.split_once(']') {
                    return Some(item_link(&format!("[{label}]")));
                }
            }
            _ => {}
        }
    }
    ["https://", "http://"].iter().find_map(|scheme| {
        let at = text.find(scheme)?;
        let url: String = text
            .get(at..)?
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        Some(Problem::new(
            format!("a bare URL is not a link: {}", show(&url)),
            "put it in angle brackets: `<https://...>`",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_words() {
        for good in [
            "A call.\n\nSee <https://example.com/a_b> and [the docs](https://example.com).",
            "`<Dial>` and ``a ` b`` stay as they are; 1 < 2.",
            "```json\n{\"a\": [1]}\n```\n\n- item\n  - nested\n    continued",
            "An escaped \\[bracket\\] is fine, and so is \\`.",
            "- ```text\n  let x = 1;\n  ```",
            "1. one\n2. two\n\n# Heading\n\n| a | b |\n|---|---|\n| `c` | *d* |",
            "Write to <mailto:a@example.com>.",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
    }

    #[test]
    fn words_that_rustdoc_misreads() {
        for bad in [
            "See https://example.com.",
            "The <Dial> verb.",
            "A list[0] of calls.",
            "An `open span.",
            "```\nlet x = 1;\n```",
            "Text.\n\n    indented",
            "# Heading\n    indented",
            "-     indented",
            "- ```\n  let x = 1;\n  ```",
            "```text\nnot closed",
            "```text,rust\nlet x = 1;\n```",
            "bell \u{7}",
            "[a](javascript:b)",
            "[a](../b.html)",
            "[a]: https://example.com",
            "A[^1].\n\n[^1]: b",
            "- [ ] a",
            "- > a",
            "![a](https://example.com)",
            "\\\\<b>",
            "\\\\`a",
        ] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_continues_a_sentence_is_a_paragraph_of_its_own() {
        for good in ["One.", "One,\n`two` *three*\n<https://example.com>."] {
            assert_eq!(paragraph_problem(good), None, "{good}");
        }
        for bad in [
            "10. a\n\n    b",
            "One.\n\nTwo.",
            "# One",
            "One.\n- two",
            "***",
            "",
            "a\n-",
        ] {
            assert!(paragraph_problem(bad).is_some(), "{bad}");
        }
        assert!(line_problem("One,\ntwo").is_some());
    }
}
