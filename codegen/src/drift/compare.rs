//! Compares the facts of both documents.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Body, Facts, Operation, Parameter, Response, Setting};
use super::shape::{Shape, Spot, kind};
use super::value::{deprecation, facets};
use crate::document::{Lines, Position};

/// How the documents differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Only in ours.
    OnlyHere,
    /// Only in theirs.
    OnlyThere,
    /// In both, but not the same.
    Differs,
}

/// A place in one of the documents, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it says; empty if only its presence matters.
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
    /// The subject.
    pub subject: String,
    /// What ours says.
    pub ours: Option<Place>,
    /// What theirs says.
    pub theirs: Option<Place>,
}

impl Difference {
    /// The title, which explanations refer to.
    #[must_use]
    pub fn title(&self) -> String {
        title(self.kind, &self.subject)
    }

    /// What theirs says; empty if only its presence matters.
    pub(super) fn theirs_says(&self) -> &str {
        self.theirs.as_ref().map_or("", |place| &place.says)
    }
}

fn title(kind: DifferenceKind, subject: &str) -> String {
    let kind = match kind {
        DifferenceKind::OnlyHere => "only here",
        DifferenceKind::OnlyThere => "only there",
        DifferenceKind::Differs => "differs",
    };
    format!("{kind}: {subject}")
}

/// The facts of a document, and the lines of its text.
pub(super) type Side<'s> = (&'s Facts<'s>, &'s Lines<'s>);

/// The result of a comparison.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// The differences.
    pub(super) different: Vec<Difference>,
    /// Titles of the comparisons in which both documents agree.
    pub(super) same: BTreeSet<String>,
}

/// Compares both documents, for the resources that ours describes.
pub(super) fn compare(ours: Side<'_>, theirs: Side<'_>) -> Compared {
    let here: BTreeMap<_, _> = ours.0.operations.iter().map(|it| (it.key(), it)).collect();
    let there: BTreeMap<_, _> = theirs
        .0
        .operations
        .iter()
        .map(|it| (it.key(), it))
        .collect();
    let mut comparison = Comparison {
        compared: Compared::default(),
        reported: BTreeSet::new(),
        seen: BTreeSet::new(),
        partners: partners(ours.0, theirs.0, &here, &there),
        ours,
        theirs,
    };
    comparison.whole();
    for (key, operation) in &here {
        match there.get(key) {
            Some(other) => comparison.operation(operation, other),
            None => comparison.only_here(named(operation), &operation.spot),
        }
    }
    let shared = here.keys().filter(|key| there.contains_key(*key));
    let scope = scope(shared.map(|(path, _)| path.as_str()))
        .or_else(|| scope(here.keys().map(|(path, _)| path.as_str())))
        .unwrap_or_default();
    for (key, operation) in &there {
        if key.0.starts_with(scope) {
            match here.contains_key(key) {
                true => comparison.both(&named(operation)),
                false => comparison.only_there(named(operation), &operation.spot),
            }
        }
    }
    comparison.compared
}

fn named(operation: &Operation<'_>) -> String {
    format!(
        "operation {} {}",
        operation.verb.to_uppercase(),
        operation.path
    )
}

/// The common prefix of the paths that both describe: their document also describes resources that ours does not, and
/// ours may have paths elsewhere that theirs lacks, such as the audio of recordings.
fn scope<'p>(paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    paths.reduce(|common, path| {
        let same = common
            .bytes()
            .zip(path.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        common.get(..same).unwrap_or_default()
    })
}

/// The operations of a document.
type Operations<'f> = BTreeMap<(String, String), &'f Operation<'f>>;

