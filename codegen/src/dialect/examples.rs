//! Examples, defaults and bounds, as far as they can be compared within one component.

use serde_json::{Value, json};

use super::parts::{all, has, is, when};

/// Numbers that are compared with bounds. JSON Schema cannot compare two values with each other, but it can compare
/// both with the same number.
fn thresholds(digits: &'static [u64]) -> impl Iterator<Item = u64> {
    let decades = (0..5).map(|zeros| 10_u64.pow(zeros));
    decades.flat_map(move |decade| digits.iter().map(move |digit| digit * decade))
}

const ALL: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9];
/// Examples are usually far inside the bounds or far outside, so a few numbers suffice.
const FEW: &[u64] = &[1, 2, 5];

/// A key whose value is at least, or at most, this.
fn bounded(key: &str, bound: &str, limit: u64) -> Value {
    json!({"required": [key], "properties": {key: {bound: limit}}})
}

/// The value of a key is not greater than that of another, if both are there.
pub(super) fn in_order(low: &str, high: &str) -> Value {
    let conditions = thresholds(ALL).map(|limit| {
        when(
            bounded(low, "minimum", limit),
            json!({"properties": {high: {"minimum": limit}}}),
        )
    });
    json!({"allOf": conditions.collect::<Vec<_>>()})
}

/// The example and the default of an integer are integers between its bounds.
pub(super) fn of_integer() -> Value {
    let both = |schema: Value| json!({"properties": {"example": schema, "default": schema}});
    let conditions = thresholds(FEW).flat_map(|limit| {
        ["minimum", "maximum"]
            .map(|bound| when(bounded(bound, bound, limit), both(json!({bound: limit}))))
    });
    let conditions = std::iter::once(both(json!({"type": "integer"}))).chain(conditions);
    json!({"allOf": conditions.collect::<Vec<_>>()})
}

/// The example and the default of a string are strings of its format and length, and begin like its pattern.
pub(super) fn of_string() -> Value {
    let both = |schema: Value| json!({"properties": {"example": schema, "default": schema}});
    let formats = FORMATS
        .map(|(format, pattern)| when(is("format", format), both(json!({"pattern": pattern}))));
    let lengths = thresholds(FEW).flat_map(|limit| {
        [
            when(
                bounded("minLength", "minimum", limit),
                both(json!({"minLength": limit})),
            ),
            when(
                bounded("maxLength", "maximum", limit),
                both(json!({"maxLength": limit})),
            ),
        ]
    });
    let conditions = std::iter::once(both(json!({"type": "string"})))
        .chain(formats)
        .chain(lengths)
        .chain(first_letters());
    json!({"allOf": conditions.collect::<Vec<_>>()})
}

/// What the values of each format look like. Only `regen` checks that a day exists.
const FORMATS: [(&str, &str); 7] = [
    ("date", DATE),
    (
        "date-or-date-time",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$",
    ),
    (
        "date-time",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
    ),
    (
        "date-time-rfc-2822",
        "^([A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4}|[A-Z]{2,3})$",
    ),
    ("decimal", "^-?[0-9]+([.][0-9]+)?$"),
    ("int64", "^(0|-?[1-9][0-9]{0,18})$"),
    ("uint64", "^(0|[1-9][0-9]{0,19})$"),
];

const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// Where a pattern begins with one or two letters, so does the example: the SID of a call begins with `CA`.
fn first_letters() -> impl Iterator<Item = Value> {
    let letters = || ('A'..='Z').chain('a'..='z');
    let condition = |before: &'static str, any: &'static str, letter: char| {
        // A letter that is not optional, in a pattern without alternatives.
        let pattern = format!("^\\^{before}{letter}(?![?*{{])[^|]*$");
        when(
            all([
                has("example"),
                json!({"required": ["pattern"], "properties": {"pattern": {"pattern": pattern}}}),
            ]),
            json!({"properties": {"example": {"pattern": format!("^{any}{letter}")}}}),
        )
    };
    let first = letters().map(move |letter| condition("", "", letter));
    first.chain(letters().map(move |letter| condition("[A-Za-z0-9]", ".", letter)))
}
