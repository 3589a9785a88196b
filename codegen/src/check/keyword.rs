//! Compares every object of the document with the table of its keywords.

use super::findings::Findings;
use super::similar::similar;
use super::table::{DOCUMENT, OPERATION, PARAMETER, SCHEMA, Shape, Table};
use crate::document::{At, Node, Value};
use crate::finding::{Finding, show, show_all};

/// Checks the whole document.
pub(crate) fn document(root: &At<'_>, findings: &mut Findings) {
    if let Some(swagger) = root.get("swagger") {
        // Version 2 has other keywords everywhere.
        findings.key_error(
            "openapi-version",
            &swagger,
            "this is a document of version 2, called Swagger; version 3 has another structure",
            "translate it with a converter such as swagger2openapi, which writes `openapi: 3.0.3`; if just this line \
             is wrong, write\n  openapi: 3.0.3",
        );
        return;
    }
    shape(root, &Shape::Object(&DOCUMENT), "the document", findings);
}

/// Checks one value. `what` is how messages call it.
fn shape(at: &At<'_>, expected: &Shape, what: &str, findings: &mut Findings) {
    match (expected, &at.node.value) {
        (Shape::Any, _)
        | (Shape::String, Value::String(_))
        | (Shape::Boolean | Shape::BooleanOrSchema, Value::Bool(_))
        | (Shape::Number, Value::Number(_)) => {}
        (Shape::Count, Value::Number(_)) => {
            if at.node.as_integer().is_none_or(|count| count < 0) {
                wrong(at, "an integer of at least 0", what, findings);
            }
        }
        (Shape::Object(table), Value::Object(_)) => object(at, table, findings),
        (Shape::ObjectOrRef(table), Value::Object(_)) => object_or_ref(at, table, findings),
        (Shape::BooleanOrSchema, Value::Object(_)) => object_or_ref(at, &SCHEMA, findings),
        (Shape::ObjectOf(inner), Value::Object(_)) => {
            for (name, member) in at.entries() {
                shape(&member, inner, &show(name), findings);
            }
        }
        (Shape::ArrayOf(inner), Value::Array(_)) => {
            for item in at.items() {
                shape(&item, inner, "an item of this array", findings);
            }
        }
        (Shape::String, _) => wrong(at, "a string", what, findings),
        (Shape::Boolean, _) => wrong(at, "`true` or `false`", what, findings),
        (Shape::BooleanOrSchema, _) => {
            wrong(at, "`true` or a reference to a schema", what, findings)
        }
        (Shape::Number, _) => wrong(at, "a number", what, findings),
        (Shape::Count, _) => wrong(at, "an integer of at least 0", what, findings),
        (Shape::Object(_) | Shape::ObjectOrRef(_) | Shape::ObjectOf(_), _) => {
            wrong(at, "an object", what, findings);
        }
        (Shape::ArrayOf(_), _) => wrong(at, "an array", what, findings),
    }
}

fn wrong(at: &At<'_>, expected: &str, what: &str, findings: &mut Findings) {
    findings.error(
        "wrong-type",
        at,
        format!("{what} is {}, but must be {expected}", at.node.kind()),
        remedy(at.node, expected, what),
    );
}

/// What to write instead of a value of the wrong type.
fn remedy(node: &Node, expected: &str, what: &str) -> String {
    match (what, &node.value) {
        ("`$ref`", Value::Null) => {
            return "put the reference in quotes, since `#` begins a comment:\n  $ref: '#/components/schemas/Name'"
                .to_owned();
        }
        ("`required`", Value::Bool(_)) if expected == "an array" => {
            return "list the name of the property beside `properties`, one level up:\n  required:\n    - Name"
                .to_owned();
        }
        ("`type`", Value::Array(_)) => {
            return "OpenAPI 3.0 has one type for each schema; for a value that may be null write `nullable: true` \
                    beside it"
                .to_owned();
        }
        _ => {}
    }
    match (&node.value, expected) {
        (Value::String(text), "`true` or `false`") => match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" => "write `true`".to_owned(),
            "no" | "off" | "false" => "write `false`".to_owned(),
            _ => "write `true` or `false`, without quotes".to_owned(),
        },
        (Value::Number(number), "a string") => format!("put it in quotes: '{number}'"),
        (Value::Bool(value), "a string") => format!("put it in quotes: '{value}'"),
        (Value::String(text), _)
            if (expected.contains("number") || expected.contains("integer"))
                && text.parse::<f64>().is_ok() =>
        {
            "remove the quotes".to_owned()
        }
        (Value::Null, _) => {
            "remove the key, or give it a value; is the next line indented enough?".to_owned()
        }
        (_, "an array") => "write each item on a line of its own, after `- `".to_owned(),
        (_, "an object") => "write `key: value` lines, indented below".to_owned(),
        _ => format!("write {expected}"),
    }
}

