//! `cargo xtask release`: the version, the changelog, the gate, the package and the tag.
//!
//! Everything is first tried in a separate working tree. Only if all of it succeeds is the branch moved to the
//! commit that was made there, so that the maintainer's working tree is never half written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use codegen::{Bump, Class, Source, Spec, Version};

use crate::approvals;
use crate::changelog::{self, CHANGELOG};
use crate::error_codes;
use crate::gate::Standing;
use crate::git::Repository;
use crate::manifest;
use crate::paths::SPEC;
use crate::program::cargo;
use crate::regen::{Outcome, Regen};
use crate::semver_checks;

/// A release to make.
#[derive(Debug, Clone)]
pub struct Release {
    /// The root of the repository.
    pub root: PathBuf,
    /// The version; by default the one in the manifest, or the lowest that may contain the changes, whichever is higher.
    pub version: Option<Version>,
    /// Whether to show what would be done, without changing anything.
    pub dry_run: bool,
}

impl Release {
    /// Makes the release; returns whether all checks passed.
    ///
    /// # Errors
    ///
    /// Fails if the working tree has changes, there is nothing to release, or a step fails. The branch, the tags and
    /// the working tree are unchanged then.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<bool> {
        let repository = Repository::new(&self.root);
        let dirty = repository.run(&["status", "--porcelain"])?;
        if !dirty.is_empty() {
            return Err(io::Error::other(format!(
                "the working tree has changes; commit or stash them first:\n{dirty}"
            )));
        }
        let standing = standing(&repository)?;
        let version = self.version(&repository, &standing)?;
        let tag = format!("v{version}");
        if repository.has(&format!("refs/tags/{tag}"))? {
            return Err(io::Error::other(format!("the tag {tag} already exists")));
        }
        let tree = Tree::of(&repository)?;
        write_version(&Repository::new(&tree.path), &version)?;
        write_changelog(&Repository::new(&tree.path), &version)?;
        writeln!(out, "{}", tree.git(&["diff"])?)?;
        if !tree.holds(&self.root, &version, out, err)? {
            writeln!(err, "nothing was released")?;
            return Ok(false);
        }
        if self.dry_run {
            writeln!(
                out,
                "{tag} would be committed and tagged; nothing was changed"
            )?;
            return Ok(true);
        }
        // The approvals are part of the release; they do not apply to later changes.
        approvals::clear(&Repository::new(&tree.path))?;
        let title = format!("Release {version}");
        tree.git(&["commit", "--quiet", "--all", "--message", &title])?;
        let commit = tree.git(&["rev-parse", "HEAD"])?;
        publish(&repository, commit.trim(), &tag)?;
        writeln!(
            out,
            "{tag} was committed and tagged; next:\n  git push --follow-tags\n  cargo publish --package twilio-calls"
        )?;
        Ok(true)
    }

    /// The version of the release: the requested one, or else the higher of the one in the manifest and the next one.
    fn version(&self, repository: &Repository, standing: &Standing) -> io::Result<Version> {
        let current = manifest::version(repository, None)?;
        let Some(released) = standing.last_release() else {
            return Ok(self.version.clone().unwrap_or(current));
        };
        // Changes that users cannot see deserve a release, too.
        let bump = standing.since_release.bump(released);
        let least = bump.max(Bump::required(Some(Class::Documentation), released));
        let next = least.next(released);
        match &self.version {
            Some(version) if *version < next => Err(io::Error::other(format!(
                "{version} is too low: {released} has to become {next} ({})",
                least.name()
            ))),
            Some(version) => Ok(version.clone()),
            None => Ok(next.max(current)),
        }
    }
}

/// The changes since the last release.
fn standing(repository: &Repository) -> io::Result<Standing> {
    let base = repository.merge_base()?;
    let base = base.ok_or_else(|| io::Error::other("there is no commit yet"))?;
    let read = |source: Source| {
        let spec = Spec::read(&source);
        spec.map_err(|report| io::Error::other(report.render(false)))
    };
    let old = repository.show(&base, SPEC)?.unwrap_or_default();
    let old = Source::new("the spec of the merge base", old);
    let old = read(error_codes::with_table_of(old, repository, &base, SPEC)?)?;
    let new = Source::new(SPEC, repository.read(SPEC)?);
    let new = read(error_codes::with_table(new, &repository.path(SPEC))?)?;
    let approvals = approvals::read(repository)?;
    let approvals = approvals.map_err(|report| io::Error::other(report.render(false)))?;
    let mut standing = Standing::of(repository, &base, &old, &new)?;
    standing.approve(&approvals);
    Ok(standing)
}

