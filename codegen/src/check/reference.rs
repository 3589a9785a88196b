//! References: they point to an existing component of the right kind, and never form a cycle.

use std::collections::BTreeMap;

use super::component::pascal;
use super::findings::Findings;
use super::fixes;
use super::similar::{declared, suggestion};
use crate::document::{At, Cycle, Index};
use crate::edit::Fix;
use crate::finding::{show, show_lines};

/// The rule about components that contain themselves.
pub(crate) const RECURSIVE: &str = "recursive-schema";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<_, Vec<&At<'_>>> = BTreeMap::new();
    for it in &index.references {
        let text = it.at.as_str().unwrap_or_default();
        seen.entry((it.section, text)).or_default().push(&it.at);
    }
    for ((section, _), mut places) in seen {
        places.sort_by_key(|at| at.span());
        if let Some((first, others)) = places.split_first() {
            reference(index, first, section, others, findings);
        }
    }
    for cycle in index.graph.cycles() {
        recursive(&cycle, findings);
    }
}

/// Checks a reference that also occurs in `other` places.
fn reference(
    index: &Index<'_>,
    at: &At<'_>,
    section: &'static str,
    other: &[&At<'_>],
    findings: &mut Findings,
) {
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
            format!(
                "write `$ref: '#/components/{section}/{}'`",
                existing(index, section, text)
            ),
        );
        let name = text.rsplit(['/', '#']).next().unwrap_or_default();
        findings.fix(corrected(index, section, text, name));
        return;
    };
    if found != section {
        findings.error(
            "ref-section",
            at,
            format!(
                "{} refers to a component under {}, but one under {} is required here",
                show(text),
                show(found),
                show(section)
            ),
            format!("write `$ref: '#/components/{section}/Name'`"),
        );
        findings.fix(corrected(index, section, text, name));
        return;
    }
    exists(index, at, (section, name), other, findings);
}

/// The component that a reference ends with; `Name` if there is none.
fn existing<'t>(index: &Index<'_>, section: &str, text: &'t str) -> &'t str {
    let name = text.rsplit(['/', '#']).next().unwrap_or_default();
    if names(index, section).contains(&name) {
        name
    } else {
        "Name"
    }
}

/// Checks that the component of a reference exists.
fn exists(
    index: &Index<'_>,
    at: &At<'_>,
    (section, name): (&str, &str),
    other: &[&At<'_>],
    findings: &mut Findings,
) {
    let names = names(index, section);
    // A component whose name is spelled differently has its own finding.
    let is_misnamed = |other: &str| other != name && pascal(other) == name;
    if !names.contains(&name) && !names.iter().any(|it| is_misnamed(it)) {
        findings.error(
            "ref-unknown",
            at,
            format!(
                "the document has no component {} under {}{}",
                show(name),
                show(section),
                others(index, other)
            ),
            suggestion(
                index,
                name,
                names.iter().copied(),
                format!("add it under `components/{section}`, or correct the name"),
            ),
        );
        if let (Some(text), Some(intended)) = (at.as_str(), declared(index, name, names)) {
            findings.fix(corrected(index, section, text, intended));
        }
    }
}

/// The names of the components in a section.
fn names<'d>(index: &Index<'d>, section: &str) -> Vec<&'d str> {
    let sections = index.sections();
    let found = sections.iter().find(|it| it.name == section);
    found.map(|it| it.names().collect()).unwrap_or_default()
}

/// A fix that points all references spelled like this to the component of this name, if it exists.
fn corrected(index: &Index<'_>, section: &str, text: &str, name: &str) -> Option<Fix> {
    let target = format!("#/components/{section}/{name}");
    names(index, section)
        .contains(&name)
        .then(|| fixes::references(index, section, text, &target))?
}

/// The other references with the same mistake.
fn others(index: &Index<'_>, other: &[&At<'_>]) -> String {
    let lines = || {
        let places = other.iter().map(|at| at.span());
        show_lines(&index.document.source().text, places)
    };
    match other {
        [] => String::new(),
        [_] => format!("; the reference in {} also uses the name", lines()),
        _ => format!("; the references in {} also use the name", lines()),
    }
}

/// A type that contains itself has no size: the generator would loop, or box it silently.
fn recursive(cycle: &Cycle<'_>, findings: &mut Findings) {
    /// More names than this do not help the reader.
    const SHOWN: usize = 12;
    let Cycle { at, names } = cycle;
    let start = show(names.first().copied().unwrap_or_default());
    let mut way: Vec<String> = names.iter().take(SHOWN).map(|name| show(name)).collect();
    if names.len() > SHOWN {
        way.push("...".to_owned());
    }
    findings.error(
        RECURSIVE,
        at,
        format!("the schema {start} contains itself"),
        format!(
            "break the cycle {} -> {start}: recursive schemas are not supported",
            way.join(" -> ")
        ),
    );
}
