//! Compares two releases of a document in the official style.

use super::unexpressed::{self, Side};
use super::{Normal, expressible};
use crate::diff::{ChangeReport, Spec};
use crate::document::Source;
use crate::finding::Report;
use crate::generate::checked;

/// A document in the official style without errors, ready to be compared with another release.
#[derive(Debug)]
pub struct Release {
    normal: Normal,
    spec: Spec,
    name: String,
}

impl Release {
    /// Reads and normalizes a document.
    ///
    /// # Errors
    ///
    /// As for [`generate_official`](super::generate_official).
    pub fn read(source: &Source) -> Result<Self, Report> {
        let (normal, read) = expressible(source, checked)?;
        Ok(Self {
            normal,
            spec: Spec::of(read),
            name: source.name.clone(),
        })
    }

    /// What is left out of this release and of another, one per line.
    #[must_use]
    pub fn left_out(&self, new: &Self) -> String {
        let (before, after) = (&self.normal.ledger, &new.normal.ledger);
        match (before.left_out(), after.left_out()) {
            (old, new) if old.is_empty() && new.is_empty() => String::new(),
            (old, new) if old == new => section("both documents", &old),
            (old, text) => section(&self.name, &old) + &section(&new.name, &text),
        }
    }

    /// Compares this release with another.
    ///
    /// Parts that are left out of one of them are reported as such, and changes in parts that the crate does not
    /// express are reported, too.
    #[must_use]
    pub fn compare(&self, new: &Self) -> ChangeReport {
        let mut changes = self.spec.compare(&new.spec).changes().to_vec();
        let sides = (Side::of(&self.normal), Side::of(&new.normal));
        unexpressed::amend((&self.spec, &new.spec), (&sides.0, &sides.1), &mut changes);
        ChangeReport::new(changes)
    }
}

/// A section with what is left out of one document.
fn section(document: &str, left_out: &str) -> String {
    if left_out.is_empty() {
        return format!("nothing is left out of {document}\n");
    }
    let lines: String = left_out.lines().map(|it| format!("  {it}\n")).collect();
    format!("left out of {document}, because it cannot be expressed:\n{lines}")
}
