//! Patterns and lengths of strings.

use std::cmp::Ordering;

use super::pair::{Pair, Rules};
use crate::diff::change::{Action, Change, Class, Line};
use crate::diff::rule::Rule;
use crate::model::{Scalar, ScalarKind};
use crate::pattern::Pattern;
use crate::pattern::relation::Relation;

const PATTERN: Rules = Rules {
    same: Rule::PatternRewritten,
    narrower: Rule::PatternNarrowed,
    wider: Rule::PatternWidened,
    wider_in_responses: Rule::PatternWidenedInResponses,
};

const LENGTH: Rules = Rules {
    same: Rule::LengthWidened,
    narrower: Rule::LengthNarrowed,
    wider: Rule::LengthWidened,
    wider_in_responses: Rule::LengthWidenedInResponses,
};

/// A limit of strings, which is also a constant of the type.
#[derive(Clone, Copy)]
struct Limit {
    /// Its name in messages.
    wire: &'static str,
    keyword: &'static str,
    constant: &'static str,
    rules: &'static Rules,
}

/// The constraints of a string.
pub(super) struct Limits<'t> {
    pub(super) pattern: Option<&'t Pattern>,
    pub(super) min: Option<usize>,
    pub(super) max: Option<usize>,
}

/// Compares the constraints of two strings; other scalars have none.
pub(super) fn compare(pair: &Pair<'_>, changes: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (limits(&pair.old.kind), limits(&pair.new.kind)) else {
        return;
    };
    if old.pattern.is_some() && new.pattern.is_some() && pair.old.expected != pair.new.expected {
        changes.push(Change::new(
            Rule::ExpectationReworded,
            Line::new("`x-expected`", pair.name(), Action::Reworded),
            Line::new(
                format!("messages about `{}`", pair.new.rust),
                "",
                Action::Reworded,
            ),
            format!("{}/x-expected", pair.pointer()),
        ));
    }
    pattern(pair, old.pattern, new.pattern, changes);
    length(
        pair,
        Limit {
            wire: "minimum length",
            keyword: "minLength",
            constant: "MIN_LENGTH",
            rules: &LENGTH,
        },
        (old.min, new.min),
        Ordering::Greater,
        changes,
    );
    length(
        pair,
        Limit {
            wire: "maximum length",
            keyword: "maxLength",
            constant: "MAX_LENGTH",
            rules: &LENGTH,
        },
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
    limit(
        pair,
        Limit {
            wire: "pattern",
            keyword: "pattern",
            constant: "PATTERN",
            rules: &PATTERN,
        },
        relation.verb(),
        (text(old), text(new)),
        relation,
        changes,
    );
}

/// Compares a length limit; `tightens` is the direction that admits fewer values.
fn length(
    pair: &Pair<'_>,
    of: Limit,
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
    limit(
        pair,
        of,
        verb,
        (text(old), text(new)),
        Relation::of(moved == tightens, moved == tightens.reverse()),
        changes,
    );
}

/// Compares one limit.
fn limit(
    pair: &Pair<'_>,
    of: Limit,
    verb: &'static str,
    (old, new): (Option<String>, Option<String>),
    relation: Relation,
    changes: &mut Vec<Change>,
) {
    let is_type = |scalar: &Scalar| {
        matches!(
            scalar.kind,
            ScalarKind::Fixed { .. } | ScalarKind::Text { .. }
        )
    };
    let quoted = |value: Option<String>| {
        value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"))
    };
    let item = pair.item(of.constant);
    let constants = (
        old.as_ref().filter(|_| is_type(pair.old)),
        new.as_ref().filter(|_| is_type(pair.new)),
    );
    let rust = match constants {
        (Some(_), None) => Line::new(item, "", Action::Removed),
        (None, Some(_)) => Line::new(item, "", Action::Added),
        (None, None) => Line::nothing(),
        (Some(old), Some(new)) => Line::turned(item, verb, format!("`{old}`"), format!("`{new}`")),
    };
    let wire = Line::turned(
        format!("{} of {}", of.wire, pair.name()),
        verb,
        quoted(old.clone()),
        quoted(new.clone()),
    );
    let here = pair.keyword(of.keyword);
    let change = pair.admitted(of.rules, relation, wire, rust);
    let change = change.at(here.clone());
    let removed = change.rust.action == Action::Removed;
    changes.push(if removed && change.class != Class::Breaking {
        Change::new(Rule::StringRuleRemoved, change.wire, change.rust, here)
    } else {
        change
    });
}

/// The constraints of a string; `None` for other scalars.
pub(super) fn limits(kind: &ScalarKind) -> Option<Limits<'_>> {
    match kind {
        ScalarKind::Plain => Some(Limits {
            pattern: None,
            min: None,
            max: None,
        }),
        ScalarKind::Fixed { pattern } => Some(Limits {
            pattern: Some(pattern),
            min: None,
            max: None,
        }),
        ScalarKind::Text {
            pattern, min, max, ..
        } => Some(Limits {
            pattern: pattern.as_deref(),
            min: *min,
            max: *max,
        }),
        _ => None,
    }
}
