//! Our document held against Twilio's own: what each has that the other lacks, and what differs.
//!
//! The two say the same things in different ways: theirs names components with dots, writes patterns and enumerations
//! where they are used, and puts bounds into prose. Both are read into the same plain facts first, references
//! followed, and the facts are compared. What is known to differ, and why, stands in a list of explanations; one that
//! explains nothing any more is an error.

mod compare;
mod explained;
mod facts;
mod prose;
mod render;

pub use compare::{Difference, DifferenceKind, Place};
pub use explained::Explanation;

use crate::check;
use crate::diff::Version;
use crate::document::third_party;
use crate::document::{Index, load};
use crate::document::{Lines, Source};
use crate::finding::{Finding, Report};

/// Everything that differs between the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What nobody has explained.
    pub unexplained: Vec<Difference>,
    /// What is known, with the reason.
    pub explained: Vec<(Difference, String)>,
    /// Explanations of what does not differ any more.
    pub stale: Vec<Explanation>,
    /// The release of their document and that of the explanations, where theirs is the older one.
    pub older: Option<(Version, Version)>,
}

/// Compares our document with theirs (JSON or YAML), given the explanations (YAML).
///
/// # Errors
///
/// One of the three cannot be read, or theirs is about something else.
pub fn drift(ours: &Source, theirs: &Source, explanations: &Source) -> Result<Drift, Report> {
    let document = load(ours)?;
    let report = check::keywords(&Index::new(&document));
    if report.has_errors() {
        return Err(report);
    }
    let other = third_party::read(theirs)?;
    let explanations = explained::read(explanations)?;
    let here = facts::read(&document.root().to_json());
    let there = facts::read(&other);
    if !here
        .iter()
        .any(|one| there.iter().any(|other| one.key() == other.key()))
    {
        let mut report = Report::new(theirs);
        let places = third_party::places(&theirs.text);
        report.push(Finding::error(
            "other-api",
            "/paths",
            places.get("/paths").copied().unwrap_or_default(),
            "none of our operations is described here",
            "give Twilio's document of the 2010-04-01 API, `twilio_api_v2010.json`",
        ));
        return Err(report);
    }
    let mut differences = compare::compare(&here, &there);
    let text = Lines::new(&ours.text);
    let (lines, places) = (Lines::new(&theirs.text), third_party::places(&theirs.text));
    for difference in &mut differences {
        if let Some(here) = &mut difference.ours {
            here.position = Some(text.position(document.key_span(&here.pointer).start));
        }
        if let Some(there) = &mut difference.theirs {
            let span = places.get(&there.pointer);
            there.position = span.map(|span| lines.position(span.start));
        }
    }
    let release = other
        .pointer("/info/version")
        .and_then(serde_json::Value::as_str);
    Ok(explained::sort(differences, explanations, release))
}
