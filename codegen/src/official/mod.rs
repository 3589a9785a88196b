//! Documents in the style of Twilio's official ones, rewritten by the rules of our own.
//!
//! Inline patterns and enumerations become named components, names are derived, formats nobody enforces give way to
//! what can be checked, and what has no counterpart is taken out. Every edit is in the ledger. The result goes the same
//! way as our own document, through all checks: strictness is not loosened, the document is.

mod naming;
mod operations;
mod sample;
mod values;
mod words;

use serde_json::{Map, Value, json};

use crate::finding::{Finding, Report};
use crate::generate::{Output, generate};
use crate::node::{Node, join};
use crate::source::{Source, Span};
use crate::yaml::parse;

/// Generates the files of a document in the official style.
///
/// # Errors
///
/// All that is wrong with the document once it has been rewritten; the findings show the rewritten text.
pub fn generate_official(source: &Source) -> Result<Output, Report> {
    let (lowered, ledger) = lower(source)?;
    let mut output = generate(&lowered)?;
    output.ledger = format!("{ledger}{}", output.ledger);
    // Examples of somebody else's are not held against anything, so none were taken over.
    let mut warnings = Report::new(&lowered);
    for finding in output.warnings.findings() {
        if finding.rule != "missing-example" {
            warnings.push(finding.clone());
        }
    }
    output.warnings = warnings;
    Ok(output)
}

/// The document by the rules of our own, and every edit that made it so.
pub(crate) fn lower(source: &Source) -> Result<(Source, String), Report> {
    let mut report = Report::new(source);
    // JSON is read as such, so that its own limits hold; anything else is YAML.
    let root = match serde_json::from_str(&source.text) {
        Ok(root) => root,
        Err(_) => {
            let (root, findings) = parse(&source.text);
            findings
                .into_iter()
                .for_each(|finding| report.push(finding));
            root.as_ref().map(Node::to_json).unwrap_or_default()
        }
    };
    if report.has_errors() {
        return Err(report);
    }
    if !root.is_object() {
        report.push(Finding::error(
            "document",
            "",
            Span::default(),
            "this is no OpenAPI document",
            "give a document in JSON or YAML",
        ));
        return Err(report);
    }
    let mut lowering = Lowering::new(&root);
    let document = lowering.document();
    let text = format!("{document:#}\n");
    let name = format!("{} (rewritten)", source.name);
    Ok((Source::new(name, text), lowering.ledger))
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
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
struct Lowering<'r> {
    root: &'r Value,
    /// The components made so far.
    schemas: Map<String, Value>,
    /// Which component was made for what is said about a value.
    made: std::collections::BTreeMap<String, String>,
    /// What values of one shape are called most often.
    called: std::collections::BTreeMap<String, String>,
    ledger: String,
}

impl<'r> Lowering<'r> {
    fn new(root: &'r Value) -> Self {
        Self {
            root,
            schemas: Map::new(),
            made: std::collections::BTreeMap::new(),
            called: naming::survey(root),
            ledger: String::new(),
        }
    }

    fn note(&mut self, pointer: &str, edit: impl AsRef<str>) {
        self.ledger.push_str(pointer);
        self.ledger.push_str("\n    ");
        self.ledger.push_str(edit.as_ref());
        self.ledger.push('\n');
    }

    /// Says which keys of a map are read by nothing.
    fn dropped(&mut self, pointer: &str, map: &Value, read: &[&str]) {
        for key in map.as_object().into_iter().flat_map(Map::keys) {
            if !read.contains(&key.as_str()) {
                self.note(&join(pointer, key), "taken out: nothing reads it");
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
        self.note("/openapi", "becomes 3.0.3");
        let text = |pointer: &str, otherwise: &str| {
            let text = root.pointer(pointer).and_then(Value::as_str);
            text.map(words::tamed)
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
            "becomes HTTP basic authentication for every operation",
        );
        let paths = self.paths();
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
        self.note(
            "/components/responses/Error",
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
}
