//! `cargo xtask diff`: what a change of the spec means for users.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{
    Annotation, Approvals, Baseline, ChangeReport, Class, Compared, Release, Report, Source, Spec,
};

use crate::changelog::{self, CHANGELOG};
use crate::color::Color;
use crate::format::{Format, Tool};
use crate::gate::Standing;
use crate::git::{self, Repository};
use crate::paths::{self, SPEC};
use crate::regen::Style;
use crate::{approvals, baseline, error_codes, explain, gate, manifest};

/// What to compare, and what to do with the result.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The root of the repository.
    pub root: PathBuf,
    /// The two documents to compare.
    pub documents: Documents,
    /// The style of both documents.
    pub style: Style,
    /// How the report is printed.
    pub format: Format,
    /// What to do with the report.
    pub task: Task,
    /// Which streams carry colors.
    pub color: Color,
}

/// The two documents to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Documents {
    /// The spec in the working tree and that of a revision; without one, of the merge base with `main`.
    Since(Option<String>),
    /// Two files.
    Files(PathBuf, PathBuf),
}

/// What to do with the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Print it.
    Print,
    /// Fail if the version or the changelog does not match the changes.
    Gate,
    /// Draft the entry of the changelog.
    WriteChangelog,
}

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The report was printed; the class of the change, or `None` if nothing changed.
    Reported(Option<Class>),
    /// The gate passed, or the drafts in the changelog were updated.
    Passed,
    /// The version or the changelog does not match the changes.
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

/// The two specs to compare.
struct Specs {
    old: Spec,
    new: Spec,
    approvals: Approvals,
}

/// The documents to compare, and the commit of the older one.
struct Pair {
    old: Source,
    new: Source,
    base: Option<String>,
    /// The name of the older document in the report: its path, or the revision.
    with: String,
}

impl Pair {
    fn compared(&self, baseline: Baseline) -> Compared {
        Compared {
            file: self.new.name.clone(),
            base: Some(self.with.clone()),
            baseline,
        }
    }
}

