//! Components by name, and resolved references.

use std::collections::BTreeMap;

use crate::document::At;

use super::schema::{SchemaKind, reference_of};
use super::{entries, items};

/// The components of one kind.
#[derive(Debug)]
pub(crate) struct Section<'d> {
    /// Its key in the document: `schemas`, `parameters` or `responses`.
    pub(crate) name: &'static str,
    all: Vec<(&'d str, At<'d>)>,
    by_name: BTreeMap<&'d str, usize>,
}

impl<'d> Section<'d> {
    fn new(root: &At<'d>, name: &'static str) -> Self {
        let section = root.get("components").and_then(|at| at.get(name));
        let all: Vec<_> = entries(section).collect();
        let by_name = all
            .iter()
            .enumerate()
            .map(|(number, (name, _))| (*name, number))
            .collect();
        Self { name, all, by_name }
    }

    /// The component of this name, and the name as borrowed from the document.
    pub(crate) fn find(&self, name: &str) -> Option<(&'d str, &At<'d>)> {
        let (name, at) = self.all.get(*self.by_name.get(name)?)?;
        Some((name, at))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&At<'d>> {
        self.find(name).map(|(_, at)| at)
    }

    /// All components, in the order of the document.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'d str, &At<'d>)> {
        self.all.iter().map(|(name, at)| (*name, at))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.all.iter().map(|(name, _)| *name)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &At<'d>> {
        self.all.iter().map(|(_, at)| at)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The component that a reference names, if it is one of these.
    fn behind(&self, reference: &str) -> Option<(&'d str, &At<'d>)> {
        let rest = reference.strip_prefix("#/components/")?;
        self.find(rest.strip_prefix(self.name)?.strip_prefix('/')?)
    }

    /// The name of the component that the node's `$ref` names.
    pub(super) fn target(&self, at: &At<'d>) -> Option<&'d str> {
        let (name, _) = self.behind(at.get_str("$ref")?)?;
        Some(name)
    }

    /// The node itself, or the component its `$ref` names.
    fn follow(&self, at: &At<'d>) -> Option<At<'d>> {
        match at.get_str("$ref") {
            Some(reference) => self.behind(reference).map(|(_, target)| target.clone()),
            None => Some(at.clone()),
        }
    }
}

/// The components of a document that can be referred to.
#[derive(Debug)]
pub(crate) struct Components<'d> {
    pub(crate) schemas: Section<'d>,
    pub(crate) parameters: Section<'d>,
    pub(crate) responses: Section<'d>,
}

impl<'d> Components<'d> {
    pub(super) fn new(root: &At<'d>) -> Self {
        Self {
            schemas: Section::new(root, "schemas"),
            parameters: Section::new(root, "parameters"),
            responses: Section::new(root, "responses"),
        }
    }

    /// All three kinds.
    pub(crate) fn sections(&self) -> [&Section<'d>; 3] {
        [&self.schemas, &self.parameters, &self.responses]
    }

    /// The schema component a reference names.
    pub(crate) fn schema(&self, reference: &str) -> Option<(&'d str, &At<'d>)> {
        self.schemas.behind(reference)
    }

    /// The name of the schema component behind a reference, or behind `allOf` around one.
    pub(crate) fn target(&self, schema: &At<'d>) -> Option<&'d str> {
        let (name, _) = self.schema(reference_of(schema)?)?;
        Some(name)
    }

    /// The schema itself, or the component behind a reference.
    pub(crate) fn resolve(&self, schema: &At<'d>) -> Option<At<'d>> {
        match reference_of(schema) {
            Some(reference) => self.schema(reference).map(|(_, schema)| schema.clone()),
            None => Some(schema.clone()),
        }
    }

    /// Whether the values of a schema are objects, of one type or of several.
    pub(crate) fn is_object(&self, schema: &At<'d>) -> bool {
        let kind = |schema: &At<'d>| SchemaKind::of(schema.node);
        let is_object = |kind| matches!(kind, SchemaKind::Object | SchemaKind::Map);
        let mut members = items(schema.get("oneOf")).filter_map(|member| self.resolve(&member));
        is_object(kind(schema))
            || kind(schema) == SchemaKind::Union && members.any(|it| is_object(kind(&it)))
    }

    /// The parameter itself, or the component behind a reference.
    pub(crate) fn parameter(&self, at: &At<'d>) -> Option<At<'d>> {
        self.parameters.follow(at)
    }

    /// The response itself, or the component behind a reference.
    pub(crate) fn response(&self, at: &At<'d>) -> Option<At<'d>> {
        self.responses.follow(at)
    }
}
