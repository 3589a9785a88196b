//! `cargo xtask drift`: our spec held against Twilio's own document.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::{Report, Source};

use crate::Format;

/// What to compare.
#[derive(Debug, Clone)]
pub struct Drift {
    /// Our document.
    pub spec: PathBuf,
    /// Theirs, in JSON or YAML.
    pub theirs: PathBuf,
    /// The known differences.
    pub explained: PathBuf,
    /// How the differences are printed.
    pub format: Format,
    /// Whether findings are shown in color.
    pub color: bool,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All that differs is explained.
    Explained,
    /// A document or the explanations have errors.
    Invalid,
    /// Something differs that nobody has explained.
    Unexplained,
    /// Explanations explain nothing any more.
    Stale,
}

impl Outcome {
    /// The exit code, one for each reason to stop.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Explained => 0,
            Self::Invalid => 4,
            Self::Unexplained => 6,
            Self::Stale => 7,
        }
    }
}

impl Drift {
    /// The project's own document and explanations, against a file.
    #[must_use]
    pub fn of_workspace(theirs: PathBuf) -> Self {
        let root = crate::workspace();
        Self {
            spec: root.join("spec/twilio-calls.yaml"),
            theirs,
            explained: root.join("spec/drift.yaml"),
            format: Format::Text,
            color: false,
        }
    }

    /// Prints on `out` what differs and on `err` what cannot be read.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub fn run(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Outcome> {
        let documents = [&self.spec, &self.theirs, &self.explained].map(|path| read(path));
        let [ours, theirs, explained] = documents;
        let (ours, theirs, explained) = (ours?, theirs?, explained?);
        let drift = match compare(ours, theirs, explained) {
            Ok(drift) => drift,
            Err(report) => {
                write!(err, "{}", report.render(self.color))?;
                return Ok(Outcome::Invalid);
            }
        };
        let names = (shown(&self.spec), shown(&self.theirs));
        let names = (names.0.as_str(), names.1.as_str());
        let text = match self.format {
            Format::Text => drift.text(names),
            Format::Markdown => drift.markdown(names),
            Format::Json => drift.json(),
        };
        out.write_all(text.as_bytes())?;
        Ok(if !drift.unexplained.is_empty() {
            Outcome::Unexplained
        } else if !drift.stale.is_empty() {
            Outcome::Stale
        } else {
            Outcome::Explained
        })
    }
}

type Document = Result<Source, Report>;

fn compare(
    ours: Document,
    theirs: Document,
    explained: Document,
) -> Result<codegen::Drift, Report> {
    codegen::drift(&ours?, &theirs?, &explained?)
}

fn read(path: &Path) -> io::Result<Document> {
    let bytes = fs::read(path).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("{} cannot be read: {error}", path.display()),
        )
    })?;
    Ok(Source::from_utf8(shown(path), bytes))
}

/// A path as it is told: short where it is one of ours.
fn shown(path: &Path) -> String {
    let root = crate::workspace();
    let name = path.strip_prefix(&root).unwrap_or(path);
    name.display().to_string()
}
