//! Descriptions: they become rustdoc, so they have to be there and to be safe to show there.

use super::api::{Api, SchemaKind, entries, items};
use crate::document::At;
use crate::finding::{Findings, show};

pub(crate) fn check(api: &Api<'_>, findings: &mut Findings) {
    presence(api, findings);
    let mut queue = vec![api.root.clone()];
    while let Some(at) = queue.pop() {
        for (key, member) in at.entries() {
            match key {
                // Values of the service, not words about them.
                "example" | "examples" | "default" | "enum" => continue,
                "description" | "summary" | "reason" | "title" => markup(&member, findings),
                "x-enum-descriptions" => {
                    member.entries().for_each(|(_, at)| markup(&at, findings));
                    continue;
                }
                // Their keys are names, which may be called `example`.
                "properties" | "schemas" | "responses" | "parameters" => {
                    queue.extend(member.entries().map(|(_, at)| at));
                    queue.extend(member.items());
                    continue;
                }
                _ => {}
            }
            queue.push(member);
        }
        queue.extend(at.items());
    }
}

fn presence(api: &Api<'_>, findings: &mut Findings) {
    for (name, schema) in &api.schemas {
        described(
            schema,
            &["description"],
            || format!("the component {}", show(name)),
            findings,
        );
        for (name, property) in entries(schema.get("properties")) {
            // A reference brings the description of its component along.
            if matches!(
                SchemaKind::of(property.node),
                SchemaKind::Boolean | SchemaKind::Array
            ) {
                described(
                    &property,
                    &["description"],
                    || format!("the property {}", show(name)),
                    findings,
                );
            }
        }
        for (value, at) in entries(schema.get("x-enum-descriptions")) {
            if at.text().is_some_and(|text| text.trim().is_empty()) {
                findings.error(
                    "missing-description",
                    &at,
                    format!("the value {} has no description", show(value)),
                    "write a sentence",
                );
            }
        }
    }
    for operation in &api.operations {
        described(
            &operation.at,
            &["description", "summary"],
            || format!("the operation {}", show(&operation.name())),
            findings,
        );
    }
    let holders = api.paths.iter().map(|(_, item)| item);
    let operations = api.operations.iter().map(|operation| &operation.at);
    let in_place = holders
        .chain(operations)
        .flat_map(|at| items(at.get("parameters")));
    for parameter in api.parameters.values().cloned().chain(in_place) {
        if !parameter.has("$ref") {
            let name = parameter.text_of("name").unwrap_or_default();
            described(
                &parameter,
                &["description"],
                || format!("the parameter {}", show(name)),
                findings,
            );
        }
    }
}

fn described(at: &At<'_>, keys: &[&str], what: impl Fn() -> String, findings: &mut Findings) {
    if at.has("$ref") {
        return;
    }
    let present = keys.iter().any(|key| {
        at.get(key)
            .is_some_and(|text| text.text().is_none_or(|text| !text.trim().is_empty()))
    });
    if !present {
        findings.error(
            "missing-description",
            at,
            format!("{} has no description", what()),
            "add `description`; it becomes the documentation users read",
        );
    }
}

/// Markdown that rustdoc would warn about, or read as code to run.
fn markup(at: &At<'_>, findings: &mut Findings) {
    let Some(text) = at.text() else { return };
    if let Some((message, help)) = offence(text) {
        findings.error("description-markup", at, message, help);
    }
}

