//! Compares every object of the document with the table of its keywords.

use super::findings::Findings;
use super::fixes::{quote, remove, rename, replace, set};
use super::similar::{certain, similar};
use super::table::{DOCUMENT, OPERATION, PARAMETER, SCHEMA, Shape, Table};
use crate::document::{At, Value};
use crate::edit::Fix;
use crate::finding::{Finding, show, show_all};
use crate::source::Span;

/// Checks the whole document.
pub(crate) fn document(root: &At<'_>, findings: &mut Findings) {
    if let Some(swagger) = root.get("swagger") {
        // Version 2 has other keywords everywhere.
        findings.key_error(
            "openapi-version",
            &swagger,
            "this is a Swagger 2.0 document; OpenAPI 3.0 has a different structure",
            "convert it with a tool such as swagger2openapi, or, if only this line is wrong, write\n  openapi: 3.0.3",
        );
        return;
    }
    shape(root, &Shape::Object(&DOCUMENT), "the document", findings);
}

/// Checks one value; messages call it `what`.
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
        remedy(at, expected, what),
    );
    findings.fix(retyped(at, expected, what));
}

/// A fix that writes the same value in the expected type, where possible.
fn retyped(at: &At<'_>, expected: &str, what: &str) -> Option<Fix> {
    match (&at.node.value, expected) {
        (Value::Null, "a string") if what == "`$ref`" => {
            at.key_span.map(|key| Fix::uncomment(key.end))
        }
        (Value::Bool(false), "an array") if what == "`required`" => Some(remove(at)),
        (Value::Number(_) | Value::Bool(_), "a string") => quote(at),
        (Value::String(text), "`true` or `false`") => match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" => Some(replace(at, "true")),
            "no" | "off" | "false" => Some(replace(at, "false")),
            _ => None,
        },
        (Value::String(text), "a number" | "an integer of at least 0") => {
            text.parse::<i64>().ok().map(|_| replace(at, text.as_str()))
        }
        (Value::String(text), "an array") => {
            let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            is_word.then(|| replace(at, format!("[{text}]")))
        }
        _ => None,
    }
}

/// What to write instead of a value of the wrong type.
fn remedy(at: &At<'_>, expected: &str, what: &str) -> String {
    match (what, &at.node.value) {
        ("`$ref`", Value::Null) => {
            return "put the reference in quotes, since `#` begins a comment:\n  $ref: '#/components/schemas/Name'"
                .to_owned();
        }
        ("`required`", Value::Bool(_)) if expected == "an array" => {
            let property = at.pointer.rsplit('/').nth(1).unwrap_or("Name");
            return format!(
                "list the name of the property in `required`, next to `properties`:\n  required:\n    - {property}"
            );
        }
        ("`type`", Value::Array(_)) => {
            return "write one type: in OpenAPI 3.0, a value that may be null has `nullable: true` as well"
                .to_owned();
        }
        _ => {}
    }
    match (&at.node.value, expected) {
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
            "remove the key, or add a value; is the next line indented enough?".to_owned()
        }
        (_, "an array") => "write each item on its own line, after `- `".to_owned(),
        (_, "an object") => "write indented `key: value` lines below".to_owned(),
        _ => format!("write {expected}"),
    }
}

fn object_or_ref(at: &At<'_>, table: &Table, findings: &mut Findings) {
    let Some(reference) = at.get("$ref") else {
        object(at, table, findings);
        return;
    };
    shape(&reference, &Shape::String, "`$ref`", findings);
    let mut fix = wrapped(at, &reference, table);
    for (name, sibling) in at.entries() {
        if name != "$ref" {
            findings.key_error(
                "ref-siblings",
                &sibling,
                format!("OpenAPI 3.0 ignores {} next to `$ref`", show(name)),
                if std::ptr::eq(table, &SCHEMA) {
                    "wrap the reference in `allOf`:\n  allOf:\n    - $ref: ...\n  description: ..."
                        .to_owned()
                } else {
                    "remove it, or move it to the component".to_owned()
                },
            );
            // One fix covers all siblings.
            findings.fix(fix.take());
        }
    }
}

/// A fix that wraps the reference of a schema in `allOf`.
fn wrapped(at: &At<'_>, reference: &At<'_>, table: &Table) -> Option<Fix> {
    let key = reference.key_span?;
    let fits = std::ptr::eq(table, &SCHEMA) && !at.has("allOf") && reference.as_str().is_some();
    fits.then(|| Fix::wrap(Span::new(key.start, reference.node.span.end)))
}

