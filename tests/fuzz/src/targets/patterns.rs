//! Patterns: which strings they match, compared with another engine.
//!
//! The input becomes a document with one string that has a pattern and an example: the example is a finding if and
//! only if it does not match. The other engine is `regex`, which has the same syntax as we for the most part; where
//! it differs from ECMA-262, inputs are skipped.

use codegen::Source;
use serde_json::{Value, json};

use super::inputs;

/// Fragments of patterns.
pub const DICTIONARY: &[&str] = &[
    "^", "$", "(", "(?:", ")", "|", "[", "]", "[^", "-", "{2}", "{2,}", "{2,5}", "?", "*", "+",
    ".", "\\.", "\\/", "\\x41", "\\u00e9", "\\-", "\\]", "\\n", "a-z", "0-9", "é", "😀", "\n",
];

/// The maximum length of a value in characters: one that is sent needs a maximum.
const LONGEST: usize = 200;

/// A pattern and, on the next line, a value.
pub fn seeds() -> Vec<Vec<u8>> {
    inputs(&[
        "^CA[0-9a-fA-F]{32}$\nCAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2",
        "^CA[0-9a-fA-F]{32}$\nCA",
        "^\\+[1-9][0-9]{1,14}$\n+15550001111",
        "^(?:a|ab|abc*)$\nabccc",
        "^[^\\x00-\\x1F\\x7F]*$\ngrüß dich",
        "^[hH][tT]{2}[pP][sS]?:\\/\\/[^\\s@]+$\nhttps://example.com",
        "^([0-9]+|[*#w]){0,32}$\nww1234#",
        "^.$\né",
        "^[a\\-z.+/-]+$\na-z",
        "^(?:sips?:)?[^@]+@[^@;]+(;[a-z]+=[a-z]+)*$\nsip:a@b.c;transport=tls",
    ])
}

/// The example of the document is a finding if and only if the other engine does not match it.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let Some((pattern, value)) = text.split_once('\n') else {
        return;
    };
    let Some(matches) = by_us(pattern, value) else {
        return;
    };
    if is_read_otherwise(pattern, value) {
        return;
    }
    let Ok(regex) = regex::RegexBuilder::new(pattern).build() else {
        return;
    };
    assert_eq!(matches, regex.is_match(value), "{pattern} {value:?}");
}

/// Whether we match a value; `None` if there are other findings about the pattern or the value.
fn by_us(pattern: &str, value: &str) -> Option<bool> {
    let document = with_code(&json!({
        "description": "A code.", "type": "string", "pattern": pattern, "maxLength": LONGEST, "example": value,
    }))?;
    if value.chars().count() > LONGEST {
        return None;
    }
    let report = codegen::findings(&Source::new("code.json", document));
    // Other errors may end the check before it gets to the example.
    let about: Vec<(&str, &str)> = report
        .findings()
        .iter()
        .map(|it| (it.rule, it.pointer.as_str()))
        .collect();
    match about.as_slice() {
        [] => Some(true),
        [("invalid-example", "/components/schemas/Code/example")] => Some(false),
        _ => None,
    }
}

/// A document with a string described like this.
fn with_code(code: &Value) -> Option<String> {
    thread_local!(static DOCUMENT: Option<Value> = {
        let source = Source::new("text-pattern.yaml", include_str!("../../../fixtures/text-pattern.yaml"));
        codegen::load(&source).ok().map(|document| document.root().to_json())
    });
    let mut document = DOCUMENT.with(Option::clone)?;
    *document.pointer_mut("/components/schemas/Code")? = code.clone();
    Some(document.to_string())
}

/// Whether the two dialects differ: set operations on classes, nested classes, and what the dot excludes.
fn is_read_otherwise(pattern: &str, value: &str) -> bool {
    let has_class_syntax = ["&&", "--", "~~"].iter().any(|it| pattern.contains(it));
    let opened = pattern.matches('[').count() + pattern.matches("\\[").count();
    let in_class =
        opened > pattern.matches(']').count() || pattern.contains("[[") || nested(pattern);
    let dot = pattern.contains('.') && value.contains(['\r', '\u{2028}', '\u{2029}']);
    has_class_syntax || in_class || dot
}

/// Whether a bracket is opened inside brackets.
fn nested(pattern: &str) -> bool {
    let (mut is_in, mut is_escaped) = (false, false);
    for character in pattern.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' if is_in => return true,
            '[' => is_in = true,
            ']' => is_in = false,
            _ => {}
        }
    }
    false
}
