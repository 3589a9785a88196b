//! How tasks print their results. Machine-readable formats are the same for all of them.

use std::str::FromStr;

use codegen::{Annotation, Described};

/// How a task prints its result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For other programs; each task has its own schema.
    Json,
    /// Annotations of a pull request on GitHub.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "markdown" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            "github" => Ok(Self::Github),
            "sarif" => Ok(Self::Sarif),
            _ => Err("expected `text`, `markdown`, `json`, `github` or `sarif`".to_owned()),
        }
    }
}

/// A task that annotates documents.
pub(crate) struct Tool {
    /// Its name in logs of other programs.
    pub(crate) name: &'static str,
    /// The description of a rule.
    pub(crate) describe: fn(&str) -> Option<Described>,
}

impl Tool {
    /// The findings about a document in a machine-readable format; for people they are printed elsewhere.
    pub(crate) fn findings(&self, format: Format, annotations: &[Annotation]) -> String {
        self.print(format, annotations, || match format {
            Format::Json => codegen::findings_json("invalid", &[], annotations),
            _ => String::new(),
        })
    }

    /// The annotations in a format that all tasks share, or else the output of `own`.
    pub(crate) fn print(
        &self,
        format: Format,
        annotations: &[Annotation],
        own: impl FnOnce() -> String,
    ) -> String {
        match format {
            Format::Github => codegen::github(annotations),
            Format::Sarif => codegen::sarif(self.name, &self.describe, annotations),
            Format::Text | Format::Markdown | Format::Json => own(),
        }
    }
}
