//! The table of error codes, which is read together with a document.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use codegen::Source;

use crate::git::Repository;
use crate::paths;

/// The file name of the table, which is in the folder of the document.
pub(crate) const FILE: &str = "error-codes.csv";

/// The path of the table of a document, whether or not there is one.
pub(crate) fn path(spec: &Path) -> PathBuf {
    spec.with_file_name(FILE)
}

/// Adds its table, if there is one, to a document of the working tree.
///
/// # Errors
///
/// Fails if the table exists but cannot be read.
pub fn with_table(source: Source, spec: &Path) -> io::Result<Source> {
    let path = path(spec);
    if !path.exists() {
        return Ok(source);
    }
    let text = paths::read(&path)?;
    Ok(with_text(source, &String::from_utf8_lossy(&text)))
}

/// Adds its table, if there was one, to a document of a revision; `path` is that of the document.
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

/// Leaves out the table of one of two files if the other has none: that table was probably not copied with its
/// document, which says nothing about the codes. Prints that they were not compared.
///
/// # Errors
///
/// Fails if nothing can be printed.
pub(crate) fn of_both(
    old: Source,
    new: Source,
    err: &mut dyn Write,
) -> io::Result<(Source, Source)> {
    let missing = match (old.has_error_codes(), new.has_error_codes()) {
        (false, true) => &old,
        (true, false) => &new,
        _ => return Ok((old, new)),
    };
    let path = beside(&missing.name);
    writeln!(err, "error codes are not compared: there is no {path}")?;
    Ok((old.with_error_codes(None), new.with_error_codes(None)))
}

/// The table is named after the document.
fn with_text(source: Source, text: &str) -> Source {
    let table = Source::new(beside(&source.name), text);
    source.with_error_codes(Some(table))
}

/// The path of the table for a document.
fn beside(path: &str) -> String {
    match path.rfind(['/', ':']) {
        Some(end) => format!("{}{FILE}", path.get(..=end).unwrap_or_default()),
        None => FILE.to_owned(),
    }
}
