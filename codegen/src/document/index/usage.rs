//! Which components are used, and by whom: one walk over the graph of references per question.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::At;

use super::components::Components;
use super::operation::Operation;
use super::schema::references;
use super::{JSON, contents, entries, items};

/// Names of schema components.
pub(crate) type Names<'d> = BTreeSet<&'d str>;

/// A reference, and the section that its target must be in.
#[derive(Clone, Debug)]
pub(crate) struct Reference<'d> {
    pub(crate) at: At<'d>,
    pub(crate) section: &'static str,
}

/// The references between schema components.
#[derive(Debug, Default)]
pub(crate) struct Graph<'d> {
    edges: BTreeMap<&'d str, Vec<Edge<'d>>>,
}

/// A reference from one schema component to another.
#[derive(Clone, Debug)]
struct Edge<'d> {
    at: At<'d>,
    target: &'d str,
}

/// Schema components that refer to each other in a cycle.
#[derive(Debug)]
pub(crate) struct Cycle<'d> {
    /// The reference from the first to the next.
    pub(crate) at: At<'d>,
    pub(crate) names: Vec<&'d str>,
}

/// The components that operations reach.
#[derive(Debug, Default)]
pub(crate) struct Usage<'d> {
    /// Schemas that are form bodies of operations.
    pub(crate) forms: Names<'d>,
    /// Schemas of the numbered items in form bodies of operations.
    pub(crate) numbered: Names<'d>,
    /// Schemas that are JSON bodies of operations.
    pub(crate) json_bodies: Names<'d>,
    /// Schemas used inside JSON bodies of operations.
    pub(crate) in_json_bodies: Names<'d>,
    /// Schemas that are form bodies of callbacks.
    pub(crate) callback_forms: Names<'d>,
    /// Schemas that occur in requests.
    pub(crate) sent: Names<'d>,
    /// Schemas that occur in responses.
    pub(crate) in_responses: Names<'d>,
    /// Schemas that occur in callbacks.
    pub(crate) in_callbacks: Names<'d>,
    /// The components that some operation reaches, with the names of their sections.
    used: BTreeSet<(&'static str, &'d str)>,
}

impl<'d> Usage<'d> {
    /// Whether this schema occurs in responses or callbacks.
    pub(crate) fn is_received(&self, name: &str) -> bool {
        self.in_responses.contains(name) || self.in_callbacks.contains(name)
    }

    /// Whether this schema is a form body of an operation, or a numbered item in one.
    pub(crate) fn is_form(&self, name: &str) -> bool {
        self.forms.contains(name) || self.numbered.contains(name)
    }

    /// Whether this schema is a JSON body of an operation, or used inside one.
    pub(crate) fn is_sent_as_json(&self, name: &str) -> bool {
        self.json_bodies.contains(name) || self.in_json_bodies.contains(name)
    }

    /// Whether some operation reaches this component.
    pub(crate) fn is_used(&self, section: &'static str, name: &str) -> bool {
        self.used.contains(&(section, name))
    }

    pub(super) fn new(
        operations: &[Operation<'d>],
        components: &Components<'d>,
        graph: &Graph<'d>,
    ) -> Self {
        let mut usage = Self::default();
        let (mut sent, mut responses, mut callbacks) = (Vec::new(), Vec::new(), Vec::new());
        let mut reached = Vec::new();
        for operation in operations {
            let schemas = operation.body.iter().filter_map(|(_, at)| at.get("schema"));
            let body: Vec<At<'d>> = schemas.collect();
            let parameters = operation.parameters.iter();
            let parameters: Vec<At<'d>> = parameters.filter_map(|it| it.at.get("schema")).collect();
            let (json, forms): (Vec<_>, Vec<_>) = operation
                .body
                .iter()
                .filter_map(|(media_type, at)| {
                    Some((*media_type == JSON, components.target(&at.get("schema")?)?))
                })
                .partition(|(is_json, _)| *is_json);
            let forms = forms.into_iter().map(|(_, name)| name);
            let json = json.into_iter().map(|(_, name)| name);
            if operation.is_callback() {
                usage.callback_forms.extend(forms.chain(json));
                callbacks.extend(body);
                reached.extend(parameters);
            } else {
                usage.forms.extend(forms);
                usage.json_bodies.extend(json);
                sent.extend(body);
                sent.extend(parameters);
            }
            responses.extend(
                (operation.responses.iter())
                    .flat_map(|response| contents(response.at.as_ref()))
                    .filter_map(|(_, media)| media.get("schema")),
            );
            usage.mark(operation, components);
        }
        let forms = usage.forms.iter();
        usage.numbered = forms
            .filter_map(|name| components.schemas.get(name))
            .flat_map(|form| numbered(form, components))
            .collect();
        let bodies = usage.json_bodies.iter();
        let bodies: Vec<At<'d>> = bodies
            .filter_map(|name| components.schemas.get(name).cloned())
            .collect();
        usage.in_json_bodies = graph.reach(&bodies, components);
        usage.sent = graph.reach(&sent, components);
        usage.in_responses = graph.reach(&responses, components);
        usage.in_callbacks = graph.reach(&callbacks, components);
        let reached = graph.reach(&reached, components);
        for names in [
            &usage.sent,
            &usage.in_responses,
            &usage.in_callbacks,
            &reached,
        ] {
            (usage.used).extend(names.iter().map(|name| (components.schemas.name, *name)));
        }
        usage
    }

    /// Marks the parameters and responses that an operation refers to.
    fn mark(&mut self, operation: &Operation<'d>, components: &Components<'d>) {
        let Components {
            parameters,
            responses,
            ..
        } = components;
        for parameter in &operation.parameters {
            let name = parameters.target(&parameter.place);
            self.used.extend(name.map(|name| (parameters.name, name)));
        }
        for response in &operation.responses {
            let name = responses.target(&response.place);
            self.used.extend(name.map(|name| (responses.name, name)));
        }
    }
}

/// The schemas of the numbered items of a form.
fn numbered<'d>(form: &At<'d>, components: &Components<'d>) -> Vec<&'d str> {
    entries(form.get("properties"))
        .filter(|(_, property)| property.has("x-numbered"))
        .filter_map(|(_, property)| components.target(&property.get("items")?))
        .collect()
}

impl<'d> Graph<'d> {
    /// The graph, and every reference inside schema components.
    pub(super) fn new(components: &Components<'d>) -> (Self, Vec<Reference<'d>>) {
        let mut graph = Self::default();
        let mut all = Vec::new();
        for (name, schema) in components.schemas.iter() {
            let found = references(schema);
            let edges = found.iter().filter_map(|at| {
                let (target, _) = components.schema(at.as_str()?)?;
                Some(Edge {
                    at: at.clone(),
                    target,
                })
            });
            graph.edges.insert(name, edges.collect());
            all.extend(found.into_iter().map(|at| Reference {
                at,
                section: components.schemas.name,
            }));
        }
        (graph, all)
    }

