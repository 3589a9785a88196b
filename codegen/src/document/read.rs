//! Third-party documents: OpenAPI 3.0 as JSON or YAML.

use super::{At, Node, Source, Span, json, yaml};
use crate::finding::{Finding, Report};

/// The maximum length in bytes; the largest document that Twilio publishes has 1.9 MB.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Reads an OpenAPI 3.0 document in JSON or YAML.
///
/// # Errors
///
/// Returns a report that says what the document is instead, and where that shows.
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

/// Reports a document that is not OpenAPI 3.0.
fn version_problem(root: &Node) -> Option<Finding> {
    let root = At::root(root);
    let (at, problem) = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) if version.as_str().is_some_and(|it| it.starts_with("3.0.")) => {
            return None;
        }
        (Some(version), _) => (version, "this document is not OpenAPI 3.0"),
        (None, Some(swagger)) => (swagger, "this document is Swagger, not OpenAPI 3.0"),
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
        "use an OpenAPI 3.0 document in JSON or YAML, such as those published by Twilio",
    ))
}
