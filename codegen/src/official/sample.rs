//! An example for a pattern that has none.

use crate::pattern::Pattern;

/// A shortest text that matches, of at least so many characters.
pub(super) fn text(pattern: &str, least: usize) -> Option<String> {
    Pattern::parse(pattern).ok()?.sample(least)
}
