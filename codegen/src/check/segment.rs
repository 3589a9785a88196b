//! Values of path parameters: none of their forms may be private or empty.

use super::findings::Findings;
use super::scalar::is_private;
use super::text::not_empty;
use crate::document::{At, Index, SchemaKind, items};

/// Whether a component can be the value of a path parameter.
pub(crate) fn fits<'d>(index: &Index<'d>, target: &At<'d>) -> bool {
    let mut findings = Findings::default();
    check(index, target, target, &mut findings);
    findings.0.is_empty()
}

/// Checks the target of a path parameter: a value, or each of those that a union allows.
pub(super) fn check<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    target: &At<'d>,
    findings: &mut Findings,
) {
    let members: Vec<At<'d>> = items(target.get("oneOf"))
        .filter_map(|member| index.resolve(&member))
        .collect();
    // Objects have their own finding.
    let values = match index.is_object(target) {
        true => Vec::new(),
        false if SchemaKind::of(target.node) == SchemaKind::Union => members,
        false => vec![target.clone()],
    };
    if is_private(target.node) || values.iter().any(|value| is_private(value.node)) {
        findings.key_error(
            "path-parameter",
            schema,
            "a path parameter cannot be private, because it appears in logs",
            "refer to a component without `x-pii`, such as an identifier",
        );
        return;
    }
    for value in &values {
        not_empty(index, schema, value, findings);
    }
}
