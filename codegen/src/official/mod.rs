//! Documents in the style of Twilio's official ones, rewritten by the rules of our own.
//!
//! Inline patterns and enumerations become named components, names are derived, formats nobody enforces give way to
//! what can be checked, and what has no counterpart is taken out. Every edit is in the ledger. The result goes the same
//! way as our own document, through all checks: strictness is not loosened, the document is.

mod ledger;
mod naming;
mod operations;
mod sample;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::Source;
use crate::document::join;
use crate::document::third_party;
use crate::finding::{Finding, Report};
use crate::generate::{Output, generate};
use ledger::{Edit, Ledger};

/// Generates the files of a document in the official style.
///
/// # Errors
///
/// All that is wrong with the document once it has been rewritten, with the places of the given document.
pub fn generate_official(source: &Source) -> Result<Output, Report> {
    let normalized = normalize(source)?;
    let relocated = |report: &Report| relocate(report, source, &normalized);
    let mut output = generate(&normalized.source).map_err(|report| relocated(&report))?;
    output.ledger = format!("{}{}", normalized.ledger, output.ledger);
    output.warnings = relocated(&output.warnings);
    output.summary = normalized.ledger.summary(&source.name);
    Ok(output)
}

/// What was found in the rewritten document, at the places it was rewritten from.
fn relocate(report: &Report, source: &Source, normalized: &Normalized) -> Report {
    let places = third_party::places(&source.text);
    let mut moved = Report::new(source);
    for finding in report.findings() {
        // Examples of somebody else's are not held against anything, so none were taken over.
        if finding.rule == "missing-example" {
            continue;
        }
        let mut pointer = normalized.ledger.origin(&finding.pointer);
        // What was added has no place; what it was added to has.
        while !pointer.is_empty() && normalized.root.pointer(&pointer).is_none() {
            pointer.truncate(pointer.rfind('/').unwrap_or_default());
        }
        let span = places.get(&pointer).copied().unwrap_or_default();
        moved.push(Finding {
            pointer,
            span,
            related: None,
            ..finding.clone()
        });
    }
    moved.sort();
    moved
}

/// A document by the rules of our own.
pub(crate) struct Normalized {
    /// Its text.
    pub(crate) source: Source,
    /// Every edit that made it so.
    ledger: Ledger,
    /// The document as it was.
    root: Value,
}

/// Rewrites a document by the rules of our own.
pub(crate) fn normalize(source: &Source) -> Result<Normalized, Report> {
    let root = third_party::read(source)?;
    let mut normalizer = Normalizer::new(&root);
    let document = normalizer.document();
    let text = format!("{document:#}\n");
    let ledger = normalizer.ledger;
    Ok(Normalized {
        source: Source::new(source.name.clone(), text),
        ledger,
        root,
    })
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// In the path of a request.
    Path,
    /// In a query.
    Query,
    /// In a form.
    Form,
    /// In an answer.
    Answer,
}

/// A rewriting under way.
struct Normalizer<'r> {
    root: &'r Value,
    /// The components made so far.
    schemas: Map<String, Value>,
    /// Which component was made for what is said about a value.
    made: BTreeMap<String, String>,
    /// What values of one shape are called most often.
    called: BTreeMap<String, String>,
    /// The operations' names by path and verb; requests are called the same.
    operations: BTreeMap<(String, &'static str), String>,
    /// The names of `operations`.
    requests: BTreeSet<String>,
    ledger: Ledger,
}

impl<'r> Normalizer<'r> {
    fn new(root: &'r Value) -> Self {
        let operations = naming::operations(root);
        Self {
            root,
            schemas: Map::new(),
            made: BTreeMap::new(),
            called: naming::survey(root),
            requests: operations.values().cloned().collect(),
            operations,
            ledger: Ledger::default(),
        }
    }

    fn note(&mut self, pointer: &str, edit: Edit, text: impl Into<String>) {
        self.ledger.add(pointer, edit, text.into());
    }

    /// Says which keys of a map are read by nothing.
    fn dropped(&mut self, pointer: &str, map: &Value, read: &[&str]) {
        for key in map.as_object().into_iter().flat_map(Map::keys) {
            if !read.contains(&key.as_str()) {
                self.note(
                    &join(pointer, key),
                    Edit::Unread,
                    "taken out: nothing reads it",
                );
            }
        }
    }

    fn document(&mut self) -> Value {
        let root = self.root;
        self.dropped(
            "",
            root,
            &["openapi", "info", "servers", "paths", "components"],
        );
        self.note("/openapi", Edit::Document, "becomes 3.0.3");
        let text = |pointer: &str, otherwise: &str| {
            let text = root.pointer(pointer).and_then(Value::as_str);
            text.map(words::sanitize)
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| otherwise.to_owned())
        };
        let info = json!({
            "title": text("/info/title", "A service"),
            "version": text("/info/version", "0"),
            "description": text("/info/description", "A service."),
        });
        if let Some(info) = root.get("info") {
            self.dropped("/info", info, &["title", "version", "description"]);
        }
        let server = root
            .pointer("/servers/0/url")
            .and_then(Value::as_str)
            .unwrap_or("https://api.twilio.com")
            .trim_end_matches('/');
        if let Some(components) = root.get("components") {
            self.dropped("/components", components, &["schemas", "securitySchemes"]);
        }
        self.note(
            "/components/securitySchemes",
            Edit::Document,
            "becomes HTTP basic authentication for every operation",
        );
        self.errors();
        self.account();
        let paths = self.paths();
        self.prune(&paths);
        self.note(
            "/components/responses/Error",
            Edit::Document,
            "added: the answer to every request that is refused",
        );
        json!({
            "openapi": "3.0.3",
            "info": info,
            "servers": [{ "url": server }],
            "security": [{ "basic": [] }],
            "paths": paths,
            "components": {
                "securitySchemes": { "basic": { "type": "http", "scheme": "basic" } },
                "responses": {
                    "Error": {
                        "description": "The request was refused.",
                        "content": {
                            "application/json": { "schema": { "$ref": "#/components/schemas/ErrorBody" } },
                        },
                    },
                },
                "schemas": Value::Object(std::mem::take(&mut self.schemas)),
            },
        })
    }

    /// The body of every refusal, in components that no other may be called like.
    fn errors(&mut self) {
        self.schemas.insert(
            "ErrorMessage".to_owned(),
            json!({ "type": "string", "x-pii": true, "description": "What went wrong.", "example": "Not found." }),
        );
        self.schemas.insert(
            "ErrorBody".to_owned(),
            json!({
                "type": "object",
                "description": "Why the service refused a request.",
                "properties": {
                    "message": {
                        "description": "What went wrong, for people.",
                        "nullable": true,
                        "allOf": [{ "$ref": "#/components/schemas/ErrorMessage" }],
                    },
                },
            }),
        );
    }

    /// Takes out the components that were made for what was left out later.
    fn prune(&mut self, paths: &Value) {
        let mut used = BTreeSet::from(["ErrorBody".to_owned()]);
        references(paths, &mut used);
        let mut open: Vec<String> = used.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let mut more = BTreeSet::new();
            references(self.schemas.get(&name).unwrap_or(&Value::Null), &mut more);
            open.extend(more.difference(&used).cloned());
            used.extend(more);
        }
        self.schemas.retain(|name, _| used.contains(name));
    }
}

/// The components of schemas that something refers to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str)
                && let Some(name) = reference.strip_prefix("#/components/schemas/")
            {
                found.insert(name.to_owned());
            }
            map.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        _ => {}
    }
}
