//! Objects with arbitrary keys, whose values can have a type.

use super::component::misplaced;
use super::findings::Findings;
use super::inline::{self, Carrier, Place};
use crate::document::{At, Index, SchemaKind, Value};

/// Checks the object; `sent` if requests carry it.
pub(super) fn check<'d>(index: &Index<'d>, schema: &At<'d>, sent: bool, findings: &mut Findings) {
    for key in ["required", "x-lazy", "x-rules"] {
        if let Some(at) = schema.get(key) {
            misplaced(key, &at, "an object with arbitrary keys", findings);
        }
    }
    let Some(at) = schema.get("additionalProperties") else {
        return;
    };
    match &at.node.value {
        Value::Bool(true) => {}
        Value::Object(_) if sent => findings.key_error(
            "additional-properties",
            &at,
            "an object with arbitrary keys cannot have typed values in a request",
            "write `additionalProperties: true`, which accepts any JSON",
        ),
        Value::Object(_) => values(index, &at, findings),
        _ => findings.error(
            "additional-properties",
            &at,
            "the object has no properties",
            "list its properties under `properties`",
        ),
    }
}

/// Checks the type of the values: a reference to a component that is not a map itself.
fn values<'d>(index: &Index<'d>, at: &At<'d>, findings: &mut Findings) {
    if !at.has("$ref") {
        let carrier = Carrier {
            flat: false,
            sent: false,
        };
        inline::check(index, at, Place::Item(carrier), findings);
        return;
    }
    let target = index.resolve(at);
    if target.is_some_and(|it| SchemaKind::of(it.node) == SchemaKind::Map) {
        findings.key_error(
            "additional-properties",
            at,
            "the values are objects with arbitrary keys themselves",
            "refer to a string, an integer, or an object with properties",
        );
    }
}

/// Reports an object that has no properties and does not allow arbitrary keys.
pub(super) fn instead_of_empty(schema: &At<'_>, findings: &mut Findings) {
    findings.key_error(
        "empty-object",
        schema,
        "the object has no properties",
        "list them under `properties`, or write `additionalProperties: true` to allow arbitrary keys",
    );
}
