//! Numbered parameters: their maximum number, and the properties of each.

use super::change::{Action, Change, Line};
use super::context::Context;
use super::fields::Place;
use super::rule::Rule;
use crate::model::{Field, Ty};

/// Compares a parameter that is numbered on both sides.
pub(super) fn compare(
    context: &Context<'_>,
    old: &Field,
    new: &Field,
    place: &Place<'_>,
    changes: &mut Vec<Change>,
) {
    let (Some(before), Some(after)) = (old.numbered, new.numbered) else {
        return;
    };
    if before != after {
        changes.push(bound(before, after, place));
    }
    changes.extend(parts(context, old, new, place));
}

fn bound(before: u32, after: u32, place: &Place<'_>) -> Change {
    let (rule, verb) = match after > before {
        true => (Rule::NumberedRaised, "raised"),
        false => (Rule::NumberedLowered, "lowered"),
    };
    let action = Action::Changed {
        verb,
        old: format!("`{before}`"),
        new: format!("`{after}`"),
    };
    let wire = Line::new(
        format!("maximum number of items of {}", place.wire),
        place.of,
        action.clone(),
    );
    let rust = Line::new(
        format!("maximum number of items added with {}", place.rust),
        "",
        action,
    );
    Change::new(rule, wire, rust, place.pointer.clone())
}

/// Compares the names, types and order of the properties; another component with the same ones is reported where it
/// is used.
fn parts(context: &Context<'_>, old: &Field, new: &Field, place: &Place<'_>) -> Option<Change> {
    let is_same_item = match (&old.ty, &new.ty) {
        (Ty::Struct(before), Ty::Struct(after)) => context.now(before) == after,
        _ => false,
    };
    let wire = (context.old.wire_parts(old), context.new.wire_parts(new));
    let rust = (context.old.parts(old), context.new.parts(new));
    let is_same = wire.0 == wire.1 && rust.0 == rust.1 && context.same_parts(old, new);
    (is_same_item && !is_same).then(|| {
        let rust = match rust.0 == rust.1 {
            true => Line::nothing(),
            false => Line::changed(
                format!("arguments of {}", place.rust),
                format!("`{}`", rust.0),
                format!("`{}`", rust.1),
            ),
        };
        let wire = match wire.0 == wire.1 {
            true => Line::nothing(),
            false => {
                let action = Action::changed(wire.0, wire.1);
                Line::new(
                    format!("item properties of {}", place.wire),
                    place.of,
                    action,
                )
            }
        };
        Change::new(
            Rule::NumberedPartsChanged,
            wire,
            rust,
            place.pointer.clone(),
        )
    })
}
