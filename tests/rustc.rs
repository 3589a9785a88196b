//! Crates in place of the client, compiled without cargo: what they depend on is built for the tests already.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Files;
use serde_json::Value;
use toml::Table;

use crate::beside_the_client::{copy, success};
use crate::built::Libraries;
use crate::root;

/// The features that are on by default, and those that the emitted files know.
pub(crate) const FEATURES: &[&str] = &["csv", "rustls", "schemars", "webhooks"];

/// The library of a client.
pub(crate) struct Client<'f> {
    pub(crate) name: String,
    /// The folder with `src`.
    pub(crate) folder: PathBuf,
    /// The folder of what is compiled.
    pub(crate) out: PathBuf,
    pub(crate) features: &'f [&'f str],
}

impl Client<'_> {
    /// Compiles as far as errors and warnings are found; warnings are errors.
    ///
    /// # Panics
    ///
    /// Panics if there is one.
    pub(crate) fn check(&self) {
        success(self.rustc("metadata").args(["--deny", "warnings"]));
    }

    /// Builds a library, and returns its path; warnings are errors.
    ///
    /// # Panics
    ///
    /// Panics if it does not compile.
    pub(crate) fn build(&self) -> PathBuf {
        success(self.rustc("link").args(["--deny", "warnings"]));
        self.out.join(format!("lib{}.rlib", self.crate_name()))
    }

    /// What lints report, whatever the sources allow.
    ///
    /// # Panics
    ///
    /// Panics if it does not compile.
    pub(crate) fn reported_by(&self, lints: &[&str]) -> Vec<Value> {
        let mut rustc = self.rustc("metadata");
        rustc.args(["--error-format", "json"]);
        rustc.args(lints.iter().map(|lint| format!("--force-warn={lint}")));
        let messages = success_with_messages(&mut rustc);
        let messages = messages
            .lines()
            .filter_map(|it| serde_json::from_str(it).ok());
        messages.collect()
    }

    fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The compiler, as cargo would call it.
    fn rustc(&self, emit: &str) -> Command {
        let mut rustc = Libraries::of_this_test().for_a_client();
        let name = self.crate_name();
        rustc
            .args(["--crate-type", "lib", "--crate-name", &name, "--emit", emit])
            .args(["--check-cfg", "cfg(docsrs, test)"])
            .args(["--check-cfg", "cfg(feature, values(any()))"])
            .args(lints())
            .arg("--out-dir")
            .arg(&self.out)
            .env("CARGO_CRATE_NAME", &name)
            .env("CARGO_PKG_NAME", &self.name)
            .env("CARGO_PKG_VERSION", env!("CARGO_PKG_VERSION"));
        for feature in self.features {
            rustc.arg("--cfg").arg(format!("feature=\"{feature}\""));
        }
        rustc.arg(self.folder.join("src/lib.rs"));
        rustc
    }
}

/// The lints of the workspace that rustc knows.
fn lints() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let manifest: Table = manifest.parse().unwrap_or_default();
    let lints = manifest["workspace"]["lints"]["rust"].as_table().cloned();
    let lints = lints.unwrap_or_default().into_iter();
    let levels = lints.filter_map(|(lint, level)| Some(format!("--{}={lint}", level.as_str()?)));
    levels.collect()
}

/// What a command that succeeds prints to standard error.
///
/// # Panics
///
/// Panics if it cannot be run, or fails.
#[expect(clippy::panic, reason = "a command that fails fails the test")]
fn success_with_messages(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("rustc cannot be run: {error}"));
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{messages}");
    messages
}

/// Replaces a folder by a copy of the client's sources with these files instead of the emitted ones.
///
/// # Errors
///
/// Reading or writing failed.
pub(crate) fn lay_out(folder: &Path, files: &Files) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy_sources(folder)?;
    let api = folder.join("src/api");
    fs::remove_dir_all(&api)?;
    fs::create_dir(&api)?;
    for (file, text) in files {
        fs::write(api.join(file), text)?;
    }
    Ok(())
}

/// Copies what the client is compiled from.
///
/// # Errors
///
/// Reading or writing failed.
pub(crate) fn copy_sources(folder: &Path) -> io::Result<()> {
    let client = root().join("generated");
    copy(&client.join("src"), &folder.join("src"))?;
    fs::copy(client.join("README.md"), folder.join("README.md")).map(drop)
}
