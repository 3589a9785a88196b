//! The lines of a JSON text on which its parts stand.

use std::collections::BTreeMap;

use crate::node::join;

/// A map or list that is open.
struct Frame {
    pointer: String,
    /// The number of the next item; none in a map.
    index: Option<usize>,
    key: Option<String>,
}

/// The line of each part by its JSON pointer. The text has been read before, so that its syntax is right.
pub(super) fn of(text: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let mut stack: Vec<Frame> = Vec::new();
    let mut line = 1;
    let mut bytes = text.char_indices().peekable();
    while let Some((at, c)) = bytes.next() {
        match c {
            '\n' => line += 1,
            '{' | '[' => {
                let pointer = value(&mut stack, line, &mut lines);
                stack.push(Frame {
                    pointer,
                    index: (c == '[').then_some(0),
                    key: None,
                });
            }
            '}' | ']' => {
                stack.pop();
            }
            '"' => {
                let mut end = at + 1;
                while let Some((at, c)) = bytes.next() {
                    end = at;
                    match c {
                        '\\' => {
                            bytes.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
                let is_key = matches!(
                    stack.last(),
                    Some(Frame {
                        index: None,
                        key: None,
                        ..
                    })
                );
                if is_key {
                    let key = text
                        .get(at..=end)
                        .and_then(|text| serde_json::from_str::<String>(text).ok())
                        .unwrap_or_default();
                    if let Some(frame) = stack.last_mut() {
                        lines.insert(join(&frame.pointer, &key), line);
                        frame.key = Some(key);
                    }
                } else {
                    value(&mut stack, line, &mut lines);
                }
            }
            c if c.is_whitespace() || matches!(c, ':' | ',') => {}
            _ => {
                while bytes
                    .peek()
                    .is_some_and(|(_, c)| !matches!(c, ',' | '}' | ']') && !c.is_whitespace())
                {
                    bytes.next();
                }
                value(&mut stack, line, &mut lines);
            }
        }
    }
    lines
}

/// A value begins here: its pointer.
fn value(stack: &mut [Frame], line: usize, lines: &mut BTreeMap<String, usize>) -> String {
    let Some(frame) = stack.last_mut() else {
        return String::new();
    };
    let pointer = match (&mut frame.index, frame.key.take()) {
        (Some(index), _) => {
            let pointer = join(&frame.pointer, &index.to_string());
            *index += 1;
            pointer
        }
        (None, key) => join(&frame.pointer, &key.unwrap_or_default()),
    };
    lines.entry(pointer.clone()).or_insert(line);
    pointer
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn every_part_has_its_line() {
        let text =
            "{\n  \"a/b\": [1, \"x\\\"y\",\n    {\"c\": null}],\n  \"d\": {\"e\": true}\n}\n";
        let lines = of(text);
        for (pointer, line) in [
            ("/a~1b", 2),
            ("/a~1b/0", 2),
            ("/a~1b/1", 2),
            ("/a~1b/2", 3),
            ("/a~1b/2/c", 3),
            ("/d/e", 4),
        ] {
            assert_eq!(lines.get(pointer), Some(&line), "{pointer}");
        }
    }
}
