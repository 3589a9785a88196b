//! The text of a schema: what fits on a line is on one line, so that the file stays small and its diffs readable.

use serde_json::Value;

/// The maximum length of a line with several members.
const WIDTH: usize = 120;

/// The value as JSON, with a line end.
pub(super) fn text(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value after `column` characters of a line that is indented by `indent`.
fn write(value: &Value, indent: usize, column: usize, text: &mut String) {
    match value {
        // One character is left for a comma.
        value if room_after(value, WIDTH.saturating_sub(column + 1)).is_some() => {
            text.push_str(&value.to_string());
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| (String::new(), item));
            members(['[', ']'], items, indent, text);
        }
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (format!("{}: ", Value::from(key.as_str())), value));
            members(['{', '}'], entries, indent, text);
        }
        value => text.push_str(&value.to_string()),
    }
}

/// The number of characters that are left of a line after a value; `None` if it does not fit.
fn room_after(value: &Value, room: usize) -> Option<usize> {
    match value {
        Value::Array(items) => {
            let room = room.checked_sub(2 + items.len().saturating_sub(1))?;
            items
                .iter()
                .try_fold(room, |room, item| room_after(item, room))
        }
        Value::Object(entries) => {
            let separators = 2 + entries.len().saturating_sub(1) + entries.len();
            let room = room.checked_sub(separators)?;
            entries.iter().try_fold(room, |room, (key, value)| {
                room_after(value, room.checked_sub(length(key))?)
            })
        }
        Value::String(text) => room.checked_sub(length(text)),
        value => room.checked_sub(value.to_string().len()),
    }
}

/// Writes members on a line each.
fn members<'v>(
    [open, close]: [char; 2],
    members: impl Iterator<Item = (String, &'v Value)>,
    indent: usize,
    text: &mut String,
) {
    text.push(open);
    let inner = indent + 1;
    for (number, (key, value)) in members.enumerate() {
        if number > 0 {
            text.push(',');
        }
        new_line(inner, text);
        text.push_str(&key);
        write(value, inner, inner + key.len(), text);
    }
    new_line(indent, text);
    text.push(close);
}

fn new_line(indent: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&" ".repeat(indent));
}

/// The length of a string in quotes, with its characters escaped.
fn length(text: &str) -> usize {
    let escaped = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 2,
        0..0x20 => 6,
        _ => 1,
    });
    2 + escaped.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_does_not_fit_is_broken() {
        let long = "a".repeat(WIDTH);
        let value = json!({"short": {"list": [1, 2]}, "long": [long, {}]});
        let text = text(&value);
        let lines: Vec<&str> = text.lines().collect();
        let has = |line: &str| lines.iter().any(|it| it.trim_end_matches(',') == line);
        assert!(has(" \"short\": {\"list\":[1,2]}"), "{text}");
        assert!(has("  {}"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn empty_values_are_short() {
        assert_eq!(text(&json!({})), "{}\n");
        assert_eq!(text(&json!([])), "[]\n");
    }
}