/// For each component of ours in a response, the component of theirs that most often corresponds to it.
fn partners(
    ours: &Facts<'_>,
    theirs: &Facts<'_>,
    here: &Operations<'_>,
    there: &Operations<'_>,
) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut count = |ours: &Shape<'_>, theirs: &Shape<'_>| {
        if let (Some(ours), Some(theirs)) = (&ours.component, &theirs.component) {
            *counts.entry((ours.clone(), theirs.clone())).or_default() += 1;
        }
    };
    for (key, operation) in here {
        let Some((ours_shape, theirs_shape)) = there.get(key).and_then(|other| {
            let response = operation.response(None)?;
            let other = other.response(Some(&response.status))?;
            Some((response.shape.as_ref()?, other.shape.as_ref()?))
        }) else {
            continue;
        };
        count(ours_shape, theirs_shape);
        let others = theirs.reader.properties(theirs_shape);
        for (name, property) in ours.reader.properties(ours_shape) {
            if let Some(other) = others.get(&name) {
                count(&property, other);
            }
        }
    }
    let mut most: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for ((ours, theirs), count) in counts {
        let known = most.entry(ours).or_default();
        if count > known.0 {
            *known = (count, theirs);
        }
    }
    most.into_iter()
        .map(|(ours, (_, theirs))| (ours, theirs))
        .collect()
}

struct Comparison<'s> {
    compared: Compared,
    /// The differences so far without their places: each is reported once, wherever it occurs.
    reported: BTreeSet<(String, String, String)>,
    /// The pairs of objects, and the paths, compared so far.
    seen: BTreeSet<(String, String)>,
    partners: BTreeMap<String, String>,
    ours: Side<'s>,
    theirs: Side<'s>,
}

/// The properties of an object by name.
type Properties<'d> = BTreeMap<String, Shape<'d>>;

/// What a document says about something, and where.
type Says<'a> = (String, &'a Spot);

