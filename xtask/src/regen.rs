//! `cargo xtask regen`: from the spec to the sources of the client, or a check that they are fresh.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{ApiChange, Change, Files, Outline, Source, Spec};

use crate::git::Repository;
use crate::{disk, gate, rustfmt};

/// What to regenerate.
#[derive(Debug, Clone)]
pub struct Regen {
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The folder of the emitted files.
    pub out: PathBuf,
    /// How the document is written.
    pub style: Style,
    /// Whether to look only.
    pub check: bool,
    /// Whether findings are shown in color.
    pub color: bool,
}

/// How a document is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// By the rules of `spec/README.md`.
    #[default]
    Own,
    /// As Twilio writes its own documents.
    Official,
}

impl std::str::FromStr for Style {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "own" => Ok(Self::Own),
            "official" => Ok(Self::Official),
            _ => Err("the styles are `own` and `official`".to_owned()),
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is as it should be.
    Fresh,
    /// Files were written.
    Written,
    /// Files would have to be written.
    Stale,
    /// The document has errors; nothing was written.
    Invalid,
}

impl Outcome {
    /// The exit code, one for each reason to stop.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fresh | Self::Written => 0,
            Self::Stale => 3,
            Self::Invalid => 4,
        }
    }
}

/// The files a document becomes, formatted.
#[derive(Debug)]
pub struct Generated {
    /// The files below the output folder.
    pub files: Files,
    /// The edits made for progenitor.
    pub ledger: String,
    /// The findings that are no errors, rendered.
    pub warnings: String,
    /// What was rewritten in a document of another style, in a few lines.
    pub summary: String,
}

impl Regen {
    /// The project's own document and folder.
    #[must_use]
    pub fn of_workspace() -> Self {
        let root = crate::workspace();
        Self {
            spec: root.join("spec/twilio-calls.yaml"),
            out: root.join("generated/src/api"),
            style: Style::Own,
            check: false,
            color: false,
        }
    }

    /// Generates without looking at the output folder; `Err` holds the rendered findings.
    ///
    /// # Errors
    ///
    /// The document cannot be read, or rustfmt cannot be run.
    pub fn generate(&self) -> io::Result<Result<Generated, String>> {
        match self.source()? {
            Ok(source) => self.emit(&source),
            Err(findings) => Ok(Err(findings)),
        }
    }

