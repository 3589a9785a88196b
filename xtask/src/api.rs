//! What the generator and the runtime of the working tree make of the document of a revision, beside what theirs made.
//!
//! The change of the document itself is left out: it is told from the documents.

use std::io;

use codegen::{ChangeReport, Files, Outline, Source};

use crate::disk;
use crate::error_codes;
use crate::git::Repository;
use crate::paths::SPEC;

/// The sources of the crate, relative to the root of the repository.
const SOURCES: &str = "generated/src";
/// Where the emitted ones are below them.
const EMITTED: &str = "api/";

/// What changed of the public API since a revision.
///
/// # Errors
///
/// The sources cannot be read, or git cannot be run.
pub(crate) fn changes_since(repository: &Repository, revision: &str) -> io::Result<ChangeReport> {
    let mut old = repository.files(revision, SOURCES)?;
    if old.is_empty() {
        return Ok(ChangeReport::default());
    }
    let mut new = disk::read(&repository.path(SOURCES))?;
    new.retain(|path, _| !path.starts_with(EMITTED));
    match emitted(repository, revision)? {
        Some(emitted) => {
            let emitted = emitted.into_iter();
            new.extend(emitted.map(|(path, text)| (format!("{EMITTED}{path}"), text)));
        }
        // The document breaks rules of today.
        None => old.retain(|path, _| !path.starts_with(EMITTED)),
    }
    Ok(ChangeReport::of_api(
        &Outline::of_crate(&old),
        &Outline::of_crate(&new),
    ))
}

/// What the generator of today makes of the document of a revision.
fn emitted(repository: &Repository, revision: &str) -> io::Result<Option<Files>> {
    let Some(text) = repository.show(revision, SPEC)? else {
        return Ok(None);
    };
    let source = Source::new(format!("{revision}:{SPEC}"), text);
    let source = error_codes::with_table_of(source, repository, revision, SPEC)?;
    let output = codegen::generate(&source);
    Ok(output.ok().map(|output| output.files))
}
