//! Everything in the two documents that no other comparison looks at, so that nothing is ignored.
//!
//! Descriptions and examples are reported as such. Everything else that was not reported before counts as breaking until a
//! rule covers it: hand-written parts of the crate may depend on it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::change::{Action, Change, Line};
use super::context::{Context, Side};
use super::rule::Rule;
use crate::document::{join, segments};

/// Keys whose values are descriptions or examples.
const DESCRIPTIONS: &[&str] = &[
    "description",
    "summary",
    "operationId",
    "example",
    "examples",
    "title",
    "version",
    "reason",
    "x-enum-descriptions",
    "x-error-codes",
];

/// Maps whose keys are names, not keywords.
const NAMED: &[&str] = &[
    "properties",
    "schemas",
    "parameters",
    "responses",
    "callbacks",
    "content",
];

/// Compares what is left.
pub(super) fn compare(context: &Context<'_>, changes: &mut Vec<Change>) {
    server(context, changes);
    let old = normal(&context.old, |name| context.now(name).to_owned());
    let new = normal(&context.new, str::to_owned);
    let mut leaves = Leaves::default();
    leaves.walk("", &old, &new, None);
    let reported: BTreeSet<String> = changes.iter().map(|it| it.pointer.clone()).collect();
    let covered = |pointer: &str| {
        // What holds the part, up to the whole document, or the first of what it holds.
        let ends = pointer.match_indices('/').map(|(end, _)| end);
        let mut around = ends.chain([pointer.len()]);
        let below = format!("{pointer}/");
        around.any(|end| pointer.get(..end).is_some_and(|it| reported.contains(it)))
            || reported
                .range(below.clone()..)
                .next()
                .is_some_and(|it| it.starts_with(&below))
    };
    for pointer in leaves.descriptions.iter().filter(|it| !covered(it)) {
        // The description of a part that was reported already belongs to that change.
        let tree = if old.pointer(pointer).is_some() {
            &old
        } else {
            &new
        };
        let (what, of) = called(pointer, tree);
        changes.push(Change::new(
            Rule::DocumentationChanged,
            Line::new(what, of, Action::Reworded),
            Line::nothing(),
            pointer.clone(),
        ));
    }
    for pointer in leaves.rest.iter().filter(|it| !covered(it)) {
        changes.push(Change::new(
            Rule::Unjudged,
            Line::new(
                "content",
                format!("`{pointer}`"),
                Action::Changed {
                    verb: "changed",
                    old: shown(old.pointer(pointer)),
                    new: shown(new.pointer(pointer)),
                },
            ),
            Line::nothing(),
            pointer.clone(),
        ));
    }
}

fn server(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.model.server, &context.new.model.server);
    if old != new {
        let quoted = |url: &str| format!("`{url}`");
        changes.push(Change::new(
            Rule::ServerChanged,
            Line::changed("server", quoted(old), quoted(new)),
            Line::changed("default base URL of `Client`", quoted(old), quoted(new)),
            "/servers",
        ));
    }
}

/// A place of the document as people call it.
fn called(pointer: &str, tree: &Value) -> (String, String) {
    let steps: Vec<String> = segments(pointer).collect();
    let texts: Vec<&str> = steps.iter().map(String::as_str).collect();
    let (first, key) = match texts.as_slice() {
        [first, .., key] => (first, key),
        [key] => return ((*key).to_owned(), "the document".to_owned()),
        [] => return (pointer.to_owned(), "the document".to_owned()),
    };
    let of = match texts.as_slice() {
        ["paths", path, verb, rest @ .., _] => {
            let operation = tree.get("paths").and_then(|it| it.get(path)?.get(verb));
            let id = operation
                .and_then(|it| it.get("operationId")?.as_str())
                .unwrap_or(path);
            match rest {
                ["requestBody", ..] => format!("the request of {id}"),
                ["responses", status, ..] => format!("the response {status} of {id}"),
                ["callbacks", name, ..] => format!("the callback `{name}` of {id}"),
                ["parameters", name, ..] => format!("the parameter `{name}` of {id}"),
                _ => id.to_owned(),
            }
        }
        ["components", kind, name, ..] => format!("`{name}` in {kind}"),
        _ => format!("the part `{first}`"),
    };
    ((*key).to_owned(), of)
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}

/// The places where two trees differ.
#[derive(Default)]
struct Leaves {
    /// The topmost descriptions and examples that differ.
    descriptions: BTreeSet<String>,
    rest: BTreeSet<String>,
}

