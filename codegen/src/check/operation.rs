//! Operations and their parameters.

use std::collections::BTreeMap;

use super::component::{misplaced, pascal};
use super::findings::Findings;
use super::fixes::{remove, rewrite, set};
use super::inline::{self, Carrier, Place};
use super::object::{array_items, wire_name, wrapper};
use super::segment;
use super::similar::certain;
use crate::document::{At, Index, Operation, SchemaKind};
use crate::finding::{Finding, show};
use crate::source::Span;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let mut ids = BTreeMap::new();
    for operation in &index.operations {
        operation_id(index, operation, &mut ids, findings);
        duplicates(operation, findings);
        number(operation, findings);
        headers_of_pages(operation, findings);
    }
    for definition in index.parameter_definitions() {
        parameter(index, &definition, findings);
    }
}

fn operation_id<'d>(
    index: &Index<'_>,
    operation: &Operation<'d>,
    ids: &mut BTreeMap<&'d str, Span>,
    findings: &mut Findings,
) {
    let Some(at) = operation.at.get("operationId") else {
        findings.key_error(
            "operation-id",
            &operation.at,
            format!(
                "{} {} has no operationId",
                operation.method.to_uppercase(),
                show(operation.path)
            ),
            "add one; it becomes the name of the method:\n  operationId: fetchCall",
        );
        return;
    };
    let Some(id) = at.as_str() else { return };
    let capitals = id
        .as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(u8::is_ascii_uppercase));
    let camel = id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_alphanumeric());
    if !camel || capitals {
        findings.error(
            "operation-id",
            &at,
            format!("the operationId {} is not in camelCase", show(id)),
            "write a verb and a noun: `fetchCall`",
        );
        findings.fix(in_camel_case(index, id).map(|it| rewrite(&at, it)));
    }
    match ids.get(id) {
        Some(first) => findings.0.push(
            Finding::error(
                "duplicate-operation-id",
                &at.pointer,
                at.span(),
                format!("the operationId {} is used twice", show(id)),
                "give each operation and callback a unique one",
            )
            .with_related(*first, "first here"),
        ),
        None => {
            ids.insert(id, at.span());
        }
    }
}

/// The operationId in camelCase, unless another operation has or refers to it.
fn in_camel_case(index: &Index<'_>, id: &str) -> Option<String> {
    let pascal = pascal(id);
    let mut letters = pascal.chars();
    let camel: String = letters
        .next()
        .into_iter()
        .map(|c| c.to_ascii_lowercase())
        .chain(letters)
        .collect();
    let is_named = |it: &Operation<'_>| {
        it.id() == Some(&camel) || it.at.get_str("x-representation-of") == Some(id)
    };
    let is_free = !camel.is_empty() && !index.operations.iter().any(is_named);
    is_free.then_some(camel)
}

/// The maximum number of parameters of one operation: the generated code nests one expression per parameter.
const MAX_PARAMETERS: usize = 256;

fn number(operation: &Operation<'_>, findings: &mut Findings) {
    let count = operation.parameters.len();
    if count > MAX_PARAMETERS {
        findings.key_error(
            "too-many-parameters",
            &operation.at,
            format!(
                "{} has {count} parameters; the maximum is {MAX_PARAMETERS}",
                show(&operation.name())
            ),
            "send them in the form of a request, or split the operation",
        );
    }
}

fn duplicates(operation: &Operation<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<(&str, &str), &At<'_>> = BTreeMap::new();
    for parameter in &operation.parameters {
        let Some((location, name)) = parameter.key() else {
            continue;
        };
        let place = &parameter.place;
        if let Some(first) = seen.insert((location, name), place) {
            findings.0.push(
                Finding::error(
                    "duplicate-parameter",
                    &place.pointer,
                    place.span(),
                    format!(
                        "the {location} parameter {} is declared twice for {}",
                        show(name),
                        show(&operation.name())
                    ),
                    "keep one; parameters of the path item apply to all its operations",
                )
                .with_related(first.span(), "first here"),
            );
            let is_same = first.node.to_json() == place.node.to_json();
            findings.fix(is_same.then(|| remove(place)));
        }
    }
}

