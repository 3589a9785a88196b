//! Compares every object of the document with the table of its keywords.

use super::findings::Findings;
use super::fixes::{quote, remove, rename, replace, set};
use super::similar::{certain, similar};
use super::table::{
    COMPONENTS, DOCUMENT, MEDIA_TYPE, OPERATION, PARAMETER, PATH_ITEM, RESPONSE, SCHEMA, Shape,
    Table,
};
use crate::document::{At, Value, colon_without_space};
use crate::edit::{Fix, quoted};
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
        | (Shape::String | Shape::Name(_), Value::String(_))
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
        (Shape::ObjectOf(inner) | Shape::ObjectBy(_, inner), Value::Object(_)) => {
            for (name, member) in at.entries() {
                if !is_keyword_among_names(name, &member, findings) {
                    shape(&member, inner, &show(name), findings);
                }
            }
        }
        (Shape::ArrayOf(inner), Value::Array(_)) => {
            for item in at.items() {
                shape(&item, inner, "an item of this array", findings);
            }
        }
        (Shape::String | Shape::Name(_), _) => wrong(at, "a string", what, findings),
        (Shape::Boolean, _) => wrong(at, "`true` or `false`", what, findings),
        (Shape::BooleanOrSchema, _) => {
            wrong(at, "`true` or a reference to a schema", what, findings)
        }
        (Shape::Number, _) => wrong(at, "a number", what, findings),
        (Shape::Count, _) => wrong(at, "an integer of at least 0", what, findings),
        (
            Shape::Object(_) | Shape::ObjectOrRef(_) | Shape::ObjectOf(_) | Shape::ObjectBy(..),
            _,
        ) => wrong(at, "an object", what, findings),
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
        (Value::String(text), _) if without_comma(text, expected).is_some() => {
            without_comma(text, expected).map(|it| replace(at, it))
        }
        (Value::String(text), "a number" | "an integer of at least 0") => {
            text.parse::<i64>().ok().map(|_| replace(at, text.as_str()))
        }
        (Value::String(text), "an object") if colon_without_space(text).is_some() => {
            spaced(at, text)
        }
        (Value::String(text), "an array") => {
            let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            is_word.then(|| replace(at, format!("[{text}]")))
        }
        _ => None,
    }
}

/// The number or boolean before a comma, as in JSON.
fn without_comma<'t>(text: &'t str, expected: &str) -> Option<&'t str> {
    let value = text.strip_suffix(',')?;
    let fits = match expected {
        "`true` or `false`" => matches!(value, "true" | "false"),
        "a number" | "an integer of at least 0" => value.parse::<i64>().is_ok(),
        _ => false,
    };
    fits.then_some(value)
}

/// A fix that adds a space after a colon, if the value has no quotes.
fn spaced(at: &At<'_>, text: &str) -> Option<Fix> {
    let span = at.node.span;
    let place = span.start + colon_without_space(text)?;
    let is_plain = span.end - span.start == text.len();
    is_plain.then(|| Fix::exact(Span::new(place, place + 1), ": "))
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
        (Value::String(text), _) if without_comma(text, expected).is_some() => {
            "remove the comma".to_owned()
        }
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
        (Value::String(text), "an object") if colon_without_space(text).is_some() => {
            "write a space after the colon: `key: value`".to_owned()
        }
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
                    format!(
                        "wrap the reference in `allOf`:\n  allOf:\n    - $ref: {}\n  {name}: {}",
                        written(&reference),
                        written(&sibling)
                    )
                } else {
                    "remove it, or move it to the component".to_owned()
                },
            );
            // One fix covers all siblings.
            findings.fix(fix.take());
        }
    }
}

