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
                "`minProperties` is used with an object that is not a request body",
                "remove it: it only applies to request bodies",
            );
        } else if at.node.as_integer() != Some(1) {
            findings.error(
                RULE,
                &at,
                "only `minProperties: 1` is supported",
                "write `minProperties: 1`, or list the required properties under `required`",
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
