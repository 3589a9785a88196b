//! Copies of the client with other emitted files beside its own: compiled, not only compared.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Files;

use crate::root;
use crate::rustc::{Client, FEATURES, copy_sources};

/// Compiles sets of files next to the runtime that they need, each as a module of this name; warnings are errors.
///
/// `purpose` names a folder below `target`, so that tests do not interfere with each other.
///
/// # Panics
///
/// Panics with rustc's message if the files do not compile, or if the copy cannot be made.
#[expect(clippy::panic, reason = "what cannot be compiled fails the test")]
pub fn compile_beside_the_client(purpose: &str, modules: &[(String, Files)]) {
    let folder = root().join("target").join(purpose).join("client");
    if let Err(error) = lay_out(&folder, modules) {
        panic!("the copy of the client cannot be made: {error}");
    }
    let client = Client {
        name: "twilio-calls".to_owned(),
        out: folder.clone(),
        folder,
        features: FEATURES,
    };
    client.check();
}

/// Runs a command and returns its output.
///
/// # Panics
///
/// Panics with its message if the command cannot be run or fails.
#[expect(clippy::panic, reason = "a command that fails fails the test")]
pub(crate) fn success(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("cargo cannot be run: {error}"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Cargo in a folder, with warnings as errors.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(folder)
        // A single folder, because all have the same dependencies.
        .env("CARGO_TARGET_DIR", root().join("target/fixtures/target"))
        .env("RUSTFLAGS", "-D warnings");
    cargo
}

/// Copies the client alone into a workspace in a folder, and returns the path of the copy.
///
/// # Errors
///
/// Fails if reading or writing fails, or the manifest of the workspace looks different than expected.
pub fn copy_the_client(folder: &Path) -> io::Result<PathBuf> {
    let client = folder.join("generated");
    if client.exists() {
        fs::remove_dir_all(&client)?;
    }
    copy(&root().join("generated"), &client)?;
    without_the_simulator(&client.join("Cargo.toml"))?;
    lay_out_workspace(folder, &["generated"])?;
    Ok(client)
}

/// Makes a folder a workspace with these members and the dependencies of ours.
pub(crate) fn lay_out_workspace(folder: &Path, members: &[&str]) -> io::Result<()> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let parts = manifest
        .split_once("members = [")
        .and_then(|(start, rest)| Some((start, rest.split_once(']')?.1)));
    let (start, rest) = parts.ok_or_else(|| io::Error::other("the workspace has no members"))?;
    let members: Vec<String> = members.iter().map(|name| format!("{name:?}")).collect();
    fs::write(
        folder.join("Cargo.toml"),
        format!("{start}members = [{}]{rest}", members.join(", ")),
    )?;
    for file in ["Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(root().join(file), folder.join(file))?;
    }
    Ok(())
}

/// Removes the simulator, which only the examples need.
pub(crate) fn without_the_simulator(manifest: &Path) -> io::Result<()> {
    let text = fs::read_to_string(manifest)?;
    let kept = text
        .lines()
        .filter(|line| !line.starts_with("twilio-calls-simulator"));
    fs::write(manifest, kept.collect::<Vec<_>>().join("\n"))
}

/// Lays out the sources of the client, with the modules in it.
fn lay_out(folder: &Path, modules: &[(String, Files)]) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy_sources(folder)?;
    let others = folder.join("src/others");
    let mut declared = String::from("//! Other documents.\n");
    for (module, files) in modules {
        fs::create_dir_all(others.join(module))?;
        for (file, text) in files {
            // Nothing reads the base URL of the other document.
            let text = if file == "service.rs" {
                format!("#![allow(dead_code, unused_imports)]\n{text}")
            } else {
                text.clone()
            };
            fs::write(others.join(module).join(file), text)?;
        }
        declared.push_str(&format!("/// Another document.\npub mod {module};\n"));
    }
    fs::write(others.join("mod.rs"), declared)?;
    let lib = folder.join("src/lib.rs");
    let text = fs::read_to_string(&lib)?;
    fs::write(
        &lib,
        format!("{text}\n/// Other documents.\npub mod others;\n"),
    )
}

pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
