//! `cargo xtask regen`: writes the sources of the client from the spec, or checks that they are up to date.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{
    Annotation, ApiChange, Change, Compared, Files, Finding, Outline, Output, Report, Source, Span,
    Spec,
};

use crate::color::Color;
use crate::format::{Format, Tool};
use crate::git::{self, Repository};
use crate::paths::{self, API, SPEC};
use crate::rustfmt::Rejection;
use crate::{baseline, dialect, disk, error_codes, explain, fix, rustfmt};

/// What to regenerate.
#[derive(Debug, Clone)]
pub struct Regen {
    /// The root of the repository: rustfmt runs in it, and messages show paths relative to it.
    pub root: PathBuf,
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The folder of the emitted files.
    pub out: PathBuf,
    /// The style of the document.
    pub style: Style,
    /// Whether to compare only, without writing.
    pub check: bool,
    /// The format of the findings. With a machine-readable format, nothing else is printed to `out`.
    pub format: Format,
    /// Whether to first fix the mistakes in the document that have only one possible fix.
    pub fix: bool,
    /// Which streams carry colors.
    pub color: Color,
}

/// The style of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// The house rules of `spec/README.md`.
    #[default]
    Own,
    /// The style of Twilio's own documents.
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

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The files on disk match the document.
    Fresh,
    /// Files were written.
    Written,
    /// Files would have to be written.
    Stale,
    /// The document has errors; no sources were written.
    Invalid,
}

impl Outcome {
    /// The name of the outcome in machine-readable formats.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Written => "written",
            Self::Stale => "stale",
            Self::Invalid => "invalid",
        }
    }

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

