//! Why a response could not be decoded, without the rejected value.

use std::error::Error as StdError;
use std::fmt;

/// Stands in for serde's error, whose message repeats values of the response.
pub(super) struct DecodeError {
    /// Where decoding failed.
    pub(super) path: String,
    message: String,
}

impl DecodeError {
    pub(super) fn new(path: String, message: &str) -> Self {
        Self {
            path,
            message: without_value(message),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() || self.path == "." {
            f.write_str(&self.message)
        } else {
            write!(f, "at `{}`: {}", self.path, self.message)
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl StdError for DecodeError {}

/// Removes the value from a message: `invalid type: string "Jo", expected u64` becomes
/// `invalid type: string, expected u64`, and what our own types quote of a value is removed too.
///
/// The type of a row is the application's, and may reject names of columns and variants.
fn without_value(message: &str) -> String {
    for prefix in [
        "invalid type: ",
        "invalid value: ",
        "unknown field ",
        "unknown variant ",
    ] {
        let Some(rest) = message.strip_prefix(prefix) else {
            continue;
        };
        // The expectation comes last and is our own text, so the last separator is the right one even
        // if the value imitates the format of the message.
        let Some((unexpected, expected)) = rest.rsplit_once(", expected ") else {
            break;
        };
        let what = unexpected
            .split(['"', '`'])
            .next()
            .unwrap_or_default()
            .trim_end();
        let what = format!("{prefix}{what}");
        return format!("{}, expected {expected}", what.trim_end());
    }
    match message.rsplit_once(", got ") {
        Some((reason, value)) => {
            let place = value.rfind(" at line ").map_or("", |at| &value[at..]);
            format!("{reason}{place}")
        }
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn messages_lose_the_value_and_keep_the_rest() {
        for (message, without) in [
            (
                "missing field `sid` at line 1 column 2",
                "missing field `sid` at line 1 column 2",
            ),
            (
                r#"invalid type: string "Jane", expected u64 at line 1 column 2"#,
                "invalid type: string, expected u64 at line 1 column 2",
            ),
            (
                r#"invalid value: string "x, expected \"y\", expected z", expected u64"#,
                "invalid value: string, expected u64",
            ),
            (
                "invalid type: integer `5`, expected a string",
                "invalid type: integer, expected a string",
            ),
            (
                "unknown variant `Jane`, expected `a` or `b`",
                "unknown variant, expected `a` or `b`",
            ),
            (
                "unknown field `+1555, expected x`, expected `sid`",
                "unknown field, expected `sid`",
            ),
            (
                "invalid type: null, expected a string",
                "invalid type: null, expected a string",
            ),
            (
                r#"too short (3 characters); expected a SID, got "CAx" at line 1 column 9"#,
                "too short (3 characters); expected a SID at line 1 column 9",
            ),
        ] {
            assert_eq!(without_value(message), without);
        }
    }
}
