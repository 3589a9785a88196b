//! Runs the toolchain's rustfmt over files that are not on disk yet.

use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::process::Command;

use codegen::Files;

/// The configuration, relative to the root of the repository.
pub(crate) const SETTINGS: &str = "rustfmt.toml";

/// The file that declares all others as modules.
const MAIN: &str = "mod.rs";

/// Why rustfmt rejected the emitted files.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// What is wrong, and in which file, in one sentence.
    pub(crate) message: String,
    /// All that rustfmt printed, with names relative to the folder of the files.
    pub(crate) output: String,
}

/// Formats all files at once with the configuration of the repository: rustfmt follows `mod.rs` to the others. The
/// inner `Err` says why it rejected them.
///
/// # Errors
///
/// Fails if rustfmt is not installed, or for a reason that is not in the files.
pub(crate) fn format(files: &Files, root: &Path) -> io::Result<Result<Files, Rejection>> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        fs::write(folder.path().join(name), text)?;
    }
    // Run in the repository, so that rustup selects the pinned toolchain.
    let output = Command::new("rustfmt")
        .current_dir(root)
        .arg("--config-path")
        .arg(root.join(SETTINGS))
        .arg(folder.path().join(MAIN))
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
        return match rejection(&stderr, folder.path()) {
            Some(rejection) => Ok(Err(rejection)),
            None => Err(io::Error::other(format!("rustfmt failed:\n{stderr}"))),
        };
    }
    let formatted = files
        .keys()
        .map(|name| Ok((name.clone(), fs::read_to_string(folder.path().join(name))?)));
    formatted.collect::<io::Result<Files>>().map(Ok)
}

/// What rustfmt printed about files in the folder; `None` if it is about something else, such as its configuration.
fn rejection(stderr: &str, folder: &Path) -> Option<Rejection> {
    let prefix = format!("{}{MAIN_SEPARATOR}", folder.display());
    if !stderr.contains(&prefix) {
        return None;
    }
    let output = stderr.trim().replace(&prefix, "");
    let mut errors = output.lines().filter(|it| it.starts_with("error"));
    let error = errors.find_map(|it| Some(it.split_once(": ")?.1));
    let error = error.unwrap_or("there is an error");
    let mut places = output
        .lines()
        .filter_map(|it| it.trim().strip_prefix("--> "));
    let place = places.next().unwrap_or(MAIN);
    Some(Rejection {
        message: format!("rustfmt rejected the emitted file `{place}`: {error}"),
        output,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        let files = [(MAIN, "mod other;\n"), ("other.rs", text)];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        files.into_iter().collect()
    }

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn a_rejection_says_which_file_and_why() {
        let formatted = format(&files("fn   a( ){}\n"), root()).unwrap().unwrap();
        assert_eq!(formatted["other.rs"], "fn a() {}\n");
        let rejection = format(&files("\nfn 1() {}\n"), root())
            .unwrap()
            .unwrap_err();
        let start = "rustfmt rejected the emitted file `other.rs:2:4`: ";
        assert!(rejection.message.starts_with(start), "{rejection:?}");
        assert!(rejection.output.contains("fn 1() {}"), "{rejection:?}");
    }

    #[test]
    fn a_fault_outside_the_files_is_no_rejection() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SETTINGS), "max_width = 'wide'\n").unwrap();
        let error = format(&files(""), folder.path()).unwrap_err();
        assert!(error.to_string().starts_with("rustfmt failed:"), "{error}");
    }
}
