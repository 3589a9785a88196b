//! Strings with a pattern or a length.

use super::findings::Findings;
use super::fixes::rewrite;
use crate::document::{At, Index, SchemaKind};
use crate::pattern::{Dfa, PatternProblem, ProblemKind};

/// Checks the pattern and lengths of a string; `sent` if requests carry it.
pub(super) fn check<'d>(index: &Index<'d>, schema: &At<'d>, sent: bool, findings: &mut Findings) {
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
    // An unusable pattern has its own finding.
    let lengths = match &pattern {
        Some(Ok(pattern)) => Some(pattern.lengths()),
        _ => None,
    };
    self::lengths(schema, lengths, findings);
    if sent {
        let known = !matches!(pattern, Some(Err(_)));
        if known && lengths.is_none_or(|(_, longest)| longest.is_none()) {
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
                format!("a string cannot have {length} characters"),
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
            format!("all strings that match the pattern have more than {high} characters"),
            "correct the length or the pattern",
        );
    }
}

/// Reports why a pattern is unusable.
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
    let usable = match problem.kind {
        ProblemKind::Unanchored => Some(anchored(text)),
        ProblemKind::Unsupported => Some(with_classes(text)),
        _ => None,
    };
    findings.fix(usable.filter(|it| it != text).map(|it| rewrite(at, it)));
}

/// The pattern with both anchors.
fn anchored(pattern: &str) -> String {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = match inner.strip_suffix('$') {
        Some(before) if !before.ends_with('\\') => before,
        _ => inner,
    };
    if inner.contains('|') {
        format!("^({inner})$")
    } else {
        format!("^{inner}$")
    }
}

/// The pattern with `\d` and `\w` expanded.
fn with_classes(pattern: &str) -> String {
    let mut written = String::new();
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            '\\' => {
                let class = match characters.next() {
                    Some('d') => "0-9",
                    Some('w') => "0-9A-Za-z_",
                    other => {
                        written.push(c);
                        written.extend(other);
                        continue;
                    }
                };
                written.push_str(&if in_class {
                    class.to_owned()
                } else {
                    format!("[{class}]")
                });
                continue;
            }
            _ => {}
        }
        written.push(c);
    }
    written
}

/// Checks that the length of a string in a request is bounded.
fn bounded(schema: &At<'_>, findings: &mut Findings) {
    if !schema.has("maxLength") {
        findings.key_error(
            "unbounded-text",
            schema,
            "this string is sent in requests, but has no maximum length",
            "add the maximum length that Twilio accepts:\n  maxLength: 255",
        );
    }
}

/// Checks that a string in a request contains no control characters, except tabs and line ends where its pattern
/// allows them.
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
            "exclude them, for example with\n  pattern: '^[^\\x00-\\x1F\\x7F]*$'",
        );
    }
}

/// Whether the component accepts every string.
pub(crate) fn accepts_all(schema: &At<'_>) -> bool {
    SchemaKind::of(schema.node) == SchemaKind::Plain
}

/// Whether a string of the component may be empty.
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

/// Whether the pattern is usable and matches the string.
fn matches<'d>(index: &Index<'d>, pattern: &'d str, text: &str) -> bool {
    index
        .pattern(pattern)
        .is_ok_and(|pattern| pattern.dfa().is_ok_and(|dfa| dfa.matches(text)))
}

/// Reports at `schema` a path parameter whose `target` may be empty.
pub(super) fn not_empty<'d>(
    index: &Index<'d>,
    schema: &At<'d>,
    target: &At<'d>,
    findings: &mut Findings,
) {
    if may_be_empty(index, target) {
        findings.key_error(
            "path-parameter",
            schema,
            "the path parameter may be empty, which changes the path",
            "add `minLength: 1` to its component, or a `pattern` that requires a character",
        );
    }
}
