//! Properties and parameters: the name, type and description of each.

use super::build::Builder;
use super::scalars::is_struct;
use super::{Field, Ty};
use crate::document::{At, Node, SchemaKind, Value, entries, items};
use crate::names::{self, Scope};

impl<'d> Builder<'_, 'd> {
    /// The properties of an object, ordered by wire name.
    pub(super) fn properties(&mut self, schema: &At<'d>, scope: Scope) -> Vec<Field> {
        let required: Vec<&str> = items(schema.get("required"))
            .filter_map(|item| item.as_str())
            .collect();
        let mut properties: Vec<_> = entries(schema.get("properties")).collect();
        properties.sort_by_key(|(wire, _)| *wire);
        let mut fields = Vec::new();
        for (wire, property) in properties {
            let rust = names::field_name(wire);
            self.claim(scope.clone(), &rust, wire, &property);
            let required = required.contains(&wire);
            fields.extend(self.field(wire, rust, &property, required, &property));
        }
        fields
    }

    /// A property or parameter with this schema, located at `at`.
    pub(super) fn field(
        &mut self,
        wire: &str,
        rust: String,
        schema: &At<'d>,
        required: bool,
        at: &At<'d>,
    ) -> Option<Field> {
        let Some((ty, list)) = self.value_type(schema) else {
            self.unsupported(
                at,
                format!("the schema of `{wire}` has no counterpart in Rust"),
            );
            return None;
        };
        let component = match &ty {
            Ty::Scalar(name) | Ty::Struct(name) => self.index.schemas.get(name),
            Ty::Bool => None,
        };
        // What the reference does not specify is taken from its component.
        let pick = |key: &str| {
            let own = schema.node.get(key);
            own.or_else(|| component.and_then(|at| at.node.get(key)))
        };
        Some(Field {
            wire: wire.to_owned(),
            rust,
            doc: pick("description")
                .and_then(Node::as_str)
                .unwrap_or_default()
                .to_owned(),
            list,
            required,
            nullable: schema.is_true("nullable"),
            deprecated: schema.is_true("deprecated"),
            default: pick("default").map(default_text),
            numbered: schema
                .node
                .get("x-numbered")
                .and_then(Node::as_integer)
                .and_then(|most| u32::try_from(most).ok()),
            account: false,
            pointer: at.pointer.clone(),
            ty,
        })
    }

    /// The type of a property or parameter: a component, a wrapper around one, an array of one, or a boolean.
    fn value_type(&self, schema: &At<'d>) -> Option<(Ty, bool)> {
        match SchemaKind::of(schema.node) {
            SchemaKind::Boolean => Some((Ty::Bool, false)),
            SchemaKind::Reference => Some((self.component_type(schema)?, false)),
            SchemaKind::Array => Some((self.component_type(&schema.get("items")?)?, true)),
            _ => None,
        }
    }

    /// A component's type, which is a struct or a scalar.
    pub(super) fn component_type(&self, reference: &At<'d>) -> Option<Ty> {
        let name = self.index.target(reference)?;
        let is_struct = self.index.schemas.get(name).is_some_and(is_struct);
        Some(if is_struct {
            Ty::Struct(name.to_owned())
        } else {
            Ty::Scalar(name.to_owned())
        })
    }
}

/// The properties that an object must have, in the order of the document.
pub(super) fn required(schema: &At<'_>) -> Vec<String> {
    let required = items(schema.get("required"));
    required
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// A value as a string.
pub(super) fn plain_text(value: &Node) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_json().to_string(), str::to_owned)
}

/// A default for readers: plain values instead of JSON.
fn default_text(value: &Node) -> String {
    match &value.value {
        Value::Array(values) => values.iter().map(plain_text).collect::<Vec<_>>().join(", "),
        _ => plain_text(value),
    }
}
