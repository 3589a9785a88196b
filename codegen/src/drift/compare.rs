//! The facts of both documents, side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Operation, Parameter, Shape};
use super::prose;

use crate::document::Position;
use crate::pattern::Pattern;
use crate::pattern::relation::{self, Relation};

/// Which document has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Only ours.
    OnlyHere,
    /// Only theirs.
    OnlyThere,
    /// Both, and not the same.
    Differs,
}

/// A place in one of the documents, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it says; empty where its being there is all.
    pub says: String,
    /// The JSON pointer.
    pub pointer: String,
    /// Line and column, where they are known.
    pub position: Option<Position>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which document has it.
    pub kind: DifferenceKind,
    /// What it is about.
    pub subject: String,
    /// What ours says.
    pub ours: Option<Place>,
    /// What theirs says.
    pub theirs: Option<Place>,
}

impl Difference {
    /// What explanations call it.
    #[must_use]
    pub fn title(&self) -> String {
        let kind = match self.kind {
            DifferenceKind::OnlyHere => "only here",
            DifferenceKind::OnlyThere => "only there",
            DifferenceKind::Differs => "differs",
        };
        format!("{kind}: {}", self.subject)
    }
}

/// Compares what both say about the resources that ours is about.
pub(super) fn compare(ours: &[Operation], theirs: &[Operation]) -> Vec<Difference> {
    let mut comparison = Comparison::default();
    let here: BTreeMap<_, _> = ours.iter().map(|it| (it.key(), it)).collect();
    let there: BTreeMap<_, _> = theirs.iter().map(|it| (it.key(), it)).collect();
    let scope = scope(here.keys().map(|(path, _)| path.as_str()));
    for (key, operation) in &here {
        match there.get(key) {
            Some(other) => comparison.operation(operation, other),
            None => comparison.only_here(named(operation), &operation.pointer),
        }
    }
    for (key, operation) in &there {
        if key.0.starts_with(scope) && !here.contains_key(key) {
            comparison.only_there(named(operation), &operation.pointer);
        }
    }
    comparison.found
}

fn named(operation: &Operation) -> String {
    format!(
        "operation {} {}",
        operation.verb.to_uppercase(),
        operation.path
    )
}

/// How the texts of two patterns relate. A pattern that is not understood differs from any other.
fn patterns(ours: &Shape, theirs: &Shape) -> Relation {
    let parse = |shape: &Shape| shape.pattern.as_deref().map(Pattern::parse).transpose();
    match (parse(ours), parse(theirs)) {
        (Ok(ours), Ok(theirs)) => relation::between(ours.as_ref(), theirs.as_ref()),
        _ => Relation::Other,
    }
}

/// What all our paths begin with: their document describes much that ours is not about.
fn scope<'p>(mut paths: impl Iterator<Item = &'p str>) -> &'p str {
    let first = paths.next().unwrap_or_default();
    paths.fold(first, |common, path| {
        let same = common
            .bytes()
            .zip(path.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        common.get(..same).unwrap_or_default()
    })
}

#[derive(Default)]
struct Comparison {
    found: Vec<Difference>,
    /// Our objects that were compared.
    seen: BTreeSet<String>,
}

impl Comparison {
    fn add(
        &mut self,
        kind: DifferenceKind,
        subject: String,
        ours: Option<Place>,
        theirs: Option<Place>,
    ) {
        self.found.push(Difference {
            kind,
            subject,
            ours,
            theirs,
        });
    }

    fn only_here(&mut self, subject: String, pointer: &str) {
        self.add(
            DifferenceKind::OnlyHere,
            subject,
            Some(place("", pointer)),
            None,
        );
    }

    fn only_there(&mut self, subject: String, pointer: &str) {
        self.add(
            DifferenceKind::OnlyThere,
            subject,
            None,
            Some(place("", pointer)),
        );
    }

    fn differs(&mut self, subject: String, ours: (String, &str), theirs: (String, &str)) {
        self.add(
            DifferenceKind::Differs,
            subject,
            Some(place(ours.0, ours.1)),
            Some(place(theirs.0, theirs.1)),
        );
    }

