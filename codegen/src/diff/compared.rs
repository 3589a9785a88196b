//! What a report is about.

use super::verdict::Baseline;

/// The two documents of a report, and the version that its changes follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The name of the new document, to which the lines in the report refer.
    pub file: String,
    /// The revision or path of the document that it is compared with; `None` if there is none.
    pub base: Option<String>,
    /// The version that the changes follow.
    pub baseline: Baseline,
}

impl Compared {
    /// Both documents, as a line for people.
    pub(super) fn names(&self) -> String {
        match &self.base {
            Some(base) => format!("{} compared with {base}", self.file),
            None => self.file.clone(),
        }
    }
}
