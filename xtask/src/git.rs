//! What git knows of earlier versions; nothing is ever changed.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A working tree.
#[derive(Debug)]
pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    fn git(&self, arguments: &[&str]) -> io::Result<Output> {
        Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output()
            .map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))
    }

    /// What git answers; nothing where it refuses.
    fn ask(&self, arguments: &[&str]) -> io::Result<Option<String>> {
        let output = self.git(arguments)?;
        Ok(output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// The commit of a revision.
    ///
    /// # Errors
    ///
    /// There is none.
    pub(crate) fn commit(&self, revision: &str) -> io::Result<Option<String>> {
        let commit = format!("{revision}^{{commit}}");
        match self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])? {
            Some(commit) => Ok(Some(commit.trim().to_owned())),
            None => Err(io::Error::other(format!(
                "`{revision}` is no revision of this repository; is its history complete?"
            ))),
        }
    }

    /// The commit that the working tree and `main` have in common; none before the first commit or without `main`.
    pub(crate) fn merge_base(&self) -> io::Result<Option<String>> {
        // A clone made for a pull request often knows `main` only as that of its origin.
        for main in ["origin/main", "main"] {
            if let Some(commit) = self.ask(&["merge-base", "HEAD", main])? {
                return Ok(Some(commit.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// A file as a revision has it; none where it has none.
    pub(crate) fn show(&self, revision: &str, path: &str) -> io::Result<Option<String>> {
        self.ask(&["show", &format!("{revision}:{path}")])
    }
}
