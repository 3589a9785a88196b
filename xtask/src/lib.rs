//! The project's tasks as functions: reading, writing and printing around [`codegen`], which does neither.

mod changelog;
mod dialect;
pub mod diff;
mod disk;
pub mod drift;
mod fix;
mod gate;
mod git;
mod manifest;
mod paths;
pub mod program;
pub mod regen;
mod rustfmt;
pub mod watch;

pub use paths::repository_root;

/// How a task prints its result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For other programs.
    Json,
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "markdown" => Ok(Self::Markdown),
            "json" => Ok(Self::Json),
            _ => Err("expected `text`, `markdown` or `json`".to_owned()),
        }
    }
}
