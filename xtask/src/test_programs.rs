//! Test programs: cargo builds them, and several run at a time.
//!
//! `cargo test` runs one after the other, although many of them mostly wait: for a single thread, or for time to pass.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{cargo, not_run};

/// Something that runs tests.
#[derive(Debug, PartialEq, Eq)]
enum Tests {
    /// A program that cargo built, and the folder of its package.
    Program {
        name: String,
        executable: PathBuf,
        folder: PathBuf,
    },
    /// The documentation's examples.
    Documentation,
}

/// How a run of tests ended.
struct Finished {
    tests: Tests,
    elapsed: Duration,
    output: io::Result<Output>,
}

/// The tests that failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    /// Each test after its program, or a program alone if it ended without naming a test.
    pub(crate) names: Vec<String>,
    /// Whether a snapshot differs.
    pub(crate) has_snapshots: bool,
}

/// Builds and runs all tests of the packages but those to skip, and writes the output of those that fail.
///
/// Returns `None` if a test does not compile, which cargo has reported.
///
/// # Errors
///
/// Fails if cargo or a test program cannot be run.
pub(crate) fn run(
    root: &Path,
    packages: &[String],
    skipped: &[String],
    out: &mut dyn Write,
) -> io::Result<Option<Failures>> {
    let Some(programs) = build(root, packages)? else {
        return Ok(None);
    };
    // The documentation's examples are compiled first, since that takes longer than most programs.
    let mut waiting: VecDeque<Tests> = programs.into();
    waiting.push_front(Tests::Documentation);
    let waiting = Mutex::new(waiting);
    let finished = Mutex::new(Vec::new());
    let work = || {
        while let Some(tests) = next(&waiting) {
            let started = Instant::now();
            let output = tests.run(root, packages, skipped);
            let elapsed = started.elapsed();
            lock(&finished).push(Finished {
                tests,
                elapsed,
                output,
            });
        }
    };
    // One more than there are cores, because some programs wait.
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
        work();
    });
    let mut failures = Failures::default();
    for tests in finished
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
    {
        tests.report(&mut failures, out)?;
    }
    Ok(Some(failures))
}

/// Builds the test programs; `None` if one does not compile, which cargo has reported.
fn build(root: &Path, packages: &[String]) -> io::Result<Option<Vec<Tests>>> {
    let output = cargo(root)
        .args(["test", "--no-run", "--quiet"])
        .arg("--message-format=json-render-diagnostics")
        .args(selected(packages))
        .stderr(Stdio::inherit())
        .output()
        .map_err(not_run)?;
    let messages = String::from_utf8_lossy(&output.stdout);
    Ok(output
        .status
        .success()
        .then(|| messages.lines().filter_map(program).collect()))
}

/// The test program that a message of cargo is about, if it is about one.
fn program(message: &str) -> Option<Tests> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_test = message.pointer("/profile/test")?.as_bool()?;
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    let folder = manifest.parent()?;
    let package = folder.file_name()?.to_string_lossy();
    let target = message.pointer("/target/name")?.as_str()?;
    is_test.then_some(Tests::Program {
        name: format!("{target} of {package}"),
        executable: message.get("executable")?.as_str()?.into(),
        folder: folder.to_owned(),
    })
}

impl Tests {
    fn name(&self) -> &str {
        match self {
            Self::Program { name, .. } => name,
            Self::Documentation => "examples of the documentation",
        }
    }

    fn run(&self, root: &Path, packages: &[String], skipped: &[String]) -> io::Result<Output> {
        let skipped = skipped.iter().flat_map(|name| ["--skip", name]);
        match self {
            Self::Program {
                executable, folder, ..
            } => Command::new(executable)
                .current_dir(folder)
                .env("CARGO_MANIFEST_DIR", folder)
                .arg("--quiet")
                .args(skipped)
                .output(),
            Self::Documentation => cargo(root)
                .args(["test", "--doc", "--quiet"])
                .args(selected(packages))
                .output()
                .map_err(not_run),
        }
    }
}

