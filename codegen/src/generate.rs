//! The order of the steps from the text of a document to the files of a crate: read, check, model, progenitor, emit
//! and format. `plan` follows where the files are written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::document::{Document, Index, join, load};
use crate::finding::{Finding, Report};
use crate::model::{self, Model};
use crate::plan::Files;
use crate::progenitor::run::Wire;
use crate::progenitor::{feed, fit, run};
use crate::source::Source;
use crate::{check, emit, error_codes, guess};

/// The result of generating a document.
#[derive(Debug)]
pub struct Output {
    /// The files below `src/api`, before rustfmt.
    pub files: Files,
    /// Every edit made to the document for progenitor, for the reviewer.
    pub ledger: String,
    /// Warnings.
    pub warnings: Report,
    /// A short summary of what was rewritten in a document of another style; empty for our own.
    pub summary: String,
}

/// Generates the files of a document.
///
/// # Errors
///
/// Returns everything that is wrong with the document.
pub fn generate(source: &Source) -> Result<Output, Report> {
    from_document(loaded(source)?)
}

/// Generates the files of a document that has been read.
///
/// # Errors
///
/// As for [`generate`].
pub(crate) fn from_document(document: Document) -> Result<Output, Report> {
    let Read {
        document,
        model,
        warnings,
    } = checked(document)?;
    let api =
        feed::open_api(&document).map_err(|errors| with_warnings(errors, warnings.clone()))?;
    let (lowered, ledger) = feed::for_progenitor(&api, &model);
    let files = progenitor(|| run::generate(&lowered, &model))
        .and_then(|wire| files(wire, &model))
        .map_err(|problem| internal(&document, &model, warnings.clone(), problem))?;
    Ok(Output {
        files,
        ledger: ledger.to_string(),
        warnings,
        summary: String::new(),
    })
}

/// All findings about a document, sorted, without generating anything.
pub fn findings(source: &Source) -> Report {
    match loaded(source).and_then(checked) {
        Ok(read) => read.warnings,
        Err(report) => report,
    }
}

/// Reads a document; the `Err` has everything that is wrong with it, even if it cannot be read to its end.
fn loaded(source: &Source) -> Result<Document, Report> {
    load(source).map_err(|report| guess::with_rest(source, report))
}

/// A document without errors, and what it describes.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) document: Document,
    pub(crate) model: Model,
    pub(crate) warnings: Report,
}

/// Reads a document to compare it, checks it, and builds its model.
pub(crate) fn read(source: &Source) -> Result<Read, Report> {
    checked(load(source)?.leniently())
}

/// How far a document can be read; each step requires those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Into a tree.
    Load,
    /// Into a document that follows the rules.
    Check,
    /// Into a model, in which every name is decided.
    Model,
}

/// Everything that is wrong with a document.
pub(crate) struct Faults {
    /// The step at which reading stops.
    pub(crate) step: Step,
    pub(crate) report: Report,
    /// The number of findings, including those left out of the report because they follow from others.
    pub(crate) count: usize,
}

/// Everything that is wrong with a document.
pub(crate) fn faults(source: &Source) -> Faults {
    let ended = |step, report: Report| Faults {
        step,
        count: report.findings().len(),
        report,
    };
    let document = match load(source) {
        Ok(document) => document,
        Err(report) => {
            return Faults {
                step: Step::Load,
                count: report.findings().len(),
                report: guess::with_rest(source, report),
            };
        }
    };
    let index = Index::new(&document);
    let (report, count) = check::weigh(&index);
    if report.has_errors() {
        return Faults {
            step: Step::Check,
            report,
            count,
        };
    }
    match modeled(&index, report) {
        Ok((_, warnings)) => ended(Step::Model, warnings),
        Err(errors) => ended(Step::Model, errors),
    }
}

/// Checks a document and the table of error codes next to it, and builds its model.
pub(crate) fn checked(document: Document) -> Result<Read, Report> {
    let index = Index::new(&document);
    let report = check::check(&index);
    if report.has_errors() {
        return Err(report);
    }
    let (mut model, warnings) = modeled(&index, report)?;
    if let Some(table) = document.source().error_codes() {
        let named = error_codes::read(table, &model.error_codes)?;
        model.error_codes.extend(named);
    }
    Ok(Read {
        model,
        warnings,
        document,
    })
}

/// The model of a checked document, and the warnings about it.
fn modeled(index: &Index<'_>, warnings: Report) -> Result<(Model, Report), Report> {
    match model::build(index) {
        Ok(model) => Ok((model, warnings)),
        Err(errors) => Err(with_warnings(errors, warnings)),
    }
}

fn files(mut wire: Wire, model: &Model) -> Result<Files, String> {
    fit::fit(&mut wire, model)?;
    emit::files(model, &wire)
}

/// progenitor and typify panic on unexpected input, which must not become a panic of ours.
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

/// The document passed every rule but cannot be generated: a rule is missing. `warnings` are those found before.
fn internal(document: &Document, model: &Model, warnings: Report, problem: String) -> Report {
    let mut report = Report::new(document.source());
    let pointer = named_in(document, model, &problem);
    report.push(Finding::error(
        "generator",
        &pointer,
        document.key_span(&pointer),
        problem,
        "this is a gap in the generator's own checks; report it together with the document",
    ));
    with_warnings(report, warnings)
}

/// The JSON pointer to the component or operation that a problem names in backticks; to the document if there is none.
fn named_in(document: &Document, model: &Model, problem: &str) -> String {
    let names = || problem.split('`').skip(1).step_by(2);
    let component = names().map(|name| join("/components/schemas", name));
    let mut component = component.filter(|pointer| document.node(pointer).is_some());
    let operations = model.operations.iter();
    let mut operation = operations
        .filter(|it| names().any(|name| name == it.method || name == it.id))
        .map(|it| join(&join("/paths", &it.path), it.verb));
    component
        .next()
        .or_else(|| operation.next())
        .unwrap_or_default()
}

fn with_warnings(mut errors: Report, warnings: Report) -> Report {
    errors.merge(warnings);
    errors.sort();
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_the_checks_is_reported_at_its_place_with_the_warnings() {
        let text = include_str!("../../tests/fixtures/minimal.yaml");
        let source = Source::new("minimal.yaml", text);
        let read = checked(load(&source).unwrap()).unwrap();
        let mut warnings = Report::new(&source);
        let span = read.document.span("/info");
        warnings.push(Finding::error("a", "/info", span, "b", "c").into_warning());
        for (problem, pointer) in [
            ("`CallStatus` is odd", "/components/schemas/CallStatus"),
            (
                "progenitor emitted no method `create_call`",
                "/paths/~1Accounts~1{AccountSid}~1Calls.json/post",
            ),
            ("something is odd", ""),
        ] {
            let report = internal(
                &read.document,
                &read.model,
                warnings.clone(),
                problem.to_owned(),
            );
            let found: Vec<_> = report.located().map(|it| (it.rule, it.pointer)).collect();
            assert_eq!(found, [("generator", pointer), ("a", "/info")], "{problem}");
        }
    }
}
