//! Integers: their width and bounds.

use super::findings::Findings;
use crate::document::{At, Value};
use crate::finding::show;

/// Checks an integer; `sent` says whether requests carry it.
pub(super) fn check(schema: &At<'_>, sent: bool, findings: &mut Findings) {
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
            if sent && !schema.has("maximum") {
                "add `minimum: 0`, or the least value that Twilio accepts, and the greatest as `maximum`"
            } else {
                "add `minimum: 0`, or the least value that Twilio accepts"
            },
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
