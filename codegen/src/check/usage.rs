//! Components that nothing uses.

use super::findings::Findings;
use crate::document::Index;
use crate::finding::show;

/// Name of the rule.
pub(crate) const RULE: &str = "unused-component";

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for section in index.sections() {
        for (name, at) in section.iter() {
            if !index.usage.is_used(section.name, name) {
                findings.key_error(
                    RULE,
                    at,
                    format!("the component {} is not used", show(name)),
                    "refer to it, or remove it: nothing is generated for unused components",
                );
            }
        }
    }
}
