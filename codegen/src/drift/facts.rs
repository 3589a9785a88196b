//! What a document says about operations and values, whatever its style.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::join;

/// How deeply schemas are followed; one that contains itself ends there.
const DEEPEST: usize = 8;

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) verb: String,
    pub(super) path: String,
    pub(super) pointer: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) answer: Option<Shape>,
    /// The statuses of success.
    pub(super) successes: Vec<String>,
    /// Whether refusals have a described body.
    pub(super) errors: bool,
    pub(super) callbacks: Vec<String>,
}

impl Operation {
    /// What makes it the same operation in both documents: names of path parameters do not.
    pub(super) fn key(&self) -> (String, String) {
        let path: Vec<&str> = self
            .path
            .split('/')
            .map(|segment| match segment.split_once('}') {
                Some((_, ".json")) if segment.starts_with('{') => "{}.json",
                Some((_, ".csv")) if segment.starts_with('{') => "{}.csv",
                Some(_) if segment.starts_with('{') => "{}",
                _ => segment,
            })
            .collect();
        (path.join("/"), self.verb.clone())
    }
}

/// A parameter of a path, a query or a form.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) place: &'static str,
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

/// What is said about a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) pointer: String,
    /// The innermost component it comes from.
    pub(super) component: Option<String>,
    /// The type; empty where none is given.
    pub(super) kind: String,
    pub(super) list: bool,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) values: Vec<String>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) longest: Option<i64>,
    pub(super) nullable: bool,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    pub(super) prose: String,
    pub(super) properties: BTreeMap<String, Self>,
    /// Whether it is one of several shapes.
    pub(super) union: bool,
}

/// The operations of a document.
pub(super) fn read(root: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in entries(root.get("paths")) {
        let pointer = join("/paths", path);
        let shared = parameters(
            root,
            item.get("parameters"),
            &format!("{pointer}/parameters"),
        );
        for verb in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(verb) else {
                continue;
            };
            let pointer = format!("{pointer}/{verb}");
            let mut all = shared.clone();
            all.extend(parameters(
                root,
                operation.get("parameters"),
                &format!("{pointer}/parameters"),
            ));
            all.extend(form(root, operation, &pointer));
            operations.push(Operation {
                id: text(operation, "operationId").unwrap_or_else(|| format!("{verb} {path}")),
                verb: verb.to_owned(),
                path: path.clone(),
                parameters: all,
                answer: answer(root, operation, &pointer),
                successes: entries(operation.get("responses"))
                    .map(|(status, _)| status.clone())
                    .filter(|status| status.starts_with('2'))
                    .collect(),
                errors: entries(operation.get("responses"))
                    .any(|(status, _)| !status.starts_with('2')),
                callbacks: entries(operation.get("callbacks"))
                    .map(|(name, _)| name.clone())
                    .collect(),
                pointer,
            });
        }
    }
    operations
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}

/// What a reference leads to, and where that is.
fn follow<'r>(root: &'r Value, value: &'r Value, pointer: &str) -> (&'r Value, String) {
    let target = value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix('#'));
    match target.and_then(|target| Some((root.pointer(target)?, target.to_owned()))) {
        Some(found) => found,
        None => (value, pointer.to_owned()),
    }
}

fn parameters(root: &Value, list: Option<&Value>, pointer: &str) -> Vec<Parameter> {
    let mut found = Vec::new();
    for (index, item) in list
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let (parameter, pointer) = follow(root, item, &format!("{pointer}/{index}"));
        let place = match text(parameter, "in").as_deref() {
            Some("path") => "path parameter",
            Some("query") => "query parameter",
            _ => continue,
        };
        let Some(name) = text(parameter, "name") else {
            continue;
        };
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let mut shape = shape(root, schema, &format!("{pointer}/schema"), 0);
        shape.prose = text(parameter, "description").unwrap_or(shape.prose);
        shape.deprecated |= flag(parameter, "deprecated");
        shape.pointer = pointer;
        found.push(Parameter {
            place,
            name,
            required: flag(parameter, "required"),
            shape,
        });
    }
    found
}

fn form(root: &Value, operation: &Value, pointer: &str) -> Vec<Parameter> {
    let content = "requestBody/content/application~1x-www-form-urlencoded/schema";
    let Some(schema) = operation.pointer(&format!("/{content}")) else {
        return Vec::new();
    };
    let body = shape(root, schema, &format!("{pointer}/{content}"), 0);
    body.properties
        .into_iter()
        .map(|(name, shape)| Parameter {
            place: "form parameter",
            name,
            required: shape.required,
            shape,
        })
        .collect()
}

fn answer(root: &Value, operation: &Value, pointer: &str) -> Option<Shape> {
    let (status, response) = entries(operation.get("responses"))
        .filter(|(status, _)| status.starts_with('2'))
        .last()?;
    let pointer = format!("{pointer}/responses/{status}");
    let (response, pointer) = follow(root, response, &pointer);
    let schema = response.pointer("/content/application~1json/schema")?;
    Some(shape(
        root,
        schema,
        &format!("{pointer}/content/application~1json/schema"),
        0,
    ))
}

fn shape(root: &Value, schema: &Value, pointer: &str, depth: usize) -> Shape {
    if depth > DEEPEST {
        return Shape::default();
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let (target, place) = follow(root, schema, pointer);
        if std::ptr::eq(target, schema) {
            return Shape::default();
        }
        let mut shape = shape(root, target, &place, depth + 1);
        let name = reference.rsplit('/').next().map(str::to_owned);
        shape.component = shape.component.or(name);
        return shape;
    }
    if let Some([only]) = schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        let mut shape = shape(root, only, &format!("{pointer}/allOf/0"), depth + 1);
        shape.nullable |= flag(schema, "nullable");
        shape.deprecated |= flag(schema, "deprecated");
        shape.prose = text(schema, "description").unwrap_or(shape.prose);
        pointer.clone_into(&mut shape.pointer);
        return shape;
    }
    if text(schema, "type").as_deref() == Some("array") {
        let items = schema.get("items").unwrap_or(&Value::Null);
        let mut shape = shape(root, items, &format!("{pointer}/items"), depth + 1);
        shape.list = true;
        shape.nullable = flag(schema, "nullable");
        shape.deprecated |= flag(schema, "deprecated");
        shape.prose = text(schema, "description").unwrap_or(shape.prose);
        pointer.clone_into(&mut shape.pointer);
        return shape;
    }
    let integer = |key: &str| schema.get(key).and_then(Value::as_i64);
    let union = schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
    let kind = text(schema, "type").unwrap_or_else(|| if union { "string" } else { "" }.to_owned());
    Shape {
        pointer: pointer.to_owned(),
        component: None,
        kind,
        list: false,
        format: text(schema, "format"),
        pattern: text(schema, "pattern"),
        values: schema
            .get("enum")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        minimum: integer("minimum"),
        maximum: integer("maximum"),
        longest: integer("maxLength"),
        nullable: flag(schema, "nullable"),
        required: false,
        deprecated: flag(schema, "deprecated"),
        prose: text(schema, "description").unwrap_or_default(),
        properties: properties(root, schema, pointer, depth),
        union,
    }
}

fn properties(
    root: &Value,
    schema: &Value,
    pointer: &str,
    depth: usize,
) -> BTreeMap<String, Shape> {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let none = Map::new();
    schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&none)
        .iter()
        .map(|(name, property)| {
            let place = join(&format!("{pointer}/properties"), name);
            let mut shape = shape(root, property, &place, depth + 1);
            shape.required = required.contains(&name.as_str());
            shape.pointer = place;
            (name.clone(), shape)
        })
        .collect()
}
