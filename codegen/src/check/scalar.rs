//! Components that are one text or one number.

use std::collections::BTreeSet;

use super::component::misplaced;
use super::findings::Findings;
use super::similar::did_you_mean;
use crate::document::{At, Index, Node, SchemaKind, Value, entries};
use crate::finding::{show, show_all};
use crate::pattern::{Dfa, PatternProblem, ProblemKind};

/// The formats of text that have a type of their own, and what they are.
pub(crate) const FORMATS: [(&str, &str); 5] = [
    ("date-or-date-time", "a day or a time in UTC"),
    ("date-time-rfc-2822", "a time in the format of RFC 2822"),
    ("decimal", "a decimal, with its scale kept"),
    ("int64", "a signed integer, sent as a string"),
    ("uint64", "an unsigned integer, sent as a string"),
];

/// The values of `x-unit`.
pub(crate) const UNITS: [&str; 3] = ["seconds", "milliseconds", "minutes"];

pub(crate) fn check(index: &Index<'_>, findings: &mut Findings) {
    for (name, schema) in index.schemas.iter() {
        let sent = index.usage.sent.contains(name);
        match SchemaKind::of(schema.node) {
            SchemaKind::Plain | SchemaKind::Text => text(index, schema, sent, findings),
            SchemaKind::Format => format(schema, findings),
            SchemaKind::Enum => enumeration(schema, findings),
            SchemaKind::Integer => integer(schema, sent, findings),
            _ => continue,
        }
        if let Some(at) = schema.get("x-enum-descriptions")
            && !schema.has("enum")
        {
            misplaced(
                "x-enum-descriptions",
                &at,
                SchemaKind::of(schema.node).name(),
                findings,
            );
        }
        marks(schema, findings);
        unit(schema, findings);
    }
}

fn text<'d>(index: &Index<'d>, schema: &At<'d>, sent: bool, findings: &mut Findings) {
    let at = schema.get("pattern");
    let pattern = at.as_ref().and_then(At::as_str).map(|it| index.pattern(it));
    if let (Some(at), Some(pattern)) = (&at, &pattern) {
        let problem = match pattern {
            Err(problem) => Some(problem),
            Ok(pattern) => pattern.dfa().err(),
        };
        if let Some(problem) = problem {
            unusable(problem, at, findings);
        }
    }
    // A pattern that cannot be used has its own finding.
    let lengths = match &pattern {
        Some(Ok(pattern)) => Some(pattern.lengths()),
        _ => None,
    };
    self::lengths(schema, lengths, findings);
    if sent {
        let known = !matches!(pattern, Some(Err(_)));
        if known && !lengths.is_some_and(|(_, longest)| longest.is_some()) {
            bounded(schema, findings);
        }
        match &pattern {
            None => controls(schema, None, findings),
            Some(Ok(pattern)) => {
                if let Ok(dfa) = pattern.dfa() {
                    controls(schema, Some(dfa), findings);
                }
            }
            Some(Err(_)) => {}
        }
    }
}

fn lengths(schema: &At<'_>, pattern: Option<(u64, Option<u64>)>, findings: &mut Findings) {
    let length = |key: &str| {
        let at = schema.get(key)?;
        Some((at.node.as_integer()?, at))
    };
    let (low, high) = (length("minLength"), length("maxLength"));
    if let (Some((low, _)), Some((high, at))) = (&low, &high)
        && low > high
    {
        findings.error(
            "length-bounds",
            at,
            format!("`maxLength` {high} is less than `minLength` {low}"),
            "swap `minLength` and `maxLength`, or correct one of them",
        );
    }
    for (length, at) in [&low, &high].into_iter().flatten() {
        if *length > i128::from(u32::MAX) {
            findings.error(
                "length-bounds",
                at,
                format!("no string has {length} characters"),
                "write the length that Twilio documents",
            );
        }
    }
    let Some((shortest, longest)) = pattern else {
        return;
    };
    if let Some((low, at)) = low
        && longest.is_some_and(|longest| i128::from(longest) < low)
    {
        findings.error(
            "length-bounds",
            &at,
            format!("no string that matches the pattern has {low} characters"),
            "correct the length or the pattern",
        );
    }
    if let Some((high, at)) = high
        && i128::from(shortest) > high
    {
        findings.error(
            "length-bounds",
            &at,
            format!("every string that matches the pattern has more than {high} characters"),
            "correct the length or the pattern",
        );
    }
}

