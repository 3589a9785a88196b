//! Everything that reports say, of many edits, as a snapshot: places, reasons, and what was not deprecated.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen::{ChangeReport, Source, Spec, SpecChange};
use twilio_calls_tests::{documents, frozen, snapshots};

use crate::edits::FURTHER;
use crate::support::{read, replaced};

/// A change without its lines on the wire and in Rust.
pub(crate) fn place(change: &SpecChange) -> String {
    let SpecChange {
        rule,
        line,
        start,
        end,
        pointer,
        ..
    } = change;
    let was = if change.is_gone { "was " } else { "" };
    let mut place = format!(
        "{}: {was}{line}, {}:{}-{}:{}, {pointer}",
        rule.id(),
        start.line,
        start.column,
        end.line,
        end.column
    );
    if change.undeprecated {
        place.push_str(", not deprecated before");
    }
    if !change.why.is_empty() && change.why != rule.why() {
        let _ = write!(place, ", because {}", change.why);
    }
    place
}

/// A change in one or two lines.
fn shown(change: &SpecChange) -> String {
    format!("{}\n    {}; {}", place(change), change.wire, change.rust)
}

/// The changes of a report below a heading.
pub(crate) fn listed(
    heading: &str,
    report: &ChangeReport,
    show: fn(&SpecChange) -> String,
) -> String {
    let changes = report.changes().iter();
    let lines = changes.map(|change| format!("  {}\n", show(change)));
    format!("{heading}\n{}", lines.collect::<String>())
}

/// Both ways from one document to another.
pub(crate) fn there_and_back(name: &str, old: &Spec, new: &Spec) -> String {
    listed(name, &old.compare(new), shown) + &listed("- and back", &new.compare(old), shown)
}

#[test]
fn the_reports_of_further_edits() {
    let reports = FURTHER.iter().map(|(rule, before, edit)| {
        let before = replaced(&frozen().text, rule, before);
        let after = read(rule, &replaced(&before, rule, edit));
        there_and_back(rule, &read(rule, &before), &after)
    });
    let reports: String = reports.collect();
    snapshots("reports", "edits of an edited spec")
        .bind(|| insta::assert_snapshot!("further", reports));
}

/// Keywords whose removal leaves most documents valid.
const OPTIONAL: [&str; 9] = [
    "- ",
    "x-",
    "default:",
    "deprecated:",
    "maxLength:",
    "minLength:",
    "minProperties:",
    "nullable:",
    "required:",
];

/// The text without the part that begins on a line: the line, and those that are indented further.
fn without(lines: &[&str], at: usize) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let own = depth(lines[at]);
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let inside = lines[at + 1..].iter().take_while(|line| {
        // Items may stand below a key without being indented.
        depth(line) > own || depth(line) == own && is_item(line) && !is_item(lines[at])
    });
    let end = at + 1 + inside.count();
    let rest = lines[..at].iter().chain(&lines[end..]);
    rest.map(|line| format!("{line}\n")).collect()
}

/// What is reported when an optional part of a fixture is removed, and when it is added.
#[test]
fn the_reports_of_every_optional_part() {
    let mut reports = String::new();
    // Many fixtures have the same parts around what they show.
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, document) in documents("fixtures") {
        let lines: Vec<&str> = document.text.lines().collect();
        let whole = read(&name, &document.text);
        let mut is_in_keyword = None;
        for (at, line) in lines.iter().enumerate() {
            let (text, depth) = (line.trim_start(), line.len() - line.trim_start().len());
            // Lines inside one of our own keywords may be optional, too.
            is_in_keyword = is_in_keyword.filter(|outer| depth > *outer);
            let is_optional = OPTIONAL.iter().any(|it| text.starts_with(it));
            if !is_optional && is_in_keyword.is_none() {
                continue;
            }
            if text.starts_with("x-") {
                is_in_keyword = is_in_keyword.or(Some(depth));
            }
            let Ok(part) = Spec::read(&Source::new(&name, without(&lines, at))) else {
                continue;
            };
            let heading = format!("{name}:{}: {text}", at + 1);
            let report = there_and_back(&heading, &whole, &part);
            let rules = report.lines().filter_map(|line| line.split_once(':'));
            let rules: String = rules.skip(1).map(|(rule, _)| rule).collect();
            let keyword = text.split_inclusive([' ', ':']).next();
            if known.insert((keyword.unwrap_or_default().to_owned(), rules)) {
                reports += &report;
            }
        }
    }
    snapshots("reports", "optional parts of fixtures")
        .bind(|| insta::assert_snapshot!("parts", reports));
}
