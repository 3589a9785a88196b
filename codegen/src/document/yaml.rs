//! Parses YAML into a tree with the position of every node.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use crate::document::number::{Plain, number};
use crate::document::places::Places;
use crate::document::slip;
use crate::document::{Entry, Node, Value, join};
use crate::edit::{Fix, quoted};
use crate::finding::{Finding, show};
use crate::source::Span;

/// The maximum length in bytes. The actual spec has about a seventh of that.
pub(crate) const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The maximum depth of objects and arrays. An OpenAPI document of the supported kind needs about fifteen levels; the
/// limit keeps the recursive readers after the parser from overflowing the stack.
const MAX_DEPTH: usize = 48;

/// The tree, unless reading had to stop, and the findings.
pub(crate) fn parse(text: &str) -> (Option<Node>, Vec<Finding>) {
    parse_up_to(MAX_BYTES, text)
}

/// Where reading had to stop, and the possible fixes besides the one in the finding.
pub(super) fn choices(text: &str) -> (usize, Vec<Fix>) {
    if too_large(MAX_BYTES, text)
        .or_else(|| unreadable(text))
        .is_some()
    {
        return (0, Vec::new());
    }
    let mut reader = Reader::new(text);
    reader.read();
    (reader.stopped, reader.choices)
}

/// Like [`parse`], with a size limit in bytes.
pub(super) fn parse_up_to(limit: usize, text: &str) -> (Option<Node>, Vec<Finding>) {
    if let Some(finding) = too_large(limit, text).or_else(|| unreadable(text)) {
        return (None, vec![finding]);
    }
    let mut reader = Reader::new(text);
    let root = reader.read();
    (root, reader.findings)
}

/// Reports a text that exceeds the limit.
pub(super) fn too_large(limit: usize, text: &str) -> Option<Finding> {
    (text.len() > limit).then(|| {
        Finding::error(
            "too-large",
            "",
            Span::default(),
            format!(
                "the document has {} bytes; the maximum is {limit}",
                text.len()
            ),
            "is this the right file?",
        )
    })
}

/// Reports characters that the parser does not handle.
fn unreadable(text: &str) -> Option<Finding> {
    let fault = |rule, at: usize, width, message: String, help: &str| {
        let span = Span::new(at, at + width);
        let is_line_end = text.get(span.range()) == Some("\r");
        Some(Finding {
            fix: (!is_line_end).then(|| Fix::exact(span, "")),
            ..Finding::error(rule, "", span, message, help)
        })
    };
    if text.starts_with('\u{FEFF}') {
        return fault(
            "byte-order-mark",
            0,
            '\u{FEFF}'.len_utf8(),
            "the document starts with a byte order mark".to_owned(),
            "save it as UTF-8 without a byte order mark",
        );
    }
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let lone_return = c == '\r' && characters.peek().map(|(_, c)| *c) != Some('\n');
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}');
        if lone_return || control || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') {
            return fault(
                "control-character",
                at,
                c.len_utf8(),
                format!(
                    "the character U+{:04X} is not allowed in a YAML document",
                    u32::from(c)
                ),
                "remove it, or use an escape sequence in double quotes, such as \"\\u0007\"",
            );
        }
    }
    None
}

/// Objects whose values are prose.
const PROSE_OBJECTS: &[&str] = &["x-enum-descriptions", "x-error-codes"];

/// An object or array that has been opened and not yet closed.
enum Frame {
    List {
        start: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        entries: Vec<Entry>,
        seen: BTreeMap<String, Span>,
        key: Option<Key>,
    },
}

struct Key {
    text: String,
    span: Span,
    /// Whether the value belongs in the tree; those of repeated and merged keys do not.
    keep: bool,
    /// The finding about a repeated key.
    finding: Option<usize>,
}

