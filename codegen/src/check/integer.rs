//! Integers: their formats and bounds.

use super::findings::Findings;
use super::fixes::{rewrite, set};
use super::similar::certain;
use crate::document::{At, Value};
use crate::finding::show;

/// The minimum and maximum of a format.
type Range = (i128, i128);

const INT32: Range = (i32::MIN as i128, i32::MAX as i128);
const INT64: Range = (i64::MIN as i128, i64::MAX as i128);

/// Checks an integer; `sent` if requests carry it.
pub(super) fn check(schema: &At<'_>, sent: bool, findings: &mut Findings) {
    let range = format(schema, findings);
    bounds(schema, range, sent, findings);
}

/// Checks the format, and returns its range.
fn format(schema: &At<'_>, findings: &mut Findings) -> Option<Range> {
    let Some(at) = schema.get("format") else {
        findings.key_error(
            "integer-format",
            schema,
            "the integer has no format",
            "add `format: int32`, or `format: int64` for more than 2147483647",
        );
        findings.fix(narrowest(schema).and_then(|it| set(schema, "format", it, "type")));
        return None;
    };
    match at.as_str()? {
        "int32" => Some(INT32),
        "int64" => Some(INT64),
        other => {
            findings.error(
                "integer-format",
                &at,
                format!("an integer cannot have the format {}", show(other)),
                "write `int32` or `int64`; for an integer that is sent as a string, `type: string` and `format: \
                 uint64`",
            );
            findings.fix(certain(other, ["int32", "int64"]).map(|it| rewrite(&at, it)));
            None
        }
    }
}

/// The narrowest format that contains both bounds.
fn narrowest(schema: &At<'_>) -> Option<&'static str> {
    let bound = |key: &str| schema.get(key).and_then(|at| at.node.as_integer());
    let (low, high) = (bound("minimum")?, bound("maximum")?);
    let fits = |range: Range| range.0 <= low && high <= range.1;
    [("int32", INT32), ("int64", INT64)]
        .into_iter()
        .find_map(|(name, range)| fits(range).then_some(name))
}

fn bounds(schema: &At<'_>, range: Option<Range>, sent: bool, findings: &mut Findings) {
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
                "add `maximum`; only an integer in responses may have just `minimum: 0`",
            );
        }
        (true, false) => {}
        (false, _) => findings.key_error(
            "integer-bounds",
            schema,
            "the integer has no `minimum`",
            if sent && !schema.has("maximum") {
                "add `minimum: 0`, or the smallest value that Twilio accepts, and the largest as `maximum`"
            } else {
                "add `minimum: 0`, or the smallest value that Twilio accepts"
            },
        ),
    }
}

fn bound<'d>(
    schema: &At<'d>,
    key: &str,
    range: Option<Range>,
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
            format!("the `{key}` of an integer is not an integer"),
            "write an integer",
        );
        return None;
    };
    let (least, most) = range.unwrap_or(INT64);
    if value < least || value > most {
        findings.error(
            "integer-bounds",
            &at,
            format!("the `{key}` {value} is outside the range of the format"),
            format!("the range of the format is {least} to {most}"),
        );
        return None;
    }
    Some((value, at))
}
