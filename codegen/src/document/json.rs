//! Parses JSON into a tree with the position of every node.

use std::collections::BTreeMap;

use jsonc_parser::ast::{Object, Value as Json};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseError;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Number;

use super::{Entry, Node, Span, Value, join, yaml};
use crate::finding::{Finding, show};

/// The maximum depth of objects and arrays, which keeps recursive readers from overflowing the stack.
const MAX_DEPTH: usize = 128;

/// The tree, unless reading had to stop, and the findings.
pub(super) fn parse_up_to(limit: usize, text: &str) -> (Option<Node>, Vec<Finding>) {
    if let Some(finding) = yaml::too_large(limit, text) {
        return (None, vec![finding]);
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict());
    let root = match parsed.map(|result| result.value) {
        Ok(Some(root)) => root,
        Ok(None) => return (None, vec![syntax("", Span::default(), "it is empty")]),
        Err(error) => return (None, vec![syntax_error(text, &error)]),
    };
    let mut tree = Tree::default();
    let root = tree.node(&root, "", 0);
    (root, tree.findings)
}

/// Strict JSON: none of the extensions that the library supports.
fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn syntax_error(text: &str, error: &ParseError) -> Finding {
    let mut at = error.range().start.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    syntax("", Span::new(at, at), &error.kind().to_string())
}

fn syntax(pointer: &str, span: Span, why: &str) -> Finding {
    Finding::error(
        "json-syntax",
        pointer,
        span,
        format!("this is not valid JSON: {why}"),
        "use the complete document, as published",
    )
}

fn span(range: Range) -> Span {
    Span::new(range.start, range.end)
}

/// Converts the library's tree.
#[derive(Default)]
struct Tree {
    findings: Vec<Finding>,
}

impl Tree {
    /// Returns `None`, with a finding, if the tree is too deep or a number too large.
    fn node(&mut self, json: &Json<'_>, pointer: &str, depth: usize) -> Option<Node> {
        let (range, value) = match json {
            Json::NullKeyword(it) => (it.range, Value::Null),
            Json::BooleanLit(it) => (it.range, Value::Bool(it.value)),
            Json::StringLit(it) => (it.range, Value::String(it.value.clone().into_owned())),
            Json::NumberLit(it) => {
                let number = self.number(it.value, pointer, span(it.range))?;
                (it.range, Value::Number(number))
            }
            Json::Array(it) if self.may_open(depth, pointer, it.range) => {
                let items = it.elements.iter().enumerate();
                let items = items.filter_map(|(index, item)| {
                    self.node(item, &join(pointer, &index.to_string()), depth + 1)
                });
                (it.range, Value::Array(items.collect()))
            }
            Json::Object(it) if self.may_open(depth, pointer, it.range) => {
                (it.range, Value::Object(self.entries(it, pointer, depth)))
            }
            Json::Array(_) | Json::Object(_) => return None,
        };
        Some(Node {
            span: span(range),
            value,
        })
    }

    fn entries(&mut self, object: &Object<'_>, pointer: &str, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for property in &object.properties {
            let key = property.name.as_str();
            let key_span = span(property.name.range());
            if let Some(first) = seen.get(key) {
                let message = format!("the object has the key {} twice", show(key));
                self.findings.push(
                    Finding::error(
                        "duplicate-key",
                        pointer,
                        key_span,
                        message,
                        "keep one of them",
                    )
                    .with_related(*first, "first here"),
                );
                continue;
            }
            seen.insert(key, key_span);
            if let Some(node) = self.node(&property.value, &join(pointer, key), depth + 1) {
                entries.push(Entry {
                    key: key.to_owned(),
                    key_span,
                    node,
                });
            }
        }
        entries
    }

    fn number(&mut self, text: &str, pointer: &str, span: Span) -> Option<Number> {
        match serde_json::from_str(text) {
            Ok(number) => Some(number),
            Err(error) => {
                self.findings
                    .push(syntax(pointer, span, &error.to_string()));
                None
            }
        }
    }

    fn may_open(&mut self, depth: usize, pointer: &str, range: Range) -> bool {
        if depth == MAX_DEPTH {
            self.findings.push(Finding::error(
                "deep-nesting",
                pointer,
                span(range),
                format!("objects and arrays nest more than {MAX_DEPTH} levels deep"),
                "is this an OpenAPI document?",
            ));
        }
        depth < MAX_DEPTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Option<Node>, Vec<Finding>) {
        parse_up_to(1024 * 1024, text)
    }

    #[test]
    fn every_value_is_where_it_says() {
        let text = "{\n\t\"a\\/b\": [1, \"x\\\"y\",\r\n  {\"c\": null}],\n  \"ä\\ud83d\\ude00\": {\"e\": true, \"f\": -1.5e3}\n}\n";
        let (root, findings) = parse(text);
        assert_eq!(findings, []);
        let root = root.unwrap();
        for (pointer, part, value) in [
            ("/a~1b/0", "1", Value::Number(1.into())),
            ("/a~1b/1", "\"x\\\"y\"", Value::String("x\"y".into())),
            ("/a~1b/2/c", "null", Value::Null),
            ("/ä😀/e", "true", Value::Bool(true)),
        ] {
            let node = root.find(pointer).unwrap();
            assert_eq!((&text[node.span.range()], &node.value), (part, &value));
        }
        let keys: Vec<&str> = root
            .entries()
            .iter()
            .map(|entry| &text[entry.key_span.range()])
            .collect();
        assert_eq!(keys, ["\"a\\/b\"", "\"ä\\ud83d\\ude00\""]);
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(root.to_json(), expected);
    }

    #[test]
    fn what_is_not_json_is_a_finding() {
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
        for (text, rule) in [
            ("{\"a\": 1,}", "json-syntax"),
            ("{a: 1}", "json-syntax"),
            ("{\"a\": 1} // after", "json-syntax"),
            ("[1 2]", "json-syntax"),
            ("['a']", "json-syntax"),
            ("[\"\\ud83d\"]", "json-syntax"),
            ("[1e999]", "json-syntax"),
            ("[01]", "json-syntax"),
            ("{\"é\": ", "json-syntax"),
            (&"{\"a\":".repeat(100_000), "json-syntax"),
            (&deep, "deep-nesting"),
            ("{\"a\": 1, \"a\": 2}", "duplicate-key"),
        ] {
            let (_, findings) = parse(text);
            let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
            assert_eq!(rules, [rule], "{text:.40}");
        }
    }
}
