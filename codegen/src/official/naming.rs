//! Names for what has none.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use serde_json::Value;

use super::Normalizer;
use crate::names::{self, Names, Scope};

/// What says that two values are of one kind: the pattern, or the words.
pub(super) fn mark(schema: &Value) -> Option<String> {
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let words = schema.get("enum").map(ToString::to_string);
    pattern.map(str::to_owned).or(words)
}

/// What values of one kind are called most often; `Sid` says only what it stands in.
pub(super) fn survey(root: &Value) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    count(root, &mut counts);
    counts
        .into_iter()
        .filter_map(|(mark, names)| {
            let best = names.into_iter().max_by(|a, b| {
                // The shorter of two that are equally common, then the first of the alphabet.
                (a.1.cmp(&b.1))
                    .then_with(|| b.0.len().cmp(&a.0.len()))
                    .then_with(|| b.0.cmp(&a.0))
            });
            Some((mark, best?.0))
        })
        .collect()
}

fn count(value: &Value, counts: &mut BTreeMap<String, BTreeMap<String, usize>>) {
    let mut add = |name: &str, schema: &Value| {
        let name = pascal(name);
        if let Some(mark) = mark(schema)
            && name != "Sid"
        {
            *counts.entry(mark).or_default().entry(name).or_default() += 1;
        }
    };
    match value {
        Value::Object(map) => {
            if let (Some(name), Some(schema)) =
                (map.get("name").and_then(Value::as_str), map.get("schema"))
            {
                add(name, schema);
            }
            let properties = map.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                add(name, schema);
            }
            map.values().for_each(|it| count(it, counts));
        }
        Value::Array(items) => items.iter().for_each(|it| count(it, counts)),
        _ => {}
    }
}

/// A name in capitals and small letters, one capital for each word.
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

/// The verbs of operations that can be expressed.
pub(super) const VERBS: [&str; 3] = ["get", "post", "delete"];

/// The names of all operations by path and verb: those that they have, or derived ones where those are taken.
pub(super) fn operations(root: &Value) -> BTreeMap<(String, &'static str), String> {
    let mut operations = BTreeMap::new();
    let mut names = Names::default();
    let mut taken = BTreeSet::new();
    let items = root.get("paths").and_then(Value::as_object);
    for (path, item) in items.into_iter().flatten() {
        for verb in VERBS {
            let Some(operation) = item.get(verb) else {
                continue;
            };
            let given = operation.get("operationId").and_then(Value::as_str);
            let stem = pascal(given.unwrap_or(&format!("{verb} {path}")));
            let numbered = (2..).map(|number| format!("{stem}Operation{number}"));
            let mut free = |name: &String| {
                let method = names::method_name(name);
                let type_name = names::type_name(name);
                // What was claimed in vain stays taken, which does no harm.
                !taken.contains(&type_name)
                    && names.claim(Scope::Types, &type_name, name).is_ok()
                    && names.claim(Scope::Operations, &method, name).is_ok()
            };
            let name = [stem.clone(), format!("{stem}Operation")]
                .into_iter()
                .chain(numbered)
                .take(1_000)
                .find(&mut free);
            let name = name.unwrap_or_default();
            taken.insert(name.clone());
            operations.insert((path.clone(), verb), name);
        }
    }
    operations
}

impl Normalizer<'_> {
    /// A name nobody has yet: the given one, with its owner's before it, or with a number after it.
    pub(super) fn free(&self, name: &str, owner: &str) -> String {
        let free = |name: &String| {
            let usable = Names::default().claim(Scope::Types, name, name).is_ok();
            usable && !self.schemas.contains_key(name) && !self.requests.contains(name)
        };
        let numbered = (2..).map(|number| format!("{owner}{name}Value{number}"));
        [
            name.to_owned(),
            format!("{owner}{name}"),
            format!("{name}Value"),
        ]
        .into_iter()
        .chain(numbered)
        .take(100_000)
        .find(free)
        .unwrap_or_default()
    }
}

/// A component's name without the dots: what it is, and not where.
pub(super) fn component(name: &str) -> String {
    pascal(name.rsplit('.').next().unwrap_or(name))
}
