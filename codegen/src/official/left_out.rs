//! Operations that cannot be generated, when the rest of the document can be generated without them.

use std::collections::BTreeMap;

use super::components::{reached, remove_unused};
use super::ledger::Edit;
use super::{Normalized, place};
use crate::document::{At, Node, Source, Value, segments};
use crate::finding::{Finding, Report, Severity};

/// An operation by its path and method.
type Key = (String, String);

impl Normalized {
    /// Leaves out the operations that have errors in a report; returns whether there were any.
    pub(super) fn leave_out(&mut self, report: &Report, given: &Node) -> bool {
        let mut reasons: BTreeMap<Key, String> = BTreeMap::new();
        for finding in report.findings() {
            if finding.severity == Severity::Error {
                let concerned = self.concerned(&finding.pointer);
                if concerned.is_empty() {
                    return false;
                }
                for key in concerned {
                    reasons
                        .entry(key)
                        .or_insert_with(|| finding.message.clone());
                }
            }
        }
        for (key, reason) in &reasons {
            self.remove(key, reason, given);
        }
        remove_unused(&mut self.document);
        !reasons.is_empty()
    }

    /// The operations that a part of the document belongs to.
    fn concerned(&self, pointer: &str) -> Vec<Key> {
        let segments: Vec<String> = segments(pointer).collect();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let root = At::root(&self.document);
        let paths = root.get("paths");
        let mut concerned = Vec::new();
        for (path, item) in paths.iter().flat_map(At::entries) {
            for (method, operation) in item.entries() {
                let is_concerned = match parts.as_slice() {
                    ["paths", one, other, ..] if item.has(other) => {
                        *one == path && *other == method
                    }
                    ["paths", one, ..] => *one == path,
                    ["components", "schemas", schema, ..] => {
                        reached(&self.document, Some(operation.node), &[]).contains(*schema)
                    }
                    _ => false,
                };
                if is_concerned {
                    concerned.push((path.to_owned(), method.to_owned()));
                }
            }
        }
        concerned
    }

    fn remove(&mut self, (path, method): &Key, reason: &str, given: &Node) {
        let Some(paths) = self.document.get_mut("paths") else {
            return;
        };
        let Some(Value::Object(operations)) = paths.get_mut(path).map(|item| &mut item.value)
        else {
            return;
        };
        if let Some(entry) = operations.iter().find(|entry| entry.key == *method) {
            let pointer = place::pointer(given, entry.key_span);
            self.ledger.add(&pointer, Edit::LeftOut, reason.to_owned());
        }
        operations.retain(|entry| entry.key != *method);
        if let Value::Object(items) = &mut paths.value {
            items.retain(|item| !item.node.entries().is_empty());
        }
    }

    /// Fails if every operation of the document was left out.
    pub(super) fn nothing_left(&self, source: &Source) -> Result<(), Report> {
        let left_out = self.ledger.left_out();
        let root = At::root(&self.document);
        let Some(paths) = root.get("paths") else {
            return Ok(());
        };
        if left_out.is_empty() || !paths.node.entries().is_empty() {
            return Ok(());
        }
        let mut report = Report::new(source);
        report.push(Finding::error(
            "no-operations",
            &paths.pointer,
            paths.key_span(),
            "none of the operations can be expressed",
            format!("left out:\n{}", left_out.trim_end()),
        ));
        Err(report)
    }
}
