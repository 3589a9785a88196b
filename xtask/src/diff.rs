//! `cargo xtask diff`: what a change of the spec means for users.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{ChangeReport, Class, Release, Report, Source, Spec, Version};

use crate::changelog::{self, CHANGELOG};
use crate::format::{Format, Tool};
use crate::gate::Standing;
use crate::git::Repository;
use crate::paths::{self, SPEC};
use crate::regen::Style;
use crate::{approvals, explain, manifest};

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
        let file = new.name.clone();
        if self.style == Style::Official {
            return self.compare_releases(&old, &new, out, err);
        }
        let (old, new) = match both(Spec::read(&old), Spec::read(&new)) {
            Ok(documents) => documents,
            Err(problems) => return self.reject(&problems, out, err),
        };
        // Approvals are about the repository, not about any two files.
        let approvals = match base
            .as_ref()
            .map(|_| approvals::read(&repository))
            .transpose()?
        {
            Some(Err(report)) => return self.reject(&[report], out, err),
            Some(Ok(approvals)) => approvals,
            None => None,
        };
        if self.task == Task::Print {
            let mut report = old.compare(&new);
            if let Some(approvals) = &approvals {
                // Only the gate compares with the last release, which the list is about.
                let _unused = report.approve(approvals);
            }
            let released = manifest::version(&repository, base.as_deref())?;
            return self.print(&report, &released, &file, out);
        }
        let Some(base) = base else {
            // Two files are part of no release.
            let entry = old.compare(&new).changelog();
            let text = changelog::with_entry(&repository.read(CHANGELOG)?, &entry);
            write_changelog(&repository, &text, out)?;
            return Ok(Outcome::Passed);
        };
        let mut standing = Standing::of(&repository, &base, &old, &new)?;
        standing.approve(approvals.as_ref());
        if self.task == Task::WriteChangelog {
            write_changelog(&repository, &standing.with_entry(), out)?;
            return Ok(Outcome::Passed);
        }
        Ok(match standing.report(&repository, out, err)? {
            true => Outcome::Passed,
            false => Outcome::GateFailed,
        })
    }

    /// Compares two documents in the official style, which are part of no release of the crate.
    fn compare_releases(
        &self,
        old: &Source,
        new: &Source,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<Outcome> {
        let file = new.name.clone();
        let (old, new) = match both(Release::read(old), Release::read(new)) {
            Ok(releases) => releases,
            Err(problems) => return self.reject(&problems, out, err),
        };
        err.write_all(old.left_out(&new).as_bytes())?;
        let report = old.compare(&new);
        let released = manifest::version(&Repository::new(&self.root), None)?;
        self.print(&report, &released, &file, out)
    }

    fn print(
        &self,
        report: &ChangeReport,
        released: &Version,
        file: &str,
        out: &mut dyn Write,
    ) -> io::Result<Outcome> {
        out.write_all(render(report, released, self.format, file).as_bytes())?;
        Ok(Outcome::Reported(report.class()))
    }

    /// Prints what is wrong with documents, in the formats that all tasks share as annotations.
    fn reject(
        &self,
        reports: &[Report],
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<Outcome> {
        for report in reports {
            write!(err, "{}", report.render(self.color))?;
        }
        let annotations: Vec<_> = reports.iter().flat_map(codegen::annotations).collect();
        out.write_all(
            TOOL.print(self.format, &annotations, String::new)
                .as_bytes(),
        )?;
        Ok(Outcome::Invalid)
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

/// Writes the change log with the drafted entry.
fn write_changelog(repository: &Repository, text: &str, out: &mut dyn Write) -> io::Result<()> {
    if repository.read(CHANGELOG)? == text {
        return writeln!(out, "{CHANGELOG} needs no entry");
    }
    repository.write(CHANGELOG, text)?;
    writeln!(
        out,
        "drafted an entry in {CHANGELOG}; reword it to say what the change means for users"
    )
}

const TOOL: Tool = Tool {
    name: "cargo xtask diff",
    describe: explain::describe_change,
};

/// The report in one of the formats. `file` is the name of the new document.
#[must_use]
pub fn render(report: &ChangeReport, version: &Version, format: Format, file: &str) -> String {
    TOOL.print(format, &report.annotations(file), || match format {
        Format::Markdown => report.markdown(version),
        Format::Json => report.json(version),
        Format::Text | Format::Github | Format::Sarif => report.text(version),
    })
}

fn read(path: &Path) -> io::Result<Source> {
    let text = paths::read(path)?;
    Ok(Source::new(
        path.display().to_string(),
        String::from_utf8_lossy(&text),
    ))
}
