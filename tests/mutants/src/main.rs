//! Compiles all mutants of a crate at once, each behind a switch, and runs the tests that reach each of them.
//!
//! cargo-mutants lists the mutants; this program avoids compiling and linking once per mutant. See `README.md`.

mod campaign;
mod compile;
mod list;
mod suite;
mod weave;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

/// What every step may fail with; it is only printed.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A crate whose mutants are tried, and the tests that are run for them.
struct Subject {
    name: &'static str,
    package: &'static str,
    folder: &'static str,
    /// Files whose mutants are tried; without any, all.
    files: &'static [&'static str],
    /// The targets of `twilio-calls-tests` that are about the crate.
    tests: &'static [&'static str],
    /// The features that the tests have, besides the default ones.
    features: &'static str,
}

const SUBJECTS: [Subject; 2] = [
    Subject {
        name: "runtime",
        package: "twilio-calls",
        folder: "generated",
        files: &[],
        tests: &["client", "webhooks", "patterns", "tracing", "simulator"],
        features: "axum,csv,schemars,testing,tracing",
    },
    Subject {
        name: "generator",
        package: "twilio-calls-codegen",
        folder: "codegen",
        files: &[
            "codegen/src/diff/**",
            "codegen/src/model/**",
            "codegen/src/pattern/**",
        ],
        tests: &["generator", "review"],
        features: "",
    },
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns `true` if every mutant was reached and none was missed.
fn run() -> Result<bool> {
    let mut subject = None;
    let mut sample = (0, 1);
    let mut is_woven = false;
    let mut only = String::new();
    let mut longest = suite::LONGEST;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sample" => sample = list::sample(&arguments.next().unwrap_or_default())?,
            "--only" => only = arguments.next().unwrap_or_default(),
            "--longest" => longest = arguments.next().unwrap_or_default().parse()?,
            "--again" => is_woven = true,
            name => subject = SUBJECTS.iter().find(|subject| subject.name == name),
        }
    }
    let subject = subject.ok_or(
        "usage: (runtime|generator) [--sample N/M] [--only TEXT] [--longest SECONDS] [--again]",
    )?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()?;
    let tree = root.join("target/mutants").join(subject.name).join("tree");
    if !is_woven {
        let _ = std::fs::remove_dir_all(tree.with_file_name(""));
        copy(&root, &tree)?;
        let mutants = list::mutants(&tree, subject)?;
        let woven = compile::weave_and_check(&tree, subject, &mutants)?;
        println!(
            "{} mutants, {} of them compiled",
            mutants.len(),
            woven.len()
        );
        list::keep(&tree, &mutants, &woven)?;
    }
    let suite = suite::Suite::build(&tree, subject, Duration::from_secs(longest))?;
    let mut chosen = list::kept(&tree)?;
    chosen.retain(|id, name| id % sample.1 == sample.0 && name.contains(&only));
    campaign::run(&tree, &suite, &chosen)
}

/// Cargo in a copy of the sources, with its own target folder: to cargo, the crates of the copy are the original ones,
/// and in a shared folder each would replace the other.
fn cargo(tree: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(tree);
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        command.env("CARGO_TARGET_DIR", tree.join("../../build"));
    }
    command
}

/// A copy of the committed files, so that the sources stay as they are. It has no lints: mutants offend against many.
fn copy(root: &Path, tree: &Path) -> Result<()> {
    std::fs::create_dir_all(tree)?;
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(root)
        .output()?;
    for file in String::from_utf8(listed.stdout)?.lines() {
        let (from, to) = (root.join(file), tree.join(file));
        std::fs::create_dir_all(to.parent().unwrap_or(tree))?;
        std::fs::copy(from, to)?;
    }
    let manifest = std::fs::read_to_string(tree.join("Cargo.toml"))?;
    let (before, after) = manifest
        .split_once("[workspace.lints.rust]")
        .ok_or("no lints in Cargo.toml")?;
    let after = after.find("\n[profile").map_or("", |start| &after[start..]);
    let lints = "[workspace.lints.rust]\nwarnings = \"allow\"\narithmetic_overflow = \"allow\"\n\
                 unconditional_panic = \"allow\"\n";
    std::fs::write(tree.join("Cargo.toml"), format!("{before}{lints}{after}"))?;
    Ok(())
}
