//! The locations of the project's files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The spec, relative to the root of the repository.
pub(crate) const SPEC: &str = "spec/twilio-calls.yaml";
/// The explained differences from Twilio's own document, relative to the root of the repository.
pub(crate) const EXPLANATIONS: &str = "spec/drift.yaml";
/// The approved changes, relative to the root of the repository.
pub(crate) const APPROVALS: &str = "spec/approvals.yaml";
/// The documents that break the rules, relative to the root of the repository.
pub(crate) const BAD: &str = "tests/bad";
/// The folder of the emitted files, relative to the root of the repository.
pub(crate) const API: &str = "generated/src/api";

/// Returns the root of the repository that a task works on: the nearest folder, from `start` upwards, that contains
/// `spec/twilio-calls.yaml`.
///
/// # Errors
///
/// Fails if neither `start` nor a folder above it contains the spec.
pub fn repository_root(start: &Path) -> io::Result<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join(SPEC).is_file())
        .map(Path::to_owned)
        .ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::NotFound,
                format!(
                    "found no {SPEC} in {} or a folder above it; run this inside the repository",
                    start.display()
                ),
            )
        })
}

/// A path for messages: relative to the root if it is below it.
pub(crate) fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Reads a file; the error names it.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| cannot("read", path, &error))
}

/// An error that names the failed action and the file.
pub(crate) fn cannot(action: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot {action} {}: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_nearest_folder_with_a_spec() {
        let folder = tempfile::tempdir().unwrap();
        let outer = folder.path().join("outer");
        let inner = outer.join("clones/inner");
        for root in [&outer, &inner] {
            fs::create_dir_all(root.join("spec")).unwrap();
            fs::write(root.join(SPEC), "").unwrap();
        }
        assert_eq!(repository_root(&inner.join("spec")).unwrap(), inner);
        assert_eq!(repository_root(&outer.join("clones")).unwrap(), outer);
        let error = repository_root(folder.path()).unwrap_err();
        assert!(error.to_string().contains(SPEC), "{error}");
    }
}
