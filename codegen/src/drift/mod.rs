//! Compares our document with Twilio's own: what only one of them has, and what differs.
//!
//! The two describe the same API in different ways: theirs names components with dots, writes patterns and
//! enumerations where they are used, and has bounds in prose. Both are first read into the same plain facts, with
//! references resolved, and then the facts are compared. The known differences are in a list of explanations, each
//! with the reason and what theirs says; an explanation that no longer applies is an error.

mod annotate;
mod compare;
mod explained;
mod facts;
mod library;
mod prose;
mod render;
mod shape;
mod value;

pub use compare::{Difference, DifferenceKind, Place};
pub use explained::Outdated;
pub use jiff::civil::Date;
pub use library::{library_drift, library_folder};

use crate::check;
use crate::document::{self, At, Index, Lines, Node, Source, load};
use crate::finding::{Finding, Report};
use facts::Operation;

/// Everything that differs between the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The differences without an explanation.
    pub unexplained: Vec<Difference>,
    /// The explained differences, with the reason.
    pub explained: Vec<(Difference, String)>,
    /// Explanations that no longer apply.
    pub outdated: Vec<Outdated>,
    /// The dates of their document and of the explanations, if theirs is older.
    pub older: Option<(Date, Date)>,
}

/// Compares our document with theirs (JSON or YAML), given the explanations (YAML).
///
/// `released` is the date of theirs. Its version does not help, since it has been the same for years. Without a date,
/// theirs counts as no older than the explanations.
///
/// # Errors
///
/// Returns a report if one of the three cannot be read, or theirs describes something else.
pub fn drift(
    ours: &Source,
    theirs: &Source,
    explanations: &Source,
    released: Option<Date>,
) -> Result<Drift, Report> {
    with_ours(ours, explanations, released, |compared| compared(theirs))
}

/// Compares our document with each of theirs, as [`drift`] does; ours and the explanations are read once.
///
/// # Errors
///
/// As for [`drift`], for the first document that has them.
pub fn drift_from_each<'s>(
    ours: &Source,
    theirs: impl IntoIterator<Item = &'s Source>,
    explanations: &Source,
    released: Option<Date>,
) -> Result<Vec<Drift>, Report> {
    with_ours(ours, explanations, released, |compared| {
        theirs.into_iter().map(compared).collect()
    })
}

/// Reads our document and the explanations, and calls `run` with a function that compares one of theirs.
fn with_ours<T>(
    ours: &Source,
    explanations: &Source,
    released: Option<Date>,
    run: impl FnOnce(&dyn Fn(&Source) -> Result<Drift, Report>) -> Result<T, Report>,
) -> Result<T, Report> {
    let document = load(ours)?;
    let report = check::keywords(&Index::new(&document));
    if report.has_errors() {
        return Err(report);
    }
    let explanations = explained::read(explanations)?;
    let here = facts::read(document.root());
    let here_lines = Lines::new(&ours.text);
    // Comparing ours with itself yields everything that can be compared.
    let all = compare::compare((&here, &here_lines), (&here, &here_lines));
    let is_here = |other: &Operation<'_>| {
        let mut ours = here.operations.iter();
        ours.any(|one| one.key() == other.key())
    };
    run(&|theirs| {
        let other = document::read(theirs)?;
        let there = facts::read(&other);
        if !there.operations.iter().any(is_here) {
            return Err(other_api(theirs, &other));
        }
        let there_lines = Lines::new(&theirs.text);
        let compared = compare::compare((&here, &here_lines), (&there, &there_lines));
        Ok(explained::sort(
            compared,
            &all.same,
            &explanations,
            released,
        ))
    })
}

fn other_api(theirs: &Source, root: &Node) -> Report {
    let mut report = Report::new(theirs);
    let paths = At::root(root).get("paths");
    report.push(Finding::error(
        "other-api",
        "/paths",
        paths.map(|paths| paths.key_span()).unwrap_or_default(),
        "the document contains none of our operations",
        "use Twilio's document of the 2010-04-01 API, `twilio_api_v2010.json`",
    ));
    report
}
