//! The list of approved changes, and how it is checked.

use std::io;

use codegen::{Approvals, ChangeReport, Report, Source, Waiver};

use crate::git::Repository;
use crate::paths::APPROVALS;

/// Reads the list of the repository, which is empty if there is no file.
///
/// # Errors
///
/// Fails if the file cannot be read; the inner `Err` has the findings about its contents.
pub(crate) fn read(repository: &Repository) -> io::Result<Result<Approvals, Report>> {
    match repository.read(APPROVALS) {
        Ok(text) => Ok(Approvals::read(&Source::new(APPROVALS, text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Ok(Approvals::none())),
        Err(error) => Err(error),
    }
}

/// The removals without a prior deprecation, and how to approve them.
pub(crate) fn missing(report: &ChangeReport) -> Option<String> {
    let undeprecated: Vec<_> = report.undeprecated().collect();
    if undeprecated.is_empty() {
        return None;
    }
    let list = |line: &dyn Fn(&codegen::SpecChange) -> String| -> String {
        undeprecated.iter().map(|change| line(change)).collect()
    };
    Some(format!(
        "these items were removed, but not deprecated in the last release:\n\n{}\ndeprecate them first (`deprecated: true`, which enum \
         values cannot have) and remove them in a later release, or approve the removals in {APPROVALS}:\n\n  approved:\n{}",
        list(&|change| format!("    {}: {}\n", change.wire, change.rust)),
        list(&|change| change.as_approval(Waiver::Deprecation)),
    ))
}

/// The approvals that no change needs, as an error of the gate.
pub(crate) fn unused(report: &Report) -> Option<String> {
    (!report.is_empty()).then(|| {
        format!(
            "{APPROVALS} has approvals that no change needs:\n\n{}",
            report.render_findings(false).trim_end()
        )
    })
}

/// Empties the list, if there is one, but keeps its comments.
///
/// # Errors
///
/// Fails if the file cannot be read or written.
pub(crate) fn clear(repository: &Repository) -> io::Result<()> {
    match repository.read(APPROVALS) {
        Ok(text) => repository.write(APPROVALS, &cleared(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// The list without its items, which are everything after its only key.
fn cleared(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    let head: String = lines
        .take_while(|line| !line.starts_with("approved:"))
        .collect();
    format!("{head}approved: []\n")
}

#[cfg(test)]
mod tests {
    use super::cleared;

    #[test]
    fn a_list_that_is_emptied_keeps_its_comments() {
        let empty = "# What\n# it is.\napproved: []\n";
        let list = "# What\n# it is.\napproved:\n  - rule: x\n    reason: y\n";
        assert_eq!(cleared(list), empty);
        assert_eq!(cleared(empty), empty);
    }
}
