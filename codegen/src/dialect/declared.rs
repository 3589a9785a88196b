//! Names that a component both declares and refers to, such as those of its properties in `required`.
//!
//! The tables of keywords say which values are such names. Nothing is underlined while the component declares a name
//! that is not known yet, since that may be the intended one.

use serde_json::{Map, Value, json};

use super::parts::{any, definition, keys_of, one_of, when};
use crate::check::table::{Declared, SCHEMA, Shape, Table};
use crate::document::{At, Index, XML_TEXT, entries, items};

const ALL: [Declared; 3] = [Declared::Property, Declared::Value, Declared::Element];

/// The names that a component declares; `None` if it declares none.
pub(super) fn names_of(index: &Index<'_>, component: &str, declared: Declared) -> Option<Value> {
    let schema = index.schemas.get(component)?;
    (!names(schema, declared).is_empty()).then(|| definition(&key(component, declared)))
}

fn key(component: &str, declared: Declared) -> String {
    let what = match declared {
        Declared::Property => "properties",
        Declared::Value => "values",
        Declared::Element => "elements",
    };
    // An invalid name must not break the reference to the definition.
    let is_plain = |c: char| c.is_ascii_alphanumeric();
    let component = component.replace(|c| !is_plain(c), "-");
    format!("{component}.{what}")
}

fn names<'d>(schema: &At<'d>, declared: Declared) -> Vec<&'d str> {
    let keys = |at: Option<At<'d>>| entries(at).map(|(name, _)| name).collect();
    match declared {
        Declared::Property => keys(schema.get("properties")),
        Declared::Value => items(schema.get("enum"))
            .filter_map(|value| value.as_str())
            .collect(),
        Declared::Element => keys(schema.get("x-xml").and_then(|at| at.get("elements"))),
    }
}

/// The names of all components.
pub(super) fn definitions(index: &Index<'_>) -> Vec<(String, Value)> {
    let components = index.schemas.iter();
    let named = components.flat_map(|(name, schema)| {
        ALL.map(|declared| (key(name, declared), names(schema, declared)))
    });
    named
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| (key, one_of(names)))
        .collect()
}

/// A component that declares no names other than the known ones; any component if none are known.
pub(super) fn is_known(index: &Index<'_>, component: &str, declared: Declared) -> Value {
    match names_of(index, component, declared) {
        Some(names) => has_only(declared, names),
        None => json!(true),
    }
}

fn has_only(declared: Declared, names: Value) -> Value {
    match declared {
        Declared::Property => json!({"properties": {"properties": {"propertyNames": names}}}),
        Declared::Value => json!({"properties": {"enum": {"items": names}}}),
        Declared::Element => {
            json!({"properties": {"x-xml": {"properties": {"elements": {"propertyNames": names}}}}})
        }
    }
}

/// Constraints: a component only refers to names that it declares. Keywords in `without` are left out.
pub(super) fn references(index: &Index<'_>, component: &str, without: &[&str]) -> Vec<Value> {
    let used = ALL.into_iter().filter_map(|declared| {
        let names = names_of(index, component, declared)?;
        let used = match declared {
            Declared::Property | Declared::Value => names.clone(),
            Declared::Element => any([names.clone(), json!({"const": XML_TEXT})]),
        };
        let keywords = of_table(&SCHEMA, declared, &used, without)?;
        Some(when(has_only(declared, names), keywords))
    });
    used.collect()
}

/// The keywords of a table that refer to names.
fn of_table(table: &Table, declared: Declared, names: &Value, without: &[&str]) -> Option<Value> {
    let keys = table.keys.iter().filter(|key| !without.contains(&key.name));
    let narrowed: Map<String, Value> = keys
        .filter_map(|key| {
            let value = of_shape(&key.shape, declared, names)?;
            Some((key.name.to_owned(), value))
        })
        .collect();
    (!narrowed.is_empty()).then(|| json!({"properties": narrowed}))
}

fn of_shape(shape: &Shape, declared: Declared, names: &Value) -> Option<Value> {
    let inner = |shape: &Shape| of_shape(shape, declared, names);
    match shape {
        Shape::Name(it) if *it == declared => Some(names.clone()),
        Shape::ObjectBy(it, _) if *it == declared => Some(keys_of(names.clone())),
        Shape::ArrayOf(item) => Some(json!({"items": inner(item)?})),
        Shape::ObjectOf(value) => Some(json!({"additionalProperties": inner(value)?})),
        // A schema inside another one declares its own names.
        Shape::Object(table) if !std::ptr::eq(*table, &SCHEMA) => {
            of_table(table, declared, names, &[])
        }
        _ => None,
    }
}
