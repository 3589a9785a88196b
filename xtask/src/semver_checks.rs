//! Compares the crate with the last release using cargo-semver-checks, if that is installed.

use std::io::{self, Write};
use std::path::Path;

use codegen::Version;

use crate::git::Repository;
use crate::manifest;
use crate::program::cargo;

/// Compares the crate in the repository at `root`; its version is the one in the manifest.
///
/// # Errors
///
/// Fails if the version cannot be read or git cannot be run.
pub fn of_the_working_tree(root: &Path, out: &mut dyn Write) -> io::Result<bool> {
    let version = manifest::version(&Repository::new(root), None)?;
    run(root, &version, out)
}

/// Whether the version may follow the last release; true, with a notice, if the tool is not installed.
pub(crate) fn run(root: &Path, version: &Version, out: &mut dyn Write) -> io::Result<bool> {
    let repository = Repository::new(root);
    repository.require_history()?;
    let Some(release) = repository.last_release()? else {
        writeln!(
            out,
            "SKIPPED: cargo-semver-checks, because there is no release to compare with"
        )?;
        return Ok(true);
    };
    let is_there = cargo(root).args(["semver-checks", "--version"]).output()?;
    if !is_there.status.success() {
        writeln!(
            out,
            "SKIPPED: cargo-semver-checks, because it is not installed (`cargo install --locked cargo-semver-checks`); the \
             gate only compares the outlines"
        )?;
        return Ok(true);
    }
    let status = cargo(root)
        .args([
            "semver-checks",
            "check-release",
            "--package",
            "twilio-calls",
        ])
        .args(["--baseline-rev", &release.tag])
        .args(["--release-type", release_type(&release.version, version)])
        .status()?;
    Ok(status.success())
}

/// The kind of release that a version is, by Cargo's rules. The same version stands for a future release.
fn release_type(old: &Version, new: &Version) -> &'static str {
    let is_major = old.major != new.major
        || (old.major == 0
            && (old.minor != new.minor || (old.minor == 0 && old.patch != new.patch)));
    match is_major {
        true => "major",
        // A compatible change only gets its version when it is released.
        false => "minor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_change_is_told_by_the_versions() {
        for (old, new, wanted) in [
            ("0.0.1", "0.0.2", "major"),
            ("0.1.0", "0.2.0", "major"),
            ("0.1.0", "0.1.1", "minor"),
            ("0.1.0", "0.1.0", "minor"),
            ("1.0.0", "1.1.0", "minor"),
            ("1.0.0", "2.0.0", "major"),
        ] {
            let [old, new] = [old, new].map(|text| text.parse().unwrap());
            assert_eq!(release_type(&old, &new), wanted, "{old} {new}");
        }
    }
}
