//! What operations refer to: properties of their request and response, parameters and other operations.

use serde_json::{Map, Value, json};

use super::properties::Properties;
use super::{KNOWN_OPERATIONS, at_operation, key, known};
use crate::check::table::Declared;
use crate::dialect::declared::names_of;
use crate::dialect::parts::{definition, one_of, when};
use crate::document::{At, Index, JSON, Operation, SchemaKind, entries, items};

/// What an operation refers to in its request and its response.
pub(super) fn of_operation<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Vec<Value> {
    let mut found = Vec::new();
    let link = |component: &str, schema: Value| {
        let known = known(index, component, Declared::Property);
        when(known, at_operation(operation, schema))
    };
    let form = operation.body_schema().and_then(|it| index.target(&it));
    if let (Some(form), Some(schema)) = (form, &operation.form) {
        let names = entries(schema.get("properties")).map(|(name, _)| name);
        let expressions = one_of(names.map(|name| format!("{{$request.body#/{name}}}")));
        let named = json!({"additionalProperties": {"propertyNames": expressions}});
        found.push(link(form, key("callbacks", named)));
    }
    if let Some(object) = response(index, operation) {
        if operation.at.has("x-pagination") {
            found.push(link(object.name, pagination(index, operation, &object)));
        } else if operation.method == "get" {
            found.push(link(object.name, key("x-waiter", waited(index, &object))));
        } else if operation.at.has("x-reconcile") {
            found.push(reconcile(index, operation, &object));
        }
    }
    if let Some(item) = row(index, operation) {
        let always = item.required(index, |kind, _| kind.is_scalar());
        found.push(link(item.name, key("x-row-key", always)));
    }
    found
}

/// The object in the response of an operation.
pub(super) fn response<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Option<Properties<'d>> {
    Properties::of(index, &operation.success_schema(JSON)?)
}

/// The item of a list.
fn item<'d>(index: &Index<'d>, list: &Operation<'d>) -> Option<Properties<'d>> {
    let items = list.at.get("x-pagination")?.get_str("items")?;
    let array = response(index, list)?.get(items)?;
    Properties::of(index, &array.get("items")?)
}

/// What the rows of an operation in CSV represent.
fn row<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Option<Properties<'d>> {
    let represented = operation.at.get_str("x-representation-of")?;
    let mut operations = index.operations.iter();
    let other = operations.find(|it| it.id() == Some(represented))?;
    if other.at.has("x-pagination") {
        item(index, other)
    } else {
        response(index, other)
    }
}

/// The properties of a page, and the parameter with its size.
fn pagination<'d>(index: &Index<'d>, operation: &Operation<'d>, page: &Properties<'d>) -> Value {
    let lists = page.names(index, |_, property, kind, _| {
        let item = property.get("items").and_then(|it| index.resolve(&it));
        let is_object = |it: At<'_>| SchemaKind::of(it.node) == SchemaKind::Object;
        kind == SchemaKind::Array && item.is_some_and(is_object)
    });
    let uris = |may_be_null: bool| {
        one_of(page.names(index, |_, property, kind, _| {
            matches!(kind, SchemaKind::Plain | SchemaKind::Text)
                && (!may_be_null || property.is_true("nullable"))
        }))
    };
    let sizes = operation.parameters.iter().filter_map(|parameter| {
        let ("query", name) = parameter.key()? else {
            return None;
        };
        let schema = index.resolve(&parameter.at.get("schema")?)?;
        let least = schema.get("minimum")?.node.as_integer()?;
        (SchemaKind::of(schema.node) == SchemaKind::Integer && least > 0).then_some(name)
    });
    key(
        "x-pagination",
        json!({"properties": {
            "items": one_of(lists), "next": uris(true), "previous": uris(true), "self": uris(false),
            "size": one_of(sizes),
        }}),
    )
}

/// The properties with a status that can become final.
fn waited<'d>(index: &Index<'d>, object: &Properties<'d>) -> Value {
    object.required(index, |kind, target| {
        kind == SchemaKind::Enum && target.has("x-final")
    })
}

/// The list that has the created object, and the properties that identify it there.
fn reconcile<'d>(index: &Index<'d>, operation: &Operation<'d>, created: &Properties<'d>) -> Value {
    let operations = index.operations.iter();
    let lists: Vec<&Operation<'_>> = operations
        .filter(|list| item(index, list).is_some_and(|item| item.name == created.name))
        .collect();
    let filters = |name: &str| {
        let mut parameters = lists.iter().flat_map(|list| &list.parameters);
        parameters.any(|it| it.key() == Some(("query", name)))
    };
    let required = items(operation.form.as_ref().and_then(|it| it.get("required")));
    let required = required.filter_map(|name| name.as_str());
    let times = created.names(index, |_, _, _, target| {
        target.get_str("format") == Some("date-time-rfc-2822")
    });
    let fixed = created.names(index, |_, _, kind, _| kind == SchemaKind::Enum);
    let values = fixed.iter().filter_map(|name| {
        let component = index.target(&created.get(name)?)?;
        Some((
            (*name).to_owned(),
            names_of(index, component, Declared::Value)?,
        ))
    });
    let values: Map<String, Value> = values.collect();
    let names = json!({"properties": {
        "list": one_of(lists.iter().filter_map(|list| list.id())),
        "same": {"items": one_of(required.filter(|name| filters(name)))},
        "created": one_of(times),
        "only": {"properties": values, "additionalProperties": false},
    }});
    let form = operation.body_schema().and_then(|it| index.target(&it));
    let components = [Some(created.name), form].into_iter().flatten();
    let known = components.map(|it| known(index, it, Declared::Property));
    let known: Vec<Value> = known.chain([definition(KNOWN_OPERATIONS)]).collect();
    when(
        json!({"allOf": known}),
        at_operation(operation, key("x-reconcile", names)),
    )
}