/// Reports why a pattern cannot be used.
fn unusable(problem: &PatternProblem, at: &At<'_>, findings: &mut Findings) {
    let text = at.as_str().unwrap_or_default();
    let rule = match problem.kind {
        ProblemKind::Invalid => "pattern-syntax",
        ProblemKind::Unanchored => "pattern-unanchored",
        ProblemKind::Unsupported => "pattern-unsupported",
        ProblemKind::TooBig => "pattern-too-big",
        ProblemKind::Empty => "pattern-empty",
    };
    let number = text
        .get(..problem.at)
        .map_or(1, |before| before.chars().count() + 1);
    let place = if problem.at == 0 {
        String::new()
    } else {
        format!(" (character {number} of the pattern)")
    };
    findings.error(
        rule,
        at,
        format!("{}{place}", problem.message),
        problem.help.as_str(),
    );
}

/// A request may not carry text without an end.
fn bounded(schema: &At<'_>, findings: &mut Findings) {
    if !schema.has("maxLength") {
        findings.key_error(
            "unbounded-text",
            schema,
            "this string is sent in requests, but its length is not bounded",
            "add the greatest length that Twilio accepts:\n  maxLength: 255",
        );
    }
}

/// Text in a request holds no control characters; where the pattern lets them, tab and line ends may stand.
fn controls(schema: &At<'_>, dfa: Option<&Dfa>, findings: &mut Findings) {
    let offending = match dfa {
        None => Some(0),
        Some(dfa) => (0_u8..0x20)
            .chain([0x7F])
            .filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'))
            .find(|byte| dfa.admits(*byte)),
    };
    if let Some(byte) = offending {
        let at = schema.get("pattern").unwrap_or_else(|| schema.clone());
        findings.error(
            "control-characters",
            &at,
            format!(
                "this string is sent in requests, but it may contain control characters such as U+{byte:04X}"
            ),
            "exclude them; at least write\n  pattern: '^[^\\x00-\\x1F\\x7F]*$'",
        );
    }
}

fn format(schema: &At<'_>, findings: &mut Findings) {
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
                    format!("{} beside `format` would be ignored", show(key)),
                    format!("remove it: {} already defines the string", show(name)),
                );
            }
        }
        return;
    }
    let help = match name {
        "date-time" => "Twilio writes times in the format of RFC 2822: `format: date-time-rfc-2822`; in list filters `format: date-or-date-time`".to_owned(),
        "date" => "in list filters write `format: date-or-date-time`".to_owned(),
        "uri" | "url" | "uri-map" | "http-method" | "phone-number" | "endpoint" | "currency" | "sid" | "uuid" | "email" => {
            "use `pattern`, `maxLength` or `enum`".to_owned()
        }
        "int32" => format!("for a number write `type: integer`, `format: {name}`; for a number sent as a string `format: uint64`"),
        "float" | "double" | "number" => "write `format: decimal`, which keeps every digit".to_owned(),
        "password" => "write `x-secret: true`".to_owned(),
        "byte" | "binary" => "requests and responses carry text only".to_owned(),
        _ => did_you_mean(
            name,
            FORMATS.iter().map(|(known, _)| *known),
            format!("the formats are {}", show_all(FORMATS.iter().map(|(known, _)| *known))),
        ),
    };
    findings.error(
        "unknown-format",
        &at,
        format!("unknown format {}", show(name)),
        help,
    );
}

