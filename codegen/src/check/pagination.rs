//! Paginated lists, and operations that are another representation of a list.

use std::collections::{BTreeMap, BTreeSet};

use super::body::CSV;
use super::findings::Findings;
use super::fixes::rewrite;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, JSON, Operation, Response, SchemaKind, entries};
use crate::finding::{Finding, show};

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    envelopes(index, findings);
    for operation in index
        .operations
        .iter()
        .filter(|operation| !operation.is_callback())
    {
        if let Some(at) = operation.at.get("x-pagination") {
            pages(index, operation, &at, findings);
        }
        if let Some(at) = operation.at.get("x-representation-of") {
            representation(index, operation, &at, findings);
        }
    }
}

/// A page is one type, so all lists that return it must be paginated alike.
fn envelopes(index: &Index<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<&str, At<'_>> = BTreeMap::new();
    for operation in &index.operations {
        let Some(pages) = operation.at.get("x-pagination") else {
            continue;
        };
        let envelope = operation
            .successes()
            .flat_map(Response::contents)
            .filter_map(|(_, media)| media.get("schema"))
            .find_map(|schema| index.target(&schema));
        let Some(envelope) = envelope else { continue };
        let first = known.entry(envelope).or_insert_with(|| pages.clone());
        for key in ["items", "next", "previous", "self"] {
            if first.get_str(key) != pages.get_str(key) {
                findings.0.push(
                    Finding::error(
                        "pagination",
                        &pages.pointer,
                        pages.span(),
                        format!(
                            "`{key}` of {} differs from that of another operation",
                            show(envelope)
                        ),
                        "use the same value in both: the page has one type",
                    )
                    .with_related(first.span(), "first here"),
                );
            }
        }
    }
}

fn pages(index: &Index<'_>, operation: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let envelope = operation
        .success_schema(JSON)
        .and_then(|schema| index.resolve(&schema));
    let Some(envelope) = envelope.filter(|_| operation.method == "get") else {
        findings.key_error(
            "pagination",
            at,
            "only a GET operation that returns a JSON object can be paginated",
            "remove `x-pagination`",
        );
        return;
    };
    let properties: Vec<(&str, At<'_>)> = entries(envelope.get("properties")).collect();
    if let Some((name, property)) = named(index, at, "items", &properties, findings) {
        items(index, &name, property, findings);
    }
    for key in ["next", "previous", "self"] {
        if let Some((name, property)) = named(index, at, key, &properties, findings) {
            link(index, key, &name, property, findings);
        }
    }
    size(index, operation, at, findings);
}

/// The value of a key, and the property that it names.
fn named<'d, 'p>(
    index: &Index<'_>,
    at: &At<'d>,
    key: &str,
    properties: &'p [(&str, At<'d>)],
    findings: &mut Findings,
) -> Option<(At<'d>, &'p At<'d>)> {
    let name = at.get(key)?;
    let text = name.as_str()?;
    let found = properties.iter().find(|(property, _)| *property == text);
    if found.is_none() {
        findings.error(
            "pagination",
            &name,
            format!("the page has no property {}", show(text)),
            suggestion(
                index,
                text,
                properties.iter().map(|(name, _)| *name),
                "name a property of the response",
            ),
        );
        let names = properties.iter().map(|(name, _)| *name);
        findings.fix(declared(index, text, names).map(|it| rewrite(&name, it)));
    }
    found.map(|(_, property)| (name, property))
}

fn items(index: &Index<'_>, name: &At<'_>, property: &At<'_>, findings: &mut Findings) {
    let objects = property
        .get("items")
        .and_then(|item| index.resolve(&item))
        .is_some_and(|item| SchemaKind::of(item.node) == SchemaKind::Object);
    if SchemaKind::of(property.node) != SchemaKind::Array || !objects {
        findings.error(
            "pagination",
            name,
            "`items` does not name an array of objects",
            "name the property with `type: array` that contains the items of the page",
        );
    }
}

/// Checks a property with the URI of a page.
fn link(index: &Index<'_>, key: &str, name: &At<'_>, property: &At<'_>, findings: &mut Findings) {
    let (holds, may_be_null) = match key {
        "next" => ("the URI of the next page, or null on the last page", true),
        "previous" => (
            "the URI of the previous page, or null on the first page",
            true,
        ),
        // Every page has its own URI.
        _ => ("the URI of the page itself", false),
    };
    let is_string = index.resolve(property).is_some_and(|target| {
        matches!(
            SchemaKind::of(target.node),
            SchemaKind::Plain | SchemaKind::Text
        )
    });
    if !is_string || may_be_null && !property.is_true("nullable") {
        let nullable = if may_be_null { "nullable " } else { "" };
        findings.error(
            "pagination",
            name,
            format!("`{key}` does not name a {nullable}string"),
            format!("name the property with {holds}"),
        );
    }
}