/// A value for a help line: a boolean, a number or a reference; `...` instead of anything else.
fn written(at: &At<'_>) -> String {
    match &at.node.value {
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.starts_with("#/") && text.len() < 80 => quoted(text),
        _ => "...".to_owned(),
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
        if name == "properties" && member.node.value == Value::Null && has_stray_property(at, table)
        {
            // The properties are reported instead: they are all indented too little.
            continue;
        }
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
    let elsewhere = [
        &SCHEMA,
        &OPERATION,
        &PARAMETER,
        &COMPONENTS,
        &PATH_ITEM,
        &MEDIA_TYPE,
    ]
    .into_iter()
    .find(|table| table.keys.iter().any(|key| key.name == name));
    let container = container(name, at, object, table);
    let help = match (elsewhere, intended) {
        _ if container.is_some() => format!(
            "it looks like a member of {}: indent it further, and the lines that belong to it",
            show(container.unwrap_or_default())
        ),
        _ if is_component(at, table) => {
            "it looks like a component: indent it less, like the components around it".to_owned()
        }
        (Some(elsewhere), _) => {
            format!(
                "it belongs in {}; is it indented correctly?",
                elsewhere.name
            )
        }
        (None, _) if name.contains(' ') => {
            "if it is part of the text above, indent it further".to_owned()
        }
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
    if let Some(container) = container {
        findings.fix(nested(at, object, container));
    } else if elsewhere.is_none() {
        let lacking = candidates.iter().copied().filter(|it| !object.has(it));
        findings.fix(certain(name, lacking).and_then(|it| rename(at, it)));
    }
    intended
}

/// The key next to an unknown one whose object it is probably a member of, because it is indented too little.
fn container(name: &str, at: &At<'_>, object: &At<'_>, table: &Table) -> Option<&'static str> {
    if std::ptr::eq(table, &SCHEMA) {
        (object.has("properties") && is_like_schema(at)).then_some("properties")
    } else if std::ptr::eq(table, &DOCUMENT) {
        (object.has("paths") && name.starts_with('/')).then_some("paths")
    } else if std::ptr::eq(table, &OPERATION) {
        let is_status = name.len() == 3 && name.bytes().all(|b| b.is_ascii_digit());
        (object.has("responses") && is_status).then_some("responses")
    } else if std::ptr::eq(table, &MEDIA_TYPE) {
        (object.has("examples") && at.has("value")).then_some("examples")
    } else if std::ptr::eq(table, &COMPONENTS) {
        let is_object = matches!(at.node.value, Value::Object(_));
        let before = object
            .entries()
            .take_while(|(other, _)| *other != name)
            .last();
        let key = COMPONENTS
            .keys
            .iter()
            .find(|key| Some(key.name) == before.as_ref().map(|it| it.0))?;
        is_object.then_some(key.name)
    } else {
        None
    }
}

/// Whether a value has a keyword that every property has.
fn is_like_schema(at: &At<'_>) -> bool {
    ["$ref", "allOf", "description", "type"]
        .iter()
        .any(|key| at.has(key))
}

/// Whether the unknown keyword of a component is probably the next component, indented too far.
fn is_component(at: &At<'_>, table: &Table) -> bool {
    let mut way = at.pointer.rsplitn(2, '/');
    let is_name = way
        .next()
        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    let around = way
        .next()
        .and_then(|it| it.strip_prefix("/components/schemas/"));
    std::ptr::eq(table, &SCHEMA)
        && is_name
        && around.is_some_and(|it| !it.contains('/'))
        && is_like_schema(at)
}

/// Whether a schema has a property outside `properties`.
fn has_stray_property(schema: &At<'_>, table: &Table) -> bool {
    let is_unknown = |name: &str| table.keys.iter().all(|key| key.name != name);
    std::ptr::eq(table, &SCHEMA)
        && schema
            .entries()
            .any(|(name, member)| is_unknown(name) && is_like_schema(&member))
}

/// A fix that indents a property like those in the `container` before it. What follows it was read as a part of it,
/// and is indented correctly.
fn nested(at: &At<'_>, object: &At<'_>, container: &str) -> Option<Fix> {
    let (key, container) = (at.key_span?, object.get(container)?);
    let is_own = |name: &str| SCHEMA.keys.iter().any(|key| key.name == name);
    let mut members = at.node.entries().iter();
    let swallowed = members.find(|entry| !is_own(&entry.key));
    let end = swallowed.map_or(at.node.span.end, |entry| entry.key_span.start);
    let like = container.node.entries().first()?.key_span;
    let follows = object
        .entries()
        .take_while(|(name, _)| Some(*name) != at.pointer.rsplit('/').next())
        .last();
    let is_next = follows.is_some_and(|(_, before)| before.pointer == container.pointer);
    (is_next && members.all(|entry| !is_own(&entry.key)))
        .then(|| Fix::nest(Span::new(key.start, end), like.start))
}

/// Objects whose keys are names: the place, a table with keywords of their members, the rule about the names, and
/// what they are.
const NAMED: [(&str, &Table, &str, &str); 5] = [
    (
        "/components/schemas",
        &SCHEMA,
        "component-name",
        "a component",
    ),
    ("/paths", &PATH_ITEM, "path-template", "a path"),
    ("/responses", &RESPONSE, "response-code", "a status code"),
    (
        "/requestBody/content",
        &MEDIA_TYPE,
        "body-media-type",
        "a media type",
    ),
    ("/content", &MEDIA_TYPE, "response-body", "a media type"),
];

/// Reports a keyword in place of a name: it is indented too little to be part of the member before it.
fn is_keyword_among_names(name: &str, at: &At<'_>, findings: &mut Findings) -> bool {
    let Some((place, _)) = at.pointer.rsplit_once('/') else {
        return false;
    };
    let found = NAMED.iter().find(|(end, table, ..)| {
        let is_place = match *end {
            "/components/schemas" | "/paths" => place == *end,
            // The names of components may be keywords.
            _ => place.ends_with(end) && !place.starts_with("/components/responses"),
        };
        is_place && table.keys.iter().any(|key| key.name == name)
    });
    if let Some((_, table, rule, noun)) = found {
        findings.key_error(
            rule,
            at,
            format!("{} is a keyword of {}, not {noun}", show(name), table.name),
            format!(
                "indent it further, and the lines that belong to it: it looks like a part of {} in the lines above",
                table.name
            ),
        );
    }
    found.is_some()
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
