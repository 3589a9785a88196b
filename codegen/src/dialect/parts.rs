//! Parts of a JSON Schema: objects with the keywords of a table, and conditions.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::check::table::{Shape, Table};

/// An object with the keywords of a table, some of which are constrained further.
pub(super) struct Keys {
    table: &'static Table,
    narrowed: Vec<(&'static str, Value)>,
    required: Vec<&'static str>,
    /// The only keywords allowed here, unless all are.
    only: Option<&'static [&'static str]>,
}

impl Keys {
    pub(super) fn of(table: &'static Table) -> Self {
        let keys = table.keys.iter();
        Self {
            table,
            narrowed: Vec::new(),
            required: keys
                .filter(|key| key.required)
                .map(|key| key.name)
                .collect(),
            only: None,
        }
    }

    /// Constrains the value of a keyword.
    pub(super) fn with(mut self, key: &'static str, value: Value) -> Self {
        self.narrowed.push((key, value));
        self
    }

    /// Disallows all other keywords.
    pub(super) fn only(mut self, keys: &'static [&'static str]) -> Self {
        self.only = Some(keys);
        self
    }

    /// Requires keywords in addition to those that the table requires.
    pub(super) fn requires(mut self, keys: &[&'static str]) -> Self {
        self.required.extend(keys);
        self
    }

    /// The object as a schema, with these conditions.
    pub(super) fn schema<const N: usize>(self, conditions: [Value; N]) -> Value {
        let mut properties = Map::new();
        let fits = |name: &str| self.only.is_none_or(|only| only.contains(&name));
        for (name, help) in self.table.unread.iter().filter(|_| self.only.is_none()) {
            let value =
                json!({"not": {}, "description": help, "errorMessage": help, "doNotSuggest": true});
            properties.insert((*name).to_owned(), value);
        }
        for key in self.table.keys.iter().filter(|key| fits(key.name)) {
            let narrowed = self.narrowed.iter().find(|(name, _)| *name == key.name);
            let value = match narrowed {
                Some((_, value)) => value.clone(),
                None => of_shape(&key.shape),
            };
            properties.insert(key.name.to_owned(), described(value, key.description));
        }
        for (name, value) in &self.narrowed {
            let value = value.clone();
            properties.entry((*name).to_owned()).or_insert(value);
        }
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if let Some(members) = schema.as_object_mut() {
            if !self.required.is_empty() {
                members.insert("required".to_owned(), json!(self.required));
            }
            if N > 0 {
                members.insert("allOf".to_owned(), Value::Array(conditions.to_vec()));
            }
        }
        schema
    }
}

/// A schema with a description. Since siblings of `$ref` are ignored, a reference is wrapped in `allOf`.
fn described(value: Value, description: &str) -> Value {
    match value {
        Value::Object(mut members) if !members.contains_key("$ref") => {
            members.insert("description".to_owned(), json!(description));
            Value::Object(members)
        }
        Value::Bool(_) => value,
        value => json!({"allOf": [value], "description": description}),
    }
}

/// The schema of a shape in the tables; objects are described where they are needed.
fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Any => json!({}),
        Shape::String | Shape::Name(_) => json!({"type": "string"}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Number => json!({"type": "number"}),
        Shape::Count => json!({"type": "integer", "minimum": 0}),
        Shape::Object(_) | Shape::ObjectOrRef(_) => json!({"type": "object"}),
        Shape::ObjectOf(inner) | Shape::ObjectBy(_, inner) => {
            json!({"type": "object", "additionalProperties": of_shape(inner)})
        }
        Shape::ArrayOf(inner) => json!({"type": "array", "items": of_shape(inner)}),
        Shape::BooleanOrSchema => json!({"type": ["boolean", "object"]}),
    }
}

/// The start of references to definitions.
const DEFINITIONS: &str = "#/definitions/";

/// A reference to a definition.
pub(super) fn definition(name: &str) -> Value {
    json!({"$ref": format!("{DEFINITIONS}{name}")})
}

/// The names of the definitions that a schema refers to, directly or indirectly.
pub(super) fn used(schema: &Value, definitions: &Map<String, Value>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut queue = vec![schema];
    while let Some(schema) = queue.pop() {
        match schema {
            Value::Array(items) => queue.extend(items),
            Value::Object(members) => queue.extend(members.values()),
            Value::String(text) => {
                if let Some(name) = text.strip_prefix(DEFINITIONS)
                    && used.insert(name.to_owned())
                {
                    queue.extend(definitions.get(name));
                }
            }
            _ => {}
        }
    }
    used
}

/// One of these strings, of which there may be none. Editors complete strings in quotes where YAML needs them.
pub(super) fn one_of(names: impl IntoIterator<Item = impl Into<String>>) -> Value {
    let names: Vec<String> = names.into_iter().map(Into::into).collect();
    if names.is_empty() {
        return json!(false);
    }
    json!({"type": "string", "enum": names})
}

/// An object whose keys are some of these names. With a type, editors complete them.
pub(super) fn keys_of(names: Value) -> Value {
    json!({"type": "object", "propertyNames": names})
}

/// An object with a key.
pub(super) fn has(key: &str) -> Value {
    json!({"required": [key]})
}

/// An object in which a key has this value.
pub(super) fn is(key: &str, value: &str) -> Value {
    json!({"required": [key], "properties": {key: {"const": value}}})
}

/// An object without any of these keys.
pub(super) fn lacks(keys: &[&str]) -> Value {
    let absent: Map<String, Value> = keys
        .iter()
        .map(|key| ((*key).to_owned(), json!(false)))
        .collect();
    json!({"properties": absent})
}

/// An object with no other keys.
pub(super) fn only(keys: &[&str]) -> Value {
    json!({"propertyNames": {"enum": keys}})
}

pub(super) fn when(condition: Value, then: Value) -> Value {
    json!({"if": condition, "then": then})
}

pub(super) fn all<const N: usize>(schemas: [Value; N]) -> Value {
    json!({"allOf": schemas.as_slice()})
}

pub(super) fn any<const N: usize>(schemas: [Value; N]) -> Value {
    json!({"anyOf": schemas.as_slice()})
}

pub(super) fn not(schema: Value) -> Value {
    json!({"not": schema})
}
