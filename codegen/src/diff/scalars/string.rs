//! Patterns and lengths of strings.

use std::cmp::Ordering;

use super::pair::Pair;
use crate::diff::change::{Action, Change, Class, Line};
use crate::model::{Scalar, ScalarKind};
use crate::pattern::Pattern;
use crate::pattern::relation::Relation;

/// The rules of a string.
struct Rules<'t> {
    pattern: Option<&'t Pattern>,
    min: Option<usize>,
    max: Option<usize>,
}

/// Compares the rules of two strings; others have none.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (rules(&pair.old.kind), rules(&pair.new.kind)) else {
        return;
    };
    if old.pattern.is_some() && new.pattern.is_some() && pair.old.expected != pair.new.expected {
        let messages = Line::new(
            format!("messages about `{}`", pair.new.rust),
            "",
            Action::Reworded,
        );
        changes.push(Change::new(
            Class::Documentation,
            Line::new("description in messages", pair.name(), Action::Reworded),
            messages,
            "",
            pair.pointer(),
        ));
    }
    pattern(pair, old.pattern, new.pattern, changes);
    length(
        pair,
        ("shortest length", "MIN_LENGTH"),
        (old.min, new.min),
        Ordering::Greater,
        changes,
    );
    length(
        pair,
        ("longest length", "MAX_LENGTH"),
        (old.max, new.max),
        Ordering::Less,
        changes,
    );
}

fn pattern(
    pair: &Pair<'_>,
    old: Option<&Pattern>,
    new: Option<&Pattern>,
    changes: &mut Vec<Change>,
) {
    let text = |pattern: Option<&Pattern>| pattern.map(|it| it.text().to_owned());
    if text(old) == text(new) {
        return;
    }
    let relation = pair.context.patterns(old, new);
    rule(
        pair,
        ("pattern", "PATTERN"),
        relation.verb(),
        (text(old), text(new)),
        relation,
        changes,
    );
}

/// A limit of the length, and in which direction moving it admits less.
fn length(
    pair: &Pair<'_>,
    names: (&str, &str),
    (old, new): (Option<usize>, Option<usize>),
    tightens: Ordering,
    changes: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    // A missing limit is one that no string reaches.
    let missing = match tightens {
        Ordering::Less => usize::MAX,
        Ordering::Equal | Ordering::Greater => 0,
    };
    let moved = new.unwrap_or(missing).cmp(&old.unwrap_or(missing));
    let verb = match moved {
        Ordering::Greater => "raised",
        Ordering::Less | Ordering::Equal => "lowered",
    };
    let text = |bound: Option<usize>| bound.map(|it| it.to_string());
    rule(
        pair,
        names,
        verb,
        (text(old), text(new)),
        Relation::of(moved == tightens, moved == tightens.reverse()),
        changes,
    );
}

/// One rule of a string, which is also a constant of its type.
fn rule(
    pair: &Pair<'_>,
    (wire, constant): (&str, &str),
    verb: &'static str,
    (old, new): (Option<String>, Option<String>),
    relation: Relation,
    changes: &mut Vec<Change>,
) {
    let (mut class, mut why) = pair.admitted(relation);
    let is_type = |scalar: &Scalar| {
        matches!(
            scalar.kind,
            ScalarKind::Fixed { .. } | ScalarKind::Text { .. }
        )
    };
    let quoted = |value: Option<String>| {
        value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"))
    };
    let item = pair.item(constant);
    let rust = match (
        old.as_ref().filter(|_| is_type(pair.old)),
        new.as_ref().filter(|_| is_type(pair.new)),
    ) {
        (Some(_), None) => {
            class = Class::Breaking;
            if why.is_empty() {
                why = "programs that name the constant no longer compile";
            }
            Line::new(item, "", Action::Removed)
        }
        (None, Some(_)) => Line::new(item, "", Action::Added),
        (None, None) => Line::nothing(),
        (Some(old), Some(new)) => Line::turned(item, verb, format!("`{old}`"), format!("`{new}`")),
    };
    changes.push(Change::new(
        class,
        Line::turned(
            format!("{wire} of {}", pair.name()),
            verb,
            quoted(old),
            quoted(new),
        ),
        rust,
        why,
        pair.pointer(),
    ));
}

/// The rules of a string; `None` for other scalars.
fn rules(kind: &ScalarKind) -> Option<Rules<'_>> {
    match kind {
        ScalarKind::Plain => Some(Rules {
            pattern: None,
            min: None,
            max: None,
        }),
        ScalarKind::Fixed { pattern } => Some(Rules {
            pattern: Some(pattern),
            min: None,
            max: None,
        }),
        ScalarKind::Text {
            pattern, min, max, ..
        } => Some(Rules {
            pattern: pattern.as_deref(),
            min: *min,
            max: *max,
        }),
        _ => None,
    }
}