impl Finished {
    /// Writes a line, and the output of tests that failed.
    fn report(self, failures: &mut Failures, out: &mut dyn Write) -> io::Result<()> {
        let output = self.output?;
        let (name, seconds) = (self.tests.name(), self.elapsed.as_secs_f32());
        if output.status.success() {
            return writeln!(out, "passed  {name} ({seconds:.1} s)");
        }
        writeln!(out, "FAILED  {name} ({seconds:.1} s)")?;
        out.write_all(&output.stdout)?;
        out.write_all(&output.stderr)?;
        failures.add(name, &String::from_utf8_lossy(&output.stdout));
        Ok(())
    }
}

impl Failures {
    /// Adds the tests that a program listed after its output, below a last line `failures:`.
    fn add(&mut self, program: &str, output: &str) {
        let listed = output
            .rsplit_once("\nfailures:\n")
            .map_or("", |(_, listed)| listed);
        let before = self.names.len();
        let tests = listed.lines().map_while(|line| line.strip_prefix("    "));
        self.names
            .extend(tests.map(|test| format!("{program}: {test}")));
        if self.names.len() == before {
            self.names.push(program.to_owned());
        }
        self.has_snapshots |= output.contains("Snapshot Summary");
    }
}

fn selected(packages: &[String]) -> impl Iterator<Item = &str> {
    packages.iter().flat_map(|name| ["--package", name])
}

fn next(waiting: &Mutex<VecDeque<Tests>>) -> Option<Tests> {
    lock(waiting).pop_front()
}

/// A thread that panicked has not left a queue half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_programs_are_taken_from_the_messages_of_cargo() {
        let message = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/a/tests/Cargo.toml",
                "target":{{"name":"client"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        assert_eq!(
            program(&message(true, r#""/a/target/client-1""#)),
            Some(Tests::Program {
                name: "client of tests".to_owned(),
                executable: "/a/target/client-1".into(),
                folder: "/a/tests".into(),
            })
        );
        for other in [
            message(false, r#""/a/target/examples/demo""#),
            message(true, "null"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
            "warning: not JSON".to_owned(),
        ] {
            assert_eq!(program(&other), None, "{other}");
        }
    }

    #[test]
    fn the_output_of_tests_is_shown_only_if_they_fail() {
        // Every test is skipped, since the name of each has one of these letters.
        let skipped = ["a", "e", "i", "o", "u"].map(str::to_owned);
        let run = |executable: PathBuf| {
            let tests = Tests::Program {
                name: "xtask".to_owned(),
                executable,
                folder: ".".into(),
            };
            let output = tests.run(Path::new("."), &[], &skipped);
            let (mut failures, mut out) = (Failures::default(), Vec::new());
            let finished = Finished {
                tests,
                elapsed: Duration::from_millis(1500),
                output,
            };
            finished.report(&mut failures, &mut out).unwrap();
            (failures.names, String::from_utf8(out).unwrap())
        };
        let (failed, shown) = run(std::env::current_exe().unwrap());
        assert!(failed.is_empty(), "{failed:?}");
        assert_eq!(shown, "passed  xtask (1.5 s)\n");
        // Cargo itself runs no tests, and says so.
        let (failed, shown) = run(cargo(Path::new(".")).get_program().into());
        assert_eq!(failed, ["xtask"]);
        assert!(shown.starts_with("FAILED  xtask (1.5 s)\n"), "{shown}");
        assert!(shown.contains("--skip"), "{shown}");
    }

    #[test]
    fn failed_tests_are_named_after_their_program() {
        let output = "running 3 tests\n.F.\nfailures:\n\n---- scalar::is_short stdout ----\n\nfailures:\n    \
                      scalar::is_short\n    time::reads\n\ntest result: FAILED.\n";
        let mut failures = Failures::default();
        failures.add("client of tests", output);
        failures.add("memory of tests", "stack overflow");
        let names = [
            "client of tests: scalar::is_short",
            "client of tests: time::reads",
            "memory of tests",
        ];
        assert_eq!(failures.names, names);
        assert!(!failures.has_snapshots);
        failures.add("review of tests", "━━━━━━ Snapshot Summary ━━━━━━\n");
        assert!(failures.has_snapshots);
    }
}
