//! `cargo xtask regen`: writes the sources of the client from the spec, or checks that they are fresh.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{ApiChange, Change, Files, Outline, Source, Spec};

use crate::git::Repository;
use crate::paths::{self, API, SPEC};
use crate::{dialect, disk, fix, manifest, rustfmt};

/// What to regenerate.
#[derive(Debug, Clone)]
pub struct Regen {
    /// The root of the repository: rustfmt runs in it, and messages show paths relative to it.
    pub root: PathBuf,
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The folder of the emitted files.
    pub out: PathBuf,
    /// The style that the document is written in.
    pub style: Style,
    /// Whether to compare without writing.
    pub check: bool,
    /// Whether to correct in the document first what has only one fix.
    pub fix: bool,
    /// Whether findings are shown in color.
    pub color: bool,
}

/// The style that a document is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// The house rules of `spec/README.md`.
    #[default]
    Own,
    /// That of Twilio's own documents.
    Official,
}

impl std::str::FromStr for Style {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "own" => Ok(Self::Own),
            "official" => Ok(Self::Official),
            _ => Err("expected `own` or `official`".to_owned()),
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The files on disk are what the document describes.
    Fresh,
    /// Files were written.
    Written,
    /// Files would have to be written.
    Stale,
    /// The document has errors; nothing was written.
    Invalid,
}

impl Outcome {
    /// The exit code: a different one for each reason to fail.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fresh | Self::Written => 0,
            Self::Stale => 3,
            Self::Invalid => 4,
        }
    }
}

/// The formatted files that a document becomes.
#[derive(Debug)]
pub struct Generated {
    /// The files below the output folder.
    pub files: Files,
    /// The edits made for progenitor.
    pub ledger: String,
    /// The rendered warnings.
    pub warnings: String,
    /// A short summary of what was rewritten in a document of the official style.
    pub summary: String,
}

impl Regen {
    /// The spec and the output folder of a repository.
    #[must_use]
    pub fn of(root: PathBuf) -> Self {
        Self {
            spec: root.join(SPEC),
            out: root.join(API),
            root,
            style: Style::Own,
            check: false,
            fix: false,
            color: false,
        }
    }

    /// Generates without reading the output folder; the inner `Err` is the rendered findings.
    ///
    /// # Errors
    ///
    /// The document cannot be read, or rustfmt cannot be run or rejects the files.
    pub fn generate(&self) -> io::Result<Result<Generated, String>> {
        match self.source()? {
            Ok(source) => self.emit(&source),
            Err(findings) => Ok(Err(findings)),
        }
    }

    fn source(&self) -> io::Result<Result<Source, String>> {
        let text = paths::read(&self.spec)?;
        let source = Source::from_utf8(self.name(&self.spec), text);
        Ok(source.map_err(|report| report.render(self.color)))
    }

    fn emit(&self, source: &Source) -> io::Result<Result<Generated, String>> {
        let output = match self.style {
            Style::Own => codegen::generate(source),
            Style::Official => codegen::generate_official(source),
        };
        match output {
            Err(report) => Ok(Err(report.render(self.color))),
            Ok(output) => Ok(Ok(Generated {
                files: rustfmt::format(&output.files, &self.root)?,
                ledger: output.ledger,
                warnings: output.warnings.render(self.color),
                summary: output.summary,
            })),
        }
    }

    /// What has to change on disk; the inner `Err` is the rendered findings.
    ///
    /// # Errors
    ///
    /// As for [`generate`](Self::generate), or the output folder cannot be read.
    pub fn plan(&self) -> io::Result<Result<Vec<Change>, String>> {
        let found = disk::read(&self.out)?;
        Ok(self
            .generate()?
            .map(|generated| codegen::plan(&generated.files, &found)))
    }