fn object_or_ref(at: &At<'_>, table: &Table, findings: &mut Findings) {
    let Some(reference) = at.get("$ref") else {
        object(at, table, findings);
        return;
    };
    shape(&reference, &Shape::String, "`$ref`", findings);
    for (name, sibling) in at.entries() {
        if name != "$ref" {
            findings.key_error(
                "ref-siblings",
                &sibling,
                format!("{} beside `$ref` is ignored by OpenAPI 3.0", show(name)),
                if std::ptr::eq(table, &SCHEMA) {
                    "put the reference into `allOf`:\n  allOf:\n    - $ref: ...\n  description: ..."
                        .to_owned()
                } else {
                    "remove it, or write it in the component".to_owned()
                },
            );
        }
    }
}

fn object(at: &At<'_>, table: &Table, findings: &mut Findings) {
    let mut intended = Vec::new();
    for (name, member) in at.entries() {
        match table.keys.iter().find(|key| key.name == name) {
            Some(key) => shape(&member, &key.shape, &show(name), findings),
            None => intended.extend(unknown(name, &member, table, findings)),
        }
    }
    for key in table.keys.iter().filter(|key| key.required) {
        // A misspelt keyword is reported once, as such.
        if !at.has(key.name) && !intended.contains(&key.name) {
            missing(at, key.name, table, findings);
        }
    }
}

fn missing(at: &At<'_>, name: &str, table: &Table, findings: &mut Findings) {
    findings.0.push(Finding::error(
        "missing-keyword",
        &at.pointer,
        at.span(),
        format!("{} needs {}", table.name, show(name)),
        format!("add it:\n  {name}: ..."),
    ));
}

/// Reports a key that nothing reads; returns the keyword that was probably intended.
fn unknown(
    name: &str,
    at: &At<'_>,
    table: &Table,
    findings: &mut Findings,
) -> Option<&'static str> {
    if let Some((_, help)) = table.unread.iter().find(|(unread, _)| *unread == name) {
        findings.key_error(
            "unsupported-keyword",
            at,
            format!("{} in {} is not supported", show(name), table.name),
            *help,
        );
        return None;
    }
    let known: Vec<&'static str> = table.keys.iter().map(|key| key.name).collect();
    let extension = name.starts_with("x-");
    let candidates: Vec<&'static str> = known
        .iter()
        .copied()
        .filter(|key| key.starts_with("x-") == extension)
        .collect();
    let intended = similar(name, candidates.iter().copied())
        // `x_pii`, `pii`: the prefix itself may be what is wrong.
        .or_else(|| similar(name, known.iter().copied()));
    let elsewhere = [&SCHEMA, &OPERATION, &PARAMETER]
        .into_iter()
        .find(|table| table.keys.iter().any(|key| key.name == name));
    let help = match (elsewhere, intended) {
        (Some(elsewhere), _) => format!("it belongs in {}", elsewhere.name),
        (None, Some(intended)) => format!("did you mean {}?", show(intended)),
        (None, None) if candidates.is_empty() => {
            format!("remove it: {} has no extensions", table.name)
        }
        (None, None) => format!("{} has {}", table.name, show_all(candidates)),
    };
    let (rule, noun) = if extension {
        ("unknown-extension", "extension")
    } else {
        ("unknown-keyword", "keyword")
    };
    findings.key_error(
        rule,
        at,
        format!("unknown {noun} {} in {}", show(name), table.name),
        help,
    );
    intended
}
