//! What a document says about values, with references resolved.

use std::collections::BTreeMap;

use crate::document::{At, Node, Span, Value, follow, segments};

/// The maximum depth of schemas, which ends recursive ones.
const MAX_DEPTH: usize = 8;

/// A place in a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub(super) pointer: String,
    /// The key, or the value itself if it has none.
    pub(super) span: Span,
}

impl Spot {
    pub(super) fn of(at: &At<'_>) -> Self {
        Self {
            pointer: at.pointer.clone(),
            span: at.key_span.unwrap_or(at.node.span),
        }
    }
}

/// Keywords that are compared as written.
const KEYWORDS: [&str; 11] = [
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
    "not",
];

/// Keywords for the serialization of a parameter.
const SERIALIZATION: [&str; 5] = [
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "contentType",
];

/// What a document says about a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape<'d> {
    pub(super) spot: Spot,
    /// The innermost component it comes from.
    pub(super) component: Option<String>,
    /// The type; empty if none is given.
    pub(super) kind: String,
    pub(super) array: bool,
    /// Whether it is one of several schemas.
    pub(super) union: bool,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) values: Vec<String>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) shortest: Option<i64>,
    pub(super) longest: Option<i64>,
    pub(super) default: Option<String>,
    /// Other keywords, as written.
    pub(super) keywords: BTreeMap<&'static str, String>,
    pub(super) nullable: bool,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    pub(super) prose: String,
    /// The objects that it inherits properties from.
    objects: Vec<At<'d>>,
}

/// Reads values of a document, and resolves references.
pub(super) struct Reader<'d> {
    pub(super) root: At<'d>,
}

impl<'d> Reader<'d> {
    /// What a schema says.
    pub(super) fn shape(&self, at: &At<'d>) -> Shape<'d> {
        self.shape_within(at, 0)
    }

    fn shape_within(&self, at: &At<'d>, depth: usize) -> Shape<'d> {
        if depth > MAX_DEPTH {
            return Shape::default();
        }
        if at.has("$ref") {
            let target = follow(&self.root, at.clone());
            if target.pointer == at.pointer {
                return Shape::default();
            }
            let mut shape = self.shape_within(&target, depth + 1);
            shape.component = shape.component.or(segments(&target.pointer).last());
            return shape;
        }
        let all_of = at.get("allOf");
        let mut all_of = all_of.iter().flat_map(At::items);
        if let Some(first) = all_of.next() {
            let mut shape = self.shape_within(&first, depth + 1);
            for more in all_of {
                let more = self.shape_within(&more, depth + 1);
                shape.objects.extend(more.objects);
            }
            shape.objects.push(at.clone());
            shape.described_by(at);
            return shape;
        }
        if at.get_str("type") == Some("array") {
            let items = at.get("items");
            let items = items.map(|items| self.shape_within(&items, depth + 1));
            let mut shape = items.unwrap_or_default();
            shape.array = true;
            shape.nullable = false;
            shape.default = None;
            shape.described_by(at);
            return shape;
        }
        let mut shape = Shape::of(at);
        if shape.union {
            shape.kind = self.kinds(at, depth);
        }
        shape
    }

    /// The types of the members of a union.
    fn kinds(&self, at: &At<'d>, depth: usize) -> String {
        let lists = [at.get("oneOf"), at.get("anyOf")];
        let members = lists.iter().flatten().flat_map(At::items);
        let mut kinds: Vec<String> = members
            .map(|member| kind(&self.shape_within(&member, depth + 1)))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.join(" or ")
    }

    /// The properties of an object.
    pub(super) fn properties(&self, shape: &Shape<'d>) -> BTreeMap<String, Shape<'d>> {
        let mut all = BTreeMap::new();
        for object in &shape.objects {
            let required = required(object);
            let properties = object.get("properties");
            for (name, property) in properties.iter().flat_map(At::entries) {
                let mut shape = self.shape(&property);
                shape.required = required.contains(&name);
                shape.spot = Spot::of(&property);
                all.insert(name.to_owned(), shape);
            }
        }
        all
    }
}

fn required<'d>(object: &At<'d>) -> Vec<&'d str> {
    let required = object.node.get("required");
    let required = required.into_iter().flat_map(Node::items);
    required.filter_map(Node::as_str).collect()
}

impl<'d> Shape<'d> {
    /// What a schema itself says.
    pub(super) fn of(at: &At<'d>) -> Self {
        let text = |key: &str| at.get_str(key).map(str::to_owned);
        let integer = |key: &str| i64::try_from(at.node.get(key)?.as_integer()?).ok();
        let values = at.node.get("enum");
        let values = values.into_iter().flat_map(Node::items);
        let mut shape = Self {
            kind: text("type").unwrap_or_default(),
            union: at.has("oneOf") || at.has("anyOf"),
            format: text("format"),
            pattern: text("pattern"),
            values: values.map(scalar).collect(),
            minimum: integer("minimum"),
            maximum: integer("maximum"),
            shortest: integer("minLength"),
            longest: integer("maxLength"),
            objects: vec![at.clone()],
            ..Self::default()
        };
        shape.described_by(at);
        shape
    }

    /// Adds what the enclosing object says.
    pub(super) fn described_by(&mut self, at: &At<'_>) {
        self.nullable |= at.is_true("nullable");
        self.deprecated |= at.is_true("deprecated");
        if let Some(about) = at.get_str("description") {
            about.clone_into(&mut self.prose);
        }
        if let Some(default) = at.node.get("default") {
            self.default = Some(scalar(default));
        }
        self.read(&KEYWORDS, at);
        self.spot = Spot::of(at);
    }

    /// Adds how it is serialized.
    pub(super) fn serialized_by(&mut self, at: &At<'_>) {
        self.read(&SERIALIZATION, at);
    }

    fn read(&mut self, keywords: &[&'static str], at: &At<'_>) {
        for keyword in keywords {
            if let Some(value) = at.node.get(keyword) {
                self.keywords.insert(keyword, scalar(value));
            }
        }
    }

    /// The properties that are always present.
    pub(super) fn required_properties(&self) -> Vec<&'d str> {
        let mut all: Vec<&str> = self.objects.iter().flat_map(required).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The names of the properties.
    pub(super) fn property_names(&self) -> Vec<&'d str> {
        let properties = self
            .objects
            .iter()
            .filter_map(|at| at.node.get("properties"));
        let mut all: Vec<&str> = properties
            .flat_map(Node::entries)
            .map(|entry| entry.key.as_str())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What it says about properties that it does not name.
    pub(super) fn other_properties(&self) -> &'static str {
        let mut others = self.objects.iter();
        match others.find_map(|at| at.node.get("additionalProperties")) {
            None => "any",
            Some(node) => match &node.value {
                Value::Bool(false) => "none",
                Value::Bool(true) => "any",
                Value::Object(entries) if entries.is_empty() => "any",
                _ => "of a type",
            },
        }
    }
}

/// The type of a value, as a phrase.
pub(super) fn kind(shape: &Shape<'_>) -> String {
    let kind = match shape.kind.as_str() {
        "" => "untyped",
        kind => kind,
    };
    match shape.array {
        true => format!("array of {kind}"),
        false => kind.to_owned(),
    }
}

/// A value as it appears in a sentence.
pub(super) fn scalar(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(", "),
        _ => node.to_json().to_string(),
    }
}
