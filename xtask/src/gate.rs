//! Whether the version and the change log follow a change of the spec.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use codegen::{ChangeReport, Class, Version};

use crate::diff::Outcome;
use crate::git::Repository;

const MANIFEST: &str = "generated/Cargo.toml";
const WORKSPACE: &str = "Cargo.toml";
const CHANGELOG: &str = "CHANGELOG.md";
const UNRELEASED: &str = "## Unreleased";

/// The version of the generated crate in a revision, or in the working tree.
///
/// # Errors
///
/// There is no manifest, or no version in it.
pub(crate) fn version(repository: &Repository, revision: Option<&str>) -> io::Result<Version> {
    let read = |path: &str| match revision {
        Some(revision) => Ok(repository.show(revision, path)?.unwrap_or_default()),
        None => fs::read_to_string(repository.root().join(path)).map_err(|error| {
            io::Error::new(error.kind(), format!("{path} cannot be read: {error}"))
        }),
    };
    let manifest = read(MANIFEST)?;
    let text = match in_section(&manifest, "package", "version") {
        Some(version) => version,
        // `version.workspace = true`
        None => in_section(&read(WORKSPACE)?, "workspace.package", "version").ok_or_else(|| {
            io::Error::other(format!("neither {MANIFEST} nor {WORKSPACE} has a version"))
        })?,
    };
    text.parse().map_err(io::Error::other)
}

/// The text of a key in a section of a manifest.
fn in_section(manifest: &str, section: &str, key: &str) -> Option<String> {
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == format!("[{section}]");
        } else if inside
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            return Some(value.split('"').nth(1)?.to_owned());
        }
    }
    None
}

/// Holds a change whose version or change log does not follow it, and says what to write.
///
/// # Errors
///
/// A file cannot be read.
pub(crate) fn check(
    repository: &Repository,
    base: Option<&str>,
    report: &ChangeReport,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Outcome> {
    let (released, current) = (version(repository, base)?, version(repository, None)?);
    writeln!(out, "{}", report.verdict(released))?;
    let mut held = false;
    let next = report.next(released);
    if report.class() == Some(Class::Breaking) && current < next {
        held = true;
        writeln!(
            err,
            "error: the change is breaking and the version is still {current}; write into the manifest \
             that holds it ({MANIFEST} or {WORKSPACE}):\n\n    version = \"{next}\"\n"
        )?;
        for change in report.of(Class::Breaking) {
            writeln!(err, "    {}: {}", change.wire, change.rust)?;
        }
        writeln!(err)?;
    }
    let changes_api = report
        .class()
        .is_some_and(|class| class >= Class::Compatible);
    if changes_api && !has_new_entry(repository, base)? {
        held = true;
        writeln!(
            err,
            "error: {CHANGELOG} says nothing about the change; run `cargo xtask diff --write-changelog`, or paste \
             below `{UNRELEASED}`:\n\n{}",
            report.changelog()
        )?;
    }
    Ok(if held {
        Outcome::GateFailed
    } else {
        Outcome::Passed
    })
}

/// Whether the change log has a list item that it did not have.
fn has_new_entry(repository: &Repository, base: Option<&str>) -> io::Result<bool> {
    let old = match base {
        Some(base) => repository.show(base, CHANGELOG)?.unwrap_or_default(),
        None => String::new(),
    };
    let new = fs::read_to_string(repository.root().join(CHANGELOG)).unwrap_or_default();
    let is_item = |line: &&str| line.starts_with("- ");
    let known: Vec<&str> = old.lines().filter(is_item).collect();
    Ok(new
        .lines()
        .filter(is_item)
        .any(|item| !known.contains(&item)))
}

/// Puts the entry below the heading of what is not released, under the headings of its kinds.
///
/// # Errors
///
/// The change log cannot be read or written.
pub(crate) fn write_changelog(
    root: &Path,
    report: &ChangeReport,
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = root.join(CHANGELOG);
    let old = fs::read_to_string(&path)?;
    let new = with_entry(&old, &report.changelog());
    if new == old {
        return writeln!(out, "{CHANGELOG} needs no entry");
    }
    fs::write(&path, new)?;
    writeln!(
        out,
        "{CHANGELOG} has a draft of the entry now; say in your words what it means to users"
    )
}

/// The change log with the lines of an entry, each below its heading; what stands there already is not repeated.
fn with_entry(old: &str, entry: &str) -> String {
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    let mut heading = String::new();
    for line in entry.lines() {
        if line.starts_with("### ") {
            line.clone_into(&mut heading);
        } else if line.starts_with("- ") && !lines.iter().any(|it| it == line) {
            insert(&mut lines, &heading, line);
        }
    }
    format!("{}\n", lines.join("\n"))
}

fn insert(lines: &mut Vec<String>, heading: &str, item: &str) {
    let start = match lines.iter().position(|line| line == UNRELEASED) {
        Some(start) => start,
        None => {
            // Before the newest release, or at the end.
            let at = lines
                .iter()
                .position(|line| line.starts_with("## "))
                .unwrap_or(lines.len());
            lines.splice(at..at, [UNRELEASED.to_owned(), String::new()]);
            at
        }
    };
    let end = lines
        .iter()
        .skip(start + 1)
        .position(|line| line.starts_with("## "))
        .map_or(lines.len(), |at| start + 1 + at);
    let section = lines
        .iter()
        .take(end)
        .skip(start)
        .position(|line| line == heading)
        .map(|at| start + at);
    match section {
        Some(section) => {
            // Below the last line of the section that says something.
            let stop = lines
                .iter()
                .take(end)
                .skip(section + 1)
                .position(|line| line.starts_with("### "))
                .map_or(end, |at| section + 1 + at);
            let last = (section..stop)
                .rev()
                .find(|at| lines.get(*at).is_some_and(|line| !line.is_empty()))
                .unwrap_or(section);
            let blank = if last == section {
                vec![String::new()]
            } else {
                Vec::new()
            };
            let new = blank.into_iter().chain([item.to_owned()]);
            lines.splice(last + 1..last + 1, new);
        }
        None => {
            let last = (start..end)
                .rev()
                .find(|at| lines.get(*at).is_some_and(|line| !line.is_empty()))
                .unwrap_or(start);
            let new = ["", heading, "", item].map(str::to_owned);
            lines.splice(last + 1..last + 1, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{in_section, with_entry};

    #[test]
    fn an_entry_goes_below_its_headings_once() {
        let old = "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n\n## 0.1.0\n\n### Added\n\n- Old.\n";
        let entry = "### Added\n\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n";
        let new = with_entry(old, entry);
        assert_eq!(
            new,
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n\n\
             ## 0.1.0\n\n### Added\n\n- Old.\n"
        );
        assert_eq!(with_entry(&new, entry), new);
        assert_eq!(
            with_entry("# Changelog\n\n## 0.1.0\n", entry),
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n\n## 0.1.0\n"
        );
    }

    #[test]
    fn the_version_is_that_of_its_section() {
        let manifest =
            "[workspace.package]\nversion = \"1.2.3\"\n[dependencies]\nversion = \"9\"\n";
        assert_eq!(
            in_section(manifest, "workspace.package", "version").as_deref(),
            Some("1.2.3")
        );
        assert_eq!(in_section(manifest, "package", "version"), None);
        assert_eq!(
            in_section(
                "[package]\nversion.workspace = true\n",
                "package",
                "version"
            ),
            None
        );
    }
}