    fn operation(&mut self, ours: &Operation, theirs: &Operation) {
        let id = &ours.id;
        if ours.successes != theirs.successes {
            self.differs(
                format!("{id}: success status"),
                (ours.successes.join(", "), &ours.pointer),
                (theirs.successes.join(", "), &theirs.pointer),
            );
        }
        match (ours.errors, theirs.errors) {
            (true, false) => self.only_here(format!("{id}: error answers"), &ours.pointer),
            (false, true) => self.only_there(format!("{id}: error answers"), &theirs.pointer),
            _ => {}
        }
        for name in &ours.callbacks {
            if !theirs.callbacks.contains(name) {
                self.only_here(format!("{id}: callback `{name}`"), &ours.pointer);
            }
        }
        for name in &theirs.callbacks {
            if !ours.callbacks.contains(name) {
                self.only_there(format!("{id}: callback `{name}`"), &theirs.pointer);
            }
        }
        // Path parameters have no names on the wire: they are paired by their places.
        let path = |operation: &Operation| -> Vec<Parameter> {
            let mut list: Vec<Parameter> = operation
                .parameters
                .iter()
                .filter(|it| it.place == "path parameter")
                .cloned()
                .collect();
            list.sort_by_key(|it| operation.path.find(&format!("{{{}}}", it.name)));
            list
        };
        for (ours, theirs) in path(ours).iter().zip(&path(theirs)) {
            let subject = format!("{id}: path parameter `{}`", ours.name);
            self.value(&subject, &ours.shape, &theirs.shape);
        }
        for parameter in &ours.parameters {
            if parameter.place == "path parameter" {
                continue;
            }
            let subject = format!("{id}: {} `{}`", parameter.place, parameter.name);
            let other = theirs
                .parameters
                .iter()
                .find(|it| it.place == parameter.place && it.name == parameter.name);
            let Some(other) = other else {
                self.only_here(subject, &parameter.shape.pointer);
                continue;
            };
            if parameter.required != other.required {
                let word = |required| if required { "required" } else { "optional" };
                self.differs(
                    format!("{subject}: presence"),
                    (
                        word(parameter.required).to_owned(),
                        &parameter.shape.pointer,
                    ),
                    (word(other.required).to_owned(), &other.shape.pointer),
                );
            }
            self.value(&subject, &parameter.shape, &other.shape);
        }
        for parameter in &theirs.parameters {
            let known = ours
                .parameters
                .iter()
                .any(|it| it.place == parameter.place && it.name == parameter.name);
            if parameter.place != "path parameter" && !known {
                self.only_there(
                    format!("{id}: {} `{}`", parameter.place, parameter.name),
                    &parameter.shape.pointer,
                );
            }
        }
        match (&ours.answer, &theirs.answer) {
            (Some(ours), Some(theirs)) => self.object(id, ours, theirs),
            (Some(answer), None) => self.only_here(format!("{id}: answer"), &answer.pointer),
            (None, Some(answer)) => self.only_there(format!("{id}: answer"), &answer.pointer),
            (None, None) => {}
        }
    }

    /// An object of an answer; the same component is compared once.
    fn object(&mut self, owner: &str, ours: &Shape, theirs: &Shape) {
        let name = ours.component.clone().unwrap_or_else(|| owner.to_owned());
        if !self.seen.insert(name.clone()) {
            return;
        }
        for (property, shape) in &ours.properties {
            let subject = format!("{name}: property `{property}`");
            let Some(other) = theirs.properties.get(property) else {
                self.only_here(subject, &shape.pointer);
                continue;
            };
            let presence = |shape: &Shape| match (shape.required, shape.nullable) {
                (true, false) => "always there",
                _ => "can be empty",
            };
            // Theirs lists no required properties: what cannot be null is there.
            let theirs_presence = if other.nullable {
                "can be empty"
            } else {
                "always there"
            };
            if presence(shape) != theirs_presence && !shape.list {
                self.differs(
                    format!("{subject}: presence"),
                    (presence(shape).to_owned(), &shape.pointer),
                    (theirs_presence.to_owned(), &other.pointer),
                );
            }
            self.value(&subject, shape, other);
            if !shape.properties.is_empty() && !other.properties.is_empty() {
                self.object(property, shape, other);
            }
        }
        for (property, shape) in &theirs.properties {
            if !ours.properties.contains_key(property) {
                self.only_there(format!("{name}: property `{property}`"), &shape.pointer);
            }
        }
    }

