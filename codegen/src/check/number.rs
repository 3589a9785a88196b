//! Floating-point numbers, which only responses have.

use super::findings::Findings;
use crate::document::At;

/// Checks a number; `sent` says whether requests or callbacks carry it.
pub(super) fn check(schema: &At<'_>, sent: bool, findings: &mut Findings) {
    let Some(at) = schema.get("type").filter(|_| sent) else {
        return;
    };
    findings.error(
        "schema-type",
        &at,
        "a number cannot be part of a request, because floating point loses digits and forms contain only strings",
        "write a string, which keeps all digits:\n  type: string\n  format: decimal",
    );
}
