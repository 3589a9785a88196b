//! Our document held against Twilio's own: what each has that the other lacks, and what differs.
//!
//! The two say the same things in different ways: theirs names components with dots, writes patterns and enumerations
//! where they are used, and puts bounds into prose. Both are read into the same plain facts first, references
//! followed, and the facts are compared. What is known to differ, and why, stands in a list of explanations; one that
//! explains nothing any more is an error.

mod compare;
mod explained;
mod facts;
mod lines;
mod prose;
mod render;

pub use compare::{Difference, Kind, Place};
pub use explained::Explanation;

use crate::finding::{Finding, Report};
use crate::load::load;
use crate::source::{Lines, Source, Span};

/// Everything that differs between the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What nobody has explained.
    pub unexplained: Vec<Difference>,
    /// What is known, with the reason.
    pub explained: Vec<(Difference, String)>,
    /// Explanations of what does not differ any more.
    pub stale: Vec<Explanation>,
}

/// Compares our document with theirs (JSON), given the explanations (YAML).
///
/// # Errors
///
/// One of the three cannot be read.
pub fn drift(ours: &Source, theirs: &Source, explanations: &Source) -> Result<Drift, Report> {
    let document = load(ours)?;
    let other: serde_json::Value = serde_json::from_str(&theirs.text).map_err(|error| {
        let at = Lines::new(&theirs.text)
            .range(error.line().saturating_sub(1))
            .start;
        let mut report = Report::new(theirs);
        report.push(Finding::error(
            "json-syntax",
            "",
            Span::new(at, at),
            format!("this is not JSON: {error}"),
            "give the document as Twilio publishes it, `twilio_api_v2010.json`",
        ));
        report
    })?;
    let explanations = explained::read(explanations)?;
    let here = facts::read(&document.root().to_json());
    let there = facts::read(&other);
    let mut differences = compare::compare(&here, &there);
    let text = Lines::new(&ours.text);
    let place = lines::of(&theirs.text);
    for difference in &mut differences {
        if let Some(here) = &mut difference.ours {
            here.line = text.position(document.key_span(&here.pointer).start).line;
        }
        if let Some(there) = &mut difference.theirs {
            there.line = place.get(&there.pointer).copied().unwrap_or(0);
        }
    }
    Ok(explained::sort(differences, explanations))
}
