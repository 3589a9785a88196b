//! The document as the rules see it: components by name, operations in order, and who uses what.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{At, Node, Value};
use crate::pattern::{self, Dfa, PatternProblem};

/// The methods an operation may have.
pub(crate) const METHODS: [&str; 3] = ["get", "post", "delete"];

/// One operation, of a path or of a callback.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'d> {
    pub(crate) at: At<'d>,
    pub(crate) method: &'static str,
    /// The path, or the expression of a callback.
    pub(crate) path: &'d str,
    /// The path item it belongs to.
    pub(crate) item: At<'d>,
    /// The operation that declares it, for a callback.
    pub(crate) owner: Option<At<'d>>,
}

impl<'d> Operation<'d> {
    pub(crate) fn id(&self) -> Option<&'d str> {
        self.at.text_of("operationId")
    }

    /// How messages call it.
    pub(crate) fn name(&self) -> String {
        self.id().map_or_else(
            || format!("{} {}", self.method.to_uppercase(), self.path),
            str::to_owned,
        )
    }

    pub(crate) fn is_callback(&self) -> bool {
        self.owner.is_some()
    }
}

/// The kind of a schema, decided by its keywords alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaKind {
    /// Text without any constraint.
    Plain,
    /// Text with a pattern or a length.
    Text,
    /// Text with a `format`: a number, a time, money.
    Format,
    Enum,
    Integer,
    Union,
    /// An object with properties.
    Object,
    /// An object of any keys.
    Map,
    Boolean,
    Array,
    /// `$ref`, or `allOf` around one.
    Reference,
    /// Nothing that can be used; another rule says so.
    Unusable,
}

impl SchemaKind {
    pub(crate) fn of(schema: &Node) -> Self {
        if schema.get("$ref").is_some() || schema.get("allOf").is_some() {
            return Self::Reference;
        }
        if schema.get("oneOf").is_some() {
            return Self::Union;
        }
        let has = |key: &str| schema.get(key).is_some();
        match schema.get("type").and_then(Node::text) {
            Some("string") if has("enum") => Self::Enum,
            Some("string") if has("format") => Self::Format,
            Some("string") if has("pattern") || has("minLength") || has("maxLength") => Self::Text,
            Some("string") => Self::Plain,
            Some("integer") => Self::Integer,
            Some("object") if has("additionalProperties") && !has("properties") => Self::Map,
            Some("object") => Self::Object,
            Some("boolean") => Self::Boolean,
            Some("array") => Self::Array,
            _ => Self::Unusable,
        }
    }

    /// Whether a query, a path or a form field can carry it.
    pub(crate) fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::Plain | Self::Text | Self::Format | Self::Enum | Self::Integer | Self::Union
        )
    }

    /// As messages say it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain text",
            Self::Text => "constrained text",
            Self::Format => "text with a format",
            Self::Enum => "an enumeration",
            Self::Integer => "an integer",
            Self::Union => "a choice of texts",
            Self::Object => "an object",
            Self::Map => "a free-form object",
            Self::Boolean => "a boolean",
            Self::Array => "a list",
            Self::Reference => "a reference",
            Self::Unusable => "a schema without a usable type",
        }
    }
}

/// The document, indexed.
#[derive(Debug)]
pub(crate) struct Api<'d> {
    pub(crate) root: At<'d>,
    pub(crate) schemas: BTreeMap<&'d str, At<'d>>,
    pub(crate) parameters: BTreeMap<&'d str, At<'d>>,
    pub(crate) responses: BTreeMap<&'d str, At<'d>>,
    /// Every pattern of a component, compiled; many values are held against each.
    pub(crate) patterns: BTreeMap<&'d str, Result<Dfa, PatternProblem>>,
    /// The path items and their paths.
    pub(crate) paths: Vec<(&'d str, At<'d>)>,
    /// The operations of the paths, then those of their callbacks.
    pub(crate) operations: Vec<Operation<'d>>,
    /// The schemas that are form bodies of operations.
    pub(crate) forms: BTreeSet<&'d str>,
    /// The schemas that are form bodies of callbacks.
    pub(crate) callback_forms: BTreeSet<&'d str>,
    /// Every schema whose values the client sends.
    pub(crate) sent: BTreeSet<&'d str>,
    /// Every schema whose values the client receives, in responses and callbacks.
    pub(crate) received: BTreeSet<&'d str>,
}

