//! The checks of oasdiff, each with our rule that reports the same, or the reason why it cannot occur.
//!
//! The ids are the 464 that oasdiff 1.15.0 lists and the 96 that later versions added to its messages. A row of
//! `tests/fixtures/oasdiff/checks.tsv` contains an id, what happens, and the rules or the reason, separated by tabs.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{Report, Rule, Severity, Source, Spec};
use twilio_calls_tests::{documents, folder, source};

use crate::oasdiff_edits::{EDITS, KEYWORDS};

/// What happens in the case of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// One of these rules of the comparison reports it.
    Reported,
    /// One of the two documents has this finding, so that there is nothing to compare.
    Rejected,
    /// The gate reports it.
    Gate,
    /// It cannot occur.
    Never,
}

/// A check of oasdiff.
struct Check {
    id: String,
    outcome: Outcome,
    /// The ids of rules, or a reason.
    by: String,
}

impl Check {
    fn rules(&self) -> BTreeSet<&str> {
        self.by.split(' ').collect()
    }
}

fn checks() -> Vec<Check> {
    let table = source(&folder("fixtures").join("oasdiff/checks.tsv"));
    let row = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, outcome, by] = columns[..] else {
            panic!("`{line}` has not three columns");
        };
        let outcome = match outcome {
            "reported" => Outcome::Reported,
            "rejected" => Outcome::Rejected,
            "gate" => Outcome::Gate,
            "never" => Outcome::Never,
            other => panic!("{id}: `{other}` is not an outcome"),
        };
        assert!(!by.trim().is_empty(), "{id} is blank");
        let (id, by) = (id.to_owned(), by.to_owned());
        Check { id, outcome, by }
    };
    table.text.lines().map(row).collect()
}

#[test]
fn no_check_is_blank_and_every_rule_exists() {
    let checks = checks();
    let ids: BTreeSet<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!((ids.len(), checks.len()), (560, 560));
    let rejected: BTreeSet<String> = documents("bad")
        .iter()
        .flat_map(|(_, it)| found(it))
        .collect();
    for Check { id, outcome, by } in &checks {
        let unknown = by.split(' ').find(|rule| match outcome {
            Outcome::Reported => Rule::find(rule).is_none(),
            Outcome::Rejected => !rejected.contains(*rule),
            Outcome::Gate | Outcome::Never => false,
        });
        assert_eq!(unknown, None, "{id}");
    }
}

/// The rules of the findings in a document.
fn found(source: &Source) -> BTreeSet<String> {
    let errors = |report: Report| {
        let errors = report.located().filter(|it| it.severity == Severity::Error);
        errors.map(|it| it.rule.to_owned()).collect()
    };
    Spec::read(source).err().map(errors).unwrap_or_default()
}

fn document() -> String {
    source(&folder("fixtures").join("oasdiff/parcels.yaml")).text
}

fn edited(replace: &[(&str, &str)]) -> Source {
    let mut text = document();
    for (old, new) in replace {
        assert!(text.contains(old), "the document does not contain\n{old}");
        text = text.replacen(old, new, 1);
    }
    Source::new("edited.yaml", text)
}

/// Each edit triggers exactly the rules that report its checks.
#[test]
fn edits_make_the_rules_fire() {
    let checks = checks();
    let base = Spec::read(&edited(&[])).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let (mut tried, mut wrong) = (BTreeSet::new(), Vec::new());
    for (number, edit) in EDITS.iter().enumerate() {
        let source = edited(edit.replace);
        let fired: BTreeSet<String> = match Spec::read(&source) {
            Ok(new) => {
                let report = match edit.back {
                    true => new.compare(&base),
                    false => base.compare(&new),
                };
                let fired = report.changes().iter().map(|it| it.rule.id().to_owned());
                fired.collect()
            }
            Err(_) => found(&source),
        };
        for id in edit.ids.split_whitespace() {
            let check = checks.iter().find(|check| check.id == id);
            let check = check.unwrap_or_else(|| panic!("there is no check `{id}`"));
            let mut fired: BTreeSet<&str> = fired.iter().map(String::as_str).collect();
            if fired.len() > 1 {
                // Examples change together with what they show.
                fired.remove("documentation-changed");
            }
            if fired.is_empty() || !fired.is_subset(&check.rules()) {
                wrong.push(format!(
                    "{id}: {}, but edit {number} makes {fired:?} fire",
                    check.by
                ));
            }
            tried.insert(id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let reported = checks
        .iter()
        .filter(|check| check.outcome == Outcome::Reported);
    let untried: Vec<&str> = reported
        .map(|check| check.id.as_str())
        .filter(|id| !tried.contains(id))
        .collect();
    assert!(untried.is_empty(), "nothing tries {untried:?}");
    assert!(tried.len() >= 150, "only {} are left", tried.len());
}

/// Keywords that the dialect lacks are findings wherever they are.
#[test]
fn keywords_of_other_dialects_are_rejected() {
    let (mut known, mut wrong) = (BTreeMap::new(), Vec::new());
    let mut tried = 0;
    for check in checks().iter().filter(|it| it.outcome == Outcome::Rejected) {
        let keyword = KEYWORDS.iter().find(|(part, _)| check.id.contains(part));
        let Some((_, line)) = keyword else { continue };
        let place = place(&check.id);
        let found = known
            .entry((place, line))
            .or_insert_with(|| found(&edited(&[(place, &below(place, line))])));
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        if found != check.rules() {
            wrong.push(format!(
                "{}: {}, but `{line}` has {found:?}",
                check.id, check.by
            ));
        }
        tried += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried >= 300, "only {tried} are left");
}

/// A line of the document that starts the subject of a check.
fn place(id: &str) -> &'static str {
    match id {
        _ if id.starts_with("request-parameter") => "    Search:\n",
        _ if id.starts_with("request-body") => "    ParcelForm:\n",
        _ if id.starts_with("request-") => "    Note:\n",
        _ if id.starts_with("response-body") => "    Parcel:\n",
        _ if id.starts_with("response-") => "    Label:\n",
        _ => "    delete:\n",
    }
}

/// The place with a line added below it.
fn below(place: &str, line: &str) -> String {
    let indent = place.len() - place.trim_start().len() + 2;
    format!("{place}{:indent$}{line}\n", "")
}