fn parameter<'d>(index: &Index<'d>, at: &At<'d>, findings: &mut Findings) {
    let Some(name) = at.get("name") else { return };
    let location = location(at, findings);
    if let Some(text) = name.as_str() {
        wire_name(text, &name, location == Some("query"), findings);
    }
    let in_path = location == Some("path");
    if in_path && !at.is_true("required") {
        findings.error(
            "path-parameter",
            &at.get("required").unwrap_or_else(|| name.clone()),
            format!(
                "the path parameter {} is not marked as required",
                show(name.as_str().unwrap_or_default())
            ),
            "add `required: true`: a path parameter cannot be left out",
        );
        findings.fix(set(at, "required", "true", "in"));
    }
    if let Some(deprecated) = at.get("deprecated")
        && at.is_true("deprecated")
        && at.is_true("required")
    {
        findings.key_error(
            "deprecated-misplaced",
            &deprecated,
            "a required parameter cannot be deprecated",
            "deprecate the operation instead, or make the parameter optional",
        );
    }
    if location == Some("header") {
        header(&name, findings);
    }
    if let Some(schema) = at.get("schema") {
        parameter_schema(index, &schema, location, findings);
    }
}

/// Headers that the client sets itself, in lower case.
const CLIENT_HEADERS: [&str; 8] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// Checks the name of a header.
fn header(name: &At<'_>, findings: &mut Findings) {
    let text = name.as_str().unwrap_or_default();
    if CLIENT_HEADERS.contains(&text.to_ascii_lowercase().as_str()) {
        findings.error(
            "parameter-location",
            name,
            format!("the client sets the header {} itself", show(text)),
            "remove the parameter",
        );
    }
}

/// Pages after the first are fetched by URL alone, without these headers.
fn headers_of_pages(operation: &Operation<'_>, findings: &mut Findings) {
    let mut parameters = operation.parameters.iter();
    let header = parameters.find(|it| it.key().is_some_and(|(place, _)| place == "header"));
    if let Some(header) = header.filter(|_| operation.at.has("x-pagination")) {
        findings.key_error(
            "parameter-location",
            &header.place,
            "a paginated list cannot have a header parameter, which would only be sent for the first page",
            "remove the parameter, or `x-pagination`",
        );
    }
}

fn location<'d>(at: &At<'d>, findings: &mut Findings) -> Option<&'d str> {
    let location = at.get("in")?;
    let text = location.as_str()?;
    let help = match text {
        "path" | "query" | "header" => return Some(text),
        "cookie" => "remove it: the client does not send cookies",
        "body" | "formData" => "make it a property of the schema in `requestBody`",
        _ => "write `path`, `query` or `header`",
    };
    findings.error(
        "parameter-location",
        &location,
        format!("a parameter in {} is not supported", show(text)),
        help,
    );
    findings.fix(certain(text, ["path", "query", "header"]).map(|it| rewrite(&location, it)));
    None
}

fn parameter_schema<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    location: Option<&str>,
    findings: &mut Findings,
) {
    let in_path = location == Some("path");
    let kind = SchemaKind::of(schema.node);
    let allowed: &[&str] = match kind {
        SchemaKind::Reference => &["$ref", "allOf", "default"],
        SchemaKind::Boolean => &["type", "default"],
        SchemaKind::Array if in_path || location == Some("header") => {
            findings.key_error(
                "parameter-schema",
                schema,
                "a path or header parameter cannot be an array",
                "refer to a single value; only parameters in queries and forms can be repeated",
            );
            return;
        }
        SchemaKind::Array => &["type", "items", "default"],
        _ => {
            let place = if in_path {
                Place::Segment
            } else {
                Place::Value(Carrier::PARAMETER)
            };
            inline::check(index, schema, place, findings);
            return;
        }
    };
    for (key, at) in schema.entries() {
        if !allowed.contains(&key) && !schema.has("$ref") {
            misplaced(key, &at, "the schema of a parameter", findings);
        }
    }
    let item = match kind {
        SchemaKind::Reference => {
            wrapper(schema, findings);
            schema.clone()
        }
        SchemaKind::Array => match array_items(index, schema, Carrier::PARAMETER, findings) {
            Some(item) => item,
            None => return,
        },
        _ => return,
    };
    if let Some(target) = index.resolve(&item) {
        parameter_target(index, &item, &target, location, findings);
    }
}

/// Checks the target of a parameter.
fn parameter_target<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    target: &At<'d>,
    location: Option<&str>,
    findings: &mut Findings,
) {
    if index.is_object(target) {
        findings.key_error(
            "parameter-schema",
            schema,
            "a parameter cannot be an object",
            "refer to a string or an integer; a parameter that is not an array can also have `type: boolean`",
        );
    }
    if target.has("x-secret") && location != Some("header") {
        findings.key_error(
            "secret-in-url",
            schema,
            "a secret cannot be part of a URL, because URLs are logged",
            "send it in a form, or remove `x-secret` from the component",
        );
    } else if location == Some("path") {
        segment::check(index, schema, target, findings);
    }
}
