//! The explained differences, each with its reason.

use std::collections::BTreeSet;
use std::ops::Bound;

use jiff::civil::Date;

use super::Drift;
use super::compare::{Compared, Difference};
use super::shape::scalar;
use crate::document::{At, Lines, Source, Span, Value, parse};
use crate::finding::{Finding, Report, show};

/// An explanation of some differences.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Explanation {
    /// The differences: their titles, with `*` for any text.
    what: Vec<String>,
    /// What theirs says there, with `*` for any text; empty if something is in one document only.
    theirs: Vec<String>,
    /// Why they are intended.
    reason: String,
    /// The line in the list.
    line: usize,
    /// If set, it only applies to releases before this day.
    before: Option<Date>,
}

impl Explanation {
    /// Whether it applies to the difference with this title, and theirs still says the same.
    fn explains(&self, title: &str, difference: &Difference) -> bool {
        let says = difference.theirs_says();
        self.what.iter().any(|what| speaks_of(what, title))
            && (says.is_empty() || self.theirs.iter().any(|it| speaks_of(it, says)))
    }
}

/// An explanation that no longer applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// What no longer differs: the title of a difference, or a pattern that matches none.
    pub what: String,
    /// The stated reason.
    pub reason: String,
    /// The line of the explanation.
    pub line: usize,
}

/// The list of explanations.
#[derive(Debug, Default)]
pub(super) struct Explanations {
    /// The date of the release that they are about.
    release: Option<Date>,
    list: Vec<Explanation>,
    /// Where the official libraries have what our document describes.
    library: Option<Layout>,
}

impl Explanations {
    /// Where the official libraries have what our document describes; `source` is the list.
    pub(super) fn library(&self, source: &Source) -> Result<Layout, Report> {
        self.library.clone().ok_or_else(|| {
            let mut report = Report::new(source);
            report.push(Finding::error(
                "drift-layout",
                "",
                Span::default(),
                "the list does not say where to find the document's resources in the libraries",
                LAYOUT,
            ));
            report
        })
    }
}

const LAYOUT: &str = "write both, each a string:\n  library:\n    folder: rest/api/v2010/account/call\n    base: /2010-04-01";

/// Where the official libraries have what our document describes.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The folder, or the file of that name, in the archive of a library.
    pub(super) folder: String,
    /// The prefix of the library's paths.
    pub(super) base: String,
}

/// Reads the list: `release`, `library`, and under `explained` items of `what`, `theirs`, `reason` and `before`.
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
                "release" => explanations.release = date(&at, &mut report),
                "library" => explanations.library = layout(&at, &mut report),
                "explained" => {}
                _ => report.push(Finding::error(
                    "drift-key",
                    &at.pointer,
                    at.key_span(),
                    format!("unknown key {}", show(key)),
                    "the keys are `release`, `library` and `explained`",
                )),
            }
        }
        match root.get("explained") {
            Some(list) => {
                for item in list.items() {
                    let explanation = explanation(&item, &lines, &mut report);
                    explanations.list.extend(explanation);
                }
            }
            None => report.push(Finding::error(
                "drift-list",
                "",
                root.span(),
                "the list of explanations is missing",
                "start with\n  explained:\n    - what: ...\n      reason: ...",
            )),
        }
    }
    if report.has_errors() {
        Err(report)
    } else {
        Ok(explanations)
    }
}

fn explanation(item: &At<'_>, lines: &Lines<'_>, report: &mut Report) -> Option<Explanation> {
    for entry in item.node.entries() {
        if !matches!(entry.key.as_str(), "what" | "theirs" | "reason" | "before") {
            report.push(Finding::error(
                "drift-key",
                &item.pointer,
                entry.key_span,
                format!("unknown key {}", show(&entry.key)),
                "the keys are `what`, `reason`, `theirs` if both documents say something and, for older releases, \
                 `before`",
            ));
        }
    }
    let (what, theirs) = (strings(item, "what"), strings(item, "theirs"));
    let reason = strings(item, "reason").into_iter().next();
    let (false, Some(reason)) = (what.is_empty(), reason) else {
        report.push(Finding::error(
            "drift-reason",
            &item.pointer,
            item.span(),
            "an explanation has no `what` or no `reason`",
            "write both: the differences, and why they are intended",
        ));
        return None;
    };
    if what.iter().any(|what| !what.starts_with("only ")) && theirs.is_empty() {
        report.push(Finding::error(
            "drift-theirs",
            &item.pointer,
            item.span(),
            "an explanation has no `theirs`",
            "write what their document says, as shown in the difference; the explanation only applies to that",
        ));
    }
    Some(Explanation {
        what,
        theirs,
        reason,
        line: lines.position(item.node.span.start).line,
        before: item.get("before").and_then(|at| date(&at, report)),
    })
}

/// A value or an array of values, as strings.
fn strings(item: &At<'_>, key: &str) -> Vec<String> {
    let Some(node) = item.node.get(key) else {
        return Vec::new();
    };
    let texts: Vec<String> = match &node.value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
        _ => vec![scalar(node)],
    };
    let texts = texts.iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

