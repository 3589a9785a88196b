//! Every rule that a finding can name: what it asks for, and why.
//!
//! The tables are the only place for these texts; `--explain`, SARIF and the lists in the documentation read them
//! here.

mod drift;
mod extensions;
mod file;
mod operations;
mod schemas;
mod structure;

use crate::check::similar;

/// One rule: what it asks for, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// The name shown in findings, in kebab case.
    pub id: &'static str,
    /// What the rule asks for: one line without a full stop.
    pub summary: &'static str,
    /// Why the rule exists: a sentence or two.
    pub why: &'static str,
    /// Why no document in `tests/bad` breaks the rule; `None` where one does.
    pub no_example: Option<&'static str>,
}

impl RuleText {
    /// Creates a rule that a document in `tests/bad` breaks.
    pub(crate) const fn new(id: &'static str, summary: &'static str, why: &'static str) -> Self {
        Self {
            id,
            summary,
            why,
            no_example: None,
        }
    }

    /// The same rule, marked as one that no document in `tests/bad` can break.
    pub(crate) const fn without_example(self, reason: &'static str) -> Self {
        Self {
            no_example: Some(reason),
            ..self
        }
    }
}

/// Rules that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// The subject of the rules.
    pub title: &'static str,
    /// The rules, in alphabetical order.
    pub rules: &'static [RuleText],
}

/// All rules of findings.
pub const FINDING_RULES: &[RuleGroup] = &[
    file::FILE,
    structure::DOCUMENT,
    structure::COMPONENTS,
    schemas::SCALARS,
    schemas::OBJECTS,
    operations::OPERATIONS,
    extensions::EXTENSIONS,
    extensions::NAMES,
    extensions::TEXTS,
    drift::DRIFT,
    drift::APPROVALS,
    drift::FILES,
    drift::GENERATOR,
];

/// Returns the rule of this name.
#[must_use]
pub fn rule<'g>(groups: &'g [RuleGroup], id: &str) -> Option<&'g RuleText> {
    all(groups).find(|rule| rule.id == id)
}

/// The name most similar to a misspelt one; otherwise the first that contains it or is contained in it.
#[must_use]
pub fn similar_rule<'i>(id: &str, ids: impl Iterator<Item = &'i str> + Clone) -> Option<&'i str> {
    let is_part = |part: &str, whole: &str| part.len() > 2 && whole.contains(part);
    similar(id, ids.clone())
        .or_else(|| ids.clone().find(|it| is_part(id, it)))
        .or_else(|| ids.clone().find(|it| is_part(it, id)))
}

fn all(groups: &[RuleGroup]) -> impl Iterator<Item = &RuleText> + Clone {
    groups.iter().flat_map(|group| group.rules)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_reads_well() {
        let mut seen = BTreeSet::new();
        for rule in all(FINDING_RULES) {
            let RuleText {
                id, summary, why, ..
            } = rule;
            assert!(seen.insert(id), "{id} twice");
            assert!(
                !summary.ends_with('.') && summary.len() <= 100,
                "{id}: {summary}"
            );
            assert!(why.ends_with('.'), "{id}: {why}");
            let reason = rule.no_example.unwrap_or("x.");
            assert!(reason.ends_with('.'), "{id}: {reason}");
        }
        for group in FINDING_RULES {
            assert!(
                group.rules.is_sorted_by_key(|rule| rule.id),
                "{}",
                group.title
            );
        }
    }

    #[test]
    fn a_misspelt_rule_is_recognised() {
        let ids = all(FINDING_RULES).map(|rule| rule.id);
        let found = |id| similar_rule(id, ids.clone());
        assert_eq!(found("unkown-keyword"), Some("unknown-keyword"));
        assert_eq!(found("unanchored"), Some("pattern-unanchored"));
        assert_eq!(found("zzz"), None);
        assert!(rule(FINDING_RULES, "one-of").is_some());
    }
}
