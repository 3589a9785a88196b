//! Helpers shared by the integration tests: where documents are, and how snapshots are named.

pub mod beside_the_client;
pub mod built;
pub mod dialect;
pub mod in_place;
pub mod listener;
mod rustc;

use std::ops::Mul;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen::{Document, Files, Output, Report, Source};
use xtask::regen::Regen;

/// Returns the root of the repository. Cargo runs tests in the folder of their package.
///
/// # Panics
///
/// Panics if the current directory is not in the repository.
#[must_use]
#[expect(clippy::panic, reason = "a test without its repository cannot go on")]
pub fn root() -> PathBuf {
    let folder = std::env::current_dir();
    folder
        .and_then(|folder| xtask::repository_root(&folder))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The folder of the tests' documents or snapshots with this name.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    root().join("tests").join(name)
}

/// Returns `usual` times the environment variable `THOROUGH`: the number of cases for a test that can try any number.
///
/// `.ci/run` sets it; it is unset for a plain `cargo test`, which is therefore quick.
#[must_use]
pub fn thoroughly<N: From<u16> + Mul<Output = N>>(usual: N) -> N {
    let factor = std::env::var("THOROUGH").ok();
    let factor: u16 = factor.and_then(|text| text.parse().ok()).unwrap_or(1);
    usual * N::from(factor)
}

/// Returns the files that decide how the emitted files are formatted, with their names.
///
/// # Panics
///
/// Panics if one of them cannot be read.
#[must_use]
#[expect(
    clippy::panic,
    reason = "a test without its configuration cannot go on"
)]
pub fn format_configuration() -> [(&'static str, String); 2] {
    ["rust-toolchain.toml", "rustfmt.toml"].map(|name| {
        let text = std::fs::read_to_string(root().join(name));
        (name, text.unwrap_or_else(|error| panic!("{name}: {error}")))
    })
}

/// Returns a document as the generator receives it: with its table of error codes, and named by its path in the
/// workspace.
///
/// # Panics
///
/// Panics if the file cannot be read.
#[must_use]
#[expect(clippy::panic, reason = "a test without its document cannot go on")]
pub fn source(path: &Path) -> Source {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let root = root();
    let name = path
        .strip_prefix(&root)
        .unwrap_or(path)
        .display()
        .to_string();
    let source = Source::new(name, String::from_utf8_lossy(&bytes));
    xtask::error_codes::with_table(source, path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The project's own document.
#[must_use]
pub fn spec() -> Source {
    source(&root().join("spec/twilio-calls.yaml"))
}

/// The project's own document, read once for all tests of a program.
///
/// # Panics
///
/// Panics if it cannot be loaded.
#[must_use]
pub fn spec_document() -> &'static Document {
    static DOCUMENT: LazyLock<Document> = LazyLock::new(|| readable(codegen::load(&spec())));
    &DOCUMENT
}

/// What the generator makes of the project's own document, made once for all tests of a program.
///
/// # Panics
///
/// Panics if the document has errors.
#[must_use]
pub fn spec_output() -> &'static Output {
    static OUTPUT: LazyLock<Output> = LazyLock::new(|| readable(codegen::generate(&spec())));
    &OUTPUT
}

/// The files of [`spec_output`] as `cargo xtask regen` writes them: formatted.
///
/// # Panics
///
/// Panics if the document has errors, or rustfmt cannot be run.
#[must_use]
pub fn spec_files() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(formatted);
    &FILES
}

#[expect(clippy::panic, reason = "a test without its files cannot go on")]
fn formatted() -> Files {
    let generated = Regen::of(root()).generate();
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    readable(generated).files
}

#[expect(clippy::panic, reason = "a test without its document cannot go on")]
fn readable<T>(read: Result<T, Report>) -> T {
    read.unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// Returns a copy of the project's own document, made when the edits in the tests were written.
///
/// Since the edits show what is true of any document, changes of the spec should not affect them. Whenever an edit
/// needs something new, the copy is replaced by the current spec. It has the name of the spec, but no table of error
/// codes.
///
/// # Panics
///
/// Panics if the file cannot be read.
#[must_use]
pub fn frozen() -> Source {
    let text = source(&folder("fixtures/review/twilio-calls.yaml")).text;
    Source::new("spec/twilio-calls.yaml", text)
}

/// Returns the documents of a folder, sorted by name.
///
/// # Panics
///
/// Panics if the folder cannot be read.
#[must_use]
#[expect(clippy::panic, reason = "a test without its documents cannot go on")]
pub fn documents(name: &str) -> Vec<(String, Source)> {
    let folder = folder(name);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut documents: Vec<(String, Source)> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .map(|path| {
            (
                path.file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                source(&path),
            )
        })
        .collect();
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    documents
}

/// Settings that name a snapshot after what it shows, in a folder below `tests/snapshots`.
#[must_use]
pub fn snapshots(below: &str, description: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder("snapshots").join(below));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(description);
    settings
}

/// Returns the examples of the spec under keys that end in `/examples` or `/example`, with their JSON pointers.
///
/// # Panics
///
/// Panics if the spec cannot be loaded.
#[must_use]
pub fn examples() -> Vec<(String, serde_json::Value)> {
    let examples = spec_document().examples().into_iter();
    examples
        .map(|(pointer, value)| (pointer, value.to_json()))
        .collect()
}
