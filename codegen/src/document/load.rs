//! Reads the bytes of a file into a document.

use crate::document::recover::{self, Guess};
use crate::document::{At, Node, Value, layout, parse, segments};
use crate::finding::{Finding, Report};
use crate::source::{Source, Span};

/// A document that is valid YAML. Its contents are not checked yet.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    root: Node,
    problems: Vec<Finding>,
    layout: Vec<Finding>,
    /// Whether house rules are only warnings.
    is_lenient: bool,
}

impl Document {
    /// A document whose tree was derived from another; its spans refer to `source`.
    pub(crate) fn made_of(source: &Source, root: Node) -> Self {
        Self {
            source: source.clone(),
            root,
            problems: Vec::new(),
            layout: Vec::new(),
            is_lenient: true,
        }
    }

    /// The same document with lenient house rules, for comparison only.
    pub(crate) fn leniently(self) -> Self {
        Self {
            layout: Vec::new(),
            is_lenient: true,
            ..self
        }
    }

    /// Whether some house rules are only warnings: the document was normalized from another style, or is only
    /// compared, and may be older than these rules.
    pub(crate) fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    /// The text it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The whole tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Errors in its YAML that still allow a tree: a repeated key, an anchor, a tag.
    pub(crate) fn problems(&self) -> &[Finding] {
        &self.problems
    }

    /// Findings about its layout.
    pub(crate) fn layout(&self) -> &[Finding] {
        &self.layout
    }

    /// The node a JSON pointer leads to.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.root.find(pointer)
    }

    /// The text to underline for the node that a JSON pointer leads to, or for its nearest existing ancestor.
    pub fn span(&self, pointer: &str) -> Span {
        self.nearest(pointer).span()
    }

    /// The span of the key of that node, if it has one.
    pub fn key_span(&self, pointer: &str) -> Span {
        self.nearest(pointer).key_span()
    }

    /// The deepest existing node on the path.
    pub(crate) fn nearest(&self, pointer: &str) -> At<'_> {
        let mut at = At::root(&self.root);
        for segment in segments(pointer) {
            let next = match &at.node.value {
                Value::Array(_) => segment
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| at.items().nth(index)),
                _ => at.get(&segment),
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}

/// Reads a document.
///
/// # Errors
///
/// Returns a report if the text is not a single YAML document.
pub fn load(source: &Source) -> Result<Document, Report> {
    let (root, problems) = parse(&source.text);
    match root {
        Some(root) => Ok(Document {
            source: source.clone(),
            root,
            problems,
            layout: layout::long_lines(&source.text),
            is_lenient: false,
        }),
        None => {
            let mut report = Report::new(source);
            problems
                .into_iter()
                .for_each(|finding| report.push(finding));
            report.sort();
            Err(report)
        }
    }
}

/// The ways in which an unreadable document may have been intended, and what was guessed for each.
pub(crate) fn tentatively(source: &Source) -> Vec<(Document, Guess)> {
    let readings = recover::tentatively(&source.text).into_iter();
    let documents = readings.filter_map(|it| {
        let document = Document {
            source: source.clone(),
            root: it.root,
            problems: it.findings,
            layout: layout::long_lines(&source.text),
            is_lenient: false,
        };
        Some((document, it.guess?))
    });
    documents.collect()
}

impl Source {
    /// A document from the bytes of a file.
    ///
    /// # Errors
    ///
    /// Returns a finding at the first byte that is not valid UTF-8.
    pub fn from_utf8(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Report> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let source = Self::new(name, String::from_utf8_lossy(error.as_bytes()));
                let mut report = Report::new(&source);
                let replaced = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
                report.push(Finding::error(
                    "not-utf8",
                    "",
                    replaced,
                    "the file contains a byte that is not valid UTF-8",
                    "save the document as UTF-8",
                ));
                Err(report)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_nodes_or_to_the_nearest() {
        let text = include_str!("../../../tests/fixtures/minimal.yaml");
        let source = Source::new("test.yaml", text);
        let document = load(&source).unwrap();
        let pointer = "/paths/~1Accounts~1{AccountSid}~1Calls.json/post/operationId";
        assert_eq!(
            document.node(pointer).and_then(Node::as_str),
            Some("createCall")
        );
        assert_eq!(text.get(document.span(pointer).range()), Some("createCall"));
        assert_eq!(
            text.get(document.key_span(pointer).range()),
            Some("operationId")
        );
        assert_eq!(
            document.node("/servers/0/url").and_then(Node::as_str),
            Some("https://api.example.com")
        );
        assert_eq!(
            document.span("/info/title/none/0"),
            document.span("/info/title")
        );
        assert_eq!(document.node("/servers/9"), None);
    }
}
