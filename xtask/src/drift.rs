//! `cargo xtask drift`: compares our spec with Twilio's own document, or with one of Twilio's libraries.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{Date, Report, Source};

use crate::archive;
use crate::color::Color;
use crate::explain;
use crate::format::{Format, Tool};
use crate::paths::{self, EXPLANATIONS, SPEC};

/// What to compare.
#[derive(Debug, Clone)]
pub struct Drift {
    /// The root of the repository: messages show paths relative to it.
    pub root: PathBuf,
    /// Our document.
    pub spec: PathBuf,
    /// What it is compared with.
    pub official: Official,
    /// The explained differences.
    pub explanations: PathBuf,
    /// The day on which Twilio published the document; without it, the document counts as the newest.
    pub released: Option<Date>,
    /// How the differences are printed.
    pub format: Format,
    /// Which streams carry colors.
    pub color: Color,
}

/// What our document is compared with.
#[derive(Debug, Clone)]
pub enum Official {
    /// Twilio's document, in JSON or YAML.
    Document(PathBuf),
    /// A Twilio library: a Python wheel or an npm package.
    Library(PathBuf),
}

impl Official {
    fn path(&self) -> &Path {
        match self {
            Self::Document(path) | Self::Library(path) => path,
        }
    }
}

/// The result of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every difference is explained.
    Explained,
    /// A document or the explanations have errors.
    Invalid,
    /// At least one difference is not explained.
    Unexplained,
    /// At least one explanation no longer applies.
    Outdated,
}

impl Outcome {
    /// The exit code: a different one for each reason to fail.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Explained => 0,
            Self::Invalid => 4,
            Self::Unexplained => 6,
            Self::Outdated => 7,
        }
    }
}

const TOOL: Tool = Tool {
    name: "cargo xtask drift",
    describe: explain::describe_finding,
};

impl Drift {
    /// Compares the spec and the explanations of the repository with a file.
    #[must_use]
    pub fn of(root: PathBuf, official: Official) -> Self {
        Self {
            spec: root.join(SPEC),
            official,
            explanations: root.join(EXPLANATIONS),
            released: None,
            root,
            format: Format::Text,
            color: Color::default(),
        }
    }

    /// Prints the differences to `out` and findings to `err`.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let spec = self.read(&self.spec)?;
        let explanations = self.read(&self.explanations)?;
        let drift = match &self.official {
            Official::Document(path) => {
                compare(spec, self.read(path)?, explanations, self.released)
            }
            Official::Library(path) => compare_library(spec, path, explanations)?,
        };
        let drift = match drift {
            Ok(drift) => drift,
            Err(report) => {
                write!(err, "{}", report.render(self.color.err))?;
                let annotations = codegen::annotations(&report);
                out.write_all(TOOL.findings(self.format, &annotations).as_bytes())?;
                return Ok(Outcome::Invalid);
            }
        };
        let (ours, theirs) = (self.name(&self.spec), self.name(self.official.path()));
        let names = (ours.as_str(), theirs.as_str());
        let text = match self.format {
            Format::Text => drift.text(names),
            Format::Markdown => drift.markdown(names),
            Format::Json => drift.json(),
            Format::Github | Format::Sarif => {
                let list = self.name(&self.explanations);
                let annotations = drift.annotations((names.0, names.1, &list));
                TOOL.print(self.format, &annotations, String::new)
            }
        };
        out.write_all(text.as_bytes())?;
        Ok(if !drift.unexplained.is_empty() {
            Outcome::Unexplained
        } else if !drift.outdated.is_empty() {
            Outcome::Outdated
        } else {
            Outcome::Explained
        })
    }

    fn read(&self, path: &Path) -> io::Result<Document> {
        Ok(Source::from_utf8(self.name(path), paths::read(path)?))
    }

    fn name(&self, path: &Path) -> String {
        paths::relative(path, &self.root)
    }
}

type Document = Result<Source, Report>;

fn compare(
    spec: Document,
    official: Document,
    explanations: Document,
    released: Option<Date>,
) -> Result<codegen::Drift, Report> {
    codegen::drift(&spec?, &official?, &explanations?, released)
}

fn compare_library(
    spec: Document,
    path: &Path,
    explanations: Document,
) -> io::Result<Result<codegen::Drift, Report>> {
    let documents = spec.and_then(|spec| {
        let explanations = explanations?;
        let folder = codegen::library_folder(&explanations)?;
        Ok((spec, explanations, folder))
    });
    let (spec, explanations, folder) = match documents {
        Ok(documents) => documents,
        Err(report) => return Ok(Err(report)),
    };
    let files = archive::read(path, &folder)?;
    Ok(codegen::library_drift(&spec, &files, &explanations))
}
