//! Names in one place of the document that are declared in another: what extensions refer to.
//!
//! Each constraint only applies while the places that declare such names have no others than those that are known.

mod callbacks;
mod operations;
mod properties;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::declared::is_known;
use super::parts::{all, definition, one_of, when};
use super::references;
use crate::check::table::Declared;
use crate::document::{Index, JSON, METHODS, Operation, SchemaKind, entries};

/// The definition of documents that have no operations that are not known yet.
const KNOWN_OPERATIONS: &str = "known-operations";

pub(super) fn definitions(index: &Index<'_>) -> [(String, Value); 1] {
    [(KNOWN_OPERATIONS.to_owned(), known_operations(index))]
}

/// The constraints of the whole document.
pub(super) fn constraints(index: &Index<'_>) -> Vec<Value> {
    let mut found = vec![
        references::resolved(index),
        components_by_name(index),
        operations_by_id(index),
        security(index),
    ];
    for operation in index.operations.iter().filter(|it| !it.is_callback()) {
        found.extend(operations::of_operation(index, operation));
    }
    for (name, schema) in index.schemas.iter() {
        found.extend(callbacks::event(index, name, schema));
        found.extend(callbacks::progress(index, name, schema));
    }
    let schemas = index.schemas.values();
    let extended: BTreeSet<&str> = schemas.filter_map(|it| it.get_str("x-extends")).collect();
    for name in extended {
        found.extend(callbacks::extended(index, name));
        found.extend(callbacks::finals(index, name));
    }
    found
}

/// A document in which this component declares only known names.
fn known(index: &Index<'_>, component: &str, declared: Declared) -> Value {
    at_component(component, is_known(index, component, declared))
}

/// A document in which this schema component matches `schema`.
fn at_component(name: &str, schema: Value) -> Value {
    json!({"properties": {"components": {"properties": {"schemas": {"properties": {name: schema}}}}}})
}

/// A document in which all schema components match `schema`.
fn at_components(schema: Value) -> Value {
    json!({"properties": {"components": {"properties": {"schemas": {"additionalProperties": schema}}}}})
}

fn at_operation(operation: &Operation<'_>, schema: Value) -> Value {
    json!({"properties": {"paths": {"properties": {operation.path: {"properties": {operation.method: schema}}}}}})
}

/// A document in which all operations with one of these methods match `schema`.
fn at_operations(methods: &[&str], schema: &Value) -> Value {
    let methods = methods.iter().map(|it| ((*it).to_owned(), schema.clone()));
    let item: Map<String, Value> = methods.collect();
    json!({"properties": {"paths": {"additionalProperties": {"properties": item}}}})
}

fn key(name: &str, schema: Value) -> Value {
    json!({"properties": {name: schema}})
}

/// Extensions that name a schema component, unless there are components that are not known yet.
fn components_by_name(index: &Index<'_>) -> Value {
    let of_kind = |kind: SchemaKind| {
        let components = index.schemas.iter();
        components.filter(move |(_, schema)| SchemaKind::of(schema.node) == kind)
    };
    let names = |kind| of_kind(kind).map(|(name, _)| name);
    let received = names(SchemaKind::Enum).filter(|name| index.usage.is_received(name));
    let extensions = all([
        key("x-extends", one_of(received)),
        key("x-event", key("enum", one_of(names(SchemaKind::Enum)))),
    ]);
    let exact = key("exact", one_of(names(SchemaKind::Text)));
    let schemas = json!({"schemas": {"propertyNames": one_of(index.schemas.names())}});
    when(
        key("components", json!({"properties": schemas})),
        all([
            at_components(extensions),
            at_operations(&["post"], &key("x-reconcile", exact)),
        ]),
    )
}

/// Extensions that name an operation, unless there are operations that are not known yet.
fn operations_by_id(index: &Index<'_>) -> Value {
    let operations = || index.operations.iter().filter(|it| !it.is_callback());
    let represented = METHODS.map(|method| {
        let json = operations().filter(|it| it.method == method && it.responds_with(JSON));
        let ids = one_of(json.filter_map(Operation::id));
        at_operations(&[method], &key("x-representation-of", ids))
    });
    let with = |keyword: &'static str| {
        let found = operations().filter(move |it| it.at.has(keyword));
        one_of(found.filter_map(Operation::id))
    };
    let waiter = key("x-progress", key("waiter", with("x-waiter")));
    let list = key("x-reconcile", key("list", with("x-pagination")));
    when(
        definition(KNOWN_OPERATIONS),
        all([
            json!({"allOf": represented}),
            at_components(waiter),
            at_operations(&["post"], &list),
        ]),
    )
}

/// A document without operations that are not known yet.
fn known_operations(index: &Index<'_>) -> Value {
    let operations = index.operations.iter().filter(|it| !it.is_callback());
    let ids = one_of(operations.filter_map(Operation::id));
    at_operations(&METHODS, &key("operationId", ids))
}

/// The security schemes that the document declares.
fn security(index: &Index<'_>) -> Value {
    let components = index.root.get("components");
    let schemes = entries(components.and_then(|at| at.get("securitySchemes")));
    let names = one_of(schemes.map(|(name, _)| name));
    let known = json!({"properties": {"securitySchemes": {"propertyNames": names}}});
    when(
        key("components", known),
        key("security", json!({"items": {"propertyNames": names}})),
    )
}
