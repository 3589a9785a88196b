//! Parts of a document as comparable trees: references to parameters and responses are resolved, parameters are an
//! object, and everything without meaning is left out.

use serde_json::{Map, Value};

use super::super::callbacks;
use super::super::context::{Context, Side};
use crate::document::{Node, join, segments};
use crate::model::Operation;

/// Everything except paths, schemas, parameters and responses, with only the first server.
pub(super) fn head(side: &Side<'_>) -> Value {
    let mut head = Map::new();
    for entry in side.document.root().entries() {
        let value = match entry.key.as_str() {
            "paths" => continue,
            "servers" => entry.node.items().first().map(Node::to_json),
            "components" => {
                let schemes = entry.node.get("securitySchemes").map(Node::to_json);
                schemes
                    .map(|it| Value::Object(Map::from_iter([("securitySchemes".to_owned(), it)])))
            }
            _ => Some(entry.node.to_json()),
        };
        head.extend(value.map(|it| (entry.key.clone(), it)));
    }
    Value::Object(head)
}

/// The schemas by name, with old ones under their new names.
pub(super) fn schemas(side: &Side<'_>, now: impl Fn(&str) -> String) -> Value {
    let schemas = side.document.node("/components/schemas");
    let entries = schemas.into_iter().flat_map(Node::entries);
    let named = entries.map(|entry| (now(&entry.key), entry.node.to_json()));
    Value::Object(named.collect())
}

/// An operation with the parameters of its path, and with the new names of schemas.
pub(super) fn operation(
    side: &Side<'_>,
    operation: &Operation,
    now: impl Fn(&str) -> String,
) -> Value {
    let node = side.document.node(&operation.pointer());
    let Some(Value::Object(mut tree)) = node.map(Node::to_json) else {
        return Value::Null;
    };
    let item = side.document.node(&join("/paths", &operation.path));
    let shared = item.and_then(|it| it.get("parameters"));
    let own = node.and_then(|it| it.get("parameters"));
    let mut parameters = Map::new();
    for parameter in [shared, own].into_iter().flatten().flat_map(Node::items) {
        let parameter = followed(side, parameter);
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        parameters.insert(format!("{} {}", text("in"), text("name")), parameter);
    }
    tree.insert("parameters".to_owned(), Value::Object(parameters));
    if let Some(Value::Object(responses)) = tree.get_mut("responses") {
        let node = node.and_then(|it| it.get("responses"));
        for entry in node.into_iter().flat_map(Node::entries) {
            responses.insert(entry.key.clone(), followed(side, &entry.node));
        }
    }
    let mut tree = Value::Object(tree);
    refer(&mut tree, &now, 0);
    tree
}

/// Where a place in the tree of an operation is defined: in the component that it refers to, if it does.
pub(super) fn written(side: &Side<'_>, operation: &Operation, place: &str) -> String {
    let here = operation.pointer();
    let mut steps = segments(place);
    let (kind, name) = (steps.next(), steps.next());
    let below = steps.fold(String::new(), |pointer, step| join(&pointer, &step));
    let start = match (kind.as_deref(), name) {
        (Some("parameters"), Some(name)) => {
            let mut fields = operation
                .path_parameters
                .iter()
                .chain(operation.query_and_headers());
            let field = fields.find(|it| {
                name.split_once(' ')
                    .is_some_and(|(_, wire)| wire == it.wire)
            });
            field.map(|it| it.pointer.clone())
        }
        // A response that only one side has is missing in the operation.
        (Some("responses"), Some(code)) if !below.is_empty() => {
            let response = side
                .document
                .node(&join(&format!("{here}/responses"), &code));
            let target = response.and_then(|it| it.get("$ref")?.as_str()?.strip_prefix('#'));
            target.map(str::to_owned)
        }
        _ => None,
    };
    start.map_or_else(
        || format!("{here}{place}"),
        |start| format!("{start}{below}"),
    )
}

/// References in a checked document are only a few levels deep; the limit is for all others.
const DEEPEST: usize = 64;

/// Rewrites references to schemas.
fn refer(value: &mut Value, now: &impl Fn(&str) -> String, depth: usize) {
    const SCHEMAS: &str = "#/components/schemas/";
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(items) => items.iter_mut().for_each(|it| refer(it, now, depth + 1)),
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value.as_str().and_then(|it| it.strip_prefix(SCHEMAS)) {
                    Some(name) if key == "$ref" => {
                        *value = format!("{SCHEMAS}{}", now(name)).into()
                    }
                    _ => refer(value, now, depth + 1),
                }
            }
        }
        _ => {}
    }
}

/// The target of a reference to a parameter or a response.
fn followed(side: &Side<'_>, node: &Node) -> Value {
    let reference = node.get("$ref").and_then(Node::as_str);
    let target = reference.and_then(|it| it.strip_prefix('#'));
    let target = target.and_then(|it| side.document.node(it));
    target.unwrap_or(node).to_json()
}

/// Renames renamed parts of the old operation to their new names.
pub(super) fn align(
    context: &Context<'_>,
    (before, after): (&Operation, &Operation),
    old: &mut Value,
) {
    if let ([was], [is]) = (before.statuses.as_slice(), after.statuses.as_slice()) {
        rename(old.get_mut("responses"), &was.to_string(), &is.to_string());
    }
    for (was, is) in before.path_parameters.iter().zip(&after.path_parameters) {
        let name = |wire: &str| format!("path {wire}");
        rename(old.get_mut("parameters"), &name(&was.wire), &name(&is.wire));
    }
    let now = callbacks::declared(&context.new, after);
    for was in callbacks::declared(&context.old, before) {
        if let Some(is) = now.iter().find(|it| it.name == was.name) {
            let callback = old.get_mut("callbacks").and_then(|it| it.get_mut(was.name));
            rename(callback, was.expression, is.expression);
        }
    }
}

fn rename(object: Option<&mut Value>, from: &str, to: &str) {
    if let Some(Value::Object(object)) = object
        && from != to
        && let Some(value) = object.remove(from)
    {
        object.insert(to.to_owned(), value);
    }
}
