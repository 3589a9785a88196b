//! The whole way from the text of a document to the files of a crate.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::document::Document;
use crate::document::Source;
use crate::document::load;
use crate::finding::{Finding, Report};
use crate::model::{self, Model};
use crate::plan::Files;
use crate::progenitor::feed::Ledger;
use crate::progenitor::run::{self, Wire};
use crate::progenitor::{feed, fit};
use crate::{check, emit};

/// What a document becomes.
#[derive(Debug)]
pub struct Output {
    /// The files below `src/api`, not yet through rustfmt.
    pub files: Files,
    /// Every edit that made the document digestible for progenitor, for the reviewer.
    pub ledger: String,
    /// What is worth a look although nothing is wrong.
    pub warnings: Report,
    /// What was rewritten in a document of another style, in a few lines; empty for our own.
    pub summary: String,
}

/// Generates the files of a document.
///
/// # Errors
///
/// All that is wrong with the document; nothing is generated then.
pub fn generate(source: &Source) -> Result<Output, Report> {
    let document = load(source)?;
    let mut report = check(&document);
    if report.has_errors() {
        report.sort();
        return Err(report);
    }
    let model = model::build(&document).map_err(|mut errors| {
        errors.merge(report.clone());
        errors.sort();
        errors
    })?;
    let (files, ledger) =
        files(&document, &model).map_err(|problem| internal(&document, problem))?;
    report.sort();
    Ok(Output {
        files,
        ledger: ledger.to_string(),
        warnings: report,
        summary: String::new(),
    })
}

fn files(document: &Document, model: &Model) -> Result<(Files, Ledger), String> {
    let (lowered, ledger) = feed::for_progenitor(&document.openapi, model);
    let mut wire = progenitor(|| run::generate(&lowered, model))?;
    fit::polish(&mut wire, model)?;
    Ok((emit::files(model, &wire)?, ledger))
}

/// progenitor and typify assert what they do not expect; a panic of theirs must not become one of ours.
fn progenitor(run: impl FnOnce() -> Result<Wire, String>) -> Result<Wire, String> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(format!("progenitor panicked: {text}"))
    })
}

/// The document passed every rule and yet cannot be generated: a rule is missing.
fn internal(document: &Document, problem: String) -> Report {
    let mut report = Report::new(document.source());
    report.push(Finding::error(
        "generator",
        "",
        document.span(""),
        problem,
        "this is a gap in the generator's own checks: report it together with the document",
    ));
    report
}
