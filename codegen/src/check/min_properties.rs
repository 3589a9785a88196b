//! Bodies that must not be empty: `minProperties`.

use super::findings::Findings;
use crate::document::{Index, SchemaKind, items};

/// Name of the rule.
const RULE: &str = "min-properties";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        let Some(at) = schema.get("minProperties") else {
            continue;
        };
        // Reported as misplaced elsewhere.
        if !matches!(
            SchemaKind::of(schema.node),
            SchemaKind::Object | SchemaKind::Map
        ) {
            continue;
        }
        let usage = &index.usage;
        let is_body = usage.forms.contains(name) || usage.json_bodies.contains(name);
        if !is_body || usage.in_json_bodies.contains(name) {
            findings.key_error(
                RULE,
                &at,
                "`minProperties` of an object that is not the body of a request",
                "it is enforced before a body is sent; remove it here",
            );
        } else if at.node.as_integer() != Some(1) {
            findings.error(
                RULE,
                &at,
                "only an empty body can be rejected",
                "write `minProperties: 1`, or list required properties under `required`",
            );
        } else if items(schema.get("required")).next().is_some() {
            findings.key_error(
                RULE,
                &at,
                "a body with required properties is never empty",
                "remove it",
            );
        }
    }
}
