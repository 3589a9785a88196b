//! Components that nothing uses.

use std::collections::BTreeSet;

use super::api::{Api, contents, entries, items, references};
use crate::document::At;
use crate::finding::{Findings, show};

/// The name of the rule.
pub(crate) const RULE: &str = "unused-component";

pub(crate) fn check(api: &Api<'_>, findings: &mut Findings) {
    let used = used(api);
    for (section, components) in [
        ("schemas", &api.schemas),
        ("parameters", &api.parameters),
        ("responses", &api.responses),
    ] {
        for (name, at) in components {
            if !used.contains(&format!("#/components/{section}/{name}")) {
                findings.warning(
                    RULE,
                    at,
                    format!("nothing uses the component {}", show(name)),
                    "refer to it, or remove it: nothing is generated for it",
                );
            }
        }
    }
}

/// Every reference that an operation reaches.
fn used(api: &Api<'_>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut schemas: Vec<At<'_>> = Vec::new();
    for operation in &api.operations {
        for place in [&operation.item, &operation.at]
            .into_iter()
            .flat_map(|holder| items(holder.get("parameters")))
        {
            used.extend(place.text_of("$ref").map(str::to_owned));
            schemas.extend(api.parameter(&place).and_then(|at| at.get("schema")));
        }
        schemas.extend(
            contents(operation.at.get("requestBody")).filter_map(|(_, at)| at.get("schema")),
        );
        for (_, place) in entries(operation.at.get("responses")) {
            used.extend(place.text_of("$ref").map(str::to_owned));
            schemas.extend(contents(api.response(&place)).filter_map(|(_, at)| at.get("schema")));
        }
    }
    while let Some(schema) = schemas.pop() {
        for (_, reference) in references(&schema) {
            if used.insert(reference.to_owned()) {
                schemas.extend(api.schema(reference).map(|(_, target)| target.clone()));
            }
        }
    }
    used
}
