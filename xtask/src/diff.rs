//! `cargo xtask diff`: what a change of the spec means for users.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{ChangeReport, Class, Release, Report, Source, Spec, Version};

use crate::changelog::{self, CHANGELOG};
use crate::git::Repository;
use crate::paths::{self, SPEC};
use crate::regen::Style;
use crate::{Format, gate, manifest};

/// What to compare, and what to do with the result.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The root of the repository.
    pub root: PathBuf,
    /// Which two documents.
    pub documents: Documents,
    /// The style that both documents are written in.
    pub style: Style,
    /// How the report is printed.
    pub format: Format,
    /// What to do with the report.
    pub task: Task,
    /// Whether findings are shown in color.
    pub color: bool,
}

/// Which two documents are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Documents {
    /// The spec in the working tree against that of a revision; without one, of the merge base with `main`.
    Since(Option<String>),
    /// Two files.
    Files(PathBuf, PathBuf),
}

/// What to do with the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Print it.
    Print,
    /// Fail where the version or the change log does not follow the change.
    Gate,
    /// Draft the entry of the change log.
    WriteChangelog,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The report was printed; the class of the change, or `None` if nothing changed.
    Reported(Option<Class>),
    /// The gate passed, or the entry was drafted.
    Passed,
    /// The version or the change log does not follow the change.
    GateFailed,
    /// One of the documents has errors.
    Invalid,
}

impl Outcome {
    /// The exit code: a different one for each class and each reason to fail.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Reported(None) | Self::Passed => 0,
            Self::Invalid => 4,
            Self::GateFailed => 5,
            Self::Reported(Some(Class::Documentation)) => 10,
            Self::Reported(Some(Class::Compatible)) => 11,
            Self::Reported(Some(Class::Breaking)) => 12,
        }
    }
}

/// The documents to compare, and the commit of the older one.
struct Pair {
    old: Source,
    new: Source,
    base: Option<String>,
}

impl Diff {
    /// Runs the task; prints the report to `out` and problems to `err`.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or git cannot be run.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let repository = Repository::new(&self.root);
        let Some(Pair { old, new, base }) = self.pair(&repository)? else {
            writeln!(out, "There is no earlier spec to compare with.")?;
            return Ok(match self.task {
                Task::Print => Outcome::Reported(None),
                Task::Gate | Task::WriteChangelog => Outcome::Passed,
            });
        };
        let report = match self.compare(&old, &new, err)? {
            Ok(report) => report,
            Err(problems) => {
                for report in problems {
                    write!(err, "{}", report.render(self.color))?;
                }
                return Ok(Outcome::Invalid);
            }
        };
        let released = manifest::version(&repository, base.as_deref())?;
        match self.task {
            Task::Print => {
                out.write_all(render(&report, &released, self.format).as_bytes())?;
                Ok(Outcome::Reported(report.class()))
            }
            Task::Gate => {
                writeln!(out, "{}", report.verdict(&released))?;
                let problems = gate::problems(&repository, base.as_deref(), &report, &released)?;
                for problem in &problems {
                    writeln!(err, "error: {problem}")?;
                }
                Ok(if problems.is_empty() {
                    Outcome::Passed
                } else {
                    Outcome::GateFailed
                })
            }
            Task::WriteChangelog => {
                write_changelog(&self.root, &report, out)?;
                Ok(Outcome::Passed)
            }
        }
    }

    /// Compares the documents; prints what is left out of those in the official style.
    fn compare(
        &self,
        old: &Source,
        new: &Source,
        err: &mut dyn Write,
    ) -> io::Result<Result<ChangeReport, Vec<Report>>> {
        if self.style == Style::Own {
            return Ok(both(Spec::read(old), Spec::read(new)).map(|(old, new)| old.compare(&new)));
        }
        let (old, new) = match both(Release::read(old), Release::read(new)) {
            Ok(releases) => releases,
            Err(problems) => return Ok(Err(problems)),
        };
        err.write_all(old.left_out(&new).as_bytes())?;
        Ok(Ok(old.compare(&new)))
    }

    /// Reads both documents; `None` if there is no older one.
    fn pair(&self, repository: &Repository) -> io::Result<Option<Pair>> {
        let base = match &self.documents {
            Documents::Files(old, new) => {
                let (old, new) = (read(old)?, read(new)?);
                return Ok(Some(Pair {
                    old,
                    new,
                    base: None,
                }));
            }
            Documents::Since(Some(revision)) => Some(repository.commit(revision)?),
            Documents::Since(None) => repository.merge_base()?,
        };
        let Some(base) = base else { return Ok(None) };
        let Some(text) = repository.show(&base, SPEC)? else {
            return Ok(None);
        };
        let old = Source::new(format!("{}:{SPEC}", base.get(..12).unwrap_or(&base)), text);
        let mut new = read(&self.root.join(SPEC))?;
        SPEC.clone_into(&mut new.name);
        Ok(Some(Pair {
            old,
            new,
            base: Some(base),
        }))
    }
}

/// Both documents, or all that is wrong with them.
fn both<T>(old: Result<T, Report>, new: Result<T, Report>) -> Result<(T, T), Vec<Report>> {
    match (old, new) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => Err([old.err(), new.err()].into_iter().flatten().collect()),
    }
}

/// Drafts the entry of the change log.
fn write_changelog(root: &Path, report: &ChangeReport, out: &mut dyn Write) -> io::Result<()> {
    let path = root.join(CHANGELOG);
    let old = fs::read_to_string(&path).map_err(|error| paths::cannot("read", &path, &error))?;
    let new = changelog::with_entry(&old, &report.changelog());
    if new == old {
        return writeln!(out, "{CHANGELOG} needs no entry");
    }
    fs::write(&path, new).map_err(|error| paths::cannot("write", &path, &error))?;
    writeln!(
        out,
        "drafted an entry in {CHANGELOG}; reword it to say what the change means for users"
    )
}

/// The report in one of the formats.
#[must_use]
pub fn render(report: &ChangeReport, version: &Version, format: Format) -> String {
    match format {
        Format::Text => report.text(version),
        Format::Markdown => report.markdown(version),
        Format::Json => report.json(version),
    }
}

fn read(path: &Path) -> io::Result<Source> {
    let text = paths::read(path)?;
    Ok(Source::new(
        path.display().to_string(),
        String::from_utf8_lossy(&text),
    ))
}