impl Leaves {
    fn walk(&mut self, pointer: &str, old: &Value, new: &Value, key: Option<&str>) {
        if old == new {
            return;
        }
        if key.is_some_and(|key| DESCRIPTIONS.contains(&key)) {
            if !is_described(pointer) {
                self.descriptions.insert(pointer.to_owned());
            }
            return;
        }
        let named = pointer
            .rsplit('/')
            .next()
            .is_some_and(|last| NAMED.contains(&last));
        if let (Value::Object(old), Value::Object(new)) = (old, new) {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let (before, after) = (old.get(key), new.get(key));
                let null = Value::Null;
                self.walk(
                    &join(pointer, key),
                    before.unwrap_or(&null),
                    after.unwrap_or(&null),
                    (!named).then_some(key.as_str()),
                );
            }
        } else if !is_reported(pointer, old, new) {
            self.rest.insert(pointer.to_owned());
        }
    }
}

/// Whether the models contain what differs here, so that it has been reported if it matters.
fn is_reported(pointer: &str, old: &Value, new: &Value) -> bool {
    let one_sided = old.is_null() || new.is_null();
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    match steps.as_slice() {
        // All keywords of schemas are in the models.
        ["components", "schemas", ..] | ["servers", ..] => true,
        // A path is reported with its operations, a callback with its form.
        ["paths", _] => one_sided,
        ["paths", .., "callbacks"] | ["paths", .., "callbacks", _] => one_sided,
        // All keywords of parameters are in the models too.
        ["paths", _, _, "parameters", ..] => true,
        // What they make is compared, wherever they stand.
        ["paths", _, _, "x-rate-limit" | "x-row-key" | "x-waiter"] => true,
        ["paths", _, _, "x-reconcile", ..] => true,
        _ => false,
    }
}

/// Whether the models contain this description.
fn is_described(pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    matches!(
        steps.as_slice(),
        ["components", "schemas", .., "x-enum-descriptions"]
            | ["paths", _, _, "parameters", _, "description"]
            | [
                "paths",
                ..,
                "get" | "post" | "put" | "patch" | "delete",
                "summary" | "description"
            ]
    )
}

/// The document with references to parameters and responses followed, parameters as an object, and orders without a
/// meaning removed.
fn normal(side: &Side<'_>, now: impl Fn(&str) -> String) -> Value {
    let root = side.document.root().to_json();
    let mut normal = root.clone();
    resolve(&root, &mut normal, &now, 0);
    if let Some(paths) = normal.get_mut("paths").and_then(Value::as_object_mut) {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            merge_parameters(item);
        }
    }
    if let Some(components) = normal.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("parameters");
        components.remove("responses");
        if let Some(Value::Object(schemas)) = components.remove("schemas") {
            let renamed: Map<String, Value> = schemas
                .into_iter()
                .map(|(name, schema)| (now(&name), schema))
                .collect();
            components.insert("schemas".to_owned(), Value::Object(renamed));
        }
    }
    normal
}

/// References are three levels deep at most in a checked document; the limit is for all others.
const DEEPEST: usize = 64;

fn resolve(root: &Value, value: &mut Value, now: &impl Fn(&str) -> String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                if let Some(name) = reference.strip_prefix("#/components/schemas/") {
                    let name = format!("#/components/schemas/{}", now(name));
                    map.insert("$ref".to_owned(), Value::String(name));
                } else if let Some(target) =
                    reference.strip_prefix('#').and_then(|it| root.pointer(it))
                {
                    *value = target.clone();
                    resolve(root, value, now, depth + 1);
                }
                return;
            }
            // An array of names is sorted; a property called `required` is not an array.
            if let Some(Value::Array(names)) = map.get_mut("required") {
                names.sort_by_key(ToString::to_string);
            }
            for member in map.values_mut() {
                resolve(root, member, now, depth + 1);
            }
        }
        Value::Array(items) => {
            for item in items {
                resolve(root, item, now, depth + 1);
            }
        }
        _ => {}
    }
}

/// The parameters of a path belong to each of its operations; their order has no meaning.
fn merge_parameters(item: &mut Map<String, Value>) {
    let shared = match item.remove("parameters") {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    for operation in item.values_mut().filter_map(Value::as_object_mut) {
        if operation.contains_key("x-representation-of") {
            // They are those of the operation it represents, which a rule makes sure of.
            operation.remove("parameters");
            continue;
        }
        let own = match operation.remove("parameters") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let mut merged = Map::new();
        for parameter in shared.iter().chain(&own) {
            let text = |key: &str| {
                parameter
                    .get(key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let name = format!("{} {}", text("in"), text("name"));
            merged.insert(name, parameter.clone());
        }
        operation.insert("parameters".to_owned(), Value::Object(merged));
    }
}