impl<'d> Api<'d> {
    pub(crate) fn new(root: &'d Node) -> Self {
        let root = At::root(root);
        let section = |name: &str| -> BTreeMap<&'d str, At<'d>> {
            root.get("components")
                .and_then(|components| components.get(name))
                .map(|section| section.entries().collect())
                .unwrap_or_default()
        };
        let paths: Vec<_> = root
            .get("paths")
            .map(|paths| paths.entries().collect())
            .unwrap_or_default();
        let mut operations: Vec<Operation<'d>> = Vec::new();
        for (path, item) in &paths {
            operations.extend(of_item(path, item, None));
        }
        let callbacks: Vec<_> = operations.iter().flat_map(callbacks_of).collect();
        operations.extend(callbacks);
        let schemas = section("schemas");
        let patterns = schemas
            .values()
            .filter_map(|schema| schema.text_of("pattern"))
            .map(|pattern| (pattern, pattern::dfa(pattern)))
            .collect();
        let mut api = Self {
            schemas,
            patterns,
            parameters: section("parameters"),
            responses: section("responses"),
            root,
            paths,
            operations,
            forms: BTreeSet::new(),
            callback_forms: BTreeSet::new(),
            sent: BTreeSet::new(),
            received: BTreeSet::new(),
        };
        api.trace();
        api
    }

    /// Finds out which schemas are sent and which are received.
    fn trace(&mut self) {
        let mut sent = Vec::new();
        let mut received = Vec::new();
        let mut forms = BTreeSet::new();
        let mut callback_forms = BTreeSet::new();
        for operation in &self.operations {
            let body: Vec<_> = contents(operation.at.get("requestBody"))
                .filter_map(|(_, media)| media.get("schema"))
                .collect();
            let targets = body.iter().filter_map(|schema| self.target(schema));
            if operation.is_callback() {
                callback_forms.extend(targets);
                received.extend(body);
            } else {
                forms.extend(targets);
                sent.extend(body);
                sent.extend(
                    self.parameters_of(operation)
                        .into_iter()
                        .filter_map(|parameter| parameter.get("schema")),
                );
            }
            for (_, response) in entries(operation.at.get("responses")) {
                received.extend(
                    contents(self.response(&response)).filter_map(|(_, media)| media.get("schema")),
                );
            }
        }
        self.sent = self.closure(sent);
        self.received = self.closure(received);
        self.forms = forms;
        self.callback_forms = callback_forms;
    }

