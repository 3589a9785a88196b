//! The effect of changes in the generator and the runtime: the API that the current ones make of the document of a
//! revision, compared with the API of that revision.
//!
//! Changes of the document itself are left out; they are reported from the documents.

use std::io;

use codegen::{ChangeReport, Files, Outline, Source};

use crate::disk;
use crate::error_codes;
use crate::git::Repository;
use crate::paths::SPEC;

/// The sources of the crate, relative to the root of the repository.
const SOURCES: &str = "generated/src";
/// The folder of the emitted files in it.
const EMITTED: &str = "api/";

/// Returns the changes of the public API since a revision.
///
/// # Errors
///
/// Fails if the sources cannot be read or git cannot be run.
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
        // The document breaks current rules.
        None => old.retain(|path, _| !path.starts_with(EMITTED)),
    }
    Ok(ChangeReport::of_api(
        &Outline::of_crate(&old),
        &Outline::of_crate(&new),
    ))
}

/// The output of the current generator for the document of a revision.
fn emitted(repository: &Repository, revision: &str) -> io::Result<Option<Files>> {
    let Some(text) = repository.show(revision, SPEC)? else {
        return Ok(None);
    };
    let source = Source::new(format!("{revision}:{SPEC}"), text);
    let source = error_codes::with_table_of(source, repository, revision, SPEC)?;
    let output = codegen::generate(&source);
    Ok(output.ok().map(|output| output.files))
}
