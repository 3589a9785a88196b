//! Rules between the fields of a form: one requires another, has no effect without it, or excludes it.

use crate::document::At;

use super::items;

/// The relation between two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Requires,
    Excludes,
    /// Like `Requires`, but Twilio ignores the parameter instead of rejecting it.
    Expects,
}

impl Relation {
    /// All relations.
    pub(crate) const ALL: [Self; 3] = [Self::Requires, Self::Excludes, Self::Expects];

    /// The keyword in `x-rules`.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Requires => "requires",
            Self::Excludes => "excludes",
            Self::Expects => "expects",
        }
    }

    /// The verb in sentences.
    pub(crate) fn verb(self) -> &'static str {
        match self {
            Self::Requires => "needs",
            Self::Excludes => "excludes",
            Self::Expects => "has no effect without",
        }
    }
}

/// A complete rule of `x-rules`.
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
                let mut relations = Relation::ALL
                    .into_iter()
                    .filter_map(|it| Some((it, at.get_str(it.keyword())?)));
                let (relation, other) = relations.next()?;
                if relations.next().is_some() {
                    return None;
                }
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