fn size(index: &Index<'_>, operation: &Operation<'_>, at: &At<'_>, findings: &mut Findings) {
    let Some(name) = at.get("size") else { return };
    let Some(text) = name.as_str() else { return };
    let query: BTreeMap<&str, &At<'_>> = operation
        .parameters
        .iter()
        .filter_map(|parameter| match parameter.key()? {
            ("query", name) => Some((name, &parameter.at)),
            _ => None,
        })
        .collect();
    let Some(parameter) = query.get(text) else {
        findings.error(
            "pagination",
            &name,
            format!(
                "{} has no query parameter {}",
                show(&operation.name()),
                show(text)
            ),
            suggestion(
                index,
                text,
                query.keys().copied(),
                "name the parameter for the size of a page",
            ),
        );
        findings.fix(declared(index, text, query.keys().copied()).map(|it| rewrite(&name, it)));
        return;
    };
    let schema = parameter
        .get("schema")
        .and_then(|schema| index.resolve(&schema));
    let minimum = schema
        .as_ref()
        .and_then(|schema| schema.get("minimum"))
        .and_then(|minimum| minimum.node.as_integer());
    let is_integer = |schema: &At<'_>| SchemaKind::of(schema.node) == SchemaKind::Integer;
    if !schema.as_ref().is_none_or(is_integer) {
        findings.error(
            "pagination",
            &name,
            format!("the parameter {} is not an integer", show(text)),
            "name the parameter for the size of a page",
        );
    } else if minimum.is_none_or(|minimum| minimum < 1) {
        findings.error(
            "pagination",
            &name,
            format!("the page size {} may be 0", show(text)),
            "add `minimum: 1` to its component",
        );
    }
}

fn representation<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
    at: &At<'d>,
    findings: &mut Findings,
) {
    let Some(text) = at.as_str() else { return };
    let others: BTreeMap<&str, &Operation<'_>> = index
        .operations
        .iter()
        .filter(|other| !other.is_callback() && other.id() != operation.id())
        .filter_map(|other| Some((other.id()?, other)))
        .collect();
    let Some(other) = others.get(text) else {
        findings.error(
            "representation",
            at,
            format!("the document has no other operation {}", show(text)),
            suggestion(
                index,
                text,
                others.keys().copied(),
                "write the operationId of the JSON operation",
            ),
        );
        findings.fix(declared(index, text, others.keys().copied()).map(|it| rewrite(at, it)));
        return;
    };
    if !operation.responds_with(CSV) || !other.responds_with(JSON) {
        findings.error(
            "representation",
            at,
            "only a CSV operation can be a representation of a JSON operation",
            "move it to the operation that returns `text/csv`",
        );
    }
    rival(index, operation, text, at, findings);
    if operation.method != other.method {
        findings.error(
            "representation",
            at,
            format!(
                "the other operation is a {} request",
                other.method.to_uppercase()
            ),
            "both must be the same request, apart from the path",
        );
    }
    same_parameters(index, operation, other, at, findings);
}

/// Reports a second representation of the same operation.
fn rival(
    index: &Index<'_>,
    operation: &Operation<'_>,
    represented: &str,
    at: &At<'_>,
    findings: &mut Findings,
) {
    let rival = index.operations.iter().find(|rival| {
        rival.id() != operation.id() && rival.at.get_str("x-representation-of") == Some(represented)
    });
    if let Some(rival) = rival {
        findings.error(
            "representation",
            at,
            format!(
                "{} is already the CSV representation of {}",
                show(&rival.name()),
                show(represented)
            ),
            "keep one of them",
        );
    }
}

/// Checks that both have the same parameters: they share one request type.
fn same_parameters<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
    other: &Operation<'d>,
    at: &At<'d>,
    findings: &mut Findings,
) {
    let text = other.id().unwrap_or_default();
    let left = signature(index, operation);
    let right = signature(index, other);
    let keys: BTreeSet<_> = left.keys().chain(right.keys()).collect();
    for key in keys {
        let (location, name) = key;
        let difference = match (left.get(key), right.get(key)) {
            (Some(left), Some(right)) if left == right => continue,
            (Some(_), Some(_)) => "declares it differently",
            (None, _) => "has it, and this operation does not",
            (_, None) => "does not have it",
        };
        findings.error(
            "representation",
            at,
            format!(
                "the {location} parameter {} is not the same in both operations: {} {difference}",
                show(name),
                show(text)
            ),
            "declare the same parameters in both operations; put shared ones under `components/parameters`",
        );
    }
}

/// Location, name and type of each parameter.
fn signature<'d>(
    index: &Index<'d>,
    operation: &Operation<'d>,
) -> BTreeMap<(&'d str, &'d str), (Option<&'d str>, bool, bool)> {
    let parameters = operation.parameters.iter();
    parameters
        .filter_map(|parameter| {
            let at = &parameter.at;
            let target = at.get("schema").and_then(|schema| index.target(&schema));
            Some((
                parameter.key()?,
                (target, at.is_true("required"), at.is_true("deprecated")),
            ))
        })
        .collect()
}
