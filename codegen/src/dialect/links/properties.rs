//! The properties of an object, by the kind of their values.

use serde_json::Value;

use crate::dialect::parts::one_of;
use crate::document::{At, Index, SchemaKind, entries, items};

/// A schema component with properties.
pub(super) struct Properties<'d> {
    pub(super) name: &'d str,
    pub(super) schema: At<'d>,
}

impl<'d> Properties<'d> {
    pub(super) fn of(index: &Index<'d>, schema: &At<'d>) -> Option<Self> {
        let (name, schema) = (index.target(schema)?, index.resolve(schema)?);
        schema.has("properties").then_some(Self { name, schema })
    }

    pub(super) fn get(&self, name: &str) -> Option<At<'d>> {
        self.schema.get("properties")?.get(name)
    }

    /// The properties that fit, given the property and the kind of its values.
    pub(super) fn names(
        &self,
        index: &Index<'d>,
        fits: impl Fn(&'d str, &At<'d>, SchemaKind, &At<'d>) -> bool,
    ) -> Vec<&'d str> {
        let properties = entries(self.schema.get("properties"));
        let fitting = properties.filter(|(name, property)| {
            let target = index.resolve(property);
            target.is_some_and(|it| fits(name, property, SchemaKind::of(it.node), &it))
        });
        fitting.map(|(name, _)| name).collect()
    }

    /// Those that are never missing or null.
    pub(super) fn required(
        &self,
        index: &Index<'d>,
        fits: impl Fn(SchemaKind, &At<'d>) -> bool,
    ) -> Value {
        let required = items(self.schema.get("required"));
        let required: Vec<&str> = required.filter_map(|name| name.as_str()).collect();
        one_of(self.names(index, |name, property, kind, target| {
            required.contains(&name) && !property.is_true("nullable") && fits(kind, target)
        }))
    }
}
