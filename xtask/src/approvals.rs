//! The list of approved changes, and what is wrong with it or missing in it.

use std::io;

use codegen::{Approvals, ChangeReport, Report, Source, Waiver};

use crate::git::Repository;
use crate::paths::APPROVALS;

/// The list of the repository; empty without a file.
///
/// # Errors
///
/// The file cannot be read; the inner `Err` is what is wrong with it.
pub(crate) fn read(repository: &Repository) -> io::Result<Result<Approvals, Report>> {
    match repository.read(APPROVALS) {
        Ok(text) => Ok(Approvals::read(&Source::new(APPROVALS, text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Ok(Approvals::none())),
        Err(error) => Err(error),
    }
}

/// What was taken away without having been deprecated in the last release, and how to approve it.
pub(crate) fn missing(report: &ChangeReport) -> Option<String> {
    let undeprecated: Vec<_> = report.undeprecated().collect();
    if undeprecated.is_empty() {
        return None;
    }
    let list = |line: &dyn Fn(&codegen::SpecChange) -> String| -> String {
        undeprecated.iter().map(|change| line(change)).collect()
    };
    Some(format!(
        "what is taken away was not deprecated in the last release:\n\n{}\nwrite `deprecated: true` there and remove it \
         in a later release, or approve it in {APPROVALS}:\n\n  approved:\n{}",
        list(&|change| format!("    {}: {}\n", change.wire, change.rust)),
        list(&|change| change.as_approval(Waiver::Deprecation)),
    ))
}

/// The approvals that nothing needs, as an error of the gate.
pub(crate) fn unused(report: &Report) -> Option<String> {
    (!report.is_empty()).then(|| {
        format!(
            "{APPROVALS} approves what does not change:\n\n{}",
            report.render_findings(false).trim_end()
        )
    })
}
