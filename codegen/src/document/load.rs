//! From the bytes of a file to a document.

use crate::document::{At, Node, Value, layout, parse, segments};
use crate::finding::{Finding, Report};
use crate::source::{Source, Span};

/// A document that is YAML. What it says has not been checked yet; `check` does that.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    root: Node,
    problems: Vec<Finding>,
    layout: Vec<Finding>,
    /// Whether house rules are only warned about.
    is_lenient: bool,
}

impl Document {
    /// A tree that was made out of another one, whose spans lie in `source`.
    pub(crate) fn made_of(source: &Source, root: Node) -> Self {
        Self {
            source: source.clone(),
            root,
            problems: Vec::new(),
            layout: Vec::new(),
            is_lenient: true,
        }
    }

    /// The same document, of which some house rules are not required: it is only compared.
    pub(crate) fn leniently(self) -> Self {
        Self {
            layout: Vec::new(),
            is_lenient: true,
            ..self
        }
    }

    /// Whether some house rules are not required: it was made out of a document of another style, which knows nothing of
    /// them, or is only compared, perhaps as an older document than these rules.
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

    /// What is wrong with its YAML although there is a tree: a repeated key, an anchor, a tag.
    pub(crate) fn problems(&self) -> &[Finding] {
        &self.problems
    }

    /// What is wrong with its layout, whatever it says.
    pub(crate) fn layout(&self) -> &[Finding] {
        &self.layout
    }

    /// The node a JSON pointer leads to.
    pub fn node(&self, pointer: &str) -> Option<&Node> {
        self.root.find(pointer)
    }

    /// What to underline for the node a JSON pointer leads to, or for its nearest ancestor that exists.
    pub fn span(&self, pointer: &str) -> Span {
        self.nearest(pointer).span()
    }

    /// The span of the key in front of that node, where it has one.
    pub fn key_span(&self, pointer: &str) -> Span {
        self.nearest(pointer).key_span()
    }

    /// The deepest node on the way that exists.
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
/// Why a document cannot be loaded: the text is not YAML, or not one document.
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

impl Source {
    /// A document from the bytes of a file.
    ///
    /// # Errors
    ///
    /// A finding at the first byte that is not UTF-8.
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
                    "a byte that is not UTF-8",
                    "save the document in UTF-8",
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
