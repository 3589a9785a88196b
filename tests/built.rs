//! What cargo has already built for the tests, found without building it again.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::beside_the_client::success;
use crate::root;

/// Returns the library of the client that the tests of this package are linked with.
///
/// Cargo is asked about the calling test: its library is up to date, because cargo has just run that test.
///
/// # Panics
///
/// Panics if cargo fails or names no library.
#[must_use]
#[expect(clippy::expect_used, reason = "a test without the client cannot go on")]
pub fn client_of_the_test(test: &str) -> PathBuf {
    let messages = success(
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .current_dir(root())
            .args(["test", "--no-run", "--quiet", "--message-format", "json"])
            .args(["--package", "twilio-calls-tests", "--test", test]),
    );
    artifacts(&messages)
        .find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libtwilio_calls-") && name.ends_with(".rlib")
        })
        .expect("cargo names the library of the client")
}

/// The files that cargo's messages name.
fn artifacts(messages: &str) -> impl Iterator<Item = PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
}
