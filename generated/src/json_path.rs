//! Where in a JSON document a value is.

use std::fmt::Write as _;

use crate::json_string::closing_quote;

/// The path of the value that a decoder rejected, such as `calls[3].sid`; empty if that is the whole document.
pub(crate) fn path_of(json: &str, error: &serde_json::Error) -> String {
    let lines = json.match_indices('\n').map(|(at, _)| at + 1);
    let start = std::iter::once(0)
        .chain(lines)
        .nth(error.line().saturating_sub(1));
    let end = start.unwrap_or(json.len()) + error.column();
    path_before(json, end, Fault::of(&error.to_string()))
}

/// How serde_json's position, which follows what it read last, relates to the rejected value.
///
/// Usually serde_json read the value last, or the bracket that opens it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The whole object was read, and something is missing.
    Missing,
    /// The value follows the position if this bracket does: a bracket that was not expected is not read.
    Bracket(u8),
    /// Some values are rejected only after the closing bracket that follows them was read.
    Other,
}

impl Fault {
    fn of(message: &str) -> Self {
        if message.starts_with("missing field") {
            Self::Missing
        } else if message.starts_with("invalid type: sequence") {
            Self::Bracket(b'[')
        } else if message.starts_with("invalid type: map") {
            Self::Bracket(b'{')
        } else {
            Self::Other
        }
    }
}

/// What contains a value.
enum Step<'j> {
    /// An object, and the name of the member that was begun last.
    Member(Option<&'j str>),
    /// An array, and how many items were begun.
    Item(usize),
}

fn path_before(json: &str, end: usize, fault: Fault) -> String {
    let next = json.as_bytes().get(end).copied();
    let bytes = json.as_bytes();
    let bytes = bytes.get(..end).unwrap_or(bytes);
    let mut steps: Vec<Step<'_>> = Vec::new();
    // Whether an item of an array would begin here.
    let mut between = false;
    // The string before, which is a name if a colon follows.
    let mut string = 0..0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'}' | b']' => {
                let is_empty = matches!(steps.last(), Some(Step::Member(None) | Step::Item(0)));
                if fault == Fault::Missing || is_empty || at < bytes.len() {
                    steps.pop();
                }
            }
            b',' => {
                if let Some(Step::Member(name)) = steps.last_mut() {
                    *name = None;
                }
            }
            b':' => {
                if let Some(Step::Member(name)) = steps.last_mut() {
                    *name = json.get(string.clone());
                }
            }
            _ => {
                if between && let Some(Step::Item(begun)) = steps.last_mut() {
                    *begun += 1;
                }
                match byte {
                    b'{' => steps.push(Step::Member(None)),
                    b'[' => steps.push(Step::Item(0)),
                    b'"' => {
                        let rest = bytes.get(at..).unwrap_or_default();
                        let length = closing_quote(rest).unwrap_or(rest.len());
                        string = at..at + length;
                        at += length + 1;
                    }
                    _ => {}
                }
            }
        }
        between = matches!(byte, b'[' | b',');
    }
    if between && next.is_some_and(|next| fault == Fault::Bracket(next)) {
        if let Some(Step::Item(begun)) = steps.last_mut() {
            *begun += 1;
        }
        between = false;
    }
    display(&steps, between)
}