fn enumeration(schema: &At<'_>, findings: &mut Findings) {
    for key in ["format", "pattern", "minLength", "maxLength"] {
        if let Some(at) = schema.get(key) {
            findings.key_error(
                "enum-and-constraint",
                &at,
                format!("{} beside `enum` would be ignored", show(key)),
                "remove it: the values define the string",
            );
        }
    }
    let Some(list) = schema.get("enum") else {
        return;
    };
    if list.node.items().is_empty() {
        findings.error(
            "enum-value",
            &list,
            "the enumeration has no values",
            "list them, or remove `enum`",
        );
    }
    let mut values: BTreeSet<&str> = BTreeSet::new();
    for item in list.items() {
        if let Some(value) = enum_value(&item, findings)
            && !values.insert(value)
        {
            findings.error(
                "enum-value",
                &item,
                format!("the value {} is listed twice", show(value)),
                "remove one of the two",
            );
        }
    }
    descriptions(schema, &values, findings);
}

fn enum_value<'d>(item: &At<'d>, findings: &mut Findings) -> Option<&'d str> {
    let (message, help) = match &item.node.value {
        Value::String(text) if text.is_empty() => (
            "an empty value".to_owned(),
            "remove it: an empty string is read as a missing value".to_owned(),
        ),
        Value::String(text) if text.trim() != text || text.chars().any(char::is_control) => (
            format!(
                "the value {} has spaces around it or contains control characters",
                show(text)
            ),
            "write it exactly as it is sent".to_owned(),
        ),
        Value::String(text) if !text.contains(|c: char| c.is_ascii_alphanumeric()) => (
            format!(
                "the value {} cannot be turned into the name of a variant",
                show(text)
            ),
            "describe this string with a `pattern` instead".to_owned(),
        ),
        Value::String(text) => return Some(text),
        Value::Bool(flag) => (
            format!("the value {flag} is not a string"),
            format!("put it into quotes: '{flag}'"),
        ),
        Value::Number(number) => (
            format!("the value {number} is not a string"),
            format!("put it into quotes: '{number}'"),
        ),
        _ => (
            "the value is not a string".to_owned(),
            "list strings; for a value that may be missing write `nullable: true` at the property"
                .to_owned(),
        ),
    };
    findings.error("enum-value", item, message, help);
    None
}

fn descriptions(schema: &At<'_>, values: &BTreeSet<&str>, findings: &mut Findings) {
    let Some(described) = schema.get("x-enum-descriptions") else {
        findings.key_error(
            "enum-descriptions",
            schema,
            "the values of the enumeration are not described",
            "add a sentence for each:\n  x-enum-descriptions:\n    value: What it means.",
        );
        return;
    };
    for value in values {
        if !described.has(value) {
            findings.key_error(
                "enum-descriptions",
                &described,
                format!("the value {} is not described", show(value)),
                format!("add a sentence:\n  {value}: What it means."),
            );
        }
    }
    for (name, at) in entries(Some(described)) {
        if !values.contains(name) {
            findings.key_error(
                "enum-descriptions",
                &at,
                format!("{} is not a value of the enumeration", show(name)),
                did_you_mean(
                    name,
                    values.iter().copied(),
                    "remove it, or add the value to `enum`",
                ),
            );
        }
    }
}