/// Turns the parser's events into a tree without recursion.
struct Reader<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    places: Places<'t>,
    frames: Vec<Frame>,
    findings: Vec<Finding>,
    /// Possible fixes of the last finding, none of which is certain by itself.
    choices: Vec<Fix>,
    /// Where the parser gave up.
    stopped: usize,
}

/// Parsing cannot continue.
struct Stop;

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            parser: Parser::new_from_str(text),
            places: Places::new(text),
            frames: Vec::new(),
            findings: Vec::new(),
            choices: Vec::new(),
            stopped: 0,
        }
    }

    fn read(&mut self) -> Option<Node> {
        let mut root = None;
        let mut documents = 0;
        while let Some(event) = self.parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = self.places.offset(*error.marker());
                    self.fault(error.info(), Span::new(at, at));
                    return None;
                }
            };
            let span = self.places.span(span);
            if let Event::DocumentStart(_) = event {
                documents += 1;
                if documents > 1 {
                    self.report(
                        "several-documents",
                        span,
                        "the file contains more than one YAML document",
                        "remove the `---` line and the other document",
                    );
                    return None;
                }
            }
            match self.event(event, span) {
                Ok(Some(node)) => root = Some(node),
                Ok(None) => {}
                Err(Stop) => return None,
            }
        }
        if root.is_none() {
            self.report(
                "empty-document",
                Span::default(),
                "the document is empty",
                "start with `openapi: 3.0.3`",
            );
        }
        root
    }

    /// Reports why the parser gave up.
    fn fault(&mut self, info: &str, span: Span) {
        self.stopped = span.start;
        // The parser reads ahead of its events, and has its own limit.
        if info.contains("recursion limit") {
            self.too_deep(span);
        } else if let Some(slip) = slip::near(self.text, span.start, info) {
            let message = format!("this is not valid YAML: {}", slip.message);
            self.report("yaml-syntax", slip.span, message, slip.help);
            self.fix(slip.fix);
            self.choices = slip.choices;
        } else {
            self.report(
                "yaml-syntax",
                span,
                format!("this is not valid YAML: {info}"),
                "check indentation (spaces only), colons and quotes here and in the line above",
            );
        }
    }

    fn too_deep(&mut self, span: Span) {
        self.report(
            "deep-nesting",
            span,
            format!("objects and arrays nest more than {MAX_DEPTH} levels deep"),
            "move inner parts to `components` and refer to them with `$ref`",
        );
    }

    /// Processes one event; returns the root when it is complete.
    fn event(&mut self, event: Event<'t>, span: Span) -> Result<Option<Node>, Stop> {
        match event {
            Event::Alias(_) => {
                self.report(
                    "alias",
                    span,
                    "aliases are not supported",
                    "write the value out, or make it a component and refer to it:\n  $ref: '#/components/schemas/Name'",
                );
                self.value(Node {
                    span,
                    value: Value::Null,
                })
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.reject_extras(anchor, tag.as_deref(), span);
                let is_string = tag
                    .as_deref()
                    .is_some_and(|it| it.is_yaml_core_schema() && it.suffix == "str");
                if is_string && anchor == 0 && style == ScalarStyle::Plain {
                    self.fix(Fix::replace(span, quoted(&text)));
                }
                self.scalar(&text, style, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.reject_extras(anchor, tag.as_deref(), span);
                self.open(
                    Frame::List {
                        start: span.start,
                        items: Vec::new(),
                    },
                    span,
                )
            }
            Event::MappingStart(anchor, tag) => {
                self.reject_extras(anchor, tag.as_deref(), span);
                self.open(
                    Frame::Map {
                        start: span.start,
                        entries: Vec::new(),
                        seen: BTreeMap::new(),
                        key: None,
                    },
                    span,
                )
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(None),
        }
    }

    /// Ends the innermost array or object.
    fn close(&mut self, span: Span) -> Result<Option<Node>, Stop> {
        match self.frames.pop() {
            Some(Frame::List { start, items }) => self.value(Node {
                span: Span::new(start, span.end),
                value: Value::Array(items),
            }),
            Some(Frame::Map { start, entries, .. }) => self.value(Node {
                span: Span::new(start, span.end),
                value: Value::Object(entries),
            }),
            None => Ok(None),
        }
    }

    fn reject_extras(&mut self, anchor: usize, tag: Option<&saphyr_parser::Tag>, span: Span) {
        if anchor != 0 {
            self.report(
                "anchor",
                span,
                "anchors are not supported",
                "remove the `&name`, and move what is used twice to `components`",
            );
            self.fix(self.without_prefix(span, '&'));
        }
        if let Some(tag) = tag {
            self.report(
                "tag",
                span,
                format!("the tag {} is not supported", show(&tag_name(tag))),
                "remove the tag; to make a number a string, put it in quotes",
            );
            self.fix(self.without_prefix(span, '!'));
        }
    }

    /// A fix that removes the word in front of a value that begins with this character.
    fn without_prefix(&self, span: Span, sign: char) -> Option<Fix> {
        let rest = self.text.get(span.start..)?;
        let word = rest
            .find(char::is_whitespace)
            .filter(|_| rest.starts_with(sign))?;
        let blank = rest.get(word..)?;
        let blank = blank.len() - blank.trim_start_matches(' ').len();
        Some(Fix::exact(
            Span::new(span.start, span.start + word + blank),
            "",
        ))
    }

    fn open(&mut self, frame: Frame, span: Span) -> Result<Option<Node>, Stop> {
        if let Some(Frame::Map { key: None, .. }) = self.frames.last() {
            self.report(
                "non-text-key",
                span,
                "an object or array is used as a key",
                "use a string; an expression in braces has to be quoted:\n  '{$request.body#/StatusCallback}':",
            );
            return Err(Stop);
        }
        if self.frames.len() >= MAX_DEPTH {
            self.too_deep(span);
            return Err(Stop);
        }
        self.frames.push(frame);
        Ok(None)
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Result<Option<Node>, Stop> {
        let (value, span) = match style {
            ScalarStyle::Plain => {
                let value = self.plain(text, span);
                self.slips(text, &value, span);
                (value, span)
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                (Value::String(text.to_owned()), self.places.quoted(span))
            }
            _ => (Value::String(text.to_owned()), span),
        };
        if let Some(Frame::Map { key: None, .. }) = self.frames.last() {
            self.key(text, &value, style, span);
            return Ok(None);
        }
        self.value(Node { span, value })
    }

    /// Reports unquoted text whose meaning differs from what it looks like.
    fn slips(&mut self, text: &str, value: &Value, span: Span) {
        if slip::is_in_typographic_quotes(text) {
            let inner: String = text.chars().skip(1).collect();
            let inner = match inner.strip_suffix(['\'', '"']) {
                Some(inner) => inner,
                None => inner.trim_end_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()),
            };
            self.report(
                "typographic-quotes",
                span,
                "typographic quotes are part of the string",
                format!("write straight quotes: '{}'", shorten(inner)),
            );
            self.fix(Fix::replace(span, quoted(inner)));
        }
        if let Some(slip) = slip::odd_space(text) {
            self.report("odd-space", span, slip.message, slip.help);
            self.fix(Fix::exact(span, text.trim()));
        }
        let is_key = matches!(self.frames.last(), Some(Frame::Map { key: None, .. }));
        if is_key || !matches!(value, Value::String(_)) {
            return;
        }
        let end = span.start
            + self
                .text
                .get(span.range())
                .unwrap_or_default()
                .trim_end()
                .len();
        if let Some(comment) = slip::comment_after(self.text, end) {
            self.report(
                "comment-after-text",
                comment,
                "` #` starts a comment, which is not part of the string",
                format!(
                    "put the string in quotes, or the comment on its own line:\n  '{} {}'",
                    shorten(text),
                    shorten(self.text.get(comment.range()).unwrap_or_default())
                ),
            );
            // In prose, the comment may have been intended as part of the text.
            self.fix((!self.is_prose()).then(|| Fix::lift(comment)));
        }
    }

    /// Whether the current value is prose.
    fn is_prose(&self) -> bool {
        let key = |frame: Option<&'_ Frame>, names: &[&str]| match frame {
            Some(Frame::Map { key: Some(key), .. }) => names.contains(&key.text.as_str()),
            _ => false,
        };
        let around = self.frames.len().checked_sub(2);
        let around = around.and_then(|at| self.frames.get(at));
        key(self.frames.last(), slip::PROSE) || key(around, PROSE_OBJECTS)
    }

    /// Interprets unquoted text by the core schema of YAML 1.2.
    fn plain(&mut self, text: &str, span: Span) -> Value {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
            "true" | "True" | "TRUE" => return Value::Bool(true),
            "false" | "False" | "FALSE" => return Value::Bool(false),
            _ => {}
        }
        match number(text) {
            Plain::Text => Value::String(text.to_owned()),
            Plain::Number(number) => Value::Number(number),
            Plain::Odd(why) => {
                self.report(
                    "number",
                    span,
                    format!("{} {why}", show(text)),
                    format!(
                        "write a plain decimal number or, if it is a string, '{}' in quotes",
                        shorten(text)
                    ),
                );
                self.fix(self.decimal(text).map(|it| Fix::replace(span, it)));
                // A string, so that the missing number does not cause a second finding.
                Value::String(text.to_owned())
            }
        }
    }

    /// The number in decimal notation, where a number is required.
    fn decimal(&self, text: &str) -> Option<String> {
        const BOUNDS: &[&str] = &["maxLength", "maximum", "minLength", "minimum"];
        let is_bound = match self.frames.last() {
            Some(Frame::Map { key: Some(key), .. }) => BOUNDS.contains(&key.text.as_str()),
            _ => false,
        };
        let digits = |prefix, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
        let number = digits("0x", 16).or_else(|| digits("0o", 8));
        number.filter(|_| is_bound).map(|it| it.to_string())
    }

    fn key(&mut self, text: &str, value: &Value, style: ScalarStyle, span: Span) {
        let whole = matches!(value, Value::Number(number) if !number.is_f64());
        let merge = style == ScalarStyle::Plain && text == "<<";
        let mut repeated = None;
        let next = self.findings.len();
        if let Some(Frame::Map { seen, key, .. }) = self.frames.last_mut() {
            repeated = seen.get(text).copied();
            seen.entry(text.to_owned()).or_insert(span);
            *key = Some(Key {
                text: text.to_owned(),
                span,
                keep: !merge && repeated.is_none(),
                finding: (!merge && repeated.is_some()).then_some(next),
            });
        }
        if merge {
            self.report(
                "merge-key",
                span,
                "merge keys (`<<`) are not supported",
                "write the keys out",
            );
        } else if !whole && !matches!(value, Value::String(_)) {
            self.report(
                "non-text-key",
                span,
                format!("the key {} is not a string", show(text)),
                format!("put it in quotes: '{}'", shorten(text)),
            );
            self.fix((style == ScalarStyle::Plain && !text.is_empty()).then(|| Fix::quote(span)));
        } else if let Some(first) = repeated {
            let finding = Finding::error(
                "duplicate-key",
                self.pointer(),
                span,
                format!("the object has the key {} twice", show(text)),
                "keep one of them",
            );
            self.findings
                .push(finding.with_related(first, "first here"));
        }
    }

    /// Adds a complete value to the enclosing frame.
    fn value(&mut self, node: Node) -> Result<Option<Node>, Stop> {
        match self.frames.last_mut() {
            None => return Ok(Some(node)),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => match key.take() {
                Some(key) if key.keep => entries.push(Entry {
                    key: key.text,
                    key_span: key.span,
                    node,
                }),
                Some(key) => {
                    let first = entries.iter().find(|entry| entry.key == key.text);
                    let is_same = first.is_some_and(|it| it.node.to_json() == node.to_json());
                    let finding = key.finding.and_then(|at| self.findings.get_mut(at));
                    if let (Some(finding), true) = (finding, is_same) {
                        let span = Span::new(key.span.start, node.span.end);
                        finding.fix = Some(Fix::remove_entry(span));
                    }
                }
                None => {
                    self.report(
                        "non-text-key",
                        node.span,
                        "an alias is used as a key",
                        "write the key out",
                    );
                    return Err(Stop);
                }
            },
        }
        Ok(None)
    }

    /// The JSON pointer to the current position.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.frames {
            match frame {
                Frame::List { items, .. } => pointer = join(&pointer, &items.len().to_string()),
                Frame::Map { key: Some(key), .. } => pointer = join(&pointer, &key.text),
                Frame::Map { key: None, .. } => {}
            }
        }
        pointer
    }

    fn report(
        &mut self,
        rule: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::error(rule, self.pointer(), span, message, help);
        self.findings.push(finding);
    }

    /// Adds a fix to the last finding.
    fn fix(&mut self, fix: impl Into<Option<Fix>>) {
        if let Some(last) = self.findings.last_mut() {
            last.fix = fix.into();
        }
    }
}

