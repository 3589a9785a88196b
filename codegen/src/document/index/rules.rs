//! Rules between the fields of a form: one needs another, or two exclude each other.

use crate::document::At;

use super::items;

/// The relation of two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Requires,
    Excludes,
}

/// One rule of `x-rules` that is complete.
#[derive(Clone, Debug)]
pub(crate) struct Rule<'d> {
    pub(crate) at: At<'d>,
    pub(crate) parameter: &'d str,
    pub(crate) relation: Relation,
    pub(crate) other: &'d str,
}

impl<'d> Rule<'d> {
    /// The complete rules of a form.
    pub(crate) fn of(schema: &At<'d>) -> Vec<Self> {
        items(schema.get("x-rules"))
            .filter_map(|at| {
                let parameter = at.get_str("parameter")?;
                let (relation, other) = match (at.get_str("requires"), at.get_str("excludes")) {
                    (Some(other), None) => (Relation::Requires, other),
                    (None, Some(other)) => (Relation::Excludes, other),
                    _ => return None,
                };
                Some(Self {
                    at,
                    parameter,
                    relation,
                    other,
                })
            })
            .collect()
    }
}
