//! The table of error codes, which is read wherever a document is.

use std::io;
use std::path::{Path, PathBuf};

use codegen::Source;

use crate::git::Repository;
use crate::paths;

/// The name of the table, which is in the folder of the document.
pub(crate) const FILE: &str = "error-codes.csv";

/// The table of a document, whether it is there or not.
pub(crate) fn path(spec: &Path) -> PathBuf {
    spec.with_file_name(FILE)
}

/// A document of the working tree with its table, if there is one.
///
/// # Errors
///
/// The table is there and cannot be read.
pub fn with_table(source: Source, spec: &Path) -> io::Result<Source> {
    let path = path(spec);
    if !path.exists() {
        return Ok(source);
    }
    let text = paths::read(&path)?;
    Ok(with_text(source, &String::from_utf8_lossy(&text)))
}

/// A document of a revision with its table, if there was one; `path` is that of the document.
pub(crate) fn with_table_of(
    source: Source,
    repository: &Repository,
    revision: &str,
    path: &str,
) -> io::Result<Source> {
    let text = repository.show(revision, &beside(path))?;
    Ok(match text {
        Some(text) => with_text(source, &text),
        None => source,
    })
}

/// The table is called as the document is.
fn with_text(source: Source, text: &str) -> Source {
    let table = Source::new(beside(&source.name), text);
    source.with_error_codes(Some(table))
}

/// The path of the table of a document.
fn beside(path: &str) -> String {
    match path.rfind(['/', ':']) {
        Some(end) => format!("{}{FILE}", path.get(..=end).unwrap_or_default()),
        None => FILE.to_owned(),
    }
}
