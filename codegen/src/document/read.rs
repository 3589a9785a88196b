//! Documents that others have written: JSON or YAML, in OpenAPI 3.0.

use super::{At, Node, Source, Span, json, yaml};
use crate::finding::{Finding, Report};

/// The longest document that is read, in bytes; the largest that Twilio publishes has 1.9 MB.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Reads a document in OpenAPI 3.0, written in JSON or YAML.
///
/// # Errors
///
/// What it is instead, and where that is seen.
pub(crate) fn read(source: &Source) -> Result<Node, Report> {
    let (root, findings) = if is_json(&source.text) {
        json::parse_up_to(MAX_BYTES, &source.text)
    } else {
        yaml::parse_up_to(MAX_BYTES, &source.text)
    };
    let mut report = Report::new(source);
    for finding in findings {
        report.push(finding);
    }
    match root {
        Some(root) if !report.has_errors() => match version_problem(&root) {
            None => return Ok(root),
            Some(finding) => report.push(finding),
        },
        _ => {}
    }
    Err(report)
}

/// Whether the text is JSON; anything else is YAML.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Why this is not a document in OpenAPI 3.0, if it is not.
fn version_problem(root: &Node) -> Option<Finding> {
    let root = At::root(root);
    let (at, problem) = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) if version.as_str().is_some_and(|it| it.starts_with("3.0.")) => {
            return None;
        }
        (Some(version), _) => (version, "this document is not written in OpenAPI 3.0"),
        (None, Some(swagger)) => (
            swagger,
            "this document is written in Swagger, not in OpenAPI 3.0",
        ),
        (None, None) => (root, "this is not an OpenAPI document"),
    };
    let span = if at.pointer.is_empty() {
        Span::default()
    } else {
        at.key_span()
    };
    Some(Finding::error(
        "document",
        at.pointer,
        span,
        problem,
        "give a document in OpenAPI 3.0, JSON or YAML, as Twilio publishes them",
    ))
}
