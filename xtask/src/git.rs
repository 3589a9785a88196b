//! A repository as its working tree and git show it. Nothing is ever changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::paths;

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

    /// A file of the working tree.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub(crate) fn read(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.root.join(path))
            .map_err(|error| paths::cannot("read", Path::new(path), &error))
    }

    fn git(&self, arguments: &[&str]) -> io::Result<Output> {
        Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output()
            .map_err(|error| io::Error::new(error.kind(), format!("cannot run git: {error}")))
    }

    /// What git prints; none where it fails.
    fn query(&self, arguments: &[&str]) -> io::Result<Option<String>> {
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
    /// The repository does not know the revision, or git cannot be run.
    pub(crate) fn commit(&self, revision: &str) -> io::Result<String> {
        let commit = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        match self.query(&arguments)? {
            Some(commit) => Ok(commit.trim().to_owned()),
            None => Err(io::Error::other(format!(
                "unknown revision `{revision}`; is the history of this clone complete?"
            ))),
        }
    }

    /// The merge base of the working tree and `main`; none before the first commit or without `main`.
    pub(crate) fn merge_base(&self) -> io::Result<Option<String>> {
        // A clone made for a pull request often knows `main` only as that of its origin.
        for main in ["origin/main", "main"] {
            if let Some(commit) = self.query(&["merge-base", "HEAD", main])? {
                return Ok(Some(commit.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// A file as a revision has it; none where it does not have the file.
    pub(crate) fn show(&self, revision: &str, path: &str) -> io::Result<Option<String>> {
        self.query(&["show", &format!("{revision}:{path}")])
    }
}
