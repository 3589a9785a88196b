//! Descriptions, which become documentation.
//!
//! rustdoc compiles code blocks and copies HTML. The emitted text is parsed here like rustdoc would parse it, and
//! must contain neither, wherever the description is used.

use codegen::{Source, findings, generate, generate_official};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::{Value, json};
use syn::visit::Visit;

use super::{documents, inputs};

/// Fragments of Markdown.
pub const DICTIONARY: &[&str] = &[
    "```\n",
    "```rust\n",
    "~~~\n",
    "    ",
    "\t",
    "<b>",
    "</b>",
    "<script>",
    "<!--",
    "-->",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "[a]: b",
    "![",
    "\n\n",
    "\n- ",
    "\n1. ",
    "\n> ",
    "\n# ",
    "\n---\n",
    "\n|a|b|\n|-|-|\n",
    "&lt;",
    "&",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    "[^1]",
    "[^1]: x",
    "- [ ] ",
    "http://a.b",
    "<http://a.b>",
    "*/",
    "\"",
    "\r",
    "\u{202E}",
    "\u{7f}",
];

/// Languages of code blocks that rustdoc shows but does not compile.
const SHOWN: [&str; 4] = ["text", "json", "xml", "http"];

const OURS: &str = include_str!("../../../fixtures/minimal.yaml");
const OFFICIAL: &str = include_str!("../../../fixtures/official/single-read.json");

/// Descriptions of all kinds.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "A call.",
        "A call, see `Call`.\n\nMore about *it*.",
        "```\nlet a = 1;\n```",
        "One:\n\n    indented code\n",
        "A <b>bold</b> call.",
        "A [link](https://example.com) and <https://example.com>.",
        "- one\n- two\n  - three\n\n> quoted\n",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "A [reference] and [another][one].\n\n[one]: https://example.com",
        "A footnote[^1].\n\n[^1]: Here.",
        "A & B &amp; C &lt; D \\* E",
    ])
}

/// A description is rejected, or becomes nothing but documentation.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    // Our own style reports problems in a description, the official style rewrites it.
    let ours = described(
        codegen::load(&Source::new("ours.yaml", OURS))
            .map_or(Value::Null, |it| it.root().to_json()),
        text,
    );
    let source = Source::new("ours.json", ours.to_string());
    let report = findings(&source);
    documents::reported(&report);
    if !report.has_errors() {
        match generate(&source) {
            Ok(output) => output.files.iter().for_each(is_documentation),
            Err(report) => documents::reported(&report),
        }
    }
    let official = described(serde_json::from_str(OFFICIAL).unwrap_or(json!({})), text);
    let source = Source::new("official.json", official.to_string());
    match generate_official(&source) {
        Ok(output) => output.files.iter().for_each(is_documentation),
        Err(report) => documents::reported(&report),
    }
}

/// A document with this text as each of its descriptions.
fn described(mut document: Value, text: &str) -> Value {
    match &mut document {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                *value = if key == "description" && value.is_string() {
                    text.into()
                } else {
                    described(value.take(), text)
                };
            }
        }
        Value::Array(array) => {
            for value in array {
                *value = described(value.take(), text);
            }
        }
        _ => {}
    }
    document
}

/// No doc comment of a file is run as code or contains HTML.
fn is_documentation((path, text): (&String, &String)) {
    if !path.ends_with(".rs") {
        return;
    }
    let parsed = syn::parse_file(text);
    assert!(
        parsed.is_ok(),
        "{path} is not Rust: {:?}\n{text}",
        parsed.err()
    );
    let mut comments = Comments::default();
    if let Ok(file) = parsed {
        comments.visit_file(&file);
    }
    for comment in comments.0 {
        assert_eq!(hazard(&comment), None, "{path}: {comment}");
    }
}

/// What the examples that the generator writes begin with.
const OURS_BEGIN: [&str; 3] = [
    "use std::",
    "use twilio_calls::",
    "# async fn example(client: twilio_calls::Client)",
];

/// What rustdoc would run, or copy as HTML, except for the generator's examples.
fn hazard(comment: &str) -> Option<String> {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let parser = Parser::new_ext(comment, extensions).into_offset_iter();
    parser.into_iter().find_map(|(event, range)| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.to_string()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented".to_owned()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
            if !SHOWN.contains(&info.as_ref()) =>
        {
            let block = comment.get(range).unwrap_or_default();
            let code = block.split_once('\n').map_or("", |(_, code)| code);
            let is_ours = OURS_BEGIN.iter().any(|begin| code.starts_with(begin));
            (!is_ours).then(|| info.to_string())
        }
        _ => None,
    })
}

/// The doc comments of a file, each as one string.
#[derive(Default)]
struct Comments(Vec<String>);

impl Comments {
    fn add(&mut self, attributes: &[syn::Attribute]) {
        let lines = attributes.iter().filter_map(|attribute| {
            let syn::Meta::NameValue(pair) = &attribute.meta else {
                return None;
            };
            let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = &pair.value
            else {
                return None;
            };
            pair.path.is_ident("doc").then(|| text.value())
        });
        let comment: Vec<String> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
            .collect();
        if !comment.is_empty() {
            self.0.push(comment.join("\n"));
        }
    }
}

impl<'a> Visit<'a> for Comments {
    fn visit_item(&mut self, item: &'a syn::Item) {
        match item {
            syn::Item::Struct(it) => self.add(&it.attrs),
            syn::Item::Enum(it) => self.add(&it.attrs),
            syn::Item::Fn(it) => self.add(&it.attrs),
            syn::Item::Mod(it) => self.add(&it.attrs),
            syn::Item::Macro(it) => self.in_macro(it.mac.tokens.clone()),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &'a syn::Field) {
        self.add(&field.attrs);
    }

    fn visit_impl_item_fn(&mut self, method: &'a syn::ImplItemFn) {
        self.add(&method.attrs);
        syn::visit::visit_impl_item_fn(self, method);
    }
}

impl Comments {
    /// Declarations are in macros: adjacent doc lines are one comment.
    fn in_macro(&mut self, tokens: proc_macro2::TokenStream) {
        let mut comment: Vec<String> = Vec::new();
        for token in tokens {
            let proc_macro2::TokenTree::Group(group) = &token else {
                if !matches!(&token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '#')
                {
                    self.finish(&mut comment);
                }
                continue;
            };
            let attribute = syn::parse2::<syn::MetaNameValue>(group.stream());
            match attribute {
                Ok(syn::MetaNameValue {
                    path,
                    value:
                        syn::Expr::Lit(syn::ExprLit {
                            lit: syn::Lit::Str(text),
                            ..
                        }),
                    ..
                }) if path.is_ident("doc") => {
                    let line = text.value();
                    comment.push(line.strip_prefix(' ').unwrap_or(&line).to_owned());
                }
                _ => {
                    self.finish(&mut comment);
                    self.in_macro(group.stream());
                }
            }
        }
        self.finish(&mut comment);
    }

    fn finish(&mut self, comment: &mut Vec<String>) {
        if !comment.is_empty() {
            self.0.push(std::mem::take(comment).join("\n"));
        }
    }
}