/// Writes the version into the manifest and every lock file.
fn write_version(tree: &Repository, version: &Version) -> io::Result<()> {
    let old = manifest::version(tree, None)?;
    let (file, table) = manifest::place(tree)?;
    let text = manifest::with_version(&tree.read(file)?, table, version);
    tree.write(file, &text)?;
    let lock = tree.read("Cargo.lock")?;
    let members = manifest::locked_members(&lock, &old);
    for file in [
        "Cargo.lock",
        "tests/bench/Cargo.lock",
        "tests/neighbors/Cargo.lock",
    ] {
        // Not every repository has the others.
        if let Ok(lock) = tree.read(file) {
            tree.write(
                file,
                &manifest::with_locked_version(&lock, &members, version),
            )?;
        }
    }
    Ok(())
}

/// Turns the unreleased section into that of the version.
fn write_changelog(tree: &Repository, version: &Version) -> io::Result<()> {
    let old = tree.read(CHANGELOG)?;
    let new = changelog::released(&old, version, &today())
        .ok_or_else(|| io::Error::other(format!("{CHANGELOG} has no unreleased entries")))?;
    tree.write(CHANGELOG, &new)
}

/// Tags a commit and moves the branch to it; does neither if one of them fails.
fn publish(repository: &Repository, commit: &str, tag: &str) -> io::Result<()> {
    repository.run(&["tag", "--annotate", "--message", tag, tag, commit])?;
    let moved = repository.run(&["merge", "--ff-only", "--quiet", commit]);
    if moved.is_err() {
        repository.run(&["tag", "--delete", tag])?;
    }
    moved.map(drop)
}

/// A separate working tree, which is removed on drop.
struct Tree<'r> {
    repository: &'r Repository,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl<'r> Tree<'r> {
    fn of(repository: &'r Repository) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("release");
        let text = path.display().to_string();
        repository.run(&["worktree", "add", "--detach", "--quiet", &text, "HEAD"])?;
        Ok(Self {
            repository,
            path,
            _folder: folder,
        })
    }

    fn git(&self, arguments: &[&str]) -> io::Result<String> {
        Repository::new(&self.path).run(arguments)
    }

    /// Runs the gate, the check of the sources, the packaging and cargo-semver-checks.
    fn holds(
        &self,
        root: &Path,
        version: &Version,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<bool> {
        let tree = Repository::new(&self.path);
        // The history is the same; only the files differ.
        if !standing(&tree)?.report(&tree, out, err)? {
            return Ok(false);
        }
        let regen = Regen {
            check: true,
            ..Regen::of(self.path.clone())
        };
        if regen.run(&mut io::sink(), err)? != Outcome::Fresh {
            return Ok(false);
        }
        if !semver_checks::run(&self.path, version, out)? {
            return Ok(false);
        }
        writeln!(out, "packaging {version}")?;
        let status = cargo(&self.path)
            .args([
                "package",
                "--package",
                "twilio-calls",
                "--allow-dirty",
                "--locked",
                "--quiet",
            ])
            .env("CARGO_TARGET_DIR", root.join("target"))
            .status()?;
        if !status.success() {
            writeln!(err, "error: the package cannot be built")?;
        }
        Ok(status.success())
    }
}

impl Drop for Tree<'_> {
    fn drop(&mut self) {
        let path = self.path.display().to_string();
        // If it cannot be removed, git will prune it later.
        let _ = self
            .repository
            .run(&["worktree", "remove", "--force", &path]);
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Today in UTC, as `2026-01-31`.
fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    day(now.map_or(0, |now| now.as_secs() / 86_400))
}

/// The date of a day, given as the number of days since 1970-01-01.
fn day(number: u64) -> String {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut rest) = (1970, number);
    while rest >= 365 + u64::from(is_leap(year)) {
        rest -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if rest < days {
            break;
        }
        rest -= days;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", rest + 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_have_dates() {
        for (number, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (364, "1970-12-31"),
            (11_016, "2000-02-29"),
            (20_483, "2026-01-30"),
        ] {
            assert_eq!(day(number), date);
        }
    }
}
