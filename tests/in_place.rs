//! Copies of the client in which other emitted files replace its own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use codegen::Files;
use serde_json::Value;

use crate::beside_the_client::{
    cargo, cargo_check, copy, lay_out_workspace, success, without_the_simulator,
};
use crate::root;

/// Compiles each set of files in place of `src/api` in a copy of the client of that name; warnings are errors.
///
/// `purpose` names a folder below `target`, so that tests do not interfere with each other.
///
/// # Panics
///
/// Panics with rustc's message if the files do not compile, or if a copy cannot be made.
#[expect(clippy::panic, reason = "what cannot be compiled fails the test")]
pub fn compile_in_place(purpose: &str, documents: &[(String, Files)]) {
    let folder = root().join("target").join(purpose);
    if let Err(error) = lay_out(&folder, documents) {
        panic!("the copies of the client cannot be made: {error}");
    }
    cargo_check(
        &folder,
        &["--workspace", "--lib", "--features", "csv,schemars"],
    );
}

/// Runs a program that depends on a client with other files, with one argument, and returns its output.
///
/// # Panics
///
/// Panics if the program does not compile or fails, with its message, or the copy cannot be made.
#[expect(clippy::panic, reason = "what cannot be run fails the test")]
pub fn run_in_place(name: &str, files: Files, program: &Path, argument: &str) -> String {
    let folder = root().join("target").join(name);
    let lay_out = || -> io::Result<()> {
        lay_out(&folder, &[(name.to_owned(), files)])?;
        let client = folder.join(name);
        let manifest = client.join("Cargo.toml");
        fs::write(&manifest, with_tokio_only(&fs::read_to_string(&manifest)?))?;
        fs::create_dir(client.join("examples"))?;
        fs::copy(program, client.join("examples/program.rs"))?;
        Ok(())
    };
    if let Err(error) = lay_out() {
        panic!("the copy of the client cannot be made: {error}");
    }
    let arguments = ["run", "--quiet", "--example", "program", "--", argument];
    success(cargo(&folder).args(arguments))
}

/// Runs a program that depends on a crate written by `cargo xtask client`, with one argument, and returns its output.
///
/// # Panics
///
/// Panics if the program does not compile or fails, with its message, or it cannot be copied.
#[expect(clippy::panic, reason = "what cannot be run fails the test")]
pub fn run_in_crate(folder: &Path, program: &Path, argument: &str) -> String {
    let lay_out = || -> io::Result<()> {
        fs::create_dir_all(folder.join("examples"))?;
        fs::copy(program, folder.join("examples/program.rs"))?;
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(())
    };
    if let Err(error) = lay_out() {
        panic!("the program cannot be copied: {error}");
    }
    let arguments = [
        "run",
        "--quiet",
        "--no-default-features",
        "--example",
        "program",
        "--",
        argument,
    ];
    success(cargo(folder).args(arguments))
}

/// Tests and documents a crate written by `cargo xtask client`; warnings are errors.
///
/// # Panics
///
/// Panics with cargo's message if a test fails or something does not compile.
pub fn test_crate(folder: &Path) {
    let features = [
        "--quiet",
        "--no-default-features",
        "--features",
        "csv,testing,webhooks",
    ];
    success(cargo(folder).arg("test").args(features));
    let doc = ["doc", "--no-deps"];
    success(
        cargo(folder)
            .args(doc)
            .args(features)
            .env("RUSTDOCFLAGS", "-D warnings"),
    );
}

/// The manifest with only those dev-dependencies that a small program needs.
fn with_tokio_only(manifest: &str) -> String {
    let sections = manifest.split_inclusive("\n\n").map(|section| {
        let mut lines: Vec<&str> = section.lines().collect();
        if section.starts_with("[dev-dependencies]") {
            lines.retain(|line| !line.contains('=') || line.starts_with("tokio "));
        }
        lines.join("\n")
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// Returns the places below `src` that are dead code with the crate's own document and all others. Emitted code only
/// counts for the crate's own document.
///
/// # Panics
///
/// Panics if the client does not compile or a copy of it cannot be made.
#[must_use]
#[expect(clippy::panic, reason = "what cannot be compiled fails the test")]
pub fn needed_by_no_document(purpose: &str, others: &[(String, Files)]) -> BTreeSet<String> {
    let folder = root().join("target").join(purpose);
    if let Err(error) = lay_out(&folder, others) {
        panic!("the copies of the client cannot be made: {error}");
    }
    let mut own = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let own = own.current_dir(root());
    let mut unused = unused(own, "twilio-calls", "axum,csv,schemars,tracing");
    for (name, _) in others {
        let there = self::unused(&mut cargo(&folder), name, "csv,schemars");
        unused.retain(|place| place.starts_with("api/") || there.contains(place));
    }
    unused
}

/// Where the compiler finds unused code, even where it is allowed.
fn unused(cargo: &mut Command, package: &str, features: &str) -> BTreeSet<String> {
    let lints = ["dead_code", "unused_imports", "unused_macros"];
    let messages = success(
        cargo
            .args(["rustc", "--quiet", "--package", package, "--lib"])
            .args(["--message-format", "json", "--features", features, "--"])
            .arg("--emit=metadata")
            .args(lints.map(|lint| format!("--force-warn={lint}"))),
    );
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["message"]["level"] == "warning")
        .flat_map(|message| {
            let spans = message["message"]["spans"].as_array().cloned();
            spans.unwrap_or_default()
        })
        .filter(|span| span["is_primary"] == true)
        .filter_map(|span| {
            let (_, file) = span["file_name"].as_str()?.split_once("src/")?;
            Some(format!(
                "{file}:{}:{}",
                span["line_start"], span["column_start"]
            ))
        })
        .collect()
}

fn lay_out(folder: &Path, documents: &[(String, Files)]) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, files) in documents {
        let client = folder.join(name);
        copy(&root().join("generated/src"), &client.join("src"))?;
        let api = client.join("src/api");
        fs::remove_dir_all(&api)?;
        fs::create_dir(&api)?;
        for (file, text) in files {
            fs::write(api.join(file), text)?;
        }
        let manifest = client.join("Cargo.toml");
        fs::copy(root().join("generated/Cargo.toml"), &manifest)?;
        without_the_simulator(&manifest)?;
        rename(&manifest, name)?;
    }
    let members = documents.iter().map(|(name, _)| name.as_str());
    lay_out_workspace(folder, &members.collect::<Vec<_>>())
}

/// Renames a package, since those of a workspace must differ, and removes its examples and benchmarks.
fn rename(manifest: &Path, name: &str) -> io::Result<()> {
    let text = fs::read_to_string(manifest)?;
    let renamed = text.replacen("name = \"twilio-calls\"", &format!("name = \"{name}\""), 1);
    let library: Vec<&str> = renamed
        .split_inclusive("\n\n")
        .filter(|section| !section.starts_with("[[example]]") && !section.starts_with("[[bench]]"))
        .collect();
    fs::write(manifest, library.concat())
}