/// The tag as written in the document.
fn tag_name(tag: &saphyr_parser::Tag) -> String {
    if tag.is_yaml_core_schema() {
        format!("!!{}", tag.suffix)
    } else {
        tag.to_string()
    }
}

/// The text for a help line; a long one is cut, and ends in `…`.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The longest text that a help line shows whole.
const LONGEST_SHOWN: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Option<Node> {
        let (node, findings) = parse(text);
        assert_eq!(findings, []);
        node
    }

    #[test]
    fn every_scalar_stands_where_it_says() {
        let text = "a: ä b\r\nlang: # 日本語\r\n  - 'x ''y' # it's\n  - \"é\"   # after\n  - { k: 1, 日本: v }\n\tz: 0\n";
        let text = text.replace("\tz", "z");
        let root = node(&text);
        let mut queue: Vec<&Node> = root.iter().collect();
        let mut seen = Vec::new();
        while let Some(node) = queue.pop() {
            queue.extend(node.items());
            for entry in node.entries() {
                assert_eq!(text.get(entry.key_span.range()), Some(entry.key.as_str()));
                queue.push(&entry.node);
            }
            if node.items().is_empty() && node.entries().is_empty() {
                seen.extend(text.get(node.span.range()).map(str::trim_end));
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, ["\"é\"", "'x ''y'", "0", "1", "v", "ä b"]);
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, expected) in [
            ("yes", Value::String("yes".into())),
            ("on", Value::String("on".into())),
            ("2009-07-06", Value::String("2009-07-06".into())),
            ("1_000", Value::String("1_000".into())),
            ("1.2.3", Value::String("1.2.3".into())),
            (
                "-",
                Value::Array(vec![Node {
                    span: Span::new(1, 1),
                    value: Value::Null,
                }]),
            ),
            (".", Value::String(".".into())),
            ("e5", Value::String("e5".into())),
            ("True", Value::Bool(true)),
            ("~", Value::Null),
            ("-5", Value::Number((-5).into())),
            ("+5", Value::Number(5.into())),
            ("18446744073709551615", Value::Number(u64::MAX.into())),
            ("'5'", Value::String("5".into())),
        ] {
            assert_eq!(node(text).map(|node| node.value), Some(expected), "{text}");
        }
        let float = node("1.5e3").map(|node| node.to_json());
        assert_eq!(float, Some(serde_json::json!(1500.0)));
        for odd in [
            "0x1F",
            "0o17",
            ".inf",
            "-.INF",
            ".nan",
            "007",
            "1e999",
            "99999999999999999999",
        ] {
            assert_eq!(
                parse(odd).1.first().map(|finding| finding.rule),
                Some("number"),
                "{odd}"
            );
        }
    }
}
