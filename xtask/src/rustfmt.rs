//! Runs the toolchain's rustfmt over files that are not on disk yet.

use std::fs;
use std::io;
use std::process::Command;

use codegen::Files;

/// Formats all files at once: `mod.rs` leads rustfmt to the others.
///
/// # Errors
///
/// rustfmt is not installed, or refuses the files.
pub(crate) fn format(files: &Files) -> io::Result<Files> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        fs::write(folder.path().join(name), text)?;
    }
    let root = crate::workspace();
    // From the workspace, so that rustup picks the pinned toolchain.
    let output = Command::new("rustfmt")
        .current_dir(&root)
        .arg("--config-path")
        .arg(root.join("rustfmt.toml"))
        .arg(folder.path().join("mod.rs"))
        .output()
        .map_err(|error| {
            io::Error::new(
                error.kind(),
                format!(
                    "rustfmt cannot be run: {error}; `rustup component add rustfmt` installs it"
                ),
            )
        })?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!(
            "rustfmt refused the emitted files:\n{complaint}"
        )));
    }
    files
        .keys()
        .map(|name| Ok((name.clone(), fs::read_to_string(folder.path().join(name))?)))
        .collect()
}
