//! The version before a set of changes, and the last release up to it.

use std::io;

use codegen::Baseline;

use crate::git::Repository;
use crate::manifest;

/// The version of a revision, or of the working tree.
///
/// # Errors
///
/// Fails if a manifest cannot be read or has no version, or git cannot be run.
pub(crate) fn of(repository: &Repository, revision: Option<&str>) -> io::Result<Baseline> {
    let version = manifest::version(repository, revision)?;
    let releases = repository.releases()?.into_iter();
    let release = releases.map(|it| it.version).filter(|it| *it <= version);
    let release = release.max();
    Ok(Baseline { version, release })
}