    /// What both say about one value.
    fn value(&mut self, subject: &str, ours: &Shape, theirs: &Shape) {
        let said = prose::read(&theirs.prose);
        let component = ours
            .component
            .as_ref()
            .map(|name| format!(" (`{name}`)"))
            .unwrap_or_default();
        let mut facet = |name: &str, here: String, there: String| {
            self.differs(
                format!("{subject}: {name}{component}"),
                (here, &ours.pointer),
                (there, &theirs.pointer),
            );
        };
        let kind = |shape: &Shape| {
            let kind = if shape.kind.is_empty() {
                "untyped"
            } else {
                &shape.kind
            };
            if shape.list {
                format!("list of {kind}")
            } else {
                kind.to_owned()
            }
        };
        if kind(ours) != kind(theirs) {
            facet("type", kind(ours), kind(theirs));
            return;
        }
        if ours.kind == "string" {
            let restricted = ours.pattern.is_some() || !ours.values.is_empty() || ours.union;
            let text = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".to_owned());
            let same = ours.format == theirs.format
                // What theirs says by a format, ours says by a pattern.
                || ours.format.is_none() && restricted;
            if !same {
                facet("format", text(&ours.format), text(&theirs.format));
            }
            if patterns(ours, theirs) != Relation::Same || ours.union && theirs.pattern.is_some() {
                facet("pattern", text(&ours.pattern), text(&theirs.pattern));
            }
            values(ours, theirs, &said, &mut facet);
            let implied = ours
                .pattern
                .as_deref()
                .and_then(|pattern| Pattern::parse(pattern).ok())
                .and_then(|pattern| pattern.lengths().1)
                .and_then(|longest| i64::try_from(longest).ok());
            bound(
                "longest",
                ours.longest.or(implied),
                theirs
                    .longest
                    .or(theirs.pattern.is_some().then_some(implied).flatten()),
                said.longest,
                &mut facet,
            );
        }
        if ours.kind == "integer" {
            bound(
                "minimum",
                ours.minimum,
                theirs.minimum,
                said.minimum,
                &mut facet,
            );
            bound(
                "maximum",
                ours.maximum,
                theirs.maximum,
                said.maximum,
                &mut facet,
            );
        }
        if ours.deprecated != theirs.deprecated {
            let word = |it| if it { "deprecated" } else { "in use" };
            facet(
                "deprecation",
                word(ours.deprecated).to_owned(),
                word(theirs.deprecated).to_owned(),
            );
        }
    }
}

fn place(says: impl Into<String>, pointer: &str) -> Place {
    Place {
        says: says.into(),
        pointer: pointer.to_owned(),
        position: None,
    }
}

/// The words of an enumeration; theirs often lists them in prose only.
fn values(
    ours: &Shape,
    theirs: &Shape,
    said: &prose::Said,
    facet: &mut impl FnMut(&str, String, String),
) {
    let (there, note) = if theirs.values.is_empty() {
        (&said.values, " (in prose)")
    } else {
        (&theirs.values, "")
    };
    // Words in prose count only where ours has a list to hold them against.
    if ours.values.is_empty() && theirs.values.is_empty() {
        return;
    }
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    if set(&ours.values) != set(there) {
        let list = |list: &[String], note: &str| {
            if list.is_empty() {
                "none".to_owned()
            } else {
                format!("{}{note}", list.join(", "))
            }
        };
        facet("values", list(&ours.values, ""), list(there, note));
    }
}

/// A bound that theirs has as a keyword, in prose, or not at all.
fn bound(
    name: &str,
    ours: Option<i64>,
    theirs: Option<i64>,
    said: Option<i64>,
    facet: &mut impl FnMut(&str, String, String),
) {
    if ours == theirs.or(said) {
        return;
    }
    let text = |it: Option<i64>| it.map_or_else(|| "none".to_owned(), |it| it.to_string());
    let there = match (theirs, said) {
        (None, Some(said)) => format!("{said} (in prose)"),
        _ => text(theirs),
    };
    facet(name, text(ours), there);
}