impl Comparison<'_> {
    fn report(
        &mut self,
        kind: DifferenceKind,
        subject: String,
        ours: Option<Says<'_>>,
        theirs: Option<Says<'_>>,
    ) {
        let place = |says: Option<Says<'_>>, lines: &Lines<'_>| {
            says.map(|(says, spot)| Place {
                says,
                pointer: spot.pointer.clone(),
                position: lines.position(spot.span.start),
            })
        };
        let says = |place: &Option<Place>| place.as_ref().map(|it| it.says.clone());
        let difference = Difference {
            kind,
            subject,
            ours: place(ours, self.ours.1),
            theirs: place(theirs, self.theirs.1),
        };
        let key = (
            difference.title(),
            says(&difference.ours).unwrap_or_default(),
            says(&difference.theirs).unwrap_or_default(),
        );
        if self.reported.insert(key) {
            self.compared.different.push(difference);
        }
    }

    fn only_here(&mut self, subject: String, spot: &Spot) {
        let here = Some((String::new(), spot));
        self.report(DifferenceKind::OnlyHere, subject, here, None);
    }

    fn only_there(&mut self, subject: String, spot: &Spot) {
        let there = Some((String::new(), spot));
        self.report(DifferenceKind::OnlyThere, subject, None, there);
    }

    /// Records something that both documents have.
    fn both(&mut self, subject: &str) {
        for kind in [DifferenceKind::OnlyHere, DifferenceKind::OnlyThere] {
            self.compared.same.insert(title(kind, subject));
        }
    }

    fn compare(&mut self, subject: String, same: bool, ours: Says<'_>, theirs: Says<'_>) {
        let kind = DifferenceKind::Differs;
        if same {
            self.compared.same.insert(title(kind, &subject));
        } else {
            self.report(kind, subject, Some(ours), Some(theirs));
        }
    }

    /// Compares two statements that mean the same only if they are equal.
    fn plain(&mut self, subject: String, ours: Says<'_>, theirs: Says<'_>) {
        self.compare(subject, ours.0 == theirs.0, ours, theirs);
    }

    /// Compares a setting; a difference on the level above is not reported again.
    fn setting(
        &mut self,
        subject: String,
        (ours, theirs): (&Setting, &Setting),
        above: Option<(&Setting, &Setting)>,
    ) {
        if !self.theirs.0.is_whole {
            return;
        }
        let inherited =
            above.is_some_and(|above| (&above.0.says, &above.1.says) == (&ours.says, &theirs.says));
        if !inherited || ours.says == theirs.says {
            let says = |it: &Setting| it.says.clone();
            self.plain(
                subject,
                (says(ours), &ours.spot),
                (says(theirs), &theirs.spot),
            );
        }
    }

    fn whole(&mut self) {
        let (ours, theirs) = (self.ours.0, self.theirs.0);
        self.setting("servers".to_owned(), (&ours.servers, &theirs.servers), None);
        self.setting(
            "security".to_owned(),
            (&ours.security, &theirs.security),
            None,
        );
    }

    fn operation(&mut self, ours: &Operation<'_>, theirs: &Operation<'_>) {
        let id = &ours.id;
        self.both(&named(ours));
        self.settings(ours, theirs);
        self.plain(
            format!("{id}: deprecation"),
            (deprecation(ours.deprecated), &ours.spot),
            (deprecation(theirs.deprecated), &theirs.spot),
        );
        let statuses = |it: &Operation<'_>| {
            let statuses: Vec<&str> = it.responses.iter().map(|it| it.status.as_str()).collect();
            statuses.join(", ")
        };
        self.plain(
            format!("{id}: success status"),
            (statuses(ours), &ours.spot),
            (statuses(theirs), &theirs.spot),
        );
        let sides = ((ours.errors, &ours.spot), (theirs.errors, &theirs.spot));
        self.presence(format!("{id}: error responses"), sides.0, sides.1);
        self.names(
            id,
            "callback",
            (&ours.callbacks, &ours.spot),
            (&theirs.callbacks, &theirs.spot),
        );
        for (parameter, other) in ours
            .path_parameters()
            .into_iter()
            .zip(theirs.path_parameters())
        {
            self.path_parameter(id, parameter, other, theirs);
        }
        self.body(ours, theirs);
        self.parameters(ours, theirs);
        let response = ours.response(None);
        let other = theirs.response(response.map(|it| it.status.as_str()));
        if let (Some(response), Some(other)) = (response, other) {
            self.response(id, response, other);
        }
    }

    /// Compares whether something exists.
    fn presence(&mut self, subject: String, ours: (bool, &Spot), theirs: (bool, &Spot)) {
        match (ours.0, theirs.0) {
            (true, false) => self.only_here(subject, ours.1),
            (false, true) => self.only_there(subject, theirs.1),
            (true, true) => self.both(&subject),
            (false, false) => {}
        }
    }

    /// Compares items that consist of nothing but a name.
    fn names(&mut self, id: &str, what: &str, here: (&[String], &Spot), there: (&[String], &Spot)) {
        let names: BTreeSet<&String> = here.0.iter().chain(there.0).collect();
        for name in names {
            let subject = format!("{id}: {what} `{name}`");
            let has = |side: (&[String], _)| side.0.contains(name);
            self.presence(subject, (has(here), here.1), (has(there), there.1));
        }
    }

    fn settings(&mut self, ours: &Operation<'_>, theirs: &Operation<'_>) {
        let (here, there) = (self.ours.0, self.theirs.0);
        let whole = (&here.servers, &there.servers);
        let path = (&ours.path_servers, &theirs.path_servers);
        if self.seen.insert((ours.path_key(), String::new())) {
            self.setting(format!("path {}: servers", ours.path), path, Some(whole));
        }
        let own = (&ours.servers, &theirs.servers);
        self.setting(format!("{}: servers", ours.id), own, Some(path));
        let security = (&ours.security, &theirs.security);
        let above = (&here.security, &there.security);
        self.setting(format!("{}: security", ours.id), security, Some(above));
    }

    fn path_parameter(
        &mut self,
        id: &str,
        ours: Option<&Parameter<'_>>,
        theirs: Option<&Parameter<'_>>,
        operation: &Operation<'_>,
    ) {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let subject = format!("{id}: path parameter `{}`", ours.name);
                self.both(&subject);
                self.parameter(&subject, ours, theirs);
            }
            (Some(ours), None) => {
                self.only_here(
                    format!("{id}: path parameter `{}`", ours.name),
                    &ours.shape.spot,
                );
            }
            (None, Some(theirs)) => {
                let subject = format!("{id}: path parameter `{}`", theirs.name);
                self.only_there(subject, &operation.spot);
            }
            (None, None) => {}
        }
    }

    fn body(&mut self, ours: &Operation<'_>, theirs: &Operation<'_>) {
        let subject = format!("{}: request body", ours.id);
        match (&ours.body, &theirs.body) {
            (Some(here), Some(there)) => {
                self.both(&subject);
                let presence = |it: &Body<'_>| required(it.required);
                self.plain(
                    format!("{subject}: presence"),
                    (presence(here), &here.spot),
                    (presence(there), &there.spot),
                );
                self.plain(
                    format!("{subject}: media type"),
                    (here.media_types.clone(), &here.spot),
                    (there.media_types.clone(), &there.spot),
                );
            }
            (Some(body), None) => self.only_here(subject, &body.spot),
            (None, Some(body)) => self.only_there(subject, &body.spot),
            (None, None) => {}
        }
    }

    /// Compares the parameters in queries, headers, cookies and bodies. If only one side has a body, only it has the
    /// parameters in it.
    fn parameters(&mut self, ours: &Operation<'_>, theirs: &Operation<'_>) {
        let (mut here, mut there) = (ours.named_parameters(), theirs.named_parameters());
        if ours.body.is_none() != theirs.body.is_none() {
            here.retain(|it| it.place != "form parameter");
            there.retain(|it| it.place != "form parameter");
        }
        let subject = |it: &Parameter<'_>| format!("{}: {} `{}`", ours.id, it.place, it.name);
        let mut pairs = Vec::new();
        for parameter in &here {
            let same = there.iter().find(|it| it.is(parameter));
            // A parameter that the other side only has in another location was moved.
            let moved = || {
                let mut others = there.iter().filter(|it| it.name == parameter.name);
                others.find(|other| !here.iter().any(|it| it.is(other)))
            };
            match same.or_else(moved) {
                Some(other) => pairs.push((*parameter, *other)),
                None => self.only_here(subject(parameter), &parameter.shape.spot),
            }
        }
        for (parameter, other) in &pairs {
            let subject = subject(parameter);
            self.both(&subject);
            self.plain(
                format!("{subject}: place"),
                (parameter.place.to_owned(), &parameter.shape.spot),
                (other.place.to_owned(), &other.shape.spot),
            );
            self.parameter(&subject, parameter, other);
        }
        for parameter in there {
            if !pairs.iter().any(|(_, it)| it.is(parameter)) {
                self.only_there(subject(parameter), &parameter.shape.spot);
            }
        }
    }

    fn parameter(&mut self, subject: &str, ours: &Parameter<'_>, theirs: &Parameter<'_>) {
        let presence = |it: &Parameter<'_>| required(it.required);
        self.plain(
            format!("{subject}: presence"),
            (presence(ours), &ours.shape.spot),
            (presence(theirs), &theirs.shape.spot),
        );
        let nullable = |it: &Parameter<'_>| it.shape.nullable.to_string();
        self.plain(
            format!("{subject}: nullable"),
            (nullable(ours), &ours.shape.spot),
            (nullable(theirs), &theirs.shape.spot),
        );
        self.value(subject, &ours.shape, &theirs.shape);
    }

    fn response(&mut self, id: &str, here: &Response<'_>, there: &Response<'_>) {
        self.names(
            id,
            "response header",
            (&here.headers, &here.spot),
            (&there.headers, &there.spot),
        );
        let subject = format!("{id}: response");
        match (&here.shape, &there.shape) {
            (Some(shape), Some(other)) => {
                self.both(&subject);
                self.plain(
                    format!("{subject}: media type"),
                    (here.media_types.clone(), &here.spot),
                    (there.media_types.clone(), &there.spot),
                );
                let name = shape.component.clone().unwrap_or_else(|| subject.clone());
                if self.object(&subject, &name, shape, other) {
                    self.value(&name, shape, other);
                }
            }
            (Some(_), None) => self.only_here(subject, &here.spot),
            (None, Some(_)) => self.only_there(subject, &there.spot),
            (None, None) => {}
        }
    }

    /// Compares an object of a response, each pair once. Returns whether it was compared.
    fn object(&mut self, owner: &str, name: &str, ours: &Shape<'_>, theirs: &Shape<'_>) -> bool {
        if let (Some(here), Some(there)) = (&ours.component, &theirs.component) {
            let usual = self.partners.get(here).is_none_or(|usual| usual == there);
            self.compare(
                format!("{owner}: schema"),
                usual,
                (here.clone(), &ours.spot),
                (there.clone(), &theirs.spot),
            );
            if !usual {
                return false;
            }
        }
        let id = |shape: &Shape<'_>| {
            let component = shape.component.as_ref();
            format!(
                "{} {}",
                kind(shape),
                component.unwrap_or(&shape.spot.pointer)
            )
        };
        if !self.seen.insert((id(ours), id(theirs))) {
            return false;
        }
        if kind(ours) == kind(theirs) {
            self.same_kind(name, ours, theirs);
        }
        true
    }

    /// Compares two objects of the same kind.
    fn same_kind(&mut self, name: &str, ours: &Shape<'_>, theirs: &Shape<'_>) {
        let list = |names: Vec<&str>| match names.is_empty() {
            true => "none".to_owned(),
            false => names.join(", "),
        };
        self.plain(
            format!("{name}: required properties"),
            (list(ours.required_properties()), &ours.spot),
            (list(theirs.required_properties()), &theirs.spot),
        );
        self.plain(
            format!("{name}: additional properties"),
            (ours.other_properties().to_owned(), &ours.spot),
            (theirs.other_properties().to_owned(), &theirs.spot),
        );
        let here = self.ours.0.reader.properties(ours);
        let there = self.theirs.0.reader.properties(theirs);
        let alike = here.is_empty() == there.is_empty();
        self.compare(
            format!("{name}: properties"),
            alike,
            (list(ours.property_names()), &ours.spot),
            (list(theirs.property_names()), &theirs.spot),
        );
        if alike {
            self.properties(name, &here, &there);
        }
    }

    fn properties(&mut self, name: &str, here: &Properties<'_>, there: &Properties<'_>) {
        for (property, shape) in here {
            let subject = format!("{name}: property `{property}`");
            match there.get(property) {
                Some(other) => {
                    self.both(&subject);
                    self.property(&subject, property, shape, other);
                }
                None => self.only_here(subject, &shape.spot),
            }
        }
        for (property, shape) in there {
            if !here.contains_key(property) {
                self.only_there(format!("{name}: property `{property}`"), &shape.spot);
            }
        }
    }

    fn property(&mut self, subject: &str, name: &str, ours: &Shape<'_>, theirs: &Shape<'_>) {
        let presence = |there: bool| {
            if there {
                "always present"
            } else {
                "may be null or missing"
            }
            .to_owned()
        };
        // Theirs lists no required properties: those that cannot be null are always present.
        self.plain(
            format!("{subject}: presence"),
            (presence(ours.required && !ours.nullable), &ours.spot),
            (presence(!theirs.nullable), &theirs.spot),
        );
        self.value(subject, ours, theirs);
        let is_object = |shape: &Shape<'_>| shape.kind == "object";
        if is_object(ours) || is_object(theirs) {
            let name = ours.component.as_deref().unwrap_or(name);
            self.object(subject, name, ours, theirs);
        }
    }

    /// Compares what both say about one value.
    fn value(&mut self, subject: &str, ours: &Shape<'_>, theirs: &Shape<'_>) {
        let component = ours.component.as_ref();
        let component = component.filter(|name| name.as_str() != subject);
        let component = component.map(|name| format!(" (`{name}`)"));
        let component = component.unwrap_or_default();
        for facet in facets(ours, theirs) {
            // Two components that differ do so wherever they are used.
            if let (Some(here), Some(there), false) =
                (&ours.component, &theirs.component, facet.same)
            {
                let name = format!("{here} and {there}: {}", facet.name);
                let key = (name, facet.ours.clone(), facet.theirs.clone());
                if !self.reported.insert(key) {
                    continue;
                }
            }
            self.compare(
                format!("{subject}: {}{component}", facet.name),
                facet.same,
                (facet.ours, &ours.spot),
                (facet.theirs, &theirs.spot),
            );
        }
    }
}

fn required(is: bool) -> String {
    if is { "required" } else { "optional" }.to_owned()
}
