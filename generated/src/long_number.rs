//! Finds numbers in JSON that are longer than any number of a response.
//!
//! serde_json copies the digits of a long number before anybody can reject it, if the application enables serde_json's
//! features `float_roundtrip` or `arbitrary_precision`.

use crate::json_string::closing_quote;

/// No number of a response needs nearly as many characters.
pub(crate) const MAX_NUMBER: usize = 1024;

/// The position of the first number with at least [`MAX_NUMBER`] characters.
pub(crate) fn find_long_number(json: &[u8]) -> Option<usize> {
    // Shorter numbers can lie between the bytes that are looked at; one of this length cannot.
    let suspicious = (MAX_NUMBER - 1..json.len())
        .step_by(MAX_NUMBER)
        .any(|at| run_around(json, at) >= MAX_NUMBER);
    if suspicious { find(json) } else { None }
}

fn in_number(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// How many characters of a number follow one another around a position, counted no further than needed.
fn run_around(json: &[u8], at: usize) -> usize {
    let (before, after) = json.split_at(at);
    let after = after.iter().take(MAX_NUMBER);
    let after = after.take_while(|byte| in_number(byte)).count();
    if after == 0 {
        return 0;
    }
    let before = before.iter().rev().take(MAX_NUMBER);
    before.take_while(|byte| in_number(byte)).count() + after
}

/// Distinguishes numbers from digits in strings, for which everything before has to be read.
#[cold]
fn find(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        let rest = &json[at..];
        at += match byte {
            b'"' => string_length(rest),
            b'-' | b'0'..=b'9' => {
                let length = rest.iter().take_while(|byte| in_number(byte)).count();
                if length >= MAX_NUMBER {
                    return Some(at);
                }
                length
            }
            _ => 1,
        };
    }
    None
}

/// The length of the string that begins here, with its quotes.
fn string_length(json: &[u8]) -> usize {
    let end = closing_quote(&json[1..]);
    end.map_or(json.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::{MAX_NUMBER, find_long_number};

    #[test]
    fn long_numbers_are_found_wherever_they_begin() {
        for before in (0..MAX_NUMBER + 2).chain([3 * MAX_NUMBER - 1, 3 * MAX_NUMBER]) {
            let number = |length| format!("[{},{}]", " ".repeat(before), "1".repeat(length));
            let found = |length| find_long_number(number(length).as_bytes());
            assert_eq!(found(MAX_NUMBER - 1), None, "{before}");
            assert_eq!(found(MAX_NUMBER), Some(before + 2), "{before}");
            assert_eq!(found(10 * MAX_NUMBER), Some(before + 2), "{before}");
        }
        let fraction = format!("-1.5e-{}", "7".repeat(MAX_NUMBER));
        assert_eq!(find_long_number(fraction.as_bytes()), Some(0));
    }

    #[test]
    fn digits_in_strings_are_not_numbers() {
        let digits = "1".repeat(3 * MAX_NUMBER);
        for string in [
            format!(r#"{{"a":"{digits}"}}"#),
            format!(r#"{{"{digits}":"x {digits}","b":"\\\"{digits}"}}"#),
            format!(r#""{digits}"#),
        ] {
            assert_eq!(find_long_number(string.as_bytes()), None, "{string}");
            let number = format!("{string},{digits}");
            let found = find_long_number(number.as_bytes());
            let closed = string.ends_with(['"', '}']) && string.len() > digits.len() + 1;
            assert_eq!(found, closed.then_some(string.len() + 1), "{number}");
        }
        assert_eq!(find_long_number(&vec![b'x'; 10 * MAX_NUMBER]), None);
        assert_eq!(find_long_number(b""), None);
    }
}
