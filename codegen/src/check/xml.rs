//! Strings that are XML documents, and which elements they may contain.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::similar::did_you_mean;
use crate::document::{At, Index, SchemaKind, XML_TEXT};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "xml";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        let Some(at) = schema.get("x-xml") else {
            continue;
        };
        match SchemaKind::of(schema.node) {
            SchemaKind::Plain | SchemaKind::Text => {}
            SchemaKind::Format | SchemaKind::Enum => {
                findings.key_error(
                    RULE,
                    &at,
                    "`x-xml` is used with `format` or `enum`",
                    "remove it, or remove `format` and `enum`",
                );
                continue;
            }
            // Reported as misplaced elsewhere.
            _ => continue,
        }
        if index.usage.is_received(name) {
            findings.key_error(
                RULE,
                &at,
                "`x-xml` is used with a string that Twilio sends",
                "remove it: XML from Twilio is not checked",
            );
        }
        vocabulary(&at, findings);
    }
}

fn vocabulary(at: &At<'_>, findings: &mut Findings) {
    let elements: Vec<(&str, At<'_>)> = at.get("elements").iter().flat_map(At::entries).collect();
    // Missing elements have their own finding.
    if elements.is_empty() {
        return;
    }
    let names: Vec<&str> = elements.iter().map(|(name, _)| *name).collect();
    let mut reached = BTreeSet::new();
    if let Some(root) = at.get("root") {
        reached.extend(root.as_str());
        known(&root, &names, findings);
    }
    for (name, children) in &elements {
        if !is_name(name) {
            findings.key_error(
                RULE,
                children,
                format!("{} is not a valid element name", show(name)),
                "write a name with letters, digits and `-`, `_`, `.` or `:`, starting with a letter",
            );
        }
        let mut seen = BTreeSet::new();
        for child in children.items() {
            let Some(text) = child.as_str() else { continue };
            if !seen.insert(text) {
                findings.error(
                    RULE,
                    &child,
                    format!("{} is listed twice", show(text)),
                    "remove one of them",
                );
            }
            if text != XML_TEXT {
                known(&child, &names, findings);
                if text != *name {
                    reached.insert(text);
                }
            }
        }
    }
    for (name, children) in &elements {
        if !reached.contains(name) {
            findings.key_error(
                RULE,
                children,
                format!("no element can contain {}", show(name)),
                "add it to the contents of another element, or remove it",
            );
        }
    }
}

/// Reports a name that is not one of the elements.
fn known(at: &At<'_>, names: &[&str], findings: &mut Findings) {
    let Some(name) = at.as_str() else { return };
    if !names.contains(&name) {
        findings.error(
            RULE,
            at,
            format!("there is no element {}", show(name)),
            did_you_mean(
                name,
                names.iter().copied(),
                "write the name of one of `elements`, or `#text` for text",
            ),
        );
    }
}

/// Whether this is a simple XML name, which is all that documents need.
fn is_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}
