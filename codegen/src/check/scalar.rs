//! Components that are a single string or integer.

use super::component::misplaced;
use super::findings::Findings;
use super::fixes::{remove, rename, replace, rewrite};
use super::similar::{certain, did_you_mean};
use super::{enumeration, integer, number, text};
use crate::document::{At, Index, Node, SchemaKind, Value};
use crate::finding::{show, show_all};

/// The formats of strings that have their own type, each with a description.
pub(crate) const FORMATS: [(&str, &str); 7] = [
    ("date", "a day"),
    ("date-or-date-time", "a date or a time in UTC"),
    ("date-time", "a time in the format of RFC 3339"),
    ("date-time-rfc-2822", "a time in the format of RFC 2822"),
    ("decimal", "a decimal number"),
    ("int64", "a signed integer, sent as a string"),
    ("uint64", "an unsigned integer, sent as a string"),
];

/// The values of `x-unit`.
pub(crate) const UNITS: [&str; 3] = ["seconds", "milliseconds", "minutes"];

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        let sent = index.usage.sent.contains(name);
        match SchemaKind::of(schema.node) {
            SchemaKind::Plain | SchemaKind::Text => text::check(index, schema, sent, findings),
            SchemaKind::Format => format(schema, findings),
            SchemaKind::Enum => enumeration::check(index, schema, findings),
            SchemaKind::Integer => integer::check(schema, sent, findings),
            SchemaKind::Number => {
                let sent = sent || index.usage.in_callbacks.contains(name);
                number::check(schema, sent, findings);
            }
            _ => continue,
        }
        for key in ["x-enum-descriptions", "x-enum-names"] {
            if let Some(at) = schema.get(key)
                && !schema.has("enum")
            {
                misplaced(key, &at, SchemaKind::of(schema.node).name(), findings);
            }
        }
        marks(schema, findings);
        unit(schema, findings);
        expected(schema, findings);
    }
}

pub(super) fn format(schema: &At<'_>, findings: &mut Findings) {
    let Some(at) = schema.get("format") else {
        return;
    };
    let Some(name) = at.as_str() else { return };
    if FORMATS.iter().any(|(known, _)| *known == name) {
        for key in ["pattern", "minLength", "maxLength"] {
            if let Some(constraint) = schema.get(key) {
                findings.key_error(
                    "format-and-constraint",
                    &constraint,
                    format!("{} has no effect next to `format`", show(key)),
                    format!("remove it: {} already defines the string", show(name)),
                );
                findings.fix(remove(&constraint));
            }
        }
        return;
    }
    let help = match name {
        "uri" | "url" | "uri-map" | "http-method" | "phone-number" | "endpoint" | "currency"
        | "sid" | "uuid" | "email" => "use `pattern`, `maxLength` or `enum`".to_owned(),
        "int32" => format!(
            "write `type: integer` and `format: {name}`, or, for an integer that is sent as a string, `format: uint64`"
        ),
        "float" | "double" | "number" => {
            "write `format: decimal`, which keeps every digit, or, for a JSON number in a response, `type: number`"
                .to_owned()
        }
        "password" => "write `x-secret: true`".to_owned(),
        "byte" | "binary" => "remove it: a string contains text; only the whole body of a response can be bytes".to_owned(),
        _ => did_you_mean(
            name,
            FORMATS.iter().map(|(known, _)| *known),
            format!(
                "write one of {}",
                show_all(FORMATS.iter().map(|(known, _)| *known))
            ),
        ),
    };
    findings.error(
        "unknown-format",
        &at,
        format!("unknown format {}", show(name)),
        help,
    );
    findings.fix(match name {
        "float" | "double" | "number" => Some(rewrite(&at, "decimal")),
        "password" if !schema.has("x-secret") => {
            rename(&at, "x-secret").map(|it| it.and(replace(&at, "true")))
        }
        _ => certain(name, FORMATS.iter().map(|(known, _)| *known)).map(|it| rewrite(&at, it)),
    });
}