    /// The names of all schemas that these schemas reach.
    fn closure(&self, start: Vec<At<'d>>) -> BTreeSet<&'d str> {
        let mut names = BTreeSet::new();
        let mut queue = start;
        while let Some(schema) = queue.pop() {
            for (_, reference) in references(&schema) {
                if let Some((name, target)) = self.schema(reference)
                    && names.insert(name)
                {
                    queue.push(target.clone());
                }
            }
        }
        names
    }

    /// The table of a component's pattern, when it has one that can be compiled.
    pub(crate) fn dfa(&self, pattern: &str) -> Option<&Dfa> {
        self.patterns.get(pattern)?.as_ref().ok()
    }

    /// The schema component a reference names.
    pub(crate) fn schema(&self, reference: &str) -> Option<(&'d str, &At<'d>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        self.schemas
            .get_key_value(name)
            .map(|(name, schema)| (*name, schema))
    }

    /// The name of the schema component behind a reference, or behind `allOf` around one.
    pub(crate) fn target(&self, schema: &At<'d>) -> Option<&'d str> {
        reference_of(schema)
            .and_then(|reference| self.schema(reference))
            .map(|(name, _)| name)
    }

    /// The schema itself, or the component behind a reference.
    pub(crate) fn resolve(&self, schema: &At<'d>) -> Option<At<'d>> {
        match reference_of(schema) {
            Some(reference) => self.schema(reference).map(|(_, schema)| schema.clone()),
            None => Some(schema.clone()),
        }
    }

    /// The parameter itself, or the component behind a reference.
    pub(crate) fn parameter(&self, at: &At<'d>) -> Option<At<'d>> {
        match at.text_of("$ref") {
            Some(reference) => reference
                .strip_prefix("#/components/parameters/")
                .and_then(|name| self.parameters.get(name))
                .cloned(),
            None => Some(at.clone()),
        }
    }

    /// The response itself, or the component behind a reference.
    pub(crate) fn response(&self, at: &At<'d>) -> Option<At<'d>> {
        match at.text_of("$ref") {
            Some(reference) => reference
                .strip_prefix("#/components/responses/")
                .and_then(|name| self.responses.get(name))
                .cloned(),
            None => Some(at.clone()),
        }
    }

    /// All parameters of an operation, those of its path included, references resolved.
    pub(crate) fn parameters_of(&self, operation: &Operation<'d>) -> Vec<At<'d>> {
        [&operation.item, &operation.at]
            .into_iter()
            .filter_map(|holder| holder.get("parameters"))
            .flat_map(|list| list.items().collect::<Vec<_>>())
            .filter_map(|parameter| self.parameter(&parameter))
            .collect()
    }

    /// The form schema of an operation.
    pub(crate) fn form_of(&self, operation: &At<'d>) -> Option<At<'d>> {
        contents(operation.get("requestBody"))
            .filter_map(|(_, media)| media.get("schema"))
            .find_map(|schema| self.resolve(&schema))
    }

    /// The successful responses of an operation: code, the key's place and the response with references resolved.
    pub(crate) fn successes(&self, operation: &At<'d>) -> Vec<(&'d str, At<'d>, At<'d>)> {
        entries(operation.get("responses"))
            .filter(|(code, _)| code.starts_with('2'))
            .filter_map(|(code, at)| {
                let response = self.response(&at)?;
                Some((code, at, response))
            })
            .collect()
    }
}

/// The reference a schema consists of: its `$ref`, or that of the only member of `allOf`.
pub(crate) fn reference_of<'d>(schema: &At<'d>) -> Option<&'d str> {
    schema
        .text_of("$ref")
        .or_else(|| match schema.node.get("allOf").map(Node::items) {
            Some([only]) => only.get("$ref").and_then(Node::text),
            _ => None,
        })
}

/// Every reference inside a schema, itself included, with its place; examples and defaults are no schemas.
pub(crate) fn references<'d>(schema: &At<'d>) -> Vec<(At<'d>, &'d str)> {
    let mut found = Vec::new();
    let mut queue = vec![schema.clone()];
    while let Some(schema) = queue.pop() {
        if let Some(at) = schema.get("$ref")
            && let Some(reference) = at.text()
        {
            found.push((at, reference));
        }
        for key in ["items", "additionalProperties"] {
            queue.extend(schema.get(key));
        }
        for key in ["allOf", "oneOf"] {
            queue.extend(schema.get(key).iter().flat_map(At::items));
        }
        queue.extend(entries(schema.get("properties")).map(|(_, property)| property));
    }
    found
}

/// The media types of a request body or response.
pub(crate) fn contents<'d>(at: Option<At<'d>>) -> impl Iterator<Item = (&'d str, At<'d>)> {
    entries(at.and_then(|at| at.get("content")))
}

/// The entries of a map that may be missing.
pub(crate) fn entries<'d>(at: Option<At<'d>>) -> impl Iterator<Item = (&'d str, At<'d>)> {
    at.map(|at| at.entries().collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
}

/// The items of a list that may be missing.
pub(crate) fn items<'d>(at: Option<At<'d>>) -> impl Iterator<Item = At<'d>> {
    at.map(|at| at.items().collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
}

/// Whether a value is a map or list that holds nothing.
pub(crate) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn of_item<'d>(path: &'d str, item: &At<'d>, owner: Option<&At<'d>>) -> Vec<Operation<'d>> {
    METHODS
        .into_iter()
        .filter_map(|method| {
            Some(Operation {
                at: item.get(method)?,
                method,
                path,
                item: item.clone(),
                owner: owner.cloned(),
            })
        })
        .collect()
}

fn callbacks_of<'d>(operation: &Operation<'d>) -> Vec<Operation<'d>> {
    entries(operation.at.get("callbacks"))
        .flat_map(|(_, callback)| callback.entries().collect::<Vec<_>>())
        .flat_map(|(expression, item)| of_item(expression, &item, Some(&operation.at)))
        .collect()
}
