//! Rules between the fields of a form: one requires another, excludes it, has no effect with or without it, or is
//! required without any of several.

use crate::document::At;

use super::items;

/// The relation between two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Requires,
    Excludes,
    /// Like `Requires`, but Twilio ignores the parameter instead of rejecting it.
    Expects,
    /// Like `Excludes`, but Twilio ignores the parameter instead of rejecting it.
    Yields,
    /// The parameter is required, unless at least one of the others is given.
    Unless,
}

impl Relation {
    /// All relations.
    pub(crate) const ALL: [Self; 5] = [
        Self::Requires,
        Self::Excludes,
        Self::Expects,
        Self::Yields,
        Self::Unless,
    ];

    /// The keyword in `x-rules`.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Requires => "requires",
            Self::Excludes => "excludes",
            Self::Expects => "expects",
            Self::Yields => "yields",
            Self::Unless => "unless",
        }
    }

    /// The verb in sentences.
    pub(crate) fn verb(self) -> &'static str {
        match self {
            Self::Requires => "needs",
            Self::Excludes => "excludes",
            Self::Expects => "has no effect without",
            Self::Yields => "has no effect with",
            Self::Unless => "is required without",
        }
    }

    /// Whether a request that breaks the rule is rejected, rather than sent with a warning.
    pub(crate) fn rejects(self) -> bool {
        match self {
            Self::Requires | Self::Excludes | Self::Unless => true,
            Self::Expects | Self::Yields => false,
        }
    }

    /// Whether fields break the rule: the one it applies to, and any of the others.
    pub(crate) fn is_broken(self, given: bool, any_other: bool) -> bool {
        match self {
            Self::Requires | Self::Expects => given && !any_other,
            Self::Excludes | Self::Yields => given && any_other,
            Self::Unless => !given && !any_other,
        }
    }
}

/// A complete rule of `x-rules`.
#[derive(Clone, Debug)]
pub(crate) struct Rule<'d> {
    pub(crate) at: At<'d>,
    pub(crate) parameter: &'d str,
    pub(crate) relation: Relation,
    /// The other field, or all fields of which `Unless` names one.
    pub(crate) others: Vec<At<'d>>,
}

impl<'d> Rule<'d> {
    /// The complete rules of a form.
    pub(crate) fn of(schema: &At<'d>) -> Vec<Self> {
        items(schema.get("x-rules"))
            .filter_map(|at| {
                let parameter = at.get_str("parameter")?;
                let mut relations = Relation::ALL.into_iter().filter(|it| at.has(it.keyword()));
                let relation = relations.next()?;
                if relations.next().is_some() {
                    return None;
                }
                let others = others(&at, relation);
                if others.is_empty() || others.iter().any(|it| it.as_str().is_none()) {
                    return None;
                }
                Some(Self {
                    at,
                    parameter,
                    relation,
                    others,
                })
            })
            .collect()
    }
    /// The names of the other fields.
    pub(crate) fn names(&self) -> Vec<&'d str> {
        self.others.iter().filter_map(At::as_str).collect()
    }
}

/// The value of a relation: the name of a field, or the items of an array of names.
fn others<'d>(rule: &At<'d>, relation: Relation) -> Vec<At<'d>> {
    match relation {
        Relation::Unless => items(rule.get(relation.keyword())).collect(),
        _ => rule.get(relation.keyword()).into_iter().collect(),
    }
}
