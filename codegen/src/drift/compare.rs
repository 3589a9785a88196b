//! The facts of both documents, side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Operation, Parameter, Shape, Spot};
use super::prose;
use crate::document::{Lines, Position};
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
    /// Line and column.
    pub position: Position,
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

/// The operations of a document and the lines of its text.
pub(super) type Side<'s> = (&'s [Operation], &'s Lines<'s>);

/// Compares what both say about the resources that ours is about.
pub(super) fn compare(ours: Side<'_>, theirs: Side<'_>) -> Vec<Difference> {
    let mut comparison = Comparison {
        found: Vec::new(),
        seen: BTreeSet::new(),
        ours: ours.1,
        theirs: theirs.1,
    };
    let here: BTreeMap<_, _> = ours.0.iter().map(|it| (it.key(), it)).collect();
    let there: BTreeMap<_, _> = theirs.0.iter().map(|it| (it.key(), it)).collect();
    let scope = scope(here.keys().map(|(path, _)| path.as_str()));
    for (key, operation) in &here {
        match there.get(key) {
            Some(other) => comparison.operation(operation, other),
            None => comparison.only_here(named(operation), &operation.spot),
        }
    }
    for (key, operation) in &there {
        if key.0.starts_with(scope) && !here.contains_key(key) {
            comparison.only_there(named(operation), &operation.spot);
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

struct Comparison<'s> {
    found: Vec<Difference>,
    /// Our objects that were compared.
    seen: BTreeSet<String>,
    /// The lines of our text.
    ours: &'s Lines<'s>,
    /// The lines of theirs.
    theirs: &'s Lines<'s>,
}

impl Comparison<'_> {
    fn only_here(&mut self, subject: String, spot: &Spot) {
        self.found.push(Difference {
            kind: DifferenceKind::OnlyHere,
            subject,
            ours: Some(place(String::new(), spot, self.ours)),
            theirs: None,
        });
    }

    fn only_there(&mut self, subject: String, spot: &Spot) {
        self.found.push(Difference {
            kind: DifferenceKind::OnlyThere,
            subject,
            ours: None,
            theirs: Some(place(String::new(), spot, self.theirs)),
        });
    }

    fn differs(&mut self, subject: String, ours: (String, &Spot), theirs: (String, &Spot)) {
        self.found.push(Difference {
            kind: DifferenceKind::Differs,
            subject,
            ours: Some(place(ours.0, ours.1, self.ours)),
            theirs: Some(place(theirs.0, theirs.1, self.theirs)),
        });
    }

    fn operation(&mut self, ours: &Operation, theirs: &Operation) {
        let id = &ours.id;
        if ours.successes != theirs.successes {
            self.differs(
                format!("{id}: success status"),
                (ours.successes.join(", "), &ours.spot),
                (theirs.successes.join(", "), &theirs.spot),
            );
        }
        match (ours.errors, theirs.errors) {
            (true, false) => self.only_here(format!("{id}: error answers"), &ours.spot),
            (false, true) => self.only_there(format!("{id}: error answers"), &theirs.spot),
            _ => {}
        }
        self.callbacks(ours, theirs);
        // Path parameters have no names on the wire: they are paired by their places.
        for (ours, theirs) in path_parameters(ours)
            .into_iter()
            .zip(path_parameters(theirs))
        {
            let subject = format!("{id}: path parameter `{}`", ours.name);
            self.value(&subject, &ours.shape, &theirs.shape);
        }
        self.parameters(ours, theirs);
        match (&ours.response, &theirs.response) {
            (Some(ours), Some(theirs)) => self.object(id, ours, theirs),
            (Some(response), None) => self.only_here(format!("{id}: answer"), &response.spot),
            (None, Some(response)) => self.only_there(format!("{id}: answer"), &response.spot),
            (None, None) => {}
        }
    }

    fn callbacks(&mut self, ours: &Operation, theirs: &Operation) {
        let subject = |name: &str| format!("{}: callback `{name}`", ours.id);
        for name in &ours.callbacks {
            if !theirs.callbacks.contains(name) {
                self.only_here(subject(name), &ours.spot);
            }
        }
        for name in &theirs.callbacks {
            if !ours.callbacks.contains(name) {
                self.only_there(subject(name), &theirs.spot);
            }
        }
    }

    /// The parameters of queries and forms.
    fn parameters(&mut self, ours: &Operation, theirs: &Operation) {
        let subject = |it: &Parameter| format!("{}: {} `{}`", ours.id, it.place, it.name);
        for parameter in named_parameters(ours) {
            let subject = subject(parameter);
            let Some(other) = named_parameters(theirs).find(|it| it.is(parameter)) else {
                self.only_here(subject, &parameter.shape.spot);
                continue;
            };
            if parameter.required != other.required {
                let presence = |it: &Parameter| if it.required { "required" } else { "optional" };
                self.differs(
                    format!("{subject}: presence"),
                    (presence(parameter).to_owned(), &parameter.shape.spot),
                    (presence(other).to_owned(), &other.shape.spot),
                );
            }
            self.value(&subject, &parameter.shape, &other.shape);
        }
        for parameter in named_parameters(theirs) {
            if !named_parameters(ours).any(|it| it.is(parameter)) {
                self.only_there(subject(parameter), &parameter.shape.spot);
            }
        }
    }

    /// An object of a response; the same component is compared once.
    fn object(&mut self, owner: &str, ours: &Shape, theirs: &Shape) {
        let name = ours.component.clone().unwrap_or_else(|| owner.to_owned());
        if !self.seen.insert(name.clone()) {
            return;
        }
        for (property, shape) in &ours.properties {
            let subject = format!("{name}: property `{property}`");
            let Some(other) = theirs.properties.get(property) else {
                self.only_here(subject, &shape.spot);
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
            if presence(shape) != theirs_presence && !shape.array {
                self.differs(
                    format!("{subject}: presence"),
                    (presence(shape).to_owned(), &shape.spot),
                    (theirs_presence.to_owned(), &other.spot),
                );
            }
            self.value(&subject, shape, other);
            if !shape.properties.is_empty() && !other.properties.is_empty() {
                self.object(property, shape, other);
            }
        }
        for (property, shape) in &theirs.properties {
            if !ours.properties.contains_key(property) {
                self.only_there(format!("{name}: property `{property}`"), &shape.spot);
            }
        }
    }

    /// What both say about one value.
    fn value(&mut self, subject: &str, ours: &Shape, theirs: &Shape) {
        let component = ours.component.as_ref();
        let component = component.map(|name| format!(" (`{name}`)"));
        let component = component.unwrap_or_default();
        let mut facet = |name: &str, here: String, there: String| {
            self.differs(
                format!("{subject}: {name}{component}"),
                (here, &ours.spot),
                (there, &theirs.spot),
            );
        };
        if kind(ours) != kind(theirs) {
            facet("type", kind(ours), kind(theirs));
            return;
        }
        let said = prose::read(&theirs.prose);
        match ours.kind.as_str() {
            "string" => string(ours, theirs, &said, &mut facet),
            "integer" => integer(ours, theirs, &said, &mut facet),
            _ => {}
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

/// The parameters in a path, in its order.
fn path_parameters(operation: &Operation) -> Vec<&Parameter> {
    let parameters = operation.parameters.iter();
    let mut parameters: Vec<&Parameter> = parameters
        .filter(|it| it.place == "path parameter")
        .collect();
    parameters.sort_by_key(|it| operation.path.find(&format!("{{{}}}", it.name)));
    parameters
}

/// The parameters whose names are sent.
fn named_parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(|it| it.place != "path parameter")
}

fn kind(shape: &Shape) -> String {
    let kind = match shape.kind.as_str() {
        "" => "untyped",
        kind => kind,
    };
    match shape.array {
        true => format!("list of {kind}"),
        false => kind.to_owned(),
    }
}

/// Where a difference of one facet goes: its name, what ours says and what theirs says.
trait Facet: FnMut(&str, String, String) {}
impl<F: FnMut(&str, String, String)> Facet for F {}

fn string(ours: &Shape, theirs: &Shape, said: &prose::Said, facet: &mut impl Facet) {
    let restricted = ours.pattern.is_some() || !ours.values.is_empty() || ours.union;
    let text = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".to_owned());
    // What theirs says by a format, ours says by a pattern.
    let same = ours.format == theirs.format || ours.format.is_none() && restricted;
    if !same {
        facet("format", text(&ours.format), text(&theirs.format));
    }
    let parse = |shape: &Shape| shape.pattern.as_deref().map(Pattern::parse).transpose();
    let (pattern, other) = (parse(ours), parse(theirs));
    // A pattern that is not understood differs from any other.
    let relation = match (&pattern, &other) {
        (Ok(ours), Ok(theirs)) => relation::between(ours.as_ref(), theirs.as_ref()),
        _ => Relation::Other,
    };
    if relation != Relation::Same || ours.union && theirs.pattern.is_some() {
        facet("pattern", text(&ours.pattern), text(&theirs.pattern));
    }
    values(ours, theirs, said, facet);
    let implied = pattern
        .ok()
        .flatten()
        .and_then(|pattern| pattern.lengths().1)
        .and_then(|longest| i64::try_from(longest).ok());
    let theirs_implied = implied.filter(|_| theirs.pattern.is_some());
    bound(
        "longest",
        ours.longest.or(implied),
        theirs.longest.or(theirs_implied),
        said.longest,
        facet,
    );
}

fn integer(ours: &Shape, theirs: &Shape, said: &prose::Said, facet: &mut impl Facet) {
    bound("minimum", ours.minimum, theirs.minimum, said.minimum, facet);
    bound("maximum", ours.maximum, theirs.maximum, said.maximum, facet);
}

fn place(says: String, spot: &Spot, lines: &Lines<'_>) -> Place {
    Place {
        says,
        pointer: spot.pointer.clone(),
        position: lines.position(spot.span.start),
    }
}

/// The words of an enumeration; theirs often lists them in prose only.
fn values(ours: &Shape, theirs: &Shape, said: &prose::Said, facet: &mut impl Facet) {
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
    facet: &mut impl Facet,
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
