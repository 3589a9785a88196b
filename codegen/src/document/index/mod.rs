//! What a document describes, looked up once: components by name, operations and callbacks with everything they refer
//! to, compiled patterns, and who uses which component.
//!
//! The index makes no assumptions, so that unchecked documents can be indexed: a dangling reference is left out, and
//! a keyword of the wrong type counts as missing.

mod components;
mod operation;
mod rules;
mod schema;
mod usage;

#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::document::{At, Document, Node, Spellings, Value};
use crate::pattern::{Pattern, PatternProblem, Work};

pub(crate) use components::Components;
pub(crate) use operation::{METHODS, OTHER_METHODS, Operation, Parameter, Response};
pub(crate) use rules::{Relation, Rule};
pub(crate) use schema::{SchemaKind, is_binary, reference_of};
pub(crate) use usage::{Cycle, Graph, Reference, Usage};

/// The media type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// The name of an element's text in `x-xml`.
pub(crate) const XML_TEXT: &str = "#text";
/// The media type of JSON.
pub(crate) const JSON: &str = "application/json";

/// An indexed document. It dereferences to its [`Components`].
#[derive(Debug)]
pub(crate) struct Index<'d> {
    pub(crate) document: &'d Document,
    pub(crate) root: At<'d>,
    components: Components<'d>,
    /// The path items and their paths.
    pub(crate) paths: Vec<(&'d str, At<'d>)>,
    /// The operations of the paths, then those of their callbacks.
    pub(crate) operations: Vec<Operation<'d>>,
    /// Every reference.
    pub(crate) references: Vec<Reference<'d>>,
    pub(crate) graph: Graph<'d>,
    pub(crate) usage: Usage<'d>,
    /// The patterns used so far; each is compared with many values.
    patterns: RefCell<BTreeMap<&'d str, Result<Arc<Pattern>, PatternProblem>>>,
    /// Counted when the first misspelt name is found.
    spellings: OnceCell<Spellings<'d>>,
    /// The remaining budget for compiling patterns.
    work: Cell<Work>,
}

impl<'d> Deref for Index<'d> {
    type Target = Components<'d>;

    fn deref(&self) -> &Components<'d> {
        &self.components
    }
}

impl<'d> Index<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let root = At::root(document.root());
        let components = Components::new(&root);
        let paths: Vec<_> = entries(root.get("paths")).collect();
        let operations = operation::all(&paths, &components);
        let (graph, mut references) = Graph::new(&components);
        usage::outside_schemas(&paths, &operations, &components, &mut references);
        let usage = Usage::new(&operations, &components, &graph);
        Self {
            document,
            root,
            components,
            paths,
            operations,
            references,
            graph,
            usage,
            patterns: RefCell::default(),
            spellings: OnceCell::new(),
            work: Cell::new(Work::DOCUMENT),
        }
    }

    /// A pattern of this document, compiled on first use.
    pub(crate) fn pattern(&self, text: &'d str) -> Result<Arc<Pattern>, PatternProblem> {
        self.patterns
            .borrow_mut()
            .entry(text)
            .or_insert_with(|| {
                let mut work = self.work.get();
                let pattern = Pattern::parse_within(text, &mut work).map(Arc::new);
                self.work.set(work);
                pattern
            })
            .clone()
    }

    /// How often every name occurs in this document.
    pub(crate) fn spellings(&self) -> &Spellings<'d> {
        let root = self.root.node;
        self.spellings.get_or_init(|| Spellings::of(root))
    }

    /// Every parameter definition, in a component or inline.
    pub(crate) fn parameter_definitions(&self) -> Vec<At<'d>> {
        let holders = self.paths.iter().map(|(_, item)| item);
        let operations = self.operations.iter().map(|operation| &operation.at);
        let in_place = holders
            .chain(operations)
            .flat_map(|at| items(at.get("parameters")));
        self.parameters
            .values()
            .cloned()
            .chain(in_place)
            .filter(|parameter| !parameter.has("$ref"))
            .collect()
    }

    /// Every media type of a request body or a response.
    pub(crate) fn media_types(&self) -> Vec<At<'d>> {
        let bodies = self.operations.iter().flat_map(|operation| &operation.body);
        bodies
            .map(|(_, media)| media.clone())
            .chain(self.response_media_types())
            .collect()
    }

    /// Every media type of a response.
    pub(crate) fn response_media_types(&self) -> Vec<At<'d>> {
        let in_place = self
            .operations
            .iter()
            .flat_map(|operation| &operation.responses)
            .flat_map(|response| media(&response.place));
        in_place
            .chain(self.responses.values().flat_map(media))
            .collect()
    }
}

fn media<'d>(holder: &At<'d>) -> Vec<At<'d>> {
    contents(Some(holder)).map(|(_, media)| media).collect()
}

/// The named examples of a media type: the place and value of each.
pub(crate) fn named_examples<'d>(media: &At<'d>) -> impl Iterator<Item = (At<'d>, At<'d>)> {
    entries(media.get("examples")).filter_map(|(_, at)| {
        let value = at.get("value")?;
        Some((at, value))
    })
}

/// The media types of a request body or response.
pub(crate) fn contents<'d>(at: Option<&At<'d>>) -> impl Iterator<Item = (&'d str, At<'d>)> {
    entries(at.and_then(|at| at.get("content")))
}

/// The entries of an object, which may be missing.
pub(crate) fn entries<'d>(at: Option<At<'d>>) -> impl Iterator<Item = (&'d str, At<'d>)> {
    at.map(|at| at.entries().collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
}

/// The items of an array, which may be missing.
pub(crate) fn items<'d>(at: Option<At<'d>>) -> impl Iterator<Item = At<'d>> {
    at.map(|at| at.items().collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
}

/// Whether a value is an empty object or array.
pub(crate) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

impl Document {
    /// The named examples of all media types, each with its JSON pointer, in the order of the document.
    pub fn examples(&self) -> Vec<(String, &Node)> {
        let mut found: Vec<(At<'_>, At<'_>)> = Index::new(self)
            .media_types()
            .iter()
            .flat_map(named_examples)
            .collect();
        found.sort_by_key(|(at, _)| at.key_span());
        found
            .into_iter()
            .map(|(at, value)| (at.pointer, value.node))
            .collect()
    }
}
