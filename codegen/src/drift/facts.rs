//! What a document says about operations and values, whatever its style.

use std::collections::BTreeMap;

use crate::document::{At, Node, Span, follow, segments};

/// How deeply schemas are followed; one that contains itself ends there.
const MAX_DEPTH: usize = 8;

/// Where something is said.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub(super) pointer: String,
    /// The key, or the value itself where it has none.
    pub(super) span: Span,
}

impl Spot {
    fn of(at: &At<'_>) -> Self {
        Self {
            pointer: at.pointer.clone(),
            span: at.key_span.unwrap_or(at.node.span),
        }
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) verb: String,
    pub(super) path: String,
    pub(super) spot: Spot,
    pub(super) parameters: Vec<Parameter>,
    pub(super) response: Option<Shape>,
    /// The statuses of success.
    pub(super) successes: Vec<String>,
    /// Whether rejections have a described body.
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

impl Parameter {
    /// Whether it is the same parameter of the other document.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.place == other.place && self.name == other.name
    }
}

/// What is said about a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) spot: Spot,
    /// The innermost component it comes from.
    pub(super) component: Option<String>,
    /// The type; empty where none is given.
    pub(super) kind: String,
    pub(super) array: bool,
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

/// The methods whose operations are compared.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The operations of a document.
pub(super) fn read(root: &Node) -> Vec<Operation> {
    let reader = Reader {
        root: At::root(root),
    };
    let mut operations = Vec::new();
    for (path, item) in reader.root.get("paths").iter().flat_map(At::entries) {
        for method in METHODS {
            if let Some(at) = item.get(method) {
                operations.push(reader.operation(path, method, &item, &at));
            }
        }
    }
    operations
}

/// Reads a document's facts; what refers to another part is followed.
struct Reader<'d> {
    root: At<'d>,
}

impl<'d> Reader<'d> {
    fn operation(&self, path: &str, method: &str, item: &At<'d>, at: &At<'d>) -> Operation {
        let holders = [item, at];
        let mut parameters: Vec<Parameter> = holders
            .into_iter()
            .filter_map(|holder| holder.get("parameters"))
            .flat_map(|list| list.items().collect::<Vec<_>>())
            .filter_map(|parameter| self.parameter(parameter))
            .collect();
        parameters.extend(self.form(at));
        let keys = |key: &str| -> Vec<String> {
            let keys = at.node.get(key).into_iter().flat_map(Node::entries);
            let mut keys: Vec<String> = keys.map(|entry| entry.key.clone()).collect();
            keys.sort_unstable();
            keys
        };
        let (successes, errors): (Vec<_>, Vec<_>) = keys("responses")
            .into_iter()
            .partition(|status| is_success(status));
        let id = at.get_str("operationId").map(str::to_owned);
        Operation {
            id: id.unwrap_or_else(|| format!("{method} {path}")),
            verb: method.to_owned(),
            path: path.to_owned(),
            parameters,
            response: self.response(at),
            successes,
            errors: !errors.is_empty(),
            callbacks: keys("callbacks"),
            spot: Spot::of(at),
        }
    }

    fn parameter(&self, at: At<'d>) -> Option<Parameter> {
        let at = follow(&self.root, at);
        let place = match at.get_str("in") {
            Some("path") => "path parameter",
            Some("query") => "query parameter",
            _ => return None,
        };
        let mut shape = at
            .get("schema")
            .map(|schema| self.shape(&schema, 0))
            .unwrap_or_default();
        shape.described_by(&at);
        Some(Parameter {
            place,
            name: at.get_str("name")?.to_owned(),
            required: at.is_true("required"),
            shape,
        })
    }

    fn form(&self, operation: &At<'d>) -> Vec<Parameter> {
        let body = operation.get("requestBody");
        let body = body.map(|body| follow(&self.root, body));
        let Some(schema) = body.and_then(|body| body.get("content")?.get(FORM)?.get("schema"))
        else {
            return Vec::new();
        };
        let form = self.shape(&schema, 0);
        let properties = form.properties.into_iter();
        properties
            .map(|(name, shape)| Parameter {
                place: "form parameter",
                name,
                required: shape.required,
                shape,
            })
            .collect()
    }

    fn response(&self, operation: &At<'d>) -> Option<Shape> {
        let responses = operation.get("responses")?;
        // The last of the statuses, not of the document's order.
        let (_, response) = responses
            .entries()
            .filter(|(status, _)| is_success(status))
            .max_by_key(|(status, _)| *status)?;
        let response = follow(&self.root, response);
        let schema = response.get("content")?.get(JSON)?.get("schema")?;
        Some(self.shape(&schema, 0))
    }

    fn shape(&self, at: &At<'d>, depth: usize) -> Shape {
        if depth > MAX_DEPTH {
            return Shape::default();
        }
        if at.has("$ref") {
            let target = follow(&self.root, at.clone());
            if target.pointer == at.pointer {
                return Shape::default();
            }
            let mut shape = self.shape(&target, depth + 1);
            shape.component = shape.component.or(segments(&target.pointer).last());
            return shape;
        }
        let all_of = at.get("allOf");
        let all_of: Vec<_> = all_of.iter().flat_map(At::items).collect();
        if let [only] = all_of.as_slice() {
            let mut shape = self.shape(only, depth + 1);
            shape.nullable |= at.is_true("nullable");
            shape.described_by(at);
            return shape;
        }
        if at.get_str("type") == Some("array") {
            let items = at.get("items");
            let items = items.map(|items| self.shape(&items, depth + 1));
            let mut shape = items.unwrap_or_default();
            shape.array = true;
            shape.nullable = at.is_true("nullable");
            shape.described_by(at);
            return shape;
        }
        Shape {
            properties: self.properties(at, depth),
            ..Shape::of(at)
        }
    }

    fn properties(&self, at: &At<'d>, depth: usize) -> BTreeMap<String, Shape> {
        let required = at.get("required");
        let required: Vec<&str> = required
            .iter()
            .flat_map(At::items)
            .filter_map(|item| item.as_str())
            .collect();
        let properties = at.get("properties");
        let properties = properties.iter().flat_map(At::entries);
        properties
            .map(|(name, property)| {
                let mut shape = self.shape(&property, depth + 1);
                shape.required = required.contains(&name);
                shape.spot = Spot::of(&property);
                (name.to_owned(), shape)
            })
            .collect()
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

impl Shape {
    /// What a schema says of itself, without its properties.
    fn of(at: &At<'_>) -> Self {
        let text = |key: &str| at.get_str(key).map(str::to_owned);
        let integer = |key: &str| i64::try_from(at.node.get(key)?.as_integer()?).ok();
        let union = at.has("oneOf") || at.has("anyOf");
        let values = at.get("enum");
        let values = values.iter().flat_map(At::items);
        Self {
            spot: Spot::of(at),
            kind: text("type").unwrap_or_else(|| if union { "string" } else { "" }.to_owned()),
            format: text("format"),
            pattern: text("pattern"),
            values: values
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect(),
            minimum: integer("minimum"),
            maximum: integer("maximum"),
            longest: integer("maxLength"),
            nullable: at.is_true("nullable"),
            deprecated: at.is_true("deprecated"),
            prose: text("description").unwrap_or_default(),
            union,
            ..Self::default()
        }
    }

    /// Adds what is said around it.
    fn described_by(&mut self, at: &At<'_>) {
        self.deprecated |= at.is_true("deprecated");
        if let Some(about) = at.get_str("description") {
            about.clone_into(&mut self.prose);
        }
        self.spot = Spot::of(at);
    }
}
