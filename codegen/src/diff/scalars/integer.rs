//! Bounds and units of integers.

use super::pair::Pair;
use crate::diff::change::{Action, Change, Class, Line};
use crate::model::ScalarKind;
use crate::pattern::relation::Relation;

/// Compares two integers; of other scalars nothing is found.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    if let (Some(old), Some(new)) = (bounds(&pair.old.kind), bounds(&pair.new.kind)) {
        bound(
            pair,
            ("minimum", "MIN"),
            old.0,
            new.0,
            old.0 < new.0,
            changes,
        );
        bound(
            pair,
            ("maximum", "MAX"),
            old.1,
            new.1,
            old.1 > new.1,
            changes,
        );
    }
    unit(pair, changes);
}

fn bounds(kind: &ScalarKind) -> Option<(i64, i64)> {
    match kind {
        ScalarKind::Integer { min, max, .. } => Some((*min, *max)),
        ScalarKind::PlainInteger { repr } => Some((
            0,
            if *repr == "u64" {
                i64::MAX
            } else {
                i64::from(i32::MAX)
            },
        )),
        _ => None,
    }
}

fn unit(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let unit = |kind: &ScalarKind| match kind {
        ScalarKind::Integer { unit, .. } | ScalarKind::IntegerText { unit, .. } => {
            unit.map(|unit| unit.name())
        }
        _ => None,
    };
    let (old, new) = (unit(&pair.old.kind), unit(&pair.new.kind));
    if old == new {
        return;
    }
    let item = pair.item("as_duration");
    let (class, rust, why) = match (old, new) {
        (None, _) => (Class::Compatible, Line::new(item, "", Action::Added), ""),
        (Some(_), None) => (
            Class::Breaking,
            Line::new(item, "", Action::Removed),
            "programs that convert it no longer compile",
        ),
        (Some(old), Some(new)) => (
            Class::Breaking,
            Line::changed(format!("unit of {item}"), old, new),
            "the same duration becomes a different integer",
        ),
    };
    changes.push(Change::new(
        class,
        Line::changed(
            format!("unit of {}", pair.name()),
            old.unwrap_or("none"),
            new.unwrap_or("none"),
        ),
        rust,
        why,
        pair.pointer(),
    ));
}

fn bound(
    pair: &Pair<'_>,
    (wire, constant): (&str, &str),
    old: i64,
    new: i64,
    tightened: bool,
    changes: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    let (class, why) = pair.admitted(Relation::of(tightened, !tightened));
    let verb = if new > old { "raised" } else { "lowered" };
    let constants = [&pair.old.kind, &pair.new.kind]
        .into_iter()
        .all(|kind| matches!(kind, ScalarKind::Integer { .. }));
    let rust = if constants {
        Line::turned(
            pair.item(constant),
            verb,
            format!("`{old}`"),
            format!("`{new}`"),
        )
    } else {
        Line::nothing()
    };
    changes.push(Change::new(
        class,
        Line::turned(
            format!("{wire} of {}", pair.name()),
            verb,
            format!("`{old}`"),
            format!("`{new}`"),
        ),
        rust,
        why,
        pair.pointer(),
    ));
}
