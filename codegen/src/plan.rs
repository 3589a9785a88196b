//! Compares the intended files with those on disk.

use std::collections::BTreeMap;
use std::fmt;

use imara_diff::{Algorithm, BasicLineDiffPrinter, Diff, InternedInput, UnifiedDiffConfig};

/// Files by path relative to the output folder, with forward slashes.
pub type Files = BTreeMap<String, String>;

/// A file that is out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The file is missing.
    Create {
        /// The path relative to the output folder.
        path: String,
        /// The intended contents.
        text: String,
    },
    /// The file is stale.
    Update {
        /// The path relative to the output folder.
        path: String,
        /// The current contents.
        old: String,
        /// The intended contents.
        text: String,
    },
    /// The file is an orphan: it is not emitted.
    Delete {
        /// The path relative to the output folder.
        path: String,
        /// The current contents.
        old: String,
    },
}

impl Change {
    /// The path relative to the output folder.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Create { path, .. } | Self::Update { path, .. } | Self::Delete { path, .. } => {
                path
            }
        }
    }

    /// The state of the file, as an adjective or noun.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Create { .. } => "missing",
            Self::Update { .. } => "stale",
            Self::Delete { .. } => "orphaned",
        }
    }

    /// A unified diff from the current to the intended contents.
    #[must_use]
    pub fn diff(&self) -> String {
        let (old, new) = match self {
            Self::Create { text, .. } => ("", text.as_str()),
            Self::Update { old, text, .. } => (old.as_str(), text.as_str()),
            Self::Delete { old, .. } => (old.as_str(), ""),
        };
        let input = InternedInput::new(old, new);
        let mut diff = Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_lines(&input);
        let printer = BasicLineDiffPrinter(&input.interner);
        let hunks = diff.unified_diff(&printer, UnifiedDiffConfig::default(), &input);
        format!("--- a/{0}\n+++ b/{0}\n{hunks}", self.path())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8} {}", self.state(), self.path())
    }
}

/// All files that have to change, ordered by path; empty if everything is up to date.
#[must_use]
pub fn plan(wanted: &Files, found: &Files) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, text) in wanted {
        match found.get(path) {
            None => changes.push(Change::Create {
                path: path.clone(),
                text: text.clone(),
            }),
            Some(old) if old != text => changes.push(Change::Update {
                path: path.clone(),
                old: old.clone(),
                text: text.clone(),
            }),
            Some(_) => {}
        }
    }
    for (path, old) in found {
        if !wanted.contains_key(path) {
            changes.push(Change::Delete {
                path: path.clone(),
                old: old.clone(),
            });
        }
    }
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    changes
}

#[cfg(test)]
mod tests {
    use super::{Change, Files, plan};

    fn files(files: &[(&str, &str)]) -> Files {
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn stale_missing_and_orphaned_files_are_all_told() {
        let changes = plan(
            &files(&[("a.rs", "same\n"), ("b.rs", "new\n"), ("c.rs", "made\n")]),
            &files(&[("a.rs", "same\n"), ("b.rs", "old\n"), ("d.rs", "left\n")]),
        );
        let shown: Vec<String> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["stale    b.rs", "missing  c.rs", "orphaned d.rs"]);
        assert_eq!(
            changes.first().map(Change::diff).as_deref(),
            Some("--- a/b.rs\n+++ b/b.rs\n@@ -1,1 +1,1 @@\n-old\n+new\n")
        );
    }

    #[test]
    fn a_fresh_tree_needs_nothing() {
        let same = files(&[("a.rs", "same\n")]);
        assert_eq!(plan(&same, &same), []);
    }
}
