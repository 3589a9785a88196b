//! Compares our document with an official library: what the library sends or reads that ours lacks.
//!
//! Twilio's libraries are generated from a document that is newer than the published one, which makes them a second
//! source. They are read, never run. Only what ours lacks is reported: the libraries do not say what is required or
//! which values are valid, and leave out what only the product documentation has.

mod read;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use super::Drift;
use super::compare::{Difference, DifferenceKind, Place};
use super::explained;
use super::facts::{self, Facts, Operation};
use super::shape::Shape;
use crate::check;
use crate::document::{Index, Lines, Source, load};
use crate::finding::{Finding, Report};
use read::{Names, Resource};
use token::Language;

/// Compares our document with the files of an official library, given the explanations (YAML).
///
/// The files are those in the folder that [`library_folder`] returns. No explanation counts as outdated.
///
/// # Errors
///
/// Returns a report if our document or the explanations have errors, or a file does not look like those of the
/// official libraries.
pub fn library_drift(
    ours: &Source,
    files: &[Source],
    explanations: &Source,
) -> Result<Drift, Report> {
    let document = load(ours)?;
    let report = check::keywords(&Index::new(&document));
    if report.has_errors() {
        return Err(report);
    }
    let list = explained::read(explanations)?;
    let layout = list.library(explanations)?;
    let facts = facts::read(document.root());
    let mut comparison = Comparison {
        base: &layout.base,
        ours: &facts,
        different: BTreeMap::new(),
    };
    for file in files {
        let Some(language) = Language::of(&file.name) else {
            continue;
        };
        let resource = read::read(&file.text, language).map_err(|it| misread(file, &it))?;
        comparison.resource(&resource, file);
    }
    let different = comparison.different.into_values().collect();
    Ok(explained::sort_library(different, &list))
}

/// The folder of a library that corresponds to our document, as configured in the explanations.
///
/// # Errors
///
/// Returns a report if the explanations have errors.
pub fn library_folder(explanations: &Source) -> Result<String, Report> {
    let list = explained::read(explanations)?;
    Ok(list.library(explanations)?.folder)
}

fn misread(file: &Source, misread: &read::Misread) -> Report {
    let mut report = Report::new(file);
    let span = crate::source::Span::new(misread.at, misread.at);
    report.push(Finding::error(
        "drift-library",
        "",
        span,
        format!("{} in a file of the library", misread.what),
        "the official libraries have changed: adapt `codegen/src/drift/library/read.rs`",
    ));
    report
}

struct Comparison<'c> {
    /// The prefix of the library's paths.
    base: &'c str,
    ours: &'c Facts<'c>,
    /// The differences by title: the two files of a resource can say the same.
    different: BTreeMap<String, Difference>,
}

impl Comparison<'_> {
    fn resource(&mut self, resource: &Resource, file: &Source) {
        let lines = Lines::new(&file.text);
        let mut pairs = Vec::new();
        for theirs in &resource.operations {
            let path = format!("{}{}", self.base, theirs.path);
            let key = (facts::path_key(&path), theirs.verb.clone());
            let mut ours = self.ours.operations.iter();
            match ours.find(|it| it.key() == key) {
                Some(ours) => {
                    self.parameters(ours, theirs, file, &lines);
                    pairs.push((ours, theirs));
                }
                None => {
                    let subject = format!("operation {} {path}", theirs.verb.to_uppercase());
                    self.only_there(subject, file, &lines, theirs.start);
                }
            }
        }
        self.properties(&pairs, &resource.properties, file, &lines);
    }

    fn only_there(&mut self, subject: String, file: &Source, lines: &Lines<'_>, at: usize) {
        let difference = Difference {
            kind: DifferenceKind::OnlyThere,
            subject,
            ours: None,
            theirs: Some(Place {
                says: String::new(),
                pointer: file.name.clone(),
                position: lines.position(at),
            }),
        };
        let title = difference.title();
        self.different.entry(title).or_insert(difference);
    }

    fn parameters(
        &mut self,
        ours: &Operation<'_>,
        theirs: &read::Operation,
        file: &Source,
        lines: &Lines<'_>,
    ) {
        let place = match theirs.verb.as_str() {
            "get" => "query parameter",
            _ => "form parameter",
        };
        let here = ours.named_parameters();
        let has = |name: &str| here.iter().any(|it| it.place == place && it.name == name);
        let has_family = |stem: &str| {
            let rests = here.iter().filter_map(|it| it.name.strip_prefix(stem));
            rests
                .into_iter()
                .any(|rest| !rest.starts_with(char::is_alphabetic))
        };
        for (name, at) in &theirs.parameters {
            let known = match family(name, &theirs.parameters) {
                Some(stem) => has_family(stem),
                None => has(name),
            };
            if !known {
                self.only_there(format!("{}: {place} `{name}`", ours.id), file, lines, *at);
            }
        }
    }

    /// The properties of the objects that the operations of a file return. The library has one class for all of them.
    /// Those of pages may lack some, so they only count if there is nothing else.
    fn properties(
        &mut self,
        pairs: &[(&Operation<'_>, &read::Operation)],
        theirs: &Names,
        file: &Source,
        lines: &Lines<'_>,
    ) {
        let (pages, single): (Vec<_>, Vec<_>) = pairs
            .iter()
            .partition(|(_, theirs)| theirs.parameters.contains_key("PageSize"));
        let mut objects: Vec<Object> = single
            .iter()
            .filter_map(|(ours, _)| self.returned(ours))
            .collect();
        if objects.is_empty() {
            objects = pages
                .iter()
                .filter_map(|(ours, _)| self.listed(ours))
                .collect();
        }
        for object in objects {
            for (name, at) in theirs
                .iter()
                .filter(|(name, _)| !object.properties.contains(*name))
            {
                self.only_there(
                    format!("{}: property `{name}`", object.name),
                    file,
                    lines,
                    *at,
                );
            }
        }
    }

    /// The object that an operation returns.
    fn returned(&self, operation: &Operation<'_>) -> Option<Object> {
        let shape = operation.response(None)?.shape.as_ref()?;
        Some(self.object(operation, shape))
    }

    /// The items of the page that an operation returns.
    fn listed(&self, operation: &Operation<'_>) -> Option<Object> {
        let page = operation.response(None)?.shape.as_ref()?;
        let properties = self.ours.reader.properties(page);
        let list = properties
            .values()
            .find(|shape| shape.array && shape.kind == "object")?;
        Some(self.object(operation, list))
    }

    fn object(&self, operation: &Operation<'_>, shape: &Shape<'_>) -> Object {
        let name = shape.component.clone();
        Object {
            name: name.unwrap_or_else(|| format!("{}: response", operation.id)),
            properties: self.ours.reader.properties(shape).into_keys().collect(),
        }
    }
}

/// One of our objects.
struct Object {
    name: String,
    properties: BTreeSet<String>,
}

/// The part before the number, if the name is one of several that differ in a number only: `Parameter1.Name`.
fn family<'n>(name: &'n str, all: &Names) -> Option<&'n str> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (stem, rest) = name.split_at_checked(at)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let behind = rest.get(end..)?;
    let is_member = |number: u8| all.contains_key(&format!("{stem}{number}{behind}"));
    (is_member(1) && is_member(2)).then_some(stem)
}
