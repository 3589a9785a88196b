//! Documents of somebody else's: JSON or YAML, and where their parts stand.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::parse;
use crate::document::{Lines, Source, Span};
use crate::document::{Node, join};
use crate::finding::{Finding, Report};

/// Where the parts of a document stand, by JSON pointer: their keys, or themselves where they have none.
pub(crate) type Places = BTreeMap<String, Span>;

/// Reads a document in OpenAPI 3.0.
///
/// # Errors
///
/// What it is instead, and where that is seen.
pub(crate) fn read(source: &Source) -> Result<Value, Report> {
    let mut report = Report::new(source);
    let root = match serde_json::from_str(&source.text) {
        Ok(root) => root,
        Err(error) if is_json(&source.text) => {
            report.push(json_syntax(source, &error));
            Value::Null
        }
        Err(_) => {
            let (root, findings) = parse(&source.text);
            findings
                .into_iter()
                .for_each(|finding| report.push(finding));
            root.as_ref().map(Node::to_json).unwrap_or_default()
        }
    };
    if report.has_errors() {
        return Err(report);
    }
    let text = |key: &str| root.get(key).and_then(Value::as_str);
    let (pointer, problem) = match (text("openapi"), text("swagger")) {
        (Some(version), _) if version.starts_with("3.0.") => return Ok(root),
        (Some(_), _) => ("/openapi", "this document is not written in OpenAPI 3.0"),
        (None, Some(_)) => (
            "/swagger",
            "this document is written in Swagger, not in OpenAPI 3.0",
        ),
        (None, None) => ("", "this is no OpenAPI document"),
    };
    report.push(Finding::error(
        "document",
        pointer,
        places(&source.text)
            .get(pointer)
            .copied()
            .unwrap_or_default(),
        problem,
        "give a document in OpenAPI 3.0, JSON or YAML, as Twilio publishes them",
    ));
    Err(report)
}

/// Whether a text is meant to be JSON; anything else is YAML.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn json_syntax(source: &Source, error: &serde_json::Error) -> Finding {
    let lines = Lines::new(&source.text);
    let line = lines.range(error.line().saturating_sub(1));
    // The column counts bytes, from 1, and may be that of the line's end.
    let mut at = (line.start + error.column().saturating_sub(1)).min(line.end);
    while !source.text.is_char_boundary(at) {
        at -= 1;
    }
    Finding::error(
        "json-syntax",
        "",
        Span::new(at, at),
        format!("this is not JSON: {error}"),
        "give the whole document, as it was published",
    )
}

/// Where the parts of a document stand that can be read.
pub(crate) fn places(text: &str) -> Places {
    if is_json(text) {
        return json(text);
    }
    let mut places = Places::new();
    if let (Some(root), _) = parse(text) {
        collect(&root, String::new(), &mut places);
    }
    places
}

fn collect(node: &Node, pointer: String, places: &mut Places) {
    for entry in node.entries() {
        let pointer = join(&pointer, &entry.key);
        places.insert(pointer.clone(), entry.key_span);
        collect(&entry.node, pointer, places);
    }
    for (index, item) in node.items().iter().enumerate() {
        let pointer = join(&pointer, &index.to_string());
        places.insert(pointer.clone(), item.span);
        collect(item, pointer, places);
    }
}

/// A map or list that is open.
struct Frame {
    pointer: String,
    /// The number of the next item; none in a map.
    index: Option<usize>,
    key: Option<String>,
}

fn json(text: &str) -> Places {
    let mut places = Places::new();
    let mut stack: Vec<Frame> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '{' | '[' => {
                let pointer = value(&mut stack, Span::new(at, at + 1), &mut places);
                stack.push(Frame {
                    pointer,
                    index: (c == '[').then_some(0),
                    key: None,
                });
            }
            '}' | ']' => {
                stack.pop();
            }
            '"' => {
                let mut end = at + 1;
                while let Some((at, c)) = rest.next() {
                    end = at + c.len_utf8();
                    match c {
                        '\\' => {
                            rest.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
                let span = Span::new(at, end);
                match stack.last_mut() {
                    Some(frame) if frame.index.is_none() && frame.key.is_none() => {
                        let key: String = text
                            .get(span.range())
                            .and_then(|text| serde_json::from_str(text).ok())
                            .unwrap_or_default();
                        places.insert(join(&frame.pointer, &key), span);
                        frame.key = Some(key);
                    }
                    _ => {
                        value(&mut stack, span, &mut places);
                    }
                }
            }
            c if c.is_whitespace() || matches!(c, ':' | ',') => {}
            _ => {
                let mut end = at + c.len_utf8();
                while let Some((at, c)) =
                    rest.next_if(|(_, c)| !matches!(c, ',' | '}' | ']') && !c.is_whitespace())
                {
                    end = at + c.len_utf8();
                }
                value(&mut stack, Span::new(at, end), &mut places);
            }
        }
    }
    places
}

/// A value begins here: its pointer.
fn value(stack: &mut [Frame], span: Span, places: &mut Places) -> String {
    let Some(frame) = stack.last_mut() else {
        return String::new();
    };
    let pointer = match (&mut frame.index, frame.key.take()) {
        (Some(index), _) => {
            let pointer = join(&frame.pointer, &index.to_string());
            *index += 1;
            pointer
        }
        (None, key) => join(&frame.pointer, &key.unwrap_or_default()),
    };
    places.entry(pointer.clone()).or_insert(span);
    pointer
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn every_part_has_its_place() {
        let json =
            "{\n  \"a/b\": [1, \"x\\\"y\",\n    {\"c\": null}],\n  \"ä\": {\"e\": true}\n}\n";
        let yaml = "a/b: [1, x, {c: null}]\nd: {e: true}\n";
        for (text, pointer, part) in [
            (json, "/a~1b", "\"a/b\""),
            (json, "/a~1b/0", "1"),
            (json, "/a~1b/1", "\"x\\\"y\""),
            (json, "/a~1b/2", "{"),
            (json, "/a~1b/2/c", "\"c\""),
            (json, "/ä/e", "\"e\""),
            (yaml, "/a~1b", "a/b"),
            (yaml, "/a~1b/0", "1"),
            (yaml, "/d/e", "e"),
        ] {
            let span = places(text)[pointer];
            assert_eq!(&text[span.range()], part, "{pointer}");
        }
    }
}
