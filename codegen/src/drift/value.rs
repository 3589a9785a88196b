//! Compares what both documents say about one value, facet by facet.

use std::collections::BTreeSet;

use super::prose;
use super::shape::{Shape, kind};
use crate::pattern::relation::{self, Relation};
use crate::pattern::{Pattern, Work};

/// One facet of a value, and what each document says about it.
pub(super) struct Facet {
    pub(super) name: &'static str,
    pub(super) ours: String,
    pub(super) theirs: String,
    /// Whether both mean the same, even if written differently.
    pub(super) same: bool,
}

/// All facets in which two values can be compared; if their types differ, only the type.
pub(super) fn facets(ours: &Shape<'_>, theirs: &Shape<'_>) -> Vec<Facet> {
    let of_type = facet("type", kind(ours), kind(theirs));
    if !of_type.same {
        return vec![of_type];
    }
    let mentioned = prose::read(&theirs.prose);
    let mut facets = vec![
        of_type,
        facet("format", or_none(&ours.format), or_none(&theirs.format)),
        stated(
            "default",
            &ours.default,
            &theirs.default,
            &mentioned.default,
        ),
        facet(
            "deprecation",
            deprecation(ours.deprecated),
            deprecation(theirs.deprecated),
        ),
    ];
    let number = |it: Option<i64>| it.map(|it| it.to_string());
    match ours.kind.as_str() {
        "string" => facets.extend(string(ours, theirs, &mentioned)),
        "integer" | "number" => facets.extend([
            stated(
                "minimum",
                &number(ours.minimum),
                &number(theirs.minimum),
                &number(mentioned.minimum),
            ),
            stated(
                "maximum",
                &number(ours.maximum),
                &number(theirs.maximum),
                &number(mentioned.maximum),
            ),
            values(ours, theirs, &mentioned.values),
        ]),
        _ => {}
    }
    let keywords: BTreeSet<&str> = [ours, theirs]
        .into_iter()
        .flat_map(|shape| shape.keywords.keys().copied())
        .collect();
    facets.extend(keywords.into_iter().map(|keyword| {
        let says = |shape: &Shape<'_>| or_none(&shape.keywords.get(keyword).cloned());
        facet(keyword, says(ours), says(theirs))
    }));
    facets
}

/// Whether something is deprecated, as a phrase.
pub(super) fn deprecation(is: bool) -> String {
    if is { "deprecated" } else { "in use" }.to_owned()
}

fn facet(name: &'static str, ours: String, theirs: String) -> Facet {
    Facet {
        same: ours == theirs,
        name,
        ours,
        theirs,
    }
}

fn or_none(text: &Option<String>) -> String {
    text.clone().unwrap_or_else(|| "none".to_owned())
}

/// A facet that theirs states in a keyword, in prose, in both or not at all.
fn stated(
    name: &'static str,
    ours: &Option<String>,
    theirs: &Option<String>,
    prose: &Option<String>,
) -> Facet {
    let says = match (theirs, prose) {
        (None, Some(prose)) => format!("{prose} (in prose)"),
        (Some(theirs), Some(prose)) if theirs != prose => format!("{theirs}, {prose} (in prose)"),
        _ => or_none(theirs),
    };
    let disagree = theirs.is_some() && prose.is_some() && theirs != prose;
    Facet {
        name,
        ours: or_none(ours),
        theirs: says,
        same: !disagree && ours == theirs.as_ref().map_or(prose, |_| theirs),
    }
}

fn string(ours: &Shape<'_>, theirs: &Shape<'_>, mentioned: &prose::Mentioned) -> [Facet; 4] {
    // Lengths that follow from the pattern need no keyword.
    let implied = match ours.pattern.as_deref().map(Pattern::lengths_of) {
        Some(Some((least, most))) => {
            let length = |it: u64| i64::try_from(it).ok();
            (length(least).filter(|it| *it > 0), most.and_then(length))
        }
        _ => (None, None),
    };
    // A different pattern is one difference, not three.
    let other = match theirs.pattern.is_some() {
        true => implied,
        false => (None, None),
    };
    let number = |it: Option<i64>| it.map(|it| it.to_string());
    [
        Facet {
            name: "pattern",
            ours: or_none(&ours.pattern),
            theirs: or_none(&theirs.pattern),
            same: is_same_pattern(ours.pattern.as_deref(), theirs.pattern.as_deref())
                && !(ours.union && theirs.pattern.is_some()),
        },
        values(ours, theirs, &mentioned.values),
        stated(
            "minimum length",
            &number(ours.shortest.or(implied.0)),
            &number(theirs.shortest.or(other.0)),
            &number(mentioned.shortest),
        ),
        stated(
            "maximum length",
            &number(ours.longest.or(implied.1)),
            &number(theirs.longest.or(other.1)),
            &number(mentioned.longest),
        ),
    ]
}

/// Whether two patterns match the same strings; an unsupported one differs from any other.
fn is_same_pattern(ours: Option<&str>, theirs: Option<&str>) -> bool {
    ours == theirs
        || match (ours.map(Pattern::parse), theirs.map(Pattern::parse)) {
            (Some(Ok(ours)), Some(Ok(theirs))) => {
                relation::between(Some(&ours), Some(&theirs), &mut Work::PATTERN.clone())
                    == Relation::Same
            }
            _ => false,
        }
}

/// The values of an enumeration; theirs often lists them in prose only.
fn values(ours: &Shape<'_>, theirs: &Shape<'_>, mentioned: &[String]) -> Facet {
    // Values in prose count only where ours has an enumeration to compare them with.
    let (there, note) = match theirs.values.is_empty() && !ours.values.is_empty() {
        true => (mentioned, " (in prose)"),
        false => (theirs.values.as_slice(), ""),
    };
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let list = |list: &[String], note: &str| match list.is_empty() {
        true => "none".to_owned(),
        false => format!("{}{note}", list.join(", ")),
    };
    Facet {
        name: "values",
        ours: list(&ours.values, ""),
        theirs: list(there, note),
        same: set(&ours.values) == set(there),
    }
}
