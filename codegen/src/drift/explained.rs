//! The differences that are known, each with its reason.

use super::Drift;
use super::compare::Difference;
use crate::diff::{self, Version};
use crate::document::parse;
use crate::document::{At, Node};
use crate::document::{Lines, Source};
use crate::finding::{Finding, Report, show};

/// Why something differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Which differences: their titles, with `*` for any text.
    pub what: String,
    /// Why they are as they should be.
    pub reason: String,
    /// The line it stands on.
    pub line: usize,
    /// It speaks of releases before this one only.
    pub before: Option<Version>,
}

/// What is known of differences.
#[derive(Debug, Default)]
pub(super) struct Explanations {
    /// The release that they are about.
    release: Option<Version>,
    list: Vec<Explanation>,
}

/// Reads the list: `release`, and under `explained` items of `what`, `reason` and `before`.
pub(super) fn read(source: &Source) -> Result<Explanations, Report> {
    let mut report = Report::new(source);
    let (root, findings) = parse(&source.text);
    for finding in findings {
        report.push(finding);
    }
    let lines = Lines::new(&source.text);
    let mut explanations = Explanations::default();
    if let Some(root) = &root {
        let root = At::root(root);
        for (key, at) in root.entries() {
            match key {
                "release" => explanations.release = release(&at, &mut report),
                "explained" => {}
                _ => report.push(Finding::error(
                    "drift-key",
                    &at.pointer,
                    at.key_span(),
                    format!("unknown key {}", show(key)),
                    "the list has `release` and `explained`",
                )),
            }
        }
        match root.get("explained") {
            Some(list) => {
                for item in list.items() {
                    item_of(&item, &lines, &mut explanations.list, &mut report);
                }
            }
            None => report.push(Finding::error(
                "drift-list",
                "",
                root.span(),
                "there is no list of explanations",
                "begin with\n  explained:\n    - what: ...\n      reason: ...",
            )),
        }
    }
    if report.has_errors() {
        Err(report)
    } else {
        Ok(explanations)
    }
}

fn item_of(
    item: &At<'_>,
    lines: &Lines<'_>,
    explanations: &mut Vec<Explanation>,
    report: &mut Report,
) {
    let text = |key: &str| {
        let text = item.node.get(key).and_then(Node::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    for entry in item.node.entries() {
        if !matches!(entry.key.as_str(), "what" | "reason" | "before") {
            report.push(Finding::error(
                "drift-key",
                &item.pointer,
                entry.key_span,
                format!("unknown key {}", show(&entry.key)),
                "an explanation has `what`, `reason` and, where it is about older releases only, `before`",
            ));
        }
    }
    match (text("what"), text("reason")) {
        (Some(what), Some(reason)) => explanations.push(Explanation {
            what,
            reason,
            line: lines.position(item.node.span.start).line,
            before: item.get("before").and_then(|at| release(&at, report)),
        }),
        _ => report.push(Finding::error(
            "drift-reason",
            &item.pointer,
            item.span(),
            "an explanation without `what` or without `reason`",
            "write both: which differences, and why they are as they should be",
        )),
    }
}

/// The number of a release, in quotes or not.
fn release(at: &At<'_>, report: &mut Report) -> Option<Version> {
    let release = at.as_str().and_then(|text| diff::release(text).ok());
    if release.is_none() {
        report.push(Finding::error(
            "drift-release",
            &at.pointer,
            at.span(),
            "this is no number of a release",
            "write it as the document does under `info.version`, in quotes: '2.6.7'",
        ));
    }
    release
}

/// Puts each difference with the first explanation that speaks of it. `theirs` is the release of their document.
///
/// The explanations are true of one release. In an older one some things do not differ yet, and others no longer do:
/// there nothing is stale, and those for older releases are looked at as well.
pub(super) fn sort(
    differences: Vec<Difference>,
    explanations: Explanations,
    theirs: Option<&str>,
) -> Drift {
    let theirs = theirs.and_then(|text| diff::release(text).ok());
    let Explanations { release, mut list } = explanations;
    let is_before = |release: &Version| theirs.as_ref().is_some_and(|theirs| theirs < release);
    let older_than = release.filter(is_before);
    list.retain(|explanation| explanation.before.as_ref().is_none_or(is_before));
    let mut used = vec![false; list.len()];
    let (mut explained, mut unexplained) = (Vec::new(), Vec::new());
    for difference in differences {
        let title = difference.title();
        let mut reason = None;
        for (explanation, used) in list.iter().zip(&mut used) {
            if speaks_of(&explanation.what, &title) {
                *used = true;
                reason.get_or_insert_with(|| explanation.reason.clone());
            }
        }
        match reason {
            Some(reason) => explained.push((difference, reason)),
            None => unexplained.push(difference),
        }
    }
    let stale = list
        .into_iter()
        .zip(used)
        .filter(|(_, used)| !used && older_than.is_none())
        .map(|(explanation, _)| explanation)
        .collect();
    Drift {
        unexplained,
        explained,
        stale,
        older: theirs.zip(older_than),
    }
}

/// Whether a text matches a pattern in which `*` stands for any text.
fn speaks_of(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn a_star_is_any_text() {
        assert!(speaks_of("only here: *.csv", "only here: get Calls.csv"));
        assert!(speaks_of("a*b*c", "a-b-b-c") && speaks_of("abc", "abc") && speaks_of("*", ""));
        assert!(
            !speaks_of("a*b", "a-b-c") && !speaks_of("abc", "abcd") && !speaks_of("aa*aa", "aaa")
        );
    }
}
