//! The part of a document that a line belongs to.

use crate::document::{Node, Value, join};

/// The JSON pointer to the part of the document that this byte belongs to: the entry on its line or, if the tree has
/// none there, the object or array around it.
pub(super) fn of(root: &Node, text: &str, at: usize) -> String {
    let start = line_start(text, at);
    let line = text.get(start..).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default();
    let at = at.max(start + line.len() - line.trim_start().len());
    on_line(root, text, at, start + line.len()).unwrap_or_else(|| around(root, text, at))
}

/// The pointer to the innermost entry or item that begins on the line with this byte, and before it if possible.
fn on_line(root: &Node, text: &str, at: usize, line_end: usize) -> Option<String> {
    let is_on_line = |start: usize| line_start(text, start) == line_start(text, at);
    let (mut pointer, mut found) = (String::new(), None);
    let mut node = root;
    loop {
        let before = last_before(node, at);
        let (name, start, child) = match (before, last_before(node, line_end)) {
            (Some(before), _) if is_on_line(before.1) => before,
            (_, Some(after)) if is_on_line(after.1) && found.is_none() => after,
            (Some(before), _) if found.is_none() => before,
            _ => return found,
        };
        pointer = join(&pointer, &name);
        if is_on_line(start) {
            found = Some(pointer.clone());
        }
        node = child;
    }
}

/// The pointer to the object or array around a line that the tree lacks.
fn around(root: &Node, text: &str, at: usize) -> String {
    let column = |at: usize| at - line_start(text, at);
    let mut pointer = String::new();
    let mut node = root;
    let is_in_text = |node: &Node| {
        let is_text = node.entries().is_empty() && node.items().is_empty();
        is_text && node.span.range().contains(&at)
    };
    while let Some((name, start, child)) = last_before(node, at)
        && (column(start) < column(at) || is_in_text(child))
    {
        pointer = join(&pointer, &name);
        node = child;
    }
    pointer
}

/// The last entry or item that begins at or before this byte: its name, its place and its value.
fn last_before(node: &Node, at: usize) -> Option<(String, usize, &Node)> {
    match &node.value {
        Value::Object(entries) => {
            let entry = entries.iter().rfind(|it| it.key_span.start <= at)?;
            Some((entry.key.clone(), entry.key_span.start, &entry.node))
        }
        Value::Array(items) => {
            let number = items.iter().rposition(|it| it.span.start <= at)?;
            let item = items.get(number)?;
            Some((number.to_string(), item.span.start, item))
        }
        _ => None,
    }
}

/// The position of the first character of the line above the one with this byte, ignoring empty lines.
pub(super) fn above(text: &str, at: usize) -> usize {
    let before = text.get(..line_start(text, at)).unwrap_or_default();
    let before = before.trim_end();
    let start = line_start(text, before.len());
    let line = before.get(start..).unwrap_or_default();
    start + line.len() - line.trim_start().len()
}

/// The position at which the line with this byte begins.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;

    #[test]
    fn a_line_of_a_text_belongs_to_the_text() {
        let text = "a:\n  b: \"1\n   2\"\n  c: 3\n";
        let root = parse(text).0.unwrap();
        assert_eq!(of(&root, text, text.find('2').unwrap()), "/a/b");
    }

    #[test]
    fn a_line_belongs_to_the_entry_on_it_or_to_the_object_around_it() {
        let text = "a:\n  b:\n    - c: 1\n      d: {e: 2}\n    \n  # f\n  g: 3\n";
        let root = parse(text).0.unwrap();
        for (part, pointer) in [
            ("a:", "/a"),
            ("c: 1", "/a/b/0/c"),
            ("1", "/a/b/0/c"),
            ("e: 2", "/a/b/0/d/e"),
            ("# f", "/a"),
            ("g: 3", "/a/g"),
        ] {
            assert_eq!(of(&root, text, text.find(part).unwrap()), pointer, "{part}");
        }
        let line = text.find("      d").unwrap();
        assert_eq!(of(&root, text, line), "/a/b/0/d");
        assert_eq!(above(text, text.find("# f").unwrap()), line + 6);
    }
}
