//! Copies of the client with other emitted files in the place of its own.

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

/// Compiles each set of files in the place of `src/api` in a copy of the client of that name; warnings are errors.
///
/// `purpose` names a folder below `target`, so that two tests do not get into each other's way.
///
/// # Panics
///
/// The files do not compile, with what rustc says, or a copy cannot be made.
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

/// Runs a program that has a client of other files as its dependency, with one argument, and returns what it prints.
///
/// # Panics
///
/// The program does not compile or fails, with what it says, or the copy cannot be made.
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

/// Runs a program that has a crate of `cargo xtask client` as its dependency, with one argument, and returns what it prints.
///
/// # Panics
///
/// The program does not compile or fails, with what it says, or it cannot be copied.
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

/// Tests and documents a crate of `cargo xtask client` by itself; warnings are errors.
///
/// # Panics
///
/// A test fails, or something does not compile, with what cargo says.
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

/// A manifest with what a small program needs for its development, and nothing else.
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

/// The places below `src` of what neither the crate's own document nor any of the others needs: dead code. What is
/// emitted counts for the own document alone.
///
/// # Panics
///
/// The client does not compile, or a copy of it cannot be made.
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

/// Where a compiler finds unused code, whatever the code allows.
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

/// Two packages of a workspace cannot be called the same. Examples and benchmarks are not there.
fn rename(manifest: &Path, name: &str) -> io::Result<()> {
    let text = fs::read_to_string(manifest)?;
    let renamed = text.replacen("name = \"twilio-calls\"", &format!("name = \"{name}\""), 1);
    let library: Vec<&str> = renamed
        .split_inclusive("\n\n")
        .filter(|section| !section.starts_with("[[example]]") && !section.starts_with("[[bench]]"))
        .collect();
    fs::write(manifest, library.concat())
}
