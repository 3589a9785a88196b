//! What `Debug`, errors and traces show of values.

use std::cmp::Ordering;

use super::context::Context;
use super::rule::Rule;
use crate::model::{Field, Model, Privacy, Scalar, ScalarKind, Ty};

/// The level of privacy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Everything is shown.
    Shown,
    /// The value is hidden unless it is asked for.
    Personal,
    /// The value is hidden, and also erased from memory.
    Secret,
}

/// The privacy of a scalar; for a union, that of its least private member.
pub(super) fn level(model: &Model, scalar: &Scalar) -> Level {
    match &scalar.kind {
        ScalarKind::Text { privacy, .. } => match privacy {
            Privacy::Open => Level::Shown,
            Privacy::Personal => Level::Personal,
            Privacy::Secret => Level::Secret,
        },
        ScalarKind::Union { members } => {
            let is_member = |it: &&Scalar| members.contains(&it.rust);
            // Members cannot be unions.
            let members = model.scalars.iter().filter(is_member);
            let levels = members.map(|it| match &it.kind {
                ScalarKind::Union { .. } => Level::Shown,
                _ => level(model, it),
            });
            levels.min().unwrap_or(Level::Shown)
        }
        _ => Level::Shown,
    }
}

/// The rule for a type that became more or less private.
pub(super) fn kind(context: &Context<'_>, old: &Scalar, new: &Scalar) -> Option<Rule> {
    let before = level(context.old.model, old);
    let after = level(context.new.model, new);
    match after.cmp(&before) {
        Ordering::Less => Some(Rule::PrivacyWeakened),
        Ordering::Greater => Some(Rule::PrivacyStrengthened),
        Ordering::Equal => None,
    }
}

/// The rule for a field whose component changed, if it became less private.
pub(super) fn field(context: &Context<'_>, old: &Field, new: &Field) -> Option<Rule> {
    let of = |model: &Model, ty: &Ty| match ty {
        Ty::Bool => Some(Level::Shown),
        Ty::Scalar(component) => model.scalar(component).map(|it| level(model, it)),
        // Objects show their fields.
        Ty::Struct(_) => None,
    };
    let before = of(context.old.model, &old.ty)?;
    let after = of(context.new.model, &new.ty)?;
    let is_other = !context.same_type(&old.ty, &new.ty);
    (is_other && after < before).then_some(Rule::PrivacyWeakened)
}
