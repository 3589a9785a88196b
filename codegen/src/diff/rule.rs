//! The rules of the comparison: each has a stable id, a class, and an example.
//!
//! Every change is created through a rule, so that it can be explained, looked up and approved by its id.

mod table;

use super::change::Class;

pub use table::Rule;

/// The properties of a rule besides its Rust name.
#[derive(Debug)]
pub(super) struct Entry {
    id: &'static str,
    class: Class,
    summary: &'static str,
    why: &'static str,
    before: &'static str,
    after: &'static str,
}

impl Rule {
    /// The rule with this id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The id in kebab case, the same in all releases: `parameter-added`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The class of the changes that it reports.
    #[must_use]
    pub fn class(self) -> Class {
        self.entry().class
    }

    /// The change that it reports, in one sentence.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.entry().summary
    }

    /// Why that matters to users, as a clause after "because".
    #[must_use]
    pub fn why(self) -> &'static str {
        self.entry().why
    }

    /// Whether it reports the removal of something that users name, which must have been deprecated in a release.
    #[must_use]
    pub fn needs_deprecation(self) -> bool {
        matches!(
            self,
            Self::OperationRemoved
                | Self::OperationRenamed
                | Self::ResourceRenamed
                | Self::ParameterRemoved
                | Self::ParameterRenamed
                | Self::PropertyRemoved
                | Self::PropertyRenamed
                | Self::EnumValueRemoved
        )
    }

    /// An example: part of a document before the change; empty if there is none.
    #[must_use]
    pub fn before(self) -> &'static str {
        self.entry().before
    }

    /// The same part after the change.
    #[must_use]
    pub fn after(self) -> &'static str {
        self.entry().after
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Rule;

    /// Whether an example is not cut off: every key has a value.
    fn is_whole(example: &str) -> bool {
        let indentation = |line: &str| line.len() - line.trim_start().len();
        let lines: Vec<&str> = example.lines().collect();
        let has_value = |(at, line): (usize, &&str)| {
            let next = lines.get(at + 1);
            !line.ends_with(':') || next.is_some_and(|next| indentation(next) > indentation(line))
        };
        !example.contains('…') && lines.iter().enumerate().all(has_value)
    }

    #[test]
    fn rules_have_ids_of_their_own_and_are_explained() {
        let mut ids = BTreeSet::new();
        for rule in Rule::ALL {
            let id = rule.id();
            assert!(ids.insert(id), "{id} twice");
            assert!(id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'));
            assert_eq!(Rule::find(id), Some(*rule));
            assert!(rule.summary().ends_with('.'), "{id}");
            assert!(!rule.why().is_empty() && !rule.why().ends_with('.'), "{id}");
            assert_ne!(rule.before(), rule.after(), "{id}");
            for example in [rule.before(), rule.after()] {
                assert!(is_whole(example), "{id} is cut off: {example}");
            }
        }
        assert_eq!(Rule::find("no-such-rule"), None);
    }
}