    fn edges(&self, name: &str) -> &[Edge<'d>] {
        self.edges.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all schemas that these schemas refer to, directly or indirectly.
    fn reach(&self, start: &[At<'d>], components: &Components<'d>) -> Names<'d> {
        let mut names = Names::new();
        let mut queue: Vec<&'d str> = start
            .iter()
            .flat_map(references)
            .filter_map(|at| Some(components.schema(at.as_str()?)?.0))
            .collect();
        while let Some(name) = queue.pop() {
            if names.insert(name) {
                queue.extend(self.edges(name).iter().map(|edge| edge.target));
            }
        }
        names
    }

    /// The cycles found by one depth-first search in the order of the names.
    ///
    /// Each contains a name that is in no earlier cycle, and begins at the first such name.
    pub(crate) fn cycles(&self) -> Vec<Cycle<'d>> {
        let mut found = Vec::new();
        let mut known = Names::new();
        let mut done = Names::new();
        for start in self.edges.keys().copied() {
            if done.contains(start) {
                continue;
            }
            // The path from the start to here, with the index of the next edge to try at each step.
            let mut way: Vec<(&'d str, usize)> = vec![(start, 0)];
            let mut places = BTreeMap::from([(start, 0)]);
            while let Some((name, next)) = way.last_mut() {
                let name = *name;
                let Some(edge) = self.edges(name).get(*next) else {
                    done.insert(name);
                    places.remove(name);
                    way.pop();
                    continue;
                };
                *next += 1;
                if let Some(place) = places.get(edge.target) {
                    let circle = way.iter().skip(*place).map(|(name, _)| *name).collect();
                    found.extend(self.cycle(circle, &mut known));
                } else if !done.contains(edge.target) {
                    places.insert(edge.target, way.len());
                    way.push((edge.target, 0));
                }
            }
        }
        found
    }

    /// Rotates the cycle so that it begins at its first unknown name; `None` if all are known.
    fn cycle(&self, mut names: Vec<&'d str>, known: &mut Names<'d>) -> Option<Cycle<'d>> {
        let first = names.iter().filter(|name| !known.contains(*name)).min()?;
        let first = names.iter().position(|name| name == first)?;
        names.rotate_left(first);
        known.extend(names.iter().copied());
        let start = names.first()?;
        let next = names.get(1).unwrap_or(start);
        let edge = self.edges(start).iter().find(|edge| edge.target == *next)?;
        Some(Cycle {
            at: edge.at.clone(),
            names,
        })
    }
}

/// Adds every reference outside schema components.
pub(super) fn outside_schemas<'d>(
    paths: &[(&'d str, At<'d>)],
    operations: &[Operation<'d>],
    components: &Components<'d>,
    found: &mut Vec<Reference<'d>>,
) {
    let holders = paths.iter().map(|(_, item)| item);
    let in_place = holders
        .chain(operations.iter().map(|operation| &operation.at))
        .flat_map(|holder| items(holder.get("parameters")));
    for parameter in components.parameters.values().cloned().chain(in_place) {
        add(parameter.get("$ref"), components.parameters.name, found);
        schema(parameter.get("schema"), components, found);
    }
    let in_place = operations
        .iter()
        .flat_map(|operation| operation.responses.iter().map(|it| &it.place));
    for response in components.responses.values().chain(in_place) {
        add(response.get("$ref"), components.responses.name, found);
        for (_, media) in contents(Some(response)) {
            schema(media.get("schema"), components, found);
        }
    }
    for (_, media) in operations.iter().flat_map(|operation| &operation.body) {
        schema(media.get("schema"), components, found);
    }
}

fn schema<'d>(at: Option<At<'d>>, components: &Components<'d>, found: &mut Vec<Reference<'d>>) {
    for at in at.iter().flat_map(references) {
        add(Some(at), components.schemas.name, found);
    }
}

fn add<'d>(at: Option<At<'d>>, section: &'static str, found: &mut Vec<Reference<'d>>) {
    found.extend(at.map(|at| Reference { at, section }));
}
