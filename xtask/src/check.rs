//! `cargo xtask check`: the tests that an edit of the spec can break.
//!
//! They are derived, not listed: all tests of the packages that are the generated crate or depend on it, without those
//! that compile copies of it with other documents.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use toml::{Table, Value};

use crate::paths;
use crate::regen::{Outcome, Regen};

/// The generated crate.
const CLIENT: &str = "twilio-calls";
/// The sources of the functions that compile copies of the client.
const COMPILING: [&str; 2] = ["tests/beside_the_client.rs", "tests/in_place.rs"];

/// What is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The packages whose tests are run.
    pub packages: Vec<String>,
    /// The tests that are left out, as `module::name`.
    pub skipped: Vec<String>,
}

impl Selection {
    /// What an edit of the spec can break in the repository at `root`.
    ///
    /// # Errors
    ///
    /// A manifest or a test cannot be read.
    pub fn of(root: &Path) -> io::Result<Self> {
        Ok(Self {
            packages: affected_packages(root)?,
            skipped: compiling_tests(root)?,
        })
    }
}

/// Checks that the sources are fresh, runs the tests, and returns the exit code.
///
/// # Errors
///
/// A file cannot be read, or cargo cannot be run.
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
        "testing {}; {} tests that compile other documents are left to `.ci/run`",
        packages.join(", "),
        skipped.len()
    )?;
    let packages = packages.iter().flat_map(|name| ["--package", name]);
    let skipped = skipped.iter().flat_map(|name| ["--skip", name]);
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["test", "--quiet", "--no-fail-fast"])
        .args(packages)
        .arg("--")
        .args(skipped)
        .status()
        .map_err(|error| io::Error::new(error.kind(), format!("cannot run cargo: {error}")))?;
    let seconds = started.elapsed().as_secs();
    if status.success() {
        writeln!(out, "everything holds, after {seconds} s")?;
        return Ok(0);
    }
    writeln!(
        err,
        "failed after {seconds} s; where a snapshot differs and you intended it, accept it with `cargo insta review`, or \
         all of them with `INSTA_UPDATE=always cargo xtask check`"
    )?;
    Ok(1)
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

/// The tests that call, directly or not, a function that compiles copies of the client.
fn compiling_tests(root: &Path) -> io::Result<Vec<String>> {
    let mut compiling = BTreeSet::new();
    for file in COMPILING {
        let text = read(&root.join(file))?;
        let offered = functions(&text).filter(|function| function.is_public);
        compiling.extend(offered.map(|function| function.name.to_owned()));
    }
    let mut tests = Vec::new();
    for file in sources(&root.join("tests/tests"))? {
        let text = read(&file)?;
        let mut calling = compiling.clone();
        // Each round finds the callers of those found before.
        while functions(&text)
            .any(|it| it.calls_one_of(&calling) && calling.insert(it.name.to_owned()))
        {}
        let module = file.file_stem().unwrap_or_default().to_string_lossy();
        let found = functions(&text).filter(|it| it.is_test && calling.contains(it.name));
        tests.extend(found.map(|test| format!("{module}::{}", test.name)));
    }
    tests.sort();
    Ok(tests)
}

/// A function of a module.
struct Function<'t> {
    name: &'t str,
    body: &'t str,
    is_public: bool,
    is_test: bool,
}

impl Function<'_> {
    fn calls_one_of(&self, names: &BTreeSet<String>) -> bool {
        names
            .iter()
            .any(|name| self.body.contains(&format!("{name}(")))
    }
}

/// The functions of a formatted file that are in no block.
fn functions(text: &str) -> impl Iterator<Item = Function<'_>> {
    text.split("\n}\n").filter_map(|part| {
        let starts = part.match_indices("fn ");
        let (start, before) = starts
            .filter_map(|(at, _)| Some((at, part.get(..at)?.rsplit('\n').next()?)))
            .find(|(_, before)| ["", "pub ", "pub(crate) ", "async "].contains(before))?;
        let (attributes, function) = part.split_at(start);
        let (name, body) = function.strip_prefix("fn ")?.split_once(['(', '<'])?;
        Some(Function {
            name,
            body,
            is_public: before == "pub ",
            is_test: attributes.contains("#[test]") || attributes.contains("#[tokio::test"),
        })
    })
}

/// All Rust files below a folder.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| paths::cannot("read", folder, &error))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&paths::read(path)?).into_owned())
}