fn offence(text: &str) -> Option<(String, &'static str)> {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' || turns(c))
    {
        return Some((
            "the description holds control characters".to_owned(),
            "remove them; line ends are fine",
        ));
    }
    let unusual =
        |line: &str| line.trim_start().starts_with("~~~") || line.trim_start().starts_with('>');
    if text.lines().any(unusual) {
        return Some((
            "a block quote, or a code block fenced by tildes".to_owned(),
            "write plain paragraphs, and code between lines of ```text and ```",
        ));
    }
    let mut fenced = false;
    let mut prose = String::new();
    let mut blank = true;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if !fenced && !matches!(language.trim(), "text" | "json" | "xml" | "http") {
                return Some((
                    "rustdoc takes this block for Rust and compiles it".to_owned(),
                    "name its language: ```text",
                ));
            }
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        if blank && (line.starts_with("    ") || line.starts_with('\t')) && !line.trim().is_empty()
        {
            return Some((
                "rustdoc takes an indented line for Rust and compiles it".to_owned(),
                "remove the indentation, or write a block: ```text",
            ));
        }
        blank = line.trim().is_empty();
        prose.push_str(line);
        prose.push('\n');
    }
    if fenced {
        return Some((
            "a code block is not closed".to_owned(),
            "add a line with ```",
        ));
    }
    words(&prose)
}

/// Looks at what stands outside of code spans.
fn words(prose: &str) -> Option<(String, &'static str)> {
    for paragraph in prose.split("\n\n") {
        let mut rest = paragraph;
        let mut plain = String::new();
        while let Some(open) = rest.find('`') {
            let (before, after) = rest.split_at(open);
            plain.push_str(before);
            let ticks = after.bytes().take_while(|b| *b == b'`').count();
            let (fence, body) = after.split_at(ticks);
            let Some(close) = closing(body, ticks) else {
                return Some((
                    format!(
                        "a code span is not closed: {}",
                        show(body.lines().next().unwrap_or_default())
                    ),
                    "add the missing backtick",
                ));
            };
            // A span is a word of its own to what follows.
            plain.push('x');
            rest = body.get(close + fence.len()..).unwrap_or_default();
        }
        plain.push_str(rest);
        if let Some(found) = plain_text(&plain) {
            return Some(found);
        }
    }
    None
}

/// Where the run of exactly so many backticks stands.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('`') {
        let start = at + found;
        let run = text
            .get(start..)?
            .bytes()
            .take_while(|b| *b == b'`')
            .count();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

fn plain_text(text: &str) -> Option<(String, &'static str)> {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[']) {
        let (before, after) = rest.split_at(at);
        if let Some(url) = bare_url(before) {
            return Some(url);
        }
        let escaped = before.ends_with('\\');
        if after.starts_with('<') {
            let inside = after.get(1..).unwrap_or_default();
            if inside.starts_with("https://") || inside.starts_with("http://") {
                rest = inside.split_once('>').map_or("", |(_, rest)| rest);
                continue;
            }
            if !escaped
                && inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
            {
                let word: String = inside.chars().take_while(|c| *c != '>').take(20).collect();
                return Some((
                    format!("rustdoc takes {} for HTML", show(&format!("<{word}>"))),
                    "put it into backticks",
                ));
            }
            rest = inside;
            continue;
        }
        let inside = after.get(1..).unwrap_or_default();
        if let Some((label, tail)) = inside.split_once(']')
            && !escaped
        {
            if let Some(link) = tail.strip_prefix('(') {
                // The target of a link is no text.
                rest = link.split_once(')').map_or("", |(_, rest)| rest);
                continue;
            }
            return Some((
                format!(
                    "rustdoc takes {} for a link to an item",
                    show(&format!("[{label}]"))
                ),
                "put it into backticks, or write a link: `[words](https://...)`",
            ));
        }
        rest = inside;
    }
    bare_url(rest)
}

fn bare_url(text: &str) -> Option<(String, &'static str)> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let at = text.find(scheme)?;
        let url: String = text
            .get(at..)?
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        Some((
            format!("a bare URL, {}", show(&url)),
            "put it into angle brackets: `<https://...>`",
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
            "An escaped \\[bracket\\] is fine.",
        ] {
            assert_eq!(offence(good), None, "{good}");
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
            "```text\nnot closed",
            "bell \u{7}",
        ] {
            assert!(offence(bad).is_some(), "{bad}");
        }
    }
}
