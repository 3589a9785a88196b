//! Compares what should be on disk with what is there.

use std::collections::BTreeMap;
use std::fmt;

use similar::TextDiff;

/// Files by their path below the output folder, with forward slashes.
pub type Files = BTreeMap<String, String>;

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The file is missing.
    Create {
        /// The path below the output folder.
        path: String,
        /// What belongs into it.
        text: String,
    },
    /// The file is stale.
    Update {
        /// The path below the output folder.
        path: String,
        /// What is in it.
        old: String,
        /// What belongs into it.
        text: String,
    },
    /// The file is an orphan: it is not emitted.
    Delete {
        /// The path below the output folder.
        path: String,
        /// What is in it.
        old: String,
    },
}

impl Change {
    /// The path below the output folder.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Create { path, .. } | Self::Update { path, .. } | Self::Delete { path, .. } => {
                path
            }
        }
    }

    /// The state of the file, in one word.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Create { .. } => "missing",
            Self::Update { .. } => "stale",
            Self::Delete { .. } => "orphaned",
        }
    }

    /// A unified diff from what is there to what belongs there.
    #[must_use]
    pub fn diff(&self) -> String {
        let (old, new) = match self {
            Self::Create { text, .. } => ("", text.as_str()),
            Self::Update { old, text, .. } => (old.as_str(), text.as_str()),
            Self::Delete { old, .. } => (old.as_str(), ""),
        };
        TextDiff::from_lines(old, new)
            .unified_diff()
            .header(&format!("a/{}", self.path()), &format!("b/{}", self.path()))
            .to_string()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8} {}", self.state(), self.path())
    }
}

/// All files that have to change, in the order of their paths; empty if everything is fresh.
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
            Some("--- a/b.rs\n+++ b/b.rs\n@@ -1 +1 @@\n-old\n+new\n")
        );
    }

    #[test]
    fn a_fresh_tree_needs_nothing() {
        let same = files(&[("a.rs", "same\n")]);
        assert_eq!(plan(&same, &same), []);
    }
}