fn integer(schema: &At<'_>, sent: bool, findings: &mut Findings) {
    let range = match schema.get("format") {
        None => {
            findings.key_error(
                "integer-format",
                schema,
                "the integer has no format",
                "add `format: int32`, or `format: int64` for more than 2147483647",
            );
            None
        }
        Some(at) => match at.as_str() {
            Some("int32") => Some((i128::from(i32::MIN), i128::from(i32::MAX))),
            Some("int64") => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
            Some(other) => {
                findings.error(
                    "integer-format",
                    &at,
                    format!("unknown format {} of an integer", show(other)),
                    "write `int32` or `int64`; a number sent as a string is `type: string`, `format: uint64`",
                );
                None
            }
            None => None,
        },
    };
    let low = bound(schema, "minimum", range, findings);
    let high = bound(schema, "maximum", range, findings);
    match (schema.has("minimum"), schema.has("maximum")) {
        (true, true) => {
            if let (Some((low, _)), Some((high, at))) = (low, high)
                && low > high
            {
                findings.error(
                    "integer-bounds",
                    &at,
                    format!("`maximum` {high} is less than `minimum` {low}"),
                    "swap `minimum` and `maximum`, or correct one of them",
                );
            }
        }
        (true, false) if sent || low.as_ref().is_some_and(|(low, _)| *low != 0) => {
            findings.key_error(
                "integer-bounds",
                schema,
                "the integer has no `maximum`",
                "add `maximum`; only an integer in responses may have `minimum: 0` alone",
            );
        }
        (true, false) => {}
        (false, _) => findings.key_error(
            "integer-bounds",
            schema,
            "the integer has no `minimum`",
            "add `minimum: 0`, or the least value that Twilio accepts",
        ),
    }
}

fn bound<'d>(
    schema: &At<'d>,
    key: &str,
    range: Option<(i128, i128)>,
    findings: &mut Findings,
) -> Option<(i128, At<'d>)> {
    let at = schema.get(key)?;
    if !matches!(at.node.value, Value::Number(_)) {
        return None;
    }
    let Some(value) = at.node.as_integer() else {
        findings.error(
            "integer-bounds",
            &at,
            format!("the {key} of an integer is not an integer"),
            "write an integer",
        );
        return None;
    };
    let (least, most) = range.unwrap_or((i128::from(i64::MIN), i128::from(i64::MAX)));
    if value < least || value > most {
        findings.error(
            "integer-bounds",
            &at,
            format!("the {key} {value} is outside the range of the format"),
            format!("the range of the format is {least} to {most}"),
        );
        return None;
    }
    Some((value, at))
}

/// `x-pii` and `x-secret`.
fn marks(schema: &At<'_>, findings: &mut Findings) {
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
                format!("{} has no effect when it is false", show(key)),
                "remove it",
            );
        } else if !textual && SchemaKind::of(schema.node) != SchemaKind::Integer {
            findings.key_error(
                "private-mark",
                &at,
                format!("{} cannot be private", SchemaKind::of(schema.node).name()),
                "only strings without `format` and `enum` can be; remove the mark",
            );
        }
    }
    if let (Some(_), Some(secret)) = (schema.get("x-pii"), schema.get("x-secret")) {
        findings.key_error(
            "private-mark",
            &secret,
            "both `x-pii` and `x-secret`",
            "keep `x-secret`, the stricter of the two",
        );
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
            format!("{} has no unit", SchemaKind::of(schema.node).name()),
            "a unit belongs to `type: integer`, or to a string with `format: uint64`",
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
            did_you_mean(name, UNITS, format!("the units are {}", show_all(UNITS))),
        );
    }
}

/// Whether a component's values may not be shown.
pub(crate) fn is_private(schema: &Node) -> bool {
    ["x-pii", "x-secret"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

/// Whether the component accepts every text.
pub(crate) fn accepts_all(schema: &At<'_>) -> bool {
    SchemaKind::of(schema.node) == SchemaKind::Plain
}

/// Whether a text of the component may be empty.
pub(crate) fn may_be_empty<'d>(index: &Index<'d>, schema: &At<'d>) -> bool {
    let least = schema
        .get("minLength")
        .and_then(|at| at.node.as_integer())
        .unwrap_or(0);
    let pattern = schema
        .get_str("pattern")
        .is_none_or(|text| matches(index, text, ""));
    matches!(
        SchemaKind::of(schema.node),
        SchemaKind::Plain | SchemaKind::Text
    ) && least == 0
        && pattern
}

/// Whether the pattern can be used and matches the text.
fn matches<'d>(index: &Index<'d>, pattern: &'d str, text: &str) -> bool {
    index
        .pattern(pattern)
        .is_ok_and(|pattern| pattern.dfa().is_ok_and(|dfa| dfa.matches(text)))
}