/// A run and what it did.
struct Ran {
    outcome: Outcome,
    findings: Report,
    /// What was done, or has to be done, to each file.
    files: Vec<(&'static str, String)>,
}

const TOOL: Tool = Tool {
    name: "cargo xtask regen",
    describe: explain::describe_finding,
};

/// The formatted files for a document.
#[derive(Debug)]
pub struct Generated {
    /// The files below the output folder.
    pub files: Files,
    /// The edits made for progenitor.
    pub ledger: String,
    /// The warnings about the document.
    pub warnings: Report,
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
            format: Format::Text,
            fix: false,
            color: Color::default(),
        }
    }

    /// The files that decide what is written. Only the CSV of error codes may be missing.
    #[must_use]
    pub fn inputs(&self) -> Vec<PathBuf> {
        vec![
            self.spec.clone(),
            error_codes::path(&self.spec),
            self.root.join(rustfmt::SETTINGS),
        ]
    }

    /// Generates the files without reading the output folder; the inner `Err` has the findings about the document.
    ///
    /// # Errors
    ///
    /// Fails if the document cannot be read, or rustfmt cannot be run.
    pub fn generate(&self) -> io::Result<Result<Generated, Report>> {
        match self.source()? {
            Ok(source) => self.emit(&source),
            Err(findings) => Ok(Err(findings)),
        }
    }

    fn source(&self) -> io::Result<Result<Source, Report>> {
        let text = paths::read(&self.spec)?;
        match Source::from_utf8(self.name(&self.spec), text) {
            Ok(source) => Ok(Ok(error_codes::with_table(source, &self.spec)?)),
            Err(findings) => Ok(Err(findings)),
        }
    }

    fn emit(&self, source: &Source) -> io::Result<Result<Generated, Report>> {
        let output = match self.style {
            Style::Own => codegen::generate(source),
            Style::Official => codegen::generate_official(source),
        };
        match output {
            Err(report) => Ok(Err(report)),
            Ok(output) => self.formatted(source, output),
        }
    }

    /// The files as rustfmt formats them. If it rejects them, that is one more finding about the document.
    fn formatted(&self, source: &Source, output: Output) -> io::Result<Result<Generated, Report>> {
        Ok(match rustfmt::format(&output.files, &self.root)? {
            Ok(files) => Ok(Generated {
                files,
                ledger: output.ledger,
                warnings: output.warnings,
                summary: output.summary,
            }),
            Err(rejection) => Err(rejected(source, rejection, output.warnings)),
        })
    }

    /// Returns the necessary changes on disk; the inner `Err` has the findings about the document.
    ///
    /// # Errors
    ///
    /// Fails like [`generate`](Self::generate), or if the output folder cannot be read.
    pub fn plan(&self) -> io::Result<Result<Vec<Change>, Report>> {
        let found = disk::read(&self.out)?;
        Ok(self
            .generate()?
            .map(|generated| codegen::plan(&generated.files, &found)))
    }

    /// Runs the task; prints the changes to `out` and problems to `err`. With a machine-readable format, `out` gets
    /// the findings in that format, and `err` everything else.
    ///
    /// # Errors
    ///
    /// Fails if reading or writing fails. If an emitted file cannot be written, the changes before it are undone.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        if matches!(self.format, Format::Text | Format::Markdown) {
            return Ok(self.perform(out, err)?.outcome);
        }
        let mut account = Vec::new();
        let ran = self.perform(&mut account, err)?;
        err.write_all(&account)?;
        out.write_all(ran.print(self.format).as_bytes())?;
        Ok(ran.outcome)
    }

    fn perform(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ran> {
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
                self.print_findings(&findings, err)?;
                writeln!(err, "no sources were written")?;
                return Ok(Ran {
                    outcome: Outcome::Invalid,
                    findings,
                    files: Vec::new(),
                });
            }
        };
        self.print_findings(&generated.warnings, err)?;
        write!(err, "{}", generated.summary)?;
        let handwritten = disk::handwritten(&found, &generated.files);
        self.reject_handwritten(&handwritten, err)?;
        let mut changes = codegen::plan(&generated.files, &found);
        changes.retain(|change| !handwritten.contains(&change.path()));
        let schema = dialect::change(&self.spec, &source)?;
        let files = self.files(&changes, &schema, &handwritten);
        let outcome = if self.check && !files.is_empty() {
            self.report_stale(&changes, &schema, err)?;
            self.report_change(&source, &found, &generated.files, out)?;
            Outcome::Stale
        } else if files.is_empty() {
            let (count, folder) = (generated.files.len(), self.name(&self.out));
            writeln!(out, "{count} files in {folder} are up to date")?;
            self.report_change(&source, &found, &generated.files, out)?;
            Outcome::Fresh
        } else {
            dialect::apply(&self.spec, &schema)?;
            disk::apply(&self.out, &changes)?;
            for (verb, path) in &files {
                writeln!(out, "{verb:<8} {path}")?;
            }
            self.report_change(&source, &found, &generated.files, out)?;
            Outcome::Written
        };
        Ok(Ran {
            outcome,
            findings: generated.warnings,
            files,
        })
    }

    /// Prints the findings for people; machine-readable formats are printed at the end of the run.
    fn print_findings(&self, findings: &Report, err: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Text | Format::Markdown => write!(err, "{}", findings.render(self.color.err)),
            Format::Json | Format::Github | Format::Sarif => Ok(()),
        }
    }

    /// What was done, or has to be done, to each file.
    fn files(
        &self,
        changes: &[Change],
        schema: &[Change],
        handwritten: &[&str],
    ) -> Vec<(&'static str, String)> {
        let beside = |change: &Change| self.name(&self.spec.with_file_name(change.path()));
        let schema = schema.iter().map(|change| (verb(change), beside(change)));
        let changed = changes.iter().map(|change| (verb(change), change.path()));
        let unknown = handwritten.iter().map(|path| ("unknown", *path));
        let name = |path: &str| self.name(&self.out.join(path));
        changed
            .chain(unknown)
            .map(|(verb, path)| (verb, name(path)))
            .chain(schema)
            .collect()
    }

    /// Lists the files that `regen` did not write; only `--check` continues despite them.
    fn reject_handwritten(&self, files: &[&str], err: &mut dyn Write) -> io::Result<()> {
        for name in files {
            writeln!(err, "unknown  {}", self.name(&self.out.join(name)))?;
        }
        if files.is_empty() || self.check {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "only `cargo xtask regen` may write to {}; move the unknown files elsewhere",
            self.name(&self.out)
        )))
    }

    /// Reports what all changes since the merge base mean for users, like `cargo xtask diff`, whatever was written
    /// before. If the earlier document cannot be found, the emitted types are compared with those on disk instead.
    fn report_change(
        &self,
        source: &Source,
        found: &Files,
        written: &Files,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let reason = match (self.earlier()?, Spec::read(source)) {
            (Ok((base, old)), Ok(new)) => {
                let compared = Compared {
                    file: self.name(&self.spec),
                    baseline: baseline::of(&Repository::new(&self.root), Some(&base))?,
                    base: Some(git::branching_point(&base)),
                };
                return out.write_all(old.compare(&new).text(&compared, self.color.out).as_bytes());
            }
            (Err(reason), _) => reason,
            (_, Err(_)) => {
                "this document cannot be compared with that of the merge base".to_owned()
            }
        };
        writeln!(
            out,
            "{reason}; the emitted types are compared with the previous ones instead:"
        )?;
        summarize(found, written, self.most_listed(), out)
    }

    /// A path for messages.
    fn name(&self, path: &Path) -> String {
        paths::relative(path, &self.root)
    }

    /// The maximum number of listed changes of emitted types: documents in the official style can be very large.
    fn most_listed(&self) -> usize {
        match self.style {
            Style::Own => usize::MAX,
            Style::Official => 20,
        }
    }

    /// The document of the merge base, and that commit; the inner `Err` says why there is none.
    fn earlier(&self) -> io::Result<Result<(String, Spec), String>> {
        if self.style != Style::Own {
            return Ok(Err(
                "documents in the official style are not compared with the merge base".to_owned(),
            ));
        }
        let (Some(folder), Some(name)) = (self.spec.parent(), self.spec.file_name()) else {
            return Ok(Err("the document has no file name".to_owned()));
        };
        let repository = Repository::new(folder);
        let base = match repository.merge_base() {
            Ok(Some(base)) => base,
            Ok(None) => return Ok(Err("there is no commit yet".to_owned())),
            Err(error) => return Ok(Err(error.to_string())),
        };
        let name = format!("./{}", name.to_string_lossy());
        let Some(text) = repository.show(&base, &name)? else {
            return Ok(Err("the document is not in the merge base".to_owned()));
        };
        let source = Source::new(format!("{base}:{name}"), text);
        let source = error_codes::with_table_of(source, &repository, &base, &name)?;
        let spec = Spec::read(&source);
        Ok(match spec {
            Ok(spec) => Ok((base, spec)),
            Err(_) => Err("the document of the merge base breaks current rules".to_owned()),
        })
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

/// The document passed every rule, but rustfmt rejects the files emitted for it: a rule is missing.
fn rejected(source: &Source, rejection: Rejection, warnings: Report) -> Report {
    let help = format!(
        "this is a gap in the generator's own checks; report it together with the document and the output of \
         rustfmt:\n{}",
        rejection.output
    );
    let mut report = Report::new(source);
    report.push(Finding::error(
        "generator",
        "",
        Span::default(),
        rejection.message,
        help,
    ));
    report.merge(warnings);
    report.sort();
    report
}

impl Ran {
    /// The run in a machine-readable format.
    fn print(&self, format: Format) -> String {
        let annotations = self.annotations();
        TOOL.print(format, &annotations, || {
            codegen::findings_json(self.outcome.name(), &self.files, &annotations)
        })
    }

    /// The findings and, for files that are out of date, one result each.
    fn annotations(&self) -> Vec<Annotation> {
        let mut annotations = codegen::annotations(&self.findings);
        if self.outcome == Outcome::Stale {
            let files = self.files.iter();
            annotations.extend(files.map(|(verb, path)| stale(verb, path)));
        }
        annotations
    }
}

fn stale(verb: &str, path: &str) -> Annotation {
    let (rule, message, help) = match verb {
        "unknown" => (
            "unknown-file",
            "`cargo xtask regen` did not write this file",
            "move it out of the folder of emitted files",
        ),
        _ => (
            "stale-file",
            "this file does not match the spec",
            "run `cargo xtask regen` and commit the files",
        ),
    };
    Annotation::of_file(rule, path, message, help)
}

fn verb(change: &Change) -> &'static str {
    match change {
        Change::Create { .. } => "created",
        Change::Update { .. } => "updated",
        Change::Delete { .. } => "deleted",
    }
}

/// Lists what the changes of the files mean for the public API.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_rustfmt_rejects_are_a_finding_in_every_format() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let source = Source::new("spec.yaml", "openapi: 3.0.3\n");
        let mut warnings = Report::new(&source);
        let warning = Finding::error("long-line", "", Span::default(), "a", "b").into_warning();
        warnings.push(warning);
        let output = Output {
            files: Files::from([("mod.rs".to_owned(), "fn 1() {}\n".to_owned())]),
            ledger: String::new(),
            warnings,
            summary: String::new(),
        };
        let regen = Regen::of(root.to_owned());
        let findings = regen.formatted(&source, output).unwrap().unwrap_err();
        let text = findings.render(false);
        assert!(
            text.contains("`mod.rs:1:4`") && text.contains("fn 1() {}"),
            "{text}"
        );
        let ran = Ran {
            outcome: Outcome::Invalid,
            findings,
            files: Vec::new(),
        };
        for format in [Format::Json, Format::Github, Format::Sarif] {
            let printed = ran.print(format);
            for part in ["generator", "rustfmt rejected", "spec.yaml", "long-line"] {
                assert!(printed.contains(part), "{format:?}: {printed}");
            }
        }
    }
}
