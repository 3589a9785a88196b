//! Runs the toolchain's rustfmt over files that are not on disk yet.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use codegen::Files;

/// The configuration, relative to the root of the repository.
pub(crate) const SETTINGS: &str = "rustfmt.toml";

/// Formats all files at once with the configuration of the repository: rustfmt follows `mod.rs` to the others.
///
/// # Errors
///
/// Fails if rustfmt is not installed, or rejects the files.
pub(crate) fn format(files: &Files, root: &Path) -> io::Result<Files> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        fs::write(folder.path().join(name), text)?;
    }
    // Run in the repository, so that rustup selects the pinned toolchain.
    let output = Command::new("rustfmt")
        .current_dir(root)
        .arg("--config-path")
        .arg(root.join(SETTINGS))
        .arg(folder.path().join("mod.rs"))
        .output()
        .map_err(|error| {
            io::Error::new(
                error.kind(),
                format!(
                    "cannot run rustfmt: {error}; install it with `rustup component add rustfmt`"
                ),
            )
        })?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!(
            "rustfmt rejected the emitted files:\n{stderr}"
        )));
    }
    files
        .keys()
        .map(|name| Ok((name.clone(), fs::read_to_string(folder.path().join(name))?)))
        .collect()
}
