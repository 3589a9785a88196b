//! Objects of any keys.

use super::component::misplaced;
use super::findings::Findings;
use crate::document::{At, Value};

pub(super) fn check(schema: &At<'_>, findings: &mut Findings) {
    for key in ["required", "x-lazy", "x-rules"] {
        if let Some(at) = schema.get(key) {
            misplaced(key, &at, "an object of any keys", findings);
        }
    }
    let Some(at) = schema.get("additionalProperties") else {
        return;
    };
    match &at.node.value {
        Value::Bool(true) => {}
        Value::Object(_) => findings.key_error(
            "additional-properties",
            &at,
            "the values of an object with any keys have a type",
            "write `additionalProperties: true`, which keeps any JSON",
        ),
        _ => findings.error(
            "additional-properties",
            &at,
            "the object has no properties",
            "list its properties under `properties`",
        ),
    }
}

/// Reports an object without properties that is none of any keys.
pub(super) fn instead_of_empty(schema: &At<'_>, findings: &mut Findings) {
    findings.key_error(
        "empty-object",
        schema,
        "the object has no properties",
        "list them under `properties`; to allow any keys write `additionalProperties: true`",
    );
}
