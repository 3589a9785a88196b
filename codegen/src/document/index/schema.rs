//! Schemas: the kind of value that each describes, and its references.

use crate::document::{At, Node};

use super::{entries, items};

/// The kind of a schema, determined by its keywords alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaKind {
    /// A string without constraints.
    Plain,
    /// A string with a pattern, a length or an XML vocabulary.
    Text,
    /// A string with a `format`: a number, a time or an amount of money.
    Format,
    Enum,
    Integer,
    /// A floating-point number.
    Number,
    Union,
    /// An object with properties.
    Object,
    /// An object with arbitrary keys.
    Map,
    Boolean,
    Array,
    /// `$ref`, or `allOf` around a single one.
    Reference,
    /// Unusable; another rule reports it.
    Unusable,
}

/// Keywords that constrain a string.
const TEXT_RULES: [&str; 4] = ["pattern", "minLength", "maxLength", "x-xml"];

impl SchemaKind {
    pub(crate) fn of(schema: &Node) -> Self {
        if schema.get("$ref").is_some() || schema.get("allOf").is_some() {
            return Self::Reference;
        }
        if schema.get("oneOf").is_some() {
            return Self::Union;
        }
        let has = |key: &str| schema.get(key).is_some();
        match schema.get("type").and_then(Node::as_str) {
            Some("string") if has("enum") => Self::Enum,
            Some("string") if has("format") => Self::Format,
            Some("string") if TEXT_RULES.iter().any(|key| has(key)) => Self::Text,
            Some("string") => Self::Plain,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("object") if has("additionalProperties") && !has("properties") => Self::Map,
            Some("object") => Self::Object,
            Some("boolean") => Self::Boolean,
            Some("array") => Self::Array,
            _ => Self::Unusable,
        }
    }

    /// Whether it is one value.
    pub(crate) fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::Plain
                | Self::Text
                | Self::Format
                | Self::Enum
                | Self::Integer
                | Self::Number
                | Self::Union
        )
    }

    /// The noun in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "a plain string",
            Self::Text => "a constrained string",
            Self::Format => "a string with a format",
            Self::Enum => "an enum",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Union => "a union",
            Self::Object => "an object",
            Self::Map => "an object with arbitrary keys",
            Self::Boolean => "a boolean",
            Self::Array => "an array",
            Self::Reference => "a reference",
            Self::Unusable => "a schema without a usable type",
        }
    }
}

/// Whether a schema describes bytes, which only the body of a response can be.
pub(crate) fn is_binary(schema: &Node) -> bool {
    let says = |key: &str, value: &str| schema.get(key).and_then(Node::as_str) == Some(value);
    says("type", "string") && says("format", "binary")
}

/// The reference that a schema consists of: its `$ref`, or that of the only member of `allOf`.
pub(crate) fn reference_of<'d>(schema: &At<'d>) -> Option<&'d str> {
    schema
        .get_str("$ref")
        .or_else(|| match schema.node.get("allOf").map(Node::items) {
            Some([only]) => only.get("$ref").and_then(Node::as_str),
            _ => None,
        })
}

/// All references in a schema, including its own; examples and defaults are not schemas.
pub(super) fn references<'d>(schema: &At<'d>) -> Vec<At<'d>> {
    let mut found = Vec::new();
    let mut queue = vec![schema.clone()];
    while let Some(schema) = queue.pop() {
        found.extend(schema.get("$ref"));
        for key in ["items", "additionalProperties"] {
            queue.extend(schema.get(key));
        }
        for key in ["allOf", "oneOf"] {
            queue.extend(items(schema.get(key)));
        }
        queue.extend(entries(schema.get("properties")).map(|(_, property)| property));
    }
    found
}