    /// Runs the task; prints the changes to `out` and problems to `err`.
    ///
    /// # Errors
    ///
    /// Reading or writing failed; the output folder is as it was.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        if self.fix {
            fix::fix(&self.spec, &self.name(&self.spec), out)?;
        }
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
        let handwritten = disk::handwritten(&found, &generated.files);
        self.reject_handwritten(&handwritten, err)?;
        let mut changes = codegen::plan(&generated.files, &found);
        changes.retain(|change| !handwritten.contains(&change.path()));
        let schema = dialect::change(&self.spec, &source)?;
        if self.check && !(changes.is_empty() && schema.is_empty() && handwritten.is_empty()) {
            self.report_stale(&changes, &schema, err)?;
            summarize(&found, &generated.files, self.most_listed(), out)?;
            return Ok(Outcome::Stale);
        }
        dialect::apply(&self.spec, &schema)?;
        for change in &schema {
            let path = self.name(&self.spec.with_file_name(change.path()));
            writeln!(out, "{:<8} {path}", verb(change))?;
        }
        if changes.is_empty() {
            writeln!(
                out,
                "{} files are fresh in {}",
                generated.files.len(),
                self.name(&self.out)
            )?;
            summarize(&found, &generated.files, self.most_listed(), out)?;
            return Ok(Outcome::Fresh);
        }
        disk::apply(&self.out, &changes)?;
        for change in &changes {
            let path = self.name(&self.out.join(change.path()));
            writeln!(out, "{:<8} {path}", verb(change))?;
        }
        self.report_change(&source, &found, &generated.files, out)?;
        Ok(Outcome::Written)
    }

    /// Lists the files that `regen` did not write; only `--check` goes on with them.
    fn reject_handwritten(&self, files: &[&str], err: &mut dyn Write) -> io::Result<()> {
        for name in files {
            writeln!(err, "unknown  {}", self.name(&self.out.join(name)))?;
        }
        if files.is_empty() || self.check {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "{} is written by `cargo xtask regen` alone; move the unknown files elsewhere",
            self.name(&self.out)
        )))
    }

    /// Reports what the change means for users, as `cargo xtask diff` does. Where the previous document cannot be found,
    /// the emitted types are compared instead.
    fn report_change(
        &self,
        source: &Source,
        found: &Files,
        written: &Files,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self.previous(found)? {
            Ok(old) => {
                let Ok(new) = Spec::read(source) else {
                    return summarize(found, written, self.most_listed(), out);
                };
                let version = manifest::version(&Repository::new(&self.root), None)?;
                out.write_all(old.compare(&new).text(&version).as_bytes())
            }
            Err(reason) => {
                writeln!(
                    out,
                    "{reason}, so this compares the emitted types; `cargo xtask diff` compares documents"
                )?;
                summarize(found, written, self.most_listed(), out)
            }
        }
    }

    /// A path as messages show it.
    fn name(&self, path: &Path) -> String {
        paths::relative(path, &self.root)
    }

    /// How many changes of the emitted types are listed: documents of the official style can be very large.
    fn most_listed(&self) -> usize {
        match self.style {
            Style::Own => usize::MAX,
            Style::Official => 20,
        }
    }

    /// The document that the files on disk were emitted from: that of the last commit, if it becomes these files.
    fn previous(&self, found: &Files) -> io::Result<Result<Spec, &'static str>> {
        if found.is_empty() {
            return Ok(Err("Nothing was emitted here before"));
        }
        if self.style != Style::Own {
            return Ok(Err("Documents of the official style are not compared"));
        }
        let (Some(folder), Some(name)) = (self.spec.parent(), self.spec.file_name()) else {
            return Ok(Err("The document has no file name"));
        };
        let name = format!("./{}", name.to_string_lossy());
        let Some(text) = Repository::new(folder).show("HEAD", &name)? else {
            return Ok(Err("The last commit does not contain the document"));
        };
        let source = Source::new(format!("HEAD:{name}"), text);
        let emitted = self.emit(&source)?;
        if emitted.is_ok_and(|emitted| emitted.files == *found)
            && let Ok(spec) = Spec::read(&source)
        {
            Ok(Ok(spec))
        } else {
            Ok(Err(
                "The files were not emitted from the document of the last commit",
            ))
        }
    }

    fn report_stale(
        &self,
        changes: &[Change],
        schema: &[Change],
        err: &mut dyn Write,
    ) -> io::Result<()> {
        for change in changes.iter().chain(schema) {
            write!(err, "{}", change.diff())?;
        }
        writeln!(
            err,
            "\n{} does not match {}:",
            self.name(&self.out),
            self.name(&self.spec)
        )?;
        for change in changes.iter().chain(schema) {
            writeln!(err, "  {change}")?;
        }
        writeln!(err, "run `cargo xtask regen` and commit the files")
    }
}

fn verb(change: &Change) -> &'static str {
    match change {
        Change::Create { .. } => "created",
        Change::Update { .. } => "updated",
        Change::Delete { .. } => "deleted",
    }
}

/// Lists what the change of files means for the public API.
fn summarize(old: &Files, new: &Files, most: usize, out: &mut dyn Write) -> io::Result<()> {
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
    for change in changes.iter().take(most) {
        writeln!(out, "  {change}")?;
    }
    if changes.len() > most {
        writeln!(out, "  and {} more", changes.len() - most)?;
    }
    Ok(())
}