    fn source(&self) -> io::Result<Result<Source, String>> {
        let text = fs::read(&self.spec).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("{} cannot be read: {error}", shown(&self.spec)),
            )
        })?;
        Ok(Source::from_utf8(shown(&self.spec), text).map_err(|report| report.render(self.color)))
    }

    fn emit(&self, source: &Source) -> io::Result<Result<Generated, String>> {
        let output = match self.style {
            Style::Own => codegen::generate(source),
            Style::Official => codegen::generate_official(source),
        };
        match output {
            Err(report) => Ok(Err(report.render(self.color))),
            Ok(output) => Ok(Ok(Generated {
                files: rustfmt::format(&output.files)?,
                ledger: output.ledger,
                warnings: output.warnings.render(self.color),
                summary: output.summary,
            })),
        }
    }

    /// What has to change on disk; `Err` holds the rendered findings.
    ///
    /// # Errors
    ///
    /// As for [`generate`](Self::generate), and an output folder that cannot be read.
    pub fn plan(&self) -> io::Result<Result<Vec<Change>, String>> {
        let found = disk::read(&self.out)?;
        Ok(self
            .generate()?
            .map(|generated| codegen::plan(&generated.files, &found)))
    }

    /// Runs the task and says on `out` what changed and on `err` what is wrong.
    ///
    /// # Errors
    ///
    /// Reading or writing failed; the output folder is as it was.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let found = disk::read(&self.out)?;
        let outcome = match self.source()? {
            Ok(source) => self.emit(&source)?.map(|generated| (source, generated)),
            Err(findings) => Err(findings),
        };
        let (source, generated) = match outcome {
            Ok(read) => read,
            Err(findings) => {
                write!(err, "{findings}")?;
                writeln!(err, "nothing was written")?;
                return Ok(Outcome::Invalid);
            }
        };
        write!(err, "{}{}", generated.warnings, generated.summary)?;
        let foreign = disk::foreign(&found, &generated.files);
        let mut changes = codegen::plan(&generated.files, &found);
        changes.retain(|change| !foreign.contains(&change.path()));
        for name in &foreign {
            writeln!(err, "foreign  {}", shown(&self.out.join(name)))?;
        }
        if !foreign.is_empty() && !self.check {
            return Err(io::Error::other(format!(
                "{} belongs to `cargo xtask regen`, which did not write the foreign files: move them elsewhere",
                shown(&self.out)
            )));
        }
        let outcome = match (changes.is_empty() && foreign.is_empty(), self.check) {
            (true, _) => Outcome::Fresh,
            (false, true) => Outcome::Stale,
            (false, false) => Outcome::Written,
        };
        match outcome {
            Outcome::Stale => self.tell_stale(&changes, err)?,
            Outcome::Written => {
                disk::apply(&self.out, &changes)?;
                for change in &changes {
                    writeln!(
                        out,
                        "{:<8} {}",
                        verb(change),
                        shown(&self.out.join(change.path()))
                    )?;
                }
            }
            Outcome::Fresh | Outcome::Invalid => {
                writeln!(
                    out,
                    "{} files are fresh in {}",
                    generated.files.len(),
                    shown(&self.out)
                )?;
            }
        }
        if outcome == Outcome::Written {
            self.tell_account(&source, &found, &generated.files, out)?;
        } else {
            summarize(&found, &generated.files, self.listed(), out)?;
        }
        Ok(outcome)
    }

    /// Says what the change means for users, as `cargo xtask diff` does; where the document that was there before is
    /// not to be had, the emitted types have to do.
    fn tell_account(
        &self,
        source: &Source,
        found: &Files,
        written: &Files,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self.before(found)? {
            Ok(old) => {
                let Ok(new) = Spec::read(source) else {
                    return summarize(found, written, self.listed(), out);
                };
                let version = gate::version(&Repository::new(&crate::workspace()), None)?;
                out.write_all(old.compare(&new).text(version).as_bytes())
            }
            Err(reason) => {
                writeln!(
                    out,
                    "{reason}, so this is told by the emitted types; `cargo xtask diff` compares documents"
                )?;
                summarize(found, written, self.listed(), out)
            }
        }
    }

    /// How many changes of the emitted types are listed: other documents can be very large.
    fn listed(&self) -> usize {
        match self.style {
            Style::Own => usize::MAX,
            Style::Official => 20,
        }
    }

    /// The document that the files on disk were emitted from: that of the last commit, if they are what it becomes.
    fn before(&self, found: &Files) -> io::Result<Result<Spec, &'static str>> {
        if found.is_empty() {
            return Ok(Err("Nothing was emitted here before"));
        }
        if self.style != Style::Own {
            return Ok(Err("Documents in another style are not compared"));
        }
        let (Some(folder), Some(name)) = (self.spec.parent(), self.spec.file_name()) else {
            return Ok(Err("The document has no name"));
        };
        let name = format!("./{}", name.to_string_lossy());
        let Some(text) = Repository::new(folder).show("HEAD", &name)? else {
            return Ok(Err("The last commit does not hold the document"));
        };
        let source = Source::new(format!("HEAD:{name}"), text);
        let emitted = self.emit(&source)?;
        if emitted.is_ok_and(|emitted| emitted.files == *found)
            && let Ok(spec) = Spec::read(&source)
        {
            Ok(Ok(spec))
        } else {
            Ok(Err(
                "The files were not what the last commit's document becomes",
            ))
        }
    }

    fn tell_stale(&self, changes: &[Change], err: &mut dyn Write) -> io::Result<()> {
        for change in changes {
            write!(err, "{}", change.diff())?;
        }
        writeln!(
            err,
            "\n{} is not what {} describes:",
            shown(&self.out),
            shown(&self.spec)
        )?;
        for change in changes {
            writeln!(err, "  {change}")?;
        }
        writeln!(err, "run `cargo xtask regen` and commit what it writes")
    }
}

/// A path as it is told: short where it is one of ours.
fn shown(path: &Path) -> String {
    let root = crate::workspace();
    path.strip_prefix(&root)
        .unwrap_or(path)
        .display()
        .to_string()
}

fn verb(change: &Change) -> &'static str {
    match change {
        Change::Create { .. } => "created",
        Change::Update { .. } => "updated",
        Change::Delete { .. } => "deleted",
    }
}

/// Says what the change of files means for the public API.
fn summarize(old: &Files, new: &Files, listed: usize, out: &mut dyn Write) -> io::Result<()> {
    let outline = |files: &Files| Outline::of(files.values().map(String::as_str));
    let changes = outline(old).changes(&outline(new));
    if changes.is_empty() {
        return writeln!(out, "the public API is unchanged");
    }
    let count = |is: fn(&ApiChange) -> bool| changes.iter().filter(|change| is(change)).count();
    writeln!(
        out,
        "the public API changes: {} added, {} removed, {} changed",
        count(|change| matches!(change, ApiChange::Added(_))),
        count(|change| matches!(change, ApiChange::Removed(_))),
        count(|change| matches!(change, ApiChange::Changed { .. })),
    )?;
    for change in changes.iter().take(listed) {
        writeln!(out, "  {change}")?;
    }
    if changes.len() > listed {
        writeln!(out, "  and {} more", changes.len() - listed)?;
    }
    Ok(())
}
