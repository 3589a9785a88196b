//! Bounds and units of integers.

use super::pair::{Pair, Rules};
use crate::diff::change::{Action, Change, Line};
use crate::diff::rule::Rule;
use crate::model::ScalarKind;
use crate::pattern::relation::Relation;

const MINIMUM: Rules = Rules {
    same: Rule::MinimumLowered,
    narrower: Rule::MinimumRaised,
    wider: Rule::MinimumLowered,
    wider_in_responses: Rule::MinimumLoweredInResponses,
};

const MAXIMUM: Rules = Rules {
    same: Rule::MaximumRaised,
    narrower: Rule::MaximumLowered,
    wider: Rule::MaximumRaised,
    wider_in_responses: Rule::MaximumRaisedInResponses,
};

/// Compares two integers; ignores other scalars.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    if let (Some(old), Some(new)) = (bounds(&pair.old.kind), bounds(&pair.new.kind)) {
        bound(
            pair,
            ("minimum", "MIN", &MINIMUM),
            old.0,
            new.0,
            old.0 < new.0,
            changes,
        );
        bound(
            pair,
            ("maximum", "MAX", &MAXIMUM),
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
    let (rule, rust) = match (old, new) {
        (None, _) => (Rule::UnitAdded, Line::new(item, "", Action::Added)),
        (Some(_), None) => (Rule::UnitRemoved, Line::new(item, "", Action::Removed)),
        (Some(old), Some(new)) => (
            Rule::UnitChanged,
            Line::changed(format!("unit of {item}"), old, new),
        ),
    };
    changes.push(Change::new(
        rule,
        Line::changed(
            format!("unit of {}", pair.name()),
            old.unwrap_or("none"),
            new.unwrap_or("none"),
        ),
        rust,
        pair.keyword("x-unit"),
    ));
}

fn bound(
    pair: &Pair<'_>,
    (wire, constant, rules): (&str, &str, &Rules),
    old: i64,
    new: i64,
    tightened: bool,
    changes: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    let relation = Relation::of(tightened, !tightened);
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
    let change = pair.admitted(
        rules,
        relation,
        Line::turned(
            format!("{wire} of {}", pair.name()),
            verb,
            format!("`{old}`"),
            format!("`{new}`"),
        ),
        rust,
    );
    changes.push(change.at(pair.keyword(wire)));
}
