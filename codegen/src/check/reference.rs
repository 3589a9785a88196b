//! References: that they lead somewhere, to the right kind of component, and never in a circle.

use std::collections::BTreeSet;

use super::api::{Api, entries, items, references};
use super::similar::did_you_mean;
use crate::document::At;
use crate::finding::{Findings, show};

pub(crate) fn check(api: &Api<'_>, findings: &mut Findings) {
    let mut places = Places::default();
    places.collect(api);
    for (at, section) in places.0 {
        reference(api, &at, section, findings);
    }
    cycles(api, findings);
}

/// Every `$ref` of the document and the section it has to lead to.
#[derive(Default)]
struct Places<'d>(Vec<(At<'d>, &'static str)>);

impl<'d> Places<'d> {
    fn collect(&mut self, api: &Api<'d>) {
        for schema in api.schemas.values() {
            self.schema(schema);
        }
        for parameter in api.parameters.values() {
            self.parameter(parameter);
        }
        for response in api.responses.values() {
            self.response(response);
        }
        for (_, item) in &api.paths {
            items(item.get("parameters")).for_each(|at| self.parameter(&at));
        }
        for operation in &api.operations {
            items(operation.at.get("parameters")).for_each(|at| self.parameter(&at));
            self.content(operation.at.get("requestBody"));
            entries(operation.at.get("responses")).for_each(|(_, at)| self.response(&at));
        }
    }

    fn schema(&mut self, at: &At<'d>) {
        self.0
            .extend(references(at).into_iter().map(|(at, _)| (at, "schemas")));
    }

    fn parameter(&mut self, at: &At<'d>) {
        self.0.extend(at.get("$ref").map(|at| (at, "parameters")));
        at.get("schema").iter().for_each(|at| self.schema(at));
    }

    fn response(&mut self, at: &At<'d>) {
        self.0.extend(at.get("$ref").map(|at| (at, "responses")));
        self.content(Some(at.clone()));
    }

    fn content(&mut self, at: Option<At<'d>>) {
        for (_, media) in super::api::contents(at) {
            media.get("schema").iter().for_each(|at| self.schema(at));
        }
    }
}

fn reference(api: &Api<'_>, at: &At<'_>, section: &'static str, findings: &mut Findings) {
    let Some(text) = at.text() else { return };
    let Some((found, name)) = text
        .strip_prefix("#/components/")
        .and_then(|rest| rest.split_once('/'))
    else {
        findings.error(
            "ref-form",
            at,
            format!(
                "{} is no reference to a component of this document",
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
                "{} leads to {}, but a component of {} is needed here",
                show(text),
                show(found),
                show(section)
            ),
            format!("write `$ref: '#/components/{section}/Name'`"),
        );
        return;
    }
    let components = match section {
        "schemas" => &api.schemas,
        "parameters" => &api.parameters,
        _ => &api.responses,
    };
    if !components.contains_key(name) {
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
                components.keys().copied(),
                format!("add it under `components/{section}`, or correct the name"),
            ),
        );
    }
}

/// A type that holds itself has no size; the generator would loop or box behind the reader's back.
fn cycles(api: &Api<'_>, findings: &mut Findings) {
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for (start, schema) in &api.schemas {
        if reported.contains(start) {
            continue;
        }
        let Some((at, trail)) = way_back(api, start, schema) else {
            continue;
        };
        reported.extend(trail.iter().copied());
        let way: Vec<String> = trail.iter().map(|name| show(name)).collect();
        findings.error(
            "recursive-schema",
            &at,
            format!("the schema {} holds itself", show(start)),
            format!(
                "break the circle {} -> {}; the service's answers hold no such thing",
                way.join(" -> "),
                show(start)
            ),
        );
    }
}

/// The first reference of a circle from a schema to itself, and the names on the way.
fn way_back<'d>(api: &Api<'d>, start: &'d str, schema: &At<'d>) -> Option<(At<'d>, Vec<&'d str>)> {
    let mut seen = BTreeSet::new();
    let mut queue: Vec<(At<'d>, Option<At<'d>>, Vec<&'d str>)> =
        vec![(schema.clone(), None, vec![start])];
    while let Some((schema, first, trail)) = queue.pop() {
        for (at, reference) in references(&schema) {
            let Some((name, target)) = api.schema(reference) else {
                continue;
            };
            let first = first.clone().unwrap_or(at);
            if name == start {
                return Some((first, trail));
            }
            if seen.insert(name) {
                let mut trail = trail.clone();
                trail.push(name);
                queue.push((target.clone(), Some(first), trail));
            }
        }
    }
    None
}
