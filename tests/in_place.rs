//! Copies of the client in which other emitted files replace its own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use codegen::Files;

use crate::beside_the_client::{cargo, success};
use crate::built::Libraries;
use crate::root;
use crate::rustc::{Client, FEATURES, lay_out};

/// Compiles each set of files in place of `src/api` in a copy of the client of that name; warnings are errors.
///
/// `purpose` names a folder below `target`, so that tests do not interfere with each other.
///
/// # Panics
///
/// Panics with rustc's message if the files do not compile, or if a copy cannot be made.
pub fn compile_in_place(purpose: &str, documents: &[(String, Files)]) {
    for (name, files) in documents {
        client(purpose, name, files).check();
    }
}

/// A copy of the client with other files, in a folder below `target`.
#[expect(clippy::panic, reason = "what cannot be compiled fails the test")]
fn client(purpose: &str, name: &str, files: &Files) -> Client<'static> {
    let folder = root().join("target").join(purpose).join(name);
    if let Err(error) = lay_out(&folder, files) {
        panic!("the copy of the client cannot be made: {error}");
    }
    Client {
        name: name.to_owned(),
        out: folder.clone(),
        folder,
        features: FEATURES,
    }
}

/// Runs a program that depends on a client with other files, with one argument, and returns its output.
///
/// # Panics
///
/// Panics if the program does not compile or fails, with its message, or the copy cannot be made.
#[must_use]
pub fn run_in_place(name: &str, files: &Files, program: &Path, argument: &str) -> String {
    run(&client("programs", name, files), program, argument)
}

/// Runs a program that depends on a crate written by `cargo xtask client`, with one argument, and returns its output.
///
/// # Panics
///
/// Panics if the program does not compile or fails, with its message.
#[must_use]
pub fn run_in_crate(folder: &Path, program: &Path, argument: &str) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let client = Client {
        name: name.clone().into_owned(),
        folder: folder.to_owned(),
        out: root().join("target/programs").join(&*name),
        features: FEATURES,
    };
    run(&client, program, argument)
}

/// Compiles a client and a program that depends on it with what is built for the tests, and runs the program.
fn run(client: &Client<'_>, program: &Path, argument: &str) -> String {
    let library = client.build();
    let out = client.out.join("program");
    let mut rustc = Libraries::of_this_test().for_a_client();
    rustc
        .arg("--extern")
        .arg(format!(
            "{}={}",
            client.name.replace('-', "_"),
            library.display()
        ))
        .arg("-L")
        .arg(format!("dependency={}", client.out.display()))
        .arg("-o")
        .arg(&out)
        .arg(program);
    success(&mut rustc);
    success(Command::new(out).arg(argument))
}

/// Builds a crate written by `cargo xtask client`, with a program as its example; warnings are errors.
///
/// The crate stands alone, so cargo builds its dependencies again.
///
/// # Panics
///
/// Panics with cargo's message if something does not compile, or the program cannot be copied.
#[expect(clippy::panic, reason = "what cannot be built fails the test")]
pub fn build_crate(folder: &Path, program: &Path) {
    let lay_out = || -> io::Result<()> {
        fs::create_dir_all(folder.join("examples"))?;
        fs::copy(program, folder.join("examples/program.rs"))?;
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(())
    };
    if let Err(error) = lay_out() {
        panic!("the program cannot be copied: {error}");
    }
    let arguments = ["build", "--quiet", "--no-default-features", "--examples"];
    success(cargo(folder).args(arguments));
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

/// The places below `src` of code that is dead for the crate's own document and for all the others. For emitted code,
/// only the crate's own document counts.
///
/// # Panics
///
/// Panics if the client does not compile or a copy of it cannot be made.
#[must_use]
pub fn needed_by_no_document(purpose: &str, others: &[(String, Files)]) -> BTreeSet<String> {
    let features = [FEATURES, &["axum", "tracing"]].concat();
    let own = Client {
        name: "twilio-calls".to_owned(),
        folder: root().join("generated"),
        out: root().join("target").join(purpose),
        features: &features,
    };
    let mut unused = unused(&own);
    for (name, files) in others {
        let there = self::unused(&client(purpose, name, files));
        unused.retain(|place| place.starts_with("api/") || there.contains(place));
    }
    unused
}

/// Where a compiler finds unused code, whatever the code allows.
fn unused(client: &Client<'_>) -> BTreeSet<String> {
    let lints = ["dead_code", "unused_imports", "unused_macros"];
    client
        .reported_by(&lints)
        .into_iter()
        .filter(|message| message["level"] == "warning")
        .flat_map(|message| message["spans"].as_array().cloned().unwrap_or_default())
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
