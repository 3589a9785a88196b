//! Read access to a repository: its working tree and its history.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::{Files, Version};

use crate::paths;

/// The command that fetches what a clone made for a pull request often lacks.
const FETCH: &str =
    "run `git fetch --tags --unshallow origin main` (in a workflow: `fetch-depth: 0`)";

/// The start of a commit's id, which is enough for people.
pub(crate) fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

/// A commit and the revision that was asked for, in reports.
pub(crate) fn named(commit: &str, revision: &str) -> String {
    match commit.starts_with(revision) {
        true => short(commit).to_owned(),
        false => format!("{} (`{revision}`)", short(commit)),
    }
}

/// The merge base, in reports.
pub(crate) fn branching_point(commit: &str) -> String {
    format!("{}, where the branch left `main`", short(commit))
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Release {
    pub(crate) version: Version,
    /// The tag, which is also the revision.
    pub(crate) tag: String,
}

impl Release {
    /// Reads a tag such as `v1.2.3`; pre-releases do not count.
    fn of_tag(tag: &str) -> Option<Self> {
        let version = tag.strip_prefix('v')?.parse::<Version>().ok()?;
        let tag = tag.to_owned();
        (version.pre.is_empty() && version.build.is_empty()).then_some(Self { version, tag })
    }
}

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

    /// Reads a file of the working tree.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read.
    pub(crate) fn read(&self, path: &str) -> io::Result<String> {
        fs::read_to_string(self.root.join(path))
            .map_err(|error| paths::cannot("read", Path::new(path), &error))
    }

    /// Writes a file of the working tree.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub(crate) fn write(&self, path: &str, text: &str) -> io::Result<()> {
        fs::write(self.root.join(path), text)
            .map_err(|error| paths::cannot("write", Path::new(path), &error))
    }

    fn git(&self, arguments: &[&str]) -> io::Result<Output> {
        Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output()
            .map_err(|error| io::Error::new(error.kind(), format!("cannot run git: {error}")))
    }

    /// Runs git and returns its output.
    ///
    /// # Errors
    ///
    /// Fails if git fails, with its message.
    pub(crate) fn run(&self, arguments: &[&str]) -> io::Result<String> {
        let output = self.git(arguments)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let reason = String::from_utf8_lossy(&output.stderr);
        let command = arguments.first().unwrap_or(&"");
        Err(io::Error::other(format!(
            "git {command} failed: {}",
            reason.trim()
        )))
    }

    /// Whether the repository knows a revision.
    pub(crate) fn has(&self, revision: &str) -> io::Result<bool> {
        let found = self.query(&["rev-parse", "--verify", "--quiet", revision])?;
        Ok(found.is_some())
    }

    /// The output of git; `None` if it fails.
    fn query(&self, arguments: &[&str]) -> io::Result<Option<String>> {
        let output = self.git(arguments)?;
        Ok(output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Returns the commit of a revision.
    ///
    /// # Errors
    ///
    /// Fails if the repository does not know the revision or git cannot be run.
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

    /// Returns the commit where the branch left `main`; `None` before the first commit.
    ///
    /// # Errors
    ///
    /// Fails if the folder is not in a repository, there is no `main`, or the history does not reach back far enough.
    pub(crate) fn merge_base(&self) -> io::Result<Option<String>> {
        if self.query(&["rev-parse", "--git-dir"])?.is_none() {
            return Err(io::Error::other(format!(
                "{} is not in a git repository, so there is no earlier spec to compare with; `cargo xtask diff OLD NEW` \
                 compares two files",
                self.root.display()
            )));
        }
        if !self.has("HEAD")? {
            return Ok(None);
        }
        // A clone made for a pull request often only has `origin/main`.
        for main in ["origin/main", "main"] {
            if let Some(commit) = self.query(&["merge-base", "HEAD", main])? {
                return Ok(Some(commit.trim().to_owned()));
            }
        }
        Err(io::Error::other(format!(
            "cannot find where this branch left `main`, so the earlier spec is unknown; {FETCH}, or name a revision: \
             `cargo xtask diff --base REV`"
        )))
    }

    /// Checks that the history is complete; otherwise commits and tags may be missing.
    ///
    /// # Errors
    ///
    /// Fails if the clone is shallow.
    pub(crate) fn require_history(&self) -> io::Result<()> {
        match self.query(&["rev-parse", "--is-shallow-repository"])? {
            Some(shallow) if shallow.trim() == "true" => Err(io::Error::other(format!(
                "this clone is shallow, so the last release may be missing; {FETCH}"
            ))),
            _ => Ok(()),
        }
    }

    /// The release with the highest version, of those that the branch contains or else of all.
    pub(crate) fn last_release(&self) -> io::Result<Option<Release>> {
        let merged = self.tagged(&["--merged", "HEAD"])?.into_iter().max();
        match merged {
            Some(newest) => Ok(Some(newest)),
            None => Ok(self.releases()?.into_iter().max()),
        }
    }

    /// All releases.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be run.
    pub(crate) fn releases(&self) -> io::Result<Vec<Release>> {
        self.tagged(&[])
    }

    /// The releases whose tags satisfy a condition; none outside a repository.
    fn tagged(&self, condition: &[&str]) -> io::Result<Vec<Release>> {
        let tags = self.query(&[&["tag", "--list", "v*"], condition].concat())?;
        let tags = tags.unwrap_or_default();
        Ok(tags.lines().filter_map(Release::of_tag).collect())
    }

    /// The path of a file in the working tree.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// The files of a revision below a folder, by path relative to it; none if the folder does not exist.
    ///
    /// # Errors
    ///
    /// Fails if git cannot be run, or its output cannot be read.
    pub(crate) fn files(&self, revision: &str, folder: &str) -> io::Result<Files> {
        // One process for all of them: there are more than a hundred.
        let output = self.git(&["archive", "--format", "tar", revision, folder])?;
        let mut files = Files::new();
        if !output.status.success() {
            return Ok(files);
        }
        for entry in tar::Archive::new(output.stdout.as_slice()).entries()? {
            let mut entry = entry?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let path = entry.path()?.to_string_lossy().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            files.insert(below.trim_start_matches('/').to_owned(), text);
        }
        Ok(files)
    }

    /// The contents of a file in a revision; `None` if the revision does not have the file.
    pub(crate) fn show(&self, revision: &str, path: &str) -> io::Result<Option<String>> {
        self.query(&["show", &format!("{revision}:{path}")])
    }
}
