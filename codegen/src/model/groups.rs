//! Groups of enum values: final ones, and others.

use super::build::Builder;
use super::{FINAL, Scalar, ScalarKind};
use crate::document::{At, entries, items};

impl Builder<'_, '_> {
    /// Sets the groups of every value, from `x-final` and `x-groups`.
    pub(super) fn mark_groups(&self, scalars: &mut [Scalar]) {
        for scalar in scalars {
            let ScalarKind::Enum { values, .. } = &mut scalar.kind else {
                continue;
            };
            let Some(schema) = self.index.schemas.get(&scalar.component) else {
                continue;
            };
            let groups: Vec<(&str, At<'_>)> = schema
                .get("x-final")
                .map(|finals| (FINAL, finals))
                .into_iter()
                .chain(entries(schema.get("x-groups")))
                .collect();
            for value in values {
                let lists = |list: &At<'_>| {
                    items(Some(list.clone())).any(|it| it.as_str() == Some(&value.wire))
                };
                value.groups = groups
                    .iter()
                    .filter(|(_, list)| lists(list))
                    .map(|(name, _)| (*name).to_owned())
                    .collect();
            }
        }
    }
}
