//! What a type accepts, in short: its bounds, its pattern, its values or its members.

use crate::finding::counted;
use crate::model::{Privacy, Scalar, ScalarKind, Unit, Variant};
use crate::pattern::Pattern;

/// The longest pattern that is shown whole. Instead of a longer one, `x-expected` or else its beginning is shown.
const LONGEST_PATTERN: usize = 80;

/// How many values or members are listed.
const MOST_LISTED: usize = 8;

/// What the type of a scalar accepts, as a sentence; `None` if no type is emitted for it, or it is a lazy object.
pub(super) fn accepted(scalar: &Scalar) -> Option<String> {
    let content = match &scalar.kind {
        ScalarKind::Fixed { pattern } => format!("a string{}", matching(scalar, pattern)),
        ScalarKind::Text {
            pattern,
            min,
            max,
            privacy,
            xml,
        } => {
            let noun = match privacy {
                Privacy::Open => "a string",
                Privacy::Personal => "a private string",
                Privacy::Secret => "a secret string",
            };
            let matching = pattern.as_ref().map(|it| matching(scalar, it));
            let xml = xml
                .as_ref()
                .map(|it| format!(" that contains XML in `<{}>`", it.root));
            let rules = [length(*min, *max), matching, xml];
            format!("{noun}{}", rules.into_iter().flatten().collect::<String>())
        }
        ScalarKind::Integer { min, max, unit, .. } => {
            format!("an integer from {min} to {max}{}", in_unit(*unit))
        }
        ScalarKind::IntegerText { unit, .. } => format!("an integer as a string{}", in_unit(*unit)),
        ScalarKind::Enum { open, values, .. } => {
            let other = if *open { ", or unrecognized" } else { "" };
            format!("{}{other}", one_of(values.iter().map(wire)))
        }
        ScalarKind::Union { members } | ScalarKind::ObjectUnion { members } => {
            one_of(members.iter().map(String::as_str))
        }
        ScalarKind::Plain
        | ScalarKind::PlainInteger { .. }
        | ScalarKind::Runtime { .. }
        | ScalarKind::Lazy { .. }
        | ScalarKind::Map { .. } => return None,
    };
    Some(format!("`{}` is {content}", scalar.rust))
}

fn wire(variant: &Variant) -> &str {
    &variant.wire
}

fn matching(scalar: &Scalar, pattern: &Pattern) -> String {
    let text = pattern.text();
    match &scalar.expected {
        Some(expected) if text.chars().count() > LONGEST_PATTERN => format!(": {expected}"),
        _ => format!(" that matches `{}`", cut(text)),
    }
}

fn cut(pattern: &str) -> String {
    match pattern.char_indices().nth(LONGEST_PATTERN) {
        Some((end, _)) => format!("{}…", pattern.get(..end).unwrap_or(pattern)),
        None => pattern.to_owned(),
    }
}

fn length(min: Option<usize>, max: Option<usize>) -> Option<String> {
    Some(match (min.filter(|min| *min > 0), max) {
        (None, None) => return None,
        (None, Some(max)) => format!(" of at most {}", counted(max, "character")),
        (Some(min), None) => format!(" of at least {}", counted(min, "character")),
        (Some(min), Some(max)) if min == max => format!(" of {}", counted(max, "character")),
        (Some(min), Some(max)) => format!(" of {min} to {max} characters"),
    })
}

fn in_unit(unit: Option<Unit>) -> String {
    unit.map_or_else(String::new, |unit| format!(", in {}", unit.name()))
}

fn one_of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let listed: Vec<String> = names
        .take(MOST_LISTED)
        .map(|it| format!("`{it}`"))
        .collect();
    let more = match count.saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("one of {}{more}", listed.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::diff::Spec;
    use crate::source::Source;

    #[test]
    fn a_type_is_described_by_what_limits_it() {
        let text = include_str!("../../../../tests/fixtures/review/twilio-calls.yaml");
        let spec = Spec::read(&Source::new("spec", text)).unwrap();
        for (name, expected) in [
            (
                "CallSid",
                "`CallSid` is a string that matches `^CA[0-9a-fA-F]{32}$`",
            ),
            (
                "Timeout",
                "`Timeout` is an integer from 0 to 600, in seconds",
            ),
            (
                "CallReason",
                r"`CallReason` is a private string of at most 1024 characters that matches `^[^\x00-\x1F\x7F]*$`",
            ),
            (
                "UpdateCallStatus",
                "`UpdateCallStatus` is one of `canceled`, `completed`",
            ),
            (
                "CallbackCallStatus",
                "`CallbackCallStatus` is one of `queued`, `initiated`, `ringing`, `in-progress`, `completed`, `busy`, `failed`, `no-answer` and 1 more, or unrecognized",
            ),
            (
                "RecordingReference",
                "`RecordingReference` is one of `RecordingSid`, `CurrentRecording`",
            ),
        ] {
            let scalar = spec.model.scalar(name).unwrap();
            assert_eq!(super::accepted(scalar).unwrap(), expected);
        }
        for scalar in spec.model.scalars.iter().filter(|it| it.kind.is_emitted()) {
            let is_object = matches!(scalar.kind, super::ScalarKind::Lazy { .. });
            let accepted = super::accepted(scalar);
            assert_eq!(accepted.is_none(), is_object, "{}", scalar.rust);
            let length = accepted.unwrap_or_default().chars().count();
            assert!(length < 260, "{}: {length}", scalar.rust);
        }
    }

    #[test]
    fn a_long_pattern_is_cut() {
        assert_eq!(super::cut("^a*$"), "^a*$");
        let long = "é".repeat(super::LONGEST_PATTERN + 1);
        let cut = format!("{}…", "é".repeat(super::LONGEST_PATTERN));
        assert_eq!(super::cut(&long), cut);
    }

    #[test]
    fn a_length_has_the_bounds_that_are_given() {
        for (min, max, expected) in [
            (None, None, None),
            (Some(0), None, None),
            (Some(0), Some(9), Some(" of at most 9 characters")),
            (Some(2), None, Some(" of at least 2 characters")),
            (Some(2), Some(9), Some(" of 2 to 9 characters")),
            (Some(9), Some(9), Some(" of 9 characters")),
        ] {
            assert_eq!(super::length(min, max).as_deref(), expected);
        }
    }
}
