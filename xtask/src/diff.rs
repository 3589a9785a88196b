//! `cargo xtask diff`: what a change of the spec means for users.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use codegen::{ChangeReport, Class, Source, Spec, Version};

use crate::git::Repository;
use crate::{Format, gate};

/// The spec, below the root of the repository.
pub const SPEC: &str = "spec/twilio-calls.yaml";

/// What to compare, and what to do with the result.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The root of the repository.
    pub root: PathBuf,
    /// Which two documents.
    pub documents: Documents,
    /// How the report is printed.
    pub format: Format,
    /// What is done beside printing.
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

/// What is done beside printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Nothing.
    Print,
    /// Fail where the version or the change log does not follow the change.
    Gate,
    /// Write the change log's entry.
    WriteChangelog,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The change has this class; none where nothing changed.
    Reported(Option<Class>),
    /// The gate let the change through, or the entry was written.
    Passed,
    /// The version or the change log does not follow the change.
    GateFailed,
    /// One of the documents has errors.
    Invalid,
}

impl Outcome {
    /// The exit code, one for each class and each reason to stop.
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

impl Diff {
    /// Runs the task and prints on `out` the report and on `err` what is wrong.
    ///
    /// # Errors
    ///
    /// A document cannot be read, or git cannot be asked.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let repository = Repository::new(&self.root);
        let (old, new, base) = match &self.documents {
            Documents::Files(old, new) => (read(old)?, read(new)?, None),
            Documents::Since(base) => {
                let base = match base {
                    Some(base) => repository.commit(base)?,
                    None => repository.merge_base()?,
                };
                let Some(text) = base
                    .as_deref()
                    .map(|base| repository.show(base, SPEC))
                    .transpose()?
                    .flatten()
                else {
                    writeln!(out, "There is no earlier spec to compare with.")?;
                    return Ok(match self.task {
                        Task::Print => Outcome::Reported(None),
                        Task::Gate | Task::WriteChangelog => Outcome::Passed,
                    });
                };
                let name = base.as_deref().map(|it| it.get(..12).unwrap_or(it));
                let old = Source::new(format!("{}:{SPEC}", name.unwrap_or("base")), text);
                let mut new = read(&self.root.join(SPEC))?;
                SPEC.clone_into(&mut new.name);
                (old, new, base)
            }
        };
        let report = match (Spec::read(&old), Spec::read(&new)) {
            (Ok(old), Ok(new)) => old.compare(&new),
            (old, new) => {
                for report in [old.err(), new.err()].into_iter().flatten() {
                    write!(err, "{}", report.render(self.color))?;
                }
                return Ok(Outcome::Invalid);
            }
        };
        let released = gate::version(&repository, base.as_deref())?;
        match self.task {
            Task::Print => {
                out.write_all(render(&report, released, self.format).as_bytes())?;
                Ok(Outcome::Reported(report.class()))
            }
            Task::Gate => gate::check(&repository, base.as_deref(), &report, out, err),
            Task::WriteChangelog => {
                gate::write_changelog(&self.root, &report, out)?;
                Ok(Outcome::Passed)
            }
        }
    }
}

/// The report in one of the formats.
#[must_use]
pub fn render(report: &ChangeReport, version: Version, format: Format) -> String {
    match format {
        Format::Text => report.text(version),
        Format::Markdown => report.markdown(version),
        Format::Json => report.json(version),
    }
}

fn read(path: &PathBuf) -> io::Result<Source> {
    let text = fs::read(path).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("{} cannot be read: {error}", path.display()),
        )
    })?;
    Ok(Source::new(
        path.display().to_string(),
        String::from_utf8_lossy(&text),
    ))
}