impl Diff {
    /// Runs the task; prints the report to `out` and problems to `err`.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read or git cannot be run.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let repository = Repository::new(&self.root);
        let Some(pair) = self.pair(&repository, err)? else {
            return self.without_earlier(out, err);
        };
        if self.style == Style::Official {
            return self.compare_releases(&pair, out, err);
        }
        // Approvals only apply to the repository, not to arbitrary files.
        let approvals = match &pair.base {
            Some(_) => approvals::read(&repository)?,
            None => Ok(Approvals::none()),
        };
        match (Spec::read(&pair.old), Spec::read(&pair.new), approvals) {
            (Ok(old), Ok(new), Ok(approvals)) => {
                let base = pair.base.as_deref();
                if self.task == Task::Print {
                    let mut report = old.compare(&new);
                    // The gate checks for unused approvals, since it compares with the release that they are about.
                    let _unused = report.approve(&approvals);
                    let baseline = baseline::of(&repository, base)?;
                    return self.print(&report, &pair.compared(baseline), out);
                }
                let specs = Specs {
                    old,
                    new,
                    approvals,
                };
                self.judge(&repository, base, &specs, out, err)
            }
            (old, new, approvals) => {
                let reports = [old.err(), new.err(), approvals.err()];
                self.reject(reports.into_iter().flatten(), out, err)
            }
        }
    }

    /// Compares two documents in the official style, which belong to no release of the crate.
    fn compare_releases(
        &self,
        pair: &Pair,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<Outcome> {
        let (old, new) = match (Release::read(&pair.old), Release::read(&pair.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (old, new) => {
                let reports = [old.err(), new.err()];
                return self.reject(reports.into_iter().flatten(), out, err);
            }
        };
        err.write_all(old.left_out(&new).as_bytes())?;
        let version = manifest::version(&Repository::new(&self.root), None)?;
        // As if the older one belonged to a release.
        let baseline = Baseline::released(version);
        self.print(&old.compare(&new), &pair.compared(baseline), out)
    }

    fn print(
        &self,
        report: &ChangeReport,
        compared: &Compared,
        out: &mut dyn Write,
    ) -> io::Result<Outcome> {
        out.write_all(render(report, compared, self.format, self.color.out).as_bytes())?;
        Ok(Outcome::Reported(report.class()))
    }

    fn judge(
        &self,
        repository: &Repository,
        base: Option<&str>,
        specs: &Specs,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<Outcome> {
        let Some(base) = base else {
            // Arbitrary files belong to no release.
            let entry = specs.old.compare(&specs.new).changelog();
            let text = changelog::with_entry(&repository.read(CHANGELOG)?, &entry);
            write_changelog(repository, &text, out)?;
            return Ok(Outcome::Passed);
        };
        let mut standing = Standing::of(repository, base, &specs.old, &specs.new)?;
        standing.approve(&specs.approvals);
        if self.task == Task::WriteChangelog {
            write_changelog(repository, &standing.with_entry(), out)?;
            return Ok(Outcome::Passed);
        }
        let holds = match self.format {
            Format::Text | Format::Markdown => standing.report(repository, out, err)?,
            Format::Json | Format::Github | Format::Sarif => {
                standing.print_verdict(err)?;
                self.print_problems(&standing.annotations(repository)?, out)?
            }
        };
        Ok(if holds {
            Outcome::Passed
        } else {
            Outcome::GateFailed
        })
    }

    /// Prints what keeps the gate from passing, in machine-readable formats; returns whether nothing does.
    fn print_problems(&self, problems: &[Annotation], out: &mut dyn Write) -> io::Result<bool> {
        let holds = problems.is_empty();
        let outcome = if holds { "passed" } else { "failed" };
        let json = || codegen::findings_json(outcome, &[], problems);
        out.write_all(GATE.print(self.format, problems, json).as_bytes())?;
        Ok(holds)
    }

    /// Reports that there is nothing to compare with; machine-readable formats get an empty report.
    fn without_earlier(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        const MESSAGE: &str = "There is no earlier spec to compare with.";
        match (self.task, self.format) {
            (Task::Gate, Format::Json | Format::Github | Format::Sarif) => {
                writeln!(err, "{MESSAGE}")?;
                self.print_problems(&[], out)?;
            }
            (Task::Print, Format::Json | Format::Github | Format::Sarif) => {
                writeln!(err, "{MESSAGE}")?;
                let compared = Compared {
                    file: SPEC.to_owned(),
                    base: None,
                    baseline: baseline::of(&Repository::new(&self.root), None)?,
                };
                self.print(&ChangeReport::default(), &compared, out)?;
            }
            _ => writeln!(out, "{MESSAGE}")?,
        }
        Ok(match self.task {
            Task::Print => Outcome::Reported(None),
            Task::Gate | Task::WriteChangelog => Outcome::Passed,
        })
    }

    /// Prints what is wrong with the documents; machine-readable formats contain findings instead of changes.
    fn reject(
        &self,
        reports: impl Iterator<Item = Report>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<Outcome> {
        let mut annotations = Vec::new();
        for report in reports {
            write!(err, "{}", report.render(self.color.err))?;
            annotations.extend(codegen::annotations(&report));
        }
        out.write_all(TOOL.findings(self.format, &annotations).as_bytes())?;
        Ok(Outcome::Invalid)
    }

    /// Reads both documents; `None` if there is no older one.
    fn pair(&self, repository: &Repository, err: &mut dyn Write) -> io::Result<Option<Pair>> {
        let base = match &self.documents {
            Documents::Files(old, new) => {
                let (old, new) = error_codes::of_both(read(old)?, read(new)?, err)?;
                return Ok(Some(Pair {
                    with: old.name.clone(),
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
        let with = match &self.documents {
            Documents::Since(Some(revision)) => git::named(&base, revision),
            _ => git::branching_point(&base),
        };
        let old = Source::new(format!("{}:{SPEC}", git::short(&base)), text);
        let old = error_codes::with_table_of(old, repository, &base, SPEC)?;
        let mut new = read(&self.root.join(SPEC))?;
        SPEC.clone_into(&mut new.name);
        Ok(Some(Pair {
            old,
            new,
            base: Some(base),
            with,
        }))
    }
}

/// Writes the changelog with the drafted entry.
fn write_changelog(repository: &Repository, text: &str, out: &mut dyn Write) -> io::Result<()> {
    if repository.read(CHANGELOG)? == text {
        return writeln!(out, "{CHANGELOG} needs no new entry");
    }
    repository.write(CHANGELOG, text)?;
    writeln!(
        out,
        "updated the drafts in {CHANGELOG}; move them where they belong, and reword them to say what the change means for \
         users, but keep the names in backticks"
    )
}

const TOOL: Tool = Tool {
    name: "cargo xtask diff",
    describe: explain::describe_change,
};

const GATE: Tool = Tool {
    name: "cargo xtask diff --gate",
    describe: gate::describe,
};

/// Renders the report in a format; `color` is for text.
#[must_use]
pub fn render(report: &ChangeReport, compared: &Compared, format: Format, color: bool) -> String {
    TOOL.print(
        format,
        &report.annotations(&compared.file),
        || match format {
            Format::Markdown => report.markdown(compared),
            Format::Json => report.json(compared),
            Format::Text | Format::Github | Format::Sarif => report.text(compared, color),
        },
    )
}

fn read(path: &Path) -> io::Result<Source> {
    let text = paths::read(path)?;
    let source = Source::new(path.display().to_string(), String::from_utf8_lossy(&text));
    error_codes::with_table(source, path)
}
