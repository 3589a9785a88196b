//! The project's tasks as functions: reading, writing and printing around [`codegen`], which does neither.

mod disk;
pub mod regen;
mod rustfmt;

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}