/// The steps as text. The last of them leads nowhere yet if the next item would begin here.
fn display(steps: &[Step<'_>], between: bool) -> String {
    let mut path = String::new();
    for (depth, step) in steps.iter().enumerate() {
        let is_between = between && depth + 1 == steps.len();
        // Writing to a string does not fail.
        let _ = match step {
            Step::Member(None) => Ok(()),
            Step::Member(Some(name)) if path.is_empty() => path.write_str(name),
            Step::Member(Some(name)) => write!(path, ".{name}"),
            Step::Item(_) if is_between => Ok(()),
            Step::Item(begun) => write!(path, "[{}]", begun.saturating_sub(1)),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Fault, path_before, path_of};
    use crate::scalar::tests::samples::Sample;

    #[test]
    fn the_path_leads_to_what_was_read_last() {
        let json = r#"{"a":[1,{"b":"}\"]"},[]],"c":{}}"#;
        for (end, path) in [
            (0, ""),
            (1, ""),
            (4, ""),
            (5, "a"),
            (6, "a"),
            (7, "a[0]"),
            (8, "a"),
            (9, "a[1]"),
            (12, "a[1]"),
            (13, "a[1].b"),
            (18, "a[1].b"),
            (19, "a[1].b"),
            (20, "a[1]"),
            (22, "a[2]"),
            (23, "a[2]"),
            (24, "a"),
            (25, ""),
            (29, "c"),
            (31, "c"),
            (32, ""),
            (99, ""),
        ] {
            assert_eq!(path_before(json, end, Fault::Missing), path, "{end}");
        }
        for (end, path) in [
            (20, "a[1].b"),
            (23, "a[2]"),
            (24, "a[2]"),
            (31, "c"),
            (32, "c"),
        ] {
            assert_eq!(path_before(json, end, Fault::Other), path, "{end}");
        }
    }

    #[test]
    fn an_item_begins_after_the_space_before_it() {
        let json = "[1, \r\n\t2]";
        for end in 3..8 {
            assert_eq!(path_before(json, end, Fault::Missing), "", "{end}");
        }
        assert_eq!(path_before(json, 8, Fault::Missing), "[1]");
        // What begins with the bracket is the next item.
        let bracket = Fault::Bracket(b'[');
        assert_eq!(path_before("[1,[2]]", 3, bracket), "[1]");
        assert_eq!(path_before("[[2]]", 1, bracket), "[0]");
        assert_eq!(path_before("[1,{}]", 3, bracket), "");
    }

    /// What a page of a list looks like.
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its errors matter")]
    struct Samples {
        end: u32,
        items: Vec<Sample>,
        page: u32,
    }

    /// The path of the error, and that which serde_path_to_error records while it decodes.
    fn paths<T: for<'de> Deserialize<'de>>(json: &str) -> Option<(String, String)> {
        let error = serde_json::from_str::<T>(json).err()?;
        let mut source = serde_json::Deserializer::from_str(json);
        let recorded = serde_path_to_error::deserialize::<_, T>(&mut source).err()?;
        let recorded = recorded.path().to_string();
        let recorded = if recorded == "." {
            String::new()
        } else {
            recorded
        };
        Some((path_of(json, &error), recorded))
    }

    const SID: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

    #[test]
    fn the_path_of_an_error_is_that_which_is_recorded_while_decoding() {
        let values = [
            "1",
            "-1.5e3",
            "true",
            "null",
            "\"x\"",
            "\"\\\"}\"",
            "{}",
            "{\"a\":{}}",
            "[]",
            "[1,\"2\"]",
            "[{\"sid\":1}]",
            "{\"parts\":1}",
        ];
        let mut compared = 0;
        for value in values {
            for line in ["", "\n", " \r\n\t"] {
                let sample = |name: &str| {
                    format!(
                        r#"{{"sid":"{SID}",{line}"status":"queued",{line}"uris":{{}},"{name}":{value}{line}}}"#
                    )
                };
                for name in ["parent", "duration", "status", "uris", "sid", "new"] {
                    let sample = sample(name);
                    let page = format!(
                        r#"{{"end":0,"items":[{{"sid":"{SID}","status":"queued","uris":{{}}}},{line}{sample}],"page":0}}"#
                    );
                    let outcomes = [paths::<Sample>(&sample), paths::<Samples>(&page)];
                    for (found, recorded) in outcomes.into_iter().flatten() {
                        assert_eq!(found, recorded, "{page}");
                        compared += 1;
                    }
                }
                for document in [
                    value.to_owned(),
                    format!(r#"{{"items":{line}{value}{line}}}"#),
                    format!(r#"{{"items":[{value},{value}]}}"#),
                    format!(r#"{{"status":{value},"sid":{value}}}"#),
                ] {
                    let outcomes = [
                        paths::<Samples>(&document),
                        paths::<Sample>(&document),
                        paths::<BTreeMap<String, Vec<Sample>>>(&document),
                    ];
                    for (found, recorded) in outcomes.into_iter().flatten() {
                        assert_eq!(found, recorded, "{document}");
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 500, "{compared}");
    }
}
