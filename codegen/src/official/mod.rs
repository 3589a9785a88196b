//! Normalizes documents in the style of Twilio's official ones to our own rules.
//!
//! Inline patterns and enumerations become named components, names are derived, formats that nothing enforces are
//! replaced by constraints that can be checked, and what has no counterpart is left out. Every edit is in the ledger.
//! The result passes through the same checks as our own document: the document is relaxed, not the checks.

mod components;
mod description;
mod ledger;
mod left_out;
mod made;
mod naming;
mod numbered;
mod objects;
mod operations;
mod parameters;
mod paths;
mod place;
mod release;
mod responses;
mod sample;
mod servers;
mod strings;
mod unexpressed;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{At, Document, Entry, Node, Source, follow, read};
use crate::finding::Report;
use crate::generate::{Output, from_document};
use ledger::{Edit, Ledger};
use made::Made;
use naming::Survey;
use sample::Samples;

pub use release::Release;

/// Generates the files of a document in the official style.
///
/// # Errors
///
/// Returns everything that is wrong with the normalized document, at the places in the given one. Operations with
/// errors of their own are left out instead.
pub fn generate_official(source: &Source) -> Result<Output, Report> {
    let (normal, mut output) = expressible(source, from_document)?;
    let Normal { given, ledger } = normal;
    output.ledger = format!("{ledger}{}", output.ledger);
    output.warnings = place::in_given(&output.warnings, source, &given);
    output.summary = ledger.summary(&source.name);
    Ok(output)
}

/// A normalized document and how it was made.
#[derive(Debug)]
struct Normal {
    given: Node,
    /// Every edit that was made.
    ledger: Ledger,
}

/// Normalizes a document, leaving out operations until the rest is accepted.
fn expressible<T>(
    source: &Source,
    accept: impl Fn(Document) -> Result<T, Report>,
) -> Result<(Normal, T), Report> {
    let mut given = read(source)?;
    // Names are derived in the order of the keys, which must not matter.
    given.sort_keys();
    let mut normalized = normalize(&given);
    loop {
        normalized.nothing_left(source)?;
        match accept(Document::made_of(source, normalized.document.clone())) {
            Ok(accepted) => {
                let ledger = normalized.ledger;
                return Ok((Normal { given, ledger }, accepted));
            }
            Err(error) if !normalized.leave_out(&error, &given) => {
                return Err(place::in_given(&error, source, &given));
            }
            Err(_) => {}
        }
    }
}

/// A document that follows our rules, with the spans of the given one.
struct Normalized {
    document: Node,
    /// Every edit that was made.
    ledger: Ledger,
}

fn normalize(given: &Node) -> Normalized {
    let mut normalizer = Normalizer::new(given);
    let mut document = normalizer.document();
    components::remove_unused(&mut document);
    Normalized {
        document,
        ledger: normalizer.ledger,
    }
}

/// Where a value is sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Location {
    /// In the path of a request.
    Path,
    /// In a query.
    Query,
    /// In a form.
    Form,
    /// In a JSON body.
    Json,
    /// In a response.
    Response,
}

/// How to name a value that has no name.
#[derive(Clone, Copy)]
struct Context<'c> {
    /// The name for its component.
    name: &'c str,
    /// The operation or object that it belongs to.
    owner: &'c str,
    location: Location,
}

/// A normalization in progress.
struct Normalizer<'d> {
    root: At<'d>,
    /// The components made so far.
    schemas: BTreeMap<String, Entry>,
    /// The component made for each description of a value.
    made: BTreeMap<String, String>,
    /// The objects whose properties are currently being made.
    open: BTreeSet<String>,
    /// The names of values.
    survey: Survey,
    /// The names of operations by path and method, which their requests share.
    operations: BTreeMap<(&'d str, &'static str), String>,
    /// The names of `operations`.
    requests: BTreeSet<String>,
    ledger: Ledger,
    /// The samples of patterns.
    samples: Samples,
    /// The base URL of the API.
    address: String,
}

impl<'d> Normalizer<'d> {
    fn new(given: &'d Node) -> Self {
        let operations = naming::operations(given);
        Self {
            root: At::root(given),
            schemas: BTreeMap::new(),
            made: BTreeMap::new(),
            open: BTreeSet::new(),
            survey: Survey::of(given),
            requests: operations.values().cloned().collect(),
            operations,
            ledger: Ledger::default(),
            samples: Samples::default(),
            address: servers::address(given),
        }
    }

    /// The target of a chain of references.
    fn follow(&self, at: At<'d>) -> At<'d> {
        follow(&self.root, at)
    }

    fn note(&mut self, at: &At<'_>, edit: Edit, text: impl Into<String>) {
        self.ledger.add(&at.pointer, edit, text.into());
    }

    /// Records which keys of an object are not supported.
    fn note_unread(&mut self, at: &At<'_>, read: &[&str]) {
        for (key, member) in at.entries() {
            if !read.contains(&key) {
                self.note(&member, Edit::Unread, "removed: it is not supported");
            }
        }
    }

    /// Records an edit of a part of the document, which may not exist.
    fn note_part(&mut self, pointer: &str, text: &str) {
        self.ledger.add(pointer, Edit::Document, text.to_owned());
    }

    fn document(&mut self) -> Node {
        let root = self.root.clone();
        let read = ["openapi", "info", "servers", "paths", "components"];
        self.note_unread(&root, &read);
        self.note_part("/openapi", "becomes 3.0.3");
        let made = Made::of(&root);
        let info = self.info();
        let servers = made.array([self.server()]);
        let components = root.get("components");
        if let Some(components) = &components {
            self.note_unread(components, &["schemas", "securitySchemes"]);
        }
        self.note_part(
            "/components/securitySchemes",
            "becomes HTTP basic authentication for every operation",
        );
        self.error_schemas();
        self.account();
        let paths = self.paths();
        self.note_part(
            "/components/responses/Error",
            "added: the error response of all operations",
        );
        made.object([
            ("openapi", made.string("3.0.3")),
            ("info", info),
            ("servers", servers),
            (
                "security",
                made.array([made.object([("basic", made.array([]))])]),
            ),
            ("paths", paths),
            ("components", self.components(components.as_ref())),
        ])
    }

    fn info(&mut self) -> Node {
        let given = self.root.get("info");
        if let Some(info) = &given {
            self.note_unread(info, &["title", "version", "description"]);
        }
        let made = Made::of(given.as_ref().unwrap_or(&self.root));
        let members = [
            ("title", "A service"),
            ("version", "0"),
            ("description", "A service."),
        ];
        made.object(members.map(|(key, otherwise)| {
            let text = given.as_ref().and_then(|info| info.get_str(key));
            let mut text = description::text_or(text, otherwise);
            if key == "version" {
                // It is sent in a header.
                text.retain(|c| c.is_ascii_graphic());
            }
            (key, made.string(text))
        }))
    }
}
