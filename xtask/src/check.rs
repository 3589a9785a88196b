//! `cargo xtask check`: the tests that an edit of the spec can break.
//!
//! They are derived, not listed: all tests of the generated crate and of the packages that depend on it, except those
//! that read neither the spec nor anything generated from it.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use toml::{Table, Value};

use crate::regen::{Outcome, Regen};
use crate::test_programs::Failures;
use crate::{independent, paths, test_programs};

/// The generated crate.
const CLIENT: &str = "twilio-calls";

/// The tests to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The packages whose tests are run.
    pub packages: Vec<String>,
    /// The tests to leave out, as `module::name`; none is part of the name of another test.
    pub skipped: Vec<String>,
}

impl Selection {
    /// Returns the tests that an edit of the spec can break in the repository at `root`.
    ///
    /// # Errors
    ///
    /// Fails if a manifest or a test cannot be read.
    pub fn of(root: &Path) -> io::Result<Self> {
        Ok(Self {
            packages: affected_packages(root)?,
            skipped: independent::tests(root)?,
        })
    }
}

/// Checks that the sources are up to date, runs the tests, and returns the exit code.
///
/// # Errors
///
/// Fails if a file cannot be read or cargo cannot be run.
pub fn run(root: &Path, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let started = Instant::now();
    let regen = Regen {
        check: true,
        ..Regen::of(root.to_owned())
    };
    let outcome = regen.run(out, err)?;
    if outcome != Outcome::Fresh {
        return Ok(outcome.code());
    }
    let Selection { packages, skipped } = Selection::of(root)?;
    writeln!(
        out,
        "testing {}; {} tests that do not depend on the spec are left to `.ci/run`",
        packages.join(", "),
        skipped.len()
    )?;
    writeln!(out, "compiling the tests, which takes minutes at first")?;
    let results = test_programs::run(root, &packages, &skipped, out)?;
    let seconds = started.elapsed().as_secs();
    match results {
        None => {
            writeln!(err, "the tests do not compile (after {seconds} s)")?;
            Ok(1)
        }
        Some(failures) if failures.names.is_empty() => {
            writeln!(out, "all tests passed after {seconds} s")?;
            Ok(0)
        }
        Some(failures) => {
            report_failures(&failures, seconds, err)?;
            Ok(1)
        }
    }
}

/// Names the tests that failed, since their output may be long, and says how to accept snapshots if any differ.
fn report_failures(failures: &Failures, seconds: u64, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "failed after {seconds} s:")?;
    for name in &failures.names {
        writeln!(err, "    {name}")?;
    }
    if failures.has_snapshots {
        writeln!(
            err,
            "where a snapshot differs as you intended, accept it with `cargo insta review`, or all of them with \
             `INSTA_UPDATE=always cargo xtask check`"
        )?;
    }
    Ok(())
}

/// The generated crate and the members of the workspace that depend on it.
fn affected_packages(root: &Path) -> io::Result<Vec<String>> {
    let workspace = manifest(&root.join("Cargo.toml"))?;
    let members = workspace
        .get("workspace")
        .and_then(|it| it.get("members"))
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut packages = Vec::new();
    for member in members.iter().filter_map(Value::as_str) {
        let manifest = manifest(&root.join(member).join("Cargo.toml"))?;
        let name = manifest
            .get("package")
            .and_then(|it| it.get("name"))
            .and_then(Value::as_str);
        let depends = ["dependencies", "dev-dependencies"].iter().any(|kind| {
            let dependencies = manifest.get(*kind).and_then(Value::as_table);
            dependencies.is_some_and(|table| table.contains_key(CLIENT))
        });
        match name {
            Some(name) if name == CLIENT || depends => packages.push(name.to_owned()),
            _ => {}
        }
    }
    Ok(packages)
}

fn manifest(path: &Path) -> io::Result<Table> {
    let text = String::from_utf8_lossy(&paths::read(path)?).into_owned();
    text.parse()
        .map_err(|error| io::Error::other(format!("cannot parse {}: {error}", path.display())))
}
