//! One module per target: `run` processes an input, and `seeds` are the initial inputs.
//!
//! Inputs that a target cannot use, such as bytes that are not UTF-8 where text is expected, are skipped.

pub mod callbacks;
pub mod csv;
pub mod decimals;
pub mod descriptions;
pub mod diff;
pub mod documents;
pub mod forms;
pub mod forwarded;
pub mod json_documents;
pub mod official_documents;
pub mod patterns;
pub mod responses;
pub mod sids;
pub mod signatures;
pub mod simulator;
pub mod timestamps;
pub mod twiml;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// The account that inputs refer to.
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
/// A call of the account.
const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

/// Fragments of any JSON.
pub(crate) const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "\"\"",
    "0.1",
    "-0",
    "1e400",
    "\"\\u0000\"",
    "\"\\ud83d\"",
    "\"\\ud83d\\ude00\"",
];

/// The files with this extension in a folder of the repository, sorted by name.
fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(folder);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == ending)
        })
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

/// Strings as inputs.
fn inputs(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Returns a runtime that lives as long as the program.
///
/// # Panics
///
/// Panics if the system lacks the resources.
#[expect(clippy::expect_used, reason = "without a runtime nothing can be tried")]
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime")
    })
}