/// `x-pii` and `x-secret`.
fn marks(schema: &At<'_>, findings: &mut Findings) {
    // An unknown format has its own finding, and hides the kind of the string.
    let is_unknown = |format: &str| !FORMATS.iter().any(|(known, _)| *known == format);
    if schema.get_str("format").is_some_and(is_unknown)
        && SchemaKind::of(schema.node) == SchemaKind::Format
    {
        return;
    }
    let textual = matches!(
        SchemaKind::of(schema.node),
        SchemaKind::Plain | SchemaKind::Text
    );
    for key in ["x-pii", "x-secret"] {
        let Some(at) = schema.get(key) else { continue };
        if at.node.value == Value::Bool(false) {
            findings.error(
                "private-mark",
                &at,
                format!("`{key}: false` has no effect"),
                "remove it",
            );
            findings.fix(remove(&at));
        } else if !textual && SchemaKind::of(schema.node) != SchemaKind::Integer {
            findings.key_error(
                "private-mark",
                &at,
                format!("{} cannot be private", SchemaKind::of(schema.node).name()),
                "remove the mark: only strings without `format` and `enum` can be private",
            );
        }
    }
    if let (Some(pii), Some(secret)) = (schema.get("x-pii"), schema.get("x-secret")) {
        findings.key_error(
            "private-mark",
            &secret,
            "the component has both `x-pii` and `x-secret`",
            "keep `x-secret`, the stricter of the two",
        );
        findings.fix(remove(&pii));
    }
}

fn unit(schema: &At<'_>, findings: &mut Findings) {
    let Some(at) = schema.get("x-unit") else {
        return;
    };
    let Some(name) = at.as_str() else { return };
    let counts = match SchemaKind::of(schema.node) {
        SchemaKind::Integer => true,
        SchemaKind::Format => schema.get_str("format") == Some("uint64"),
        _ => false,
    };
    if !counts {
        findings.key_error(
            "unit",
            &at,
            format!("{} cannot have a unit", SchemaKind::of(schema.node).name()),
            "remove it: only `type: integer`, or a string with `format: uint64`, can have a unit",
        );
    } else if schema
        .get("minimum")
        .and_then(|minimum| minimum.node.as_integer())
        .is_some_and(|minimum| minimum < 0)
    {
        findings.key_error(
            "unit",
            &at,
            "a duration cannot be negative",
            "raise `minimum` to 0, or remove the unit",
        );
    } else if !UNITS.contains(&name) {
        findings.error(
            "unit",
            &at,
            format!("unknown unit {}", show(name)),
            did_you_mean(name, UNITS, format!("write one of {}", show_all(UNITS))),
        );
        findings.fix(certain(name, UNITS).map(|it| rewrite(&at, it)));
    }
}

/// A longer text would hide the rest of a message.
pub(crate) const LONGEST_EXPECTED: usize = 100;

/// Checks `x-expected`, which messages show after "expected".
fn expected(schema: &At<'_>, findings: &mut Findings) {
    let Some(at) = schema.get("x-expected") else {
        return;
    };
    let Some(text) = at.as_str() else { return };
    if !schema.has("pattern") {
        findings.key_error(
            "expected",
            &at,
            "`x-expected` is used without `pattern`",
            "remove it: messages already describe lengths, values and formats",
        );
        return;
    }
    let problem = if text.trim().is_empty() {
        "`x-expected` is empty"
    } else if text.chars().any(char::is_control) {
        "`x-expected` has more than one line"
    } else if text.chars().count() > LONGEST_EXPECTED {
        "`x-expected` has more than 100 characters"
    } else if text.ends_with('.') || text.trim() != text {
        "`x-expected` is not a phrase"
    } else {
        return;
    };
    findings.error(
        "expected",
        &at,
        problem,
        "write the phrase that follows \"expected\" in messages:\n  x-expected: a phone number such as +15551234567",
    );
}

/// Whether the values of a component must not be shown.
pub(crate) fn is_private(schema: &Node) -> bool {
    ["x-pii", "x-secret"]
        .iter()
        .any(|key| schema.get(key).is_some())
}
