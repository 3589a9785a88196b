//! Whether the version and the change log follow a change of the spec.

use std::io;

use codegen::{ChangeReport, Class, Version};

use crate::changelog::{self, CHANGELOG, UNRELEASED};
use crate::git::Repository;
use crate::manifest::{self, MANIFEST, WORKSPACE_MANIFEST};

/// What is missing for a change since `base`, each problem with the text to write; empty if nothing is missing.
///
/// # Errors
///
/// A file cannot be read, or a manifest has no version.
pub(crate) fn problems(
    repository: &Repository,
    base: Option<&str>,
    report: &ChangeReport,
    released: &Version,
) -> io::Result<Vec<String>> {
    let current = manifest::version(repository, None)?;
    let next = report.next(released);
    let needs_version = report.class() == Some(Class::Breaking) && current < next;
    let needs_entry =
        report.class() >= Some(Class::Compatible) && !has_new_entry(repository, base)?;
    let version = needs_version.then(|| missing_version(report, &current, &next));
    let entry = needs_entry.then(|| missing_entry(report));
    Ok([version, entry].into_iter().flatten().collect())
}

fn missing_version(report: &ChangeReport, current: &Version, next: &Version) -> String {
    let changes: String = report
        .of(Class::Breaking)
        .map(|change| format!("    {}: {}\n", change.wire, change.rust))
        .collect();
    format!(
        "the change is breaking, but the version is still {current}; in the manifest that holds the version \
         ({MANIFEST} or {WORKSPACE_MANIFEST}), write:\n\n    version = \"{next}\"\n\n{changes}"
    )
}

fn missing_entry(report: &ChangeReport) -> String {
    format!(
        "{CHANGELOG} does not mention the change; run `cargo xtask diff --write-changelog`, or paste below \
         `{UNRELEASED}`:\n\n{}",
        report.changelog()
    )
}

fn has_new_entry(repository: &Repository, base: Option<&str>) -> io::Result<bool> {
    let old = match base {
        Some(base) => repository.show(base, CHANGELOG)?.unwrap_or_default(),
        None => String::new(),
    };
    // A repository without a change log has no entry.
    let new = repository.read(CHANGELOG).unwrap_or_default();
    Ok(changelog::has_new_item(&old, &new))
}
