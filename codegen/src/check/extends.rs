//! Enums that extend another: they have all of its values and more, and the same shared values are final.

use super::findings::Findings;
use super::fixes::{remove, rewrite};
use super::received::Received;
use super::similar::{declared, suggestion};
use crate::document::{At, Index, SchemaKind, items};
use crate::finding::show;

/// Name of the rule.
const RULE: &str = "extends";

pub(super) fn check<'d>(index: &Index<'d>, received: &Received<'_, 'd>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        if let Some(at) = schema.get("x-extends") {
            extends(index, received, (name, schema), &at, findings);
        }
    }
}

fn extends<'d>(
    index: &Index<'d>,
    received: &Received<'_, 'd>,
    (name, schema): (&str, &At<'_>),
    at: &At<'_>,
    findings: &mut Findings,
) {
    let wrong = match SchemaKind::of(schema.node) {
        SchemaKind::Enum if received.has(name, schema) => None,
        SchemaKind::Enum => Some("`x-extends` is used with an enum that only requests use"),
        SchemaKind::Plain | SchemaKind::Text | SchemaKind::Format => {
            Some("`x-extends` is used without `enum`")
        }
        // Reported as misplaced elsewhere.
        _ => return,
    };
    if let Some(message) = wrong {
        findings.key_error(
            RULE,
            at,
            message,
            "remove it: it is only valid with an enum in responses or callbacks",
        );
        findings.fix(remove(at));
        return;
    }
    let Some(text) = at.as_str() else { return };
    if text == name {
        findings.error(
            RULE,
            at,
            format!("{} cannot extend itself", show(name)),
            "name another enum, or remove `x-extends`",
        );
    } else if let Some(other) = other_enum(index, received, text, at, findings)
        && received.is_readable(schema)
        && received.is_readable(other)
    {
        compare((name, schema), (text, other), at, findings);
        finals((name, schema), (text, other), at, findings);
    }
}

/// The named enum, if Twilio sends it.
fn other_enum<'i, 'd>(
    index: &Index<'d>,
    received: &Received<'i, 'd>,
    text: &str,
    at: &At<'_>,
    findings: &mut Findings,
) -> Option<&'i At<'d>> {
    let names = || received.enums().map(|(component, _)| component);
    let found = received.enums().find(|(component, _)| *component == text);
    if found.is_none() && !received.is_doubtful(text) {
        findings.error(
            RULE,
            at,
            format!("the document has no enum {} that Twilio sends", show(text)),
            suggestion(
                index,
                text,
                names(),
                "name the component of an enum, all of whose values this one has",
            ),
        );
        findings.fix(declared(index, text, names()).map(|it| rewrite(at, it)));
    }
    found.map(|(_, schema)| schema)
}

/// Reports an enum that lacks values of the other, or adds none.
fn compare(
    (name, schema): (&str, &At<'_>),
    (other_name, other): (&str, &At<'_>),
    at: &At<'_>,
    findings: &mut Findings,
) {
    let (values, others) = (values(schema), values(other));
    let missing: Vec<String> = others
        .iter()
        .filter(|value| !values.contains(value))
        .map(|value| show(value))
        .collect();
    if !missing.is_empty() {
        findings.error(
            RULE,
            at,
            format!(
                "{} lacks {}, which {} has",
                show(name),
                missing.join(", "),
                show(other_name)
            ),
            "add the missing values to `enum`, or remove `x-extends`",
        );
    } else if values.iter().all(|value| others.contains(value)) {
        findings.error(
            RULE,
            at,
            format!("{} has the same values as {}", show(name), show(other_name)),
            "use one component for both, or remove `x-extends`",
        );
    }
}

/// Reports values of both enums that are final in only one: a conversion must not change what follows a value.
fn finals(
    (name, schema): (&str, &At<'_>),
    (other_name, other): (&str, &At<'_>),
    at: &At<'_>,
    findings: &mut Findings,
) {
    // A list with mistakes is reported elsewhere.
    if !has_valid_finals(schema) || !has_valid_finals(other) {
        return;
    }
    let here = schema.get("x-final").unwrap_or_else(|| at.clone());
    for (finals, is, is_not) in [
        (only_final_in(schema, other), name, other_name),
        (only_final_in(other, schema), other_name, name),
    ] {
        if finals.is_empty() {
            continue;
        }
        let verb = if finals.len() == 1 { "is" } else { "are" };
        let (finals, is, is_not) = (finals.join(", "), show(is), show(is_not));
        findings.key_error(
            RULE,
            &here,
            format!("{finals} {verb} final in {is}, but not in {is_not}"),
            "list a value of both enums under `x-final` of both or of neither, or remove `x-extends`",
        );
    }
}

/// Whether there is no list of final values, or one without mistakes: some of the values, but not all.
fn has_valid_finals(schema: &At<'_>) -> bool {
    let (values, finals) = (values(schema), finals_of(schema));
    let is_valid = !finals.is_empty() && finals.len() < values.len();
    !schema.has("x-final") || (is_valid && finals.iter().all(|it| values.contains(it)))
}

/// The values that both enums have, but only one lists as final.
fn only_final_in(schema: &At<'_>, other: &At<'_>) -> Vec<String> {
    let (values, others) = (values(other), finals_of(other));
    let only = finals_of(schema).into_iter();
    let only = only.filter(|it| values.contains(it) && !others.contains(it));
    only.map(show).collect()
}

fn finals_of<'d>(schema: &At<'d>) -> Vec<&'d str> {
    listed(schema, "x-final")
}

fn values<'d>(schema: &At<'d>) -> Vec<&'d str> {
    listed(schema, "enum")
}

fn listed<'d>(schema: &At<'d>, keyword: &str) -> Vec<&'d str> {
    items(schema.get(keyword))
        .filter_map(|value| value.as_str())
        .collect()
}