fn layout(at: &At<'_>, report: &mut Report) -> Option<Layout> {
    let string = |key: &str| at.get_str(key).map(str::to_owned);
    let known = |key: &str| matches!(key, "folder" | "base");
    let layout = string("folder").zip(string("base"));
    let layout = layout.filter(|_| at.entries().all(|(key, _)| known(key)));
    if layout.is_none() {
        report.push(Finding::error(
            "drift-layout",
            &at.pointer,
            at.span(),
            "the key `library` is missing, so it is unknown where to find the document's resources in the libraries",
            LAYOUT,
        ));
    }
    let (folder, base) = layout?;
    Some(Layout { folder, base })
}

fn date(at: &At<'_>, report: &mut Report) -> Option<Date> {
    let date = at.as_str().and_then(|text| text.parse().ok());
    if date.is_none() {
        report.push(Finding::error(
            "drift-release",
            &at.pointer,
            at.span(),
            "this is not a date",
            "write the date on which their document was published, in quotes: '2026-01-07'",
        ));
    }
    date
}

/// Pairs each difference with its first explanation. `all` are the titles of everything that can be compared, and
/// `released` is the date of their document.
///
/// The explanations are about one release. An older document lacks some of the differences and has others: compared
/// with it, no explanation is outdated, and the explanations of older releases apply, too.
pub(super) fn sort(
    compared: Compared,
    all: &BTreeSet<String>,
    explanations: &Explanations,
    released: Option<Date>,
) -> Drift {
    let is_before = |day: &Date| released.as_ref().is_some_and(|released| released < day);
    let list = explanations.list.iter();
    let list: Vec<&Explanation> = list
        .filter(|explanation| explanation.before.as_ref().is_none_or(is_before))
        .collect();
    let older = released.zip(explanations.release.filter(is_before));
    let different: BTreeSet<String> = compared.different.iter().map(Difference::title).collect();
    let (explained, unexplained) = pair(compared.different, &list);
    let known = Comparison {
        different,
        same: &compared.same,
        all,
    };
    let outdated = list.iter().flat_map(|explanation| {
        let outdated = |what: String| Outdated {
            what,
            reason: explanation.reason.clone(),
            line: explanation.line,
        };
        let whats = explanation.what.iter();
        whats.filter_map(|what| known.outdated(what)).map(outdated)
    });
    Drift {
        outdated: match older {
            Some(_) => Vec::new(),
            None => outdated.collect(),
        },
        unexplained,
        explained,
        older,
    }
}

/// Pairs each difference with its first explanation, if there is one.
fn pair(
    different: Vec<Difference>,
    list: &[&Explanation],
) -> (Vec<(Difference, String)>, Vec<Difference>) {
    let (mut explained, mut unexplained) = (Vec::new(), Vec::new());
    for difference in different {
        let title = difference.title();
        match list.iter().find(|it| it.explains(&title, &difference)) {
            Some(explanation) => explained.push((difference, explanation.reason.clone())),
            None => unexplained.push(difference),
        }
    }
    (explained, unexplained)
}

/// Pairs the differences from a library with their explanations. Since those are about their document, none is
/// outdated.
pub(super) fn sort_library(different: Vec<Difference>, explanations: &Explanations) -> Drift {
    let (explained, unexplained) = pair(different, &explanations.list.iter().collect::<Vec<_>>());
    Drift {
        unexplained,
        explained,
        outdated: Vec::new(),
        older: None,
    }
}

/// The results of a comparison, as titles of differences.
struct Comparison<'c> {
    /// Everything that differs.
    different: BTreeSet<String>,
    /// Everything that is the same.
    same: &'c BTreeSet<String>,
    /// Everything that can be compared.
    all: &'c BTreeSet<String>,
}

impl Comparison<'_> {
    /// Why a pattern is outdated: the place it describes no longer differs, or does not exist. A place that could not
    /// be compared, because its parent is missing or of another type, is not outdated.
    fn outdated(&self, what: &str) -> Option<String> {
        if let Some(same) = first_of(what, self.same) {
            return Some(same.clone());
        }
        let titles = [&self.different, self.all];
        let nothing = titles.iter().all(|it| first_of(what, it).is_none());
        nothing.then(|| what.to_owned())
    }
}

/// The first title that matches a pattern. Looks only at titles that begin like the pattern: there are thousands.
fn first_of<'t>(pattern: &str, titles: &'t BTreeSet<String>) -> Option<&'t String> {
    let start = pattern.split('*').next().unwrap_or_default();
    titles
        .range::<str, _>((Bound::Included(start), Bound::Unbounded))
        .take_while(|title| title.starts_with(start))
        .find(|title| speaks_of(pattern, title))
}

/// Whether a text matches a pattern in which `*` matches any text.
fn speaks_of(pattern: &str, text: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (between, last) = others.rsplit_once('*').unwrap_or(("", others));
    let inner = text
        .strip_prefix(first)
        .and_then(|rest| rest.strip_suffix(last));
    let Some(mut rest) = inner else {
        return false;
    };
    for part in between.split('*') {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
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
