//! Names for values without one.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;

use crate::document::{METHODS, Node};
use crate::names::{self, Names, Scope};

/// The mark of a type, by which equal ones are recognized: the pattern, or the values of the enumeration.
pub(super) fn mark(schema: &Node) -> Option<String> {
    let pattern = schema.get("pattern").and_then(Node::as_str);
    let values = schema
        .get("enum")
        .map(|values| values.to_json().to_string());
    pattern.map(str::to_owned).or(values)
}

/// The shape of a value, by which equal constraints are recognized: its mark, its bounds, or that it is an integer.
pub(super) fn shape(schema: &Node) -> Option<String> {
    mark(schema).or_else(|| {
        let keys = [
            "type",
            "format",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
        ];
        let rules: Vec<String> = keys
            .iter()
            .filter_map(|key| Some(format!("{key} {}", schema.get(key)?.to_json())))
            .collect();
        let has_type = is_bounded(schema) || is_integer(schema);
        has_type.then(|| rules.join(", "))
    })
}

fn is_bounded(schema: &Node) -> bool {
    let bounds = ["minLength", "maxLength", "minimum", "maximum"];
    bounds.iter().any(|key| schema.get(key).is_some())
}

fn is_integer(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("integer")
}

/// The names of values in a document.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The most common name of each shape. `Sid` does not count, since it only says that it is an identifier.
    common: BTreeMap<String, String>,
    /// The shape that most often has a given name. It keeps the name regardless of its owner, so that a change in one
    /// place renames nothing elsewhere.
    owners: BTreeMap<String, String>,
}

impl Survey {
    pub(super) fn of(root: &Node) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        count(root, false, &mut counts);
        let mut survey = Self::default();
        // If two are equally common, the one with more constraints.
        let mut most: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (shape, names) in counts {
            let best = names.into_iter().max_by(|a, b| {
                // If two are equally common, the shorter one, then the first alphabetically.
                (a.1.cmp(&b.1))
                    .then_with(|| b.0.len().cmp(&a.0.len()))
                    .then_with(|| b.0.cmp(&a.0))
            });
            let Some((name, count)) = best else { continue };
            let rank = (count, shape.len());
            if most.get(&name).is_none_or(|most| *most < rank) {
                most.insert(name.clone(), rank);
                survey.owners.insert(name.clone(), shape.clone());
            }
            survey.common.insert(shape, name);
        }
        survey
    }

    /// The most common name of a shape.
    pub(super) fn common(&self, shape: &str) -> Option<&String> {
        self.common.get(shape)
    }

    /// Whether another shape has the name more often.
    pub(super) fn is_reserved(&self, name: &str, shape: &str) -> bool {
        self.owners.get(name).is_some_and(|owner| owner != shape)
    }
}

/// Counts the names of values. Integers without bounds only have their own type in requests.
fn count(node: &Node, sent: bool, counts: &mut BTreeMap<String, BTreeMap<String, usize>>) {
    let mut add = |name: &str, schema: &Node| {
        let has_type = sent || is_bounded(schema) || !is_integer(schema);
        let Some(shape) = shape(schema).filter(|_| has_type) else {
            return;
        };
        let name = pascal(name);
        if name != "Sid" {
            *counts.entry(shape).or_default().entry(name).or_default() += 1;
        }
    };
    if let (Some(name), Some(schema)) =
        (node.get("name").and_then(Node::as_str), node.get("schema"))
    {
        add(name, schema);
    }
    for property in node.get("properties").into_iter().flat_map(Node::entries) {
        add(&property.key, &property.node);
    }
    for entry in node.entries() {
        let sent = match entry.key.as_str() {
            "parameters" | "requestBody" => true,
            "responses" => false,
            _ => sent,
        };
        count(&entry.node, sent, counts);
    }
    for item in node.items() {
        count(item, sent, counts);
    }
}

/// A name in PascalCase.
pub(super) fn pascal(name: &str) -> String {
    let name: String = name
        .to_pascal_case()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let mut pascal = String::new();
    let mut capital = false;
    for c in name
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .chars()
    {
        pascal.push(if capital { c.to_ascii_lowercase() } else { c });
        capital = c.is_ascii_uppercase();
    }
    pascal
}

/// The names of all operations by path and method: their own, or derived ones if those are taken.
pub(super) fn operations(root: &Node) -> BTreeMap<(&str, &'static str), String> {
    let mut operations = BTreeMap::new();
    let mut names = Names::default();
    let mut taken = BTreeSet::new();
    for item in root.get("paths").into_iter().flat_map(Node::entries) {
        let path = item.key.as_str();
        for method in METHODS {
            let Some(operation) = item.node.get(method) else {
                continue;
            };
            let given = operation.get("operationId").and_then(Node::as_str);
            let stem = pascal(given.unwrap_or(&format!("{method} {path}")));
            let name = operation_name(&stem, &mut names, &taken);
            taken.insert(name.clone());
            operations.insert((path, method), name);
        }
    }
    operations
}

fn operation_name(stem: &str, names: &mut Names, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{stem}Operation{number}"));
    let mut free = |name: &String| {
        let method = names::method_name(name);
        let type_name = names::type_name(name);
        // A failed claim keeps the name taken, which does no harm.
        !taken.contains(&type_name)
            && names.claim(Scope::Types, &type_name, name).is_ok()
            && names.claim(Scope::Operations, &method, name).is_ok()
    };
    [stem.to_owned(), format!("{stem}Operation")]
        .into_iter()
        .chain(numbered)
        .take(1_000)
        .find(&mut free)
        .unwrap_or_default()
}

/// Candidate names for a component, the best first.
pub(super) fn candidates(name: &str, owner: &str) -> impl Iterator<Item = String> {
    let numbered = (2..).map(move |number| format!("{owner}{name}Value{number}"));
    [
        name.to_owned(),
        format!("{owner}{name}"),
        format!("{name}Value"),
    ]
    .into_iter()
    .chain(numbered)
    .take(100_000)
}

/// The last part of a reference.
pub(super) fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// A component's name without the dots: only the last part matters.
pub(super) fn component(name: &str) -> String {
    pascal(name.rsplit('.').next().unwrap_or(name))
}