fn object(at: &At<'_>, table: &Table, findings: &mut Findings) {
    let mut intended = Vec::new();
    for (name, member) in at.entries() {
        match table.keys.iter().find(|key| key.name == name) {
            Some(key) => shape(&member, &key.shape, &show(name), findings),
            None if unread(name, &member, at, table, findings) => {}
            None => intended.extend(unknown(name, &member, at, table, findings)),
        }
    }
    for key in table.keys.iter().filter(|key| key.required) {
        // A misspelt keyword is only reported as misspelt.
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
    if name == "security" {
        findings.fix(
            only_scheme(at)
                .and_then(|it| set(at, "security", &format!("[{{{it}: []}}]"), "servers")),
        );
    }
}

/// The only security scheme of a document.
fn only_scheme<'d>(root: &At<'d>) -> Option<&'d str> {
    let schemes = root.get("components")?.get("securitySchemes")?;
    match schemes.node.entries() {
        [only] => Some(&only.key),
        _ => None,
    }
}

/// Reports a keyword of OpenAPI that is not supported; returns whether it is one.
fn unread(
    name: &str,
    at: &At<'_>,
    object: &At<'_>,
    table: &Table,
    findings: &mut Findings,
) -> bool {
    let found = table.unread.iter().find(|(unread, _)| *unread == name);
    if let Some((_, help)) = found {
        findings.key_error(
            "unsupported-keyword",
            at,
            format!("{} in {} is not supported", show(name), table.name),
            *help,
        );
        findings.fix(supported(name, at, object));
    }
    found.is_some()
}

/// Reports a key that is not a keyword; returns the keyword that was probably intended.
fn unknown(
    name: &str,
    at: &At<'_>,
    object: &At<'_>,
    table: &Table,
    findings: &mut Findings,
) -> Option<&'static str> {
    let known: Vec<&'static str> = table.keys.iter().map(|key| key.name).collect();
    let extension = name.starts_with("x-");
    let candidates: Vec<&'static str> = known
        .iter()
        .copied()
        .filter(|key| key.starts_with("x-") == extension)
        .collect();
    let intended = similar(name, candidates.iter().copied())
        // `x_pii`, `pii`: the prefix itself may be the mistake.
        .or_else(|| similar(name, known.iter().copied()));
    let elsewhere = [&SCHEMA, &OPERATION, &PARAMETER]
        .into_iter()
        .find(|table| table.keys.iter().any(|key| key.name == name));
    let help = match (elsewhere, intended) {
        (Some(elsewhere), _) => format!("it belongs in {}", elsewhere.name),
        (None, Some(intended)) => format!("did you mean {}?", show(intended)),
        (None, None) if candidates.is_empty() => {
            format!("remove it: {} cannot have extensions", table.name)
        }
        (None, None) => format!(
            "{} has {}",
            table.name,
            show_all(candidates.iter().copied())
        ),
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
    if elsewhere.is_none() {
        let lacking = candidates.iter().copied().filter(|it| !object.has(it));
        findings.fix(certain(name, lacking).and_then(|it| rename(at, it)));
    }
    intended
}

/// A fix for an unsupported keyword: removes it if it has no effect, and makes exclusive bounds of integers
/// inclusive.
fn supported(name: &str, at: &At<'_>, object: &At<'_>) -> Option<Fix> {
    const IDLE: &[&str] = &[
        "contact",
        "license",
        "tags",
        "termsOfService",
        "title",
        "xml",
    ];
    let is_default = match (name, &at.node.value) {
        ("explode", Value::Bool(explodes)) => *explodes == (object.get_str("in") == Some("query")),
        ("style", Value::String(style)) => match object.get_str("in") {
            Some("query") => style == "form",
            Some("path") => style == "simple",
            _ => false,
        },
        ("minItems" | "minProperties", _) => at.node.as_integer() == Some(0),
        (_, Value::Bool(is_on)) => !is_on,
        _ => false,
    };
    if IDLE.contains(&name) || is_default {
        return Some(remove(at));
    }
    let (bound, step) = match name {
        "exclusiveMinimum" => ("minimum", 1),
        "exclusiveMaximum" => ("maximum", -1),
        _ => return None,
    };
    let number = at.node.as_integer()?;
    let is_alone = object.get_str("type") == Some("integer") && !object.has(bound);
    let inclusive = replace(at, (number + step).to_string());
    is_alone.then(|| rename(at, bound).map(|it| it.and(inclusive)))?
}
