//! The elements of TwiML, as `x-xml` of the spec lists them.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::Value;

/// Which elements a document may contain.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    root: String,
    /// The elements, and the contents allowed in each; `#text` stands for text.
    elements: BTreeMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    /// Reads the value of `x-xml`.
    pub(super) fn read(xml: &Value) -> Self {
        let texts = |list: &Value| -> BTreeSet<String> {
            let names = list.as_array().into_iter().flatten();
            names
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect()
        };
        let elements = xml["elements"].as_object().into_iter().flatten();
        Self {
            root: xml["root"].as_str().unwrap_or_default().to_owned(),
            elements: elements
                .map(|(name, children)| (name.clone(), texts(children)))
                .collect(),
        }
    }

    /// The first error in a document.
    pub(crate) fn problem(&self, document: &Document<'_>) -> Option<String> {
        let root = document.root_element();
        let name = root.tag_name().name();
        if name != self.root {
            return Some(format!("the document is not a <{}>", self.root));
        }
        let elements = root.descendants().filter(Node::is_element);
        elements.flat_map(|element| self.misplaced(element)).next()
    }

    /// The children of an element that are not allowed there.
    fn misplaced<'a>(&'a self, element: Node<'a, 'a>) -> impl Iterator<Item = String> + 'a {
        let parent = element.tag_name().name();
        let allowed = self.elements.get(parent);
        element.children().filter_map(move |child| {
            let name = match child {
                _ if child.is_element() => child.tag_name().name(),
                _ if child.is_text() && !child.text()?.trim().is_empty() => "#text",
                _ => return None,
            };
            let fits = allowed.is_some_and(|allowed| allowed.contains(name));
            (!fits).then(|| match name {
                "#text" => format!("<{parent}> contains text"),
                _ if self.elements.contains_key(name) => format!("<{parent}> contains <{name}>"),
                _ => format!("<{parent}> contains an unknown element"),
            })
        })
    }
}
