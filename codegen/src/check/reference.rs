//! References: that they lead somewhere, to the right kind of component, and never in a circle.

use super::findings::Findings;
use super::similar::did_you_mean;
use crate::document::{At, Cycle, Index};
use crate::finding::show;

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for it in &index.references {
        reference(index, &it.at, it.section, findings);
    }
    for cycle in index.graph.cycles() {
        recursive(&cycle, findings);
    }
}

fn reference(index: &Index<'_>, at: &At<'_>, section: &'static str, findings: &mut Findings) {
    let Some(text) = at.as_str() else { return };
    let Some((found, name)) = text
        .strip_prefix("#/components/")
        .and_then(|rest| rest.split_once('/'))
    else {
        findings.error(
            "ref-form",
            at,
            format!(
                "{} is not a reference to a component of this document",
                show(text)
            ),
            format!("write `$ref: '#/components/{section}/Name'`"),
        );
        return;
    };
    if found != section {
        findings.error(
            "ref-section",
            at,
            format!(
                "{} refers to {}, but a component under {} is required here",
                show(text),
                show(found),
                show(section)
            ),
            format!("write `$ref: '#/components/{section}/Name'`"),
        );
        return;
    }
    let components = match section {
        "schemas" => &index.schemas,
        "parameters" => &index.parameters,
        _ => &index.responses,
    };
    if components.get(name).is_none() {
        findings.error(
            "ref-unknown",
            at,
            format!(
                "there is no component {} under {}",
                show(name),
                show(section)
            ),
            did_you_mean(
                name,
                components.names(),
                format!("add it under `components/{section}`, or correct the name"),
            ),
        );
    }
}

/// A type that holds itself has no size; the generator would loop, or box behind the reader's back.
fn recursive(cycle: &Cycle<'_>, findings: &mut Findings) {
    /// More names than this do not help a reader.
    const SHOWN: usize = 12;
    let Cycle { at, names } = cycle;
    let start = show(names.first().copied().unwrap_or_default());
    let mut way: Vec<String> = names.iter().take(SHOWN).map(|name| show(name)).collect();
    if names.len() > SHOWN {
        way.push("...".to_owned());
    }
    findings.error(
        "recursive-schema",
        at,
        format!("the schema {start} contains itself"),
        format!(
            "break the circle {} -> {start}; Twilio sends no recursive values",
            way.join(" -> ")
        ),
    );
}
